"""A program that polls and reads feeds, and is killed on the way; for a test.

``python -m tests.ingest.feeds.killed_run FOLDER URL… -- POINT…`` does for each point, on an index of its own:
poll and read all, and be killed with SIGKILL at the point-th step; then poll and read again, to the end. A
step is each statement that is written, each answer that is fetched and each job that a worker does. Point 0
is never reached: that run prints how many steps there are.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.index import Index
from bot.index.database import Transaction
from bot.ingest.feeds.service import FeedService
from bot.ingest.worker import Reading
from bot.models import Document
from bot.resources import migrations
from bot.sources.web.fetcher import Fetcher
from tests.ingest.feeds.conftest import ON_LOOPBACK, START
from tests.ingest.readers import ToyReader
from tests.newsserver import FakeNames, LoopbackSockets


class Steps:
    """Counts, and kills at a point."""

    def __init__(self, point: int) -> None:
        self.taken = 0
        self._point = point

    def step(self) -> None:
        """Take a step; perhaps the last."""
        self.taken += 1
        if self.taken == self._point:
            os.kill(os.getpid(), signal.SIGKILL)

    def after(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a coroutine function that takes a step when it is done."""

        async def stepping(*args: Any, **kwargs: Any) -> Any:
            result = await function(*args, **kwargs)
            self.step()
            return result

        return stepping


class SamePool:
    """Does in this process what workers would do."""

    workers = 2

    def __init__(self) -> None:
        self._reader = ToyReader()

    async def run(self, job: Callable[..., Any], task: Any, *, name: str) -> Any:
        """Do a job."""
        return job(self._reader, task)

    async def read(self, document: Document) -> Reading:
        """Read a document."""
        article = self._reader.read(document)
        return Reading(article, self._reader.label(article))


async def work(path: Path, urls: Sequence[str], point: int) -> int:
    """Follow, poll and read everything; returns the steps that it took."""
    steps = Steps(point)
    index = await Index.open(path, migrations())
    for url in urls:
        await index.feeds.follow(url=url, title="Herald", owner="guild:7", added_by=1, now=START)
    pool: Any = SamePool()
    fetcher: Any = Fetcher(
        ON_LOOPBACK, clock=lambda: START, resolver=FakeNames(), socket_factory=LoopbackSockets()
    )
    pool.run, pool.read, fetcher.fetch = map(steps.after, (pool.run, pool.read, fetcher.fetch))
    Transaction.write = steps.after(Transaction.write)  # type: ignore[method-assign]
    Transaction.write_many = steps.after(Transaction.write_many)  # type: ignore[method-assign]
    lot = random.Random(1)  # noqa: S311 - no secret
    service = FeedService(index, pool, ON_LOOPBACK, clock=lambda: START, lot=lot, fetcher=fetcher)
    async with service:
        await service.poller.poll_due()
        await service.items.read_waiting()
    await index.close()
    return steps.taken


def apart(path: Path, urls: Sequence[str], point: int) -> int:
    """Do the work in a process of its own; returns its exit code."""
    child = os.fork()
    if not child:
        steps = asyncio.run(work(path, urls, point))
        if not point:
            sys.stdout.write(f"{path.stem} {steps}\n")
            sys.stdout.flush()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(folder: Path, urls: Sequence[str], points: Sequence[int]) -> None:
    """Kill at each point, and go on."""
    for point in points:
        path = folder / f"{point}.db"
        if point and apart(path, urls, point) != -signal.SIGKILL:
            sys.exit(f"it was not killed at step {point}")
        if apart(path, urls, 0):
            sys.exit(f"it failed after it was killed at step {point}")


if __name__ == "__main__":
    cut = sys.argv.index("--")
    main(Path(sys.argv[1]), sys.argv[2:cut], list(map(int, sys.argv[cut + 1 :])))
