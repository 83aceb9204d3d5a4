"""What all kinds of feeds have in common: from raw fields to a finished item."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.sources.article_file import language_name
from bot.sources.feeds.addresses import absolute_url
from bot.sources.feeds.dates import parse_moment
from bot.sources.feeds.model import FeedItem
from bot.sources.feeds.wording import without_outlet
from bot.sources.html_text import line_of_html, shorten, text_of_html

MAX_TITLE = 500
MAX_NAME = 200
MAX_GUID = 1_000
MAX_CATEGORIES = 30
FIRST_WORDS = 100
"""Characters of the text that stand in for a missing title."""

_IMG = re.compile(r"(?i)<img\s[^<>]{0,2000}>")
_SRC = re.compile(r"""(?i)\ssrc\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})')""")
_SPECK = re.compile(
    r"""(?i)\b(?:width|height)\s*=\s*["']?[012]\b|/(?:pixel|spacer|blank|beacon)\b|feedburner\.com/~"""
)
_BY = re.compile(r"(?i)^by[\s:]+(?=\S)")
_MAIL_NAME = re.compile(r"[^\s@()]+@[^\s@()]+\s*\(([^()]+)\)")
_MAIL = re.compile(r"[^\s@()<>]+@[^\s@()<>]+")
_PAID = frozenset(
    "premium|subscriber only|subscribers only|subscriber|subscribers|subscription|subscriber exclusive"
    "|paywall|paid|members only|metered|locked".split("|")
)


@dataclass(slots=True)
class RawItem:
    """An item's fields as they stand in the feed; "" and [] where there is nothing."""

    guid: str = ""
    links: list[str] = field(default_factory=list)
    """The likeliest first, perhaps relative."""
    title: str = ""
    """HTML or text."""
    summary: str = ""
    content: str = ""
    published: str = ""
    updated: str = ""
    authors: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    language: str = ""
    source: str = ""
    categories: list[str] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)
    """Words on who may read it."""


def finish_item(raw: RawItem, *, base: str, language: str | None) -> FeedItem | None:
    """Return the item as plain text, links resolved against `base`; None when nothing is in it."""
    summary = text_of_html(raw.summary)
    content = summary if raw.content == raw.summary else text_of_html(raw.content)
    if len(content) < len(summary):
        content = summary
    title = line_of_html(raw.title, limit=MAX_TITLE) or first_words(content)
    source = line_of_html(raw.source, limit=MAX_NAME) or None
    if source:
        # an aggregator puts the outlet behind the title
        title = without_outlet(title, source, "")
    guid = " ".join(raw.guid.split())[:MAX_GUID] or None
    url = next((url for link in raw.links if (url := absolute_url(link, base))), None)
    if url is None and guid is not None and guid.lower().startswith(("http://", "https://")):
        url = absolute_url(guid, base)
    if not title and url is None:
        return None
    published, updated = parse_moment(raw.published), parse_moment(raw.updated)
    first = published or updated
    return FeedItem(
        guid=line_of_html(guid, limit=MAX_GUID) or None if guid else None,
        url=url,
        title=title,
        summary=summary or content,
        content=content,
        published=first.time if first else None,
        day_only=bool(first and first.day_only),
        updated=updated.time if updated else None,
        byline=join_names(raw.authors),
        picture=_picture(raw, base),
        language=language_name(raw.language.strip().replace("_", "-")) or language,
        source=source,
        categories=_categories(raw.categories),
        paywalled=is_paid((*raw.paid, *raw.categories)),
    )


def first_words(text: str) -> str:
    """Return the beginning of a text's first paragraph, to stand in for a title."""
    return shorten(text[: 4 * FIRST_WORDS].split("\n", 1)[0], FIRST_WORDS)


def join_names(names: Iterable[str]) -> str | None:
    """Return who wrote it as one line, each name once, without mail addresses and "By"."""
    found: dict[str, None] = {}
    for each in names:
        name = _MAIL_NAME.sub(r"\1", each[:1_000])
        name = _BY.sub("", line_of_html(_MAIL.sub("", name), limit=MAX_NAME)).strip(" ,;()<>")
        if name and not name.lower().startswith(("http://", "https://")):
            found.setdefault(name)
    return shorten(", ".join(list(found)[:10]), MAX_NAME) or None


def is_paid(words: Iterable[str]) -> bool:
    """Tell whether one of a feed's own words says that an article must be paid for."""
    return any(word.strip().lower().replace("-", " ").replace("_", " ") in _PAID for word in words)


def drop_repeated(items: Iterable[FeedItem]) -> tuple[FeedItem, ...]:
    """Return each item once, where a feed gives the very same one several times."""
    return tuple(
        {replace(item, published=None, updated=None): item for item in reversed(list(items))}.values()
    )[::-1]


def _picture(raw: RawItem, base: str) -> str | None:
    for link in raw.pictures:
        if url := absolute_url(link, base):
            return url
    for text in (raw.content, raw.summary):
        for tag in _IMG.finditer(text[:50_000]):
            if not _SPECK.search(tag[0]) and (source := _SRC.search(tag[0])):
                url = absolute_url(source[1] or source[2], base)
                if url:
                    return url
    return None


def _categories(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in names:
        line = line_of_html(name, limit=MAX_NAME)
        if line and not line.lower().startswith(("http://", "https://")):
            found.setdefault(line)
        if len(found) == MAX_CATEGORIES:
            break
    return tuple(found)
