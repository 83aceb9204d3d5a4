"""A toy bot on the live page."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import pytest

from bot.sandbox._simcord import LivePreview, WallClock
from bot.sandbox.live import open_page
from bot.sandbox.world import World, open_world
from tests.sandbox.page_client import PageClient
from tests.sandbox.toy import SLOW, ToyBot


@dataclass(frozen=True)
class Stage:
    """The toy bot, where it lives, and the page."""

    bot: ToyBot
    world: World
    preview: LivePreview
    http: aiohttp.ClientSession
    address: str


@pytest.fixture
def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def stage(free_port: int) -> AsyncIterator[Stage]:
    """Open the page over a toy bot."""
    SLOW.clear()
    bot = ToyBot()
    async with (
        aiohttp.ClientSession() as http,
        open_world(bot, WallClock()) as world,
        open_page(world, free_port) as preview,
    ):
        yield Stage(bot, world, preview, http, f"http://127.0.0.1:{free_port}")
        SLOW.set()


OpenTab = Callable[..., Awaitable[PageClient]]


@pytest.fixture
def open_tab(stage: Stage) -> OpenTab:
    """Return a function that opens a tab on a channel."""

    async def open_one(channel: str = "news") -> PageClient:
        tab = PageClient(stage.http, stage.address, channel)
        await tab.open()
        return tab

    return open_one
