"""The query language of /search: words, "phrases", -exclusions, and `topic:`, `since:`, `until:`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.models import Window
from bot.query.windows import parse_window

_FILTER = re.compile(r'(?<!\S)(topic|since|until):(?:"([^"]*)"|(\S+))', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Search:
    """A search as typed, taken apart."""

    words: str
    window: Window
    topic: str | None
    filtered: bool
    """Whether it has a filter of its own, so that it may do without words."""


def parse_search(query: str, window: Window, topic: str | None, today: date) -> Search:
    """Return the search; what it says itself goes before the `window` and `topic` given beside it.

    Raises :class:`bot.errors.QueryError` when a day cannot be read.
    """
    filters = {match[1].lower(): match[2] or match[3] for match in _FILTER.finditer(query)}
    inside = parse_window(filters.get("since"), filters.get("until"), today)
    return Search(
        words=_FILTER.sub(" ", query),
        window=Window(inside.since or window.since, inside.until or window.until),
        topic=filters["topic"].casefold() if filters.get("topic") else topic,
        filtered=any(filters.values()),
    )
