"""Subscriptions: kept as they were made, and what was done to them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SubscriptionError
from bot.index import Index
from bot.models import (
    ArticleId,
    DeliveryState,
    IntervalSchedule,
    LiveSchedule,
    Preferences,
    QuietHours,
    RoleMention,
    Schedule,
    Scope,
    Subject,
    Subscription,
    SubscriptionState,
)
from tests.index.making import NOW, article, database_of, migrations, run_sql, store_one
from tests.index.subscribing import (
    ADMIN,
    CHANNEL,
    DAILY,
    DAY,
    GUILD,
    HERE,
    WORLD,
    claim,
    current,
    subscribe,
    unseen,
)

MEMBER = 40
QUIET = QuietHours("22:00", "07:00", "Europe/Paris")
UNUSUAL = Preferences(
    length="long",
    order="newest",
    min_sources=2,
    include=("harbour", "far right"),
    exclude=("football",),
    languages=("en", "fr"),
    mention=RoleMention(50, ("strike",)),
    silent=True,
    say_quiet=True,
)
MUCH = Subject(topics=("world", "health"), feeds=(7,), people=("Ada Holm",), search='ferry -"old port"')


@pytest.fixture
async def subscription(index: Index) -> Subscription:
    return await subscribe(index)


@pytest.fixture
async def one(index: Index) -> ArticleId:
    return await store_one(index, article())


@pytest.mark.parametrize("schedule", [DAILY, IntervalSchedule(15)])
async def test_a_subscription_is_kept_as_it_was_made(index: Index, schedule: Schedule) -> None:
    made = await subscribe(index, schedule=schedule)
    assert made == Subscription(
        id=made.id,
        guild=GUILD,
        member=None,
        channel=CHANNEL,
        subject=WORLD,
        schedule=schedule,
        state=SubscriptionState.ACTIVE,
        pause_reason=None,
        paused_at=None,
        created_by=ADMIN,
        created_at=NOW,
        next_due=NOW,
    )
    assert await index.subscriptions.of_guild(HERE) == [made]
    assert await index.subscriptions.by_id(made.id) == made
    assert await index.subscriptions.get(made.id, Scope(GUILD + 1, None)) is None
    assert await index.subscriptions.of_guild(Scope.everyone()) == []


async def test_subscribing_a_channel_to_a_topic_again_changes_and_resumes_the_one_there_is(
    index: Index, subscription: Subscription
) -> None:
    await index.subscriptions.pause(subscription.id, "Paused.", NOW)
    again, new = await index.subscriptions.put(
        guild=GUILD,
        channel=CHANNEL,
        subject=WORLD,
        schedule=IntervalSchedule(30),
        created_by=ADMIN + 1,
        now=NOW + DAY,
        next_due=NOW + DAY,
    )
    assert not new
    assert again == replace(subscription, schedule=IntervalSchedule(30), next_due=NOW + DAY)
    told = [event.kind for event in await index.subscriptions.events(subscription.id)]
    assert told == ["created", "paused", "resumed", "changed"]
    assert await index.subscriptions.of_guild(HERE) == [again]


async def test_due_are_the_active_whose_time_has_come_longest_waiting_first(index: Index) -> None:
    late = await subscribe(index, channel=1, next_due=NOW - DAY)
    later = await subscribe(index, channel=2, next_due=NOW - 2 * DAY)
    await subscribe(index, channel=3, next_due=NOW + timedelta(seconds=1))
    paused = await subscribe(index, channel=4, next_due=NOW - 3 * DAY)
    await index.subscriptions.pause(paused.id, "Paused.", NOW)
    assert await index.subscriptions.due(NOW, 10) == [later, late]
    assert await index.subscriptions.due(NOW, 1) == [later]


async def test_pausing_tells_why_and_resuming_forgets_it(index: Index, subscription: Subscription) -> None:
    assert await index.subscriptions.pause(subscription.id, "No permission.", NOW)
    assert not await index.subscriptions.pause(subscription.id, "Another reason.", NOW)
    paused = await current(index, subscription)
    assert (paused.state, paused.pause_reason) == (SubscriptionState.PAUSED, "No permission.")
    assert not await index.subscriptions.move(subscription, NOW + DAY)
    await index.subscriptions.resume(subscription.id, NOW + DAY, NOW)
    assert await current(index, subscription) == replace(subscription, next_due=NOW + DAY)


async def test_moving_works_once_from_what_was_read(index: Index, subscription: Subscription) -> None:
    assert await index.subscriptions.move(subscription, NOW + DAY)
    assert not await index.subscriptions.move(subscription, NOW + 2 * DAY)
    assert (await current(index, subscription)).next_due == NOW + DAY


async def test_a_guild_is_paused_and_found_again_by_its_reason(index: Index) -> None:
    first = await subscribe(index, channel=1)
    second = await subscribe(index, channel=2)
    stranger = await subscribe(index, channel=3, guild=GUILD + 1)
    await index.subscriptions.pause(first.id, "By an admin.", NOW)
    assert await index.subscriptions.pause_guild(GUILD, "The bot left.", NOW) == 1
    found = await index.subscriptions.paused_for(GUILD, "The bot left.")
    assert [each.id for each in found] == [second.id]
    assert await index.subscriptions.by_id(stranger.id) == stranger


async def test_removing_takes_the_ledger_along_and_still_nothing_is_shown_twice(
    index: Index, subscription: Subscription, one: ArticleId
) -> None:
    delivery = await claim(index, subscription, one)
    assert delivery is not None
    await index.subscriptions.remove(subscription.id)
    assert await index.subscriptions.by_id(subscription.id) is None
    assert await index.deliveries.get(delivery.id, HERE) is None
    assert await unseen(index) == []
    again = await subscribe(index)
    assert await index.deliveries.recent(again.id, 5) == []


async def test_forgetting_guilds_keeps_the_articles(
    index: Index, subscription: Subscription, one: ArticleId
) -> None:
    await claim(index, subscription, one)
    await index.forget_guilds()
    assert await index.subscriptions.of_guild(HERE) == []
    assert await index.deliveries.unfinished() == []
    assert await unseen(index) == [one]


@pytest.mark.parametrize("preferences", [Preferences(), UNUSUAL, Preferences(mention=RoleMention(1))])
@pytest.mark.parametrize("subject", [Subject(), WORLD, MUCH])
async def test_all_that_was_chosen_is_kept(index: Index, subject: Subject, preferences: Preferences) -> None:
    made, _ = await index.subscriptions.put(
        guild=GUILD,
        channel=CHANNEL,
        subject=subject,
        schedule=LiveSchedule(30, QUIET),
        preferences=preferences,
        created_by=ADMIN,
        now=NOW,
        next_due=NOW,
    )
    assert (made.subject, made.schedule, made.preferences) == (subject, LiveSchedule(30, QUIET), preferences)
    assert await index.subscriptions.by_id(made.id) == made


async def test_what_a_member_follows_is_the_members_own(index: Index) -> None:
    mine, _ = await index.subscriptions.put(
        guild=None,
        member=MEMBER,
        channel=MEMBER,
        subject=WORLD,
        schedule=DAILY,
        created_by=MEMBER,
        now=NOW,
        next_due=NOW,
    )
    assert mine.scope == Scope(None, MEMBER)
    assert await index.subscriptions.of_member(MEMBER) == [mine]
    assert await index.subscriptions.get(mine.id, Scope(None, MEMBER)) == mine
    for stranger in (Scope(None, MEMBER + 1), HERE, Scope.everyone()):
        assert await index.subscriptions.get(mine.id, stranger) is None
    assert await index.subscriptions.of_guild(Scope.everyone()) == []


async def test_changing_keeps_a_pause_and_is_noted(index: Index, subscription: Subscription) -> None:
    await index.subscriptions.pause(subscription.id, "By an admin.", NOW)
    changed = await index.subscriptions.change(
        subscription.id,
        subject=MUCH,
        schedule=IntervalSchedule(30, QUIET),
        preferences=UNUSUAL,
        next_due=NOW + DAY,
        now=NOW + DAY,
    )
    assert changed == replace(
        subscription,
        subject=MUCH,
        schedule=IntervalSchedule(30, QUIET),
        preferences=UNUSUAL,
        next_due=NOW + DAY,
        state=SubscriptionState.PAUSED,
        pause_reason="By an admin.",
        paused_at=NOW,
    )
    assert [(event.kind, event.at) for event in await index.subscriptions.events(subscription.id)] == [
        ("created", NOW),
        ("paused", NOW),
        ("changed", NOW + DAY),
    ]


async def test_a_channel_cannot_have_the_same_digest_twice(index: Index, subscription: Subscription) -> None:
    other = await subscribe(index, topic="health")
    with pytest.raises(SubscriptionError, match="edit that one"):
        await index.subscriptions.change(
            other.id, subject=WORLD, schedule=DAILY, preferences=Preferences(), next_due=NOW, now=NOW
        )
    assert await current(index, other) == other
    await index.subscriptions.remove(other.id)
    assert (
        await index.subscriptions.change(
            other.id, subject=MUCH, schedule=DAILY, preferences=Preferences(), next_due=NOW, now=NOW
        )
        is None
    )


async def test_what_was_done_is_kept_with_its_reasons(index: Index, subscription: Subscription) -> None:
    await index.subscriptions.pause(subscription.id, "No permission.", NOW)
    await index.subscriptions.resume(subscription.id, NOW + DAY, NOW + timedelta(hours=1))
    await index.subscriptions.resume(subscription.id, NOW + 2 * DAY, NOW + timedelta(hours=2))
    await subscribe(index)
    told = [(event.kind, event.text) for event in await index.subscriptions.events(subscription.id)]
    assert told == [("created", None), ("paused", "No permission."), ("resumed", None), ("changed", None)]


async def test_the_story_of_a_subscription_is_bounded(index: Index, subscription: Subscription) -> None:
    for number in range(130):
        await index.subscriptions.pause(subscription.id, f"Reason {number}.", NOW)
        await index.subscriptions.resume(subscription.id, NOW, NOW)
    kept = await index.subscriptions.events(subscription.id)
    assert len(kept) == 200
    assert kept[-2].text == "Reason 129."


async def test_what_has_been_paused_for_long_is_found_by_its_reason(index: Index) -> None:
    long, short, other = [await subscribe(index, channel=number) for number in (1, 2, 3)]
    await index.subscriptions.pause(long.id, "Gone.", NOW)
    await index.subscriptions.pause(short.id, "Gone.", NOW + 3 * DAY)
    await index.subscriptions.pause(other.id, "By an admin.", NOW)
    found = await index.subscriptions.paused_before("Gone.", NOW + 2 * DAY, 10)
    assert [each.id for each in found] == [long.id]


# --- from before ------------------------------------------------------------------------------------------

_BEFORE = """
INSERT INTO subscription
    (id, guild, channel, topic, schedule, state, pause_reason, created_by, created_at, next_due)
