"""From the bytes of a feed to its items: RSS, Atom, JSON Feed and news sitemaps."""

from __future__ import annotations

from bot.sources.feeds.model import ParsedFeed

MAX_ITEMS = 1_000
"""Items of a feed that are read when nothing else is asked for; what comes after them is left out."""


def parse_feed(
    body: bytes, *, url: str, content_type: str | None = None, max_items: int = MAX_ITEMS
) -> ParsedFeed:
    """Return the feed in the body of an answer, already decompressed.

    `url` is where it was fetched (after redirects): relative links are resolved against it. `content_type` is
    the header's value, whose charset is believed unless the body shows otherwise. Pure: neither network nor
    entities. At most `max_items` items are read. A feed that is broken gives what could be read and a warning;
    raises :class:`bot.sources.failures.FeedError` only when nothing of a feed was found.
    """
    raise NotImplementedError
