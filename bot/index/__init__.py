"""What is kept: one SQLite file, a store class a concern. The only room that knows SQL.

:meth:`Index.open` takes the file (and its lock, when it is opened for writing), brings it to the newest
schema, and hands out the stores. Everything a store cannot do raises :class:`bot.errors.StorageError`.
"""

from __future__ import annotations

import asyncio
import math
from pathlib import Path

from bot.errors import StorageError
from bot.index.articles import FOLDER_FEED, AddResult, ArticleStore
from bot.index.candidate_rows import Layer, Wanted
from bot.index.candidates import Candidate, CandidateRow, CandidateStore, FeedOwners, Shown
from bot.index.codec import SEQUENCE_BITS, day_of
from bot.index.database import Database
from bot.index.deliveries import DeliveryStore
from bot.index.entities import EntityRecord, EntityStore
from bot.index.feeds import NEWEST_SHOWN, FeedStore, Following
from bot.index.filters import EVERYTHING, Filter
from bot.index.guilds import GuildStore
from bot.index.lock import OwnerLock
from bot.index.meta import MetaStore
from bot.index.migrate import Migrations, migrate, require_newest
from bot.index.scoping import GLOBAL, owner_scope
from bot.index.stories import Placement, StoryStore
from bot.index.subscriptions import SubscriptionStore
from bot.index.trends import TrendCandidate, TrendStore
from bot.index.web_feeds import ItemCounts, WebFeedStore

__all__ = [
    "EVERYTHING",
    "FOLDER_FEED",
    "GLOBAL",
    "NEWEST_SHOWN",
    "SEQUENCE_BITS",
    "AddResult",
    "ArticleStore",
    "Candidate",
    "CandidateRow",
    "CandidateStore",
    "DeliveryStore",
    "EntityRecord",
    "EntityStore",
    "FeedOwners",
    "FeedStore",
    "Filter",
    "Following",
    "GuildStore",
    "Index",
    "ItemCounts",
    "Layer",
    "MetaStore",
    "Placement",
    "Shown",
    "StoryStore",
    "SubscriptionStore",
    "TrendCandidate",
    "TrendStore",
    "Wanted",
    "WebFeedStore",
    "day_of",
    "owner_scope",
]


class Index:
    """An open index file and its stores."""

    def __init__(self, database: Database, lock: OwnerLock | None) -> None:
        self._database = database
        self._lock = lock
        self.articles = ArticleStore(database)
        self.candidates = CandidateStore(database)
        self.entities = EntityStore(database)
        self.stories = StoryStore(database)
        self.trends = TrendStore(database)
        self.subscriptions = SubscriptionStore(database)
        self.deliveries = DeliveryStore(database)
        self.feeds = FeedStore(database)
        self.web_feeds = WebFeedStore(database)
        self.guilds = GuildStore(database)
        self.meta = MetaStore(database)

    @classmethod
    async def open(cls, path: Path, migrations: Migrations, *, read_only: bool = False) -> Index:
        """Open (for writing: create if missing, own, and update) the index file.

        Raises :class:`StorageError`, or :class:`IndexBusyError` when another process owns the file.
        """
        if read_only:
            if not await asyncio.to_thread(path.is_file):
                raise StorageError(
                    f"There is no index at {path} yet: run `nutgraf ingest` with some articles first."
                )
            database = await Database.open(path, read_only=True)
            try:
                await require_newest(database, migrations)
            except BaseException:
                await database.close()
                raise
            return cls(database, None)
        return await cls._open_owned(path, migrations)

    @classmethod
    async def _open_owned(cls, path: Path, migrations: Migrations) -> Index:
        lock = OwnerLock(path)
        try:
            await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
            lock.acquire()
        except OSError as error:
            raise StorageError(f"The index {path} cannot be opened: {error.strerror or error}.") from error
        database = None
        try:
            database = await Database.open(path, read_only=False)
            await migrate(database, migrations)
        except BaseException:
            if database is not None:
                await database.close()
            lock.release()
            raise
        return cls(database, lock)

    async def close(self) -> None:
        """Close the file and give up its lock."""
        await self._database.close()
        if self._lock is not None:
            self._lock.release()

    async def check(self) -> list[str]:
        """Return what is wrong with the file, a line each; empty when it is sound.

        Opened for reading only, the word index is not compared with the articles.
        """
        try:
            rows = await self._database.read("PRAGMA integrity_check", seconds=math.inf)
            problems = [str(row[0]) for row in rows if row[0] != "ok"]
            broken = await self._database.read("PRAGMA foreign_key_check", seconds=math.inf)
        except StorageError as error:
            return [str(error)]
        problems += [f"row {row[1]} of {row[0]} refers to a missing {row[2]}" for row in broken]
        if self._lock is None:
            return problems  # the word index can be compared only by who may write
        try:
            await self._database.run_script(
                "INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)"
            )
        except StorageError as error:
            problems.append(f"the word index does not match the articles: {error}")
        return problems

    async def vacuum(self) -> None:
        """Give unused space back to the disk."""
        await self._database.run_script("VACUUM; PRAGMA optimize;")

    async def forget_guilds(self) -> None:
        """Remove all subscriptions and deliveries, as when the Discord around them is gone (the sandbox)."""
        async with self._database.transaction() as transaction:
            await transaction.write("DELETE FROM subscription")
            await transaction.write("DELETE FROM delivery_article")
            await transaction.write("DELETE FROM guild")

    async def backup(self, target: Path) -> None:
        """Copy the index, consistently, to a file that must not exist yet."""
        if await asyncio.to_thread(target.exists):
            raise StorageError(f"{target} exists already: choose another name for the backup.")
        try:
            await self._database.backup(target)
        except StorageError as error:
            await asyncio.to_thread(target.unlink, missing_ok=True)
            raise StorageError(
                f"The backup {target} cannot be written: look at the folder, its permissions and the disk."
            ) from error
