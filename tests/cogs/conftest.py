"""A guild with members, an admin and a bot that has read the sample articles."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from simcord.builders import ChannelHandle, GuildHandle
from simcord.results import InteractionResult, ResponseMessage

from bot.app import Nutgraf
from bot.index import Index
from bot.ingest.clustering import StoryFinder
from bot.reading.reader import load_reader
from bot.resources import load_topics, migrations, samples
from bot.settings import Settings
from bot.sources.article_file import parse_article
from tests.views.making import parts

Shown = InteractionResult | ResponseMessage | discord.Message | None

NOW = datetime(2024, 10, 10, 20, tzinfo=UTC)
"""The evening of the last sample's day."""

TOPICS = load_topics()


@pytest.fixture(scope="session")
def read_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Read all samples once; each test gets a copy of the index."""
    path = tmp_path_factory.mktemp("index") / "samples.db"
    reader = load_reader(TOPICS)
    documents = [parse_article(s.read_bytes(), origin=s.name, modified=NOW) for s in samples()]
    articles = [reader.read(document) for document in documents]

    async def fill() -> None:
        index = await Index.open(path, migrations())
        await index.articles.add([(article, reader.label(article)) for article in articles], now=NOW)
        await StoryFinder(index).run()
        await index.close()

    asyncio.run(fill())
    yield path


@dataclass
class World:
    """What a test acts in."""

    env: simcord.Env
    bot: Nutgraf
    index: Index
    guild: GuildHandle
    news: ChannelHandle
    member: simcord.MemberActor
    admin: simcord.MemberActor


@pytest.fixture
async def index(read_index: Path, tmp_path: Path) -> AsyncIterator[Index]:
    """Open a copy of the index with all samples."""
    shutil.copy(read_index, tmp_path / "nutgraf.db")
    opened = await Index.open(tmp_path / "nutgraf.db", migrations())
    yield opened
    await opened.close()


def make_bot(index: Index, **settings: Any) -> Nutgraf:
    """Return the real bot on an index, its clock at the evening of the last sample."""
    return Nutgraf(Settings(**settings), index, TOPICS, clock=lambda: NOW)


@pytest.fixture
async def world(index: Index, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """Run the bot; `@pytest.mark.parametrize("world", [{...}], indirect=True)` changes its settings."""
    bot = make_bot(index, **getattr(request, "param", {}))
    # not `async with simcord.run`: a fixture ends in another context than it begins in
    env = simcord.Env(bot, shard_count=1)
    await env.start()
    guild = env.create_guild("Harbour News")
    news = guild.create_text_channel("news")
    managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    member = guild.add_member(env.create_user("mia"))
    admin = guild.add_member(env.create_user("ada"), roles=[managers])
    await env.settle()
    yield World(env, bot, index, guild, news, member, admin)
    await env.shutdown()
    env.raise_errors()


def seen(message: Shown) -> str:
    """Return all that a card shows: its texts, and its buttons' labels in brackets."""
    lines = []
    for part in parts(_components(message)):
        if part["type"] == 10:
            lines.append(part["content"])
        elif part["type"] == 2:
            lines.append(f"[{part['label']}]")
    return "\n".join(lines)


def buttons(message: Shown, *, by: str = "label") -> dict[str, dict[str, Any]]:
    """Return a card's buttons by label, or by another of their fields."""
    return {part[by]: dict(part) for part in parts(_components(message)) if part["type"] == 2}


def _components(message: Shown) -> list[Any]:
    if isinstance(message, InteractionResult):
        message = message.response
    assert message is not None, "nothing was answered"
    return [part if isinstance(part, dict) else part.to_dict() for part in message.components]
