"""What the headers of an answer mean; pure. What makes no sense counts as not said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

MAX_FRESH = 30 * 86_400
"""Seconds; no answer is taken to stay fresh for longer."""
MAX_RETRY_AFTER = 86_400.0
"""Seconds; no server is stayed away from for longer because it said so."""

_MAX_VALIDATOR = 1_000
_TYPE: Final = re.compile(r"\s*([a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100})\s*(?:;|,|$)")
_CHARSET: Final = re.compile(r";\s*charset\s*=\s*[\"']?([a-z0-9_.:+-]{1,40})")


def parse_content_type(value: str) -> tuple[str, str | None]:
    """Return the type in lower case ("" when it is none) and the charset (None: not said)."""
    value = value[:500].lower()
    kind = _TYPE.match(value)
    charset = _CHARSET.search(value)
    return kind[1] if kind else "", charset[1] if charset else None


def parse_date(value: str | None) -> datetime | None:
    """Return the moment of an HTTP date (RFC 9110), aware, UTC."""
    if not value or len(value) > 100:
        return None
    try:
        moment = parsedate_to_datetime(value.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def parse_max_age(headers: Mapping[str, str], now: datetime) -> int | None:
    """Return for how many seconds the answer stays fresh, 0 to :data:`MAX_FRESH`; None: not said.

    Cache-Control goes before Expires, as RFC 9111 has it; what a cache kept it for (Age) is taken off.
    """
    said = _directives(headers.get("Cache-Control", ""))
    if "no-cache" in said or "no-store" in said:
        return 0
    seconds: float | None = said.get("max-age")
    if seconds is None and (expires := headers.get("Expires")) is not None:
        end = parse_date(expires)
        # "0" and "-1" are how many servers say "already stale"
        seconds = (end - (parse_date(headers.get("Date")) or now)).total_seconds() if end else 0
    if seconds is None:
        return None
    age = headers.get("Age", "").strip()
    if age.isascii() and age.isdigit() and len(age) < 12:
        seconds -= int(age)
    return int(min(max(seconds, 0), MAX_FRESH))


def parse_retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that Retry-After asks to wait for, 0 to :data:`MAX_RETRY_AFTER`; None: not said."""
    value = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,12}(?:\.[0-9]{0,6})?", value):
        return min(float(value), MAX_RETRY_AFTER)
    moment = parse_date(value)
    if moment is None:
        return None
    # by the server's own clock, where it tells it
    seconds = (moment - (parse_date(headers.get("Date")) or now)).total_seconds()
    return min(max(seconds, 0.0), MAX_RETRY_AFTER)


def clean_validator(value: str | None) -> str | None:
    """Return an ETag or Last-Modified if it can be kept and sent back as it is, else None."""
    if not value or len(value) > _MAX_VALIDATOR or not value.isascii() or not value.isprintable():
        return None
    return value


def _directives(value: str) -> dict[str, int | None]:
    """Return the directives of a Cache-Control header; the first of each counts."""
    found: dict[str, int | None] = {}
    for part in value[:1_000].lower().split(","):
        name, _, argument = (piece.strip(' \t"') for piece in part.partition("="))
        if not argument:
            found.setdefault(name, None)
        elif argument.isascii() and argument.isdigit() and len(argument) < 19:
            found.setdefault(name, int(argument))
    return found
