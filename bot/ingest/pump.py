"""The pump: documents from any source, through reader workers, into the index and its stories, in batches.

Nothing runs ahead: a bounded number of documents is in flight, and the source is asked for more only when
there is room. A batch is one transaction and adding is idempotent: a run that is killed leaves a consistent
index, and the next one completes it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.errors import ReadingError, SourceError, StorageError
from bot.index import FOLDER_FEED, Index
from bot.ingest.clustering import StoryFinder
from bot.ingest.pool import ReaderPool
from bot.ingest.worker import Reading
from bot.models import Document
from bot.reading import content_hash
from bot.sources.failures import DocumentError

BATCH = 100
"""Articles written in one transaction, at most."""
BATCH_SECONDS = 0.5
"""How long the first article of a batch waits for others."""
INTAKE = 32
INTAKE_CHARACTERS = 1_000_000
"""How much is taken from an ordinary iterable in one visit to a thread, at most."""

Documents = AsyncIterable[Document | SourceError] | Iterable[Document | SourceError]
Clock = Callable[[], datetime]
OnProgress = Callable[[int, int | None], None]
"""Called with the documents done, and how many there are, or None where that is not known."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that did not get into the index."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    """Documents that are in the index: added just now, or there before."""

    new: int
    same: int
    origins: tuple[str, ...]


