"""Time zones by the names that people type."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.errors import ScheduleError

LONGEST_NAME = 64
"""More than any zone's name (the longest has 32 characters)."""

_SECOND = timedelta(seconds=1)
_NOT_PLACES = frozenset({"Factory", "localtime", "posixrules", "leapseconds"})
"""Keys of the zone database (or of Debian's copy of it) that name no place."""

_ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    "et": ("America/New_York",),
    "est": ("America/New_York", "America/Panama"),
    "edt": ("America/New_York",),
    "est5edt": ("America/New_York",),
    "ct": ("America/Chicago",),
    "cst": ("America/Chicago", "Asia/Shanghai"),
    "cdt": ("America/Chicago",),
    "cst6cdt": ("America/Chicago",),
    "mt": ("America/Denver",),
    "mst": ("America/Denver", "America/Phoenix"),
    "mdt": ("America/Denver",),
    "mst7mdt": ("America/Denver",),
    "pt": ("America/Los_Angeles",),
    "pst": ("America/Los_Angeles", "Asia/Manila"),
    "pdt": ("America/Los_Angeles",),
    "pst8pdt": ("America/Los_Angeles",),
    "akst": ("America/Anchorage",),
    "hst": ("Pacific/Honolulu",),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "wet": ("Europe/Lisbon",),
    "cet": ("Europe/Paris", "Europe/Berlin"),
    "cest": ("Europe/Paris", "Europe/Berlin"),
    "met": ("Europe/Paris", "Europe/Berlin"),
    "eet": ("Europe/Athens", "Europe/Kyiv"),
    "eest": ("Europe/Athens", "Europe/Kyiv"),
    "msk": ("Europe/Moscow",),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "sgt": ("Asia/Singapore",),
    "hkt": ("Asia/Hong_Kong",),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "awst": ("Australia/Perth",),
    "acst": ("Australia/Adelaide",),
    "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "aedt": ("Australia/Sydney",),
    "nzst": ("Pacific/Auckland",),
    "nzdt": ("Pacific/Auckland",),
}
"""They mean several zones, or one without summer time: answered with names to choose from, never guessed."""

_UNIVERSAL = frozenset({"utc", "z", "zulu", "utc+0", "utc+00:00", "+00:00"})


def find_timezone(text: str) -> str:
    """Return the IANA name that `text` means, in any case, with spaces for underscores, or by its city alone.

    Raises :class:`ScheduleError` that suggests near names.
    """
    # what is far too long is not looked at further
    wanted = _folded(unicodedata.normalize("NFKC", text[: LONGEST_NAME + 1]))
    if not wanted:
        raise ScheduleError("The time zone is missing; give one by name, such as Europe/Paris or UTC.")
    if len(wanted) > LONGEST_NAME or not wanted.isprintable():
        raise ScheduleError("That is not a time zone; give one by name, such as Europe/Paris or UTC.")
    if wanted in _UNIVERSAL:
        return "UTC"
    if (meant := _ABBREVIATIONS.get(wanted)) is not None:
        raise ScheduleError(
            f"{wanted.upper()} can mean more than one clock; give the zone by name: {_either(meant)}."
        )
    name = _names().get(wanted) or _cities().get(wanted)
    if name is None:
        raise ScheduleError(_unknown(text.strip()[:LONGEST_NAME], wanted))
    return name


def suggest_timezones(text: str, limit: int) -> list[str]:
    """Return at most `limit` zone names for what somebody has typed so far, the best first."""
    wanted = _folded(text)[:LONGEST_NAME]
    meant = list(_ABBREVIATIONS.get(wanted, ("UTC",) if wanted in _UNIVERSAL else ()))
    names = sorted(_names().values())
    starting = [n for n in names if _folded(n).startswith(wanted) or _city(n).startswith(wanted)]
    holding = [n for n in names if wanted in _folded(n)]
    return list(dict.fromkeys([*meant, *starting, *holding]))[:limit]


@lru_cache(maxsize=1024)
def load_timezone(name: str) -> ZoneInfo:
    """Return the zone of a schedule; raises :class:`ScheduleError` when this machine's zone data lacks it."""
    # Python's own cache keeps the last eight, and reads the others from disk each time
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ScheduleError(f"This machine's time zone data does not know {name}.") from error


def first_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment at which the zone's clock shows `wall` (naive) or later, in UTC."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first <= second:
        return first
    # skipped: PEP 495 puts the jump after `second` and not after `first`
    before, reached = second, first
    while reached - before > _SECOND:
        middle = before + (reached - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) >= wall:
            reached = middle
        else:
            before = middle
    return reached.replace(microsecond=0)


def _unknown(text: str, wanted: str) -> str:
    candidates = {**_names(), **_cities()}
    near = dict.fromkeys(
        candidates[key] for key in difflib.get_close_matches(wanted, candidates, n=3, cutoff=0.72)
    )
    hint = f"did you mean {_either(tuple(near))}?" if near else "give one such as Europe/Paris or UTC."
    return f"There is no time zone called {text}; {hint}"


def _either(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _folded(name: str) -> str:
    return "_".join(name.split()).casefold()


def _city(name: str) -> str:
    return _folded(name.rpartition("/")[2])


@cache
def _names() -> Mapping[str, str]:
    # the listing walks the zone database on disk, hence once a process
    names = {_folded(name): name for name in sorted(available_timezones() - _NOT_PLACES)}
    return {folded: name for folded, name in names.items() if folded not in _ABBREVIATIONS}


@cache
def _cities() -> Mapping[str, str]:
    """Return city -> zone name; a city that stands in two regions is left to the full name."""
    cities: dict[str, list[str]] = {}
    for name in _names().values():
        region, slash, _ = name.partition("/")
        if slash and region not in {"Etc", "SystemV", "US", "Canada", "Mexico", "Brazil", "Chile"}:
            cities.setdefault(_city(name), []).append(name)
    return {city: names[0] for city, names in cities.items() if len(names) == 1}
