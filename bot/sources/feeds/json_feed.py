"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.sources.article_file import language_name
from bot.sources.failures import FeedError
from bot.sources.feeds.addresses import absolute_url
from bot.sources.feeds.items import MAX_TITLE, RawItem, drop_repeated, finish_item
from bot.sources.feeds.model import FeedItem, ParsedFeed
from bot.sources.html_text import line_of_html

MAX_JSON = 4_000_000
"""Characters: what JSON holds takes up to twenty times its length in memory."""

_ITEMS = re.compile(r'"items"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*+")
_TITLE = re.compile(r'"title"\s*:\s*("(?:[^"\\]|\\.){0,2000}+")')

Fields = Mapping[str, Any]


def parse_json_feed(text: str, *, url: str, max_items: int) -> ParsedFeed:
    """Return a JSON Feed from its text; raises :class:`FeedError` when it is none.

    A field of a wrong type counts as missing; of a feed that breaks off, the whole items are taken.
    """
    if len(text) > MAX_JSON:
        raise FeedError(f"It is larger than {MAX_JSON // 1_000_000} MB, which is too much for a JSON Feed.")
    warnings: list[str] = []
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        fields = _salvage(text, warnings)
    if not isinstance(fields, dict) or not isinstance(fields.get("items"), list):
        raise FeedError("This is JSON, but not a JSON Feed: it has no list of items.")
    if not str(fields.get("version", "")).startswith("https://jsonfeed.org/version/"):
        if not any(key in item for item in fields["items"] if isinstance(item, dict) for key in _TELLING):
            raise FeedError("This is JSON, but not a JSON Feed: no item has a text or an address.")
        warnings.append("It does not say that it is a JSON Feed.")
    if len(fields["items"]) > max_items:
        warnings.append(f"Only the first {max_items:,} of its {len(fields['items']):,} items were read.")
    language = _language(fields)
    items = _items(fields["items"][:max_items], _names(fields), url, language)
    return ParsedFeed(
        kind="json",
        title=line_of_html(_text(fields, "title"), limit=MAX_TITLE),
        items=drop_repeated(items),
        site_url=absolute_url(_text(fields, "home_page_url"), url),
        description=line_of_html(_text(fields, "description"), limit=2_000),
        language=language,
        warnings=tuple(warnings),
    )


_TELLING = ("content_html", "content_text", "url", "external_url", "summary")


def _salvage(text: str, warnings: list[str]) -> Fields:
    """Return what there is of a feed that breaks off or is broken in its midst."""
    start = _ITEMS.search(text)
    if start is None:
        raise FeedError("This is neither XML nor JSON that can be read, so no feed.")
    decoder = json.JSONDecoder()
    items: list[object] = []
    place = _skip(text, start.end())
    while place < len(text) and text[place] == "{":
        try:
            item, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        items.append(item)
        place = _skip(text, place)
    warnings.append(f"The feed breaks off after {len(items):,} item{'' if len(items) == 1 else 's'}.")
    title = _TITLE.search(text[: start.start()])
    version = "https://jsonfeed.org/version/" if "jsonfeed.org/version/" in text[: start.start()] else ""
    try:
        name = json.loads(title[1]) if title else ""
    except ValueError:
        name = ""
    return {"version": version, "title": name, "items": items}


def _skip(text: str, place: int) -> int:
    match = _BETWEEN.match(text, place)
    return match.end() if match else place


def _items(items: list[Any], authors: list[str], url: str, language: str | None) -> Iterator[FeedItem]:
    for fields in items:
        if isinstance(fields, dict):
            raw = _raw_item(fields)
            raw.authors = raw.authors or authors
            item = finish_item(raw, base=url, language=language)
            if item is not None:
                yield item


def _raw_item(fields: Fields) -> RawItem:
    # text that is no HTML may hold what looks like it
    plain = _text(fields, "content_text").replace("&", "&amp;").replace("<", "&lt;")
    summary = _text(fields, "summary")
    return RawItem(
        guid=_text(fields, "id"),
        links=[_text(fields, "url"), _text(fields, "external_url")],
        title=_text(fields, "title"),
        summary=summary or _text(fields, "content_html") or plain,
        content=_text(fields, "content_html") or plain or summary,
        published=_text(fields, "date_published"),
        updated=_text(fields, "date_modified"),
        authors=_names(fields),
        pictures=[_text(fields, "image"), _text(fields, "banner_image"), *_attached(fields)],
        language=_text(fields, "language"),
        categories=[tag for tag in _list(fields, "tags") if isinstance(tag, str)],
    )


def _text(fields: Fields, key: str) -> str:
    value = fields.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and key == "id" and abs(value) < 10**30:
        return str(value)
    return value if isinstance(value, str) else ""


def _list(fields: Fields, key: str) -> list[Any]:
    value = fields.get(key)
    return value[:100] if isinstance(value, list) else []


def _names(fields: Fields) -> list[str]:
    people = [*_list(fields, "authors"), fields.get("author")]
    return [_text(person, "name") for person in people if isinstance(person, dict)]


def _attached(fields: Fields) -> Iterator[str]:
    for each in _list(fields, "attachments"):
        if isinstance(each, dict) and _text(each, "mime_type").startswith("image/"):
            yield _text(each, "url")


def _language(fields: Fields) -> str | None:
    return language_name(_text(fields, "language").strip().replace("_", "-"))
