"""One request at a time for each host, with a pause between two, and a bound for all hosts together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager


class HostQueue:
    """Gives each host's requests their turns, first come first served.

    `pause` (seconds) lies between the end of a host's request and the start of its next; at most `limit`
    requests run at once in all. `clock` (monotonic seconds) and `sleep` are arguments for tests.
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

    def turn(self, host: str, *, pause: float = 0.0) -> AbstractAsyncContextManager[None]:
        """Wait for the host's turn, hold it for the block; `pause` (a crawl delay) may lengthen the pause."""
        raise NotImplementedError
