"""A watched folder ends up in the index, whatever lies in it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.errors import StorageError
from bot.index import Index
from bot.index.articles import ArticleStore
from bot.ingest.pool import ReaderPool
from bot.ingest.watcher import FolderWatcher
from bot.models import Document
from bot.sources.article_file import read_article_file
from bot.sources.failures import UnsettledFileError
from bot.sources.folder import WatchPace
from tests.ingest.conftest import PATIENCE, clock, headlines, read_by, until, until_indexed

FAST = WatchPace(settle=0.05, rescan=60, missing=0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "watched"
    path.mkdir()
    return path


@contextlib.asynccontextmanager
async def watching(
    folder: Path, index: Index, pool: ReaderPool, pace: WatchPace = FAST
) -> AsyncIterator[FolderWatcher]:
    watcher = FolderWatcher(folder, index, pool, clock=clock, max_bytes=10_000, pace=pace, retry_seconds=0.1)
    task = asyncio.create_task(watcher.run())
    try:
        yield watcher
        watcher.stop()
        await asyncio.wait_for(task, PATIENCE)
    finally:
        task.cancel()


def put(folder: Path, headline: str, *, name: str = "a.txt", date: str = "2024-10-09") -> Path:
    path = folder / name
    path.write_text(f"{headline}\n\n{date}\n\nThis is what {headline} is about.")
    return path


async def test_what_is_there_and_what_comes_is_indexed(folder: Path, index: Index, pool: ReaderPool) -> None:
    put(folder, "Mayor resigns")

    async with watching(folder, index, pool) as watcher:
        await until_indexed(index, "Mayor resigns")
        put(folder, "It rains", name="b.txt")
        await until_indexed(index, "It rains")

    assert watcher.failures == {}


async def test_stopping_writes_what_was_read(folder: Path, index: Index, pool: ReaderPool) -> None:
    async with watching(folder, index, pool):
        put(folder, "Mayor resigns")
        await until_indexed(index, "Mayor resigns")

    assert await headlines(index) == {"Mayor resigns"}


async def test_a_bad_file_is_told_once_and_tried_again_when_it_changes(
    folder: Path, index: Index, pool: ReaderPool, trace: Path
) -> None:
    path = put(folder, "refuse: Too long.")

    with capture_logs() as logs:
        async with watching(folder, index, pool) as watcher:
            await until(lambda: bool(watcher.failures))
            assert watcher.failures[str(path)].reason == "Too long."
            # the same again, then something behind it to wait for
            put(folder, "refuse: Too long.")
            put(folder, "It rains", name="b.txt")
            await until_indexed(index, "It rains")
            assert read_by(trace).count("refuse: Too long.") == 1
            put(folder, "Mayor resigns")
            await until_indexed(index, "Mayor resigns")
            await until(lambda: not watcher.failures)

    assert [entry["file"] for entry in logs if entry["event"] == "watch.failed"] == [str(path)]


async def test_a_file_without_an_article_is_told_once(folder: Path, index: Index, pool: ReaderPool) -> None:
    path = folder / "a.txt"
    path.write_text("Only a headline")

    with capture_logs() as logs:
        async with watching(folder, index, pool) as watcher:
            await until(lambda: bool(watcher.failures))
            path.touch()
            path.write_text("Only a headline")
            put(folder, "It rains", name="b.txt")
            await until_indexed(index, "It rains")
            path.write_text("Only another headline")
            await until(lambda: len([e for e in logs if e["event"] == "watch.failed"]) == 2)


async def test_a_half_written_file_is_read_when_it_is_whole(
    folder: Path, index: Index, pool: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(folder, "Mayor")
    looks = 0

    def read_while_written(path: Path, *, max_bytes: int) -> Document:
        nonlocal looks
        looks += 1
        if looks == 1:
            put(folder, "Mayor resigns")
            raise UnsettledFileError(str(path), "it was being written while it was read.")
        return read_article_file(path, max_bytes=max_bytes)

    monkeypatch.setattr("bot.ingest.watcher.read_article_file", read_while_written)

    with capture_logs() as logs:
        async with watching(folder, index, pool) as watcher:
            await until_indexed(index, "Mayor resigns")
            assert watcher.failures == {}

    assert await headlines(index) == {"Mayor resigns"}
    assert [entry for entry in logs if entry["event"] == "watch.failed"] == []
    assert path.exists()


async def test_a_full_disk_is_waited_out(
    folder: Path, index: Index, pool: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "Mayor resigns")

    with capture_logs() as logs, monkeypatch.context() as patch:

        async def full(*_: object, **__: object) -> None:
            raise StorageError("The disk is full.")

        patch.setattr(ArticleStore, "add", full)
        async with watching(folder, index, pool):
            await until(lambda: any(entry["event"] == "watch.interrupted" for entry in logs))
            patch.undo()
            await until_indexed(index, "Mayor resigns")


async def test_a_document_that_kills_its_worker_does_not_stop_the_watch(
    folder: Path, index: Index, pool: ReaderPool
) -> None:
    path = put(folder, "die")

    async with watching(folder, index, pool) as watcher:
        await until(lambda: bool(watcher.failures))
        put(folder, "It rains", name="b.txt")
        await until_indexed(index, "It rains")
        assert "SIGKILL" in watcher.failures[str(path)].reason


async def test_a_bug_does_not_end_the_watch(
    folder: Path, index: Index, pool: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ArticleStore.known
    calls = 0

    async def fail_once(store: ArticleStore, hashes: Sequence[str]) -> set[str]:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise ZeroDivisionError
        return await known(store, hashes)

    monkeypatch.setattr(ArticleStore, "known", fail_once)
    put(folder, "Mayor resigns")
    with capture_logs() as logs:
        async with watching(folder, index, pool):
            await until_indexed(index, "Mayor resigns")

    (told,) = [entry for entry in logs if entry["log_level"] == "error"]
    assert told["event"] == "watch.failed_unexpectedly"
    assert told["exc_info"]
