"""How sample files get into the index: through the same reader workers as every other article."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from importlib.resources.abc import Traversable

import structlog

from bot.app import Parts, reader_pool, utc_now
from bot.errors import SourceError
from bot.ingest.pool import ReaderPool
from bot.ingest.pump import ingest
from bot.models import Document
from bot.sources.article_file import parse_article

log = structlog.get_logger(__name__)


class SampleIngest:
    """Reads samples into the index of `parts`. Workers are started by the first, and live until `close`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._pool: ReaderPool | None = None

    async def __call__(self, group: Sequence[Traversable]) -> Collection[str]:
        """Bring in a group and return the names of what got in; the log tells of the others.

        Raises :class:`bot.errors.StorageError`.
        """
        if self._pool is None:
            self._pool = reader_pool(self._parts.settings, self._parts.topics)
            await self._pool.start()
        report = await ingest(_documents(group), self._parts.index, self._pool, clock=utc_now)
        for failure in report.failed:
            log.warning("sandbox.sample_failed", origin=failure.origin, reason=failure.reason)
        return {each.name for each in group} - {failure.origin for failure in report.failed}

    async def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None


def _documents(group: Sequence[Traversable]) -> Iterator[Document | SourceError]:
    for sample in group:
        try:
            yield parse_article(sample.read_bytes(), origin=sample.name, modified=utc_now())
        except SourceError as error:
            yield error
