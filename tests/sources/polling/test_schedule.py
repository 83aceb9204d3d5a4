"""When a feed is asked again."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.polling.schedule import JITTER, PollBounds, Wishes, after_failure, after_success

# a Wednesday
NOW = datetime(2024, 10, 9, 12, 0, tzinfo=UTC)
NONE = Wishes()
BOUNDS = PollBounds(timedelta(minutes=15), timedelta(hours=24))


class Never:
    """A lot that adds nothing."""

    def random(self) -> float:
        """Return the least."""
        return 0.0


def next_poll(wishes: Wishes = NONE, last_new: datetime | None = NOW) -> timedelta:
    return after_success(NOW, wishes, last_new, BOUNDS, Never()) - NOW


@pytest.mark.parametrize(
    ("wishes", "minutes"),
    [
        (Wishes(), 15),
        (Wishes(max_age_seconds=60), 15),
        (Wishes(max_age_seconds=1800), 30),
        (Wishes(ttl_minutes=60), 60),
        (Wishes(max_age_seconds=1800, ttl_minutes=60), 60),
        (Wishes(max_age_seconds=30 * 86400), 24 * 60),
        (Wishes(ttl_minutes=10_080), 24 * 60),
        # 12:15 is in a skipped hour, and so is 13
        (Wishes(skip_hours=frozenset({12, 13})), 120),
        (Wishes(skip_days=frozenset({2})), 12 * 60),
        # whoever skips everything means nothing
        (Wishes(skip_hours=frozenset(range(24))), 15),
        (Wishes(skip_days=frozenset(range(7))), 15),
    ],
)
def test_as_the_server_and_the_feed_ask_within_bounds(wishes: Wishes, minutes: int) -> None:
    assert next_poll(wishes) == timedelta(minutes=minutes)


def test_a_quiet_feed_is_asked_less_often() -> None:
    assert next_poll(last_new=NOW - timedelta(days=15)) == timedelta(hours=1)
    assert next_poll(last_new=NOW - timedelta(days=13)) == timedelta(minutes=15)
    assert next_poll(last_new=None) == timedelta(minutes=15)


def test_waits_after_failures_double_up_to_a_day() -> None:
    waits = [after_failure(NOW, failures, None, BOUNDS, Never()) - NOW for failures in range(1, 10)]
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (15, 30, 60, 120)]
    assert waits[-1] == after_failure(NOW, 10_000, None, BOUNDS, Never()) - NOW == timedelta(days=1)


def test_a_server_that_says_when_is_not_asked_before() -> None:
    assert after_failure(NOW, 1, 3600, BOUNDS, Never()) == NOW + timedelta(hours=1)
    assert after_failure(NOW, 9, 60, BOUNDS, Never()) == NOW + timedelta(days=1)


@given(
    st.integers(0, 10**6),
    st.none() | st.integers(0, 10**7),
    st.none() | st.integers(1, 10_080),
    st.frozensets(st.integers(0, 23)),
    st.frozensets(st.integers(0, 6)),
)
def test_the_next_poll_is_never_before_the_shortest_and_never_more_than_a_week_late(
    seed: int, max_age: int | None, ttl: int | None, hours: frozenset[int], days: frozenset[int]
) -> None:
    lot = random.Random(seed)  # noqa: S311 - no secret
    wishes = Wishes(max_age, ttl, hours, days)
    moment = after_success(NOW, wishes, None, BOUNDS, lot)
    everything = len(hours) == 24 or len(days) == 7
    assert NOW + BOUNDS.shortest <= moment <= NOW + BOUNDS.longest * (1 + JITTER) + timedelta(days=7)
    if not everything:
        assert moment.hour not in hours
        assert moment.weekday() not in days
