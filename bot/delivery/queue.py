"""What was claimed and waits for its turn to be sent."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.delivery.pacing import Pace
from bot.delivery.posting import Job
from bot.delivery.workers import Workers

MOST_IN_MEMORY = 1000
"""Digests that wait in memory; those of further jobs are read from the ledger when their turn comes."""
NAP_SECONDS = 0.25
"""How long is slept at most before it is looked whether the bot was told to stop."""

log = structlog.get_logger()


class Queue:
    """Sends jobs in the order given, each in a task of its own: a slow channel holds up no other."""

    def __init__(self, workers: Workers, pace: Pace, finish: Callable[[Job], Awaitable[None]]) -> None:
        self._workers = workers
        self._pace = pace
        self._finish = finish
        self._jobs: deque[tuple[float, Job]] = deque()
        self._more = asyncio.Event()
        self._closed = False
        self._begun: set[asyncio.Task[None]] = set()
        self._sending = workers.begin(self._send_all())

    def put(self, job: Job, leaves: float) -> None:
        """Send a job no sooner than `leaves`, by the pace's clock; then its subscription is released."""
        if len(self._jobs) >= MOST_IN_MEMORY and job.delivery is not None:
            job = replace(job, delivery=replace(job.delivery, digest=None))
        self._jobs.append((leaves, job))
        self._more.set()

    def close(self) -> None:
        """Say that no job comes any more."""
        self._closed = True
        self._more.set()

    async def sent(self) -> None:
        """Wait until all that was put has ended; raises what cut a job off."""
        await self._sending

    async def _send_all(self) -> None:
        while self._jobs or not self._closed:
            if not self._jobs:
                self._more.clear()
                await self._more.wait()
                continue
            leaves, job = self._jobs.popleft()
            await self._wait_until(leaves)
            if self._workers.stopped:
                # it stands in the ledger, and the next process goes on from there
                self._workers.release(job.subscription.id)
                continue
            await self._pace.turn()
            task = self._workers.begin(self._send(job))
            self._begun.add(task)
            task.add_done_callback(self._ended)
        await asyncio.gather(*self._begun)

    async def _wait_until(self, moment: float) -> None:
        while not self._workers.stopped and (left := moment - self._pace.now()) > 0:
            await self._pace.sleep(min(left, NAP_SECONDS))

    async def _send(self, job: Job) -> None:
        try:
            await self._finish(job)
        except Exception:
            log.exception("digest.failed", subscription=job.subscription.id, error_id=secrets.token_hex(4))
        finally:
            self._workers.release(job.subscription.id)

    def _ended(self, task: asyncio.Task[None]) -> None:
        # what was cut off is kept for `sent` to raise
        if not task.cancelled() and task.exception() is None:
            self._begun.discard(task)
