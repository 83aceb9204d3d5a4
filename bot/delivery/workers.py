"""Who works on what: a subscription has one worker at a time, and all end when the bot is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from typing import Any

from bot.models import SubscriptionId


class Workers:
    """The tasks of one tick, and the subscriptions that they have in hand."""

    def __init__(self) -> None:
        self.stopped = False
        self._busy: set[SubscriptionId] = set()
        self._under_way: set[asyncio.Task[Any]] = set()

    def take(self, subscription: SubscriptionId) -> bool:
        """Take a subscription in hand; False when somebody else has it, or nothing is begun any more."""
        if self.stopped or subscription in self._busy:
            return False
        self._busy.add(subscription)
        return True

    def release(self, subscription: SubscriptionId) -> None:
        """Let others have it."""
        self._busy.discard(subscription)

    def has(self, subscription: SubscriptionId) -> bool:
        """Return whether somebody has it in hand."""
        return subscription in self._busy

    def begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something in a task of its own, which :meth:`stop` waits for."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    @contextlib.contextmanager
    def noted(self) -> Iterator[None]:
        """Note the task that does this, for :meth:`stop`."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine runs in a task
        self._under_way.add(task)
        try:
            yield
        finally:
            self._under_way.discard(task)

    async def stop(self, patience: float) -> None:
        """Begin nothing any more; what is under way is cut off after `patience` seconds."""
        self.stopped = True
        if not self._under_way:
            return
        await asyncio.wait(self._under_way, timeout=patience)
        late = set(self._under_way)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
