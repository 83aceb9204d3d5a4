"""Subscriptions and the ledger of their deliveries: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import StorageError
from bot.index import Index
from bot.models import (
    ArticleId,
    Citation,
    Claim,
    DeliveryId,
    DeliveryState,
    Digest,
    DigestStory,
    IntervalSchedule,
    Quote,
    Scope,
    Slot,
    Subject,
    Subscription,
)
from tests.index.making import NOW, article, database_of, migrations, store, store_one
from tests.index.subscribing import (
    CHANNEL,
    DAY,
    GUILD,
    HERE,
    SLOT,
    claim,
    current,
    digest_of,
    subscribe,
    unseen,
)


@pytest.fixture
async def subscription(index: Index) -> AsyncIterator[Subscription]:
    yield await subscribe(index)


@pytest.fixture
async def one(index: Index) -> AsyncIterator[ArticleId]:
    yield await store_one(index, article())


# --- claiming ----------------------------------------------------------------------------------------------


async def test_a_claim_is_written_whole_and_moves_to_the_next_slot(
    index: Index, subscription: Subscription, one: ArticleId
) -> None:
    delivery = await claim(index, subscription, one)
    assert delivery is not None
    assert (delivery.state, delivery.slot_key, delivery.channel) == (
        DeliveryState.CLAIMED,
        SLOT.key,
        CHANNEL,
    )
    assert delivery.digest == digest_of(one)
    assert await index.deliveries.get(delivery.id, HERE) == delivery
    assert await index.deliveries.recent(subscription.id, 5) == [delivery]
    assert (await current(index, subscription)).next_due == NOW + DAY
    assert await index.subscriptions.due(NOW, 10) == []


async def test_a_slot_with_nothing_to_tell_is_in_the_ledger_as_empty_and_finished(
    index: Index, subscription: Subscription
) -> None:
    delivery = await claim(index, subscription)
    assert delivery is not None
    assert (delivery.state, delivery.digest) == (DeliveryState.EMPTY, None)
    assert await index.deliveries.unfinished() == []
    assert (await current(index, subscription)).next_due == NOW + DAY


@pytest.mark.parametrize("change", ["paused", "moved", "removed", "rescheduled"])
async def test_a_claim_on_what_was_changed_meanwhile_writes_nothing(
    index: Index, subscription: Subscription, one: ArticleId, change: str
) -> None:
    if change == "paused":
        await index.subscriptions.pause(subscription.id, "Paused by an admin.", NOW)
    elif change == "moved":
        assert await index.subscriptions.move(subscription, NOW + 2 * DAY)
    elif change == "rescheduled":
        await subscribe(index, schedule=IntervalSchedule(60), next_due=NOW + timedelta(hours=1))
    else:
        await index.subscriptions.remove(subscription.id)
    assert await claim(index, subscription, one) is None
    assert await index.deliveries.unfinished() == []
    assert await unseen(index) == [one]


async def test_a_slot_is_claimed_once_however_often_it_comes(
    index: Index, subscription: Subscription, one: ArticleId
) -> None:
    claims = await asyncio.gather(*(claim(index, subscription, one) for _ in range(5)))
    assert len([each for each in claims if each]) == 1
    await index.subscriptions.move(await current(index, subscription), NOW)  # the same slot is due again
    again = await current(index, subscription)
    assert await claim(index, again, one) is None
    assert (await current(index, subscription)).next_due == NOW


async def test_a_claim_that_shows_an_unknown_article_writes_nothing(
    index: Index, subscription: Subscription
) -> None:
    with pytest.raises(StorageError):
        await claim(index, subscription, ArticleId(12345))
    assert await index.deliveries.unfinished() == []
    assert (await current(index, subscription)).next_due == NOW


# --- how it ends -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "state", "still_unseen"),
    [
        ("sent", DeliveryState.SENT, False),
        ("held", DeliveryState.HELD, False),
        ("failed", DeliveryState.FAILED, True),
        (None, DeliveryState.CLAIMED, False),
    ],
)
async def test_only_a_delivery_that_failed_gives_its_articles_back(
    index: Index,
    subscription: Subscription,
    one: ArticleId,
    end: str | None,
    state: DeliveryState,
    still_unseen: bool,
) -> None:
    other = await store_one(index, article(headline="Told in the same story"))
    digest = digest_of(one, also=(other,))
    delivery = await index.deliveries.claim(Claim(subscription, SLOT, NOW + DAY, digest), NOW)
    assert delivery is not None
    await finish(index, delivery.id, end)
    kept = await index.deliveries.get(delivery.id, HERE)
    assert kept is not None
    assert kept.state is state
    assert await unseen(index) == ([other, one] if still_unseen else [])
    assert await unseen(index, channel=CHANNEL + 1) == [other, one]


async def finish(index: Index, delivery: DeliveryId, end: str | None) -> None:
    if end == "sent":
        await index.deliveries.mark_sent(delivery, 99, NOW)
    elif end == "held":
        await index.deliveries.mark_held(delivery, "Nobody can see it.", NOW)
    elif end == "failed":
        await index.deliveries.mark_failed(delivery, "Discord said no.", NOW)


@pytest.mark.parametrize("first", ["sent", "held", "failed"])
@pytest.mark.parametrize("then", ["sent", "held", "failed"])
async def test_what_has_ended_stays_as_it_ended(
    index: Index, subscription: Subscription, one: ArticleId, first: str, then: str
) -> None:
    delivery = await claim(index, subscription, one)
    assert delivery is not None
    await finish(index, delivery.id, first)
    ended = await index.deliveries.get(delivery.id, HERE)
    await finish(index, delivery.id, then)
    await index.deliveries.note_attempt(delivery.id, "Late.")
    assert await index.deliveries.get(delivery.id, HERE) == ended
    assert await index.deliveries.unfinished() == []


async def test_an_empty_slot_cannot_be_marked_as_sent(index: Index, subscription: Subscription) -> None:
    delivery = await claim(index, subscription)
    assert delivery is not None
    await finish(index, delivery.id, "sent")
    assert await index.deliveries.get(delivery.id, HERE) == delivery


async def test_tries_are_counted_with_their_reason_and_sending_clears_it(
    index: Index, subscription: Subscription, one: ArticleId
) -> None:
    delivery = await claim(index, subscription, one)
    assert delivery is not None
    await index.deliveries.note_attempt(delivery.id, "Discord is slow.")
    await index.deliveries.note_attempt(delivery.id, "Discord is slower.")
    (tried,) = await index.deliveries.unfinished()
    assert (tried.attempts, tried.reason) == (2, "Discord is slower.")
    await index.deliveries.mark_sent(delivery.id, 77, NOW)
    sent = await index.deliveries.get(delivery.id, HERE)
    assert sent is not None
    assert (sent.message, sent.reason) == (77, None)


async def test_after_a_restart_the_unfinished_are_found_oldest_first_with_their_digests(
    tmp_path: Path,
) -> None:
    path = tmp_path / "nutgraf.db"
    index = await Index.open(path, migrations())
    ids = (await store(index, *(article(headline=f"Number {number}") for number in range(3)))).new
    before = []
    for number, each in enumerate(ids):
        claimed = await claim(index, await subscribe(index, channel=number), each)
        assert claimed is not None
        before.append(claimed)
    await index.deliveries.mark_sent(before[1].id, 5, NOW)
    await index.close()
    index = await Index.open(path, migrations())
    assert await index.deliveries.unfinished() == [before[0], before[2]]
    await index.close()


async def test_a_delivery_is_read_by_its_own_guild_only(
    index: Index, subscription: Subscription, one: ArticleId
) -> None:
    delivery = await claim(index, subscription, one)
    assert delivery is not None
    assert await index.deliveries.get(delivery.id, Scope(GUILD + 1, None)) is None
    assert await index.deliveries.get(delivery.id, Scope.everyone()) is None


async def test_recent_deliveries_are_newest_first(index: Index, subscription: Subscription) -> None:
    for number in range(4):
        await index.subscriptions.move(await current(index, subscription), NOW)
        await claim(index, await current(index, subscription), slot=Slot(f"slot {number}", NOW))
    keys = [each.slot_key for each in await index.deliveries.recent(subscription.id, 3)]
    assert keys == ["slot 3", "slot 2", "slot 1"]


# --- a digest as JSON --------------------------------------------------------------------------------------

TEXT = st.text(max_size=40)
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
IDS = st.integers(-(1 << 40), 1 << 40).map(ArticleId)
CITATIONS = st.builds(Citation, IDS, TEXT, st.none() | TEXT, st.none() | TEXT, MOMENTS)
SPANS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=3).map(tuple)
QUOTES = st.builds(Quote, TEXT, IDS, st.integers(0, 900), st.integers(0, 900), SPANS)
STORIES = st.builds(
    DigestStory,
    CITATIONS,
    st.lists(QUOTES, max_size=3).map(tuple),
    st.lists(TEXT, max_size=2).map(tuple),
    st.lists(CITATIONS, max_size=2).map(tuple),
    st.none() | MOMENTS,
)
SUBJECTS = st.builds(
    Subject,
    st.lists(TEXT, max_size=2).map(tuple),
    st.lists(st.integers(0, 99), max_size=2).map(tuple),
    st.lists(TEXT, max_size=2).map(tuple),
    st.none() | TEXT,
)
DIGESTS = st.builds(
    Digest,
    SUBJECTS,
    TEXT,
    st.lists(STORIES, max_size=4).map(tuple),
    MOMENTS,
    st.none() | MOMENTS,
    st.lists(STORIES, max_size=2).map(tuple),
    st.integers(0, 999),
    st.floats(0, 1),
    st.none() | st.integers(0, 1 << 62),
)


def test_a_digest_is_read_back_as_it_was_claimed(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        index = runner.run(Index.open(tmp_path / "nutgraf.db", migrations()))
        runner.run(database_of(index).run_script("PRAGMA foreign_keys = OFF"))  # articles are made up
        subscription = runner.run(subscribe(index))
        slots = iter(range(1_000_000))

        @settings(max_examples=60)
        @given(DIGESTS)
        def check(digest: Digest) -> None:
            slot = Slot(str(next(slots)), NOW)
            claimed = runner.run(index.deliveries.claim(Claim(subscription, slot, NOW, digest), NOW))
            assert claimed is not None
            (kept,) = runner.run(index.deliveries.recent(subscription.id, 1))
            assert kept.digest == digest

        check()
        runner.run(index.close())
