"""The ledger after the machine's clock was ahead: no slot of the future stays taken."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.index import Index
from bot.models import Claim, DeliveryId, DeliveryState, Slot, Subscription
from tests.index.making import NOW, article, store_one
from tests.index.subscribing import DAY, HERE, current, digest_of, subscribe

HOUR = timedelta(hours=1)
AHEAD = NOW + 45 * DAY


def snowflake(moment: datetime) -> int:
    """Return the id of a message that Discord made at a moment."""
    return (int(moment.timestamp() * 1000) - 1_420_070_400_000) << 22


async def write_down(
    index: Index, subscription: Subscription, at: datetime, state: DeliveryState, *missed: Slot
) -> DeliveryId:
    slot = Slot(f"slot of {at:%Y-%m-%dT%H:%M}", at)
    wanted = None
    if state is DeliveryState.CLAIMED:
        wanted = digest_of(await store_one(index, article(headline=f"At {at}")))
    claim = Claim(await current(index, subscription), slot, at + DAY, wanted, state=state, missed=missed)
    made = await index.deliveries.claim(claim, at)
    assert made is not None
    return made.id


async def ledger(index: Index, subscription: Subscription) -> list[tuple[str, str]]:
    rows = await index.deliveries.recent(subscription.id, 100)
    return [(row.slot_key, row.state.value) for row in rows]


async def test_slots_of_the_future_are_free_again(index: Index) -> None:
    subscription = await subscribe(index)
    await write_down(index, subscription, NOW, DeliveryState.EMPTY)
    older = Slot("slot of a future day", AHEAD - DAY)
    await write_down(index, subscription, AHEAD, DeliveryState.EMPTY, older)
    assert await index.deliveries.set_aside(NOW + HOUR) == 2
    assert await ledger(index, subscription) == [(f"slot of {NOW:%Y-%m-%dT%H:%M}", "empty")]
    assert await index.deliveries.set_aside(NOW + HOUR) == 0


async def test_what_was_posted_meanwhile_stays_known_as_of_now(index: Index) -> None:
    subscription = await subscribe(index)
    await write_down(index, subscription, NOW, DeliveryState.EMPTY)
    sent = await write_down(index, subscription, AHEAD, DeliveryState.CLAIMED)
    await index.deliveries.mark_sent(sent, snowflake(NOW + HOUR), AHEAD)
    now = NOW + 2 * HOUR
    assert await index.deliveries.set_aside(now) == 1
    kept = await index.deliveries.get(sent, HERE)
    assert kept is not None
    assert (kept.state, kept.due, kept.claimed_at, kept.finished_at) == (DeliveryState.SENT, now, now, now)
    assert kept.slot_key.startswith("ahead:")
    assert kept.digest is not None
    shown = await index.deliveries.shown(subscription.channel, kept.digest.stories[0].citation.article)
    assert set(shown.values()) == {now}
    # its slot can be claimed when its time really comes
    await index.subscriptions.move(await current(index, subscription), AHEAD)
    await write_down(index, subscription, AHEAD, DeliveryState.EMPTY)


async def test_what_is_unfinished_is_looked_for_from_when_the_clock_was_right(index: Index) -> None:
    subscription = await subscribe(index)
    await write_down(index, subscription, NOW, DeliveryState.EMPTY)
    claimed = await write_down(index, subscription, AHEAD, DeliveryState.CLAIMED)
    await index.deliveries.set_aside(NOW + 5 * HOUR)
    (unfinished,) = await index.deliveries.unfinished()
    assert (unfinished.id, unfinished.claimed_at, unfinished.finished_at) == (claimed, NOW, None)


async def test_a_clock_that_is_behind_now_changes_nothing(index: Index) -> None:
    subscription = await subscribe(index)
    sent = await write_down(index, subscription, NOW, DeliveryState.CLAIMED)
    await index.deliveries.mark_sent(sent, snowflake(NOW), NOW)
    await write_down(index, subscription, NOW + DAY, DeliveryState.EMPTY)
    before = await ledger(index, subscription)
    for now in (NOW - 2 * HOUR, NOW - 4000 * DAY):
        assert await index.deliveries.set_aside(now) is None
    assert await ledger(index, subscription) == before


@pytest.mark.parametrize("minutes", [0, 1, 59])
async def test_a_clock_that_is_set_back_a_little_changes_nothing(index: Index, minutes: int) -> None:
    subscription = await subscribe(index)
    await write_down(index, subscription, NOW, DeliveryState.EMPTY)
    assert await index.deliveries.set_aside(NOW - timedelta(minutes=minutes)) == 0


async def test_an_empty_ledger_has_nothing_to_set_aside(index: Index) -> None:
    assert await index.deliveries.set_aside(NOW) == 0
