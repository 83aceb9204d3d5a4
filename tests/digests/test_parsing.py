"""What admins type, and the sentence they get when it makes no sense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.slots import describe, parse_schedule, suggest_timezones
from bot.errors import ScheduleError
from bot.models import ClockSchedule, IntervalSchedule


def parsed(at: str, timezone: str = "UTC", days: str = "daily", least: int = 15) -> str:
    return describe(parse_schedule(at, timezone, days, min_interval_minutes=least))


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


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_a_schedule_or_a_sentence(at: str, zone: str, days: str) -> None:
    for attempt in ((at, "UTC", "daily"), ("7", zone, "daily"), ("7", "UTC", days)):
        try:
            schedule = parse_schedule(*attempt, min_interval_minutes=15)
        except ScheduleError as error:
            assert str(error).endswith((".", "?"))
        else:
            assert describe(schedule)


@given(
    st.sets(st.integers(0, 95), min_size=1).map(lambda quarters: sorted(quarters)[:24]),
    st.frozensets(st.integers(0, 6), min_size=1),
)
def test_a_schedule_survives_its_own_wording(quarters: list[int], days: frozenset[int]) -> None:
    times = tuple(f"{quarter // 4:02d}:{quarter % 4 * 15:02d}" for quarter in quarters)
    names = ",".join("mon tue wed thu fri sat sun".split()[day] for day in days)
    schedule = parse_schedule(", ".join(times), "Asia/Tokyo", names, min_interval_minutes=15)
    assert schedule == ClockSchedule(times=times, days=days, timezone="Asia/Tokyo")


def test_zones_are_suggested_while_typing() -> None:
    assert "Europe/Paris" in suggest_timezones("par", 25)
    assert suggest_timezones("est", 25)[0] == "America/New_York"
    assert suggest_timezones("lond", 25) == ["Europe/London"]
    assert len(suggest_timezones("", 25)) == 25
    assert suggest_timezones("\x00" * 4000, 25) == []
