"""Since and until, as people write them."""

from __future__ import annotations

import math
import re
from calendar import month_abbr, month_name, monthrange
from datetime import date, timedelta

from bot.errors import QueryError
from bot.models import Window
from bot.reading.dates import find_dates

MAX_LENGTH = 60
EXAMPLES = "2024-10-01, Oct 1, yesterday, last week, 7 days"

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_YEAR = re.compile(r"\d{4}")
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_DURATION = re.compile(
    rf"(?P<last>(?:the\s+)?(?:last|past)\s+)?(?P<number>\d{{1,4}}|an?|{'|'.join(_NUMBERS)})\s*"
    r"(?P<unit>h|hours?|d|days?|w|weeks?|m|months?|y|years?)(?:\s+ago)?",
    re.I,
)
_PAST = re.compile(r"(?:the )?past (?P<unit>day|week|month|year)", re.I)
_MONTHS = tuple(month_name)
_SHORT_MONTHS = (*month_abbr[1:], "Sept")
_SHORT_MONTH = re.compile(rf"(?:in )?({'|'.join(_SHORT_MONTHS)})\.?", re.I)
_MONTH_NAMED = re.compile(rf"\b(?:{'|'.join(_SHORT_MONTHS)})", re.I)
_YEAR_SAID = re.compile(r"\d{4}|\bnext\b|\byear\b", re.I)
_SLASHED = re.compile(r"(\d{4})/(\d\d?)/(\d\d?)")
_UNIT_DAYS = {"h": 1 / 24, "d": 1, "w": 7, "m": 30, "y": 365}
_SMALL_WORDS = frozenset("since from after on in at until till to up by before the last".split())
"""May stand beside a day without changing which one is meant."""


def parse_window(since: str | None, until: str | None, today: date) -> Window:
    """Return the window between two days as typed; either may be missing.

    Raises :class:`QueryError` when one is not a day, or when they are the wrong way round.
    """
    first = _parse(since, today, "since")[0] if since and since.strip() else None
    last = _parse(until, today, "until")[1] if until and until.strip() else None
    if first and last and first > last:
        raise QueryError(
            f"Nothing lies between since {first.isoformat()} and until {last.isoformat()}: swap them."
        )
    return Window(first, last)


def _parse(text: str, today: date, option: str) -> tuple[date, date]:
    """Return the first and last day that the words stand for."""
    words = " ".join(text.split())
    typed = words if len(words) <= MAX_LENGTH else f"{words[:MAX_LENGTH]}…"
    problem = QueryError(f"I cannot read “{typed}” as a day ({option}). Try one of: {EXAMPLES}.")
    if len(words) > MAX_LENGTH:
        raise problem
    # what people put before a day anyway: "since last 3 days"
    words = re.sub(rf"{option} (?=\S)", "", words, count=1, flags=re.I)
    try:
        if duration := _DURATION.fullmatch(words):
            return _back_from(today, duration)
        if past := _PAST.fullmatch(words):
            return today - timedelta(_UNIT_DAYS[past["unit"][0].lower()]), today
        span = _span(_spelt_out(words).upper()) or _found(_spelt_out(words), today)
        if span is not None and _MONTH_NAMED.search(words) and not _YEAR_SAID.search(words):
            span = _already_begun(span, today)
    except (ValueError, OverflowError):
        raise problem from None
    if span is None:
        raise problem
    return span


def _spelt_out(words: str) -> str:
    """Return the words as the reader of articles knows them: no article abbreviates a month without a day."""
    if slashed := _SLASHED.fullmatch(words):
        return f"{slashed[1]}-{slashed[2]:0>2}-{slashed[3]:0>2}"
    if short := _SHORT_MONTH.fullmatch(words):
        return _MONTHS[1 + _SHORT_MONTHS.index(short[1].title()[:3])]
    return f"the {words}" if words.lower().startswith("day before") else words


def _already_begun(span: tuple[date, date], today: date) -> tuple[date, date]:
    """Return the last such days that have begun: there is no news yet of a December to come."""
    first, last = span
    if first <= today:
        return span
    year = first.year - 1
    length = monthrange(year, last.month)[1]
    return date(year, first.month, min(first.day, length)), date(year, last.month, min(last.day, length))


def _back_from(today: date, duration: re.Match[str]) -> tuple[date, date]:
    """Return "the last 7 days" as a span, and "7 days (ago)" as the one day."""
    number = duration["number"].lower()
    count = int(number) if number.isdigit() else _NUMBERS.index(number) if number in _NUMBERS else 1
    day = today - timedelta(math.ceil(count * _UNIT_DAYS[duration["unit"][0].lower()]))
    return day, today if duration["last"] else day


def _found(words: str, today: date) -> tuple[date, date] | None:
    """Return the day that the reader of articles finds, when it is all that the words say."""
    for written in (words[:1].upper() + words[1:], words.title()):
        for found in find_dates(written, today):
            beside = f"{written[: found.start]} {written[found.end :]}".lower().split()
            if _SMALL_WORDS.issuperset(beside):
                return (today, today) if found.value == "PRESENT_REF" else _span(found.value)
    return None


def _span(value: str) -> tuple[date, date] | None:
    """Return the days that a TIMEX3 value covers; None for a duration or a set."""
    if match := _DAY.fullmatch(value):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if match := _WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return (monday + timedelta(5) if match[3] else monday), monday + timedelta(6)
    if match := _MONTH.fullmatch(value):
        year, month = int(match[1]), int(match[2])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if _YEAR.fullmatch(value):
        return date(int(value), 1, 1), date(int(value), 12, 31)
    return None
