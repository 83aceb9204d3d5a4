"""What a feed says, in one shape for all kinds of feeds. All values can be pickled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FeedKind = Literal["rss", "atom", "json", "sitemap", "sitemap-index"]
"""`sitemap` is a news sitemap; `sitemap-index` has no items, it lists other sitemaps."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed, all of it plain text: no markup, no entities, no control characters."""

    guid: str | None
    """As the feed gives it (at most 1,000 characters); None where it gives none."""
    url: str | None
    """Absolute http(s) address of the article, as the feed gives it, tracking parameters and all."""
    title: str
    """One line; the first words of the text where the feed gives no title, "" where there is none."""
    summary: str = ""
    """Paragraphs parted by one blank line; the same as `content` where the feed gives one text only."""
    content: str = ""
    """The longest text that the feed gives: paragraphs parted by one blank line."""
    published: datetime | None = None
    """Aware, UTC. The feed's word: it may lie in the future. Midnight where `day_only`."""
    day_only: bool = False
    """The feed names a day ("2024-10-09") and no time."""
    updated: datetime | None = None
    byline: str | None = None
    picture: str | None = None
    """Absolute http(s) address."""
    language: str | None = None
    """Lower case ("en-gb"), of the item or else of the feed."""
    source: str | None = None
    """The outlet that wrote it, where an aggregator names one."""
    categories: tuple[str, ...] = ()
    paywalled: bool = False
    """The feed itself says that the article must be paid for."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed: its head, its items in the feed's order, and what was odd about it."""

    kind: FeedKind
    title: str
    """One line; "" where there is none."""
    items: tuple[FeedItem, ...]
    site_url: str | None = None
    """The page that the feed belongs to."""
    description: str = ""
    language: str | None = None
    ttl_minutes: int | None = None
    """How long the feed asks to be left alone (<ttl>, sy:updatePeriod): 1 to 10,080."""
    skip_hours: frozenset[int] = frozenset()
    """Hours of the day in UTC, 0 to 23, in which the feed asks not to be fetched."""
    skip_days: frozenset[int] = frozenset()
    """Days on which the feed asks not to be fetched; 0 is Monday."""
    sitemaps: tuple[str, ...] = ()
    """What a sitemap index lists: absolute addresses."""
    warnings: tuple[str, ...] = ()
    """Sentences on what was odd ("The feed breaks off after 12 items."); the items are good all the same."""