Outcome = Written | Failure


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of all documents of a run."""

    new: int
    same: int
    failed: tuple[Failure, ...]


async def ingest(
    documents: Documents,
    index: Index,
    pool: ReaderPool,
    *,
    clock: Clock,
    feed: int = FOLDER_FEED,
    total: int | None = None,
    on_progress: OnProgress | None = None,
) -> IngestReport:
    """Read all documents into the index and tell what became of them.

    `documents` may be an ordinary iterable that reads files: it is run in a thread. Raises
    :class:`StorageError` when the index takes nothing any more; what was written stays.
    """
    new = same = 0
    failed: list[Failure] = []

    def count(outcome: Outcome) -> None:
        nonlocal new, same
        if isinstance(outcome, Failure):
            failed.append(outcome)
        else:
            new += outcome.new
            same += outcome.same
        if on_progress is not None:
            on_progress(new + same + len(failed), total)

    if on_progress is not None:
        on_progress(0, total)
    await Pump(index, pool, clock=clock, feed=feed).run(documents, count)
    return IngestReport(new, same, tuple(failed))


class Pump:
    """Brings documents into one index; each outcome is told as it comes."""

    def __init__(
        self,
        index: Index,
        pool: ReaderPool,
        *,
        clock: Clock,
        feed: int = FOLDER_FEED,
        stories: StoryFinder | None = None,
    ) -> None:
        self._index = index
        self._pool = pool
        self._clock = clock
        self._feed = feed
        self._stories = stories or StoryFinder(index, pool)

    async def run(self, documents: Documents, on_outcome: Callable[[Outcome], None]) -> None:
        """Bring in all documents; returns when they are written. Raises :class:`StorageError`."""
        # two beyond the workers, so that a document that is tried again alone does not stop the others
        readers = 2 * self._pool.workers + 2
        waiting: asyncio.Queue[Document | None] = asyncio.Queue(maxsize=readers)
        done: asyncio.Queue[Reading | None] = asyncio.Queue(maxsize=BATCH)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._take_in(documents, waiting, on_outcome))
                reading = [group.create_task(self._read(waiting, done, on_outcome)) for _ in range(readers)]
                group.create_task(self._write(done, on_outcome))
                await asyncio.wait(reading)
                await done.put(None)
        except BaseExceptionGroup as group_error:
            raise _first_cause(group_error) from group_error

    async def _take_in(
        self,
        documents: Documents,
        waiting: asyncio.Queue[Document | None],
        on_outcome: Callable[[Outcome], None],
    ) -> None:
        async with contextlib.aclosing(_in_groups(documents)) as groups:
            async for group in groups:
                for error in group:
                    if isinstance(error, SourceError):
                        on_outcome(_failure(error))
                fresh = await self._unknown(
                    [item for item in group if isinstance(item, Document)], on_outcome
                )
                for document in fresh:
                    await waiting.put(document)
        await waiting.put(None)

    async def _unknown(
        self, documents: Sequence[Document], on_outcome: Callable[[Outcome], None]
    ) -> list[Document]:
        """Return those documents that are not in the index yet; the others need no reading."""
        if self._feed != FOLDER_FEED or not documents:
            # the index still has to note that an article was seen in this feed too
            return list(documents)
        hashes = await asyncio.to_thread(lambda: [content_hash(document) for document in documents])
        known = await self._index.articles.known(hashes)
        pairs = list(zip(documents, hashes, strict=True))
        same = tuple(document.origin for document, each in pairs if each in known)
        if same:
            on_outcome(Written(new=0, same=len(same), origins=same))
        return [document for document, each in pairs if each not in known]

    async def _read(
        self,
        waiting: asyncio.Queue[Document | None],
        done: asyncio.Queue[Reading | None],
        on_outcome: Callable[[Outcome], None],
    ) -> None:
        while (document := await waiting.get()) is not None:
            try:
                reading = await self._pool.read(document)
            except ReadingError as error:
                on_outcome(Failure(document.origin, str(error)))
            else:
                await done.put(reading)
        # the end is for all readers: hand it on
        waiting.put_nowait(None)

    async def _write(
        self, done: asyncio.Queue[Reading | None], on_outcome: Callable[[Outcome], None]
    ) -> None:
        loop = asyncio.get_running_loop()
        batch: list[Reading] = []
        due: float | None = None
        ended = False
        while not ended:
            try:
                async with asyncio.timeout_at(due):
                    reading = await done.get()
            except TimeoutError:
                reading = None
            else:
                ended = reading is None
            if reading is not None:
                due = due if batch else loop.time() + BATCH_SECONDS
                batch.append(reading)
            if batch and (reading is None or len(batch) >= BATCH):
                await self._add(batch, on_outcome)
                batch, due = [], None

    async def _add(self, batch: Sequence[Reading], on_outcome: Callable[[Outcome], None]) -> None:
        """Write a batch; where the index refuses it, each article by itself."""
        items = sorted(
            ((reading.article, reading.labels) for reading in batch),
            key=lambda item: item[0].document.published,
        )
        try:
            result = await self._index.articles.add(items, feed=self._feed, now=self._clock())
        except StorageError as error:
            if len(batch) == 1:
                raise
            log.warning("ingest.batch_refused", articles=len(batch), reason=str(error))
            await self._add_singly(batch, on_outcome)
            return
        await self._stories.settle()
        origins = tuple(article.document.origin for article, _ in items)
        on_outcome(Written(len(result.new), result.same, origins))

    async def _add_singly(self, batch: Sequence[Reading], on_outcome: Callable[[Outcome], None]) -> None:
        refused: list[Failure] = []
        for reading in batch:
            try:
                await self._add([reading], on_outcome)
            except StorageError as error:
                refused.append(Failure(reading.article.document.origin, str(error)))
                if len(refused) == len(batch):
                    # not one article's fault
                    raise
        for failure in refused:
            on_outcome(failure)


async def _in_groups(documents: Documents) -> AsyncGenerator[Sequence[Document | SourceError]]:
    if isinstance(documents, AsyncIterable):
        async for document in documents:
            yield [document]
        return
    iterator = iter(documents)
    while group := await asyncio.to_thread(_take, iterator):
        yield group


def _take(iterator: Iterator[Document | SourceError]) -> list[Document | SourceError]:
    group: list[Document | SourceError] = []
    characters = 0
    for item in iterator:
        group.append(item)
        characters += len(item.text) if isinstance(item, Document) else 0
        if len(group) >= INTAKE or characters >= INTAKE_CHARACTERS:
            break
    return group


def _failure(error: SourceError) -> Failure:
    if isinstance(error, DocumentError):
        return Failure(error.origin, error.reason)
    return Failure("", str(error))


def _first_cause(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the one exception that a caller can act on; the others are in the log of its causes."""
    causes = list(_flatten(group))
    return next((cause for cause in causes if isinstance(cause, StorageError)), causes[0])


def _flatten(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _flatten(each)
    else:
        yield error
