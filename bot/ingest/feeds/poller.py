"""Polling: each feed that is due is fetched and parsed, and what is new in it is written down to be read.

What a poll found and how it went is one transaction: broken off anywhere, the next poll finds everything
again, and what was written down is not found anew.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

import structlog

from bot.errors import ReadingError, StorageError
from bot.index import NEWEST_SHOWN, Index
from bot.ingest.feeds import jobs
from bot.ingest.feeds.jobs import ReadyFeed
from bot.ingest.pool import ReaderPool
from bot.ingest.pump import Clock
from bot.models import FeedState, FeedUpdate, ItemChange, ItemId, StoredItem, WebFeed, WebFeedId
from bot.settings import SourceSettings
from bot.sources.feeds.identity import Identified, ItemKeys, KnownItem, identify
from bot.sources.polling.health import Health, Trouble, after_reading, after_trouble
from bot.sources.polling.schedule import Lot, PollBounds, Wishes, after_failure, after_success
from bot.sources.web.failures import FetchError
from bot.sources.web.fetcher import Fetched, Fetcher

DUE = 500
"""Feeds taken from the list at once."""
LOOK_SECONDS = 0.25
"""So often it is looked for feeds that have become due while others are polled."""
AT_ONCE = 64
"""Feeds whose bodies are in memory at a time, at most."""
NOT_ASKED = (FeedState.GONE, FeedState.PAUSED)
BUG = "The bot failed on it, which is a mistake of the bot's: its log tells more."
FEW_ITEMS = 50
"""So many items are looked at on the event loop; more in a thread."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll found."""

    feed: WebFeed
    trouble: Trouble | None = None
    """Why nothing could be had."""
    unchanged: bool = False
    """The server said that nothing is new."""
    published: tuple[datetime | None, ...] = ()
    """Of its items, as many as there are."""
    new: int = 0
    edited: int = 0
    warnings: tuple[str, ...] = ()


