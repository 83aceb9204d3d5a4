"""The tick: what is due is composed, written down, sent and marked; what is unfinished is settled first.

The order is that of the delivery ledger (decision 4): compose outside any transaction; claim in a short one,
which writes the content before anything is sent; send with a nonce that is always the same; mark. Whatever
happens between two of these, the row says how far it came, and :meth:`Tick.run_once` goes on from there.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

import discord
import structlog

from bot.delivery.channels import find_channel
from bot.delivery.notices import held_text, paused_text, tell_admins
from bot.delivery.outcomes import CHANNEL_DELETED, NotThere, Refused, Sent, Unknown, Unseen
from bot.delivery.permissions import MessageChannel, describe_missing, missing_to_post
from bot.delivery.recovery import MOST_ATTEMPTS, look_for, retry_at
from bot.delivery.sender import send_digest
from bot.digests.compose import Composer
from bot.digests.naming import name_subject
from bot.digests.slots import latest_due_slot, next_slot
from bot.errors import DeliveryError, ScheduleError
from bot.models import (
    Claim,
    Delivery,
    DeliveryState,
    Digest,
    Slot,
    Subscription,
    SubscriptionId,
    SubscriptionState,
    Topic,
)
from bot.settings import DigestSettings

if TYPE_CHECKING:
    from bot.index import Index

log = structlog.get_logger()

MOST_AT_ONCE = 5
"""Subscriptions worked on at the same time: a slow channel does not hold up the others."""
MOST_DUE = 500
"""Taken up by one tick; the rest is first at the next."""
LEDGER_REACH = 200
"""Rows of a subscription's ledger looked through for a slot that comes up a second time."""


class DigestView(Protocol):
    """How a digest looks: :func:`bot.views.digest_view`."""

    def __call__(self, digest: Digest, *, delivery: int | None) -> discord.ui.LayoutView:
        """Return the message; its buttons' custom ids begin with ``ng:d:<delivery>:``."""


