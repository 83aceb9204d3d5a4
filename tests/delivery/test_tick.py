"""The tick, as the channel sees it: each digest once, at its hour."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.delivery.outcomes import Refused, Sent, Unknown
from bot.delivery.targets.finding import Post
from bot.delivery.targets.messages import MessageTarget
from bot.models import (
    Claim,
    ClockSchedule,
    Delivery,
    DeliveryId,
    Digest,
    IntervalSchedule,
    Slot,
    Subject,
    Subscription,
    SubscriptionId,
    SubscriptionState,
)
from bot.views.digest import digest_view
from tests.delivery.conftest import DAILY, Desk
from tests.digests.newsroom import NOW, TODAY, publish, write

DAY = timedelta(days=1)


async def test_a_due_digest_is_posted_once(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon", "The ferries stopped at noon."))
    subscription = await desk.subscribe()
    tick = desk.tick()
    await tick.run_once()
    await tick.run_once()
    (post,) = desk.posts()
    assert "Ferries stop at noon" in post
    assert "The ferries stopped at noon." in post
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "sent")]
    assert (await desk.newest(subscription)).message == desk.news.history()[0].id
    assert (await desk.current(subscription)).next_due == NOW + DAY
    assert desk.private() == []


async def test_the_message_pings_nobody_and_has_its_own_nonce(desk: Desk) -> None:
    await publish(desk.index, write("@everyone must pay", "The bill goes to @everyone."))
    subscription = await desk.subscribe()
    await desk.tick().run_once()
    (body,) = desk.sent_bodies()
    assert body["allowed_mentions"] == {"parse": []}
    assert body["nonce"] == f"ng-d-{(await desk.newest(subscription)).id}"
    assert len(body["nonce"]) <= 25


async def test_sent_views_do_not_pile_up_in_memory(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    await desk.subscribe()

    def lasting(digest: Digest, *, delivery: int | None) -> discord.ui.LayoutView:
        view = discord.ui.LayoutView(timeout=None)
        button: discord.ui.Button[discord.ui.LayoutView] = discord.ui.Button(
            label="More", custom_id=f"ng:d:{delivery}:1"
        )
        view.add_item(discord.ui.ActionRow(button))
        return view

    await desk.tick(view=lasting).run_once()
    assert len(desk.posts()) == 1
    assert list(desk.env.bot.persistent_views) == []


async def test_nothing_is_posted_before_the_hour(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    await desk.subscribe(next_due=NOW + timedelta(minutes=1))
    tick = desk.tick()
    await tick.run_once()
    assert desk.posts() == []
    await desk.until(NOW + timedelta(minutes=1))
    await tick.run_once()
    assert len(desk.posts()) == 1


async def test_two_ticks_at_once_post_once(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    tick = desk.tick()
    await asyncio.gather(*(tick.run_once() for _ in range(4)))
    assert len(desk.posts()) == 1
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "sent")]


async def test_a_tick_leaves_alone_what_another_is_sending(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    await desk.subscribe()
    sending, answered = asyncio.Event(), asyncio.Event()

    send = MessageTarget.send

    async def slowly(target: MessageTarget, post: Post) -> Sent | Refused | Unknown:
        sending.set()
        await answered.wait()
        return await send(target, post)

    tick = desk.tick()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MessageTarget, "send", slowly)
        first = asyncio.create_task(tick.run_once())
        await sending.wait()
        patch.setattr(MessageTarget, "send", send)
        await tick.run_once()
        assert desk.posts() == []
        answered.set()
        await first
    assert len(desk.posts()) == 1


async def test_a_row_that_ended_after_it_was_read_is_left_as_it_is(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    slot = Slot("2026-01-05T07:30", NOW)
    digest = Digest(Subject(), "World", stories=(), composed_at=NOW)
    await desk.index.deliveries.claim(Claim(subscription, slot, NOW + DAY, digest), NOW)
    read = await desk.index.deliveries.unfinished_ids()
    await desk.index.deliveries.mark_failed(read[0][0], "Refused.", NOW)

    async def unfinished_before() -> list[tuple[DeliveryId, SubscriptionId]]:
        return read

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.index.deliveries, "unfinished_ids", unfinished_before)
        await desk.tick().run_once()
    assert desk.sent_bodies() == []
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "failed")]


async def test_no_news_is_no_post(desk: Desk) -> None:
    subscription = await desk.subscribe()
    await desk.tick().run_once()
    assert desk.posts() == []
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "empty")]
    assert (await desk.current(subscription)).next_due == NOW + DAY


async def test_each_digest_has_only_what_is_new(desk: Desk) -> None:
    await desk.subscribe()
    tick = desk.tick()
    for day, headline in enumerate(["Ferries stop", "Ferries sail again", "Bridge opens"]):
        await desk.until(NOW + day * DAY)
        await publish(desk.index, write(headline, day=TODAY + day * DAY), now=desk.clock())
        await tick.run_once()
    first, second, third = desk.posts()
    assert "Ferries stop" in first
    assert "Ferries sail again" in second
    assert "Ferries stop" not in second
    assert "Bridge opens" in third


async def test_two_topics_in_one_channel_do_not_show_one_story_twice(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    await desk.subscribe(topic="world")
    await desk.subscribe(topic="all", next_due=NOW + timedelta(minutes=1))
    tick = desk.tick()
    await tick.run_once()
    await desk.until(NOW + timedelta(minutes=1))
    await tick.run_once()
    assert len(desk.posts()) == 1


async def test_after_three_days_away_there_is_one_digest_that_says_since_when(desk: Desk) -> None:
    subscription = await desk.subscribe()
    await desk.tick().run_once()
    for day in range(3):
        await publish(desk.index, write(f"News of day {day}", day=TODAY + day * DAY))
    await desk.until(NOW + 3 * DAY + timedelta(hours=1))
    tick = desk.tick()
    for _ in range(3):
        await tick.run_once()
    (post,) = desk.posts()
    assert all(f"News of day {day}" in post for day in range(3))
    assert f"catching up since <t:{int(NOW.timestamp())}" in post
    assert await desk.ledger(subscription) == [
        ("2026-01-05T07:30", "empty"),
        ("2026-01-06T07:30", "missed"),
        ("2026-01-07T07:30", "missed"),
        ("2026-01-08T07:30", "sent"),
    ]
    assert await desk.reasons(subscription) == [
        None,
        *["The bot was away; its news is in the digest of 07:30."] * 2,
        None,
    ]
    assert (await desk.current(subscription)).next_due == NOW + 4 * DAY


async def test_a_slot_that_is_too_long_ago_is_left_for_the_next(desk: Desk) -> None:
    mondays = ClockSchedule(times=("07:30",), days=frozenset({0}), timezone="UTC")
    subscription = await desk.subscribe(mondays)
    await publish(desk.index, write("Ferries stop at noon"))
    await desk.until(NOW + timedelta(hours=37))
    await desk.tick().run_once()
    assert desk.posts() == []
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "missed")]
    assert await desk.reasons(subscription) == [
        "The bot was away for too long; its news is in the next digest."
    ]
    assert (await desk.current(subscription)).next_due == NOW + 7 * DAY


async def test_on_the_day_that_repeats_an_hour_there_is_one_digest(desk: Desk) -> None:
    schedule = ClockSchedule(times=("01:30",), days=frozenset(range(7)), timezone="America/New_York")
    morning = datetime(2026, 11, 1, 4, tzinfo=UTC)
    await desk.until(morning)
    subscription = await desk.subscribe(schedule, next_due=morning + timedelta(minutes=90))
    tick = desk.tick()
    for step in range(12):
        await desk.until(morning + step * timedelta(minutes=30))
        await publish(desk.index, write(f"News {step}", day=morning.date()), now=desk.clock())
        await tick.run_once()
    assert len(desk.posts()) == 1
    assert await desk.ledger(subscription) == [("2026-11-01T01:30", "sent")]
    assert (await desk.current(subscription)).next_due == datetime(2026, 11, 2, 6, 30, tzinfo=UTC)


async def test_on_the_day_that_skips_an_hour_there_is_one_digest(desk: Desk) -> None:
    schedule = ClockSchedule(times=("02:30",), days=frozenset(range(7)), timezone="America/New_York")
    night = datetime(2026, 3, 8, 5, tzinfo=UTC)
    await desk.until(night)
    await desk.subscribe(schedule, next_due=datetime(2026, 3, 8, 7, tzinfo=UTC))
    tick = desk.tick()
    for step in range(12):
        await desk.until(night + step * timedelta(minutes=30))
        await publish(desk.index, write(f"News {step}", day=night.date()), now=desk.clock())
        await tick.run_once()
    assert len(desk.posts()) == 1


async def test_an_interval_keeps_to_its_marks(desk: Desk) -> None:
    subscription = await desk.subscribe(IntervalSchedule(30))
    tick = desk.tick()
    for minute in range(0, 91, 7):
        await desk.until(NOW + timedelta(minutes=minute))
        await publish(desk.index, write(f"News {minute}"), now=desk.clock())
        await tick.run_once()
    assert [key[11:16] for key, _ in await desk.ledger(subscription)] == ["07:30", "08:00", "08:30"]
    assert len(desk.posts()) == 3


async def test_the_same_hour_in_another_zone_is_another_slot(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    tick = desk.tick()
    await tick.run_once()
    west = ClockSchedule(times=("07:30",), days=frozenset(range(7)), timezone="America/New_York")
    await desk.subscribe(west, next_due=NOW + timedelta(hours=5))
    await publish(desk.index, write("Ferries sail again"))
    await desk.until(NOW + timedelta(hours=5))
    await tick.run_once()
    await tick.run_once()
    assert len(desk.posts()) == 2
    assert (await desk.current(subscription)).next_due == NOW + timedelta(hours=29)


async def test_a_slot_that_was_kept_is_not_kept_again_when_the_clock_is_set_back(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    tick = desk.tick()
    await tick.run_once()
    await publish(desk.index, write("Ferries sail again"))
    await desk.subscribe(DAILY, next_due=NOW)
    await tick.run_once()
    assert len(desk.posts()) == 1
    assert (await desk.current(subscription)).next_due == NOW + DAY


async def test_trouble_with_one_digest_stops_no_other(desk: Desk) -> None:
    await publish(desk.index, write("Goal in the last minute"), topic="sports")
    await publish(desk.index, write("Ferries stop at noon"))
    bad, good = await desk.subscribe(topic="sports"), await desk.subscribe()

    def view(digest: Digest, *, delivery: int | None) -> discord.ui.LayoutView:
        if digest.title == "📰 Sports":
            raise ValueError("a bug")
        return digest_view(digest, delivery=delivery)

    tick = desk.tick(view=view)
    await tick.run_once()
    (post,) = desk.posts()
    assert "Ferries stop at noon" in post
    assert await desk.ledger(good) == [("2026-01-05T07:30", "sent")]
    # tried again with longer and longer waits, then given up: its stories are free for the next digest
    for _ in range(80):
        await desk.until(desk.clock() + timedelta(minutes=1))
        await tick.run_once()
    assert await desk.ledger(bad) == [("2026-01-05T07:30", "failed")]
    assert "A bug: ValueError." in str((await desk.newest(bad)).reason)
    assert len(desk.posts()) == 1


async def test_a_subscription_that_was_changed_meanwhile_is_left_alone(desk: Desk) -> None:
    subscription = await desk.subscribe()
    await publish(desk.index, write("Ferries stop at noon"))
    due = await desk.index.subscriptions.due(NOW, 10)
    await desk.index.subscriptions.pause(subscription.id, "Paused by editor.", NOW)

    async def due_before(now: datetime, limit: int, after: Subscription | None) -> list[Subscription]:
        return due

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.index.subscriptions, "due", due_before)
        await desk.tick().run_once()
    assert desk.posts() == []
    assert await desk.ledger(subscription) == []
    assert (await desk.current(subscription)).state is SubscriptionState.PAUSED


@pytest.mark.parametrize("ended", [False, True])
async def test_what_is_paused_or_ended_while_its_digest_waits_for_its_turn_is_not_posted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, ended: bool
) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    kept = desk.index.deliveries.claim_all

    async def and_then_an_admin_stops_it(claims: list[Claim], now: datetime) -> list[Delivery | None]:
        claimed = await kept(claims, now)
        if ended:
            await desk.index.subscriptions.remove(subscription.id)
        else:
            await desk.index.subscriptions.pause(subscription.id, "By an admin.", now)
        return claimed

    tick = desk.tick()
    with monkeypatch.context() as patched:
        patched.setattr(desk.index.deliveries, "claim_all", and_then_an_admin_stops_it)
        await tick.run_once()
    assert desk.sent_bodies() == []
    if not ended:
        assert await desk.ledger(subscription) == [("2026-01-05T07:30", "failed")]
        assert await desk.reasons(subscription) == ["It was paused before the digest could be sent."]
        await tick.post_now(await desk.current(subscription))
        assert "Ferries stop at noon" in desk.posts()[0], "its story comes later"


async def test_once_told_to_stop_it_begins_nothing(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    tick = desk.tick()
    await tick.stop(0)
    await tick.run_once()
    assert desk.posts() == []
    assert await desk.ledger(subscription) == []


async def test_an_overlapping_run_waits_as_long_as_the_run_that_tried_before(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    desk.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    tick = desk.tick()
    await tick.run_once()
    await tick.run_once()
    assert len(desk.sent_bodies()) == 1
    assert (await desk.newest(subscription)).attempts == 1
