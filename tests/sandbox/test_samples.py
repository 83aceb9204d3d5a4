"""How the samples reach the index: most at once, the newest later, none twice."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.resources import samples
from bot.sandbox.samples import KNOWN_KEY, SampleFeed, split_samples


class Notes:
    """A memory that lasts as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def get(self, key: str) -> str | None:
        """Return the value, or None."""
        return self.kept.get(key)

    async def set(self, key: str, value: str) -> None:
        """Write or overwrite the value."""
        self.kept[key] = value


class Reader:
    """Remembers what it was given, a list a call."""

    def __init__(self, failing: str = "", unreadable: str = "") -> None:
        self.groups: list[list[str]] = []
        self._failing = failing
        self._unreadable = unreadable

    async def __call__(self, group: Sequence[Traversable]) -> list[str]:
        """Take a group."""
        names = [each.name for each in group]
        self.groups.append(names)
        if self._failing in names:
            raise StorageError("The disk is full.")
        return [name for name in names if name not in self._unreadable]


class Sleeps:
    """Sleeps at once, and counts."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Do not sleep."""
        self.seconds.append(seconds)


@pytest.fixture
def stories(tmp_path: Path) -> list[Path]:
    """Return eighteen files, a day each."""
    files = [tmp_path / f"2024-10-{day:02}-story.txt" for day in range(1, 19)]
    for file in files:
        file.write_text("A story.", encoding="utf-8")
    return files


async def test_most_come_at_once_and_the_newest_one_or_two_at_a_time(stories: list[Path]) -> None:
    reader, sleeps = Reader(), Sleeps()
    feed = SampleFeed(stories, Notes(), reader)

    first, later = await feed.plan()
    await feed.bring(first)
    await feed.trickle(later, sleep=sleeps)

    names = [file.name for file in stories]
    assert reader.groups == [names[:15], names[15:16], names[16:]]
    assert sleeps.seconds == [10, 10]


async def test_second_run_brings_nothing(stories: list[Path]) -> None:
    notes = Notes()
    feed = SampleFeed(stories, notes, Reader())
    first, later = await feed.plan()
    await feed.bring(first)
    await feed.trickle(later, sleep=Sleeps())

    assert await SampleFeed(stories, notes, Reader()).plan() == ([], [])


async def test_run_that_was_cut_short_goes_on_where_it_was(stories: list[Path]) -> None:
    notes = Notes()
    feed = SampleFeed(stories, notes, Reader())
    first, later = await feed.plan()
    await feed.bring(first)
    await feed.bring(later[:1])

    assert await SampleFeed(stories, notes, Reader()).plan() == ([], stories[16:])


async def test_new_samples_of_a_later_release_come_too(stories: list[Path]) -> None:
    notes = Notes()
    await notes.set(KNOWN_KEY, "\n".join(file.name for file in stories[1:17]))

    assert await SampleFeed(stories, notes, Reader()).plan() == ([stories[0]], [stories[17]])


async def test_group_that_fails_does_not_stop_the_next_and_comes_again(stories: list[Path]) -> None:
    notes, reader = Notes(), Reader(failing=stories[15].name)
    feed = SampleFeed(stories, notes, reader)
    first, later = await feed.plan()
    await feed.bring(first)

    await feed.trickle(later, sleep=Sleeps())

    assert reader.groups[2:] == [[stories[16].name, stories[17].name]]
    assert await SampleFeed(stories, notes, reader).plan() == ([], [stories[15]])


async def test_sample_that_could_not_be_read_comes_again(stories: list[Path]) -> None:
    notes = Notes()
    feed = SampleFeed(stories, notes, Reader(unreadable=stories[2].name))
    first, later = await feed.plan()
    await feed.bring(first)

    assert await SampleFeed(stories, notes, Reader()).plan() == ([stories[2]], later)


def test_shipped_samples_are_parted_by_date() -> None:
    first, later = split_samples(samples(), ())

    assert len(first) > len(later) >= 8
    assert first[-1].name[:10] <= later[0].name[:10]
