"""News sitemaps: the list of a site's newest articles that it writes for search engines."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bot.sources.failures import FeedError
from bot.sources.feeds.addresses import absolute_url
from bot.sources.feeds.items import RawItem, drop_repeated, finish_item
from bot.sources.feeds.mending import Markup, mend
from bot.sources.feeds.model import FeedItem, ParsedFeed

MAX_SITEMAPS = 500


def parse_sitemap(markup: Markup, *, url: str, max_items: int) -> ParsedFeed:
    """Return a news sitemap, or what an index of sitemaps lists; raises :class:`FeedError` for others."""
    mend(markup, max_items=max_items)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(markup.text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise FeedError("This is a sitemap that is broken from its beginning.") from error
    if root is None:
        raise FeedError("This is a sitemap that is broken from its beginning.")
    warnings = tuple(dict.fromkeys(markup.warnings))
    if markup.root == "sitemapindex":
        found = (absolute_url(_child(entry, "loc"), url) for entry in _children(root, "sitemap"))
        sitemaps = tuple(dict.fromkeys(each for each in found if each))[:MAX_SITEMAPS]
        return ParsedFeed("sitemap-index", title="", items=(), sitemaps=sitemaps, warnings=warnings)
    items = drop_repeated(_items(root, url))
    if not items and any(True for _ in _children(root, "url")):
        raise FeedError(
            "This is a sitemap, but it names no news: look for the site's news sitemap or its feed."
        )
    title = next((item.source for item in items if item.source), None) or ""
    language = next((item.language for item in items if item.language), None)
    return ParsedFeed("sitemap", title=title, items=items, language=language, warnings=warnings)


def _items(root: etree._Element, url: str) -> Iterator[FeedItem]:
    for entry in _children(root, "url"):
        news = next(_children(entry, "news"), None)
        if news is None:
            continue
        address = _child(entry, "loc")
        publication = next(_children(news, "publication"), None)
        keywords = f"{_child(news, 'keywords')},{_child(news, 'genres')}".split(",")
        raw = RawItem(
            guid=address,
            links=[address],
            title=_child(news, "title"),
            published=_child(news, "publication_date"),
            updated=_child(entry, "lastmod"),
            pictures=[_child(image, "loc") for image in _children(entry, "image")],
            language=_child(publication, "language") if publication is not None else "",
            source=_child(publication, "name") if publication is not None else "",
            categories=[word.strip() for word in keywords],
            paid=[_child(news, "access")],
        )
        item = finish_item(raw, base=url, language=None)
        if item is not None and item.title:
            yield item


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of a name, whatever their namespace is called."""
    for child in element:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2].lower() == name:
            yield child


def _child(element: etree._Element, name: str) -> str:
    for child in _children(element, name):
        return (child.text or "").strip()
    return ""
