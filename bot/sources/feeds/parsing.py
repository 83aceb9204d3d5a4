"""From the bytes of a feed to its items: RSS, Atom, JSON Feed and news sitemaps."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.sources.charsets import decode_markup
from bot.sources.failures import FeedError
from bot.sources.feeds.json_feed import parse_json_feed
from bot.sources.feeds.mending import find_root
from bot.sources.feeds.model import ParsedFeed
from bot.sources.feeds.sitemap import parse_sitemap
from bot.sources.feeds.xml_feed import parse_xml_feed

MAX_ITEMS = 1_000
"""Items of a feed that are read when nothing else is asked for; what comes after them is left out."""

MAX_BYTES = 8_000_000
"""What is read of a feed; the rest is cut off."""

_FOREIGN = (
    (b"\x1f\x8b", "This is a compressed file, not a feed."),
    (b"PK\x03\x04", "This is a ZIP archive, not a feed."),
    (b"%PDF-", "This is a PDF, not a feed."),
    (b"\x89PNG", "This is a picture, not a feed."),
    (b"\xff\xd8\xff", "This is a picture, not a feed."),
    (b"GIF8", "This is a picture, not a feed."),
)
_PAGE = re.compile(r"(?i)<(?:!doctype\s+html|html|head|body|title|meta|div)\b")


def parse_feed(
    body: bytes, *, url: str, content_type: str | None = None, max_items: int = MAX_ITEMS
) -> ParsedFeed:
    """Return the feed in the body of an answer, already decompressed.

    `url` is where it was fetched (after redirects): relative links are resolved against it. `content_type` is
    the header's value, whose charset is believed unless the body shows otherwise. Pure: neither network nor
    entities. At most `max_items` (at least 1) items are read. A feed that is broken gives what could be read
    and a warning; raises :class:`bot.sources.failures.FeedError` only when nothing of a feed was found.
    """
    for start, sentence in _FOREIGN:
        if body.startswith(start):
            raise FeedError(sentence)
    text = decode_markup(body[:MAX_BYTES], content_type)
    feed = _parse(text, url=url, max_items=max(max_items, 1))
    if len(body) > MAX_BYTES:
        warning = f"Only the first {MAX_BYTES // 1_000_000} MB of it were read."
        feed = replace(feed, warnings=(warning, *feed.warnings))
    return feed


def _parse(text: str, *, url: str, max_items: int) -> ParsedFeed:
    start = text[:2_000].lstrip("\ufeff\x00 \t\r\n")
    if not start:
        raise FeedError("There is nothing in it." if not text.strip() else "There is no feed in it.")
    if start[0] in "{[":
        return parse_json_feed(text.lstrip("\ufeff\x00 \t\r\n"), url=url, max_items=max_items)
    markup = find_root(text)
    if markup is None:
        if _PAGE.search(start):
            raise FeedError("This is a web page, not a feed.", is_page=True)
        raise FeedError("There is no feed in it: it is neither RSS, Atom, JSON Feed nor a news sitemap.")
    match markup.root:
        case "html" | "body":
            raise FeedError("This is a web page, not a feed.", is_page=True)
        case "opml":
            raise FeedError("This is a list of feeds (OPML), not a feed: import it instead.")
        case "urlset" | "sitemapindex":
            return parse_sitemap(markup, url=url, max_items=max_items)
    return parse_xml_feed(markup, url=url, max_items=max_items)
