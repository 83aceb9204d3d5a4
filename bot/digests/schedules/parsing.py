"""From what an admin types to a :class:`Schedule`; the way back is in `wording`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.digests.schedules.wording import (
    DAILY,
    WEEKDAYS,
    WEEKENDS,
    ScheduleWords,
    as_typed,
    describe,
    length,
    quiet_span,
    span,
)
from bot.digests.schedules.zones import find_timezone
from bot.errors import ScheduleError
from bot.models import ClockSchedule, IntervalSchedule, LiveSchedule, QuietHours, Schedule

__all__ = ["ScheduleWords", "as_typed", "describe", "parse_schedule"]

LONGEST_TEXT = 200
LONGEST_SHOWN = 40
"""Characters of what was typed that an error repeats."""
MOST_TIMES = 24
LONGEST_INTERVAL = 7 * 24 * 60
"""Minutes."""
DAY_MINUTES = 24 * 60

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
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
_NAMED_INTERVALS = {"hourly": "every hour"}
_LIVE = re.compile(
    r"(?:as it happens|as they happen|as soon as possible|asap|live|immediately|instantly|at once|right away)"
    r"(?:\s*[,;:]?\s+(?:but\s+)?(?:(?:at most|no more than)\s+)?((?:every\b|hourly).*))?\.?"
)
_NO_QUIET = frozenset({"", "none", "no", "off", "never", "nothing", "-", "–"})
_ALWAYS_QUIET = frozenset({"always", "all day", "all", "the whole day", "24 hours", "24h"})
_QUIET = re.compile(r"(?:from\s+|between\s+)?(.+?)\s*(?:[-–—]|\bto\b|\btill\b|\buntil\b|\band\b)\s*(.+)")

_TIMES_HINT = "write times such as 07:30, 18:00 or 7am, an interval such as every 2 hours, or as it happens"
_DAYS_HINT = "write daily, weekdays, weekends, or days such as mon,wed,fri or mon-fri"
_QUIET_HINT = "write them such as 22:00-07:00 or 10pm to 7am, or none"


def parse_schedule(
    at: str, timezone: str, days: str, *, min_interval_minutes: int, quiet: str = ""
) -> Schedule:
    """Return the schedule that an admin asks for.

    `at` is times of day ("07:30, 18:00", "7am", "18"), an interval ("every 2 hours") or "as it happens", with
    its least gap ("as it happens, every 30 minutes") or without (then `min_interval_minutes`); `timezone`
    an IANA name in any case; `days` "daily", "weekdays", "weekends" or a list or range of days;
    `quiet` hours of that zone in which nothing is posted ("22:00-07:00"; "" or "none").
    Raises :class:`ScheduleError` saying what would make sense.
    """
    least = min(min_interval_minutes, LONGEST_INTERVAL)
    wording = _clean(at, "time", _TIMES_HINT)
    weekdays = _parse_days(_clean(days, "list of days", _DAYS_HINT))
    hours = _parse_quiet(quiet, find_timezone(timezone))
    wording = _NAMED_INTERVALS.get(wording, wording)
    if (live := _LIVE.fullmatch(wording)) is not None:
        _check_daily(weekdays, "a digest as it happens comes on every day")
        gap = _NAMED_INTERVALS.get(live[1] or "", live[1])
        return LiveSchedule(_parse_interval(gap, least) if gap else least, hours)
    if wording.startswith("every"):
        minutes = _parse_interval(wording, least)
        _check_daily(weekdays, "an interval runs every day")
        return IntervalSchedule(minutes, hours)
    times = _parse_times(wording)
    _check_gaps(times, least)
    _check_quiet(times, hours)
    return ClockSchedule(times=times, days=weekdays, timezone=find_timezone(timezone))


def is_quiet_time(time: str, quiet: QuietHours) -> bool:
    """Return whether a time of day ("HH:MM") is inside quiet hours, as the clock on the wall shows it."""
    if quiet.start < quiet.end:
        return quiet.start <= time < quiet.end
    return time >= quiet.start or time < quiet.end


def _clean(text: str, noun: str, hint: str) -> str:
    cleaned = _plain(text, noun, hint)
    if not cleaned:
        raise ScheduleError(f"The {noun} is missing; {hint}.")
    return cleaned


def _plain(text: str, noun: str, hint: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ScheduleError(f"That is too long for a {noun}; {hint}.")
    # wide digits and the narrow spaces that some systems write before "pm" are as good as others
    text = unicodedata.normalize("NFKC", text)
    if not text.isprintable():
        raise ScheduleError(f"There are control characters in the {noun}; {hint}.")
    return " ".join(text.casefold().split())


def _shown(text: str) -> str:
    return f"“{text}”" if len(text) <= LONGEST_SHOWN else f"“{text[:LONGEST_SHOWN]}…”"


def _pieces(text: str) -> list[str]:
    return [piece for part in re.split(r"[,;&]|\band\b", text) if (piece := part.strip())]


# --- times of day ----------------------------------------------------------------------------------------


def _parse_times(text: str) -> tuple[str, ...]:
    times: set[str] = set()
    for piece in _pieces(text):
        # "7 am" is one time, "07:30 18:00" is two
        whole = piece in _NAMED_TIMES or _TIME.fullmatch(piece) is not None
        times.update(_parse_time(word, _TIMES_HINT) for word in ([piece] if whole else piece.split()))
    if not times:
        raise ScheduleError(f"The time is missing; {_TIMES_HINT}.")
    if len(times) > MOST_TIMES:
        raise ScheduleError(f"{len(times)} times a day are too many; at most {MOST_TIMES}.")
    return tuple(sorted(times))


def _parse_time(word: str, hint: str) -> str:
    if word in _NAMED_TIMES:
        return _NAMED_TIMES[word]
    match = _TIME.fullmatch(word)
    if match is None:
        raise ScheduleError(f"{_shown(word)} is not a time of day; {hint}.")
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half is not None:
        if not 1 <= hour <= 12:
            raise ScheduleError(f"{_shown(word)} is not a time of day; with am and pm the hour is 1 to 12.")
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59:
        raise ScheduleError(f"{_shown(word)} is not a time of day; times go from 00:00 to 23:59.")
    return f"{hour:02d}:{minute:02d}"


def _check_gaps(times: Sequence[str], least: int) -> None:
    marks = [int(time[:2]) * 60 + int(time[3:]) for time in times]
    following = [*marks[1:], marks[0] + DAY_MINUTES]
    for mark, after in zip(marks, following, strict=True):
        # one time a day is a day apart, whatever the setting says
        if len(marks) > 1 and after - mark < least:
            raise ScheduleError(f"Digests are at least {length(least)} apart; choose times further apart.")


# --- intervals -------------------------------------------------------------------------------------------


def _parse_interval(text: str, least: int) -> int:
    match = _INTERVAL.fullmatch(text)
    unit = _UNITS.get(match[2]) if match else None
    if match is None or unit is None:
        raise ScheduleError(f"{_shown(text)} is not an interval; write every 30 minutes or every 2 hours.")
    # the longest number worth reading: int() of a long run of digits takes its time
    minutes = int(match[1] or 1) * unit if len(match[1] or "") <= 6 else LONGEST_INTERVAL + 1
    if minutes < least:
        raise ScheduleError(f"An interval is at least {length(least)} here; write every {span(least)}.")
    if minutes > LONGEST_INTERVAL:
        raise ScheduleError("An interval is at most 7 days; write every 24 hours, or times and days.")
    return minutes


# --- quiet hours -----------------------------------------------------------------------------------------


def _parse_quiet(text: str, timezone: str) -> QuietHours | None:
    wording = _plain(text, "list of quiet hours", _QUIET_HINT)
    if wording in _NO_QUIET:
        return None
    if wording in _ALWAYS_QUIET:
        raise ScheduleError(_never_posted())
    match = _QUIET.fullmatch(wording)
    if match is None:
        raise ScheduleError(f"{_shown(wording)} are not quiet hours; {_QUIET_HINT}.")
    start, end = _parse_time(match[1], _QUIET_HINT), _parse_quiet_end(match[2])
    if end == "24:00":
        if start == "00:00":
            raise ScheduleError(_never_posted())
        end = "00:00"
    if start == end:
        raise ScheduleError(f"Quiet hours cannot begin and end at the same time; {_QUIET_HINT}.")
    return QuietHours(start, end, timezone)


def _parse_quiet_end(word: str) -> str:
    return "24:00" if word in {"24", "24:00", "24.00", "24h00"} else _parse_time(word, _QUIET_HINT)


def _never_posted() -> str:
    return "With the whole day quiet nothing would ever be posted: choose fewer hours, or pause it instead."


def _check_quiet(times: Sequence[str], quiet: QuietHours | None) -> None:
    inside = [time for time in times if quiet is not None and is_quiet_time(time, quiet)]
    if quiet is not None and inside:
        raise ScheduleError(
            f"{inside[0]} is inside the quiet hours {quiet_span(quiet)}:"
            " choose another time, or other quiet hours."
        )


# --- days ------------------------------------------------------------------------------------------------


def _check_daily(days: frozenset[int], because: str) -> None:
    if days != DAILY:
        raise ScheduleError(f"Days go with times of day; {because}: leave the days out.")


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
    raise ScheduleError(f"{_shown(word)} is not a day; {_DAYS_HINT}.")
