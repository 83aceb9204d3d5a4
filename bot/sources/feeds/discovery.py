"""Which feeds a web page offers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from bot.sources.charsets import decode_markup
from bot.sources.feeds.addresses import absolute_url
from bot.sources.feeds.model import FeedKind
from bot.sources.html_text import line_of_html, parse_html

MAX_HTML = 2_000_000
MAX_LINKS = 5_000
"""Links of a page that are looked at."""

_TYPES: dict[str, FeedKind | None] = {
    "application/rss+xml": "rss",
    "application/rdf+xml": "rss",
    "application/atom+xml": "atom",
    "application/feed+json": "json",
    "application/json": "json",
    "application/x-rss+xml": "rss",
    "text/rss": "rss",
    "text/xml": None,
    "application/xml": None,
}
_FEED_PATH = re.compile(
    r"(?i)(?:^|[/._-])(?:rss|atom|feeds?|rdf)(?:[/._-]|\d?$)|\.(?:rss|atom|rdf)$|[?&](?:feed|format|type)=(?:rss|atom)"
    r"|/feed\.json$|^/?index\.xml$|/index\.xml$"
)
_FEED_HOST = re.compile(r"(?i)^(?:feeds?|rss)\d?\.")
_FEED_WORDS = re.compile(r"(?i)\b(?:rss|atom feed|news feed|web feed)\b")
_OTHER_FILE = re.compile(r"(?i)\.(?:jpe?g|png|gif|svg|css|js|pdf|mp3|mp4|zip|ico|webp)$")
_COMMENTS = re.compile(r"(?i)\bcomments?\b")


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

    First those of `<link rel="alternate">`, then plain links that look like feeds, resolved against the
    page's `<base>` or else `url`. Never fails: a page that cannot be read has no feeds.
    """
    root = parse_html(decode_markup(html[:MAX_HTML], content_type))
    if root is None:
        return ()
    base = _base(root, url)
    found: dict[str, FoundFeed] = {}
    for feed in (*_declared(root, base), *_linked(root, base)):
        if feed.url != url:
            found.setdefault(feed.url.removeprefix("https:").removeprefix("http:").rstrip("/"), feed)
    ordered = sorted(found.values(), key=lambda feed: bool(_COMMENTS.search(f"{feed.title} {feed.url}")))
    return tuple(ordered[:limit])


def _base(root: etree._Element, url: str) -> str:
    for element in root.iter("base"):
        if base := absolute_url(element.get("href") or "", url):
            return base
    return url


def _declared(root: etree._Element, base: str) -> Iterator[FoundFeed]:
    for number, element in enumerate(root.iter("link")):
        if number >= MAX_LINKS:
            return
        relations = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").split(";")[0].strip().lower()
        if "feed" not in relations and ("alternate" not in relations or kind not in _TYPES):
            continue
        if (url := absolute_url(element.get("href") or "", base)) is None:
            continue
        if kind == "application/json" and "/wp-json/" in url:
            # WordPress declares its programs' interface so
            continue
        if kind in ("text/xml", "application/xml") and not _looks_like_feed(url):
            continue
        yield FoundFeed(_title(element.get("title") or "", url), url, _TYPES.get(kind))


def _linked(root: etree._Element, base: str) -> Iterator[FoundFeed]:
    for number, element in enumerate(root.iter("a")):
        if number >= MAX_LINKS:
            return
        href = (element.get("href") or "").strip()
        if not href or len(href) > 2_000:
            continue
        url = absolute_url(re.sub(r"(?i)^feed:(?://)?(?=https?:)", "", href), base)
        if url is None or _OTHER_FILE.search(urlsplit(url).path):
            continue
        words = element.get("title") or " ".join("".join(element.itertext())[:500].split())
        says_so = _FEED_WORDS.search(words) and len(words) < 60 and url.lower().split("?")[0].endswith(".xml")
        if says_so or _looks_like_feed(url):
            yield FoundFeed(_title(words, url), url, None)


def _looks_like_feed(url: str) -> bool:
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    on_feed_host = bool(_FEED_HOST.match(parts.hostname or "")) and len(parts.path) > 1
    return on_feed_host or bool(_FEED_PATH.search(path.rstrip("/")))


def _title(words: str, url: str) -> str:
    return line_of_html(words, limit=200) or url.removeprefix("https://").removeprefix("http://")
