"""What admins type, and the sentence they get when it makes no sense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.schedules.parsing import ScheduleWords, as_typed, is_quiet_time
from bot.digests.schedules.slots import describe, parse_schedule, suggest_timezones
from bot.digests.schedules.zones import find_timezone
from bot.errors import ScheduleError
from bot.models import ClockSchedule, IntervalSchedule, LiveSchedule, QuietHours, Schedule


def parsed(at: str, timezone: str = "UTC", days: str = "daily", least: int = 15, quiet: str = "") -> str:
    return describe(parse_schedule(at, timezone, days, min_interval_minutes=least, quiet=quiet))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("07:30, 18:00", "daily at 07:30 and 18:00, UTC"),
        ("18:00 07:30", "daily at 07:30 and 18:00, UTC"),
        ("7am", "daily at 07:00, UTC"),
        ("7 AM and 6:15 p.m.", "daily at 07:00 and 18:15, UTC"),
        ("12am", "daily at 00:00, UTC"),
        ("noon; midnight", "daily at 00:00 and 12:00, UTC"),
        ("18", "daily at 18:00, UTC"),
        ("7h30", "daily at 07:30, UTC"),
        ("6, 12, 18, 18", "daily at 06:00, 12:00 and 18:00, UTC"),
        ("every 2 hours", "every 2 hours"),
        ("every hour", "every hour"),
        ("hourly", "every hour"),
        ("every 30 minutes", "every 30 minutes"),
        ("every 90m", "every 90 minutes"),
        ("７：３０", "daily at 07:30, UTC"),
        ("7:30\u202fPM", "daily at 19:30, UTC"),
        ("7\u00a0am", "daily at 07:00, UTC"),
        ("as it happens", "as it happens, at most every 15 minutes"),
        ("As  it happens.", "as it happens, at most every 15 minutes"),
        ("live", "as it happens, at most every 15 minutes"),
        ("ASAP", "as it happens, at most every 15 minutes"),
        ("immediately", "as it happens, at most every 15 minutes"),
        ("as it happens, every 30 minutes", "as it happens, at most every 30 minutes"),
        ("live every 2 hours", "as it happens, at most every 2 hours"),
        ("live, hourly", "as it happens, at most every hour"),
        ("as it happens, but at most every hour", "as it happens, at most every hour"),
    ],
)
def test_times(at: str, said: str) -> None:
    assert parsed(at) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("weekdays", "on weekdays"),
        ("Mon-Fri", "on weekdays"),
        ("weekends", "on weekends"),
        ("mon,wed,fri", "on Mon, Wed and Fri"),
        ("Saturday to Monday", "on Mon, Sat and Sun"),
        ("tue", "on Tue"),
        ("weekdays, sat", "on Mon, Tue, Wed, Thu, Fri and Sat"),
        ("every day", "daily"),
    ],
)
def test_days(days: str, said: str) -> None:
    assert parsed("7", days=days) == f"{said} at 07:00, UTC"


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("europe/paris", "Europe/Paris"),
        ("America/New York", "America/New_York"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
        ("asia/kathmandu", "Asia/Kathmandu"),
    ],
)
def test_zones_in_any_spelling(zone: str, name: str) -> None:
    assert parsed("7", zone) == f"daily at 07:00, {name}"


@pytest.mark.parametrize(
    ("at", "zone", "days", "told"),
    [
        ("25:99", "UTC", "daily", "“25:99” is not a time of day; times go from 00:00 to 23:59."),
        ("13pm", "UTC", "daily", "with am and pm the hour is 1 to 12"),
        ("soon", "UTC", "daily", "“soon” is not a time of day; write times such as 07:30"),
        ("", "UTC", "daily", "The time is missing; write times such as 07:30"),
        (" , ", "UTC", "daily", "The time is missing"),
        ("7" * 4000, "UTC", "daily", "too long for a time"),
        ("7:00\x00", "UTC", "daily", "control characters"),
        ("7", "Mars/Base", "daily", "There is no time zone called Mars/Base; give one such as Europe/Paris"),
        ("7", "Europe/Pari", "daily", "did you mean Europe/Paris"),
        ("7", "EST", "daily", "America/New_York"),
        ("7", "", "daily", "The time zone is missing"),
        ("7", "x" * 4000, "daily", "That is not a time zone"),
        ("7", "Europe/\x1bParis", "daily", "That is not a time zone"),
        ("7", "../../etc/passwd", "daily", "There is no time zone called"),
        ("7", "UTC", "", "The list of days is missing"),
        ("7", "UTC", "moonday", "“moonday” is not a day; write daily"),
        ("7", "UTC", "mon-", "is not a day"),
        ("every 1m", "UTC", "daily", "An interval is at least 15 minutes here"),
        ("every 0 hours", "UTC", "daily", "at least 15 minutes"),
        (f"every {'9' * 150} hours", "UTC", "daily", "at most 7 days"),
        ("every 99999999 minutes", "UTC", "daily", "at most 7 days"),
        ("every -2 hours", "UTC", "daily", "is not an interval"),
        ("every 1,000 hours", "UTC", "daily", "is not an interval"),
        ("as it happens, every 5 minutes", "UTC", "daily", "An interval is at least 15 minutes here"),
        ("as it happens, every 8 days", "UTC", "daily", "at most 7 days"),
        ("as it happens, every blue moon", "UTC", "daily", "“every blue moon” is not an interval"),
        ("as it happens", "UTC", "weekdays", "Days go with times of day; a digest as it happens comes"),
        ("as it happens, maybe", "UTC", "daily", "is not a time of day"),
        ("\u200f7:00", "UTC", "daily", "control characters"),
        ("\u202e00:7", "UTC", "daily", "control characters"),
        ("7️⃣", "UTC", "daily", "is not a time of day; write times such as"),
        ("٧:٣٠", "UTC", "daily", "is not a time of day"),
        ("७:३०", "UTC", "daily", "is not a time of day"),
        ("ﷺ" * 200, "UTC", "daily", "is not a time of day"),
        (", ".join(["7:00"] * 1000), "UTC", "daily", "too long for a time"),
        (" ".join(str(hour) for hour in range(24)) + " 9:15", "UTC", "daily", "25 times a day are too many"),
        ("7:00", "UTC", "mon\u200ftue", "control characters in the list of days"),
        ("every fortnight", "UTC", "daily", "“every fortnight” is not an interval"),
        ("every 2 hours", "UTC", "mon", "Days go with times of day"),
        ("7:00, 7:10", "UTC", "daily", "at least 15 minutes apart"),
        ("23:55, 00:05", "UTC", "daily", "at least 15 minutes apart"),
    ],
)
def test_what_makes_no_sense_is_told(at: str, zone: str, days: str, told: str) -> None:
    with pytest.raises(ScheduleError) as error:
        parsed(at, zone, days)
    assert told in str(error.value)
    assert len(str(error.value)) < 400


def test_the_least_interval_is_a_setting() -> None:
    assert parse_schedule("every 1m", "UTC", "daily", min_interval_minutes=1) == IntervalSchedule(1)
    assert parse_schedule("live", "UTC", "daily", min_interval_minutes=1) == LiveSchedule(1)
    # a setting longer than the longest interval leaves that one
    assert parsed("live", least=10**9) == "as it happens, at most every 168 hours"
    assert parsed("7:00", least=10**9) == "daily at 07:00, UTC"


# --- quiet hours -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quiet", "start", "end"),
    [
        ("22:00-07:00", "22:00", "07:00"),
        ("10pm to 7am", "22:00", "07:00"),
        ("22 – 7", "22:00", "07:00"),
        ("from 22:00 until 07:30", "22:00", "07:30"),
        ("between 10 p.m. and 7 a.m.", "22:00", "07:00"),
        ("midnight-6", "00:00", "06:00"),
        ("20:00-24:00", "20:00", "00:00"),
        ("noon to 2pm", "12:00", "14:00"),
        ("２２:００-７:００", "22:00", "07:00"),
    ],
)
def test_quiet_hours(quiet: str, start: str, end: str) -> None:
    for at, schedule in (("every 2 hours", IntervalSchedule(120)), ("live", LiveSchedule(15))):
        made = parse_schedule(at, "paris", "daily", min_interval_minutes=15, quiet=quiet)
        hours = QuietHours(start, end, "Europe/Paris")
        assert made == type(schedule)(*as_tuple(schedule), hours)
        assert describe(made).endswith(f", quiet from {start} to {end}, Europe/Paris")


def as_tuple(schedule: IntervalSchedule | LiveSchedule) -> tuple[int]:
    return (schedule.minutes if isinstance(schedule, IntervalSchedule) else schedule.gap_minutes,)


@pytest.mark.parametrize("quiet", ["", " ", "none", "No", "OFF", "never", "-"])
def test_no_quiet_hours(quiet: str) -> None:
    assert parsed("every 2 hours", quiet=quiet) == "every 2 hours"


@pytest.mark.parametrize(
    ("at", "quiet", "told"),
    [
        ("every hour", "22:00", "“22:00” are not quiet hours; write them such as 22:00-07:00"),
        ("every hour", "at night", "are not quiet hours"),
        ("every hour", "25:99-07:00", "“25:99” is not a time of day; times go from 00:00 to 23:59"),
        ("every hour", "22:00-morning", "“morning” is not a time of day; write them such as 22:00-07:00"),
        ("every hour", "22:00-22:00", "cannot begin and end at the same time"),
        ("every hour", "00:00-24:00", "With the whole day quiet nothing would ever be posted"),
        ("every hour", "all day", "or pause it instead"),
        ("every hour", "24:00-07:00", "is not a time of day"),
        ("every hour", "-" * 150, "is not a time of day"),
        ("every hour", "x" * 4000, "too long for a list of quiet hours"),
        ("every hour", "22:00\u200f-07:00", "control characters in the list of quiet hours"),
        ("06:30", "22:00-07:00", "06:30 is inside the quiet hours 22:00-07:00: choose another time"),
        ("22:00, 12:00", "22:00-07:00", "22:00 is inside the quiet hours"),
        ("12:30", "12:00-13:00", "12:30 is inside the quiet hours"),
    ],
)
def test_quiet_hours_that_make_no_sense_are_told(at: str, quiet: str, told: str) -> None:
    with pytest.raises(ScheduleError) as error:
        parsed(at, quiet=quiet)
    assert told in str(error.value)
    assert len(str(error.value)) < 300


def test_a_time_at_the_end_of_quiet_hours_is_not_inside_them() -> None:
    assert parsed("07:00, 21:59", quiet="22:00-07:00") == "daily at 07:00 and 21:59, UTC"
    assert parsed("00:00, 13:00", quiet="12:00-13:00") == "daily at 00:00 and 13:00, UTC"
    assert not is_quiet_time("00:00", QuietHours("12:00", "00:00", "UTC"))


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_a_schedule_or_a_sentence(at: str, zone: str, days: str, quiet: str) -> None:
    for *attempt, hours in (
        (at, "UTC", "daily", ""),
        (f"as it happens, {at}", "UTC", "daily", ""),
        ("7", zone, "daily", ""),
        ("7", "UTC", days, ""),
        ("every 2 hours", "UTC", "daily", quiet),
        ("every 2 hours", "UTC", "daily", f"{quiet}-7am"),
    ):
        try:
            schedule = parse_schedule(*attempt, min_interval_minutes=15, quiet=hours)
        except ScheduleError as error:
            assert str(error).endswith((".", "?"))
        else:
            assert describe(schedule)


least_gaps = st.integers(15, 10_080)
wall_times = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")
zones = st.sampled_from(["UTC", "Europe/Paris", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"])
quiet_hours = st.builds(QuietHours, wall_times, wall_times, zones).filter(lambda q: q.start != q.end)
schedules = st.one_of(
    st.builds(
        ClockSchedule,
        st.sets(st.integers(0, 95), min_size=1, max_size=24).map(
            lambda quarters: tuple(f"{q // 4:02d}:{q % 4 * 15:02d}" for q in sorted(quarters))
        ),
        st.frozensets(st.integers(0, 6), min_size=1),
        zones,
    ),
    st.builds(IntervalSchedule, least_gaps, st.none() | quiet_hours),
    st.builds(LiveSchedule, least_gaps, st.none() | quiet_hours),
)


def typed(words: ScheduleWords) -> Schedule:
    return parse_schedule(words.at, words.timezone, words.days, min_interval_minutes=15, quiet=words.quiet)


@given(schedules)
def test_a_schedule_survives_being_typed_again(schedule: Schedule) -> None:
    assert typed(as_typed(schedule)) == schedule


@given(schedules, schedules)
def test_different_schedules_have_different_words(one: Schedule, other: Schedule) -> None:
    assert (describe(one) == describe(other)) == (one == other)


@given(schedules)
def test_what_is_said_of_a_schedule_is_understood_when_typed(schedule: Schedule) -> None:
    said = describe(schedule)
    if isinstance(schedule, ClockSchedule):
        days, _, rest = said.removeprefix("on ").partition(" at ")
        times, _, zone = rest.rpartition(", ")
        assert parse_schedule(times, zone, days, min_interval_minutes=15) == schedule
    elif schedule.quiet is None:
        assert parse_schedule(said, "UTC", "daily", min_interval_minutes=15) == schedule
    else:
        at, _, quiet = said.partition(", quiet ")
        hours, _, zone = quiet.rpartition(", ")
        assert parse_schedule(at, zone, "daily", min_interval_minutes=15, quiet=hours) == schedule


def test_zones_are_suggested_while_typing() -> None:
    assert "Europe/Paris" in suggest_timezones("par", 25)
    assert suggest_timezones("est", 25)[0] == "America/New_York"
    assert suggest_timezones("lond", 25) == ["Europe/London"]
    assert len(suggest_timezones("", 25)) == 25
    assert suggest_timezones("\x00" * 4000, 25) == []


def test_wide_letters_name_a_zone() -> None:
    assert find_timezone("Ｅurope／Ｐaris") == "Europe/Paris"
    with pytest.raises(ScheduleError, match="That is not a time zone"):
        find_timezone("Europe/\u202eParis")
    with pytest.raises(ScheduleError) as error:
        find_timezone("ﷺ" * 64)
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(("least", "told"), [(1, "1 minute"), (60, "1 hour"), (90, "90 minutes")])
def test_the_shortest_interval_is_told_in_words(least: int, told: str) -> None:
    with pytest.raises(ScheduleError, match=f"An interval is at least {told} here"):
        parse_schedule("every 0 minutes", "UTC", "daily", min_interval_minutes=least)
