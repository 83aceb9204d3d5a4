"""Which feeds a web page offers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sources.feeds.model import FeedKind


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a page links to; nobody looked whether it is there."""

    title: str
    """One line, never empty: what the link says, or else the address without "https://"."""
    url: str
    """Absolute http(s) address."""
    kind: FeedKind | None
    """What the link declares; None where it declares nothing."""


def discover_feeds(
    html: bytes, *, url: str, content_type: str | None = None, limit: int = 25
) -> tuple[FoundFeed, ...]:
    """Return the feeds that a page names, each once, the likeliest first; comments' feeds come last.

    First those of `<link rel="alternate">`, then plain links that look like feeds, resolved against the page's
    `<base>` or else `url`. Never fails: a page that cannot be read has no feeds.
    """
    raise NotImplementedError
