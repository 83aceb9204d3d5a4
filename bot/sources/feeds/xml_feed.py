"""RSS and Atom, read by feedparser."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser

from bot.sources.article_file import language_name
from bot.sources.failures import FeedError
from bot.sources.feeds.addresses import absolute_url
from bot.sources.feeds.items import MAX_TITLE, RawItem, drop_repeated, finish_item
from bot.sources.feeds.mending import Markup, mend
from bot.sources.feeds.model import FeedItem, FeedKind, ParsedFeed
from bot.sources.html_text import line_of_html

LONGEST_WAIT = 7 * 24 * 60
"""Minutes; what asks for more is a mistake."""

_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SKIP = re.compile(r"(?s)<skip(Hours|Days)\s*>(.{0,2000}?)</skip(?:Hours|Days)\s*>")
_SKIPPED = re.compile(r"(?i)<(?:hour|day)\s*>\s*(\w{1,9})\s*<")

Entry = Mapping[str, Any]


def parse_xml_feed(markup: Markup, *, url: str, max_items: int) -> ParsedFeed:
    """Return an RSS or Atom feed from its text; raises :class:`FeedError` when nothing of one is in it."""
    mend(markup, max_items=max_items)
    if not markup.well_formed:
        markup.warnings.append("The feed is not well-formed XML; what could be read of it was read.")
    parsed = _run_feedparser(markup.text)
    # plain lookups: feedparser's own answer a missing key with another one
    version = str(dict.get(parsed, "version") or "")
    head: Entry = dict(parsed["feed"])
    language = language_name(_text(head, "language").strip().replace("_", "-"))
    items = list(_items(parsed["entries"][:max_items], url, language))
    title = line_of_html(_text(head, "title"), limit=MAX_TITLE)
    if not (items or title):
        raise FeedError("There is no feed in it: neither a title nor an item was found.")
    skip_hours, skip_days = _skips(markup.text)
    return ParsedFeed(
        kind=_kind(version, markup.root),
        title=title,
        items=drop_repeated(items),
        site_url=_site(head, url),
        description=line_of_html(_text(head, "subtitle"), limit=2_000),
        language=language,
        ttl_minutes=_ttl(head),
        skip_hours=skip_hours,
        skip_days=skip_days,
        warnings=tuple(dict.fromkeys(markup.warnings)),
    )


def _run_feedparser(text: str) -> dict[str, Any]:
    # no base address: feedparser would resolve it anew for each element
    try:
        parsed: dict[str, Any] = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers=_HEADERS,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:
        raise
    except Exception as error:
        # a library over input from anywhere: whatever it stumbles on, this feed cannot be read
        raise FeedError("It is broken in a way that cannot be read around.") from error
    return parsed


def _kind(version: str, root: str) -> FeedKind:
    return "atom" if version.startswith("atom") or (not version and root == "feed") else "rss"


def _items(entries: list[Entry], url: str, language: str | None) -> Iterator[FeedItem]:
    for entry in entries:
        item = finish_item(_raw_item(dict(entry)), base=url, language=language)
        if item is not None:
            yield item


def _raw_item(entry: Entry) -> RawItem:
    source = entry.get("source")
    summary = _text(entry, "summary") or _value(entry.get("summary_detail"))
    contents = [_value(each) for each in _dicts(entry.get("content"))]
    return RawItem(
        guid=_text(entry, "id"),
        links=[_text(entry, "feedburner_origlink"), *_links(entry)],
        title=_text(entry, "title"),
        summary=summary,
        content=max(contents, key=len, default="") or summary,
        published=_text(entry, "published") or _text(entry, "created") or _text(entry, "updated"),
        updated=_text(entry, "updated"),
        authors=_authors(entry),
        pictures=list(_pictures(entry)),
        language=_text(entry, "language") or _language_of(entry),
        source=_text(source, "title") if isinstance(source, Mapping) else "",
        categories=[_text(tag, "label") or _text(tag, "term") for tag in _dicts(entry.get("tags"))],
        paid=[_text(entry, "dcterms_accessrights"), _text(entry, "access"), _text(entry, "news_access")],
    )


def _text(entry: Entry, key: str) -> str:
    value = dict.get(entry, key) if isinstance(entry, dict) else entry.get(key)
    return value if isinstance(value, str) else ""


def _value(detail: object) -> str:
    return _text(detail, "value") if isinstance(detail, Mapping) else ""


def _dicts(value: object) -> list[Entry]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _links(entry: Entry) -> Iterator[str]:
    links = _dicts(entry.get("links"))
    yield from (_text(link, "href") for link in links if _text(link, "rel") == "alternate")
    # where a guid is the address, feedparser puts it here
    yield _text(entry, "link")
    yield from (_text(link, "href") for link in links if _text(link, "rel") in ("", "self"))


def _authors(entry: Entry) -> list[str]:
    names = [_text(author, "name") for author in _dicts(entry.get("authors"))]
    written = _text(entry, "author")
    if "@" not in written:
        return names or [written]
    # feedparser takes long top-level domains for the beginning of a name: desk@paper.exam, "ple (Jane Doe"
    return [*(name for name in names if name not in written), written]


def _language_of(entry: Entry) -> str:
    for detail in (entry.get("title_detail"), *_dicts(entry.get("content"))):
        if isinstance(detail, Mapping) and (language := _text(detail, "language")):
            return language
    return ""


def _pictures(entry: Entry) -> Iterator[str]:
    for media in _dicts(entry.get("media_content")):
        kind = _text(media, "type")
        if _text(media, "medium") == "image" or kind.startswith("image/") or _looks_like_picture(media, kind):
            yield _text(media, "url")
    yield from (_text(media, "url") for media in _dicts(entry.get("media_thumbnail")))
    for link in _dicts(entry.get("links")):
        if _text(link, "rel") == "enclosure" and _text(link, "type").startswith("image"):
            yield _text(link, "href")
    image = entry.get("image")
    if isinstance(image, Mapping):
        yield _text(image, "href") or _text(image, "url")


def _looks_like_picture(media: Entry, kind: str) -> bool:
    path = _text(media, "url").split("?", 1)[0].lower()
    return not kind and path.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif"))


def _site(head: Entry, url: str) -> str | None:
    links = [_text(head, "link")]
    links += [_text(link, "href") for link in _dicts(head.get("links")) if _text(link, "rel") == "alternate"]
    return next((found for link in links if (found := absolute_url(link, url)) and found != url), None)


def _ttl(head: Entry) -> int | None:
    text = _text(head, "ttl").strip()
    if text.isascii() and text.isdecimal() and len(text) < 10:
        minutes = float(text)
    else:
        period = _PERIODS.get(_text(head, "sy_updateperiod").strip().lower())
        if period is None:
            return None
        frequency = _text(head, "sy_updatefrequency").strip()
        good = frequency.isascii() and frequency.isdecimal() and int(frequency[:9]) > 0
        minutes = period / int(frequency[:9]) if good else period
    return min(max(round(minutes), 1), LONGEST_WAIT) if minutes > 0 else None


def _skips(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return the hours and the days on which the feed rests; none where it would always rest."""
    hours: set[int] = set()
    days: set[int] = set()
    for match in _SKIP.finditer(text):
        for name in _SKIPPED.findall(match[2]):
            if match[1].lower() == "hours":
                # RSS 0.91 counts from 1 to 24
                hours |= (
                    {int(name) % 24} if name.isascii() and name.isdecimal() and int(name) <= 24 else set()
                )
            elif name[:3].lower() in _DAYS:
                days.add(_DAYS.index(name[:3].lower()))
    return frozenset(hours if len(hours) < 24 else ()), frozenset(days if len(days) < 7 else ())
