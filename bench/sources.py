"""How fast feeds are polled and read, and what the bot feels of it.

    python -m bench.sources                     5,000 feeds due at once, 20 new items each, 10 ms an answer
    python -m bench.sources --feeds 200 --seconds 20

The server is a process of its own on loopback; each feed has a host of its own, so that manners hold nobody
up. Everything else is what the bot runs: fetching, parsing and reading in workers, the index on disk. Reading
all items takes as long as it takes; after `--seconds` it is broken off, and the rate told. Then every feed is
polled again, unchanged. The lag is how late a callback on the event loop comes that is due every five
milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp.abc import AbstractResolver, ResolveResult

from bench.memory import resident_mb
from bot.app import reader_pool
from bot.index import Index
from bot.ingest.clustering import StoryFinder
from bot.ingest.feeds.service import FeedService
from bot.resources import load_topics, migrations
from bot.settings import Settings, SourceSettings
from bot.sources.web.fetcher import Fetcher

NOW = datetime(2024, 10, 11, 8, tzinfo=UTC)
LATER = timedelta(days=2)
"""After which every feed is due again."""
STEP = 0.005


class Names(AbstractResolver):
    """Leads every name to loopback."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        """Return 127.0.0.1."""
        found = ResolveResult(hostname=host, host="127.0.0.1", port=port, family=2, proto=6, flags=0)
        return [found]

    async def close(self) -> None:
        """Close nothing."""


@dataclass(slots=True)
class Lag:
    """How late the event loop was, in seconds, each time."""

    late: list[float] = field(default_factory=list)

    async def measure(self) -> None:
        """Look for as long as the task lives."""
        while True:
            due = time.perf_counter() + STEP
            await asyncio.sleep(STEP)
            self.late.append(max(0.0, time.perf_counter() - due))

    def p99_ms(self) -> float:
        """Return the 99th percentile in milliseconds."""
        return 1000 * statistics.quantiles(self.late, n=100)[98] if len(self.late) > 1 else 0.0


@contextlib.asynccontextmanager
async def lagging() -> AsyncIterator[Lag]:
    """Measure the lag while something runs."""
    lag = Lag()
    task = asyncio.create_task(lag.measure())
    try:
        yield lag
    finally:
        task.cancel()


@contextlib.asynccontextmanager
async def server(items: int, delay_ms: float) -> AsyncIterator[int]:
    """Run the server; gives its port."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.feed_server", "--items", str(items), "--delay-ms", str(delay_ms),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    if process.stdout is None or process.stdin is None:
        raise RuntimeError("the server has no pipes")
    try:
        yield int(await process.stdout.readline())
    finally:
        process.stdin.close()
        await process.wait()


async def measure(feeds: int, items: int, delay_ms: float, seconds: float, folder: Path) -> None:
    """Print the figures."""
    now = NOW
    settings = Settings(
        sources=SourceSettings.model_validate(
            {"private_networks": ["127.0.0.0/8"], "host_pause_seconds": 0, "min_poll_minutes": 15}
        )
    )
    index = await Index.open(folder / "bench.db", migrations())
    fetcher = Fetcher(settings.sources, clock=lambda: now, resolver=Names())
    try:
        async with server(items, delay_ms) as port, reader_pool(settings, load_topics()) as pool:
            stories = StoryFinder(index, pool)
            finding = asyncio.create_task(stories.run_for_ever())
            service = FeedService(
                index, pool, settings.sources,
                clock=lambda: now, lot=random.Random(1), fetcher=fetcher, stories=stories,  # noqa: S311 - no secret
            )  # fmt: skip
            async with service:
                for number in range(feeds):
                    url = f"http://feed{number}.example:{port}/{number}"
                    await index.feeds.follow(
                        url=url, title=f"Feed {number}", owner="global", added_by=None, now=now
                    )
                await _first(service, index, feeds, seconds)
                # as when the bot has nothing else to do
                finding.cancel()
                await asyncio.wait([finding])
                now += LATER
                await _again(service, feeds)
    finally:
        await index.close()


async def _first(service: FeedService, index: Index, feeds: int, seconds: float) -> None:
    began = time.perf_counter()
    async with lagging() as lag:
        polling = asyncio.create_task(service.poller.poll_due())
        reading = asyncio.create_task(_read(service, polling))
        await polling
        polled = time.perf_counter() - began
        await asyncio.wait([reading], timeout=max(0.0, seconds - polled))
        ended = time.perf_counter() - began
        reading.cancel()
        await asyncio.wait([reading])
    (read, waiting) = await _counts(index)
    print(f"first poll     {feeds} feeds in {polled:6.1f} s   {feeds / polled:7.0f} feeds a second")
    rate = f"{read / ended:7.0f} items a second; {waiting} wait on"
    print(f"into the index {read} items in {ended:6.1f} s   {rate}")
    print(f"               lag p99 {lag.p99_ms():.1f} ms (aim 20), memory {resident_mb():.0f} MB (aim 400)")


async def _read(service: FeedService, polling: asyncio.Task[int]) -> None:
    while True:
        await service.items.read_waiting()
        if polling.done():
            await service.items.read_waiting()
            return
        await asyncio.sleep(0.1)


async def _again(service: FeedService, feeds: int) -> None:
    began = time.perf_counter()
    async with lagging() as lag:
        polled = await service.poller.poll_due()
        took = time.perf_counter() - began
    print(
        f"unchanged      {polled} of {feeds} feeds in {took:6.1f} s   {polled / took:7.0f} a second (aim 500)"
    )
    print(f"               lag p99 {lag.p99_ms():.1f} ms, memory {resident_mb():.0f} MB")


async def _counts(index: Index) -> tuple[int, int]:
    feeds = await index.feeds.all()
    counts = [await index.web_feeds.counts(feed.web.id) for feed in feeds]
    return sum(each.read for each in counts), sum(each.waiting for each in counts)


def report(feeds: int = 5_000, items: int = 20, delay_ms: float = 10.0, seconds: float = 60.0) -> None:
    """Measure in a folder that is deleted afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(feeds, items, delay_ms, seconds, Path(folder)))


def main(arguments: list[str] | None = None) -> None:
    """Take the options."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=5_000)
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--delay-ms", type=float, default=10.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args(arguments)
    report(options.feeds, options.items, options.delay_ms, options.seconds)


if __name__ == "__main__":
    main()
