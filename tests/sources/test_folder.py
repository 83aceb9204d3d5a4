"""Finding article files, and watching a real folder for them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.models import Document
from bot.sources.failures import DocumentError
from bot.sources.folder import WatchPace, find_article_files, read_article_files, watch_folder

FAST = WatchPace(settle=0.05, rescan=60, missing=0.05)
PATIENCE = 10.0
"""Seconds after which what should happen has not happened."""


class Sightings:
    """What a watch has yielded so far."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Path] = asyncio.Queue()
        self.stop = asyncio.Event()

    def add(self, path: Path) -> None:
        """Note a path."""
        self._queue.put_nowait(path)

    async def next(self) -> Path:
        """Return the next path, which must come soon."""
        return await asyncio.wait_for(self._queue.get(), PATIENCE)

    async def next_other_than(self, path: Path) -> Path:
        """Return the next path that is another one."""
        while (found := await self.next()) == path:
            pass
        return found

    def empty(self) -> bool:
        """Tell whether nothing more has come."""
        return self._queue.empty()


@contextlib.asynccontextmanager
async def watching(folder: Path, pace: WatchPace = FAST, **options: bool) -> AsyncIterator[Sightings]:
    sightings = Sightings()

    async def watch() -> None:
        async with contextlib.aclosing(
            watch_folder(folder, stop=sightings.stop, pace=pace, **options)
        ) as paths:
            async for path in paths:
                sightings.add(path)

    task = asyncio.create_task(watch())
    try:
        yield sightings
        sightings.stop.set()
        await asyncio.wait_for(task, PATIENCE)
    finally:
        task.cancel()


