"""What the tests of the pump share: documents, a pool of toy readers, an empty index."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.index import Index
from bot.ingest.pool import ReaderPool
from bot.models import Document, Scope, Window
from bot.resources import migrations
from tests.ingest import readers

PATIENCE = 20.0
"""Seconds after which what should happen has not happened."""
NOW = datetime(2024, 10, 10, 12, tzinfo=UTC)


def clock() -> datetime:
    """Return the time of these tests."""
    return NOW


def document(headline: str, *, day: int = 9, origin: str | None = None) -> Document:
    return Document(
        headline=headline,
        text=f"This is what {headline} is about.",
        published=datetime(2024, 10, 1, tzinfo=UTC) + timedelta(days=day - 1),
        origin=origin or f"{headline}.txt",
    )


def toy_pool(load: Callable[[], readers.ToyReader] = readers.load, **options: float) -> ReaderPool:
    """Return a pool with a short deadline, not started."""
    return ReaderPool(
        load,
        workers=int(options.get("workers", 2)),
        deadline_seconds=options.get("deadline_seconds", 5.0),
        memory_mb=int(options.get("memory_mb", 1024)),
    )


def read_by(trace: Path) -> list[str]:
    """Return the headlines that workers began to read."""
    return trace.read_text().splitlines()


async def headlines(index: Index) -> set[str]:
    """Return the headlines of all that is indexed."""
    found = await index.articles.latest(Scope.everyone(), topic=None, window=Window(), limit=1_000)
    return {each.article.document.headline for each in found}


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so, within reason."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.01)


async def until_indexed(index: Index, *wanted: str) -> None:
    """Wait until articles with these headlines are indexed, within reason."""
    async with asyncio.timeout(PATIENCE):
        while not set(wanted) <= await headlines(index):  # noqa: ASYNC110 - the index tells nobody
            await asyncio.sleep(0.01)


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """Return a file in which workers note the headlines that they read."""
    path = tmp_path / "trace"
    path.touch()
    return path


@pytest.fixture
async def pool(trace: Path) -> AsyncIterator[ReaderPool]:
    async with toy_pool(partial(readers.load, trace)) as started:
        yield started


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[Index]:
    opened = await Index.open(tmp_path / "index.db", migrations())
    try:
        yield opened
    finally:
        await opened.close()
