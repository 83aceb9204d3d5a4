"""One request at a time for each host, with a pause between two, and a bound for all hosts together."""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


class _Line:
    """Who waits for one host."""

    __slots__ = ("free_at", "lock", "users")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.users = 0
        """Who waits and who is served."""
        self.free_at = float("-inf")
        """Before this no request may begin."""


class HostQueue:
    """Gives each host's requests their turns, first come first served.

    `pause` (seconds) lies between the end of a host's request and the start of its next; at most `limit`
    requests run at once in all. A host that waits out its pause takes no place of these. Hosts are forgotten
    once nobody waits for them and their pause is over. `clock` (monotonic seconds) and `sleep` are arguments
    for tests.
    """

    def __init__(
        self,
        *,
        pause: float,
        limit: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pause = pause
        self._clock = clock
        self._sleep = sleep
        self._places = asyncio.Semaphore(limit)
        self._lines: dict[str, _Line] = {}
        self._pausing: list[tuple[float, str]] = []
        """A heap: when which host's pause ends."""

    @property
    def hosts(self) -> int:
        """How many hosts are remembered."""
        return len(self._lines)

    def awaited(self, host: str) -> bool:
        """Tell whether somebody waits for the host while another is served."""
        line = self._lines.get(host)
        return line is not None and line.users > 1

    @asynccontextmanager
    async def turn(self, host: str, *, pause: float = 0.0) -> AsyncIterator[None]:
        """Wait for the host's turn, hold it for the block; `pause` (a crawl delay) may lengthen the pause."""
        self._forget()
        line = self._lines.get(host)
        if line is None:
            line = self._lines[host] = _Line()
        line.users += 1
        try:
            async with line.lock:
                if (left := line.free_at - self._clock()) > 0:
                    await self._sleep(left)
                async with self._places:
                    try:
                        yield
                    finally:
                        line.free_at = self._clock() + max(pause, self._pause)
                        heapq.heappush(self._pausing, (line.free_at, host))
        finally:
            line.users -= 1
            self._forget_if_idle(host, line)

    def _forget(self) -> None:
        now = self._clock()
        while self._pausing and self._pausing[0][0] <= now:
            _, host = heapq.heappop(self._pausing)
            if (line := self._lines.get(host)) is not None:
                self._forget_if_idle(host, line)

    def _forget_if_idle(self, host: str, line: _Line) -> None:
        if line.users == 0 and line.free_at <= self._clock():
            del self._lines[host]
