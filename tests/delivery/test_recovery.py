"""Whatever happens between claiming and marking: nothing is lost, nothing is posted twice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import discord
import pytest

from bot.delivery.outcomes import Refused, Sent, Unknown
from bot.delivery.targets.finding import Post
from bot.delivery.targets.messages import MessageTarget
from bot.digests.composing.composer import Composer
from bot.models import Digest, IntervalSchedule
from tests.delivery.conftest import Desk
from tests.digests.newsroom import NOW, publish, write

MINUTE = timedelta(minutes=1)


class Crash(BaseException):
    """The process dies here."""


def crashing_view(digest: Digest, *, delivery: int | None) -> discord.ui.LayoutView:
    raise Crash


async def crash(*_: object, **__: object) -> None:
    raise Crash


async def crash_before_sending(desk: Desk) -> None:
    """Run a process that dies when the digest is claimed and not yet sent."""
    with pytest.raises(Crash):
        await desk.tick(view=crashing_view).run_once()


async def crash_before_marking(desk: Desk) -> None:
    """Run a process that dies when the digest is sent and not yet marked."""
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
        patch.setattr(desk.index.deliveries, "mark_sent", crash)
        await desk.tick().run_once()


@contextmanager
def lost_answers() -> Iterator[None]:
    """Let messages arrive in the channel, and Discord's answers get lost."""
    original = MessageTarget.send

    async def send(target: MessageTarget, post: Post) -> Sent | Refused | Unknown:
        await original(target, post)
        return Unknown("Discord could not be reached (TimeoutError).")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MessageTarget, "send", send)
        yield


async def test_a_digest_that_was_claimed_and_not_sent_is_sent_by_the_next_process(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    await crash_before_sending(desk)
    assert desk.posts() == []
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "claimed")]
    await publish(desk.index, write("Something newer"))
    await desk.tick().run_once()
    await desk.tick().run_once()
    (post,) = desk.posts()
    assert "Ferries stop at noon" in post
    assert "Something newer" not in post
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "sent")]


async def test_a_digest_that_was_sent_and_not_marked_is_found(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    await crash_before_marking(desk)
    assert len(desk.posts()) == 1
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "claimed")]
    await desk.until(NOW + timedelta(hours=5))
    for number in range(30):
        await desk.admin.send(desk.news, f"chatter {number}")
    await desk.tick().run_once()
    assert len([post for post in desk.posts() if "Ferries" in post]) == 1
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "sent")]
    assert (await desk.newest(subscription)).message == desk.news.history()[0].id


@pytest.mark.parametrize("ahead", [timedelta(minutes=45), timedelta(days=45)])
async def test_a_digest_is_found_though_this_machine_s_clock_is_ahead(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, ahead: timedelta
) -> None:
    monkeypatch.setattr(desk, "clock", lambda: desk.env.now() + ahead)
    story = write("Ferries stop at noon", day=desk.clock().date())
    await publish(desk.index, story, now=desk.clock())
    subscription = await desk.subscribe()
    await crash_before_marking(desk)
    await desk.tick().run_once()
    assert len(desk.posts()) == 1
    assert (await desk.ledger(subscription))[-1][1] == "sent"


async def test_another_digest_in_the_channel_is_not_taken_for_the_lost_one(desk: Desk) -> None:
    await publish(desk.index, write("Goal in the last minute"), topic="sports")
    await publish(desk.index, write("Ferries stop at noon"))
    lost = await desk.subscribe()
    await crash_before_sending(desk)
    await desk.subscribe(topic="sports")
    await desk.tick().run_once()
    ferries, goal = desk.posts()
    assert "Ferries stop" in ferries
    assert "Goal" in goal
    assert (await desk.newest(lost)).message == desk.news.history()[0].id


async def test_where_nobody_can_see_the_digest_is_held_and_the_admin_told_once(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    await crash_before_marking(desk)
    await desk.forbid(read_message_history=False)
    await desk.tick().run_once()
    await desk.tick().run_once()
    assert len(desk.sent_bodies()) == 1
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "held")]
    (told,) = desk.private()
    assert "held back" in told
    assert "Give it Read Message History there." in told
    assert "Harbour Town" in told
    # the next one comes as planned
    await publish(desk.index, write("Ferries sail again"))
    await desk.until(NOW + timedelta(days=1))
    await desk.tick().run_once()
    assert [state for _, state in await desk.ledger(subscription)] == ["held", "sent"]
    assert len(desk.sent_bodies()) == 2


async def test_an_answer_that_was_lost_is_no_reason_to_post_again(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    tick = desk.tick()
    with lost_answers():
        await tick.run_once()
    await desk.until(NOW + MINUTE)
    await tick.run_once()
    assert len(desk.posts()) == 1
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "sent")]


async def test_when_discord_is_ill_the_same_message_is_tried_again_after_a_while(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    desk.env.inject_error("POST", "/channels/*/messages", status=503, times=2)
    tick = desk.tick()
    await tick.run_once()
    await tick.run_once()
    assert len(desk.sent_bodies()) == 1
    assert "503" in str((await desk.newest(subscription)).reason)
    for minute in range(1, 5):
        await desk.until(NOW + minute * MINUTE)
        await tick.run_once()
    assert len(desk.posts()) == 1
    bodies = desk.sent_bodies()
    assert len(bodies) == 3
    assert all(body == bodies[0] for body in bodies)
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "sent")]
    assert desk.private() == []


