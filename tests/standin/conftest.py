"""A stand-in whose clock the test moves, and somebody who asks it over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from tests.standin.server import API, StandIn, serving
from tests.standin.world import CHANNEL, Kind, World


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def move(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@dataclass
class Asker:
    """Asks as a bot does."""

    session: aiohttp.ClientSession
    port: int
    statuses: list[int] = field(default_factory=list)

    async def ask(self, method: str, path: str, body: Any = None, **query: str | int) -> Any:
        """Return the answer; its status is the last one noted."""
        url = f"http://127.0.0.1:{self.port}{API}{path}"
        async with self.session.request(method, url, json=body, params=query) as response:
            self.statuses.append(response.status)
            return await response.json()

    async def say(self, content: str, channel: int | str = CHANNEL, **more: Any) -> Any:
        """Post a message."""
        return await self.ask("POST", f"/channels/{channel}/messages", {"content": content, **more})

    async def refused(self, method: str, path: str, body: Any = None) -> tuple[int, int]:
        """Ask for something that is refused; returns the status and Discord's code."""
        answer = await self.ask(method, path, body)
        return self.statuses[-1], answer["code"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def standin(clock: Clock) -> AsyncIterator[StandIn]:
    world = World(clock)
    world.add(Kind.ANNOUNCEMENT, "announcements", number=ANNOUNCEMENTS)
    world.add(Kind.FORUM, "digests", number=FORUM, tags=("World", "Climate"))
    async with serving(world) as served:
        yield served


@pytest.fixture
async def bot(standin: StandIn) -> AsyncIterator[Asker]:
    async with aiohttp.ClientSession() as session:
        yield Asker(session, standin.port)


ANNOUNCEMENTS, FORUM = 3002, 3003
