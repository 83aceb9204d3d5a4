"""The checks of a diagnosis, each a line with what to do about it. None of them leaves the machine."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import sys
from collections.abc import Callable

from bot.errors import ConfigError, NutgrafError
from bot.index import Index
from bot.models import CheckResult, FeedState, Scope
from bot.reading import load_reader
from bot.resources import load_topics, migrations
from bot.settings import Settings, read_token

LEAST_FREE_BYTES = 500_000_000
SOME_FEEDS = 5
"""Feeds that are named at most."""


async def run_checks(settings: Settings) -> list[CheckResult]:
    """Return what was found, in the order in which one would look."""
    return [
        _python(),
        _sqlite(),
        _sentence("Bot token", lambda: read_token(settings) and "given", "See the README: Run it for real."),
        _sentence(
            "Topics",
            lambda: f"{len(load_topics(settings.topics))} topics",
            "Mend the file, or take the setting out to use the built-in topics.",
        ),
        await asyncio.to_thread(_reader, settings),
        await _index(settings),
        await _feeds(settings),
        await asyncio.to_thread(_watched_folder, settings),
        await asyncio.to_thread(_disk, settings),
    ]


def _python() -> CheckResult:
    version = ".".join(map(str, sys.version_info[:3]))
    return CheckResult(sys.version_info >= (3, 11), "Python", version, "Install Python 3.11 or newer.")


def _sqlite() -> CheckResult:
    options = {row[0] for row in sqlite3.connect(":memory:").execute("PRAGMA compile_options")}
    return CheckResult(
        "ENABLE_FTS5" in options,
        "SQLite",
        f"{sqlite3.sqlite_version}, full-text search {'present' if 'ENABLE_FTS5' in options else 'missing'}",
        "Use a Python whose SQLite is built with FTS5, as python.org's and Debian's are.",
    )


def _sentence(label: str, check: Callable[[], str], resolution: str) -> CheckResult:
    try:
        return CheckResult(True, label, check())
    except ConfigError as error:
        return CheckResult(False, label, str(error), resolution)


def _reader(settings: Settings) -> CheckResult:
    try:
        load_reader(load_topics(settings.topics))
    except (NutgrafError, OSError) as error:
        return CheckResult(False, "Reader", str(error), "Install Nutgraf again: its model is missing.")
    return CheckResult(True, "Reader", "model loaded")


async def _index(settings: Settings) -> CheckResult:
    if not await asyncio.to_thread(settings.db.exists):
        return CheckResult(True, "Index", f"{settings.db}: will be made at the first start")
    try:
        index = await Index.open(settings.db, migrations(), read_only=True)
    except NutgrafError as error:
        return CheckResult(False, "Index", str(error), "Restore a backup, or move the file away.")
    try:
        count = await index.articles.count(Scope.everyone())
    except NutgrafError as error:
        return CheckResult(False, "Index", str(error), "Run `nutgraf db check`.")
    finally:
        await index.close()
    return CheckResult(True, "Index", f"{settings.db}: {count} articles")


async def _feeds(settings: Settings) -> CheckResult:
    if not await asyncio.to_thread(settings.db.exists):
        return CheckResult(True, "Feeds", "none followed yet")
    try:
        index = await Index.open(settings.db, migrations(), read_only=True)
    except NutgrafError:
        # told by the check of the index
        return CheckResult(True, "Feeds", "not looked at")
    try:
        feeds = await index.feeds.all()
    finally:
        await index.close()
    ill = [feed for feed in feeds if feed.web.state in (FeedState.FAILING, FeedState.GONE)]
    details = f"{len(feeds)} followed, {len(ill)} of them failing or gone"
    if ill:
        details = f"{details}: {', '.join(feed.title for feed in ill[:SOME_FEEDS])}"
    return CheckResult(not ill, "Feeds", details, "Run `nutgraf feeds list` for the reasons.")


def _watched_folder(settings: Settings) -> CheckResult:
    if settings.watch is None:
        return CheckResult(True, "Watched folder", "none set")
    if settings.watch.exists() and not settings.watch.is_dir():
        return CheckResult(
            False, "Watched folder", f"{settings.watch} is not a folder", "Name a folder in `watch`."
        )
    return CheckResult(True, "Watched folder", str(settings.watch))


def _disk(settings: Settings) -> CheckResult:
    folder = next(each for each in settings.db.absolute().parents if each.is_dir())
    free = shutil.disk_usage(folder).free
    return CheckResult(
        free > LEAST_FREE_BYTES,
        "Disk",
        f"{free / 1e9:.1f} GB free at {folder}",
        "Make room: articles need it.",
    )