VALUES
    (3, 10, 20, 'world', '{"times":["07:30"],"days":[0],"timezone":"UTC"}', 'active', NULL, 30, 100, 200),
    (4, 10, 20, 'all', '{"minutes":60}', 'paused', 'By an admin.', 30, 100, 200);
INSERT INTO delivery (id, subscription_id, guild, channel, slot_key, due, state, claimed_at, digest)
VALUES
    (8, 3, 10, 20, '2024-10-09T07:30', 150, 'claimed', 160,
    '{"topic":"world","composed_at":160,"since":null,"saved":2,"stories":[]}');
UPDATE sqlite_sequence SET seq = 90 WHERE name = 'delivery';
"""


async def test_subscriptions_and_ledger_of_before_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    index = await Index.open(path, [each for each in migrations() if each[0] <= 4])
    await database_of(index).run_script(_BEFORE)
    await index.close()
    index = await Index.open(path, migrations())
    assert await index.check() == []
    world, everything = await index.subscriptions.of_guild(HERE)
    assert (world.subject, world.preferences, world.state) == (
        WORLD,
        Preferences(),
        SubscriptionState.ACTIVE,
    )
    assert (everything.subject, everything.schedule) == (Subject(), IntervalSchedule(60))
    assert (everything.state, everything.pause_reason) == (SubscriptionState.PAUSED, "By an admin.")
    (waiting,) = await index.deliveries.unfinished()
    assert (waiting.id, waiting.state) == (8, DeliveryState.CLAIMED)
    assert waiting.digest is not None
    assert (waiting.digest.subject, waiting.digest.reading_minutes_saved) == (WORLD, 2)
    # a number that was given once is in the buttons of a message, and is not given again
    await run_sql(
        index,
        "INSERT INTO delivery (subscription_id, channel, slot_key, due, state, claimed_at)"
        " VALUES (3, 20, 'next', 1, 'empty', 1)",
    )
    assert [each.id for each in await index.deliveries.recent(world.id, 1)] == [91]
    again, new = await index.subscriptions.put(
        guild=GUILD,
        channel=CHANNEL,
        subject=Subject(),
        schedule=DAILY,
        created_by=ADMIN,
        now=NOW,
        next_due=NOW,
    )
    assert (again.id, new) == (everything.id, False)
    await index.close()


async def test_what_somebody_else_changed_meanwhile_is_not_undone(
    index: Index, subscription: Subscription
) -> None:
    async def change(**parts: Any) -> Subscription | None:
        usual: dict[str, Any] = {"subject": WORLD, "schedule": DAILY, "preferences": Preferences()}
        return await index.subscriptions.change(
            subscription.id, **{**usual, **parts}, next_due=None, now=NOW, seen=subscription
        )

    await index.subscriptions.move(subscription, NOW + DAY)
    assert await change(preferences=UNUSUAL), "that a slot passed is no change"
    with pytest.raises(SubscriptionError, match="Somebody else changed it just now"):
        await change(schedule=LiveSchedule(15))
    kept = await current(index, subscription)
    assert (kept.schedule, kept.preferences) == (DAILY, UNUSUAL)


async def test_subscribing_anew_at_the_same_times_loses_no_slot_that_is_due(index: Index) -> None:
    due = await subscribe(index, next_due=NOW)
    assert (await subscribe(index, next_due=NOW + DAY)).next_due == NOW
    moved = await subscribe(index, schedule=LiveSchedule(15), next_due=NOW + DAY)
    assert (moved.id, moved.next_due) == (due.id, NOW + DAY)
    await index.subscriptions.pause(due.id, "By an admin.", NOW)
    again = await subscribe(index, schedule=LiveSchedule(15), next_due=NOW + 2 * DAY)
    assert (again.state, again.next_due) == (SubscriptionState.ACTIVE, NOW + 2 * DAY)


# --- limits ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("guild", "member"), [(GUILD, None), (None, MEMBER)])
async def test_no_more_are_begun_at_the_same_moment_than_there_may_be(
    index: Index, guild: int | None, member: int | None
) -> None:
    def begun(channel: int, topic: str) -> asyncio.Future[tuple[Subscription, bool]]:
        return asyncio.ensure_future(
            index.subscriptions.put(
                guild=guild,
                member=member,
                channel=member or channel,
                subject=Subject(topics=(topic,)),
                schedule=DAILY,
                created_by=ADMIN,
                now=NOW,
                next_due=NOW,
                most=2,
            )
        )

    await subscribe(index, guild=GUILD + 1, channel=CHANNEL + 9)
    topics = ("world", "health", "sports", "climate")
    asked = [begun(channel, topic) for channel, topic in enumerate(topics)]
    results = await asyncio.gather(*asked, return_exceptions=True)
    refused = [str(each) for each in results if isinstance(each, SubscriptionError)]
    assert refused == ["There are 2 digests already, and 2 is the most: end one first."] * 2
    kept = [each[0] for each in results if not isinstance(each, BaseException)]
    assert (await begun(kept[0].channel, kept[0].subject.topics[0]))[1] is False, "a change needs no room"
