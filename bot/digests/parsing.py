"""A schedule in words: from what an admin types to a :class:`Schedule`, and back to a phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.digests.zones import find_timezone
from bot.errors import ScheduleError
from bot.models import ClockSchedule, IntervalSchedule, LiveSchedule, Schedule

LONGEST_TEXT = 200
MOST_TIMES = 24
LONGEST_INTERVAL = 7 * 24 * 60
"""Minutes."""
DAY_MINUTES = 24 * 60

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_TITLES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAILY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
WEEKENDS = frozenset({5, 6})
_DAY_GROUPS = {
    "daily": DAILY,
    "every day": DAILY,
    "everyday": DAILY,
    "all": DAILY,
    "weekdays": WEEKDAYS,
    "weekday": WEEKDAYS,
    "workdays": WEEKDAYS,
    "weekends": WEEKENDS,
    "weekend": WEEKENDS,
}

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.ASCII)
_NAMED_TIMES = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_INTERVAL = re.compile(r"every\s+(?:(\d+)\s*)?([a-z]+)", re.ASCII)
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60),
    **dict.fromkeys(("d", "day", "days"), DAY_MINUTES),
}

_TIMES_HINT = "write times such as 07:30, 18:00 or 7am, or an interval such as every 2 hours"
_DAYS_HINT = "write daily, weekdays, weekends, or days such as mon,wed,fri or mon-fri"


def parse_schedule(at: str, timezone: str, days: str, *, min_interval_minutes: int) -> Schedule:
    """Return the schedule that an admin asks for.

    `at` is times of day ("07:30, 18:00", "7am", "18") or an interval ("every 2 hours"); `timezone` an IANA
    name in any case; `days` "daily", "weekdays", "weekends" or a list or range of days.
    Raises :class:`ScheduleError` saying what would make sense.
    """
    wording = _clean(at, "time", _TIMES_HINT)
    weekdays = _parse_days(_clean(days, "list of days", _DAYS_HINT))
    zone = find_timezone(timezone)
    if wording == "hourly":
        wording = "every hour"
    if wording.startswith("every"):
        minutes = _parse_interval(wording, min_interval_minutes)
        if weekdays != DAILY:
            raise ScheduleError("Days go with times of day; an interval runs every day: leave the days out.")
        return IntervalSchedule(minutes)
    times = _parse_times(wording)
    _check_gaps(times, min_interval_minutes)
    return ClockSchedule(times=times, days=weekdays, timezone=zone)


def describe(schedule: Schedule) -> str:
    """Return a schedule as a phrase: "daily at 07:30 and 18:00, Europe/Paris"; "every 2 hours"."""
    if isinstance(schedule, IntervalSchedule):
        return f"every {_span(schedule.minutes)}"
    if isinstance(schedule, LiveSchedule):
        return f"as it happens, at most every {_span(schedule.gap_minutes)}"
    return f"{_describe_days(schedule.days)} at {_listing(schedule.times)}, {schedule.timezone}"


def _clean(text: str, noun: str, hint: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ScheduleError(f"That is too long for a {noun}; {hint}.")
    if not text.isprintable():
        raise ScheduleError(f"There are control characters in the {noun}; {hint}.")
    cleaned = " ".join(text.casefold().split())
    if not cleaned:
        raise ScheduleError(f"The {noun} is missing; {hint}.")
    return cleaned


def _pieces(text: str) -> list[str]:
    return [piece for part in re.split(r"[,;&]|\band\b", text) if (piece := part.strip())]


def _parse_times(text: str) -> tuple[str, ...]:
    times: set[str] = set()
    for piece in _pieces(text):
        # "7 am" is one time, "07:30 18:00" is two
        whole = piece in _NAMED_TIMES or _TIME.fullmatch(piece) is not None
        times.update(_parse_time(word) for word in ([piece] if whole else piece.split()))
    if not times:
        raise ScheduleError(f"The time is missing; {_TIMES_HINT}.")
    if len(times) > MOST_TIMES:
        raise ScheduleError(f"{len(times)} times a day are too many; at most {MOST_TIMES}.")
    return tuple(sorted(times))


def _parse_time(word: str) -> str:
    if word in _NAMED_TIMES:
        return _NAMED_TIMES[word]
    match = _TIME.fullmatch(word)
    if match is None:
        raise ScheduleError(f"“{word}” is not a time of day; {_TIMES_HINT}.")
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half is not None:
        if not 1 <= hour <= 12:
            raise ScheduleError(f"“{word}” is not a time of day; with am and pm the hour is 1 to 12.")
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59:
        raise ScheduleError(f"“{word}” is not a time of day; times go from 00:00 to 23:59.")
    return f"{hour:02d}:{minute:02d}"


def _check_gaps(times: Sequence[str], least: int) -> None:
    marks = [int(time[:2]) * 60 + int(time[3:]) for time in times]
    following = [*marks[1:], marks[0] + DAY_MINUTES]
    for mark, after in zip(marks, following, strict=True):
        if after - mark < least:
            raise ScheduleError(f"Digests are at least {_span(least)} apart; choose times further apart.")


def _parse_interval(text: str, least: int) -> int:
    match = _INTERVAL.fullmatch(text)
    unit = _UNITS.get(match[2]) if match else None
    if match is None or unit is None:
        raise ScheduleError(f"“{text}” is not an interval; write every 30 minutes or every 2 hours.")
    # the longest number worth reading: int() of a long run of digits takes its time
    minutes = int(match[1] or 1) * unit if len(match[1] or "") <= 6 else LONGEST_INTERVAL + 1
    if minutes < least:
        raise ScheduleError(f"An interval is at least {_span(least)} here; write every {_span(least)}.")
    if minutes > LONGEST_INTERVAL:
        raise ScheduleError("An interval is at most 7 days; write every 24 hours, or times and days.")
    return minutes


def _parse_days(text: str) -> frozenset[int]:
    if text in _DAY_GROUPS:
        return _DAY_GROUPS[text]
    days: set[int] = set()
    for piece in _pieces(re.sub(r"\s*(?:-|–|\bto\b)\s*", "-", text)):
        for word in [piece] if piece in _DAY_GROUPS else piece.split():
            days |= _DAY_GROUPS[word] if word in _DAY_GROUPS else _day_range(word)
    if not days:
        raise ScheduleError(f"The list of days is missing; {_DAYS_HINT}.")
    return frozenset(days)


def _day_range(word: str) -> frozenset[int]:
    first, dash, last = word.partition("-")
    start = _weekday(first, word)
    if not dash:
        return frozenset({start})
    length = (_weekday(last, word) - start) % 7
    return frozenset((start + step) % 7 for step in range(length + 1))


def _weekday(name: str, word: str) -> int:
    for number, full in enumerate(_DAY_NAMES):
        if len(name) >= 2 and (full.startswith(name) or name == f"{full}s"):
            return number
    raise ScheduleError(f"“{word}” is not a day; {_DAYS_HINT}.")


def _describe_days(days: frozenset[int]) -> str:
    if days == DAILY:
        return "daily"
    if days == WEEKDAYS:
        return "on weekdays"
    if days == WEEKENDS:
        return "on weekends"
    return f"on {_listing([_DAY_TITLES[day] for day in sorted(days)])}"


def _listing(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _span(minutes: int) -> str:
    count, unit = (minutes // 60, "hour") if minutes % 60 == 0 else (minutes, "minute")
    return unit if count == 1 else f"{count} {unit}s"
