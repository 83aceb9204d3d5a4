"""Slots over all zones and years: each once, none twice, none lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests.slots import latest_due_slot, next_slot, slots_of_day
from bot.models import ClockSchedule, IntervalSchedule, Slot

DAY = timedelta(days=1)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})

clock_schedules = st.builds(
    ClockSchedule,
    times=st.sets(st.times().map(lambda t: f"{t:%H:%M}"), min_size=1, max_size=4).map(
        lambda times: tuple(sorted(times))
    ),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    timezone=st.sampled_from(ZONES),
)
moments = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
walks = st.integers(1, 40)


def daily(timezone: str, *times: str) -> ClockSchedule:
    return ClockSchedule(times=times, days=frozenset(range(7)), timezone=timezone)


def walk(schedule: ClockSchedule | IntervalSchedule, after: datetime, count: int) -> list[Slot]:
    slots = []
    for _ in range(count):
        slots.append(next_slot(schedule, after))
        after = slots[-1].due
    return slots


def shows(moment: datetime, timezone: str) -> datetime:
    """Return what a clock on the wall shows."""
    return moment.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)


@given(clock_schedules, moments, walks)
def test_slots_come_in_order_and_never_twice(schedule: ClockSchedule, after: datetime, count: int) -> None:
    slots = walk(schedule, after, count)
    assert all(
        slot.due > before for slot, before in zip(slots, [after, *(s.due for s in slots)], strict=False)
    )
    keys = [slot.key for slot in slots]
    assert keys == sorted(set(keys))


@given(clock_schedules, moments)
def test_each_day_asked_for_has_each_time_once(schedule: ClockSchedule, after: datetime) -> None:
    first = shows(after, schedule.timezone).date() + DAY
    days = [first + number * DAY for number in range(20)]
    slots = walk(schedule, after, 21 * len(schedule.times))
    for day in days:
        keys = {slot.key for slot in slots if slot.key.startswith(day.isoformat())}
        wanted = {f"{day}T{text}" for text in schedule.times if day.weekday() in schedule.days}
        if slots[-1].key < f"{day}T24":
            break
        if _is_whole(day, schedule.timezone):
            assert keys == wanted
        else:
            assert keys <= wanted


@given(clock_schedules, moments, walks)
def test_a_slot_is_due_when_the_clock_first_shows_its_time(
    schedule: ClockSchedule, after: datetime, count: int
) -> None:
    for slot in walk(schedule, after, count):
        wall = datetime.fromisoformat(slot.key)
        assert shows(slot.due, schedule.timezone) >= wall
        assert shows(slot.due - timedelta(seconds=1), schedule.timezone) < wall


@settings(max_examples=50)
@given(clock_schedules, moments, st.integers(0, 400))
def test_after_any_downtime_the_newest_slot_and_the_number_missed(
    schedule: ClockSchedule, after: datetime, hours: int
) -> None:
    first = next_slot(schedule, after)
    now = first.due + timedelta(hours=hours)
    slot, missed = latest_due_slot(schedule, first.due, now)
    passed = [first]
    while (following := next_slot(schedule, passed[-1].due)).due <= now:
        passed.append(following)
    assert slot.due == passed[-1].due
    assert missed >= len(passed) - 1
    assert next_slot(schedule, now).due > now


@given(st.integers(1, 10_080), moments, walks)
def test_an_interval_does_not_drift(minutes: int, after: datetime, count: int) -> None:
    schedule = IntervalSchedule(minutes)
    slots = walk(schedule, after, count)
    assert all(int(slot.due.timestamp()) % (minutes * 60) == 0 for slot in slots)
    assert after < slots[0].due <= after + timedelta(minutes=minutes)
    assert slots[-1].due - slots[0].due == timedelta(minutes=minutes) * (count - 1)
    assert latest_due_slot(schedule, slots[0].due, slots[-1].due) == (slots[-1], count - 1)
    assert datetime.fromisoformat(slots[0].key) == slots[0].due


def _is_whole(day: date, timezone: str) -> bool:
    """Whether a zone's clock was not changed on a day, nor the days around it."""
    zone = ZoneInfo(timezone)
    noon = datetime.combine(day, time(12))
    offsets = [(noon + hours).replace(tzinfo=zone).utcoffset() for hours in (-DAY, DAY)]
    return offsets[0] == offsets[1]


