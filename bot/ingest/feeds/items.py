"""Reading what feeds brought: each item that waits goes through the reader into the index, exactly once.

An item that gives a teaser only is read from its page, where that can be had and the operator wants it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import structlog

from bot.errors import ReadingError, StorageError
from bot.index import Index
from bot.index.adding import Item
from bot.ingest.clustering import StoryFinder
from bot.ingest.feeds import jobs
from bot.ingest.feeds.poller import BUG
from bot.ingest.pool import ReaderPool
from bot.ingest.pump import Clock
from bot.ingest.worker import Reading
from bot.models import Document, ItemId, WaitingItem
from bot.settings import SourceSettings
from bot.sources.pages.completion import completed
from bot.sources.web.failures import FetchError
from bot.sources.web.fetcher import Fetcher

IN_HAND = 256
"""Items taken from the list at once: most wait for their turn at their host, and the others pass them."""
BATCH_SECONDS = 0.25
"""What is read in this time is written in one transaction."""
PAGE_TRIES = 3
PAGE_WAIT = timedelta(minutes=15)
"""How long a page that could not be had is left alone; then twice as long."""

log = structlog.get_logger(__name__)


class ItemReader:
    """Reads items into the index."""

    def __init__(
        self,
        index: Index,
        pool: ReaderPool,
        fetcher: Fetcher,
        settings: SourceSettings,
        *,
        clock: Clock,
        stories: StoryFinder | None = None,
    ) -> None:
        self._index = index
        self._pool = pool
        self._fetcher = fetcher
        self._settings = settings
        self._clock = clock
        self._stories = stories or StoryFinder(index, pool)
        self._busy = asyncio.Lock()
        # the workers are the poller's too, which would wait behind all that is in hand
        self._turns = asyncio.Semaphore(pool.workers + 1)

    async def read_waiting(self) -> int:
        """Read all items that wait; returns how many articles are new.

        Raises :class:`bot.errors.StorageError`; what was not written waits on.
        """
        async with self._busy:
            in_hand: dict[ItemId, asyncio.Task[Reading | None]] = {}
            try:
                return await self._read_all(in_hand)
            finally:
                for task in in_hand.values():
                    task.cancel()
                await asyncio.gather(*in_hand.values(), return_exceptions=True)

    async def _read_all(self, in_hand: dict[ItemId, asyncio.Task[Reading | None]]) -> int:
        new = 0
        while True:
            if len(in_hand) <= IN_HAND // 2:
                for each in await self._index.web_feeds.waiting(self._clock(), IN_HAND):
                    if each.id not in in_hand:
                        in_hand[each.id] = asyncio.create_task(self._read(each))
            if not in_hand:
                return new
            await asyncio.wait(in_hand.values(), timeout=BATCH_SECONDS)
            done = {item: task for item, task in in_hand.items() if task.done()}
            for item in done:
                del in_hand[item]
            new += await self._store(
                {item: reading for item, task in done.items() if (reading := task.result())}
            )

    async def _store(self, readings: dict[ItemId, Reading]) -> int:
        """Write what was read; where the index refuses it, each item by itself. Returns how many are new."""
        if not readings:
            return 0
        items = {item: (reading.article, reading.labels) for item, reading in readings.items()}
        try:
            new = len(await self._index.web_feeds.store(items, self._clock()))
        except StorageError as error:
            if len(items) == 1:
                raise
            log.warning("items.batch_refused", items=len(items), reason=str(error))
            new = await self._store_singly(items)
        await self._stories.settle()
        return new

    async def _store_singly(self, items: Mapping[ItemId, Item]) -> int:
        new, refused = 0, {}
        for item, read in items.items():
            try:
                new += len(await self._index.web_feeds.store({item: read}, self._clock()))
            except StorageError as error:
                refused[item] = str(error)
                if len(refused) == len(items):
                    # not one item's fault
                    raise
        for item, reason in refused.items():
            await self._index.web_feeds.refuse(item, reason)
        return new

    async def _read(self, item: WaitingItem) -> Reading | None:
        """Return what an item says; None when it cannot be read, or not now, which is written down."""
        try:
            return await self._try_to_read(item)
        except StorageError:
            raise
        except Exception:  # a bug that one item brings out must not hold up the others
            log.error("item.failed", feed=item.document.origin, url=item.document.url, exc_info=True)
            await self._index.web_feeds.refuse(item.id, BUG)
            return None

    async def _try_to_read(self, item: WaitingItem) -> Reading | None:
        document: Document | None = item.document
        if item.wants_page and item.document.url and self._settings.full_text:
            document = await self._whole(item, item.document.url)
        if document is None:
            return None
        try:
            async with self._turns:
                return await self._pool.read(document)
        except ReadingError as error:
            log.info("item.refused", feed=document.origin, url=document.url, reason=str(error))
            await self._index.web_feeds.refuse(item.id, str(error))
            return None

    async def _whole(self, item: WaitingItem, url: str) -> Document | None:
        """Return an item with the text of its page, or its own where there is none; None: not now."""
        try:
            fetched = await self._fetcher.fetch_page(url)
            page = await self._pool.run(jobs.extract, jobs.Body.of(fetched), name=url)
        except FetchError as error:
            if error.passing and item.attempts + 1 < PAGE_TRIES:
                wait = max(PAGE_WAIT * 2**item.attempts, timedelta(seconds=error.retry_after or 0))
                await self._index.web_feeds.postpone(item.id, self._clock() + wait)
                return None
            log.info("page.not_had", url=url, reason=str(error))
        except ReadingError as error:
            log.info("page.not_read", url=url, reason=str(error))
        else:
            return completed(item.document, page)
        return item.document
