"""Article files in folders: all that are there, and those that come.

Events of the operating system (through watchfiles) tell what to look at; a slow look at everything is the
net for events that never come, as on network drives. A file is handed out once it has settled: two looks in a
row saw the same size and time.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import stat
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from watchfiles import Change, awatch

from bot.models import Document
from bot.sources.article_file import read_article_file
from bot.sources.failures import DocumentError

SUFFIX = ".txt"

log = structlog.get_logger(__name__)

_DEBOUNCE_MS = 200
_NAME_ENDS_OF_COPIES = (".part.txt", ".tmp.txt", ".crdownload.txt", ".swp.txt")


@dataclass(frozen=True, slots=True)
class WatchPace:
    """How often a watched folder is looked at, in seconds."""

    settle: float = 0.5
    """Between the two looks that must see a file unchanged."""
    rescan: float = 30.0
    """Between two looks at everything."""
    missing: float = 1.0
    """Between two looks for the folder itself while it is not there."""


def is_article_name(name: str) -> bool:
    """Tell an article file by its name: ``*.txt``, not hidden, nor half-made by an editor or a download."""
    lower = name.lower()
    return lower.endswith(SUFFIX) and lower[0] not in ".~#" and not lower.endswith(_NAME_ENDS_OF_COPIES)


def find_article_files(paths: Iterable[Path]) -> Iterator[Path | DocumentError]:
    """Yield the article files of `paths`: files as they are given, folders with all below them, by name.

    What is missing, or a folder that cannot be read, is yielded as an error in its place.
    """
    for path in paths:
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            yield DocumentError(str(path), _reason(error))
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(path)
        else:
            yield path


def read_article_files(
    paths: Iterable[Path | DocumentError], *, max_bytes: int
) -> Iterator[Document | DocumentError]:
    """Yield the article of each file, or why there is none; reads one file at a time, as it is asked."""
    for path in paths:
        if isinstance(path, DocumentError):
            yield path
            continue
        try:
            yield read_article_file(path, max_bytes=max_bytes)
        except DocumentError as error:
            yield error


async def watch_folder(
    folder: Path,
    *,
    stop: asyncio.Event | None = None,
    pace: WatchPace | None = None,
    force_polling: bool | None = None,
) -> AsyncGenerator[Path]:
    """Yield the article files that are in a folder, then those that come or change, each once it has settled.

    Makes the folder when it is missing at the start, and waits for it when it goes away later. Ends when
    `stop` is set. `force_polling` is watchfiles': for drives whose changes the system does not tell.
    Raises :class:`DocumentError` when the folder cannot be made.
    """
    try:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    except OSError as error:
        raise DocumentError(str(folder), f"the folder to watch cannot be made: {_reason(error)}") from error
    # events name absolute paths
    absolute = await asyncio.to_thread(folder.absolute)
    watch = _Watch(absolute, stop or asyncio.Event(), pace or WatchPace(), force_polling)
    try:
        async with contextlib.aclosing(watch.settled()) as settled:
            async for path in settled:
                yield path
    finally:
        await watch.close()


_Stamp = tuple[int, int, int, int]
"""Inode, size, modification and change time: what changes when a file, or the right to read it, does."""


class _Watch:
    """One watched folder: what was handed out, what is not settled yet, and where events come from."""

    def __init__(
        self, folder: Path, stop: asyncio.Event, pace: WatchPace, force_polling: bool | None
    ) -> None:
        self._folder = folder
        self._stop = stop
        self._pace = pace
        self._force_polling = force_polling
        self._seen: dict[Path, _Stamp] = {}
        self._unsettled: dict[Path, _Stamp | None] = {}
        self._touched: set[Path] = set()
        self._wake = asyncio.Event()
        self._listener: asyncio.Task[None] | None = None
        self._listener_stop = asyncio.Event()
        self._listened_to: tuple[int, int] | None = None

    async def settled(self) -> AsyncGenerator[Path]:
        """Yield files as they settle, until stopped."""
        loop = asyncio.get_running_loop()
        next_scan = loop.time()
        while not self._stop.is_set():
            there = await self._listen()
            if loop.time() >= next_scan or not there:
                found = await asyncio.to_thread(_look_at_folder, self._folder)
                self._forget_missing(found)
                self._touched.update(found)
                next_scan = loop.time() + (self._pace.rescan if there else self._pace.missing)
            for path in await self._take_settled():
                yield path
                if self._stop.is_set():
                    return
            wait = self._pace.settle if self._unsettled else next_scan - loop.time()
            await self._sleep(wait, until_touched=not self._unsettled)

    async def close(self) -> None:
        """Stop listening."""
        listener, self._listener = self._listener, None
        if listener is not None:
            # watchfiles' thread looks at its event; cancelling alone would wait for its next time-out
            self._listener_stop.set()
            listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listener

    async def _take_settled(self) -> list[Path]:
        """Look at what was touched and at what was unsettled; return what two looks saw the same."""
        for path in self._touched:
            self._unsettled.setdefault(path, None)
        self._touched.clear()
        settled = []
        stamps = await asyncio.to_thread(_look_at_files, list(self._unsettled))
        for path, stamp in stamps.items():
            if stamp is None or stamp == self._seen.get(path):
                del self._unsettled[path]
            elif stamp == self._unsettled[path]:
                del self._unsettled[path]
                self._seen[path] = stamp
                settled.append(path)
            else:
                self._unsettled[path] = stamp
        return sorted(settled)

    def _forget_missing(self, found: Iterable[Path]) -> None:
        # a file that was removed and comes back is a new one
        for path in self._seen.keys() - set(found):
            del self._seen[path]

    async def _sleep(self, seconds: float, *, until_touched: bool) -> None:
        waits = [asyncio.ensure_future(self._stop.wait())]
        if until_touched:
            waits.append(asyncio.ensure_future(self._wake.wait()))
        try:
            await asyncio.wait(waits, timeout=max(0.0, seconds), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        self._wake.clear()

    async def _listen(self) -> bool:
        """See to it that events of the folder as it is now are listened to; tell whether it is there."""
        identity = await asyncio.to_thread(_identity, self._folder)
        if identity is None or identity != self._listened_to:
            # a folder that was made anew is another one, though its name is the same
            await self.close()
            self._listened_to = identity
            if identity is not None:
                self._listener_stop = asyncio.Event()
                self._listener = asyncio.create_task(self._collect(), name=f"watch {self._folder}")
                # events before this moment may be missed
                self._touched.update(await asyncio.to_thread(_look_at_folder, self._folder))
        return identity is not None

    async def _collect(self) -> None:
        try:
            async for batch in awatch(
                self._folder,
                watch_filter=None,
                debounce=_DEBOUNCE_MS,
                stop_event=self._listener_stop,
                force_polling=self._force_polling,
                ignore_permission_denied=True,
            ):
                touched = {Path(name) for change, name in batch if change is not Change.deleted}
                self._touched.update(await asyncio.to_thread(_article_files_of, touched))
                if any(change is Change.deleted and Path(name) == self._folder for change, name in batch):
                    # its number may be given to the next folder of this name
                    self._listened_to = None
                self._wake.set()
        except (OSError, RuntimeError) as error:
            log.warning(
                "folder.no_events",
                folder=str(self._folder),
                reason=str(error),
                seconds=self._pace.rescan,
            )


# --- looks, each in a thread -----------------------------------------------------------------------------


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None


def _look_at_folder(folder: Path) -> list[Path]:
    return [path for path in _walk(folder) if isinstance(path, Path)]


def _look_at_files(paths: Sequence[Path]) -> dict[Path, _Stamp | None]:
    return {path: _stamp(path) for path in paths}


def _stamp(path: Path) -> _Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _article_files_of(touched: Iterable[Path]) -> list[Path]:
    """Return the article files among the touched paths, and in the folders among them."""
    files: list[Path] = []
    for path in touched:
        if path.is_dir():
            # moved here as a whole: there are no events for what is in it
            files += _look_at_folder(path)
        elif is_article_name(path.name):
            files.append(path)
    return files


def _walk(folder: Path) -> Iterator[Path | DocumentError]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield DocumentError(str(folder), _reason(error))
        return
    for entry in found:
        # links to folders are not followed: they may lead in a circle
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _walk(Path(entry.path))
        elif is_article_name(entry.name):
            yield Path(entry.path)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOENT:
        return "there is no such file or folder."
    if isinstance(error, OSError):
        return f"it cannot be read: {error.strerror or error}."
    return "this cannot be a file's name."
