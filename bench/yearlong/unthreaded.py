"""SQLite and work for threads without threads: millions of short queries are several times faster so.

And the same seed gives the same year.

As with threads, a query that was begun is carried out even when whoever asked is cut off before the answer.
Private names of aiosqlite are replaced, which `requirements.lock` pins: the tests tell when they change.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from unittest import mock

import aiosqlite


class _AtOnce(ThreadPoolExecutor):
    """Does everything before it returns."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **named))
        except Exception as error:
            future.set_exception(error)
        return future


@contextlib.contextmanager
def unthreaded() -> Iterator[None]:
    """Let the running loop and all connections that are opened now do without threads."""
    asyncio.get_running_loop().set_default_executor(_AtOnce(1))
    with (
        mock.patch.object(aiosqlite.Connection, "_execute", _execute),
        mock.patch.object(aiosqlite.Connection, "__await__", _open),
        mock.patch.object(aiosqlite.Connection, "stop", _stop),
    ):
        yield


async def _execute(self: Any, function: Callable[..., Any], *args: Any, **named: Any) -> Any:
    if not self._running or not self._connection:
        raise ValueError("Connection closed")
    done = function(*args, **named)
    await asyncio.sleep(0)
    return done


def _open(self: Any) -> Generator[None, None, Any]:
    self._connection = self._connector()
    yield
    return self


def _stop(self: Any) -> None:
    self._running = False
    if self._connection is not None:
        self._connection.close()
        self._connection = None
