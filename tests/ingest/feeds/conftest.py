"""What tests of feeds share: a news server, a clock that can be set, and the service over an empty index."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from bot.index import Index
from bot.ingest.feeds.service import FeedService
from bot.ingest.pool import ReaderPool
from bot.models import Feed, FeedState, Scope, StoredArticle, Window
from bot.settings import SourceSettings
from bot.sources.web.fetcher import Fetcher
from tests.ingest import readers
from tests.newsserver import FakeNames, LoopbackSockets, NewsServer

START = datetime(2024, 10, 9, 12, tzinfo=UTC)
GUILD = Scope(7, None)
OTHER = Scope(8, None)
CHANNEL = 70

ON_LOOPBACK = SourceSettings.model_validate(
    {"private_networks": ["127.0.0.0/8"], "timeout_seconds": 5, "host_pause_seconds": 0}
)

LONG = " ".join(["The council met at the town hall on Monday evening to talk about the ferry."] * 12)
"""No teaser."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a feed as a test tells it."""

    title: str
    text: str = ""
    guid: str | None = None
    link: str | None = None
    published: datetime | None = START - timedelta(hours=1)

    def xml(self) -> str:
        """Return the item as RSS."""
        text = self.text or f"{self.title} was told. {LONG}"
        parts = [f"<title>{escape(self.title)}</title>", f"<description>{escape(text)}</description>"]
        guid = self.guid if self.guid is not None else f"tag:{self.title}"
        parts.append(f'<guid isPermaLink="false">{escape(guid)}</guid>')
        link = self.link or f"https://herald.example/{'-'.join(self.title.lower().split())}"
        parts.append(f"<link>{escape(link)}</link>")
        if self.published:
            parts.append(f"<pubDate>{format_datetime(self.published)}</pubDate>")
        return f"<item>{''.join(parts)}</item>"


def rss(*entries: Entry, head: str = "", title: str = "The Herald") -> str:
    """Return a feed of these entries."""
    items = "".join(entry.xml() for entry in entries)
    return f'<rss version="2.0"><channel><title>{title}</title>{head}{items}</channel></rss>'


@dataclass
class World:
    """What a test acts in."""

    server: NewsServer
    index: Index
    service: FeedService
    sockets: LoopbackSockets
    now: datetime = START

    def url(self, path: str = "/feed.xml", host: str = "herald.example") -> str:
        """Return an address on the news server."""
        return self.server.url(path, host=host)

    async def follow(self, path: str = "/feed.xml", *, owner: str = "guild:7", by: int = 1) -> Feed:
        """Follow the feed at a path."""
        following = await self.index.feeds.follow(
            url=self.url(path), title="Herald", owner=owner, added_by=by, now=self.now
        )
        return following.feed

    async def pass_time(self, **time: float) -> None:
        """Let time pass, then do what the bot does each minute."""
        self.now += timedelta(**time)
        await self.work()

    async def work(self) -> None:
        """Poll what is due and read what waits."""
        await self.service.poller.poll_due()
        await self.service.items.read_waiting()

    async def articles(self, scope: Scope = GUILD) -> list[StoredArticle]:
        """Return all that a scope sees."""
        return await self.index.articles.latest(scope, topic=None, window=Window(), limit=1_000)

    async def headlines(self, scope: Scope = GUILD) -> list[str]:
        """Return the headlines of it, sorted."""
        return sorted(each.article.document.headline for each in await self.articles(scope))

    async def news(self, scope: Scope = GUILD) -> list[str]:
        """Return the headlines that a digest may have, sorted."""
        found = await self.index.articles.unseen(
            scope, topic=None, published_since=None, channel=CHANNEL, limit=1_000
        )
        return sorted(each.article.document.headline for each in found)

    async def feed(self, scope: Scope = GUILD) -> Feed:
        """Return the only feed, as it is now."""
        (feed,) = await self.index.feeds.visible(scope)
        return feed

    async def state(self) -> FeedState:
        """Return its state."""
        return (await self.feed()).web.state

    async def told(self) -> list[str]:
        """Return what is told now, and is not told again."""
        notices = await self.index.feeds.notices(50)
        await self.index.feeds.forget_notices([notice.id for notice in notices])
        return [notice.text for notice in notices]


@pytest.fixture
async def pool() -> AsyncIterator[ReaderPool]:
    """Return two workers with a toy reader; feeds and pages are parsed in earnest."""
    async with ReaderPool(partial(readers.load), workers=2, deadline_seconds=10, memory_mb=1024) as started:
        yield started


@pytest.fixture
async def server() -> AsyncIterator[NewsServer]:
    """Return a news server with nothing on it."""
    async with NewsServer() as started:
        yield started


@pytest.fixture
async def world(tmp_path: Path, pool: ReaderPool, server: NewsServer) -> AsyncIterator[World]:
    """Return a server, an empty index and the service."""
    from bot.resources import migrations

    index = await Index.open(tmp_path / "index.db", migrations())
    sockets = LoopbackSockets()
    made = World(server, index, None, sockets)  # type: ignore[arg-type]
    fetcher = Fetcher(ON_LOOPBACK, clock=lambda: made.now, resolver=FakeNames(), socket_factory=sockets)
    lot = random.Random(5)  # noqa: S311 - no secret
    made.service = FeedService(index, pool, ON_LOOPBACK, clock=lambda: made.now, lot=lot, fetcher=fetcher)
    async with made.service:
        yield made
    assert await index.check() == []
    await index.close()
    assert sockets.refused == []


def changed(entries: Sequence[Entry], place: int, **changes: object) -> list[Entry]:
    """Return the entries, one of them changed."""
    return [replace(each, **changes) if at == place else each for at, each in enumerate(entries)]  # type: ignore[arg-type]
