"""The composition: every part is built here, handed to those who need it, started and stopped in order."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import hashlib
import json
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import discord
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from discord.ext import commands

from bot.delivery.feed_notices import tell_feed_changes
from bot.delivery.repeats import guarded_requests
from bot.delivery.tick import Tick
from bot.errors import StartupError
from bot.health.metrics import HealthServer
from bot.index import Index
from bot.ingest.clustering import StoryFinder
from bot.ingest.feeds.service import FeedService
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
TICK_JOB = "tick"
POLL_JOB = "poll"
TELL_JOB = "tell"
PUBLISH_JOB = "publish"
END_JOB = "end"
END_AFTER = timedelta(minutes=10)
"""After the start, when it is first looked which digests have nowhere to go any more."""
STOP_SECONDS = 5.0
"""How long a digest on its way is waited for at the end; a container has 10 seconds to stop."""
AUTHENTICATION_FAILED = 4004
"""Discord's close code for a token that it does not know any more: it was reset while the bot ran."""
REFUSED_LOGIN = (
    "Discord did not accept the bot token: copy it again from the Developer Portal (Bot, Reset Token)."
)


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
            http_trace=guarded_requests(),
        )
        self.settings = settings
        self.index = index
        self.topics = topics
        self.clock = clock
        self.feeds: FeedService | None = None
        """Polls feeds and looks at addresses; there while the services run."""
        self.tick: Tick | None = None
        """Posts digests; there while the services run."""

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
    """What runs beside the commands: the tick each minute, the feeds, the watched folder, the stories."""

    def __init__(self, bot: Nutgraf) -> None:
        self._bot = bot
        self._tick = Tick(
            bot.index, bot.settings.digests, bot.topics, clock=bot.clock, client=bot, view=digest_view
        )
        self._scheduler: AsyncIOScheduler | None = None
        self._pool = reader_pool(bot.settings, bot.topics)
        self._stories = StoryFinder(bot.index, self._pool)
        self._finding: asyncio.Task[None] | None = None
        self._feeds: FeedService | None = None
        self._health = HealthServer(bot.index, bot.settings.health)
        self._watcher: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start everything in a context of its own, whoever calls (see decision 5: one tick).

        Raises :class:`StartupError` when the reader cannot be loaded; then nothing is left running.
        """
        try:
            await self._health.start()
            await self._pool.start()
            self._finding = self._for_ever(self._stories.run_for_ever(), "stories")
            await self._start_feeds()
            if self._bot.settings.watch is not None:
                self._start_watcher(self._bot.settings.watch)
            self._bot.tick = self._tick
            Context().run(self._start_scheduler)
        except BaseException:
            await self.stop()
            raise
        self._bot.add_listener(self._tick_soon, "on_ready")

    async def stop(self) -> None:
        """Stop everything; a digest that is being posted gets a few seconds, and then is in the ledger."""
        self._bot.tick = None
        await self._tick.stop(STOP_SECONDS)
        if self._scheduler is not None and self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for task in (self._watcher, self._finding):
            if task is not None:
                task.cancel()
                # what it failed with was told when it failed
                await asyncio.wait([task])
        if self._feeds is not None:
            self._bot.feeds = None
            await self._feeds.close()
        await self._pool.close()
        await self._health.stop()

    async def _start_feeds(self) -> None:
        bot = self._bot
        feeds = FeedService(
            bot.index, self._pool, bot.settings.sources, clock=bot.clock, stories=self._stories
        )
        await feeds.start()
        self._feeds = bot.feeds = feeds

    def _start_watcher(self, folder: Path) -> None:
        watcher = FolderWatcher(
            folder,
            self._bot.index,
            self._pool,
            clock=self._bot.clock,
            max_bytes=self._bot.settings.ingest.max_file_mb * 1_000_000,
            stories=self._stories,
        )
        self._watcher = self._for_ever(watcher.run(), "folder watcher")

    def _for_ever(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=name, context=Context())
        task.add_done_callback(_tell_if_failed)
        return task

    def _start_scheduler(self) -> None:
        defaults = {"coalesce": True, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        # what is due at eight o'clock may be sent for minutes, while the next minutes' is composed
        self._each_minute(self._tick.run_once, TICK_JOB, "digests that are due", soon=True, max_instances=10)
        self._each_minute(self._tick.publish, PUBLISH_JOB, "posts to be published", second=15)
        self._each_minute(self._poll, POLL_JOB, "feeds that are due", second=30, soon=True)
        self._each_minute(self._tell, TELL_JOB, "what changed about feeds", second=45)
        self._scheduler.add_job(
            self._tick.end_long_paused,
            IntervalTrigger(days=1, timezone=UTC),
            id=END_JOB,
            name="digests that have nowhere to go",
            # a bot that is restarted each day gets to it, too
            next_run_time=datetime.now(UTC) + END_AFTER,
        )
        self._scheduler.start()

    def _each_minute(
        self,
        work: Callable[[], Coroutine[Any, Any, None]],
        job: str,
        name: str,
        *,
        second: int = 0,
        soon: bool = False,
        max_instances: int = 1,
    ) -> None:
        """Do something at a second of each minute; `soon`: now as well."""
        assert self._scheduler is not None  # noqa: S101 - called by what makes it
        self._scheduler.add_job(
            work,
            CronTrigger(second=second, timezone=UTC),
            id=job,
            name=name,
            max_instances=max_instances,
            **({"next_run_time": datetime.now(UTC)} if soon else {}),
        )

    async def _poll(self) -> None:
        """Poll the feeds that are due."""
        if self._feeds is not None:
            await self._feeds.poll_due()

    async def _tell(self) -> None:
        """Tell what changed about feeds; polling them takes long where a server hangs."""
        if self._bot.is_ready():
            await tell_feed_changes(self._bot.index, self._bot)

    async def _tick_soon(self) -> None:
        """Run the tick now: what became due while the bot was away need not wait for the next minute."""
        if self._scheduler is not None and self._scheduler.running:
            self._scheduler.modify_job(TICK_JOB, next_run_time=datetime.now(UTC))


async def run(settings: Settings) -> None:
    """Run the bot on Discord until it is told to stop (Ctrl-C, SIGTERM).

    Raises :class:`StartupError` when Discord refuses the token or cannot be reached.
    """
    token = read_token(settings)
    async with open_parts(settings) as parts:
        bot = Nutgraf(parts.settings, parts.index, parts.topics)
        with stop_signals() as stopped:
            async with bot:
                await ended_or_told(logging_in := asyncio.create_task(bot.login(token)), stopped)
                with _discord_errors():
                    await _end(logging_in)
                if not stopped.is_set():
                    await _serve(bot, stopped)


async def _serve(bot: Nutgraf, stopped: asyncio.Event) -> None:
    """Be on Discord until told to stop; the services end before the connection that they use."""
    services = Services(bot)
    try:
        await services.start()
        # what is there now stays: a full collection need not look at it while digests are due
        gc.collect()
        gc.freeze()
        connecting = asyncio.create_task(bot.connect())
        await ended_or_told(connecting, stopped)
    finally:
        await services.stop()
    # closed first: discord.py swallows a cancellation while it reconnects, and looks whether it is closed;
    # then cancelled: it would first sleep until its next try, for minutes in a long outage
    await bot.close()
    with _discord_errors():
        await _end(connecting)


async def ended_or_told(task: asyncio.Task[None], stopped: asyncio.Event) -> None:
    """Wait until a task has ended or the bot is told to stop."""
    told = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait((task, told), return_when=asyncio.FIRST_COMPLETED)
    finally:
        told.cancel()


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel a task unless it has ended; raises what it ended with by itself."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


@contextlib.contextmanager
def _discord_errors() -> Iterator[None]:
    """Turn what keeps the bot from starting into one sentence."""
    try:
        yield
    except discord.LoginFailure as error:
        raise StartupError(REFUSED_LOGIN) from error
    except discord.GatewayNotFound as error:
        raise StartupError("Discord does not answer as it should: try again later.") from error
    except discord.ConnectionClosed as error:
        if error.code == AUTHENTICATION_FAILED:
            raise StartupError(REFUSED_LOGIN) from error
        raise StartupError(f"Discord ended the connection (code {error.code}): try again later.") from error
    except discord.HTTPException as error:
        raise StartupError(f"Discord refused the start (HTTP {error.status}): try again later.") from error
    except (OSError, aiohttp.ClientError) as error:
        raise StartupError("Discord cannot be reached: look at the network connection.") from error


def _tell_if_failed(task: asyncio.Task[None]) -> None:
    """Log what a task that should run for ever ended with."""
    if not task.cancelled() and (error := task.exception()):
        log.error("task.failed", task=task.get_name(), exc_info=error)


@contextlib.contextmanager
def stop_signals(*more: signal.Signals) -> Iterator[asyncio.Event]:
    """Give an event that Ctrl-C, SIGTERM and the signals named set."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    numbers = (signal.SIGINT, signal.SIGTERM, *more)
    for number in numbers:
        loop.add_signal_handler(number, stopped.set)
    try:
        yield stopped
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
