"""The ledger beyond one digest a slot: many at once, slots that passed, extra posts, publication."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.index import Index
from bot.index.deliveries import RECENT
from bot.models import ArticleId, Claim, DeliveryState, Publication, Scope, Slot, Subscription
from tests.index.making import NOW, article, database_of, store, store_one
from tests.index.subscribing import CHANNEL, DAY, HERE, SLOT, claim, current, digest_of, subscribe, unseen

HOUR = timedelta(hours=1)


@pytest.fixture
async def subscription(index: Index) -> Subscription:
    return await subscribe(index)


@pytest.fixture
async def one(index: Index) -> ArticleId:
    return await store_one(index, article())


def slots(*hours: int) -> tuple[Slot, ...]:
    return tuple(Slot(f"slot {hour}", NOW - hour * HOUR) for hour in hours)


async def told(index: Index, subscription: Subscription) -> list[tuple[str, str, str | None]]:
    rows = await index.deliveries.recent(subscription.id, 100)
    return [(row.slot_key, row.state.value, row.reason) for row in reversed(rows)]


# --- many at once ------------------------------------------------------------------------------------------


async def test_claims_of_one_batch_do_not_hang_on_each_other(index: Index) -> None:
    ids = (await store(index, *(article(headline=f"Number {number}") for number in range(3)))).new
    made = [await subscribe(index, channel=number) for number in range(3)]
    await index.subscriptions.pause(made[1].id, "By an admin.", NOW)
    claims = [Claim(one, SLOT, NOW + DAY, digest_of(each)) for one, each in zip(made, ids, strict=True)]
    first, refused, last = await index.deliveries.claim_all(claims, NOW)
    assert refused is None
    assert first is not None and last is not None
    assert await index.deliveries.unfinished() == [first, last]
    assert await unseen(index, channel=1) == sorted(ids, reverse=True)
    assert await unseen(index, channel=2) == [ids[1], ids[0]]


async def test_one_subscription_twice_in_a_batch_is_claimed_once(
    index: Index, subscription: Subscription, one: ArticleId
) -> None:
    twice = [Claim(subscription, SLOT, NOW + DAY, digest_of(one))] * 2
    kept, refused = await index.deliveries.claim_all(twice, NOW)
    assert kept is not None
    assert refused is None


async def test_no_claims_are_no_deliveries(index: Index) -> None:
    assert await index.deliveries.claim_all([], NOW) == []


# --- slots that pass without a post -----------------------------------------------------------------------


async def test_slots_that_passed_unseen_are_written_down_with_the_one_that_makes_up_for_them(
    index: Index, subscription: Subscription, one: ArticleId
) -> None:
    made = Claim(
        subscription,
        SLOT,
        NOW + DAY,
        digest_of(one),
        missed=slots(3, 2, 1),
        missed_reason="The bot was away.",
    )
    delivery = await index.deliveries.claim(made, NOW)
    assert delivery is not None
    assert await told(index, subscription) == [
        ("slot 3", "missed", "The bot was away."),
        ("slot 2", "missed", "The bot was away."),
        ("slot 1", "missed", "The bot was away."),
        (SLOT.key, "claimed", None),
    ]
    assert await index.deliveries.unfinished() == [delivery]


async def test_a_missed_slot_that_was_kept_after_all_stays_as_it_is(
    index: Index, subscription: Subscription, one: ArticleId
) -> None:
    assert await claim(index, subscription, one, slot=slots(1)[0])
    again = await current(index, subscription)
    made = Claim(again, SLOT, NOW + 2 * DAY, None, DeliveryState.EMPTY, missed=slots(1))
    assert await index.deliveries.claim(made, NOW)
    assert [state for _, state, _ in await told(index, subscription)] == ["claimed", "empty"]


async def test_a_slot_that_could_not_be_posted_says_why(index: Index, subscription: Subscription) -> None:
    made = Claim(subscription, SLOT, NOW + DAY, None, DeliveryState.FAILED, "The channel was deleted.")
    delivery = await index.deliveries.claim(made, NOW)
    assert delivery is not None
    assert (delivery.state, delivery.finished_at) == (DeliveryState.FAILED, NOW)
    assert await told(index, subscription) == [(SLOT.key, "failed", "The channel was deleted.")]
    assert await index.deliveries.recent(subscription.id, 1) == [delivery]


# --- besides the schedule ---------------------------------------------------------------------------------


async def test_an_extra_post_leaves_the_schedule_alone(
    index: Index, subscription: Subscription, one: ArticleId
) -> None:
    await index.subscriptions.pause(subscription.id, "By an admin.", NOW)
    extra = Claim(subscription, Slot("post:now", NOW), NOW, digest_of(one))
    delivery = await index.deliveries.claim_extra(extra, NOW)
    assert delivery is not None
    assert (await current(index, subscription)).next_due == subscription.next_due
    assert await unseen(index) == []
    assert await index.deliveries.claim_extra(extra, NOW) is None
    await index.subscriptions.remove(subscription.id)
    assert await index.deliveries.claim_extra(extra, NOW) is None


# --- what a channel was shown ----------------------------------------------------------------------------


async def test_what_a_channel_was_shown_is_told_with_the_last_time(
    index: Index, subscription: Subscription
) -> None:
    old, new = (await store(index, article(headline="Old"), article(headline="New"))).new
    await claim(index, subscription, old, new)
    await index.deliveries.claim(
        Claim(await current(index, subscription), slots(1)[0], NOW + 2 * DAY, digest_of(new)), NOW + HOUR
    )
    assert await index.deliveries.shown(CHANNEL, ArticleId(0)) == {old: NOW, new: NOW + HOUR}
    assert await index.deliveries.shown(CHANNEL, new) == {new: NOW + HOUR}
    assert await index.deliveries.shown(CHANNEL + 1, ArticleId(0)) == {}


# --- announcement channels -------------------------------------------------------------------------------


async def test_a_post_waits_to_be_published_and_is_counted_when_it_was(
    index: Index, subscription: Subscription, one: ArticleId
) -> None:
    delivery = await claim(index, subscription, one)
    assert delivery is not None
    assert await index.deliveries.to_publish(10) == []
    await index.deliveries.mark_sent(delivery.id, 77, NOW, publish=True)
    (waiting,) = await index.deliveries.to_publish(10)
    assert (waiting.message, waiting.publication) == (77, Publication.WAITING)
    await index.deliveries.mark_published(delivery.id, NOW + HOUR)
    assert await index.deliveries.to_publish(10) == []
    assert await index.deliveries.count_published(CHANNEL, NOW) == 1
    assert await index.deliveries.count_published(CHANNEL, NOW + 2 * HOUR) == 0
    assert await index.deliveries.count_published(CHANNEL + 1, NOW) == 0


async def test_a_post_that_cannot_be_published_stays_where_it_is(
    index: Index, subscription: Subscription, one: ArticleId
) -> None:
    delivery = await claim(index, subscription, one)
    assert delivery is not None
    await index.deliveries.mark_sent(delivery.id, 77, NOW, publish=True)
    await index.deliveries.give_up_publishing(delivery.id, "Discord refused it.")
    kept = await index.deliveries.get(delivery.id, HERE)
    assert kept is not None
    assert (kept.state, kept.publication) == (DeliveryState.SENT, Publication.GIVEN_UP)
    assert kept.reason == "Discord refused it."
    assert await index.deliveries.count_published(CHANNEL, NOW) == 0


async def test_a_members_delivery_is_read_by_the_member_alone(index: Index, one: ArticleId) -> None:
    mine, _ = await index.subscriptions.put(
        guild=None,
        member=40,
        channel=40,
        subject=(await subscribe(index)).subject,
        schedule=(await subscribe(index)).schedule,
        created_by=40,
        now=NOW,
        next_due=NOW,
    )
    delivery = await claim(index, mine, one)
    assert delivery is not None
    assert await index.deliveries.get(delivery.id, Scope(None, 40)) == delivery
    assert await index.deliveries.get(delivery.id, Scope(None, 41)) is None
    assert await index.deliveries.get(delivery.id, Scope.everyone()) is None


# --- reading it back ---------------------------------------------------------------------------------------


async def test_the_newest_rows_are_read_a_page_at_a_time(index: Index, subscription: Subscription) -> None:
    for hour in range(7):
        (slot,) = slots(7 - hour)
        row = Claim(subscription, slot, NOW + DAY, None, DeliveryState.EMPTY)
        assert await index.deliveries.claim_extra(row, NOW)
    pages = [await index.deliveries.recent(subscription.id, 3, skip) for skip in (0, 3, 6, 9)]
    assert [[row.slot_key for row in page] for page in pages] == [
        ["slot 1", "slot 2", "slot 3"],
        ["slot 4", "slot 5", "slot 6"],
        ["slot 7"],
        [],
    ]
    assert await index.deliveries.count(subscription.id) == 7


async def test_a_long_ledger_is_not_sorted_to_read_its_newest_rows(index: Index) -> None:
    plan = await database_of(index).read(f"EXPLAIN QUERY PLAN {RECENT}", (1, 10, 0))
    assert [step["detail"] for step in plan] == [
        "SEARCH delivery USING INDEX delivery_by_subscription (subscription_id=?)"
    ]