async def test_the_next_slot_waits_for_the_one_before(desk: Desk) -> None:
    subscription = await desk.subscribe(IntervalSchedule(5))
    await publish(desk.index, write("Ferries stop at noon"))
    desk.env.inject_error("POST", "/channels/*/messages", status=500, times=4)
    tick = desk.tick()
    for minute in range(14):
        await desk.until(NOW + minute * MINUTE)
        await publish(desk.index, write(f"News of minute {minute}"), now=desk.clock())
        await tick.run_once()
    assert await desk.ledger(subscription) == [("2026-01-05T07:30:00+00:00", "claimed")]
    await desk.until(NOW + 16 * MINUTE)
    await tick.run_once()
    first, second = desk.posts()
    assert "Ferries stop at noon" in first
    assert "News of minute 13" in second
    assert "catching up since" in second


async def test_when_discord_stays_ill_the_stories_are_left_for_the_next_digest(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    desk.env.inject_error("POST", "/channels/*/messages", status=500, times=None)
    tick = desk.tick()
    for minute in range(120):
        await desk.until(NOW + minute * MINUTE)
        await tick.run_once()
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "failed")]
    assert "Given up after 6 tries" in str((await desk.newest(subscription)).reason)
    assert len(desk.sent_bodies()) == 6
    desk.env.backend.faults.clear()
    await desk.until(NOW + timedelta(days=1))
    await tick.run_once()
    (post,) = desk.posts()
    assert "Ferries stop at noon" in post


async def test_when_the_history_cannot_be_had_for_long_the_digest_is_held(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    tick = desk.tick()
    with lost_answers():
        await tick.run_once()
    desk.env.inject_error("GET", "/channels/*/messages", status=500, times=None)
    for minute in range(1, 120):
        await desk.until(NOW + minute * MINUTE)
        await tick.run_once()
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "held")]
    assert len(desk.sent_bodies()) == 1
    assert len(desk.private()) == 1


async def test_what_was_paused_in_between_is_not_sent(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    await crash_before_sending(desk)
    await desk.index.subscriptions.pause(subscription.id, "Paused by editor.", NOW)
    await desk.tick().run_once()
    assert desk.posts() == []
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "failed")]


async def test_after_days_away_an_unsent_digest_is_part_of_the_one_that_catches_up(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    await crash_before_sending(desk)
    await desk.until(NOW + timedelta(days=3))
    await publish(desk.index, write("Bridge opens"))
    await desk.tick().run_once()
    (post,) = desk.posts()
    assert "Ferries stop at noon" in post
    assert "Bridge opens" in post
    assert [state for _, state in await desk.ledger(subscription)] == ["failed", "missed", "missed", "sent"]
    late, *_ = await desk.reasons(subscription)
    assert late == "It could not be sent in time; its stories come with the next digest."


async def test_a_removed_subscription_leaves_nothing_behind(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    await crash_before_sending(desk)
    await desk.index.subscriptions.remove(subscription.id)
    await desk.tick().run_once()
    assert desk.posts() == []


@pytest.mark.parametrize("seed", range(3))
async def test_crashes_at_random_points_lose_nothing_and_repeat_nothing(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the seed makes it repeatable
    subscription = await desk.subscribe(IntervalSchedule(30))
    rounds = 25
    for number in range(rounds):
        await publish(desk.index, write(f"Story number {number}."), now=desk.clock())
        for _ in range(chance.randint(0, 2)):
            await _die_somewhere(desk, chance)
            await desk.until(desk.clock() + chance.randint(0, 40) * MINUTE)
        await desk.tick().run_once()
        await desk.until(desk.clock() + 30 * MINUTE)
    await desk.until(desk.clock() + timedelta(hours=2))
    await desk.tick().run_once()
    read = "\n".join(desk.posts())
    assert [
        read.count(f"**Story number {n}.**") + read.count(f"### Story number {n}.\n") for n in range(rounds)
    ] == [1] * rounds
    states = [state for _, state in await desk.ledger(subscription)]
    assert set(states) <= {"sent", "empty", "missed"}


async def _die_somewhere(desk: Desk, chance: random.Random) -> None:
    point = chance.choice(["compose", "claim", "claimed", "send", "mark", "answer"])
    deliveries = desk.index.deliveries
    claim = deliveries.claim_all

    async def die_after_claiming(*arguments: object, **named: datetime) -> None:
        await claim(*arguments, **named)  # type: ignore[arg-type]
        raise Crash

    with pytest.MonkeyPatch.context() as patch:
        match point:
            case "compose":
                patch.setattr(Composer, "compose", crash)
            case "claim":
                patch.setattr(deliveries, "claim_all", crash)
            case "claimed":
                patch.setattr(deliveries, "claim_all", die_after_claiming)
            case "send":
                patch.setattr(MessageTarget, "send", crash)
            case "mark":
                patch.setattr(deliveries, "mark_sent", crash)
        try:
            if point == "answer":
                with lost_answers():
                    await desk.tick().run_once()
            else:
                await desk.tick().run_once()
        except Crash:
            pass