def test_files_are_found_by_name_below_the_folders(tmp_path: Path) -> None:
    for name in (
        *("b.txt", "a.txt", "sub/c.TXT", "sub/deep/d.txt"),
        *(".hidden.txt", "notes.md", "a.txt~", "~$a.txt", "#a.txt#", ".git/x.txt", "a.part.txt", "a.txt.swp"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    single = tmp_path / "notes.md"

    found = list(find_article_files([tmp_path, single]))

    assert found == [
        *(tmp_path / name for name in ("a.txt", "b.txt", "sub/c.TXT", "sub/deep/d.txt")),
        single,
    ]


def test_a_missing_path_is_an_error_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()

    first, second = find_article_files([tmp_path / "none", tmp_path])

    assert isinstance(first, DocumentError)
    assert str(first) == f"{tmp_path / 'none'}: there is no such file or folder."
    assert second == tmp_path / "a.txt"


def test_folders_linked_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "sub" / "a.txt").touch()

    assert list(find_article_files([tmp_path])) == [tmp_path / "sub" / "a.txt"]


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    for name in "ac":
        (tmp_path / f"{name}.txt").write_text(f"Title {name}\n\n2024-10-09\n\nThe body.")
    (tmp_path / "b.txt").touch()

    found = list(read_article_files(find_article_files([tmp_path]), max_bytes=1_000))

    assert [type(item) for item in found] == [Document, DocumentError, Document]


async def test_what_is_there_comes_first_then_what_arrives(tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "b.txt").write_text("b")
    (folder / "a.txt").write_text("a")

    async with watching(folder) as seen:
        assert [await seen.next(), await seen.next()] == [folder / "a.txt", folder / "b.txt"]
        (folder / "c.txt").write_text("c")
        assert await seen.next() == folder / "c.txt"
        (folder / "sub").mkdir()
        (folder / "sub" / "d.txt").write_text("d")
        assert await seen.next() == folder / "sub" / "d.txt"
        assert seen.empty()


async def test_a_changed_file_comes_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")

    async with watching(tmp_path) as seen:
        assert await seen.next() == path
        path.write_text("another")
        assert await seen.next() == path


async def test_hidden_and_half_made_files_do_not_come(tmp_path: Path) -> None:
    async with watching(tmp_path) as seen:
        for name in (".a.txt", "a.txt~", "a.part.txt", "a.md", "z.txt"):
            (tmp_path / name).write_text("x")

        assert await seen.next() == tmp_path / "z.txt"
        assert seen.empty()


async def test_an_atomic_rename_comes_once_settled(tmp_path: Path) -> None:
    async with watching(tmp_path) as seen:
        (tmp_path / ".new").write_text("whole")
        (tmp_path / ".new").rename(tmp_path / "a.txt")

        assert await seen.next() == tmp_path / "a.txt"


async def test_a_file_that_is_still_written_waits(tmp_path: Path) -> None:
    growing, done = tmp_path / "a.txt", tmp_path / "b.txt"
    pace = WatchPace(settle=0.3, rescan=60, missing=0.05)

    async with watching(tmp_path, pace) as seen:
        with growing.open("w") as file:
            file.write("half")
            file.flush()
            done.write_text("whole")
            # written to more often than the watch looks, until another file has settled
            async with asyncio.timeout(PATIENCE):
                while seen.empty():
                    file.write("and more ")
                    file.flush()
                    await asyncio.sleep(0.01)
        assert await seen.next() == done
        assert await seen.next() == growing


async def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "watched"

    async with watching(folder) as seen:
        async with asyncio.timeout(PATIENCE):
            while not folder.is_dir():  # noqa: ASYNC110 - the folder tells nobody
                await asyncio.sleep(0.01)
        (folder / "a.txt").write_text("a")

        assert await seen.next() == folder / "a.txt"


async def test_the_folder_may_go_and_come_back(tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "a.txt").write_text("a")

    async with watching(folder) as seen:
        assert await seen.next() == folder / "a.txt"
        shutil.rmtree(folder)
        folder.mkdir()
        (folder / "b.txt").write_text("b")
        assert await seen.next_other_than(folder / "a.txt") == folder / "b.txt"
        (folder / "c.txt").write_text("c")
        assert await seen.next_other_than(folder / "b.txt") == folder / "c.txt"


async def test_the_folder_may_be_replaced_by_another(tmp_path: Path) -> None:
    folder, other = tmp_path / "watched", tmp_path / "other"
    for each in (folder, other):
        each.mkdir()
        (each / f"{each.name}.txt").write_text("x")

    async with watching(folder, WatchPace(settle=0.05, rescan=0.2, missing=0.05)) as seen:
        assert await seen.next() == folder / "watched.txt"
        folder.rename(tmp_path / "old")
        other.rename(folder)
        assert await seen.next() == folder / "other.txt"


async def test_the_slow_look_finds_what_no_event_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_events(*_: object, **__: object) -> AsyncIterator[set[object]]:
        await asyncio.Event().wait()
        yield set()

    monkeypatch.setattr("bot.sources.folder.awatch", no_events)

    async with watching(tmp_path, WatchPace(settle=0.05, rescan=0.1, missing=0.05)) as seen:
        (tmp_path / "a.txt").write_text("a")

        assert await seen.next() == tmp_path / "a.txt"


async def test_without_events_of_the_system_it_still_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_watches(*_: object, **__: object) -> AsyncIterator[set[object]]:
        raise OSError(28, "OS file watch limit reached")

    monkeypatch.setattr("bot.sources.folder.awatch", no_watches)

    async with watching(tmp_path, WatchPace(settle=0.05, rescan=0.1, missing=0.05)) as seen:
        (tmp_path / "a.txt").write_text("a")

        assert await seen.next() == tmp_path / "a.txt"


async def test_a_right_given_later_is_a_change(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")
    path.chmod(0)

    async with watching(tmp_path) as seen:
        assert await seen.next() == path
        path.chmod(0o644)
        assert await seen.next() == path


async def test_touching_a_folder_tells_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")

    async with watching(tmp_path) as seen:
        assert await seen.next() == tmp_path / "a.txt"
        os.utime(tmp_path)
        (tmp_path / "b.txt").write_text("b")
        assert await seen.next() == tmp_path / "b.txt"


async def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(DocumentError, match="cannot be made"):
        async for _ in watch_folder(tmp_path / "file" / "watched"):
            pytest.fail("nothing can come")


async def test_cancelling_ends_it_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    came = asyncio.Event()

    async def watch() -> None:
        async for _ in watch_folder(tmp_path, pace=FAST):
            came.set()

    task = asyncio.create_task(watch())
    await asyncio.wait_for(came.wait(), PATIENCE)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, PATIENCE)
