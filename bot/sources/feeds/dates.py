"""The dates of feeds and pages: RFC 822, 850 and 3339, ISO 8601, seconds since 1970, what people write."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bot.sources.date_line import parse_date_line

EARLIEST_YEAR = 1970
"""Older dates are a program's zero ("0001-01-01"), not an article's."""


class Moment(NamedTuple):
    """A point in time."""

    time: datetime
    """Aware, UTC."""
    day_only: bool
    """Only the day was named; the time is midnight."""


def parse_moment(text: str) -> Moment | None:
    """Return the time that a text names, None when it names none. What has no zone is taken for UTC.

    A wrong weekday is overlooked, a day or an hour that does not exist is not. Dates in the future are dates.
    """
    text = " ".join(text[:100].split())
    try:
        moment = _from_mail(text) or _from_iso(text) or _from_seconds(text) or _from_asctime(text)
    except (ValueError, OverflowError):
        return None
    if moment is None and (line := parse_date_line(text)) is not None:
        moment = Moment(line.published, day_only=":" not in text)
    return moment if moment and moment.time.year >= EARLIEST_YEAR else None


_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_HOURS = {
    "GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "WET": 0, "BST": 1, "IST": 5.5, "WEST": 1, "CET": 1, "MET": 1,
    "CEST": 2, "MEST": 2, "EET": 2, "SAST": 2, "EEST": 3, "MSK": 3, "PKT": 5, "SGT": 8, "HKT": 8, "AWST": 8,
    "JST": 9, "KST": 9, "ACST": 9.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "NST": -3.5, "AST": -4,
    "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "ET": -5, "CT": -6, "MT": -7, "PT": -8, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
"""Zones by their letters, in hours east; what means several is read as in English-language news."""

_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_ZONE = r"(?:\s?\(?(?P<zone>[+-]\d{1,2}:?\d{2}|[A-Za-z]{1,4}(?:[+-]\d{1,2}:?\d{2})?)\)?(?:\s?\([^)]*\))?)?"
_MAIL = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s?)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-](?P<month>[A-Za-z]{3,9})\.?,?[\s-]"
    rf"(?P<year>\d{{4}}|\d{{2}})(?:,?\s(?:at\s)?{_CLOCK}{_ZONE})?"
)
_ISO_SPACED = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s(GMT|UTC|Z)")
_SECONDS = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")
_ASCTIME = re.compile(
    rf"[A-Za-z]{{3,9}},?\s(?P<month>[A-Za-z]{{3}})[a-z]*\s(?P<day>\d{{1,2}})\s{_CLOCK}{_ZONE}\s(?P<year>\d{{4}})"
)


def _from_mail(text: str) -> Moment | None:
    match = _MAIL.fullmatch(text)
    return _from_match(match) if match else None


def _from_asctime(text: str) -> Moment | None:
    match = _ASCTIME.fullmatch(text)
    return _from_match(match) if match else None


def _from_match(match: re.Match[str]) -> Moment | None:
    month = _MONTHS.get(match["month"][:3].lower())
    if month is None:
        return None
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 1900 if year >= 70 else 2000
    day = datetime(year, month, int(match["day"]), tzinfo=UTC)
    if match["hour"] is None:
        return Moment(day, day_only=True)
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"] and hour <= 12:
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute + second):
        raise ValueError(f"there is no {hour}:{minute}:{second}")
    clock = timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    return Moment(day + clock - _offset(match["zone"]), day_only=False)


def _offset(zone: str | None) -> timedelta:
    """Return how far a zone is ahead of UTC; nothing for a name that nobody knows."""
    if not zone:
        return timedelta()
    if (digits := re.search(r"([+-])(\d{1,2}):?(\d{2})$", zone)) is None:
        return timedelta(hours=_HOURS.get(zone.upper(), 0))
    hours, minutes = int(digits[2]), int(digits[3])
    if hours > 18 or minutes > 59:
        # no zone is so far away
        return timedelta()
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if digits[1] == "-" else offset


def _from_iso(text: str) -> Moment | None:
    if not text[:4].isdecimal() or len(text) < 8 or (text.isdecimal() and len(text) != 8):
        return None
    if match := _ISO_SPACED.fullmatch(text):
        text = f"{match[1]}T{match[2]}Z"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        if not (shortened := re.fullmatch(r"(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}).*", text)):
            return None
        # what stands behind the seconds makes no sense
        moment = datetime.fromisoformat(shortened[1])
    day_only = ":" not in text and "T" not in text and " " not in text
    return Moment(moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC), day_only)


def _from_seconds(text: str) -> Moment | None:
    match = _SECONDS.fullmatch(text)
    return Moment(datetime.fromtimestamp(int(match[1]), UTC), day_only=False) if match else None
