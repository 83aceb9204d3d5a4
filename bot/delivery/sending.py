"""From a claimed delivery to its end: sent, tried again, refused or held; written down and told."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import discord
import structlog

from bot.delivery.notices import Notices
from bot.delivery.outcomes import GUILD_LEFT, Refused, Sent, Unknown
from bot.delivery.pacing import Pace
from bot.delivery.targets.finding import Post, Target
from bot.models import Delivery, DeliveryId, Digest, Subscription

if TYPE_CHECKING:
    from bot.index import Index

log = structlog.get_logger()


class DigestView(Protocol):
    """How a digest looks: :func:`bot.views.digest_view`."""

    def __call__(self, digest: Digest, *, delivery: int | None) -> discord.ui.LayoutView:
        """Return the message; its buttons' custom ids begin with ``ng:d:<delivery>:``."""


class Sending:
    """Sends what was claimed, and writes down how it ended."""

    def __init__(
        self,
        index: Index,
        notices: Notices,
        pace: Pace,
        *,
        clock: Callable[[], datetime],
        view: DigestView,
    ) -> None:
        self._index = index
        self._notices = notices
        self._pace = pace
        self._clock = clock
        self._view = view
        self._tried: dict[DeliveryId, datetime] = {}
        """When this process last tried what is unfinished."""

    def last_try(self, delivery: Delivery) -> datetime:
        """Return when a delivery was last tried, or else claimed."""
        return self._tried.get(delivery.id, delivery.claimed_at)

    async def deliver(
        self, subscription: Subscription, delivery: Delivery, digest: Digest, target: Target
    ) -> None:
        """Post a delivery's digest; whoever calls has waited for its turn."""
        digest = await self._without_vain_mention(subscription, digest, target)
        silent = subscription.preferences.silent
        try:
            view = self._view(digest, delivery=delivery.id)
            self._tried[delivery.id] = self._clock()
            outcome = await target.send(Post(delivery.id, digest, view, silent))
        except Exception as error:
            # counted, so that a digest that cannot be shown is given up in the end
            await self._index.deliveries.note_attempt(delivery.id, f"A bug: {type(error).__name__}.")
            log.exception("digest.failed", subscription=subscription.id, error_id=secrets.token_hex(4))
            return
        match outcome:
            case Sent(message):
                await self.sent(delivery, message, target)
            case Unknown(reason):
                await self._index.deliveries.note_attempt(delivery.id, reason)
                log.warning("digest.retry", subscription=subscription.id, delivery=delivery.id, reason=reason)
            case Refused(reason, _, pauses):
                await self.fail(delivery, reason)
                if pauses:
                    await self.pause(subscription, outcome)

    async def sent(self, delivery: Delivery, message: int, target: Target) -> None:
        """Note that a digest is where it should be, and perhaps has yet to be published from there."""
        await self._index.deliveries.mark_sent(delivery.id, message, self._clock(), publish=target.publishes)
        self._tried.pop(delivery.id, None)
        log.info("digest.sent", subscription=delivery.subscription, delivery=delivery.id, message=message)

    async def fail(self, delivery: Delivery, reason: str) -> None:
        """Give a digest up that was not posted; its stories come with a later one."""
        await self._index.deliveries.mark_failed(delivery.id, reason, self._clock())
        self._tried.pop(delivery.id, None)
        log.error("digest.given_up", subscription=delivery.subscription, delivery=delivery.id, reason=reason)

    async def hold(self, subscription: Subscription, delivery: Delivery, reason: str, mend: str) -> None:
        """Leave a digest of which nobody can see whether it was posted, and say so."""
        await self.leave(delivery, reason)
        await self._pace.turn()
        await self._notices.held(subscription, reason, mend)

    async def leave(self, delivery: Delivery, reason: str) -> None:
        """Leave a digest of which nobody can see whether it was posted."""
        await self._index.deliveries.mark_held(delivery.id, reason, self._clock())
        self._tried.pop(delivery.id, None)
        log.error("digest.held", subscription=delivery.subscription, delivery=delivery.id, reason=reason)

    async def pause(self, subscription: Subscription, refused: Refused) -> None:
        """Pause a subscription, and tell it once."""
        subscriptions, now = self._index.subscriptions, self._clock()
        if refused.reason == GUILD_LEFT and subscription.guild is not None:
            # all of them at once, so that it is not told of each
            paused = await subscriptions.pause_guild(subscription.guild, refused.reason, now) > 0
        else:
            paused = await subscriptions.pause(subscription.id, refused.reason, now)
        if not paused:
            return
        log.warning("subscription.paused", subscription=subscription.id, reason=refused.reason)
        await self._pace.turn()
        await self._notices.paused(subscription, refused)

    async def _without_vain_mention(
        self, subscription: Subscription, digest: Digest, target: Target
    ) -> Digest:
        """Take out the call of a role that the bot may not mention any more, and tell that once."""
        if digest.mention is None:
            return digest
        key = f"not mentioned:{subscription.id}"
        told = await self._index.meta.get(key)
        if target.may_mention(digest.mention):
            if told:
                await self._index.meta.set(key, "")
            return digest
        if told != str(digest.mention):
            # noted before it is told: after a crash in between, it is better told never than for ever
            await self._index.meta.set(key, str(digest.mention))
            log.warning("digest.role_not_mentioned", subscription=subscription.id, role=digest.mention)
            await self._notices.not_calling(subscription, digest.mention)
        return replace(digest, mention=None)
