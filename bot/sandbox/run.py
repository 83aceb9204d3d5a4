"""The sandbox from start to stop: all parts are the real bot's, only its Discord is simulated."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from bot.app import Nutgraf, Parts, Services, ended_or_told, open_parts, stop_signals, utc_now
from bot.models import IntervalSchedule, Subject
from bot.resources import samples
from bot.sandbox.ingesting import SampleIngest
from bot.sandbox.preflight import check_extra, check_port, prepare_files, sandbox_settings
from bot.sandbox.samples import SampleFeed
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.sandbox.world import World

DEFAULT_PORT = 8787
_DIGEST_EVERY_MINUTES = 1
_SECONDS_TO_FIRST_DIGEST = 2.0

Announce = Callable[[str], None]
"""Tells the person at the terminal one line."""


async def run_sandbox(
    settings: Settings, *, port: int = DEFAULT_PORT, fresh: bool = False, announce: Announce
) -> None:
    """Serve the sandbox's page at ``http://127.0.0.1:port`` until Ctrl-C or SIGTERM.

    The index stands beside `settings.db`, as ``sandbox.db``, and is kept; with `fresh` it begins anew.
    Raises :class:`StartupError` or :class:`bot.errors.StorageError` when it cannot start.
    """
    check_port(port)
    check_extra()
    settings = sandbox_settings(settings)
    prepare_files(settings, fresh=fresh)
    # SIGHUP: the terminal was closed
    with stop_signals(signal.SIGHUP) as stopped:
        serving = asyncio.create_task(_serve(settings, port, announce))
        try:
            await ended_or_told(serving, stopped)
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving  # raises what it ended with


async def _serve(settings: Settings, port: int, announce: Announce) -> None:
    """Build the parts one upon the other; cancelling takes them down in reverse."""
    # only now: check_extra has made sure that they can be imported
    from bot.sandbox._simcord import WallClock
    from bot.sandbox.live import in_background, open_page
    from bot.sandbox.world import TIPS, open_world

    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(open_parts(settings))
        ingest = SampleIngest(parts)
        stack.push_async_callback(ingest.close)
        feed = SampleFeed(samples(), parts.index.meta, ingest)
        first, later = await feed.plan()
        if first:
            announce(f"Reading {len(first)} sample articles, once …")
            await feed.bring(first)
        bot = Nutgraf(parts.settings, parts.index, parts.topics)
        world = await stack.enter_async_context(open_world(bot, WallClock()))
        page = await stack.enter_async_context(open_page(world, port))
        await _subscribe(parts, world)
        for line in _welcome(page.address, TIPS, settings):
            announce(line)
        # who opens the page at once sees the first digest arrive
        await asyncio.sleep(_SECONDS_TO_FIRST_DIGEST)
        await stack.enter_async_context(_services(bot))
        await stack.enter_async_context(in_background(_trickle(feed, later, ingest)))
        await page.wait_closed()


async def _trickle(feed: SampleFeed, later: Sequence[Traversable], ingest: SampleIngest) -> None:
    await feed.trickle(later)
    await ingest.close()


async def _subscribe(parts: Parts, world: World) -> None:
    """Have all news posted to #news each minute, the first at once."""
    await parts.index.forget_guilds()
    now = utc_now()
    await parts.index.subscriptions.put(
        guild=world.guild.id,
        channel=world.news.id,
        subject=Subject(),
        schedule=IntervalSchedule(_DIGEST_EVERY_MINUTES),
        created_by=world.you.id,
        now=now,
        next_due=now,
    )


@asynccontextmanager
async def _services(bot: Nutgraf) -> AsyncIterator[None]:
    services = Services(bot)
    await services.start()
    try:
        yield
    finally:
        await services.stop()


def _welcome(address: str, tips: Sequence[str], settings: Settings) -> Iterator[str]:
    inbox = settings.watch.absolute() if settings.watch else "the inbox"
    yield f"The sandbox is open at {address} (stop it with Ctrl-C)."
    yield f"Try there:  {'   '.join(tips)}"
    yield f"#news gets a digest each minute. Drop an article file into {inbox} and ask about it."
