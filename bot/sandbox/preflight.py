"""What is made sure of before anything slow begins: the port, the extra packages, the folders."""

from __future__ import annotations

import errno
import importlib
import importlib.metadata
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StartupError
from bot.index.lock import OwnerLock
from bot.settings import Settings

HOST = "127.0.0.1"
SIMCORD_VERSION = "3.2.1"
"""The one simcord that the sandbox knows its way about in; see :mod:`bot.sandbox._simcord`."""

_INSTALL = "install them with `pip install 'nutgraf[sandbox]'` (`make sandbox` does it for you)"


def check_port(port: int) -> None:
    """Raise :class:`StartupError` unless the page can be served on `port` of this machine."""
    try:
        with socket.socket() as probe:
            # as the server will: a port that was closed a moment ago is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = "is in use by another program (perhaps another sandbox)"
        else:
            reason = f"cannot be used: {error.strerror}"
        raise StartupError(f"Port {port} {reason}: choose another with --port.") from error
    except OverflowError as error:
        raise StartupError(f"There is no port {port}: choose one from 1024 to 65535.") from error


def check_extra() -> None:
    """Raise :class:`StartupError` unless what the sandbox needs beyond the bot is installed and fits."""
    try:
        with _quiet_discord():
            importlib.import_module("simcord")
        found = importlib.metadata.version("simcord")
    except (ImportError, importlib.metadata.PackageNotFoundError) as error:
        raise StartupError(
            f"The sandbox needs packages that the bot itself does not ({error}): {_INSTALL}."
        ) from error
    if found != SIMCORD_VERSION:
        raise StartupError(
            f"The sandbox needs simcord {SIMCORD_VERSION}, and {found} is installed: {_INSTALL}."
        )
    try:
        importlib.import_module("bot.sandbox._simcord").check_simcord()
    except ImportError as error:
        raise StartupError(f"The sandbox does not fit what is installed ({error}): {_INSTALL}.") from error


@contextmanager
def _quiet_discord() -> Iterator[None]:
    """Keep back what discord.py logs about a client that simcord makes only to look at it."""
    logger = logging.getLogger("discord")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def sandbox_settings(settings: Settings) -> Settings:
    """Return the settings of the sandbox: its own index and inbox, and digests often and of any age."""
    folder = settings.db.parent
    digests = settings.digests.model_copy(update={"max_age_days": 0, "min_interval_minutes": 1})
    return settings.model_copy(
        update={
            "db": folder / "sandbox.db",
            "watch": settings.watch or folder / "sandbox-inbox",
            "digests": digests,
        }
    )


def prepare_files(settings: Settings, *, fresh: bool) -> None:
    """Make the sandbox's folders; with `fresh`, remove the index of earlier runs.

    Raises :class:`StartupError`, or :class:`bot.errors.IndexBusyError` when another sandbox has it open.
    """
    try:
        settings.db.parent.mkdir(parents=True, exist_ok=True)
        if settings.watch is not None:
            settings.watch.mkdir(parents=True, exist_ok=True)
        if fresh:
            _remove_index(settings.db)
    except OSError as error:
        raise StartupError(f"The sandbox cannot use {error.filename}: {error.strerror}.") from error


def _remove_index(path: Path) -> None:
    lock = OwnerLock(path)
    lock.acquire()
    try:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    finally:
        lock.release()
