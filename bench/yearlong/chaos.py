"""Where things go wrong: steps at which a process dies, and answers of Discord that get lost."""

from __future__ import annotations

import asyncio
import functools
import inspect
import random
from collections.abc import Callable
from typing import Any, Literal

from bot.index import Index

Fate = Literal["well", "lost", "unheard"]
"""Of a message: it arrives, it does not, or it does and nobody hears of it."""
TROUBLE = 0.01
"""How often Discord has a problem with a message."""


class Crash(BaseException):
    """The process is dead: nothing that is not written down by now is remembered."""


class Chaos:
    """Counts the steps of a process, and ends it at one of them."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a simulation
        self._left: int | None = None
        self._cut_off: Callable[[], None] | None = None
        self.dead = False

    def arm(self, cut_off: Callable[[], None], *, steps: int) -> None:
        """Let the process die within so many steps: by an exception, or cut off wherever it waits."""
        self._left = self._random.randint(1, steps)
        self._cut_off = cut_off if self._random.random() < 0.5 else None

    def revive(self) -> None:
        """Start anew."""
        self._left, self._cut_off, self.dead = None, None, False

    async def step(self) -> None:
        """Come to a point at which the process may die. Raises :class:`Crash`, once and then always."""
        if self.dead:
            raise Crash
        if self._left is None:
            return
        self._left -= 1
        if self._left > 0:
            return
        self._left = None
        if self._cut_off is None:
            self.dead = True
            raise Crash
        asyncio.get_running_loop().call_soon(self._cut_off)

    def fate(self) -> Fate:
        """Return what becomes of the next message."""
        drawn = self._random.random()
        return "lost" if drawn < TROUBLE / 2 else "unheard" if drawn < TROUBLE else "well"


class SteppedIndex:
    """An index with a step before each thing that is done in its ledger or subscriptions, and one after."""

    def __init__(self, index: Index, chaos: Chaos) -> None:
        self._index = index
        self.deliveries = _Stepped(index.deliveries, chaos)
        self.subscriptions = _Stepped(index.subscriptions, chaos)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)


class _Stepped:
    def __init__(self, store: object, chaos: Chaos) -> None:
        self._store = store
        self._chaos = chaos

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        if not inspect.iscoroutinefunction(found):
            return found

        @functools.wraps(found)
        async def stepped(*args: Any, **named: Any) -> Any:
            await self._chaos.step()
            done = await found(*args, **named)
            await self._chaos.step()
            return done

        setattr(self, name, stepped)
        return stepped
