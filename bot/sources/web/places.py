"""How many large bodies are in memory at once: whoever may add feeds chooses how much their servers send."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

LARGE: Final = 1_000_000
"""Bytes; most feeds and pages are smaller and need no place."""
MOST_LARGE: Final = 6


class Place:
    """What a request takes when its body turns out to be large, once."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free = free
        self._taken = False

    async def take(self) -> None:
        """Wait until fewer than :data:`MOST_LARGE` bodies are in memory, unless this one is among them."""
        if not self._taken:
            await self._free.acquire()
            self._taken = True

    def give_back(self) -> None:
        """Let the next one in."""
        if self._taken:
            self._taken = False
            self._free.release()


class Places:
    """Gives places to large bodies."""

    def __init__(self, most: int = MOST_LARGE) -> None:
        self._free = asyncio.Semaphore(most)

    @asynccontextmanager
    async def hold(self) -> AsyncIterator[Place]:
        """Give a place that may be taken, until the block ends: keep the body no longer."""
        place = Place(self._free)
        try:
            yield place
        finally:
            place.give_back()