class FeedPoller:
    """Polls feeds. `lot` draws how much later than planned each is polled."""

    def __init__(
        self,
        index: Index,
        pool: ReaderPool,
        fetcher: Fetcher,
        settings: SourceSettings,
        *,
        clock: Clock,
        lot: Lot,
    ) -> None:
        self._index = index
        self._pool = pool
        self._fetcher = fetcher
        self._clock = clock
        self._lot = lot
        self._bounds = PollBounds(
            timedelta(minutes=settings.min_poll_minutes), timedelta(hours=settings.max_poll_hours)
        )
        self._room = asyncio.Semaphore(AT_ONCE)
        # the workers read items as well, which would wait behind all that is polled
        self._turns = asyncio.Semaphore(pool.workers)
        self._polling: WeakValueDictionary[WebFeedId, asyncio.Lock] = WeakValueDictionary()

    async def poll_due(self) -> int:
        """Poll all feeds that are due or become so meanwhile; returns how many.

        Raises :class:`bot.errors.StorageError`.
        """
        if ahead := await self._index.web_feeds.forget_future_polls(self._clock()):
            log.warning("feeds.clock_was_ahead", feeds=ahead)
        hosts: dict[str, asyncio.Task[int]] = {}
        try:
            return await self._poll_hosts(hosts)
        finally:
            for task in hosts.values():
                task.cancel()
            await asyncio.gather(*hosts.values(), return_exceptions=True)

    async def _poll_hosts(self, hosts: dict[str, asyncio.Task[int]]) -> int:
        """Poll what is due, each host's feeds in turn: a slow one holds up its own feeds alone."""
        polled = 0
        lines: dict[str, deque[WebFeed]] = {}
        while True:
            if len(hosts) <= DUE // 2:
                await self._line_up(lines)
            for host, line in lines.items():
                if host not in hosts:
                    hosts[host] = asyncio.create_task(self._poll_in_turn(line))
            if not hosts:
                return polled
            await asyncio.wait(hosts.values(), timeout=LOOK_SECONDS)
            for host in [host for host, task in hosts.items() if task.done()]:
                polled += hosts.pop(host).result()
                if not lines[host]:
                    del lines[host]

    async def _line_up(self, lines: dict[str, deque[WebFeed]]) -> None:
        """Add the feeds that are due now to the lines of their hosts, those that are not in one yet."""
        lined_up = [feed.id for line in lines.values() for feed in line]
        for feed in await self._index.web_feeds.due(self._clock(), DUE, without=lined_up):
            lines.setdefault(urlsplit(feed.url).netloc, deque()).append(feed)

    async def _poll_in_turn(self, line: deque[WebFeed]) -> int:
        """Poll the feeds of one host, which is asked one thing at a time; returns how many.

        Each leaves the line when it was polled.
        """
        polled = 0
        while line:
            async with self._room:
                polled += await self._poll_if_due(line[0])
            line.popleft()
        return polled

    async def _poll_if_due(self, lined_up: WebFeed) -> bool:
        """Poll a feed as it is now, if nobody else polled, paused or removed it since it was lined up."""
        async with self._alone(lined_up.id):
            feed = await self._index.web_feeds.get(lined_up.id)
            if feed is None or feed.last_poll != lined_up.last_poll or feed.state in NOT_ASKED:
                return False
            try:
                await self._poll(feed)
            except StorageError:
                raise
            except Exception:  # a bug that one feed brings out must not hold up the others
                log.error("feed.poll_failed", feed=feed.url, exc_info=True)
                await self._failed(feed, Trouble(BUG))
        return True

    async def poll(self, feed: WebFeed) -> Poll:
        """Poll one feed, due or not, and write down what came of it."""
        busy = feed.id in self._polling
        async with self._alone(feed.id):
            if busy:
                # as the other poll left it
                feed = await self._index.web_feeds.get(feed.id) or feed
            return await self._poll(feed)

    @asynccontextmanager
    async def _alone(self, feed: WebFeedId) -> AsyncIterator[None]:
        """Wait until nobody else polls a feed."""
        lock = self._polling.setdefault(feed, asyncio.Lock())
        async with lock:
            yield

    async def _poll(self, feed: WebFeed) -> Poll:
        try:
            async with self._fetcher.places.hold() as place:
                fetched = await self._fetcher.fetch(
                    feed.url,
                    etag=feed.etag,
                    last_modified=feed.last_modified,
                    issued_by=feed.issued_by,
                    place=place,
                )
                ready = None if fetched.not_modified else await self._parse(feed, fetched)
        except FetchError as error:
            return await self._failed(feed, trouble_of(error))
        except ReadingError as error:
            return await self._failed(feed, Trouble(str(error)))
        return await self._succeeded(feed, fetched, ready)

    async def _parse(self, feed: WebFeed, fetched: Fetched) -> ReadyFeed:
        task = jobs.FeedBody(jobs.Body.of(fetched), feed.url, feed.title, self._clock())
        async with self._turns:
            return await self._pool.run(jobs.parse, task, name=feed.url)

    async def _failed(self, feed: WebFeed, trouble: Trouble) -> Poll:
        now = self._clock()
        health = after_trouble(feed, trouble)
        retry = trouble.retry_after_seconds
        await self._index.web_feeds.record(
            feed,
            FeedUpdate(
                url=feed.url,
                title=feed.title,
                site_url=feed.site_url,
                next_poll=after_failure(now, health.failures, retry, self._bounds, self._lot),
                succeeded=False,
                etag=feed.etag,
                last_modified=feed.last_modified,
                issued_by=feed.issued_by,
                **_of(health),
            ),
            (),
            now,
        )
        log.info("feed.failed", feed=feed.url, failures=health.failures, reason=trouble.reason)
        return Poll(feed, trouble)

    async def _succeeded(self, feed: WebFeed, fetched: Fetched, ready: ReadyFeed | None) -> Poll:
        now = self._clock()
        parsed = ready.feed if ready else None
        changes = await self._changes(feed, ready, now) if ready else []
        new = sum(change.known is None for change in changes)
        wishes = Wishes(fetched.max_age)
        if parsed:
            wishes = Wishes(fetched.max_age, parsed.ttl_minutes, parsed.skip_hours, parsed.skip_days)
        last_new = now if new else feed.last_new or feed.last_success
        health = after_reading(feed, fetched.moved_to)
        written = await self._index.web_feeds.record(
            feed,
            FeedUpdate(
                url=health.moved_to or feed.url,
                title=(parsed and parsed.title) or feed.title,
                site_url=(parsed and parsed.site_url) or feed.site_url,
                next_poll=after_success(now, wishes, last_new, self._bounds, self._lot),
                succeeded=True,
                etag=fetched.etag,
                last_modified=fetched.last_modified,
                issued_by=fetched.final_url,
                **_of(health),
            ),
            changes,
            now,
        )
        if not written:
            log.info("feed.removed_meanwhile", feed=feed.url)
        return Poll(
            feed,
            unchanged=parsed is None,
            published=tuple(item.published for item in parsed.items) if parsed else (),
            new=new,
            edited=sum(change.known is not None and change.document is not None for change in changes),
            warnings=parsed.warnings if parsed else (),
        )

    async def _changes(self, feed: WebFeed, ready: ReadyFeed, now: datetime) -> list[ItemChange]:
        """Return what of a poll is to be written down: what is new, edited, or known by other keys now."""
        lookup = {key for each in ready.items for key in each.keys.lookup}
        stored = await self._index.web_feeds.known(feed.id, lookup)
        if len(ready.items) <= FEW_ITEMS:
            return _changes(feed, ready, stored, now)
        return await asyncio.to_thread(_changes, feed, ready, stored, now)


