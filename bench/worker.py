"""What a worker process of the bot takes: seconds to start, memory once it has read."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.fuzzing import Damager
from bench.memory import resident_mb
from bot.errors import ReadingError
from bot.ingest.pool import ReaderPool
from bot.models import Document
from bot.reading import load_reader
from bot.resources import load_topics

ODD_ARTICLES = 1_000
"""Damaged texts that fill the caches with words that are no words, as a long life does."""


@dataclass(frozen=True, slots=True)
class WorkerFigures:
    """What was measured of one worker."""

    first_start: float
    """Seconds until it can read, with the server that workers are forked from."""
    next_start: float
    """The same for a worker after that."""
    memory_mb: float
    """Resident, after the articles."""
    memory_later_mb: float
    """Resident, after `ODD_ARTICLES` more."""


def measure(documents: Sequence[Document]) -> WorkerFigures:
    """Start real workers, read in one of them, and look at it."""
    return asyncio.run(_measure(documents))


async def _measure(documents: Sequence[Document]) -> WorkerFigures:
    load = partial(load_reader, load_topics())
    starts = []
    for _ in range(2):
        began = time.perf_counter()
        async with ReaderPool(load, workers=1, deadline_seconds=20, memory_mb=1024) as pool:
            starts.append(time.perf_counter() - began)
            await _read(pool, documents)
            memory = _largest_descendant_mb()
            if len(starts) == 2:
                damager = Damager(documents, seed=1)
                await _read(pool, [damager.document(number) for number in range(ODD_ARTICLES)])
            later = _largest_descendant_mb()
    return WorkerFigures(starts[0], starts[1], memory, later)


async def _read(pool: ReaderPool, documents: Sequence[Document]) -> None:
    for document in documents:
        with contextlib.suppress(ReadingError):
            await pool.read(document)


def _largest_descendant_mb() -> float:
    """Return the memory of the largest process that this one has started: the worker, with one worker."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            # the name in brackets may hold anything
            fields = (
                (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            )
            parents[int(folder.name)] = int(fields[1])
    own, found = {os.getpid()}, set[int]()
    while own:
        own = {process for process, parent in parents.items() if parent in own}
        found |= own
    sizes = []
    for process in found:
        with contextlib.suppress(OSError, IndexError):
            sizes.append(resident_mb(process))
    return max(sizes, default=0.0)
