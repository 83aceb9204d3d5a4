"""`nutgraf read --jsonl`: an article a line in, what was found a line out, in the same order.

A thread takes lines in, workers read them, and answers are printed as soon as all before them are. So many
lines and bytes are under way, and no more are taken in before one of them is printed: memory does not grow.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Coroutine, Iterable
from concurrent.futures import CancelledError
from contextlib import suppress
from functools import partial

from bot.cli.lines import LONGEST_LINE, numbered_lines
from bot.errors import ReadingError
from bot.ingest.lines import Line, LineAnswer, read_line, refuse_line
from bot.ingest.pool import ReaderPool
from bot.reading import load_reader
from bot.resources import load_topics
from bot.settings import Settings

DEADLINE_SECONDS = 2.0
"""Processor time for one article."""
LINES_A_WORKER = 16
"""Lines under way for each worker: a slow one in front lets so many others be read behind it."""
MOST_BYTES = 4 * LONGEST_LINE
"""Bytes of the lines under way, above which no other is taken in."""


def read_lines(settings: Settings, file: str, *, workers: int, sentences: int) -> bool:
    """Print an answer for each line of a file ("-": standard input); return whether all could be read.

    Raises :class:`bot.errors.SourceError` when the file cannot be read, after the answers to what was.
    """
    load = partial(load_reader, load_topics(settings.topics), sentences=sentences)
    pool = ReaderPool(
        load, workers=workers, deadline_seconds=DEADLINE_SECONDS, memory_mb=settings.ingest.memory_mb
    )
    return asyncio.run(_read(numbered_lines(file), pool))


async def _read(lines: Iterable[tuple[int, bytes | None]], pool: ReaderPool) -> bool:
    good = True
    async with pool:
        under_way = _UnderWay(pool)
        threading.Thread(
            target=_feed, args=(lines, under_way, asyncio.get_running_loop()), name="lines", daemon=True
        ).start()
        while (answer := await under_way.next()) is not None:
            sys.stdout.write(f"{answer.text}\n")
            good = good and answer.good
    sys.stdout.flush()
    return good


def _feed(
    lines: Iterable[tuple[int, bytes | None]], under_way: _UnderWay, loop: asyncio.AbstractEventLoop
) -> None:
    """Hand over the lines, each when there is room. Runs in a thread: waiting for a line stops nobody."""

    def wait_for(handing_over: Coroutine[None, None, None]) -> None:
        try:
            asyncio.run_coroutine_threadsafe(handing_over, loop).result()
        except RuntimeError:
            # the loop has ended
            handing_over.close()
            raise CancelledError from None

    with suppress(CancelledError):
        try:
            for number, content in lines:
                wait_for(under_way.add(number, content))
        except Exception as error:
            wait_for(under_way.end(error))
        else:
            wait_for(under_way.end(None))


class _UnderWay:
    """The lines that are being read, in their order, bounded in number and in bytes."""

    def __init__(self, pool: ReaderPool) -> None:
        self._pool = pool
        self._answers: asyncio.Queue[tuple[int, asyncio.Task[LineAnswer]] | Exception | None] = asyncio.Queue(
            LINES_A_WORKER * pool.workers
        )
        self._bytes = 0
        self._room = asyncio.Event()

    async def add(self, number: int, content: bytes | None) -> None:
        """Begin to read a line, as soon as there is room for it."""
        size = len(content or b"")
        while self._bytes and self._bytes + size > MOST_BYTES:
            self._room.clear()
            await self._room.wait()
        self._bytes += size
        await self._answers.put((size, asyncio.create_task(self._read(number, content))))

    async def end(self, error: Exception | None) -> None:
        """Say that no other line comes, and why."""
        await self._answers.put(error)

    async def next(self) -> LineAnswer | None:
        """Return the next answer, None when there is none left. Those before it are shown meanwhile."""
        if self._answers.empty():
            sys.stdout.flush()
        item = await self._answers.get()
        if isinstance(item, Exception):
            raise item
        if item is None:
            return None
        size, answer = item
        if not answer.done():
            sys.stdout.flush()
        result = await answer
        self._bytes -= size
        self._room.set()
        return result

    async def _read(self, number: int, content: bytes | None) -> LineAnswer:
        if content is None:
            return refuse_line(Line(number, b""), f"it is longer than {LONGEST_LINE // 1_000_000} MB.")
        line = Line(number, content)
        try:
            return await self._pool.run(read_line, line, name=line.name)
        except ReadingError as error:
            return refuse_line(line, str(error))
