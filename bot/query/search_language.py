"""The query language of /search: words, "phrases", -exclusions, and filters (``source:``, ``-topic:``, …).

docs/search.md tells members of it. What is no filter is words: a colon alone makes none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.models import Window
from bot.query.windows import parse_window
from bot.query.words import plain_words, straight_quotes

FILTERS = ("source", "topic", "person", "since", "until")
NEGATED = ("source", "topic", "person")
"""Those that a minus turns round; "-since:" would be an until."""

_PART = re.compile(
    r"""(?<!\S)(?P<minus>-?)(?P<filter>source|topic|person|since|until):
        (?:"(?P<quoted>[^"]*)(?:"|$)|(?P<plain>\S+))
    | -?"[^"]*(?:"|$)    # a phrase: what looks like a filter in it is words
    | \S+?(?=["\s]|$)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNFINISHED = re.compile(
    r"""(?<!\S)(?P<minus>-?)(?P<filter>source|topic|person):(?:"(?P<quoted>[^"]*)|(?P<plain>[^\s"]*))$""",
    re.IGNORECASE | re.VERBOSE,
)
_LAST_WORD = re.compile(r'(?<![^\s])[^\s":-][^\s":]*$')


@dataclass(frozen=True, slots=True)
class Search:
    """A search as typed, taken apart; the filters' values are as typed, too."""

    words: str
    window: Window
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    not_topics: tuple[str, ...] = ()
    not_sources: tuple[str, ...] = ()
    not_people: tuple[str, ...] = ()
    filtered: bool = False
    """Whether it has a filter of its own, so that it may do without words."""


def parse_search(query: str, window: Window, topic: str | None, today: date) -> Search:
    """Return the search; what it says itself goes before the `window` and `topic` given beside it.

    Raises :class:`bot.errors.QueryError` when a day cannot be read.
    """
    said: dict[str, list[str]] = {}
    words: list[str] = []
    done = 0
    typed = straight_quotes(query)
    for part in _PART.finditer(typed):
        value = (part["quoted"] or part["plain"] or "").strip()
        name = f"{part['minus'] or ''}{(part['filter'] or '').lower()}"
        if not value or name.removeprefix("-") not in (NEGATED if part["minus"] else FILTERS):
            continue
        said.setdefault(name, []).append(value)
        words.append(typed[done : part.start()])
        done = part.end()
    words.append(typed[done:])
    days = [said[name][-1] if name in said else None for name in ("since", "until")]
    inside = parse_window(days[0], days[1], today)
    return Search(
        words=" ".join(words),
        window=Window(inside.since or window.since, inside.until or window.until),
        topics=tuple(said.get("topic", [topic] if topic else [])),
        sources=tuple(said.get("source", ())),
        people=tuple(said.get("person", ())),
        not_topics=tuple(said.get("-topic", ())),
        not_sources=tuple(said.get("-source", ())),
        not_people=tuple(said.get("-person", ())),
        filtered=bool(said),
    )


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The end of a search that is still being typed."""

    before: str
    """All that stands before it, as typed."""
    filter: str | None
    """The filter whose value is being typed, None for a word."""
    minus: str
    value: str
    """What there is of it so far."""

    def completed(self, value: str) -> str:
        """Return the whole search with the last part completed to a value of a filter, or to a name."""
        name = f"{self.minus}{self.filter}:" if self.filter else ""
        return f"{self.before}{name}{quoted(value)}"


def unfinished(query: str) -> Unfinished:
    """Return what is being typed at the end of a query; nothing ("") after a space or inside a phrase."""
    typed = straight_quotes(query)
    if found := _UNFINISHED.search(typed):
        value = found["quoted"] if found["quoted"] is not None else found["plain"]
        return Unfinished(typed[: found.start()], found["filter"].lower(), found["minus"], value)
    if typed.count('"') % 2 == 0 and (found := _LAST_WORD.search(typed)):
        return Unfinished(typed[: found.start()], None, "", found[0])
    return Unfinished(typed, None, "", "")


def quoted(value: str) -> str:
    """Return a filter's value as it has to be typed: in quotes where it has spaces."""
    plain = value.replace('"', "")
    return f'"{plain}"' if any(letter.isspace() for letter in plain) else plain


def outlets_meant(typed: str, outlets: Sequence[str]) -> tuple[str, ...]:
    """Return those of the outlets whose name is what was typed, or else begins so, or has a word that does.

    Neither case nor accents count: "etoile" is "L’Étoile".
    """
    wanted = _compared(typed)
    if not wanted:
        return ()
    keys = {name: _compared(name) for name in outlets}
    return (
        tuple(name for name, key in keys.items() if key == wanted)
        or tuple(name for name, key in keys.items() if key.startswith(wanted))
        or tuple(name for name, key in keys.items() if f" {wanted}" in key)
    )


@functools.lru_cache(maxsize=10_000)
def _compared(name: str) -> str:
    return " ".join(plain_words(name))
