"""The composition: every part is built here, handed to those who need it, started and stopped in order."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import discord
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from discord.ext import commands

from bot.delivery.tick import Tick
from bot.errors import StartupError
from bot.index import Index
from bot.ingest.pool import ReaderPool
from bot.ingest.watcher import FolderWatcher
from bot.models import Topic
from bot.reading import load_reader
from bot.resources import load_topics, migrations
from bot.settings import Settings, read_token
from bot.views.digest import digest_view
from cogs import EXTENSIONS

log = structlog.get_logger()

Clock = Callable[[], datetime]

COMMANDS_KEY = "commands"
"""Under which the index remembers the hash of the commands that Discord was told, and for which bot."""


def utc_now() -> datetime:
    """Return the time: aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """What every way of running the program shares."""

    settings: Settings
    index: Index
    topics: Mapping[str, Topic]


@contextlib.asynccontextmanager
async def open_parts(settings: Settings, *, read_only: bool = False) -> AsyncIterator[Parts]:
    """Open the index and read the topics; close them afterwards.

    Raises :class:`bot.errors.StorageError` or :class:`bot.errors.ConfigError`.
    """
    topics = load_topics(settings.topics)
    index = await Index.open(settings.db, migrations(), read_only=read_only)
    try:
        yield Parts(settings, index, topics)
    finally:
        await index.close()


def reader_pool(settings: Settings, topics: Mapping[str, Topic]) -> ReaderPool:
    """Return the pool of reading processes, to be started by its context."""
    return ReaderPool(
        partial(load_reader, topics),
        workers=settings.ingest.workers,
        deadline_seconds=settings.ingest.deadline_seconds,
        memory_mb=settings.ingest.memory_mb,
    )


class Nutgraf(commands.AutoShardedBot):
    """The bot on Discord. It sees guilds and channels only: no messages, no members (decision 8)."""

    def __init__(
        self, settings: Settings, index: Index, topics: Mapping[str, Topic], *, clock: Clock = utc_now
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        # it never speaks in voice channels, and need not be told that it could not
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.settings = settings
        self.index = index
        self.topics = topics
        self.clock = clock

    async def setup_hook(self) -> None:
        """Load all commands, and tell Discord about them when they changed."""
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        await self._sync_commands()

    async def _sync_commands(self) -> None:
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps([self.application_id, payload]).encode()).hexdigest()
        if await self.index.meta.get(COMMANDS_KEY) == digest:
            # the hash is ours; Discord may have lost the commands since (a new application, a reset)
            known = {command.name for command in await self.tree.fetch_commands()}
            if known == {command.name for command in self.tree.get_commands()}:
                return
        synced = await self.tree.sync()
        await self.index.meta.set(COMMANDS_KEY, digest)
        log.info("commands.synced", commands=len(synced))


class Services:
    """What runs beside the commands: the tick each minute, and the watched folder."""

    def __init__(self, bot: Nutgraf, *, watch: Path | None = None) -> None:
        self._bot = bot
        self._watch = watch or bot.settings.watch
        self._tick = Tick(
            bot.index, bot.settings.digests, bot.topics, clock=bot.clock, client=bot, view=digest_view
        )
        self._scheduler: AsyncIOScheduler | None = None
        self._pool: ReaderPool | None = None
        self._watcher: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start everything in a context of its own, whoever calls (see decision 5: one tick)."""
        Context().run(self._start_scheduler)
        if self._watch is not None:
            self._pool = reader_pool(self._bot.settings, self._bot.topics)
            watcher = FolderWatcher(
                self._watch,
                self._bot.index,
                self._pool,
                clock=self._bot.clock,
                max_bytes=self._bot.settings.ingest.max_file_mb * 1_000_000,
            )
            self._watcher = Context().run(asyncio.create_task, watcher.run(), name="folder watcher")
            self._watcher.add_done_callback(_tell_if_failed)

    async def stop(self) -> None:
        """Stop everything; what a tick has begun and not finished is in the ledger."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
        if self._watcher is not None:
            self._watcher.cancel()
            # what it failed with was told when it failed
            await asyncio.wait([self._watcher])
        if self._pool is not None:
            await self._pool.close()

    def _start_scheduler(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self._tick.run_once,
            CronTrigger(second=0, timezone=UTC),
            id="tick",
            name="digests that are due",
            max_instances=2,
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )
        self._scheduler.start()


async def run(settings: Settings) -> None:
    """Run the bot on Discord until it is told to stop (Ctrl-C, SIGTERM).

    Raises :class:`StartupError` when Discord refuses the token or cannot be reached.
    """
    token = read_token(settings)
    async with open_parts(settings) as parts:
        bot = Nutgraf(parts.settings, parts.index, parts.topics)
        services = Services(bot)
        async with bot:
            with _discord_errors():
                await bot.login(token)
            _close_on_signals(bot)
            try:
                await services.start()
                with _discord_errors():
                    await bot.connect()
            finally:
                await services.stop()


@contextlib.contextmanager
def _discord_errors() -> Iterator[None]:
    """Turn what keeps the bot from starting into one sentence."""
    try:
        yield
    except discord.LoginFailure as error:
        raise StartupError(
            "Discord did not accept the bot token: copy it again from the Developer Portal "
            "(Bot, Reset Token)."
        ) from error
    except discord.GatewayNotFound as error:
        raise StartupError("Discord does not answer as it should: try again later.") from error
    except discord.ConnectionClosed as error:
        raise StartupError(f"Discord ended the connection (code {error.code}): try again later.") from error
    except discord.HTTPException as error:
        raise StartupError(f"Discord refused the start (HTTP {error.status}): try again later.") from error
    except OSError as error:
        raise StartupError("Discord cannot be reached: look at the network connection.") from error


def _tell_if_failed(task: asyncio.Task[None]) -> None:
    """Log what a task that should run for ever ended with."""
    if not task.cancelled() and (error := task.exception()):
        log.error("task.failed", task=task.get_name(), exc_info=error)


def _close_on_signals(bot: Nutgraf) -> None:
    loop = asyncio.get_running_loop()
    closing: set[asyncio.Task[None]] = set()

    def close() -> None:
        closing.add(loop.create_task(bot.close()))

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, close)
