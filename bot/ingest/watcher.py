"""A watched folder that is read into the index as articles arrive, for as long as the program runs."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncGenerator, AsyncIterable, Mapping
from pathlib import Path

import structlog

from bot.errors import NutgrafError
from bot.index import Index
from bot.ingest.clustering import StoryFinder
from bot.ingest.pool import ReaderPool
from bot.ingest.pump import Clock, Failure, Outcome, Pump
from bot.models import Document
from bot.sources.article_file import read_article_file
from bot.sources.failures import DocumentError, UnsettledFileError
from bot.sources.folder import WatchPace, watch_folder

RETRY_SECONDS = 30.0
"""How long to wait after the index, or the folder, could not be used."""

log = structlog.get_logger(__name__)


class FolderWatcher:
    """Reads the article files of a folder, and those that come.

    A file that cannot be read is told once in the log, remembered in `failures`, and tried again only when
    its content changes. When the index cannot be written, everything waits and is tried again.
    """

    def __init__(
        self,
        folder: Path,
        index: Index,
        pool: ReaderPool,
        *,
        clock: Clock,
        max_bytes: int,
        stories: StoryFinder | None = None,
        pace: WatchPace | None = None,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._folder = folder
        self._pump = Pump(index, pool, clock=clock, stories=stories)
        self._max_bytes = max_bytes
        self._pace = pace or WatchPace()
        self._retry_seconds = retry_seconds
        self._stop = asyncio.Event()
        self._failures: dict[str, Failure] = {}
        # what a failed file held, and what those in flight hold: the same bytes are not tried twice
        self._failed: dict[str, bytes | None] = {}
        self._in_flight: dict[str, bytes | None] = {}

    @property
    def failures(self) -> Mapping[str, Failure]:
        """The files that could not be read and have not changed since, by their paths."""
        return self._failures

    def stop(self) -> None:
        """Make `run` return once what is being read is written."""
        self._stop.set()

    async def run(self) -> None:
        """Watch until stopped."""
        while not self._stop.is_set():
            try:
                async with (
                    contextlib.aclosing(
                        watch_folder(self._folder, stop=self._stop, pace=self._pace)
                    ) as paths,
                    contextlib.aclosing(self._documents(paths)) as documents,
                ):
                    await self._pump.run(documents, self._note)
            except NutgrafError as error:
                log.error("watch.interrupted", folder=str(self._folder), reason=str(error))
                await self._pause()
            except Exception:
                # a bug; a watch that ended with it would be missed only weeks later
                log.exception("watch.failed_unexpectedly", folder=str(self._folder))
                await self._pause()

    async def _pause(self) -> None:
        self._in_flight.clear()
        # not wait_for, which may lose a cancellation in Python 3.11
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._retry_seconds):
                await self._stop.wait()

    async def _documents(self, paths: AsyncIterable[Path]) -> AsyncGenerator[Document]:
        async for path in paths:
            origin = str(path)
            try:
                content = await asyncio.to_thread(_digest, path, self._max_bytes)
                if content is not None and self._failed.get(origin) == content:
                    continue
                self._in_flight[origin] = content
                yield await asyncio.to_thread(read_article_file, path, max_bytes=self._max_bytes)
            except UnsettledFileError as error:
                # its change is an event of its own, and brings it here again
                self._in_flight.pop(origin, None)
                log.debug("watch.unsettled", file=origin, reason=error.reason)
            except DocumentError as error:
                self._note(Failure(origin, error.reason))

    def _note(self, outcome: Outcome) -> None:
        if isinstance(outcome, Failure):
            self._failed[outcome.origin] = self._in_flight.pop(outcome.origin, None)
            self._failures[outcome.origin] = outcome
            log.warning("watch.failed", file=outcome.origin, reason=outcome.reason)
            return
        for origin in outcome.origins:
            self._in_flight.pop(origin, None)
            self._failed.pop(origin, None)
            self._failures.pop(origin, None)
        if outcome.new:
            log.info("watch.read", new=outcome.new, folder=str(self._folder))


def _digest(path: Path, max_bytes: int) -> bytes | None:
    """Return a hash of a regular file's first bytes, None when it cannot be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.blake2b(file.read(max_bytes + 1), digest_size=16).digest()
    except OSError:
        return None
