"""What a worker process does with the bytes of a feed or page; bounded there in time and memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.ingest.worker import DocumentReader
from bot.models import Document
from bot.sources.web.fetcher import Fetched

if TYPE_CHECKING:
    from bot.sources.feeds.discovery import FoundFeed
    from bot.sources.feeds.identity import ItemKeys
    from bot.sources.feeds.model import FeedItem, ParsedFeed
    from bot.sources.feeds.opml import OpmlList
    from bot.sources.pages.extraction import Page


@dataclass(frozen=True, slots=True)
class Body:
    """What a server answered."""

    content: bytes
    url: str
    content_type: str

    @classmethod
    def of(cls, fetched: Fetched) -> Body:
        """Return the body of an answer; the charset goes along as in a header."""
        charset = f"; charset={fetched.charset}" if fetched.charset else ""
        return cls(fetched.body, fetched.final_url, f"{fetched.content_type}{charset}")


# what parses is loaded in the worker alone: lxml and its friends are heavy


@dataclass(frozen=True, slots=True)
class FeedBody:
    """The body of a feed, and what is needed to make articles of its items."""

    body: Body
    feed_url: str
    """Under which the feed is kept: what its items are known by depends on it."""
    title: str
    """What the feed is called when it does not say so itself."""
    fetched: datetime


@dataclass(frozen=True, slots=True)
class ReadyItem:
    """An item, and what is made of it."""

    item: FeedItem
    keys: ItemKeys
    document: Document | None
    """The article, as far as the feed tells it; None where it has neither words nor a page."""
    wants_page: bool
    """Its page has more to say."""


@dataclass(frozen=True, slots=True)
class ReadyFeed:
    """A feed, its items ready to be compared with those that are known."""

    feed: ParsedFeed
    items: tuple[ReadyItem, ...]


def parse(_: DocumentReader, task: FeedBody) -> ReadyFeed:
    """Return the feed in a body; raises :class:`bot.errors.SourceError` when there is none."""
    from bot.sources.feeds.identity import keys_of
    from bot.sources.feeds.parsing import parse_feed

    feed = parse_feed(task.body.content, url=task.body.url, content_type=task.body.content_type)
    title = feed.title or task.title
    return ReadyFeed(
        feed,
        tuple(
            ReadyItem(item, keys_of(item, task.feed_url), *_article(item, title, task)) for item in feed.items
        ),
    )


def _article(item: FeedItem, title: str, task: FeedBody) -> tuple[Document | None, bool]:
    from bot.sources.feeds.documents import is_teaser, publish_time, to_document

    wants_page = item.url is not None and is_teaser(item)
    document = to_document(item, feed_title=title, fetched=task.fetched, origin=task.feed_url)
    if document is None and wants_page and item.title:
        # nothing but a title, as in a news sitemap
        published, guessed = publish_time(item.published, task.fetched)
        document = Document(
            headline=item.title,
            text="",
            published=published,
            published_guessed=guessed,
            source=item.source or title or None,
            url=item.url,
            language=(item.language or "en").partition("-")[0],
            origin=task.feed_url,
            picture=item.picture,
            teaser=True,
        )
    return document, wants_page


def extract(_: DocumentReader, body: Body) -> Page:
    """Return the article in a body; raises :class:`bot.errors.SourceError` when there is none."""
    from bot.sources.pages.extraction import read_page

    return read_page(body.content, url=body.url, content_type=body.content_type)


def discover(_: DocumentReader, body: Body) -> tuple[FoundFeed, ...]:
    """Return the feeds that a page offers."""
    from bot.sources.feeds.discovery import discover_feeds

    return discover_feeds(body.content, url=body.url, content_type=body.content_type)


def read_list(_: DocumentReader, file: bytes) -> OpmlList:
    """Return the feeds of an OPML file; raises :class:`bot.errors.SourceError` when it is none."""
    from bot.sources.feeds.opml import read_opml

    return read_opml(file)
