"""A guild whose bot reads feeds from a news server on loopback."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import discord
import simcord
from simcord.builders import ChannelHandle

from bot.app import Nutgraf
from bot.errors import NutgrafError, ReadingError
from bot.index import Index
from bot.ingest.feeds.service import FeedService
from bot.ingest.pool import ReaderPool
from bot.ingest.worker import DocumentReader
from bot.models import Feed, Scope
from bot.reading import Reader
from bot.settings import SourceSettings
from bot.sources.web.fetcher import Fetcher
from tests.cogs.conftest import NOW, World, make_bot
from tests.ingest.feeds.conftest import Entry, rss
from tests.newsserver import FakeNames, LoopbackSockets, NewsServer

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

SOURCES: dict[str, Any] = {
    "private_networks": ["127.0.0.0/8"],
    "timeout_seconds": 5,
    "host_pause_seconds": 0,
    "full_text": False,
}

FERRY = Entry(
    "Ferry runs aground off Gull Point",
    "The ferry Marigold ran aground off Gull Point on Wednesday morning with 214 people on board. "
    "Lifeboats brought all passengers ashore within three hours, the coastguard said. "
    "Captain Lena Brandt told reporters that the steering had failed in heavy seas. "
    "The island of Hennock will have no ferry until Saturday, the operator Norlink said.",
    published=NOW - timedelta(hours=1),
)
BAKERY = Entry(
    "Bakers strike over night shifts",
    "Bakers in the town of Tilbrook walked out on Tuesday evening over longer night shifts. "
    "The union said that 300 workers had joined the strike, the first in eleven years. "
    "Mayor Piet Holm asked both sides to return to the table before the weekend market. "
    "Two mills have stopped their deliveries until the strike ends, a spokesman said.",
    published=NOW - timedelta(hours=2),
)


class PoolHere(ReaderPool):
    """Does in this process what workers do: what those are good for is shown elsewhere."""

    def __init__(self, reader: DocumentReader) -> None:
        super().__init__(lambda: reader, workers=1, deadline_seconds=10, memory_mb=1024)
        self._reader = reader

    async def start(self) -> None:
        """Start nothing."""

    async def run(
        self, job: Callable[[DocumentReader, _Task], _Result], task: _Task, *, name: str
    ) -> _Result:
        """Return what a job makes of a task."""
        try:
            return job(self._reader, task)
        except NutgrafError as error:
            raise ReadingError(str(error)) from error


@dataclass
class FeedDesk:
    """What a test of `/feed` acts in."""

    world: World
    server: NewsServer
    service: FeedService
    sockets: LoopbackSockets
    reader: Reader
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def admin(self) -> simcord.MemberActor:
        """The one who manages the server."""
        return self.world.admin

    @property
    def news(self) -> ChannelHandle:
        """The channel where commands are run."""
        return self.world.news

    @property
    def index(self) -> Index:
        """What the bot knows."""
        return self.world.index

    @property
    def scope(self) -> Scope:
        """What the guild sees."""
        return Scope(self.world.guild.id, None)

    async def run(self, command: str, **options: Any) -> simcord.InteractionResult:
        """Run a subcommand of `/feed` as the admin."""
        return await self.admin.slash(self.news, f"feed {command}", **options)

    def url(self, path: str = "/feed.xml") -> str:
        """Return an address on the news server."""
        return self.server.url(path, host="herald.example")

    def serve(self, *entries: Entry, path: str = "/feed.xml", title: str = "The Herald") -> str:
        """Put a feed on the news server; return its address."""
        self.server.put(path, rss(*entries, title=title))
        return self.url(path)

    async def follow(self, path: str = "/feed.xml", *, title: str = "The Herald", owner: str = "") -> Feed:
        """Follow the feed at a path without a word, and poll and read it."""
        following = await self.index.feeds.follow(
            url=self.url(path),
            title=title,
            owner=owner or f"guild:{self.world.guild.id}",
            added_by=self.admin.id,
            now=NOW,
        )
        await self.service.poller.poll(following.feed.web)
        await self.service.items.read_waiting()
        return following.feed

    async def feeds(self) -> list[Feed]:
        """Return the feeds that the guild sees."""
        return await self.index.feeds.visible(self.scope)

    def elsewhere(self) -> tuple[simcord.MemberActor, ChannelHandle]:
        """Return the admin of another guild, and a channel there."""
        guild = self.world.env.create_guild("Elsewhere")
        channel = guild.create_text_channel("general")
        managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
        return guild.add_member(self.world.env.create_user("eve"), roles=[managers]), channel

    async def restart(self) -> None:
        """Stop the bot and start another one on the same index."""
        bot: Nutgraf = make_bot(self.index, **self.settings)
        bot.feeds = self.service
        await self.world.env.restart_bot(bot)
        self.world.bot = bot


def make_service(
    index: Index, reader: Reader, sockets: LoopbackSockets, settings: SourceSettings
) -> FeedService:
    """Return the service, which reaches loopback only."""
    fetcher = Fetcher(settings, clock=lambda: NOW, resolver=FakeNames(), socket_factory=sockets)
    lot = random.Random(5)  # noqa: S311 - no secret
    return FeedService(index, PoolHere(reader), settings, clock=lambda: NOW, lot=lot, fetcher=fetcher)
