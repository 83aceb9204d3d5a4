"""What a worker process does with the bytes of a feed or page; bounded there in time and memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ingest.worker import DocumentReader
from bot.sources.web.fetcher import Fetched

if TYPE_CHECKING:
    from bot.sources.feeds.discovery import FoundFeed
    from bot.sources.feeds.model import ParsedFeed
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


def parse(_: DocumentReader, body: Body) -> ParsedFeed:
    """Return the feed in a body; raises :class:`bot.errors.SourceError` when there is none."""
    from bot.sources.feeds.parsing import parse_feed

    return parse_feed(body.content, url=body.url, content_type=body.content_type)


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
