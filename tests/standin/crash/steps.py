"""Counting the steps of the bot's work from inside of it, and dying at one of them."""

from __future__ import annotations

import inspect
import json
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any

from discord.http import HTTPClient, Route

from bot.digests.composing.composer import Composer
from bot.index.database import Database, Transaction
from bot.index.deliveries import DeliveryStore
from tests.standin.crash.points import Phase

_LEDGER = {
    Phase.CLAIM: ("claim", "claim_all", "claim_extra"),
    Phase.MARK: ("mark_sent", "note_attempt", "mark_published"),
}
_phase: ContextVar[Phase | None] = ContextVar("phase", default=None)


def say(**event: Any) -> None:
    """Tell the harness something, in one line that is written at once."""
    os.write(1, (json.dumps(event) + "\n").encode())


class Steps:
    """Counts steps by phase; at one of them the process ends as by a power cut."""

    def __init__(self, phase: str | None, number: int) -> None:
        self._taken: Counter[str] = Counter()
        self._last = phase, number

    def step(self, phase: Phase | None) -> None:
        """Take a step of a phase; perhaps the last of all."""
        if phase is None:
            return
        self._taken[phase] += 1
        if (phase, self._taken[phase]) == self._last:
            say(event="point", phase=phase, number=self._taken[phase])
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def within(self, phase: Phase | None) -> Iterator[None]:
        """Be in a phase: its begin and its end are steps."""
        self.step(phase)
        token = _phase.set(phase)
        try:
            yield
        finally:
            _phase.reset(token)
        self.step(phase)

    def hook(self) -> None:
        """Count from now on what the bot does in this process."""
        for name, method in inspect.getmembers(Composer, inspect.iscoroutinefunction):
            if not name.startswith("_"):
                setattr(Composer, name, self._phase_of(Phase.COMPOSE, method))
        for phase, names in _LEDGER.items():
            for name in names:
                setattr(DeliveryStore, name, self._phase_of(phase, getattr(DeliveryStore, name)))
        for name in ("read", "write", "write_many"):
            setattr(Transaction, name, self._stepping(getattr(Transaction, name)))
        Database.read = self._stepping(Database.read)  # type: ignore[method-assign]
        Database.transaction = self._transaction(Database.transaction)  # type: ignore[method-assign]
        HTTPClient.request = self._request(HTTPClient.request)  # type: ignore[method-assign]

    def _phase_of(self, phase: Phase, method: Callable[..., Any]) -> Callable[..., Any]:
        async def hooked(*args: Any, **kwargs: Any) -> Any:
            with self.within(phase):
                return await method(*args, **kwargs)

        return hooked

    def _stepping(self, method: Callable[..., Any]) -> Callable[..., Any]:
        async def hooked(*args: Any, **kwargs: Any) -> Any:
            result = await method(*args, **kwargs)
            self.step(_phase.get())
            return result

        return hooked

    def _transaction(self, transaction: Callable[..., Any]) -> Callable[..., Any]:
        @asynccontextmanager
        async def hooked(database: Database) -> AsyncIterator[Transaction]:
            phase = _phase.get()
            async with transaction(database) as begun:
                self.step(phase)
                yield begun
                self.step(phase)
            if phase is not None:
                say(event="committed", steps=self._taken)
            self.step(phase)

        return hooked

    def _request(self, request: Callable[..., Any]) -> Callable[..., Any]:
        async def hooked(client: HTTPClient, route: Route, **kwargs: Any) -> Any:
            with self.within(_asked(route)):
                return await request(client, route, **kwargs)

        return hooked


def _asked(route: Route) -> Phase | None:
    """Return what a request is a part of."""
    if route.method == "POST" and route.path.endswith(("/messages", "/threads", "/crosspost")):
        return Phase.SEND
    if route.method == "GET" and ("/channels/" in route.path or "/threads/" in route.path):
        return Phase.LOOK
    return None
