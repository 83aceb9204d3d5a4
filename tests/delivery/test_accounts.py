"""What the tick makes of slots that are due, late, missed or in quiet hours; and what it does when asked."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.delivery import queue as queue_module
from bot.delivery.outcomes import Refused, Sent, Unknown
from bot.delivery.targets.finding import Post
from bot.delivery.targets.messages import MessageTarget
from bot.digests.composing.composer import Composer
from bot.errors import DeliveryError, SlowQueryError
from bot.models import (
    ArticleId,
    Claim,
    ClockSchedule,
    Delivery,
    DeliveryState,
    Digest,
    IntervalSchedule,
    LiveSchedule,
    Preferences,
    QuietHours,
    Subject,
    SubscriptionState,
)
from tests.delivery.conftest import DAILY, Desk, text_of
from tests.delivery.test_recovery import lost_answers
from tests.digests.newsroom import NOW, publish, write

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NIGHT = QuietHours("22:00", "07:00", "UTC")


# --- after a long time away --------------------------------------------------------------------------------


async def test_after_weeks_down_there_is_exactly_one_digest_that_says_since_when(desk: Desk) -> None:
    await publish(desk.index, write("First news"))
    subscription = await desk.subscribe()
    await desk.tick().run_once()
    await desk.until(NOW + 30 * DAY + HOUR)
    await publish(desk.index, write("Late news", day=desk.clock().date()), now=desk.clock())
    tick = desk.tick()
    for _ in range(3):
        await tick.run_once()
    first, second = desk.posts()
    assert "First news" in first
    assert "Late news" in second
    assert f"catching up since <t:{int(NOW.timestamp())}" in second
    states = [state for _, state in await desk.ledger(subscription)]
    assert states == ["sent", *["missed"] * 29, "sent"]


async def test_after_weeks_down_without_news_every_slot_is_told_of(desk: Desk) -> None:
    subscription = await desk.subscribe()
    await desk.until(NOW + 2 * DAY)
    await desk.tick().run_once()
    assert [state for _, state in await desk.ledger(subscription)] == ["missed", "missed", "empty"]
    assert (await desk.reasons(subscription))[0] == "The bot was away; nothing new had come meanwhile."


async def test_slots_that_passed_while_a_digest_was_tried_again_are_not_laid_at_the_bot_s_door(
    desk: Desk,
) -> None:
    subscription = await desk.subscribe(IntervalSchedule(5))
    await publish(desk.index, write("Ferries stop at noon"))
    desk.env.inject_error("POST", "/channels/*/messages", status=500, times=4)
    tick = desk.tick()
    for minute in range(16):
        await desk.until(NOW + minute * MINUTE)
        await tick.run_once()
        await publish(desk.index, write(f"News of minute {minute}"), now=desk.clock())
    missed = [
        reason
        for reason, (_, state) in zip(
            await desk.reasons(subscription), await desk.ledger(subscription), strict=True
        )
        if state == "missed"
    ]
    assert missed == ["The digest before was still on its way; its news is in the digest of 07:45 UTC."] * 2


async def test_a_kicked_bot_s_slot_stands_in_the_ledger(desk: Desk) -> None:
    subscription = await desk.subscribe()
    desk.env.backend.remove_guild(desk.guild.id)
    await desk.env.settle()
    await desk.tick().run_once()
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "failed")]
    assert await desk.reasons(subscription) == ["The bot is no longer in the server."]


async def test_an_empty_slot_says_what_of_its_subject_finds_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subject = Subject(people=("Zaphod Beeblebrox",), search="ferries -the")
    subscription, _ = await desk.index.subscriptions.put(
        guild=desk.guild.id,
        channel=desk.news.id,
        subject=subject,
        schedule=DAILY,
        created_by=desk.admin.id,
        now=NOW,
        next_due=NOW,
    )

    async def takes_for_ever(*_: object, **__: object) -> list[ArticleId]:
        raise SlowQueryError("It takes too long.")

    monkeypatch.setattr(desk.index.articles, "match", takes_for_ever)
    await desk.tick().run_once()
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "empty")]
    (reason,) = await desk.reasons(subscription)
    assert reason is not None
    assert reason.startswith(
        "Nothing new was found. No name in the news is like “Zaphod Beeblebrox”. Its search"
    )


async def test_a_quiet_day_is_said_once_a_day_and_not_each_hour(desk: Desk) -> None:
    preferences = Preferences(say_quiet=True)
    subscription = await desk.subscribe(IntervalSchedule(60), preferences=preferences)
    tick = desk.tick()
    for hour in range(26):
        await desk.until(NOW + hour * HOUR)
        await tick.run_once()
    assert len(desk.posts()) == 2
    assert all("A quiet day" in post for post in desk.posts())
    states = [state for _, state in await desk.ledger(subscription)]
    assert (states.count("sent"), states.count("empty")) == (2, 24)


@pytest.mark.parametrize("live", [False, True])
async def test_what_takes_too_long_to_find_is_given_up_after_a_while_and_holds_up_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, live: bool
) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    slow = await desk.subscribe(LiveSchedule(60) if live else DAILY, topic="sports")
    other = desk.guild.create_text_channel("other")
    await desk.env.settle()
    await desk.subscribe(channel=other.id)
    composed = Composer.compose

    async def compose(self: Composer, **options: Any) -> Digest | None:
        if options["subject"] == slow.subject:
            raise SlowQueryError("It takes too long.")
        return await composed(self, **options)

    monkeypatch.setattr(Composer, "compose", compose)
    tick = desk.tick()
    await tick.run_once()
    assert len(other.history(viewer=desk.admin)) == 1
    assert await desk.ledger(slow) == []
    assert (await desk.current(slow)).next_due == (NOW + HOUR if live else NOW)
    await desk.until(NOW + 11 * MINUTE)
    await tick.run_once()
    if not live:
        assert await desk.ledger(slow) == [("2026-01-05T07:30", "failed")]
        assert (await desk.reasons(slow))[0] == (
            "Looking through its stories took too long; they are left for the next digest."
        )
        assert (await desk.current(slow)).next_due == NOW + DAY


# --- quiet hours and posts as they happen ------------------------------------------------------------------


async def test_news_is_posted_as_it_happens_and_no_sooner_than_the_gap(desk: Desk) -> None:
    subscription = await desk.subscribe(LiveSchedule(15), preferences=Preferences(say_quiet=True))
    tick = desk.tick()
    for minute in range(60):
        await desk.until(NOW + minute * MINUTE)
        if minute in (7, 10, 12, 40):
            await publish(desk.index, write(f"News of minute {minute}"), now=desk.clock())
        await tick.run_once()
    first, second, third = desk.posts()
    assert "News of minute 7" in first
    assert "News of minute 10" in second
    assert "News of minute 12" in second
    assert "News of minute 40" in third
    # minutes without news leave no rows
    assert [key[11:16] for key, _ in await desk.ledger(subscription)] == ["07:37", "07:52", "08:10"]


async def test_news_is_looked_for_each_minute_though_a_tick_takes_seconds(desk: Desk) -> None:
    subscription = await desk.subscribe(LiveSchedule(15))
    await desk.until(NOW + timedelta(seconds=7))
    await desk.tick().run_once()
    assert (await desk.current(subscription)).next_due == NOW + MINUTE


@pytest.mark.parametrize("schedule", [LiveSchedule(15, NIGHT), IntervalSchedule(30, NIGHT)])
async def test_nothing_is_posted_in_quiet_hours_even_when_it_is_late(
    desk: Desk, schedule: LiveSchedule | IntervalSchedule
) -> None:
    evening = NOW.replace(hour=21, minute=30)
    subscription = await desk.subscribe(schedule, next_due=evening)
    await publish(desk.index, write("Ferries stop at noon"))
    tick = desk.tick()
    # the bot was down from half past nine to eleven
    for hour in range(23, 31):
        await desk.until(NOW.replace(hour=0, minute=0) + hour * HOUR)
        await tick.run_once()
        assert desk.posts() == []
    await desk.until(NOW.replace(hour=7, minute=0) + DAY)
    await tick.run_once()
    (post,) = desk.posts()
    assert "Ferries stop at noon" in post
    sent = [key for key, state in await desk.ledger(subscription) if state == "sent"]
    assert sent == ["2026-01-06T07:00:00+00:00"]


async def test_a_live_digest_that_may_not_be_posted_pauses_without_a_row(desk: Desk) -> None:
    subscription = await desk.subscribe(LiveSchedule(15))
    await desk.forbid(send_messages=False)
    await desk.tick().run_once()
    assert (await desk.current(subscription)).state is SubscriptionState.PAUSED
    assert await desk.ledger(subscription) == []
    assert len(desk.private()) == 1


# --- clocks and zones --------------------------------------------------------------------------------------


async def test_what_a_clock_that_was_ahead_put_off_for_years_comes_at_its_next_slot(desk: Desk) -> None:
    far = await desk.subscribe(next_due=NOW + 3000 * DAY)
    live = await desk.subscribe(LiveSchedule(15), topic="sports", next_due=NOW + 400 * DAY)
    soon = await desk.subscribe(topic="business", next_due=NOW + DAY)
    await desk.tick().run_once()
    assert (await desk.current(far)).next_due == NOW + DAY
    assert (await desk.current(live)).next_due == NOW + 15 * MINUTE
    assert (await desk.current(soon)).next_due == NOW + DAY


async def test_when_the_clock_is_set_back_it_is_mended_at_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = NOW + 300 * DAY
    monkeypatch.setattr(desk, "clock", lambda: moment)
    tick = desk.tick()
    subscription = await desk.subscribe(IntervalSchedule(60))
    await tick.run_once()
    assert (await desk.current(subscription)).next_due > NOW + 300 * DAY
    moment = NOW
    await tick.run_once()
    assert (await desk.current(subscription)).next_due == NOW.replace(hour=8, minute=0)


async def test_a_zone_that_this_machine_does_not_know_pauses(desk: Desk) -> None:
    subscription = await desk.subscribe(ClockSchedule(("07:30",), frozenset(range(7)), "Mars/Base"))
    await desk.tick().run_once()
    assert (await desk.current(subscription)).state is SubscriptionState.PAUSED
    assert "Choose another time zone" in desk.private()[0]


# --- many at once ------------------------------------------------------------------------------------------


async def channels(desk: Desk, count: int) -> list[int]:
    made = [desk.guild.create_text_channel(f"channel-{number}").id for number in range(count)]
    await desk.env.settle()
    return made


async def test_a_slow_channel_holds_up_no_other(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    slow, *others = await channels(desk, 20)
    for channel in (slow, *others):
        await desk.subscribe(channel=channel)
    send, answered, sent = MessageTarget.send, asyncio.Event(), asyncio.Semaphore(0)

    async def slowly(target: MessageTarget, post: Post) -> Sent | Refused | Unknown:
        if target.channel.id == slow:
            await answered.wait()
        outcome = await send(target, post)
        sent.release()
        return outcome

    tick = desk.tick()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MessageTarget, "send", slowly)
        run = asyncio.create_task(tick.run_once())
        for _ in others:
            await sent.acquire()
        assert not run.done()
        # nor the ticks that follow
        await tick.run_once()
        answered.set()
        await run
    assert len(desk.bodies(f"/channels/{slow}/messages")) == 1


async def test_digests_that_wait_for_long_are_read_from_the_ledger(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_module, "MOST_IN_MEMORY", 0)
    await publish(desk.index, write("Ferries stop at noon"))
    await desk.subscribe()
    await desk.follow()
    await desk.tick().run_once()
    assert "Ferries stop at noon" in desk.posts()[0]
    assert "Ferries stop at noon" in text_of(desk.admin.user.dm_channel.history()[0])


async def test_one_claim_that_cannot_be_written_keeps_no_other_from_being_posted(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    bad, good = await channels(desk, 2)
    await desk.subscribe(channel=bad)
    await desk.subscribe(channel=good)
    claim_all = desk.index.deliveries.claim_all

    async def refusing(claims: list[Claim], now: Any) -> list[Delivery | None]:
        if any(claim.subscription.channel == bad for claim in claims):
            raise ValueError("a bug")
        return await claim_all(claims, now)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.index.deliveries, "claim_all", refusing)
        await desk.tick().run_once()
    assert len(desk.bodies(f"/channels/{good}/messages")) == 1
    assert desk.bodies(f"/channels/{bad}/messages") == []
    await desk.tick().run_once()
    assert len(desk.bodies(f"/channels/{bad}/messages")) == 1


async def test_one_digest_that_cannot_be_composed_keeps_no_other_from_being_posted(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    bad, good = await channels(desk, 2)
    await desk.subscribe(channel=bad)
    await desk.subscribe(channel=good)
    compose = Composer.compose

    async def failing(composer: Composer, **asked: Any) -> Digest | None:
        if asked["channel"] == bad:
            raise ValueError("a bug")
        return await compose(composer, **asked)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Composer, "compose", failing)
        await desk.tick().run_once()
    assert len(desk.bodies(f"/channels/{good}/messages")) == 1
    assert desk.bodies(f"/channels/{bad}/messages") == []


async def test_two_digests_of_a_channel_that_are_due_together_do_not_tell_one_story_twice(
    desk: Desk,
) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    await publish(desk.index, write("Goal in the last minute"), topic="sports")
    for topic in ("world", "sports"):
        await desk.subscribe(topic=topic)
    await desk.subscribe(topic="world", schedule=DAILY, channel=desk.news.id)
    await desk.tick().run_once()
    read = "\n".join(desk.posts())
    assert read.count("Ferries stop at noon, officials said") == 1


# --- now ---------------------------------------------------------------------------------------------------


async def test_a_digest_can_be_posted_now_and_the_next_slot_stays(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe(next_due=NOW + HOUR)
    delivery = await desk.tick().post_now(subscription)
    assert delivery is not None
    assert delivery.state is DeliveryState.SENT
    assert delivery.message == desk.news.history()[0].id
    assert await desk.ledger(subscription) == [("post:2026-01-05T07:30:00+00:00", "sent")]
    assert (await desk.current(subscription)).next_due == NOW + HOUR
    await desk.until(NOW + HOUR)
    await desk.tick().run_once()
    assert len(desk.posts()) == 1


async def test_with_nothing_new_nothing_is_posted_now(desk: Desk) -> None:
    subscription = await desk.subscribe(preferences=Preferences(say_quiet=True))
    assert await desk.tick().post_now(subscription) is None
    assert desk.posts() == []
    assert await desk.ledger(subscription) == []


async def test_why_a_digest_cannot_be_posted_now_is_told_to_who_asked(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    await desk.forbid(send_messages=False)
    with pytest.raises(DeliveryError, match=r"lacks the permission Send Messages .* Allow it in"):
        await desk.tick().post_now(subscription)
    await desk.forbid(send_messages=True)
    desk.env.inject_error("POST", "/channels/*/messages", status=400, code=50035, message="Wrong form")
    with pytest.raises(DeliveryError, match="Wrong form"):
        await desk.tick().post_now(subscription)
    stopped = desk.tick()
    await stopped.stop(0)
    with pytest.raises(DeliveryError, match="not connected"):
        await stopped.post_now(subscription)
    desk.env.backend.delete_channel(desk.news.id)
    await desk.env.settle()
    with pytest.raises(DeliveryError, match="does not exist any more"):
        await desk.tick().post_now(subscription)


async def test_asked_twice_at_once_it_is_posted_once(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    tick = desk.tick()
    ended = await asyncio.gather(
        tick.post_now(subscription), tick.post_now(subscription), return_exceptions=True
    )
    assert sum(isinstance(each, DeliveryError) for each in ended) == 1
    assert len(desk.posts()) == 1


async def test_what_was_asked_for_is_looked_after_though_the_digest_is_paused(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    await desk.index.subscriptions.pause(subscription.id, "Paused by editor.", NOW)
    desk.env.inject_error("POST", "/channels/*/messages", status=503)
    tick = desk.tick()
    delivery = await tick.post_now(subscription)
    assert delivery is not None
    assert delivery.state is DeliveryState.CLAIMED
    await desk.until(NOW + MINUTE)
    await tick.run_once()
    assert len(desk.posts()) == 1


async def test_an_answer_that_got_lost_is_no_reason_to_post_again_what_was_asked_for(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe(next_due=NOW + HOUR)
    tick = desk.tick()
    with lost_answers():
        await tick.post_now(subscription)
    await desk.until(NOW + MINUTE)
    await tick.run_once()
    assert len(desk.posts()) == 1
    assert [state for _, state in await desk.ledger(subscription)] == ["sent"]


async def test_what_is_posted_by_hand_tells_nothing_that_the_clock_posts_there_just_now(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    await desk.subscribe()
    everything, _ = await desk.index.subscriptions.put(
        guild=desk.guild.id,
        channel=desk.news.id,
        subject=Subject(),
        schedule=DAILY,
        created_by=desk.admin.id,
        now=NOW,
        next_due=NOW + DAY,
    )
    tick = desk.tick()
    kept = desk.index.deliveries.claim_all
    by_hand: list[asyncio.Task[Delivery | None]] = []

    async def while_somebody_presses(claims: list[Claim], now: datetime) -> list[Delivery | None]:
        by_hand.append(asyncio.create_task(tick.post_now(everything)))
        for _ in range(100):
            # as long as it takes to compose one
            await desk.index.meta.get("nothing")
        return await kept(claims, now)

    monkeypatch.setattr(desk.index.deliveries, "claim_all", while_somebody_presses)
    await tick.run_once()
    assert await by_hand[0] is None
    assert len(desk.posts()) == 1
