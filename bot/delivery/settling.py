"""What is unfinished: was it posted? Then it is marked; if not, it is sent; if nobody can see, it is held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.delivery.outcomes import CHANNEL_DELETED, NotThere, Refused, Sent, Unknown, Unseen
from bot.delivery.pacing import Pace
from bot.delivery.sending import Sending
from bot.delivery.targets.finding import Target, Targets
from bot.models import (
    BY_HAND,
    Delivery,
    DeliveryId,
    DeliveryState,
    Subscription,
    SubscriptionId,
    SubscriptionState,
)
from bot.settings import DigestSettings

if TYPE_CHECKING:
    from bot.index import Index

MOST_ATTEMPTS = 6
FIRST_WAIT = timedelta(minutes=1)
PAUSED_FIRST = "It was paused before the digest could be sent."

log = structlog.get_logger()


def retry_at(delivery: Delivery) -> datetime:
    """Return when to look after an unfinished delivery: at once, then after waits of 1, 2, 4, … minutes."""
    return delivery.claimed_at + FIRST_WAIT * ((1 << delivery.attempts) - 1)


class Settling:
    """Finds out how deliveries of an earlier run or process ended, and ends them."""

    def __init__(
        self,
        index: Index,
        settings: DigestSettings,
        targets: Targets,
        sending: Sending,
        pace: Pace,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._index = index
        self._settings = settings
        self._targets = targets
        self._sending = sending
        self._pace = pace
        self._clock = clock

    async def settle(self, delivery: DeliveryId, subscription: SubscriptionId) -> None:
        """Find out how a delivery ended, and end it; nothing before its time has come.

        Whoever calls has waited for a turn.
        """
        owner = await self._index.subscriptions.by_id(subscription)
        if owner is None:
            return
        # read again: an overlapping run may have ended it, or tried it a moment ago
        current = await self._index.deliveries.get(delivery, owner.scope)
        if current is None or current.state is not DeliveryState.CLAIMED or current.digest is None:
            return
        if self._clock() < retry_at(current):
            return
        target = await self._targets.find(owner)
        if isinstance(target, Unknown):
            log.info("digest.waits", subscription=owner.id, delivery=current.id, reason=target.reason)
        elif isinstance(target, Refused):
            await self._refused(owner, current, target)
        elif self._clock() >= self._sending.last_try(current) + target.settles_after:
            await self._settle_in(target, owner, current)

    async def _refused(self, subscription: Subscription, delivery: Delivery, refused: Refused) -> None:
        # in a channel that is only out of sight the digest may stand, and must not come again when it is seen
        if refused.reason == CHANNEL_DELETED:
            await self._sending.fail(delivery, refused.reason)
        else:
            await self._sending.leave(delivery, refused.reason)
        await self._sending.pause(subscription, refused)

    async def _settle_in(self, target: Target, subscription: Subscription, delivery: Delivery) -> None:
        match await target.look_for(delivery, self._pace):
            case Sent(message):
                log.info("digest.found", subscription=subscription.id, delivery=delivery.id)
                await self._sending.sent(delivery, message, target)
            case NotThere():
                await self._send_again(target, subscription, delivery)
            case Unseen(reason, mend):
                await self._sending.hold(subscription, delivery, reason, mend)
            case Unknown(reason):
                if delivery.attempts >= MOST_ATTEMPTS:
                    await self._sending.hold(subscription, delivery, reason, "")
                else:
                    await self._index.deliveries.note_attempt(delivery.id, reason)

    async def _send_again(self, target: Target, subscription: Subscription, delivery: Delivery) -> None:
        if reason := self._reason_to_give_up(subscription, delivery):
            await self._sending.fail(delivery, reason)
        elif refused := target.refusal(delivery.digest):
            await self._sending.fail(delivery, refused.reason)
            await self._sending.pause(subscription, refused)
        elif delivery.digest is not None:
            await self._pace.turn()
            await self._sending.deliver(subscription, delivery, delivery.digest, target)

    def _reason_to_give_up(self, subscription: Subscription, delivery: Delivery) -> str | None:
        """Return why a digest that is not in the channel is not sent again; its stories come later."""
        asked_for = delivery.slot_key.startswith(BY_HAND)
        if subscription.state is not SubscriptionState.ACTIVE and not asked_for:
            return PAUSED_FIRST
        if delivery.attempts >= MOST_ATTEMPTS:
            return f"Given up after {delivery.attempts} tries. {delivery.reason or ''}".rstrip()
        if self._clock() - delivery.claimed_at > timedelta(hours=self._settings.catch_up_hours):
            # the bot was away, or its server was
            return "It could not be sent in time; its stories come with the next digest."
        return None
