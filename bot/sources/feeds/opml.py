"""Lists of feeds as other readers write and read them: OPML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import listparser

from bot.sources.charsets import decode_markup
from bot.sources.failures import FeedError, OpmlError
from bot.sources.feeds.addresses import absolute_url
from bot.sources.feeds.items import MAX_NAME
from bot.sources.feeds.mending import MAX_DEPTH, find_root, mend
from bot.sources.html_text import line_of_html

MAX_OPML_BYTES = 2_000_000
MAX_OUTLINES = 2_000

_OUTLINE = re.compile(r"(?i)<outline[\s/>]")
_NO_BASE = "https://list.invalid/"
"""An address in a list has no page to be relative to; what would be resolved against this is none."""


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
    if len(data) > MAX_OPML_BYTES:
        raise OpmlError(f"The list is larger than {MAX_OPML_BYTES // 1_000_000} MB: split it.")
    text, warnings = _checked(decode_markup(data))
    parsed: Mapping[str, Any] = _run_listparser(text)
    feeds: dict[str, OpmlFeed] = {}
    bad = 0
    for found in parsed["feeds"]:
        url = absolute_url(_address(str(found["url"])), _NO_BASE)
        if url is None or url.startswith(_NO_BASE):
            bad += 1
        elif url not in feeds:
            title = line_of_html(str(found.get("title") or ""), limit=MAX_NAME)
            feeds[url] = OpmlFeed(title or url, url, _topics(found))
    if bad:
        warnings.append(
            _counted(bad, "entry has no address", "entries have no address") + " that can be fetched."
        )
    if parsed["lists"]:
        warnings.append(
            _counted(len(parsed["lists"]), "entry is a list", "entries are lists")
            + " of feeds: import it by itself."
        )
    if not feeds:
        raise OpmlError("There is no feed in this list.")
    return OpmlList(tuple(feeds.values()), tuple(warnings))


def write_opml(feeds: Iterable[OpmlFeed], *, title: str = "Nutgraf's feeds") -> bytes:
    """Return an OPML 2.0 file in UTF-8: a group for each feed's first topic, feeds in the order given.

    A feed without a topic stands outside of the groups; its other topics stand in its `category`.
    """
    groups: dict[str, list[str]] = {}
    for feed in feeds:
        groups.setdefault(feed.topics[0] if feed.topics else "", []).append(_outline(feed))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{escape(_legal(title))}</title></head>",
        "  <body>",
    ]
    for topic, outlines in groups.items():
        if not topic:
            lines += [f"    {outline}" for outline in outlines]
            continue
        lines.append(f"    <outline text={_attribute(topic)}>")
        lines += [f"      {outline}" for outline in outlines]
        lines.append("    </outline>")
    lines += ["  </body>", "</opml>", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _checked(text: str) -> tuple[str, list[str]]:
    """Return the text from its root element on, mended and safe to parse."""
    markup = find_root(text)
    if markup is None or markup.root != "opml":
        raise OpmlError("This is not a list of feeds: export one as OPML from your feed reader.")
    count = len(_OUTLINE.findall(markup.text))
    if count > MAX_OUTLINES:
        raise OpmlError(f"The list has {count:,} entries, more than {MAX_OUTLINES:,}: split it.")
    try:
        mend(markup, max_items=MAX_OUTLINES)
    except FeedError as error:
        raise OpmlError(f"The list is nested more than {MAX_DEPTH} deep or worse: no list is.") from error
    warnings = (
        [] if markup.well_formed else ["The list is not well-formed; entries after the fault are missing."]
    )
    return markup.text, warnings


def _run_listparser(text: str) -> Mapping[str, Any]:
    try:
        # bytes: a text that looks like an address would be fetched
        return listparser.parse(text.encode("utf-8", "replace"))
    except MemoryError:
        raise
    except Exception as error:
        # a library over a file from anywhere
        raise OpmlError("The list is broken in a way that cannot be read around.") from error


def _address(url: str) -> str:
    """Return an address as browsers have it: "feed:" is theirs no more."""
    return re.sub(r"(?i)^feed:(?://(?!/))?(?=https?:)|^feed:(?=//)", "", url.strip()).replace(
        "feed://", "https://"
    )


def _topics(found: Mapping[str, Any]) -> tuple[str, ...]:
    paths = list(found.get("categories") or [])
    # listparser puts the groups behind the categories
    names = [name for path in (*paths[-1:], *paths[:-1]) for name in path]
    lines = (line_of_html(str(name).strip("/ "), limit=MAX_NAME) for name in names)
    return tuple(dict.fromkeys(line for line in lines if line))


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _outline(feed: OpmlFeed) -> str:
    name, url = _attribute(feed.title or feed.url), _attribute(feed.url)
    category = f" category={_attribute(','.join(feed.topics[1:]))}" if feed.topics[1:] else ""
    return f'<outline type="rss" text={name} title={name} xmlUrl={url}{category}/>'


def _attribute(text: str) -> str:
    return quoteattr(_legal(text))


def _legal(text: str) -> str:
    """Return one line without what XML cannot hold."""
    return line_of_html(text.replace("&", "&amp;").replace("<", "&lt;"), limit=2_000)
