"""Everything about feeds that runs beside the bot: polling, reading items, looking at addresses."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from typing import Self

import structlog

from bot.errors import StorageError
from bot.index import Index
from bot.ingest.clustering import StoryFinder
from bot.ingest.feeds.items import ItemReader
from bot.ingest.feeds.looking import FeedLooker
from bot.ingest.feeds.poller import FeedPoller
from bot.ingest.pool import ReaderPool
from bot.ingest.pump import Clock
from bot.models import WebFeed
from bot.settings import SourceSettings
from bot.sources.polling.schedule import Lot
from bot.sources.web.fetcher import Fetcher
from bot.sources.web.hosts import HostQueue

RETRY_SECONDS = 60.0
"""How long reading rests when the index takes nothing, and how often postponed items are looked for."""

log = structlog.get_logger(__name__)


class FeedService:
    """Polls when it is told to and reads whatever waits, from `start` to `close`.

    It opens and closes the `fetcher`, also one that it is given. Where none is given, pages that anybody may
    ask for (:meth:`FeedLooker.read_page`) come from the public internet alone.
    """

    def __init__(
        self,
        index: Index,
        pool: ReaderPool,
        settings: SourceSettings,
        *,
        clock: Clock,
        lot: Lot | None = None,
        fetcher: Fetcher | None = None,
        stories: StoryFinder | None = None,
    ) -> None:
        # nobody can gain by guessing when a feed is polled
        lot = lot or random.Random()  # noqa: S311
        queue = HostQueue(pause=settings.host_pause_seconds, limit=settings.concurrent_requests)
        self._fetcher = fetcher or Fetcher(settings, clock=clock, queue=queue)
        outside = settings.model_copy(update={"private_networks": ()})
        self._public = fetcher or Fetcher(outside, clock=clock, queue=queue)
        self.poller = FeedPoller(index, pool, self._fetcher, settings, clock=clock, lot=lot)
        self.items = ItemReader(index, pool, self._fetcher, settings, clock=clock, stories=stories)
        self.looker = FeedLooker(pool, self._fetcher, self._public, clock=clock)
        self._came = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Open the connections, and do nothing by itself."""
        await self._fetcher.__aenter__()
        if self._public is not self._fetcher:
            await self._public.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        """Open the connections, and read what comes, beginning with what an earlier run left."""
        await self.__aenter__()
        self._reading = asyncio.create_task(self._read_for_ever(), name="feed items")

    async def close(self) -> None:
        """Break off what is being fetched and read; the next run goes on from there."""
        if self._reading is not None:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading
        await self._fetcher.__aexit__(None, None, None)
        if self._public is not self._fetcher:
            await self._public.__aexit__(None, None, None)

    async def poll_due(self) -> None:
        """Poll what is due; what it brings is read meanwhile."""
        waking = asyncio.create_task(self._wake_now_and_then())
        try:
            await self.poller.poll_due()
        except StorageError as error:
            log.error("feeds.not_polled", reason=str(error))
        finally:
            waking.cancel()
            self._came.set()

    async def poll_soon(self, feed: WebFeed) -> None:
        """Poll one feed now, and have read what it brings."""
        await self.poller.poll(feed)
        self.wake()

    def wake(self) -> None:
        """Read what waits, now: something came."""
        self._came.set()

    async def _wake_now_and_then(self) -> None:
        while True:
            self._came.set()
            await asyncio.sleep(1)

    async def _read_for_ever(self) -> None:
        while True:
            self._came.clear()
            try:
                if new := await self.items.read_waiting():
                    log.info("feeds.read", articles=new)
            except StorageError as error:
                log.error("feeds.not_read", reason=str(error))
                await asyncio.sleep(RETRY_SECONDS)
            except Exception:  # a bug must not end reading until the next start
                log.error("feeds.not_read", exc_info=True)
                await asyncio.sleep(RETRY_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout(RETRY_SECONDS):
                    await self._came.wait()
