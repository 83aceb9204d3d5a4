"""A program that ingests a folder, for a test to kill.

``python -m tests.ingest.slow_run INDEX FOLDER N`` stops for ever after N files, so that it is always killed
half-way.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bot.index import Index
from bot.ingest import pump
from bot.ingest.pool import ReaderPool
from bot.ingest.pump import ingest
from bot.resources import migrations
from bot.sources.failures import DocumentError
from bot.sources.folder import find_article_files, read_article_files
from tests.ingest import readers
from tests.ingest.conftest import clock


def some_files(folder: Path, limit: int) -> Iterator[Path | DocumentError]:
    """Yield the files of a folder; wait for ever after `limit`."""
    for number, path in enumerate(find_article_files([folder])):
        if number == limit:
            threading.Event().wait()
        yield path


async def main(index_path: Path, folder: Path, limit: int) -> None:
    """Ingest in small batches, and print how far it has come."""
    pump.BATCH = 10
    pump.INTAKE = 1
    index = await Index.open(index_path, migrations())
    documents = read_article_files(some_files(folder, limit), max_bytes=10_000)
    load = partial(readers.load, None)
    async with ReaderPool(load, workers=2, deadline_seconds=30, memory_mb=1024) as pool:
        report = await ingest(
            documents, index, pool, clock=clock, on_progress=lambda done, _: tell(str(done))
        )
    await index.close()
    tell(f"new {report.new} same {report.same} failed {len(report.failed)}")


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
