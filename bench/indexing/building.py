"""The index of made-up news: all that this bench knows of how an index is written.

What a measurement asks goes through the stores and answers, too, but nothing else writes.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from bench.indexing.plan import EPOCH, GLOBAL_FEED, LAST_DAY, Plan, guild_feeds, guild_of, make_plan
from bench.indexing.writing import Item, Newsroom
from bot.index import FOLDER_FEED, Index, Placement
from bot.models import ArticleId, StoryId
from bot.resources import migrations

BATCH = 500
ROUND = 2_500
"""Articles that are parted by feed and then added, feed by feed, as feeds are polled one after the other."""
NOW = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 23, 59, tzinfo=UTC)
RECIPE, FRESH = "bench.recipe", "bench.fresh"


@dataclass(frozen=True, slots=True)
class Built:
    """How building an index went."""

    articles: int
    writing_seconds: float
    """Spent on making up the news."""
    adding_seconds: float
    """Spent on the index."""


async def open_index(path: Path) -> Index:
    """Open the index for writing, as the bot does."""
    return await Index.open(path, migrations())


async def is_built(path: Path, articles: int, seed: int) -> bool:
    """Say whether the file is a finished index of just this news."""
    if not await asyncio.to_thread(path.exists):
        return False
    index = await open_index(path)
    try:
        return await index.meta.get(RECIPE) == _recipe(articles, seed)
    finally:
        await index.close()


async def build(
    path: Path, articles: int, seed: int, newsroom: Newsroom, told: Callable[[int, float], None]
) -> Built:
    """Write the index; `told` is called with how many articles are in, and after how many seconds."""
    index = await open_index(path)
    openers: dict[tuple[int, str], StoryId] = {}
    writing = adding = 0.0
    began = time.perf_counter()
    try:
        await _add_feeds(index)
        plan = make_plan(articles, seed)
        for start in range(0, articles, ROUND):
            some = plan.rows(slice(start, start + ROUND))
            for feed, batch in _batches(some):
                before = time.perf_counter()
                items = newsroom.write(batch)
                between = time.perf_counter()
                ids = await add(index, items, feed, _evening(int(some.added.max())))
                await index.stories.place(_placements(ids, batch, feed, openers))
                writing += between - before
                adding += time.perf_counter() - between
            told(min(start + ROUND, articles), time.perf_counter() - began)
        await index.meta.set(RECIPE, _recipe(articles, seed))
    finally:
        await index.close()
    return Built(articles, writing, adding)


async def add(index: Index, items: list[Item], feed: int, now: datetime) -> Sequence[ArticleId]:
    """Add a batch as ingest does."""
    result = await index.articles.add(items, feed=FOLDER_FEED if feed == GLOBAL_FEED else feed, now=now)
    return result.new


def _placements(
    ids: Sequence[ArticleId], batch: Plan, feed: int, openers: dict[tuple[int, str], StoryId]
) -> list[Placement]:
    """Return the stories of a batch, known from the plan: finding them is measured by ``bench.stories``."""
    owner = "global" if feed == GLOBAL_FEED else f"guild:{guild_of(feed)}"
    placements = []
    for article, event in zip(ids, batch.event.tolist(), strict=True):
        opener = openers.get((event, "global")) or openers.setdefault((event, owner), StoryId(article))
        placements.append(Placement(article, owner, opener))
    return placements


async def take_fresh_numbers(index: Index, articles: int, count: int) -> int:
    """Return the first of `count` article numbers that no run has used on this index."""
    used = int(await index.meta.get(FRESH) or articles)
    await index.meta.set(FRESH, str(used + count))
    return used


async def interrupt_reads(index: Index) -> None:
    """Break off the statements that the readers are at: nobody waits for these questions any more."""
    for reader in index._database._readers:
        await reader.connection.interrupt()


def size_mb(path: Path) -> float:
    """Return what the index takes on the disk, its log included."""
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists()) / 1e6


@contextmanager
def bare_connection(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file with nothing but sqlite3, for the measure of what full-text search costs by itself."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def _batches(plan: Plan) -> Iterator[tuple[int, Plan]]:
    """Yield the articles of each feed, by time, in batches."""
    for feed in np.unique(plan.feed).tolist():
        own = plan.rows(np.flatnonzero(plan.feed == feed))
        own = own.rows(np.lexsort((own.second, own.day)))
        for start in range(0, len(own), BATCH):
            yield feed, own.rows(slice(start, start + BATCH))


def _evening(day: int) -> datetime:
    date = EPOCH + timedelta(day)
    return datetime(date.year, date.month, date.day, 23, 59, tzinfo=UTC)


def _recipe(articles: int, seed: int) -> str:
    return f"{articles} articles, seed {seed}, ending {LAST_DAY}"


async def _add_feeds(index: Index) -> None:
    """Add the guilds' feeds, under numbers of the plan's own."""
    async with index._database.transaction() as transaction:
        await transaction.write_many(
            "INSERT INTO feed (id, owner, kind, title) VALUES (?, ?, 'rss', ?)",
            [(feed, f"guild:{guild_of(feed)}", f"Feed {feed}") for feed in guild_feeds()],
        )
