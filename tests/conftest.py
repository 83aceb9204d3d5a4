"""What tests of several rooms share: the trained reader, the sample articles as read, indexes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from hypothesis import settings

from bot import resources
from bot.errors import ReadingError
from bot.index import Index
from bot.ingest.clustering import StoryFinder
from bot.models import Article, TopicLabel
from bot.reading import Reader, load_reader
from bot.sources.article_file import parse_article
from tests.newsserver import NewsServer

# a slow machine is no failure; tests of speed measure by themselves
settings.register_profile("nutgraf", deadline=None, derandomize=True)
# other texts each time, and many: pytest --hypothesis-profile=explore
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("nutgraf")

AFTERWARDS = datetime(2024, 10, 11, 8, tzinfo=UTC)
"""The morning after the newest sample article."""

Labelled = tuple[Article, tuple[TopicLabel, ...]]


@pytest.fixture(autouse=True, scope="session")
def _a_failing_test_does_not_hang_the_run() -> Iterator[None]:
    """Let the process end although a test that failed has left an index open.

    aiosqlite's threads are no daemons, and Python waits for them at its end.
    """
    connect = aiosqlite.connect

    def connect_without_holding(*args: Any, **options: Any) -> aiosqlite.Connection:
        connection = connect(*args, **options)
        connection._thread.daemon = True
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aiosqlite, "connect", connect_without_holding)
        yield


@pytest.fixture(scope="session")
def reader() -> Reader:
    """Return the reader with the built-in topics; loading it takes half a second."""
    return load_reader(resources.load_topics())


@pytest.fixture(scope="session")
def samples(reader: Reader) -> list[Labelled]:
    """Return the articles of `seeds/`, read and labelled."""
    read = []
    for file in resources.samples():
        document = parse_article(file.read_bytes(), origin=file.name, modified=AFTERWARDS)
        try:
            article = reader.read(document)
        except ReadingError as error:
            pytest.fail(f"a sample cannot be read: {error}")
        read.append((article, reader.label(article)))
    return read


@pytest.fixture(scope="session")
def sample_file(samples: list[Labelled], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of an index of the samples; open it for reading only."""
    path = tmp_path_factory.mktemp("samples") / "nutgraf.db"

    async def build() -> None:
        index = await Index.open(path, resources.migrations())
        await index.articles.add(samples, now=AFTERWARDS)
        await StoryFinder(index).run()
        await index.close()

    asyncio.run(build())
    return path


@pytest.fixture
async def news(sample_file: Path) -> AsyncIterator[Index]:
    """Return an index of the samples."""
    opened = await Index.open(sample_file, resources.migrations(), read_only=True)
    yield opened
    await opened.close()


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[Index]:
    """Return an empty index of one's own."""
    opened = await Index.open(tmp_path / "nutgraf.db", resources.migrations())
    yield opened
    await opened.close()


@pytest.fixture
async def news_server() -> AsyncIterator[NewsServer]:
    """Return a news server on loopback that serves nothing yet."""
    async with NewsServer() as server:
        yield server