def _changes(
    feed: WebFeed, ready: ReadyFeed, stored: Mapping[str, StoredItem], now: datetime
) -> list[ItemChange]:
    known = {
        # as they were taken apart when they were stored
        key: KnownItem(item.id, ItemKeys(*item.keys), item.published)  # type: ignore[arg-type]
        for key, item in stored.items()
    }
    items = [each.item for each in ready.items]
    found = identify(items, known, feed_url=feed.url, made=[each.keys for each in ready.items])
    made = {id(each.item): each for each in ready.items}
    before = {item.id: item for item in stored.values()}
    # the first poll that brings anything: some feeds are empty when they are added
    shown = _newest(found, now) if feed.last_new is None else None
    changes = []
    for place, each in enumerate(found):
        keys, item = _apart(each.keys), made[id(each.item)]
        reads = each.known is None or each.edited
        if reads or keys != before[ItemId(each.known or 0)].keys:
            changes.append(
                ItemChange(
                    keys=keys,
                    lookup=each.keys.lookup,
                    published=each.item.published,
                    known=None if each.known is None else ItemId(each.known),
                    document=item.document if reads else None,
                    wants_page=item.wants_page,
                    backlog=shown is not None and place not in shown,
                )
            )
    return changes


def _apart(keys: ItemKeys) -> tuple[str | None, ...]:
    return tuple(getattr(keys, each.name) for each in fields(keys))


def _newest(found: Sequence[Identified], now: datetime) -> set[int]:
    """Return the places of the items of a first poll that may appear in digests."""
    oldest = datetime.min.replace(tzinfo=UTC)
    # a date in the future does not make an item newer than today's
    dated = [min(each.item.published or oldest, now) for each in found]
    return set(sorted(range(len(found)), key=lambda place: dated[place], reverse=True)[:NEWEST_SHOWN])


def _of(health: Health) -> dict[str, Any]:
    return {
        "state": health.state,
        "reason": health.reason,
        "failures": health.failures,
        "notice": health.notice,
    }


def trouble_of(error: FetchError) -> Trouble:
    """Return what a failed request means for a feed."""
    return Trouble(str(error), gone=error.gone, passing=error.passing, retry_after_seconds=error.retry_after)
