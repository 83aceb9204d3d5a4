"""The bot as a process: it starts on the index file, ticks, and dies at any point."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import discord

from bench.yearlong.chaos import Chaos, Crash, SteppedIndex
from bench.yearlong.discord_double import Discord, small_view
from bot import resources
from bot.delivery.guilds import guilds_present
from bot.delivery.pacing import Pace
from bot.delivery.tick import Tick
from bot.index import Index
from bot.settings import DigestSettings

SENDS_PER_SECOND = 40


class _Hurry:
    """The clock by which requests are paced: whoever sleeps makes it go on."""

    def __init__(self) -> None:
        self._now = 0.0

    def clock(self) -> float:
        """Return the seconds that were slept."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Let others go first, and that is all."""
        self._now += seconds
        await asyncio.sleep(0)


class Process:
    """One life of the bot after the other, on one index file."""

    def __init__(self, path: Path, double: Discord, chaos: Chaos, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._double = double
        self._chaos = chaos
        self._clock = clock
        self._index: Index | None = None
        self._tick: Tick | None = None
        self._hurry = _Hurry()

    @property
    def alive(self) -> bool:
        """Whether the bot runs."""
        return self._index is not None

    @property
    def index(self) -> Index:
        """The index of a running bot."""
        assert self._index is not None  # noqa: S101 - callers look whether it is alive
        return self._index

    async def start(self, guilds: list[int]) -> None:
        """Start on what the one before left; `guilds` are those that the bot is in."""
        self._chaos.revive()
        self._index = await Index.open(self._path, resources.migrations())
        self._tick = Tick(
            cast(Index, SteppedIndex(self._index, self._chaos)),
            DigestSettings(),
            MappingProxyType({}),
            clock=self._clock,
            client=cast(discord.Client, self._double),
            view=small_view,
            pace=Pace(SENDS_PER_SECOND, clock=self._hurry.clock, sleep=self._hurry.sleep),
        )
        await guilds_present(self._index, guilds, self._clock())

    async def tick(self, *, crash_within: int | None = None) -> None:
        """Let the clock's job run once; `crash_within`: it dies within so many steps, or after them."""
        assert self._tick is not None  # noqa: S101
        others = asyncio.all_tasks()
        if crash_within is not None:
            self._chaos.arm(lambda: self._cut_off(others), steps=crash_within)
        run = asyncio.create_task(self._tick.run_once())
        await asyncio.wait({run})
        if crash_within is None:
            run.result()
            return
        await self._bury(others)
        if not run.cancelled() and (error := run.exception()) is not None and not isinstance(error, Crash):
            raise error

    async def stop(self) -> None:
        """Close what is open."""
        if self._index is not None:
            await self._index.close()
        self._index = self._tick = None

    def _cut_off(self, others: set[asyncio.Task[Any]]) -> None:
        self._chaos.dead = True
        for task in asyncio.all_tasks() - others:
            task.cancel()

    async def _bury(self, others: set[asyncio.Task[Any]]) -> None:
        """End what is left of a process that died."""
        self._cut_off(others)
        left = asyncio.all_tasks() - others
        await asyncio.gather(*left, return_exceptions=True)
        await self.stop()
