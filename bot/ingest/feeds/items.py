"""Reading what feeds brought: each item that waits goes through the reader into the index, exactly once.

An item that gives a teaser only is read from its page, where that can be had and the operator wants it. While
it cannot, the teaser stands in for it: news does not wait for a server.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from bot.errors import ReadingError, StorageError
from bot.index import Index
from bot.ingest.clustering import StoryFinder
from bot.ingest.feeds import jobs
from bot.ingest.feeds.poller import BUG
from bot.ingest.pool import ReaderPool
from bot.ingest.pump import Clock
from bot.ingest.worker import Reading
from bot.models import Document, WaitingItem, WebFeedId
from bot.settings import SourceSettings
from bot.sources.pages.completion import completed
from bot.sources.web.failures import FetchError
from bot.sources.web.fetcher import Fetcher

IN_HAND = 256
"""Items taken from the list at once: most wait for their turn at their host, and the others pass them."""
HOST_SHARE = 4
"""So many of them at most want a page of the same host, which is asked for one at a time."""
BATCH_SECONDS = 0.25
"""What is read in this time is written in one transaction."""
PAGE_TRIES = 3
PAGE_WAIT = timedelta(minutes=15)
"""How long a page that could not be had is left alone; then twice as long."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Read:
    """What an item says, and when its page is to be asked for again, if it could not be had."""

    reading: Reading
    again: datetime | None = None


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
            in_hand: dict[WaitingItem, asyncio.Task[_Read | None]] = {}
            try:
                return await self._read_all(in_hand)
            finally:
                for task in in_hand.values():
                    task.cancel()
                await asyncio.gather(*in_hand.values(), return_exceptions=True)

    async def _read_all(self, in_hand: dict[WaitingItem, asyncio.Task[_Read | None]]) -> int:
        new = 0
        while True:
            if len(in_hand) <= IN_HAND // 2:
                await self._take(in_hand)
            if not in_hand:
                return new
            await asyncio.wait(in_hand.values(), timeout=BATCH_SECONDS)
            done = {item: task for item, task in in_hand.items() if task.done()}
            for item in done:
                del in_hand[item]
            new += await self._store(
                {item: read for item, task in done.items() if (read := task.result()) is not None}
            )

    async def _take(self, in_hand: dict[WaitingItem, asyncio.Task[_Read | None]]) -> None:
        """Begin to read what waits, passing by the feeds whose next item is of a host that has its share."""
        at_host = Counter(self._host_of_page(each) for each in in_hand)
        passed_by: set[WebFeedId] = set()
        while len(in_hand) < IN_HAND:
            before = len(passed_by)
            for each in await self._index.web_feeds.waiting(self._clock(), IN_HAND, without=passed_by):
                host = self._host_of_page(each)
                if each in in_hand:
                    continue
                if host and at_host[host] >= HOST_SHARE:
                    passed_by.add(each.web_feed)
                    continue
                at_host[host] += 1
                in_hand[each] = asyncio.create_task(self._read(each))
            if len(passed_by) == before:
                return

    def _host_of_page(self, item: WaitingItem) -> str | None:
        """Return the host that is to be asked for an item's page; None where none is."""
        if not (item.wants_page and item.document.url and self._settings.full_text):
            return None
        return urlsplit(item.document.url).netloc

    async def _store(self, read: Mapping[WaitingItem, _Read]) -> int:
        """Write what was read; where the index refuses it, each item by itself. Returns how many are new."""
        if not read:
            return 0
        try:
            new = await self._write(read)
        except StorageError as error:
            if len(read) == 1:
                raise
            log.warning("items.batch_refused", items=len(read), reason=str(error))
            new = await self._store_singly(read)
        await self._stories.settle()
        return new

    async def _write(self, read: Mapping[WaitingItem, _Read]) -> int:
        items = {item: (each.reading.article, each.reading.labels) for item, each in read.items()}
        again = {item: each.again for item, each in read.items() if each.again is not None}
        return len(await self._index.web_feeds.store(items, self._clock(), again=again))

    async def _store_singly(self, read: Mapping[WaitingItem, _Read]) -> int:
        new, refused = 0, {}
        for item, each in read.items():
            try:
                new += await self._write({item: each})
            except StorageError as error:
                refused[item] = str(error)
                if len(refused) == len(read):
                    # not one item's fault
                    raise
        for item, reason in refused.items():
            await self._index.web_feeds.refuse(item, reason)
        return new

    async def _read(self, item: WaitingItem) -> _Read | None:
        """Return what an item says; None when it cannot be read, or not now, which is written down."""
        try:
            return await self._try_to_read(item)
        except StorageError:
            raise
        except Exception:  # a bug that one item brings out must not hold up the others
            log.error("item.failed", feed=item.document.origin, url=item.document.url, exc_info=True)
            await self._index.web_feeds.refuse(item, BUG)
            return None

    async def _try_to_read(self, item: WaitingItem) -> _Read | None:
        document, again = item.document, None
        if document.url and self._host_of_page(item):
            document, again = await self._with_page(item, document.url)
        try:
            async with self._turns:
                return _Read(await self._pool.read(document), again)
        except ReadingError as error:
            if again is not None:
                # nothing but a title: its page alone can tell more
                await self._index.web_feeds.postpone(item, again)
                return None
            log.info("item.refused", feed=document.origin, url=document.url, reason=str(error))
            await self._index.web_feeds.refuse(item, str(error))
            return None

    async def _with_page(self, item: WaitingItem, url: str) -> tuple[Document, datetime | None]:
        """Return an item with the text of its page, or its own where there is none; and when to ask again."""
        try:
            async with self._fetcher.places.hold() as place:
                fetched = await self._fetcher.fetch_page(url, place=place)
                page = await self._pool.run(jobs.extract, jobs.Body.of(fetched), name=url)
        except FetchError as error:
            log.info("page.not_had", url=url, reason=str(error))
            if error.passing and item.attempts + 1 < PAGE_TRIES:
                wait = max(PAGE_WAIT * 2**item.attempts, timedelta(seconds=error.retry_after or 0))
                return _beginning(item.document), self._clock() + wait
        except ReadingError as error:
            log.info("page.not_read", url=url, reason=str(error))
        else:
            return completed(item.document, page), None
        return item.document, None


def _beginning(document: Document) -> Document:
    """Return what a feed says while the page behind it cannot be had."""
    return replace(document, teaser=True)
