"""Calendar arithmetic that ends in TIMEX3 values, as TempEval-3 writes them.

Every function answers None where the result would leave the years 1 to 9999 or name a day that does not
exist; none raises. Source of the notation: TimeML 1.2.1, "Annotation Guidelines", section TIMEX3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal

from bot.reading.dates.lexicon import UNITS

_CALENDAR_VALUE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?|-Q([1-4]))?(?:T[0-9A-Z:]{1,6})?")


@dataclass(frozen=True, slots=True)
class Period:
    """The stretch of the calendar that a value names."""

    first: date
    precision: Literal["day", "month", "quarter", "year"]


def period_of(value: str) -> Period | None:
    """Return what a value names, or None when it names no day, month, quarter or year."""
    match = _CALENDAR_VALUE.fullmatch(value)
    if match is None:
        return None
    year, month, day, quarter = (int(group) if group else 0 for group in match.groups())
    first = make_day(year, 3 * quarter - 2 if quarter else month or 1, day or 1)
    if first is None:
        return None
    return Period(first, "day" if day else "month" if month else "quarter" if quarter else "year")


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None when there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_days(day: date, amount: int) -> date | None:
    """Return the day so many days on."""
    try:
        return day + timedelta(days=amount)
    except OverflowError:
        return None


def year_value(year: int) -> str | None:
    """Return "2024"."""
    return f"{year:04d}" if MINYEAR <= year <= MAXYEAR else None


def month_value(year: int, month: int) -> str | None:
    """Return "2024-10"; months beyond 1 to 12 run into the years beside."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04d}-{month:02d}" if MINYEAR <= year <= MAXYEAR else None


def quarter_value(year: int, quarter: int) -> str | None:
    """Return "2024-Q4"; quarters beyond 1 to 4 run into the years beside."""
    year, quarter = year + (quarter - 1) // 4, (quarter - 1) % 4 + 1
    return f"{year:04d}-Q{quarter}" if MINYEAR <= year <= MAXYEAR else None


def quarter_of(day: date) -> int:
    """Return 1 to 4."""
    return (day.month - 1) // 3 + 1


def week_value(day: date) -> str:
    """Return the ISO week, "2024-W41"."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def shift(day: date, amount: int, unit: str) -> str | None:
    """Return the day, week, month … that lies `amount` units from the one that `day` is in.

    None for units of the clock: a publish date has no time of day to count from.
    """
    if unit == "month":
        return month_value(day.year, day.month + amount)
    if unit == "quarter":
        return quarter_value(day.year, quarter_of(day) + amount)
    if unit == "year":
        return year_value(day.year + amount)
    if unit in ("decade", "century"):
        span = 10 if unit == "decade" else 100
        year = day.year + amount * span
        return f"{year // span:0{3 if span == 10 else 2}d}" if MINYEAR <= year <= MAXYEAR else None
    if unit == "fortnight":
        unit, amount = "week", 2 * amount
    if unit not in ("day", "week", "weekend"):
        return None
    there = add_days(day, amount if unit == "day" else 7 * amount)
    if there is None:
        return None
    if unit == "day":
        return there.isoformat()
    return week_value(there) + ("-WE" if unit == "weekend" else "")


def duration(number: str, unit: str) -> str:
    """Return "P3D", "PT50M", "PXY"; decades and centuries of a known number count as years.

    >>> duration("2", "decade")
    'P20Y'
    """
    letters = UNITS[unit]
    if letters == "FN":
        return f"P{number}W" if number == "X" else f"P{2 * float(number):.10g}W"
    if number != "X" and letters in ("DE", "CE"):
        years = float(number) * (10 if letters == "DE" else 100)
        return f"P{years:.10g}Y"
    return f"PT{number}{letters[1]}" if letters[0] == "T" else f"P{number}{letters}"
