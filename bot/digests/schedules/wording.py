"""A schedule in words: as a phrase to read, and as somebody would type it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.models import ClockSchedule, IntervalSchedule, LiveSchedule, QuietHours, Schedule

DAILY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
WEEKENDS = frozenset({5, 6})
_DAY_TITLES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class ScheduleWords:
    """What is typed for a schedule, as :func:`bot.digests.schedules.parsing.parse_schedule` takes it."""

    at: str
    """"07:30, 18:00", "every 2 hours" or "as it happens, every 30 minutes"."""
    timezone: str
    """An IANA name; "UTC" where a schedule needs none."""
    days: str
    """"daily", "weekdays", "weekends" or a list ("mon, wed")."""
    quiet: str = ""
    """"22:00-07:00", or nothing."""


def describe(schedule: Schedule) -> str:
    """Return a schedule as a phrase: "daily at 07:30 and 18:00, Europe/Paris"; "every 2 hours".

    Quiet hours follow: "every 2 hours, quiet from 22:00 to 07:00, Europe/Paris".
    """
    match schedule:
        case ClockSchedule(times, days, timezone):
            return f"{_describe_days(days)} at {listing(times)}, {timezone}"
        case IntervalSchedule(minutes, quiet):
            return f"every {span(minutes)}{_describe_quiet(quiet)}"
        case LiveSchedule(gap, quiet):
            return f"as it happens, at most every {span(gap)}{_describe_quiet(quiet)}"


def as_typed(schedule: Schedule) -> ScheduleWords:
    """Return what to type for just this schedule: what a form that changes it is filled with."""
    match schedule:
        case ClockSchedule(times, days, timezone):
            return ScheduleWords(", ".join(times), timezone, _type_days(days))
        case IntervalSchedule(minutes, quiet):
            at = f"every {span(minutes)}"
        case LiveSchedule(gap, quiet):
            at = f"as it happens, every {span(gap)}"
    if quiet is None:
        return ScheduleWords(at, "UTC", "daily")
    return ScheduleWords(at, quiet.timezone, "daily", quiet_span(quiet))


def quiet_span(quiet: QuietHours) -> str:
    """Return quiet hours as typed: "22:00-07:00"."""
    return f"{quiet.start}-{quiet.end}"


def listing(words: Iterable[str]) -> str:
    """Return at least one word as a list: "07:30, 12:00 and 18:00"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def span(minutes: int) -> str:
    """Return a length of time that follows "every": "hour", "2 hours", "90 minutes"."""
    count, unit = (minutes // 60, "hour") if minutes % 60 == 0 else (minutes, "minute")
    return unit if count == 1 else f"{count} {unit}s"


def _describe_quiet(quiet: QuietHours | None) -> str:
    return "" if quiet is None else f", quiet from {quiet.start} to {quiet.end}, {quiet.timezone}"


def _describe_days(days: frozenset[int]) -> str:
    if days == DAILY:
        return "daily"
    if days == WEEKDAYS:
        return "on weekdays"
    if days == WEEKENDS:
        return "on weekends"
    return f"on {listing([_DAY_TITLES[day] for day in sorted(days)])}"


def _type_days(days: frozenset[int]) -> str:
    groups = {DAILY: "daily", WEEKDAYS: "weekdays", WEEKENDS: "weekends"}
    return groups.get(days) or ", ".join(_DAY_TITLES[day].lower() for day in sorted(days))


def length(minutes: int) -> str:
    """Return "1 hour", "30 minutes", as said of how long something takes."""
    words = span(minutes)
    return words if words[0].isdigit() else f"1 {words}"