def test_an_hour_that_is_skipped_runs_when_the_clock_has_jumped() -> None:
    (slot,) = slots_of_day(daily("America/New_York", "02:30"), date(2024, 3, 10))
    assert slot == Slot("2024-03-10T02:30", datetime(2024, 3, 10, 7, 0, tzinfo=UTC))


def test_an_hour_that_is_repeated_runs_the_first_time_only() -> None:
    schedule = daily("America/New_York", "01:30")
    first = next_slot(schedule, datetime(2024, 11, 3, 4, tzinfo=UTC))
    assert first == Slot("2024-11-03T01:30", datetime(2024, 11, 3, 5, 30, tzinfo=UTC))
    assert next_slot(schedule, first.due).key == "2024-11-04T01:30"


def test_two_times_in_the_skipped_hour_are_one_slot() -> None:
    slots = slots_of_day(daily("America/New_York", "02:00", "02:30"), date(2024, 3, 10))
    assert [slot.key for slot in slots] == ["2024-03-10T02:30"]


@pytest.mark.parametrize(
    ("zone", "day", "wall", "due"),
    [
        ("Asia/Kathmandu", date(2024, 10, 9), "07:30", datetime(2024, 10, 9, 1, 45, tzinfo=UTC)),
        ("Pacific/Chatham", date(2024, 10, 9), "07:30", datetime(2024, 10, 8, 17, 45, tzinfo=UTC)),
        # clocks went from 00:00 to 01:00
        ("Asia/Beirut", date(2022, 3, 27), "00:00", datetime(2022, 3, 26, 22, 0, tzinfo=UTC)),
        ("Africa/Cairo", date(2024, 4, 26), "00:30", datetime(2024, 4, 25, 22, 0, tzinfo=UTC)),
        # half an hour of summer time
        ("Australia/Lord_Howe", date(2024, 10, 6), "02:15", datetime(2024, 10, 5, 15, 30, tzinfo=UTC)),
        ("UTC", date(2024, 2, 29), "23:59", datetime(2024, 2, 29, 23, 59, tzinfo=UTC)),
    ],
)
def test_odd_zones(zone: str, day: date, wall: str, due: datetime) -> None:
    assert slots_of_day(daily(zone, wall), day) == [Slot(f"{day}T{wall}", due)]


def test_a_day_that_a_zone_left_out_has_no_slots() -> None:
    slots = walk(daily("Pacific/Apia", "07:30"), datetime(2011, 12, 29, 12, tzinfo=UTC), 3)
    assert [slot.key for slot in slots] == ["2011-12-29T07:30", "2011-12-31T07:30", "2012-01-01T07:30"]


def test_downtime_of_three_days() -> None:
    schedule = daily("Europe/Paris", "07:30", "18:00")
    slot, missed = latest_due_slot(
        schedule, datetime(2024, 10, 6, 5, 30, tzinfo=UTC), datetime(2024, 10, 9, 6, tzinfo=UTC)
    )
    assert (slot.key, missed) == ("2024-10-09T07:30", 6)


def test_a_promise_that_the_zone_data_no_longer_knows_is_kept_once() -> None:
    promised = datetime(2024, 10, 9, 5, 31, tzinfo=UTC)
    slot, missed = latest_due_slot(daily("Europe/Paris", "07:30"), promised, promised + timedelta(minutes=1))
    assert (slot, missed) == (Slot("2024-10-09T07:31", promised), 0)
    interval, missed = latest_due_slot(IntervalSchedule(60), promised, promised)
    assert (interval.due, missed) == (promised, 0)