class Tick:
    """Posts what is due. One for a process; its runs may overlap: a subscription has one worker at a time."""

    def __init__(
        self,
        index: Index,
        settings: DigestSettings,
        topics: Mapping[str, Topic],
        *,
        clock: Callable[[], datetime],
        client: discord.Client,
        view: DigestView,
    ) -> None:
        self._index = index
        self._settings = settings
        self._topics = topics
        self._clock = clock
        self._client = client
        self._view = view
        self._hands = asyncio.Semaphore(MOST_AT_ONCE)
        self._busy: set[SubscriptionId] = set()
        self._under_way: set[asyncio.Task[Any]] = set()
        self._stopped = False

    async def run_once(self) -> None:
        """Settle what is unfinished, then post what is due. Does nothing while the client is not ready.

        What goes wrong with one subscription is logged and left for the next tick; :class:`StorageError` is
        raised when not even the list of what is due can be read.
        """
        if self._stopped or not self._client.is_ready():
            return
        with self._noted():
            await self._run()

    async def post_now(self, subscription: Subscription) -> Delivery | None:
        """Post a subscription's news besides its schedule, through the ledger; its next slot stays as it is.

        Returns how the delivery ended, or None when there is nothing new. Raises :class:`DeliveryError`, with
        a sentence for who asked, when it cannot be posted.
        """
        if self._stopped or not self._client.is_ready():
            raise DeliveryError("The bot is not connected to Discord at the moment: try again in a minute.")
        channel = await find_channel(self._client, subscription.guild or 0, subscription.channel)
        if isinstance(channel, Unknown | Refused):
            raise DeliveryError(channel.reason)
        now = self._clock()
        composer = Composer(self._index, self._settings, self._topics, now=now)
        digest = await composer.compose(
            subject=subscription.subject,
            scope=subscription.scope,
            channel=subscription.channel,
            preferences=subscription.preferences,
        )
        if digest is None:
            return None
        slot = Slot(key=f"post:{now.isoformat()}", due=now)
        claim = Claim(subscription, slot, subscription.next_due, digest)
        delivery = await self._index.deliveries.claim_extra(claim, now)
        if delivery is None:
            raise DeliveryError("That subscription is gone, or was posted a moment ago.")
        await self._deliver(subscription, delivery, digest, channel)
        return await self._index.deliveries.get(delivery.id, subscription.scope)

    async def stop(self, patience: float) -> None:
        """Begin nothing any more; what is under way is cut off after `patience` seconds.

        Where it was cut off stands in the ledger, and the next process goes on from there.
        """
        self._stopped = True
        if not self._under_way:
            return
        await asyncio.wait(self._under_way, timeout=patience)
        late = set(self._under_way)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    async def _run(self) -> None:
        unfinished = await self._index.deliveries.unfinished()
        await self._each((row.subscription, self._settling(row)) for row in unfinished)
        # a subscription posts one thing after the other
        waiting = {row.subscription for row in await self._index.deliveries.unfinished()}
        due = await self._index.subscriptions.due(self._clock(), MOST_DUE)
        await self._each((each.id, self._posting(each)) for each in due if each.id not in waiting)

    # --- one subscription at a time, none in the way of another --------------------------------------------

    def _settling(self, delivery: Delivery) -> Callable[[], Awaitable[None]]:
        return lambda: self._settle(delivery)

    def _posting(self, subscription: Subscription) -> Callable[[], Awaitable[None]]:
        return lambda: self._post(subscription)

    async def _each(self, jobs: Iterable[tuple[SubscriptionId, Callable[[], Awaitable[None]]]]) -> None:
        await asyncio.gather(*(self._alone(subscription, work) for subscription, work in jobs))

    async def _alone(self, subscription: SubscriptionId, work: Callable[[], Awaitable[None]]) -> None:
        with self._noted():
            async with self._hands:
                if self._stopped or subscription in self._busy:
                    return
                self._busy.add(subscription)
                try:
                    await work()
                except Exception:
                    log.exception("digest.failed", subscription=subscription, error_id=secrets.token_hex(4))
                finally:
                    self._busy.discard(subscription)

    @contextlib.contextmanager
    def _noted(self) -> Iterator[None]:
        """Note the task that does this, for :meth:`stop`."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine runs in a task
        self._under_way.add(task)
        try:
            yield
        finally:
            self._under_way.discard(task)

    # --- what is due ---------------------------------------------------------------------------------------

    async def _post(self, subscription: Subscription) -> None:
        channel = await find_channel(self._client, subscription.guild or 0, subscription.channel)
        if isinstance(channel, Unknown):
            log.info("digest.waits", subscription=subscription.id, reason=channel.reason)
            return
        if isinstance(channel, Refused):
            await self._pause(subscription, channel)
            return
        if missing := missing_to_post(channel, channel.guild.me):
            await self._pause(
                subscription,
                Refused(describe_missing(channel, missing), "Allow it in the channel's settings."),
            )
            return
        try:
            delivery = await self._claim_due(subscription)
        except ScheduleError as error:
            await self._pause(
                subscription, Refused(str(error), "Choose another time zone with `/subscribe`.")
            )
            return
        if delivery is not None and delivery.digest is not None:
            await self._deliver(subscription, delivery, delivery.digest, channel)

    async def _claim_due(self, subscription: Subscription) -> Delivery | None:
        """Compose and claim the newest slot that is due; None when there is nothing to do for it."""
        now = self._clock()
        slot, missed = latest_due_slot(subscription.schedule, subscription.next_due, now)
        following = next_slot(subscription.schedule, now).due
        if slot.due < now - timedelta(hours=self._settings.catch_up_hours):
            log.info("digest.too_late", subscription=subscription.id, slot=slot.key)
            await self._index.subscriptions.move(subscription, following)
            return None
        composer = Composer(self._index, self._settings, self._topics, now=now)
        digest = await composer.compose(
            subject=subscription.subject,
            scope=subscription.scope,
            channel=subscription.channel,
            since=await self._last_due(subscription) if missed else None,
        )
        return await self._claim(subscription, slot, digest, following)

    async def _last_due(self, subscription: Subscription) -> datetime:
        """Return when a catch-up digest speaks from: the last slot kept, else the first one missed."""
        last = await self._index.deliveries.recent(subscription.id, 1)
        return last[0].due if last else subscription.next_due

    async def _claim(
        self, subscription: Subscription, slot: Slot, digest: Digest | None, following: datetime
    ) -> Delivery | None:
        deliveries, now = self._index.deliveries, self._clock()
        claim = Claim(
            subscription,
            slot,
            following,
            digest,
            state=DeliveryState.EMPTY if digest is None else DeliveryState.CLAIMED,
        )
        delivery = await deliveries.claim(claim, now)
        if delivery is not None:
            return delivery
        current = await self._index.subscriptions.by_id(subscription.id)
        if current != subscription:
            return None
        # The ledger has this wall time already: the clock was set back, or the zone was changed to one
        # further west, where it is another moment, and posted.
        earlier = await deliveries.recent(subscription.id, LEDGER_REACH)
        if all(row.due != slot.due for row in earlier):
            again = Slot(key=f"{slot.key} ({slot.due:%Y-%m-%dT%H:%MZ})", due=slot.due)
            delivery = await deliveries.claim(replace(claim, slot=again), now)
        if delivery is None:
            await self._index.subscriptions.move(subscription, following)
        return delivery

    async def _deliver(
        self, subscription: Subscription, delivery: Delivery, digest: Digest, channel: MessageChannel
    ) -> None:
        try:
            view = self._view(digest, delivery=delivery.id)
            outcome = await send_digest(channel, delivery.id, view)
        except Exception as error:
            # counted, so that a digest that cannot be shown is given up in the end
            await self._index.deliveries.note_attempt(delivery.id, f"A bug: {type(error).__name__}.")
            raise
        match outcome:
            case Sent(message):
                await self._index.deliveries.mark_sent(delivery.id, message, self._clock())
                log.info("digest.sent", subscription=subscription.id, delivery=delivery.id, message=message)
            case Unknown(reason):
                await self._index.deliveries.note_attempt(delivery.id, reason)
                log.warning("digest.retry", subscription=subscription.id, delivery=delivery.id, reason=reason)
            case Refused(reason, _, pauses):
                await self._fail(delivery, reason)
                if pauses:
                    await self._pause(subscription, outcome)

    # --- what is unfinished --------------------------------------------------------------------------------

    async def _settle(self, delivery: Delivery) -> None:
        """Find out how a delivery of an earlier run ended, and end it."""
        subscription = await self._index.subscriptions.by_id(delivery.subscription)
        if subscription is None:
            return
        # read again: an overlapping run may have ended it, or tried it a moment ago
        current = await self._index.deliveries.get(delivery.id, subscription.scope)
        if current is None or current.state is not DeliveryState.CLAIMED or current.digest is None:
            return
        if self._clock() < retry_at(current):
            return
        channel = await find_channel(self._client, subscription.guild or 0, current.channel)
        match channel:
            case Unknown(reason):
                log.info("digest.waits", subscription=subscription.id, delivery=current.id, reason=reason)
            case Refused(reason):
                await self._settle_refused(subscription, current, channel)
            case _:
                await self._settle_in(channel, subscription, current, current.digest)

    async def _settle_refused(self, subscription: Subscription, delivery: Delivery, refused: Refused) -> None:
        # in a channel that is only out of sight the digest may stand, and must not come again when it is seen
        if refused.reason == CHANNEL_DELETED:
            await self._fail(delivery, refused.reason)
        else:
            await self._index.deliveries.mark_held(delivery.id, refused.reason, self._clock())
        await self._pause(subscription, refused)

    async def _settle_in(
        self, channel: MessageChannel, subscription: Subscription, delivery: Delivery, digest: Digest
    ) -> None:
        match await look_for(channel, delivery):
            case Sent(message):
                await self._index.deliveries.mark_sent(delivery.id, message, self._clock())
                log.info("digest.found", subscription=subscription.id, delivery=delivery.id, message=message)
            case NotThere():
                if reason := self._reason_to_give_up(subscription, delivery):
                    await self._fail(delivery, reason)
                else:
                    await self._deliver(subscription, delivery, digest, channel)
            case Unseen(reason, mend):
                await self._hold(subscription, delivery, reason, mend)
            case Unknown(reason):
                if delivery.attempts >= MOST_ATTEMPTS:
                    await self._hold(subscription, delivery, reason, "")
                else:
                    await self._index.deliveries.note_attempt(delivery.id, reason)

    def _reason_to_give_up(self, subscription: Subscription, delivery: Delivery) -> str | None:
        """Return why a digest that is not in the channel is not sent again; its stories come later."""
        if subscription.state is not SubscriptionState.ACTIVE:
            return "It was paused before the digest could be sent."
        if delivery.attempts >= MOST_ATTEMPTS:
            return f"Given up after {delivery.attempts} tries. {delivery.reason or ''}".rstrip()
        if self._clock() - delivery.claimed_at > timedelta(hours=self._settings.catch_up_hours):
            return "The bot was away for too long; its stories come with the next digest."
        return None

    # --- how it ends ---------------------------------------------------------------------------------------

    async def _fail(self, delivery: Delivery, reason: str) -> None:
        await self._index.deliveries.mark_failed(delivery.id, reason, self._clock())
        log.error("digest.given_up", subscription=delivery.subscription, delivery=delivery.id, reason=reason)

    async def _hold(self, subscription: Subscription, delivery: Delivery, reason: str, mend: str) -> None:
        await self._index.deliveries.mark_held(delivery.id, reason, self._clock())
        log.error("digest.held", subscription=subscription.id, delivery=delivery.id, reason=reason)
        await self._tell(
            subscription, held_text(self._client, subscription, self._title(subscription), reason, mend)
        )

    async def _pause(self, subscription: Subscription, refused: Refused) -> None:
        if not await self._index.subscriptions.pause(subscription.id, refused.reason, self._clock()):
            return
        log.warning("subscription.paused", subscription=subscription.id, reason=refused.reason)
        text = paused_text(
            self._client, subscription, self._title(subscription), refused.reason, refused.mend
        )
        await self._tell(subscription, text)

    def _title(self, subscription: Subscription) -> str:
        return name_subject(subscription.subject, self._topics, {})

    async def _tell(self, subscription: Subscription, text: str) -> None:
        await tell_admins(
            self._client, self._index, guild=subscription.guild or 0, user=subscription.created_by, text=text
        )
