"""The article in a web page, found by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import trafilatura
from lxml import etree
from lxml.html import HTMLParser
from trafilatura.meta import reset_caches

from bot.sources.article_file import language_name
from bot.sources.charsets import decode_markup
from bot.sources.failures import PageError
from bot.sources.feeds.addresses import absolute_url
from bot.sources.feeds.canonical import canonical_url
from bot.sources.feeds.dates import Moment, parse_moment
from bot.sources.feeds.items import first_words, is_paid, join_names
from bot.sources.feeds.wording import without_outlet
from bot.sources.html_text import MAX_TEXT, clean_paragraphs, line_of_html, parse_html
from bot.sources.pages.linked_data import LinkedData, read_linked_data
from bot.sources.pages.model import Page
from bot.sources.pages.walls import refuse_walls

__all__ = ["MAX_PAGE_BYTES", "Page", "read_page"]

MAX_PAGE_BYTES = 2_000_000
"""What is read of a page; the rest is cut off."""

MAX_ELEMENTS = 20_000
"""Elements of a page; what has more is a list of something, and takes trafilatura seconds."""

RESET_EVERY = 200
"""Pages after which trafilatura's memory of words and lines is emptied."""

_NOT_A_PAGE = re.compile(rb"\s*(?:%PDF-|\x89PNG|\xff\xd8\xff|GIF8|PK\x03\x04|\x1f\x8b|\{|\[)")
_METAS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
)
_PAID_METAS = ("article:content_tier", "content_tier", "cxenseparse:access", "access", "article:access")

_pages_read = 0


def read_page(html: bytes, *, url: str, content_type: str | None = None) -> Page:
    """Return the article in the body of an answer, already decompressed.

    Pure, but that trafilatura keeps caches and takes no date for one that lies in the future. Raises
    :class:`bot.sources.failures.PageError` when there is none: no HTML, no text, or nothing but a cookie
    notice, a login form or a check for robots.
    """
    if _NOT_A_PAGE.match(html):
        raise PageError("This is not a web page.")
    root = parse_html(decode_markup(html[:MAX_PAGE_BYTES], content_type), HTMLParser)
    if root is None:
        raise PageError("There is nothing in this page.")
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise PageError("This page is too large to find an article in it.")
    metas = _metas(root)
    data = read_linked_data(root)
    canonical = _canonical(root, metas, url)
    language = _language(root, metas)
    title = _first(metas, "og:title", "twitter:title") or _title(root)
    # trafilatura takes the tree apart, so all else is read before
    headline, text, author, site, day = _extract(root, url)
    outlet = line_of_html(metas.get("og:site_name") or data.outlet or site, limit=200) or None
    headline = without_outlet(line_of_html(data.headline or title or headline), outlet, url) or first_words(
        text
    )
    text = text.removeprefix(f"{headline}\n\n")
    refuse_walls(headline, text)
    moment = _published(data, metas) or parse_moment(day)
    return Page(
        url=url,
        headline=headline,
        text=text,
        published=moment.time if moment else None,
        day_only=bool(moment and moment.day_only),
        byline=join_names(data.authors or [metas.get("author", "")]) or join_names(author.split(";")),
        outlet=outlet,
        canonical_url=canonical,
        picture=_picture(metas, data, url),
        language=language,
        paywalled=data.paid or is_paid(metas[name] for name in _PAID_METAS if name in metas),
    )


def _extract(root: etree._Element, url: str) -> tuple[str, str, str, str, str]:
    """Return headline, text, author, outlet and day as trafilatura finds them; "" where it finds none."""
    global _pages_read
    _pages_read += 1
    if _pages_read % RESET_EVERY == 0:
        reset_caches()
    try:
        found = trafilatura.bare_extraction(
            root, url=url, fast=True, include_comments=False, include_tables=False, with_metadata=True
        )
    except MemoryError:
        raise
    except Exception as error:
        # a library over a page from anywhere
        raise PageError("This page is broken in a way that cannot be read around.") from error
    if found is None or isinstance(found, dict) or not found.text:
        raise PageError("No article was found in this page.")
    # trafilatura's lines are paragraphs
    text = clean_paragraphs("\n\n".join(line.removeprefix("- ") for line in found.text.split("\n")))
    # where a page does not say its name, trafilatura gives the host's
    site = found.sitename if found.sitename and "." not in found.sitename else ""
    return found.title or "", text[:MAX_TEXT], found.author or "", site, found.date or ""


# --- the page's head ----------------------------------------------------------------------------------------


def _metas(root: etree._Element) -> dict[str, str]:
    """Return what the page's meta elements say, by name in lower case; the first of each name."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and len(found) < 500:
            found.setdefault(name.strip().lower(), content.strip()[:5_000])
    return found


def _first(metas: dict[str, str], *names: str) -> str:
    return next((metas[name] for name in names if metas.get(name)), "")


def _title(root: etree._Element) -> str:
    titles = list(root.iter("h1"))
    if len(titles) == 1:
        text = " ".join("".join(titles[0].itertext()).split())
        if text:
            return text
    return next((element.text or "" for element in root.iter("title")), "")


def _published(data: LinkedData, metas: dict[str, str]) -> Moment | None:
    moments = [
        parse_moment(text) for text in (data.published, *(metas.get(name, "") for name in _METAS)) if text
    ]
    found = [moment for moment in moments if moment]
    # one that names the hour says more
    return next((moment for moment in found if not moment.day_only), found[0] if found else None)


def _canonical(root: etree._Element, metas: dict[str, str], url: str) -> str | None:
    for link in (*_canonical_links(root), metas.get("og:url", "")):
        found = absolute_url(link, url)
        # a page may not speak for another site, and its front page is not the article
        if found and _site(found) == _site(url) and urlsplit(canonical_url(found)).path:
            return found
    return None


def _canonical_links(root: etree._Element) -> Iterator[str]:
    for element in root.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            yield element.get("href") or ""


def _site(url: str) -> str:
    host = urlsplit(canonical_url(url)).hostname or ""
    return ".".join(host.split(".")[-2:])


def _picture(metas: dict[str, str], data: LinkedData, url: str) -> str | None:
    links = (_first(metas, "og:image:secure_url", "og:image", "og:image:url", "twitter:image"), data.picture)
    return next((found for link in links if (found := absolute_url(link, url))), None)


def _language(root: etree._Element, metas: dict[str, str]) -> str | None:
    for tag in (root.get("lang") or "", metas.get("og:locale", ""), metas.get("content-language", "")):
        if name := language_name(tag.strip().replace("_", "-")):
            return name
    return None
