"""Lists of feeds as other readers write and read them: OPML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MAX_OPML_BYTES = 2_000_000
MAX_OUTLINES = 2_000


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """One feed of a list."""

    title: str
    """One line, never empty: the address where the list gives no name."""
    url: str
    """Absolute http(s) address of the feed."""
    topics: tuple[str, ...] = ()
    """The outline groups it stands in and its categories, in the list's own spelling."""


@dataclass(frozen=True, slots=True)
class OpmlList:
    """The feeds of a file, each address once, and what was left out."""

    feeds: tuple[OpmlFeed, ...]
    warnings: tuple[str, ...] = ()
    """A sentence for each kind of thing that was left out ("2 entries have no address.")."""


def read_opml(data: bytes) -> OpmlList:
    """Return the feeds of an OPML file of at most `MAX_OPML_BYTES` and `MAX_OUTLINES` outlines.

    Raises :class:`bot.sources.failures.OpmlError` when it is larger, is no OPML, or names no feed.
    """
    raise NotImplementedError


def write_opml(feeds: Iterable[OpmlFeed], *, title: str = "Nutgraf's feeds") -> bytes:
    """Return an OPML 2.0 file in UTF-8: one outline group a topic (the feed's first), feeds in the order given."""
    raise NotImplementedError
