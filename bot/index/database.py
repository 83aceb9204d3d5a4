"""SQLite as this program uses it: one writer, a few read-only readers, short transactions; no business."""

from __future__ import annotations

import asyncio
import contextlib
import math
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import aiosqlite

from bot.errors import SlowQueryError, StorageError

APPLICATION_ID = 0x4E757467  # "Nutg", so that `file` and a wrong path can be told
BUSY_TIMEOUT_MS = 5_000
READERS = 3
READ_SECONDS = 5.0
"""How long one read may take, unless it is told otherwise: a question must never hold up all others."""
READER_CACHE_KIB = 32_000
STEPS_BETWEEN_LOOKS = 10_000
"""Steps of SQLite's machine after which a read looks at the clock: about a millisecond."""

Parameters = Sequence[Any] | Mapping[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")


class _Reader:
    """A read-only connection that does one thing at a time, and gives it up when its time is over."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self.connection = connection
        self._until = math.inf

    @classmethod
    async def open(cls, uri: str) -> _Reader:
        reader = cls(await _connect(uri))
        await reader.connection.execute_fetchall(f"PRAGMA cache_size = -{READER_CACHE_KIB}")
        await reader.connection.set_progress_handler(reader._is_late, STEPS_BETWEEN_LOOKS)
        return reader

    def _is_late(self) -> bool:
        return time.perf_counter() > self._until

    async def read(self, sql: str, parameters: Parameters, seconds: float) -> list[sqlite3.Row]:
        # left as it is afterwards: a read whose caller was cancelled runs on, and must end in time as well
        self._until = time.perf_counter() + seconds
        return list(await self.connection.execute_fetchall(sql, parameters))


class Database:
    """One SQLite file. Writes queue behind a lock; reads wait for a free one of the read-only connections."""

    def __init__(self, path: Path, writer: aiosqlite.Connection | None, readers: Sequence[_Reader]) -> None:
        self.path = path
        self._writer = writer
        self._readers = readers
        # the one used last has the pages of the question before in its cache
        self._free: asyncio.LifoQueue[_Reader] = asyncio.LifoQueue()
        for reader in readers:
            self._free.put_nowait(reader)
        self._write_lock = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path, *, read_only: bool, readers: int = READERS) -> Database:
        """Connect; raises :class:`StorageError` when the file cannot be opened as a database."""
        writer = None
        opened: list[_Reader] = []
        try:
            with storage_errors(path):
                if not read_only:
                    writer = await _connect(f"{_uri(path)}?mode=rwc")
                for _ in range(readers):
                    opened.append(await _Reader.open(f"{_uri(path)}?mode=ro"))
        except BaseException:
            for connection in [*(each.connection for each in opened), *([writer] if writer else [])]:
                await connection.close()
            raise
        return cls(path, writer, opened)

    async def close(self) -> None:
        """Close all connections; the writer last, so that it checkpoints the log."""
        for reader in self._readers:
            await reader.connection.close()
        if self._writer is not None:
            async with self._write_lock:
                await self._writer.close()

    async def read(
        self, sql: str, parameters: Parameters = (), *, seconds: float = READ_SECONDS
    ) -> list[sqlite3.Row]:
        """Run one SELECT on a reader; raises :class:`SlowQueryError` when it takes longer than `seconds`."""
        async with self._reader() as reader:
            with storage_errors(self.path):
                return await reader.read(sql, _storable(parameters), seconds)

    @contextlib.asynccontextmanager
    async def _reader(self) -> AsyncIterator[_Reader]:
        """Give a connection that nobody else is using."""
        reader = await self._free.get()
        try:
            yield reader
        finally:
            self._free.put_nowait(reader)

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Write in one transaction, rolled back on any exception. Hold it shortly: all writers wait."""
        if self._writer is None:
            raise StorageError(f"{self.path} is open for reading only.")
        async with self._write_lock:
            try:
                with storage_errors(self.path):
                    await self._writer.execute("BEGIN IMMEDIATE")
                yield Transaction(self._writer, self.path)
                with storage_errors(self.path):
                    await self._writer.execute("COMMIT")
            except BaseException:
                await self._roll_back()
                raise

    async def run_script(self, sql: str) -> None:
        """Run statements on the writer outside of a transaction (VACUUM, PRAGMA)."""
        if self._writer is None:
            raise StorageError(f"{self.path} is open for reading only.")
        async with self._write_lock:
            with storage_errors(self.path):
                await self._writer.executescript(sql)

    async def use_log(self) -> None:
        """Write ahead into a log from now on, so that readers and the writer do not wait for each other."""
        await self.run_script("PRAGMA journal_mode = WAL")

    async def change_schema(self, script: str, version: int) -> None:
        """Run a migration in one transaction, kept only when every reference is whole afterwards."""
        if self._writer is None:
            raise StorageError(f"{self.path} is open for reading only.")
        async with self._write_lock:
            try:
                with storage_errors(self.path):
                    # so that a table can be rebuilt; inside a transaction this could not be switched
                    await self._writer.execute_fetchall("PRAGMA foreign_keys = OFF")
                    await self._writer.executescript(
                        f"BEGIN IMMEDIATE;\n{script}\n"
                        f"PRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {version};"
                    )
                    broken = list(await self._writer.execute_fetchall("PRAGMA foreign_key_check"))
                    if broken:
                        raise StorageError(
                            f"The index {self.path}: migration {version} would leave {len(broken)} rows "
                            "that refer to nothing; nothing was changed."
                        )
                    await self._writer.execute("COMMIT")
            except BaseException:
                await self._roll_back()
                raise
            finally:
                await self._writer.execute_fetchall("PRAGMA foreign_keys = ON")

    async def backup(self, target: Path) -> None:
        """Copy the whole database, consistently, to another file.

        A reader's connection is used, as the writer's may be in the middle of a transaction.
        """
        with storage_errors(target):
            async with self._reader() as reader, aiosqlite.connect(target) as copy:
                await reader.connection.backup(copy)

    async def _roll_back(self) -> None:
        """End a transaction that failed; SQLite may have ended it, or never begun it."""
        assert self._writer is not None  # noqa: S101 - only a writer has transactions
        with contextlib.suppress(sqlite3.Error, ValueError):  # a ValueError: it is closed
            await self._writer.execute("ROLLBACK")


class Transaction:
    """What can be done inside :meth:`Database.transaction`."""

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    async def read(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Run one statement and return its rows."""
        with storage_errors(self._path):
            return list(await self._connection.execute_fetchall(sql, _storable(parameters)))

    async def write(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one statement and return how many rows it changed."""
        with storage_errors(self._path):
            cursor = await self._connection.execute(sql, _storable(parameters))
            return cursor.rowcount

    async def write_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Run one statement for each row of parameters."""
        with storage_errors(self._path):
            await self._connection.executemany(sql, [_storable(row) for row in rows])


@contextlib.contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a :class:`StorageError` that says what to do."""
    try:
        yield
    except OverflowError as error:
        raise StorageError(f"The index {path}: a number is larger than any it can hold.") from error
    except ValueError as error:
        raise StorageError(f"The index {path}: {error}.") from error
    except sqlite3.Error as error:
        text = str(error)
        if "interrupted" in text:
            raise SlowQueryError(
                "Looking through so many articles takes too long: narrow it with since, until or topic."
            ) from error
        if "not a database" in text or "malformed" in text:
            advice = "it is damaged, or not an index at all: move it away, or restore a backup"
        elif "disk is full" in text:
            advice = "the disk is full: make room and try again; nothing half-written is kept"
        elif "locked" in text:
            advice = "another program is using it: close that one and try again"
        elif "unable to open" in text or "readonly" in text:
            advice = "it cannot be opened: look at the path and its permissions"
        else:
            advice = text
        raise StorageError(f"The index {path}: {advice}.") from error


async def _connect(uri: str) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(uri, uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        for pragma in (f"busy_timeout = {BUSY_TIMEOUT_MS}", "foreign_keys = ON", "synchronous = NORMAL"):
            # fetched to the end: a statement left open would hold a lock
            await connection.execute_fetchall(f"PRAGMA {pragma}")
        await connection.execute_fetchall("SELECT count(*) FROM sqlite_schema")
    except BaseException:
        await connection.close()
        raise
    return connection


def _storable(parameters: Parameters) -> Parameters:
    """Return the parameters with lone surrogates replaced, which no file can hold; offsets stay true."""
    if isinstance(parameters, Mapping):
        return {name: _storable_value(value) for name, value in parameters.items()}
    return [_storable_value(value) for value in parameters]


def _storable_value(value: Any) -> Any:
    if isinstance(value, str) and not value.isascii():
        return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    return value


def _uri(path: Path) -> str:
    return path.absolute().as_uri()
