"""What became of a subscription's last slots, each in words: for those who ask why nothing was posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.models import Delivery, SlotAccount, Subscription, SubscriptionEvent

if TYPE_CHECKING:
    from bot.index import Index

USUAL_COUNT = 10


async def account_for(
    index: Index, subscription: Subscription, now: datetime, count: int = USUAL_COUNT
) -> list[SlotAccount]:
    """Return what happened at the last `count` slots of a subscription, the newest first.

    Of the time before its schedule was last changed there are only the slots that the ledger knows.
    Raises :class:`StorageError`, and :class:`ScheduleError` when the zone data lacks the schedule's zone.
    """
    rows = await index.deliveries.recent(subscription.id, count)
    events = await index.subscriptions.events(subscription.id)
    return explain_slots(subscription, rows, events, now, count)


def explain_slots(
    subscription: Subscription,
    rows: Sequence[Delivery],
    events: Sequence[SubscriptionEvent],
    now: datetime,
    count: int,
) -> list[SlotAccount]:
    """Decide what is said of the last `count` slots from the ledger's newest rows and all events."""
    return []
