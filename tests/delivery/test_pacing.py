"""How many requests leave, and when: by a clock that the tests hold."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.pacing import DISCORDS_LIMIT, Pace, in_turn, spread
from bot.delivery.taking_up import batches
from bot.models import (
    IntervalSchedule,
    LiveSchedule,
    Subject,
    Subscription,
    SubscriptionId,
    SubscriptionState,
)
from tests.delivery.conftest import Watch
from tests.digests.newsroom import NOW

rates = st.integers(1, DISCORDS_LIMIT)


def leaving(rate: int, rests: Sequence[float]) -> list[float]:
    """Return when requests leave that are asked for one after the other, with rests before each."""
    watch = Watch()
    pace = Pace(rate, clock=watch, sleep=watch.sleep)

    async def ask() -> list[float]:
        moments = []
        for rest in rests:
            watch.moment += rest
            await pace.turn()
            moments.append(watch.moment)
        return moments

    return asyncio.run(ask())


@given(rates, st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.001, 0.02, 0.3, 2.0]), max_size=300))
@settings(max_examples=60, deadline=None)
def test_in_no_second_more_leave_than_discord_takes(rate: int, rests: list[float]) -> None:
    moments = leaving(rate, rests)
    burst = max(1, min(rate // 10, DISCORDS_LIMIT - rate))
    most = max((sum(start <= each < start + 1 - 1e-6 for each in moments) for start in moments), default=0)
    assert most <= rate + burst - 1 if burst > 1 else most <= rate
    assert most <= DISCORDS_LIMIT


def test_many_requests_leave_at_the_full_rate() -> None:
    moments = leaving(40, [0.0] * 4001)
    assert moments[0] == 0
    assert 99 < moments[-1] <= 100


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=500, unique=True), rates)
@settings(max_examples=60, deadline=None)
def test_deliveries_of_a_minute_are_spread_evenly_and_always_in_the_same_way(
    numbers: list[int], rate: int
) -> None:
    offsets = spread(numbers, rate)
    assert offsets == sorted(offsets)
    assert offsets == spread(numbers, rate)
    assert offsets[0] == 0
    assert all(place / rate <= offset < (place + 1) / rate for place, offset in enumerate(offsets[1:], 1))


def test_a_lone_delivery_leaves_at_once_and_a_second_s_worth_within_the_second() -> None:
    assert spread([7], 40) == [0.0]
    assert max(spread(range(1, 41), 40)) < 1
    assert spread([], 40) == []


def one(number: int, *, guild: int | None, minute: int = 0, channel: int | None = None) -> Subscription:
    return Subscription(
        id=SubscriptionId(number),
        guild=guild,
        member=None if guild else number,
        channel=channel or number,
        subject=Subject(),
        schedule=IntervalSchedule(60),
        state=SubscriptionState.ACTIVE,
        pause_reason=None,
        paused_at=None,
        created_by=1,
        created_at=NOW,
        next_due=NOW + timedelta(minutes=minute),
    )


def test_a_guild_with_many_digests_keeps_no_other_waiting() -> None:
    many = [one(number, guild=1) for number in range(1, 26)]
    few = [one(30, guild=2), one(31, guild=None), one(32, guild=None)]
    order = [each.id for each in in_turn([*many, *few])]
    assert set(order[:4]) == {1, 30, 31, 32}
    assert sorted(order) == sorted(each.id for each in [*many, *few])


def test_what_has_waited_longest_comes_first() -> None:
    late = [one(number, guild=number, minute=5) for number in range(1, 5)]
    waiting = [one(number, guild=9, minute=-number) for number in range(10, 14)]
    assert [each.id for each in in_turn([*late, *waiting])] == [13, 12, 11, 10, 1, 2, 3, 4]


def test_what_is_looked_at_each_minute_keeps_nothing_waiting_that_has_an_hour() -> None:
    live = [replace(one(number, guild=number, minute=-3), schedule=LiveSchedule(15)) for number in (1, 2)]
    hourly = [one(number, guild=number) for number in (3, 4)]
    assert [each.id for each in in_turn([*live, *hourly])] == [3, 4, 1, 2]


@given(st.lists(st.integers(1, 6), max_size=60), st.integers(1, 10))
def test_a_batch_has_each_channel_once_and_no_subscription_is_left_out(
    channels: list[int], size: int
) -> None:
    due = [one(number, guild=1, channel=channel) for number, channel in enumerate(channels, 1)]
    made = list(batches(due, size))
    assert all(len({each.channel for each in batch}) == len(batch) <= size for batch in made)
    assert sorted(each.id for batch in made for each in batch) == [each.id for each in due]
