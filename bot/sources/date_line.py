"""The line that tells when an article was published, in the forms that news sites print.

``Wednesday, 10/09/2024`` · ``2024-10-09`` · ``October 9, 2024`` · ``Oct. 9, 2024`` · ``9 October 2024``, each
with or without a weekday, a label ("Published:", "Updated"), a time with its zone, and a byline beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

MAX_LENGTH = 160
"""A longer line says more than a date."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """What a date line says."""

    published: datetime
    """Aware, UTC; midnight when the line names only a day. Always on the day that is printed."""
    updated: bool = False
    """True when the line tells only of a later change ("Updated …")."""
    byline: str | None = None


def parse_date_line(line: str) -> DateLine | None:
    """Return what a line says when it is a date line and nothing else; None for any other text."""
    if len(line) > MAX_LENGTH or not any(letter.isdigit() for letter in line):
        return None
    found: list[tuple[datetime, bool]] = []
    byline: str | None = None
    for segment in _SEPARATOR.split(line):
        segment = segment.strip(" ,;–—-")
        if not segment or _BESIDE.fullmatch(segment):
            continue
        if (name := parse_byline(segment)) is not None:
            byline = name
        elif (moment := _parse_segment(segment)) is not None:
            found.append(moment)
        else:
            return None
    if not found:
        return None
    # what was published first comes first; a change counts only where nothing else is known
    published, updated = next((each for each in found if not each[1]), found[0])
    return DateLine(published, updated, byline)


def parse_byline(line: str) -> str | None:
    """Return who wrote it when a line is a byline ("By Jane Doe and John Roe"), else None."""
    match = _BYLINE.fullmatch(line)
    return match["names"].rstrip(" ,") if match else None


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}

_EAST, _WEST = "America/New_York", "America/Los_Angeles"
_ZONES = {
    **dict.fromkeys(("z", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("bst", "cet", "west"), 1),
    **dict.fromkeys(("cest", "eet", "sast"), 2),
    **dict.fromkeys(("eest", "msk"), 3),
    **{"edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8},
    **{"jst": 9, "kst": 9, "aest": 10, "aedt": 11, "hkt": 8, "sgt": 8},
}
_NAMED_ZONES = {"et": _EAST, "ct": "America/Chicago", "mt": "America/Denver", "pt": _WEST}

_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_DATE_FORMS = (
    r"(?P<iso>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})",
    r"(?P<numeric>\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)(?:\d{4}|\d{2}))(?![-/.\d])",
    rf"{_MONTH}\s*{_DAY}(?:\s*,\s*|\s+){_YEAR}",
    rf"{_DAY}(?:\s+of)?[\s-]+{_MONTH}[\s,-]+{_YEAR}",
)
_ZONE_NAMES = "|".join(sorted([*_ZONES, *_NAMED_ZONES], key=len, reverse=True))
_ZONE = rf"(?P<zone>(?:utc|gmt)?\s?[+-]\d{{1,2}}(?::?\d{{2}})?|{_ZONE_NAMES}|local\s+time)"
_TIME = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"|\s*(?P<half2>[ap]\.?m\.?))"
    rf"(?:\s*\(?{_ZONE}\b\)?)?"
)
_LABEL = (
    r"(?P<label>(?:(?:first|originally|last)\s+)?(?:published|posted|updated|modified|issued|created|date|pubdate)"
    r"(?:\s+(?:on|at))?)\s*:?\s+"
)
_WEEKDAY = r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\.?\s*,?\s+"
_BETWEEN = r"\s*(?:,|-|–|—|\bat\b|t(?=\d)|\s)\s*(?:at\s+)?"


def _segment_patterns() -> Iterator[re.Pattern[str]]:
    for form in _DATE_FORMS:
        yield re.compile(rf"(?:{_LABEL})?(?:{_WEEKDAY})?{form}(?:{_BETWEEN}{_TIME})?\.?", re.IGNORECASE)
        yield re.compile(rf"(?:{_LABEL})?{_TIME}{_BETWEEN}(?:on\s+)?(?:{_WEEKDAY})?{form}\.?", re.IGNORECASE)


_PATTERNS = tuple(_segment_patterns())
# also before a second label: "Oct. 9, 2024 Updated Oct. 10, 2024"
_SEPARATOR = re.compile(
    r"(?i)\s*[|·•/](?=\s)\s*|(?<=\d)[\s,;(]+(?=(?:last\s+)?(?:updated|modified|published)\b)|\)$"
)
# what stands beside a date and says nothing of it: "5 min read", "Updated 3:30 PM ET"
_BESIDE = re.compile(rf"(?:\d+[\s-]+min(?:ute)?s?(?:\s+read)?|(?:{_LABEL})?{_TIME})", re.IGNORECASE)
# each word a name's: "By land and sea, they come" is a headline
_NAME_WORD = r"(?:[^\W\d_a-zß-ÿ][\w.'’-]*|de|da|di|van|von|der|den|la|le|el|al|bin|and|in|for|at|of|the|&)"
_BYLINE = re.compile(
    rf"(?:By|BY|Written by):?\s+(?!(?:and|in|for|at|of|the)\b)"
    rf"(?P<names>{_NAME_WORD}(?:,?\s+{_NAME_WORD}){{0,11}},?)"
)


def _parse_segment(segment: str) -> tuple[datetime, bool] | None:
    for pattern in _PATTERNS:
        if (match := pattern.fullmatch(segment)) is not None:
            day = _day_of(match)
            if day is not None:
                label = (match["label"] or "").lower()
                return _moment_of(match, day), "updated" in label or "modified" in label
    return None


def _day_of(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if parts.get("iso"):
        year, month, day = map(int, re.split(r"\D", parts["iso"]))
        return _valid_date(year, month, day)
    if parts.get("numeric"):
        first, second, year = map(int, re.split(r"\D", parts["numeric"]))
        # with two digits, the century is the one that is nearest to our own time
        year += 0 if year > 99 else 2000 if year < 70 else 1900
        return _settle_order(first, second, year, parts["weekday"], day_first=parts["mark"] == ".")
    return _valid_date(int(parts["year"]), _MONTHS[parts["month"].lower()], int(parts["day"]))


def _settle_order(first: int, second: int, year: int, weekday: str | None, *, day_first: bool) -> date | None:
    """Return the day of "10/09/2024": month first, unless that is no date or the weekday says otherwise."""
    readings = [_valid_date(year, first, second), _valid_date(year, second, first)]
    if day_first:
        # 09.10.2024 is written where the day comes first
        readings.reverse()
    possible = [reading for reading in readings if reading is not None]
    if weekday is not None:
        wanted = _WEEKDAYS[weekday.lower()[:3]]
        possible.sort(key=lambda reading: reading.weekday() != wanted)
    return possible[0] if possible else None


def _valid_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1600 <= year <= 2199 else None
    except ValueError:
        return None


def _moment_of(match: re.Match[str], day: date) -> datetime:
    """Return the instant in UTC, held within the day that is printed.

    The text counts from that day ("on Wednesday", "yesterday"), so a late hour in New York must not
    make it the next one.
    """
    midnight = datetime.combine(day, time(), UTC)
    clock = _clock_of(match)
    if clock is None:
        return midnight
    moment = datetime.combine(day, clock, _zone_of(match["zone"])).astimezone(UTC)
    return min(max(moment, midnight), midnight + timedelta(days=1, seconds=-1))


def _clock_of(match: re.Match[str]) -> time | None:
    if match["hour"] is None:
        return None
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _zone_of(name: str | None) -> tzinfo:
    """Return the zone of its printed name; UTC where none is printed or it depends on the place."""
    plain = re.sub(r"\s", "", name or "").lower()
    if plain in _NAMED_ZONES:
        return ZoneInfo(_NAMED_ZONES[plain])
    if plain in _ZONES:
        return timezone(timedelta(hours=_ZONES[plain]))
    offset = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", plain)
    if offset is None:
        return UTC
    ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    if ahead > timedelta(hours=15):
        return UTC
    return timezone(ahead if offset[1] == "+" else -ahead)
