"""The sample articles, as a live feed would bring them: most at the start, the newest one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Container, Sequence
from importlib.resources.abc import Traversable
from itertools import cycle
from typing import Protocol

import structlog

from bot.errors import NutgrafError

log = structlog.get_logger(__name__)

KNOWN_KEY = "sandbox.samples"
"""Under which the index remembers the samples it has had, a name a line."""
SECONDS_BETWEEN = 10.0

# the last day of the samples, about a sixth of them, arrives while the page is open
_FIRST_SHARE = 5 / 6
_GROUPS = (1, 2)

Ingest = Callable[[Sequence[Traversable]], Awaitable[Collection[str]]]
"""Reads article files into the index and returns the names of those that are in it now."""


class Memory(Protocol):
    """Where it is remembered between runs: the index's :class:`bot.index.MetaStore`."""

    async def get(self, key: str) -> str | None:
        """Return the value, or None."""

    async def set(self, key: str, value: str) -> None:
        """Write or overwrite the value."""


def split_samples(
    samples: Sequence[Traversable], known: Container[str]
) -> tuple[list[Traversable], list[Traversable]]:
    """Part the samples that are not known, oldest first, into what is there at once and what comes later."""
    cut = round(len(samples) * _FIRST_SHARE)
    unknown = [[each for each in part if each.name not in known] for part in (samples[:cut], samples[cut:])]
    return unknown[0], unknown[1]


class SampleFeed:
    """Feeds the samples to the index, each once, over as many runs as it takes."""

    def __init__(self, samples: Sequence[Traversable], memory: Memory, ingest: Ingest) -> None:
        self._samples = samples
        self._memory = memory
        self._ingest = ingest
        self._known: set[str] = set()

    async def plan(self) -> tuple[list[Traversable], list[Traversable]]:
        """Return what should be there from the start, and what is to come; both empty when all is known."""
        self._known = set((await self._memory.get(KNOWN_KEY) or "").splitlines())
        return split_samples(self._samples, self._known)

    async def bring(self, group: Sequence[Traversable]) -> None:
        """Bring in `group` and remember it; what fails is tried again at the next start."""
        self._known.update(await self._ingest(group))
        await self._memory.set(KNOWN_KEY, "\n".join(sorted(self._known)))

    async def trickle(
        self,
        later: Sequence[Traversable],
        *,
        seconds: float = SECONDS_BETWEEN,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Bring in `later`, one or two every so many seconds."""
        start = 0
        for size in cycle(_GROUPS):
            if start >= len(later):
                return
            await sleep(seconds)
            try:
                await self.bring(later[start : start + size])
            except NutgrafError as error:
                log.warning("sandbox.sample_failed", reason=str(error))
            start += size
