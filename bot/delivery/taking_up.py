"""What is due, in which order: read in pages, composed and claimed in batches, and handed over to be sent."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.delivery.pacing import Pace, in_turn, spread
from bot.delivery.posting import Posting, Prepared
from bot.delivery.queue import Queue
from bot.delivery.workers import Workers
from bot.digests.composing.composer import Composer
from bot.digests.schedules.slots import mend_next_due
from bot.errors import ScheduleError
from bot.models import Subscription, SubscriptionId

if TYPE_CHECKING:
    from bot.index import Index

BATCH = 100
"""Claimed in one transaction."""
PAGE = 100
"""Subscriptions read at once, so that the event loop is not held up."""
MOST_DUE = 5000
"""Put in order at once; the rest follows in the same run."""
COMPOSED_AT_ONCE = 8
MEND_EVERY = timedelta(days=1)
MEND_PAGE = 25
"""To work out a next slot takes a tenth of a millisecond."""

log = structlog.get_logger()


class TakingUp:
    """Takes up what is due."""

    def __init__(
        self, index: Index, posting: Posting, workers: Workers, pace: Pace, *, clock: Callable[[], datetime]
    ) -> None:
        self._index = index
        self._posting = posting
        self._workers = workers
        self._pace = pace
        self._clock = clock
        self._held_up: set[SubscriptionId] = set()
        """What was due while a digest before it was unfinished."""
        self._mended_at: datetime | None = None
        self._ran_at: datetime | None = None

    async def take_up_all(self, composer: Composer, queue: Queue) -> None:
        """Compose and claim all that is due, and hand over what is to be sent.

        Raises :class:`StorageError` when it cannot be read what is due.
        """
        waiting = {subscription for _, subscription in await self._index.deliveries.unfinished_ids()}
        begun_at, number = self._pace.now(), 0
        more, after = True, None
        while more and not self._workers.stopped:
            due, after = await self._read_due(after)
            more = after is not None
            # a subscription posts one thing after the other
            self._held_up |= waiting & {each.id for each in due}
            ordered = in_turn(each for each in due if each.id not in waiting)
            offsets = spread([each.id for each in ordered], self._pace.rate)
            base = begun_at + number / self._pace.rate
            leaves = {each.id: base + offset for each, offset in zip(ordered, offsets, strict=True)}
            number += len(ordered)
            for batch in batches(ordered, BATCH):
                await self._take_up(batch, composer, queue, leaves)

    async def _read_due(self, after: Subscription | None) -> tuple[list[Subscription], Subscription | None]:
        """Return the next of what is due, and the last one of them; None: that was all."""
        now = self._clock()
        found: list[Subscription] = []
        while len(found) < MOST_DUE:
            page = await self._index.subscriptions.due(now, PAGE, after)
            found += page
            if len(page) < PAGE:
                return found, None
            after = page[-1]
        return found, after

    async def _take_up(
        self,
        batch: Sequence[Subscription],
        composer: Composer,
        queue: Queue,
        leaves: Mapping[SubscriptionId, float],
    ) -> None:
        in_hand = {each.id: each for each in batch if self._workers.take(each.id)}
        try:
            prepared = await self._prepare(list(in_hand.values()), composer)
            jobs = await self._posting.claim(prepared) if prepared else []
            self._held_up.difference_update(each.subscription.id for each in prepared)
            for job in jobs:
                del in_hand[job.subscription.id]
                queue.put(job, leaves[job.subscription.id])
        except Exception:
            log.exception("digest.not_claimed", batch=len(batch), error_id=secrets.token_hex(4))
        finally:
            for each in in_hand:
                self._workers.release(each)

    async def _prepare(self, batch: Sequence[Subscription], composer: Composer) -> list[Prepared]:
        hands = asyncio.Semaphore(COMPOSED_AT_ONCE)
        await composer.expect(batch)

        async def prepare(subscription: Subscription) -> Prepared | None:
            async with hands:
                try:
                    held_up = subscription.id in self._held_up
                    return await self._posting.prepare(subscription, composer, held_up=held_up)
                except Exception:
                    number = secrets.token_hex(4)
                    log.exception("digest.failed", subscription=subscription.id, error_id=number)
                    return None

        prepared = await asyncio.gather(*(prepare(each) for each in batch))
        return [each for each in prepared if each is not None]

    async def mend(self) -> None:
        """Mend what is due absurdly late, because the clock was ahead: at first, daily and after a jump."""
        now = self._clock()
        jumped = self._ran_at is not None and now < self._ran_at
        self._ran_at = now
        if not jumped and self._mended_at is not None and now - self._mended_at < MEND_EVERY:
            return
        aside = await self._index.deliveries.set_aside(now)
        if aside is None:
            # what is promised is right then
            log.warning("clock.behind", now=now)
            return
        self._mended_at = now
        if aside:
            log.warning("deliveries.set_aside", rows=aside)
        last = SubscriptionId(0)
        while page := await self._index.subscriptions.active_after(last, MEND_PAGE):
            last = page[-1].id
            for each in page:
                with contextlib.suppress(ScheduleError):
                    mended = mend_next_due(each.schedule, each.next_due, now)
                    if mended is not None and await self._index.subscriptions.move(each, mended):
                        log.warning("subscription.due_mended", subscription=each.id, was=each.next_due)


def batches(due: Sequence[Subscription], size: int) -> Iterator[list[Subscription]]:
    """Yield what is due in batches that hold each channel once.

    So what one digest of a channel tells is known when the channel's next one is composed.
    """
    rest = list(due)
    while rest:
        batch: dict[int, Subscription] = {}
        later = []
        for each in rest:
            if len(batch) < size and each.channel not in batch:
                batch[each.channel] = each
            else:
                later.append(each)
        yield list(batch.values())
        rest = later
