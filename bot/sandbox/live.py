"""What keeps the page alive: changes are shown as they happen, due timers run, memory stays bounded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import simcord
import structlog

from bot.errors import StartupError
from bot.sandbox._simcord import LivePreview, on_change, remembered_markdown, take_errors, trim
from bot.sandbox.world import TIPS, World, local_timezone

log = structlog.get_logger(__name__)

LOG_ENTRIES = 500
INTERACTIONS = 500
MESSAGES_A_CHANNEL = 60

# A burst of events (a message and its edits) becomes one picture.
_BURST_SECONDS = 0.05
_BETWEEN_PICTURES_SECONDS = 0.2
_TICK_SECONDS = 1.0
_CANCEL_SECONDS = 1.0
_SETTLE_SECONDS = 0.3
# "two minutes ago" is worked out when a picture is made
_REFRESH_SECONDS = 20.0


@asynccontextmanager
async def open_page(world: World, port: int) -> AsyncIterator[LivePreview]:
    """Serve the page of `world` on loopback and keep it alive until the end of the block."""
    preview = LivePreview(
        world.env,
        world.channels,
        (world.you, world.reader),
        title=world.guild.name,
        tips=TIPS,
        timezone=local_timezone(),
        port=port,
    )
    changed = asyncio.Event()
    async with AsyncExitStack() as stack:
        stack.enter_context(remembered_markdown())
        try:
            await stack.enter_async_context(preview)
        except simcord.SetupError as error:
            raise StartupError(f"The sandbox's page cannot be served: {error}.") from error
        preview.follow()
        on_change(world.env, changed.set)
        for keeper in (publish_changes(preview, changed), keep_house(world, preview)):
            await stack.enter_async_context(in_background(keeper))
        yield preview


@asynccontextmanager
async def in_background(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Do `work` until the end of the block; a bug in it is logged, and the rest goes on."""
    task = asyncio.create_task(_logged(work))
    try:
        yield
    finally:
        # more than once: what waits inside, as Python 3.11's wait_for, may lose a cancellation
        while not task.done():
            task.cancel()
            await asyncio.wait((task,), timeout=_CANCEL_SECONDS)


async def _logged(work: Coroutine[None, None, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("sandbox.background_failed")


async def publish_changes(preview: LivePreview, changed: asyncio.Event) -> None:
    """Show each change soon after it happens, also while an action is still under way."""
    while True:
        with suppress(TimeoutError):
            async with asyncio.timeout(_REFRESH_SECONDS):
                await changed.wait()
        await asyncio.sleep(_BURST_SECONDS)
        changed.clear()
        if preview.watched:
            try:
                preview.publish()
            except Exception:  # a picture that fails must not end the page
                log.exception("sandbox.publish_failed")
        await asyncio.sleep(_BETWEEN_PICTURES_SECONDS)


async def keep_house(world: World, preview: LivePreview) -> None:
    """Each second: let due timers of views fire, log what the bot raised, drop what is old."""
    while True:
        await asyncio.sleep(_TICK_SECONDS)
        if preview.acting.locked():
            continue  # an action settles by itself
        async with preview.acting:
            await settle(world)
            trim(world.env, log=LOG_ENTRIES, interactions=INTERACTIONS, messages=MESSAGES_A_CHANNEL)


async def settle(world: World) -> None:
    """Run what is due in the bot; only the log hears of what went wrong."""
    try:
        await world.env.settle(timeout=_SETTLE_SECONDS)
    except TimeoutError as error:
        # not a fault: the bot is at work on something longer, and goes on
        log.debug("sandbox.still_working", reason=str(error))
    except Exception:
        log.exception("sandbox.settle_failed")
    for raised in take_errors(world.env):
        log.error("sandbox.bot_raised", error=repr(raised), exc_info=raised)
