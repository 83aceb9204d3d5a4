"""What became of a subscription's last slots, each in words: for those who ask why nothing was posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.digests.schedules import slot_words
from bot.digests.schedules.slots import slots_between
from bot.models import (
    AHEAD,
    BY_HAND,
    Delivery,
    DeliveryState,
    Slot,
    SlotAccount,
    SlotOutcome,
    Subscription,
    SubscriptionEvent,
    SubscriptionState,
)

if TYPE_CHECKING:
    from bot.index import Index

USUAL_COUNT = 10
MOST_ROWS = 5000
"""Of one ledger looked through, for rows that are not in the future."""

_OUTCOMES = {
    DeliveryState.CLAIMED: SlotOutcome.SENDING,
    DeliveryState.SENT: SlotOutcome.POSTED,
    DeliveryState.EMPTY: SlotOutcome.EMPTY,
    DeliveryState.HELD: SlotOutcome.HELD,
    DeliveryState.FAILED: SlotOutcome.FAILED,
    DeliveryState.MISSED: SlotOutcome.MISSED,
}


async def account_for(
    index: Index, subscription: Subscription, now: datetime, count: int = USUAL_COUNT
) -> list[SlotAccount]:
    """Return what happened at the last `count` slots of a subscription, the newest first.

    Of the time before it was created or last changed there are only the slots that the ledger knows. Moments
    in the words are of the schedule's zone. Raises :class:`StorageError`, and :class:`ScheduleError` when the
    zone data lacks that zone.
    """
    events = await index.subscriptions.events(subscription.id)
    limit = 2 * count
    rows = await index.deliveries.recent(subscription.id, limit)
    # what was written down while the machine's clock was ahead stands before what is asked for
    while len(rows) == limit < MOST_ROWS and sum(row.due <= now for row in rows) < count:
        limit = min(4 * limit, MOST_ROWS)
        rows = await index.deliveries.recent(subscription.id, limit)
    return explain_slots(subscription, rows, events, now, count)


def explain_slots(
    subscription: Subscription,
    rows: Sequence[Delivery],
    events: Sequence[SubscriptionEvent],
    now: datetime,
    count: int,
) -> list[SlotAccount]:
    """Decide what is said of the last `count` slots.

    `rows` are the newest of the ledger, in any order, and hold at least `count` that are not in the future,
    where there are so many; `events` is what was done to the subscription, the oldest first.
    """
    known = [row for row in rows if row.due <= now]
    told = [_account_of(row, subscription) for row in known]
    scheduled = [row for row in known if not row.slot_key.startswith((BY_HAND, AHEAD))]
    keys, moments = {row.slot_key for row in scheduled}, {row.due for row in scheduled}
    past = [event for event in events if event.at <= now]
    history = _History(subscription, scheduled, _pauses(subscription, past))
    slots = slots_between(subscription.schedule, _since(subscription, past), now, count)
    untold = [slot for slot in slots if slot.key not in keys and slot.due not in moments]
    told += [_account_without_row(slot, history) for slot in untold]
    return sorted(told, key=_age, reverse=True)[:count]


def _age(account: SlotAccount) -> tuple[datetime, int]:
    return account.slot.due, account.delivery.id if account.delivery else 0


def _account_of(row: Delivery, subscription: Subscription) -> SlotAccount:
    words = slot_words.of_delivery(row, subscription.schedule, how=_how(row.slot_key))
    return SlotAccount(Slot(row.slot_key, row.due), _OUTCOMES[row.state], words, row)


def _how(key: str) -> str:
    """Return how it came to a post besides the schedule; nothing for one that is of the schedule."""
    if key.startswith(BY_HAND):
        return "by hand"
    return "while the machine's clock was ahead" if key.startswith(AHEAD) else ""


# --- slots that the ledger does not know -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pause:
    start: datetime
    end: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class _History:
    """What is known of a subscription: its ledger, and when it was paused."""

    subscription: Subscription
    rows: Sequence[Delivery]
    pauses: Sequence[_Pause]


def _account_without_row(slot: Slot, history: _History) -> SlotAccount:
    subscription = history.subscription
    schedule = subscription.schedule
    for during in history.pauses:
        if during.start <= slot.due and (during.end is None or slot.due < during.end):
            text = slot_words.paused(slot, schedule, during.start, during.end, during.reason)
            return SlotAccount(slot, SlotOutcome.PAUSED, text)
    active = subscription.state is SubscriptionState.ACTIVE
    if active and slot.due >= subscription.next_due:
        return SlotAccount(slot, SlotOutcome.WAITING, slot_words.WAITING)
    later = [pause for pause in history.pauses if pause.start > slot.due]
    pause = min(later, key=lambda pause: pause.start, default=None)
    row = _next_row(slot, history.rows)
    if pause is not None and (row is None or pause.start <= row.claimed_at):
        text = slot_words.paused_before(slot, schedule, pause.start, pause.reason)
        return SlotAccount(slot, SlotOutcome.PAUSED, text)
    if row is not None:
        return SlotAccount(slot, SlotOutcome.MISSED, slot_words.overtaken(slot, schedule, row))
    following = subscription.next_due if active else None
    return SlotAccount(slot, SlotOutcome.MISSED, slot_words.passed_over(slot, schedule, following))


def _next_row(slot: Slot, rows: Sequence[Delivery]) -> Delivery | None:
    """Return what the bot did first after a slot; what it only wrote down as missed is nothing done."""
    later = [row for row in rows if row.due > slot.due and row.state is not DeliveryState.MISSED]
    return min(later, key=lambda row: (row.due, row.id), default=None)


def _since(subscription: Subscription, events: Sequence[SubscriptionEvent]) -> datetime:
    """Return from when on the schedule is what it is."""
    changes = [event.at for event in events if event.kind in {"created", "changed"}]
    return max([subscription.created_at, *changes])


def _pauses(subscription: Subscription, events: Sequence[SubscriptionEvent]) -> list[_Pause]:
    """Return when a subscription was paused, the oldest first; the last one may go on."""
    pauses: list[_Pause] = []
    # of a long history only the newest events are kept: the first may end a pause of before
    begun: SubscriptionEvent | None = None
    if next((event.kind for event in events if event.kind != "changed"), None) == "resumed":
        begun = SubscriptionEvent(subscription.created_at, "paused")
    for event in events:
        if event.kind == "paused":
            begun = event
        elif event.kind == "resumed" and begun is not None:
            pauses.append(_Pause(begun.at, event.at, begun.text))
            begun = None
    if subscription.state is SubscriptionState.PAUSED:
        start = subscription.paused_at or (begun.at if begun else subscription.created_at)
        pauses.append(_Pause(start, None, subscription.pause_reason))
    elif begun is not None:
        # it was resumed without a word of it
        pauses.append(_Pause(begun.at, subscription.next_due, begun.text))
    return pauses
