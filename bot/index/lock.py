"""One process owns an index file: a lock beside it, and its process id told to whoever comes second."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import IndexBusyError


class OwnerLock:
    """Held while an index is open for writing; freed by the system should the process die."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._owner = database.with_name(f"{database.name}.pid")
        self._lock = FileLock(database.with_name(f"{database.name}.lock"), timeout=0, thread_local=False)

    def acquire(self) -> None:
        """Take the lock; raises :class:`IndexBusyError` naming the process that holds it."""
        try:
            self._lock.acquire()
        except Timeout:
            raise IndexBusyError(
                f"The index {self._database} is in use by {self._holder()}. Stop it first, or, "
                "to add articles, put them in the folder that the running bot watches."
            ) from None
        try:
            self._owner.write_text(f"{os.getpid()}\n", encoding="ascii")
        except OSError:
            self._lock.release()
            raise

    def release(self) -> None:
        """Give the lock back."""
        with contextlib.suppress(OSError):
            self._owner.unlink()
        self._lock.release()

    def _holder(self) -> str:
        try:
            return f"process {int(self._owner.read_text(encoding='ascii'))}"
        except (OSError, ValueError):
            return "another process"
