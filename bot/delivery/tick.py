"""The tick: what is unfinished is settled, and what is due is composed, written down, sent and marked.

The order is that of the delivery ledger (decision 4): compose outside any transaction; claim in a short one,
which writes the content before anything is sent; send with a nonce that is always the same; mark. Whatever
happens between two of these, the row says how far it came, and :meth:`Tick.run_once` goes on from there.

What is due is composed and claimed in batches (:mod:`bot.delivery.taking_up`, :mod:`bot.delivery.posting`)
while what was claimed before is being sent at the pace that Discord allows (:mod:`bot.delivery.queue`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord
import structlog

from bot.delivery.ends import end_long_paused, forget_long_past
from bot.delivery.notices import Notices
from bot.delivery.outcomes import Refused, Unknown
from bot.delivery.pacing import Pace
from bot.delivery.posting import Job, Posting
from bot.delivery.publishing import Publishing
from bot.delivery.queue import Queue
from bot.delivery.sending import DigestView, Sending
from bot.delivery.settling import PAUSED_FIRST, Settling
from bot.delivery.taking_up import TakingUp
from bot.delivery.targets.finding import Targets
from bot.delivery.workers import Workers
from bot.digests.composing.composer import Composer
from bot.errors import DeliveryError
from bot.models import (
    BY_HAND,
    Claim,
    Delivery,
    DeliveryId,
    DeliveryState,
    Slot,
    Subscription,
    SubscriptionId,
    SubscriptionState,
    Topic,
)
from bot.settings import DigestSettings

if TYPE_CHECKING:
    from bot.index import Index

SETTLE_SECONDS = 5.0
"""How long what is unfinished is waited for, so that what is due after it can follow in the same run."""

LATE = timedelta(seconds=30)
"""After the claim, from which on a first try is written down where that matters."""

log = structlog.get_logger()


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
        pace: Pace | None = None,
    ) -> None:
        self._index = index
        self._settings = settings
        self._topics = topics
        self._clock = clock
        self._client = client
        self._pace = pace or Pace(settings.sends_per_second)
        self._notices = Notices(index, client, topics)
        self._workers = Workers()
        self._targets = Targets(client, topics, self._pace)
        self._sending = Sending(index, self._notices, self._pace, clock=clock, view=view)
        self._settling = Settling(index, settings, self._targets, self._sending, self._pace, clock=clock)
        self._posting = Posting(index, settings, self._targets, clock=clock)
        self._taking_up = TakingUp(index, self._posting, self._workers, self._pace, clock=clock)
        self._publishing = Publishing(index, client, self._pace, clock=clock)
        self._one_chooses = asyncio.Lock()

    async def run_once(self) -> None:
        """Settle what is unfinished, post what is due, publish what is posted; nothing while not connected.

        What goes wrong with one subscription is logged and left for the next tick; :class:`StorageError` is
        raised when not even the list of what is due can be read.
        """
        if self._workers.stopped or not self._client.is_ready():
            return
        with self._workers.noted():
            settling = self._workers.begin(self._settle_all())
            await asyncio.wait([settling], timeout=SETTLE_SECONDS)
            queue = Queue(self._workers, self._pace, self._finish)
            try:
                async with self._one_chooses:
                    await self._taking_up.mend()
                    await self._taking_up.take_up_all(self._composer(), queue)
            finally:
                queue.close()
            await asyncio.gather(settling, queue.sent())
            await self._publishing.run_once()

    async def post_now(self, subscription: Subscription) -> Delivery | None:
        """Post a subscription's news besides its schedule, through the ledger; its next slot stays as it is.

        Returns the delivery (still claimed where Discord gave no clear answer: it is looked after), or None
        when there is nothing new. Raises :class:`DeliveryError`, with a sentence for who asked, when it
        cannot be posted.
        """
        if self._workers.stopped or not self._client.is_ready():
            raise DeliveryError("The bot is not connected to Discord at the moment: try again in a minute.")
        if not self._workers.take(subscription.id):
            raise DeliveryError("That digest is being posted right now.")
        with self._workers.noted():
            try:
                return await self._post_now(subscription)
            finally:
                self._workers.release(subscription.id)

    async def publish(self) -> None:
        """Publish what is in announcement channels and has waited to reach those that follow them."""
        if not self._workers.stopped:
            with self._workers.noted():
                await self._publishing.run_once()

    async def end_long_paused(self) -> None:
        """End the digests of channels deleted and servers left long ago, and forget those long past."""
        if not self._workers.stopped:
            with self._workers.noted():
                await forget_long_past(self._index, self._settings, self._clock())
                await end_long_paused(
                    self._index,
                    self._client,
                    self._settings,
                    self._notices,
                    self._pace,
                    now=self._clock(),
                )

    async def stop(self, patience: float) -> None:
        """Begin nothing any more; what is under way is cut off after `patience` seconds.

        Where it was cut off stands in the ledger, and the next process goes on from there.
        """
        await self._workers.stop(patience)

    def _composer(self) -> Composer:
        return Composer(self._index, self._settings, self._topics, now=self._clock())

    # --- what is unfinished --------------------------------------------------------------------------------

    async def _settle_all(self) -> None:
        """Settle what is unfinished: a subscription's one after the other, and none after another's."""
        rows: dict[SubscriptionId, list[DeliveryId]] = {}
        for delivery, subscription in await self._index.deliveries.unfinished_ids():
            if not self._workers.has(subscription):
                rows.setdefault(subscription, []).append(delivery)
        begun = []
        for subscription, deliveries in rows.items():
            if self._workers.take(subscription):
                await self._pace.turn()
                begun.append(self._workers.begin(self._settle(subscription, deliveries)))
        await asyncio.gather(*begun)

    async def _settle(self, subscription: SubscriptionId, deliveries: Iterable[DeliveryId]) -> None:
        try:
            for delivery in deliveries:
                await self._settling.settle(delivery, subscription)
        except Exception:
            log.exception("digest.not_settled", subscription=subscription)
        finally:
            self._workers.release(subscription)

    # --- what is due ---------------------------------------------------------------------------------------

    async def _finish(self, job: Job) -> None:
        """Send what was claimed, or pause what cannot be posted; its turn has come."""
        if job.refused is not None:
            await self._sending.pause(job.subscription, job.refused)
        elif job.delivery is not None and job.target is not None:
            delivery: Delivery | None = job.delivery
            current = await self._index.subscriptions.by_id(job.subscription.id)
            if current is None:
                # ended while it waited for its turn, and the row with it
                return
            if current.state is not SubscriptionState.ACTIVE:
                await self._sending.fail(job.delivery, PAUSED_FIRST)
                return
            if job.delivery.digest is None:
                delivery = await self._index.deliveries.get(job.delivery.id, job.subscription.scope)
            if delivery is not None and delivery.digest is not None:
                if self._clock() - delivery.claimed_at > LATE and job.target.settles_after:
                    # how long after a crash it is looked for counts from the try, not from the claim
                    await self._index.deliveries.begin_late(delivery.id, self._clock())
                await self._sending.deliver(job.subscription, delivery, delivery.digest, job.target)

    async def _post_now(self, subscription: Subscription) -> Delivery | None:
        target = await self._targets.find(subscription)
        if isinstance(target, Unknown):
            raise DeliveryError(f"{target.reason} Try again in a minute.")
        if isinstance(target, Refused):
            raise DeliveryError(_sentences(target))
        # what another digest tells in the channel just now is written down before this one is composed
        async with self._one_chooses:
            now = self._clock().replace(microsecond=0)
            digest = await self._posting.compose(subscription, self._composer(), asked_for=True)
            if digest is None:
                return None
            if refused := target.refusal(digest):
                raise DeliveryError(_sentences(refused))
            slot = Slot(f"{BY_HAND}{now.isoformat()}", now)
            claim = Claim(subscription, slot, subscription.next_due, digest)
            delivery = await self._index.deliveries.claim_extra(claim, self._clock())
        if delivery is None:
            raise DeliveryError("That digest has ended, or was posted a moment ago.")
        await self._pace.turn()
        await self._sending.deliver(subscription, delivery, digest, target)
        ended = await self._index.deliveries.get(delivery.id, subscription.scope)
        if ended is not None and ended.state is DeliveryState.FAILED:
            raise DeliveryError(ended.reason or "Discord refused it.")
        return ended


def _sentences(refused: Refused) -> str:
    return f"{refused.reason} {refused.mend}".rstrip()
