"""Slots over all zones and years: each once, none twice, none lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests.schedules.quiet import quiet_period
from bot.digests.schedules.slots import (
    MOST_MISSED,
    first_slot,
    latest_due_slot,
    mend_next_due,
    next_slot,
    out_of_quiet,
    slots_between,
    slots_of_day,
)
from bot.digests.schedules.zones import first_moment
from bot.models import ClockSchedule, IntervalSchedule, LiveSchedule, QuietHours, Schedule, Slot

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
wall_times = st.times().map(lambda t: f"{t:%H:%M}")
quiet_hours = st.builds(QuietHours, start=wall_times, end=wall_times, timezone=st.sampled_from(ZONES)).filter(
    lambda quiet: quiet.start != quiet.end
)
intervals = st.builds(
    IntervalSchedule, minutes=st.integers(15, 10_080), quiet=st.one_of(st.none(), quiet_hours)
)
recent = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def daily(timezone: str, *times: str) -> ClockSchedule:
    return ClockSchedule(times=times, days=frozenset(range(7)), timezone=timezone)


def walk(schedule: Schedule, after: datetime, count: int) -> list[Slot]:
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
@given(st.one_of(clock_schedules, intervals), moments, st.integers(0, 400))
def test_after_any_downtime_the_newest_slot_and_those_missed(
    schedule: Schedule, after: datetime, hours: int
) -> None:
    first = next_slot(schedule, after)
    now = first.due + timedelta(hours=hours)
    slot, missed = latest_due_slot(schedule, first.due, now)
    passed = [first]
    while (following := next_slot(schedule, passed[-1].due)).due <= now:
        passed.append(following)
    assert slot == passed[-1]
    assert missed == tuple(passed[:-1])[-MOST_MISSED:]
    assert next_slot(schedule, now).due > now


@given(st.integers(1, 10_080), moments, walks)
def test_an_interval_does_not_drift(minutes: int, after: datetime, count: int) -> None:
    schedule = IntervalSchedule(minutes)
    slots = walk(schedule, after, count)
    assert all(int(slot.due.timestamp()) % (minutes * 60) == 0 for slot in slots)
    assert after < slots[0].due <= after + timedelta(minutes=minutes)
    assert slots[-1].due - slots[0].due == timedelta(minutes=minutes) * (count - 1)
    assert latest_due_slot(schedule, slots[0].due, slots[-1].due) == (slots[-1], tuple(slots[:-1]))
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
    assert slots_of_day(daily(zone, wall), day) == (Slot(f"{day}T{wall}", due),)


def test_a_day_that_a_zone_left_out_has_no_slots() -> None:
    slots = walk(daily("Pacific/Apia", "07:30"), datetime(2011, 12, 29, 12, tzinfo=UTC), 3)
    assert [slot.key for slot in slots] == ["2011-12-29T07:30", "2011-12-31T07:30", "2012-01-01T07:30"]


def test_downtime_of_three_days() -> None:
    schedule = daily("Europe/Paris", "07:30", "18:00")
    slot, missed = latest_due_slot(
        schedule, datetime(2024, 10, 6, 5, 30, tzinfo=UTC), datetime(2024, 10, 9, 6, tzinfo=UTC)
    )
    assert slot.key == "2024-10-09T07:30"
    assert [one.key for one in missed] == [
        f"2024-10-0{day}T{time}" for day in (6, 7, 8) for time in ("07:30", "18:00")
    ]


def test_a_promise_that_the_zone_data_no_longer_knows_is_kept_once() -> None:
    promised = datetime(2024, 10, 9, 5, 31, tzinfo=UTC)
    slot, missed = latest_due_slot(daily("Europe/Paris", "07:30"), promised, promised + timedelta(minutes=1))
    assert (slot, missed) == (Slot("2024-10-09T07:31", promised), ())
    interval, missed = latest_due_slot(IntervalSchedule(60), promised, promised)
    assert (interval.due, missed) == (promised, ())


# --- quiet hours -----------------------------------------------------------------------------------------

NIGHT = QuietHours("22:00", "07:00", "Europe/Paris")
"""UTC+1 in winter, UTC+2 in summer."""


def keys_between(schedule: Schedule, after: datetime, until: datetime) -> list[str]:
    return [slot.key[5:16] for slot in slots_between(schedule, after, until, 1000)]


def test_what_falls_into_quiet_hours_comes_once_when_they_end() -> None:
    every_two_hours = IntervalSchedule(120, NIGHT)
    evening = datetime(2026, 1, 5, 17, 0, tzinfo=UTC)
    assert keys_between(every_two_hours, evening, evening + DAY) == [
        "01-05T18:00",
        "01-05T20:00",
        "01-06T06:00",
        "01-06T08:00",
        "01-06T10:00",
        "01-06T12:00",
        "01-06T14:00",
        "01-06T16:00",
    ]


def test_quiet_hours_that_end_between_two_slots() -> None:
    every_four_hours = IntervalSchedule(240, QuietHours("22:00", "07:15", "Europe/Paris"))
    night = datetime(2026, 1, 5, 22, 0, tzinfo=UTC)
    assert next_slot(every_four_hours, night).due == datetime(2026, 1, 6, 6, 15, tzinfo=UTC)
    assert next_slot(every_four_hours, night + timedelta(hours=9)).due == datetime(
        2026, 1, 6, 8, 0, tzinfo=UTC
    )


def test_quiet_hours_follow_daylight_saving() -> None:
    hourly = IntervalSchedule(60, NIGHT)
    winter, summer = datetime(2026, 3, 28, 2, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC)
    assert next_slot(hourly, winter).due == datetime(2026, 3, 28, 6, tzinfo=UTC)
    assert next_slot(hourly, summer).due == datetime(2026, 3, 29, 5, tzinfo=UTC)


def test_quiet_hours_over_a_day_that_was_left_out_are_one_night() -> None:
    night = QuietHours("20:00", "06:00", "Pacific/Apia")
    # the 30th of December 2011 did not happen there: midnight passed into the 31st
    period = quiet_period(night, datetime(2011, 12, 30, 9, 0, tzinfo=UTC))
    assert period == (
        datetime(2011, 12, 30, 6, 0, tzinfo=UTC),
        datetime(2011, 12, 30, 16, 0, tzinfo=UTC),
    )


def test_quiet_hours_that_the_clock_skipped_are_none() -> None:
    skipped = QuietHours("02:00", "02:30", "Europe/Paris")
    hour = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert all(quiet_period(skipped, hour + timedelta(minutes=step)) is None for step in range(60))


@settings(max_examples=60)
@given(quiet_hours, recent)
def test_a_moment_is_quiet_when_the_clock_says_so(quiet: QuietHours, moment: datetime) -> None:
    day = shows(moment, quiet.timezone).date()
    if not all(_is_whole(day + offset * DAY, quiet.timezone) for offset in (-1, 0, 1)):
        return
    wall = f"{shows(moment, quiet.timezone):%H:%M}"
    inside = (
        quiet.start <= wall < quiet.end
        if quiet.start < quiet.end
        else wall >= quiet.start or wall < quiet.end
    )
    assert (out_of_quiet(quiet, moment) > moment) == inside


@settings(max_examples=60)
@given(intervals, recent, st.integers(1, 60))
def test_slots_of_an_interval_are_never_quiet_and_none_is_lost(
    schedule: IntervalSchedule, after: datetime, count: int
) -> None:
    slots = walk(schedule, after, count)
    assert [slot.due for slot in slots] == sorted({slot.due for slot in slots})
    assert all(out_of_quiet(schedule.quiet, slot.due) == slot.due for slot in slots)
    length = schedule.minutes * 60
    first = (int(after.timestamp()) // length + 1) * length
    multiples = range(first, int(slots[-1].due.timestamp()) + 1, length)
    moments = (datetime.fromtimestamp(multiple, UTC) for multiple in multiples)
    wanted = {out_of_quiet(schedule.quiet, moment) for moment in moments}
    # quiet hours that `after` is in may end with a slot that began before it
    wanted |= {slots[0].due}
    assert {slot.due for slot in slots} == {due for due in wanted if due <= slots[-1].due}


@settings(max_examples=60)
@given(st.one_of(clock_schedules, intervals), recent, st.integers(0, 60), st.integers(1, 20))
def test_slots_looked_up_backwards_are_those_met_on_the_way(
    schedule: Schedule, after: datetime, count: int, limit: int
) -> None:
    slots = walk(schedule, after, count + 1)
    assert slots_between(schedule, after, slots[-1].due, limit) == tuple(slots)[-limit:]
    assert slots_between(schedule, after, slots[-1].due - timedelta(seconds=1), 1000) == tuple(slots)[:-1]


# --- as it happens ---------------------------------------------------------------------------------------


def test_news_as_it_happens_waits_for_the_gap_and_for_the_morning() -> None:
    live = LiveSchedule(30, NIGHT)
    noon = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    assert next_slot(live, noon).due == noon + timedelta(minutes=30)
    assert next_slot(live, noon + timedelta(hours=8, minutes=45)).due == datetime(2026, 1, 6, 6, tzinfo=UTC)
    assert slots_between(live, noon, noon + DAY, 10) == ()


def test_news_as_it_happens_is_due_at_once_after_any_downtime() -> None:
    now = datetime(2026, 1, 5, 12, 0, 30, 500_000, tzinfo=UTC)
    slot, missed = latest_due_slot(LiveSchedule(30), now - 40 * DAY, now)
    assert (slot.due, missed) == (now.replace(microsecond=0), ())


# --- long ago and far ahead ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "schedule",
    [
        IntervalSchedule(15),
        IntervalSchedule(15, NIGHT),
        daily("Europe/Paris", *(f"{hour:02d}:30" for hour in range(24))),
        ClockSchedule(("07:30",), frozenset({0}), "America/New_York"),
    ],
)
def test_a_year_away_costs_no_more_than_a_day(schedule: Schedule, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[datetime] = []

    def counted(wall: datetime, zone: ZoneInfo) -> datetime:
        looked.append(wall)
        return first_moment(wall, zone)

    slots_of_day.cache_clear()
    monkeypatch.setattr("bot.digests.schedules.slots.first_moment", counted)
    monkeypatch.setattr("bot.digests.schedules.quiet.first_moment", counted)
    now = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    slot, missed = latest_due_slot(schedule, next_slot(schedule, now - 400 * DAY).due, now)
    assert now - 7 * DAY < slot.due <= now
    assert len(missed) == MOST_MISSED
    assert len(looked) < 1500


def test_a_due_time_from_a_clock_that_was_far_ahead_is_mended() -> None:
    morning = daily("Europe/Paris", "07:30")
    now = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    tomorrow = datetime(2026, 1, 6, 6, 30, tzinfo=UTC)
    assert mend_next_due(morning, datetime(2038, 1, 6, 6, 30, tzinfo=UTC), now) == tomorrow
    assert mend_next_due(morning, tomorrow, now) is None
    assert mend_next_due(morning, now - DAY, now) is None
    assert mend_next_due(LiveSchedule(30), now + DAY, now) == now + timedelta(minutes=30)


@given(st.one_of(clock_schedules, intervals), recent, st.integers(-400, 400))
def test_what_is_mended_is_the_next_slot_and_what_is_right_is_left(
    schedule: Schedule, now: datetime, days: int
) -> None:
    promised = next_slot(schedule, now + days * DAY).due
    mended = mend_next_due(schedule, promised, now)
    following = next_slot(schedule, now).due
    assert mended == (following if promised > following else None)
    assert mend_next_due(schedule, mended or promised, now) is None


def test_what_is_posted_as_it_happens_begins_at_once_unless_it_is_quiet() -> None:
    noon, night = datetime(2026, 3, 3, 12, tzinfo=UTC), datetime(2026, 3, 3, 23, tzinfo=UTC)
    quiet = LiveSchedule(30, QuietHours("22:00", "07:00", "UTC"))
    assert first_slot(LiveSchedule(30), noon).due == noon
    assert first_slot(quiet, noon).due == noon
    assert first_slot(quiet, night).due == datetime(2026, 3, 4, 7, tzinfo=UTC)


def test_any_other_begins_with_its_next_slot() -> None:
    noon = datetime(2026, 3, 3, 12, tzinfo=UTC)
    clock = ClockSchedule(("12:00",), frozenset(range(7)), "UTC")
    for schedule in (clock, IntervalSchedule(45)):
        assert first_slot(schedule, noon) == next_slot(schedule, noon)
