"""SQLite as this program uses it: one writer, a few read-only readers, short transactions; no business."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import aiosqlite

from bot.errors import StorageError

APPLICATION_ID = 0x4E757467  # "Nutg", so that `file` and a wrong path can be told
BUSY_TIMEOUT_MS = 5_000

Parameters = Sequence[Any] | Mapping[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")


class Database:
    """One SQLite file. Writes queue behind a lock; reads go round-robin over read-only connections."""

    def __init__(
        self, path: Path, writer: aiosqlite.Connection | None, readers: Sequence[aiosqlite.Connection]
    ) -> None:
        self.path = path
        self._writer = writer
        self._readers = readers
        self._next_reader = 0
        self._write_lock = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path, *, read_only: bool, readers: int = 2) -> Database:
        """Connect; raises :class:`StorageError` when the file cannot be opened as a database."""
        writer = None
        opened: list[aiosqlite.Connection] = []
        try:
            with storage_errors(path):
                if not read_only:
                    writer = await _connect(f"{_uri(path)}?mode=rwc")
                for _ in range(readers):
                    opened.append(await _connect(f"{_uri(path)}?mode=ro"))
        except BaseException:
            for connection in [*opened, *([writer] if writer else [])]:
                await connection.close()
            raise
        return cls(path, writer, opened)

    async def close(self) -> None:
        """Close all connections; the writer last, so that it checkpoints the log."""
        for connection in self._readers:
            await connection.close()
        if self._writer is not None:
            async with self._write_lock:
                await self._writer.close()

    async def read(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Run one SELECT on a reader."""
        self._next_reader = (self._next_reader + 1) % len(self._readers)
        with storage_errors(self.path):
            return list(await self._readers[self._next_reader].execute_fetchall(sql, _storable(parameters)))

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
            async with aiosqlite.connect(target) as copy:
                await self._readers[0].backup(copy)

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
