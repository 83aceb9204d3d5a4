"""Documents go through the pump into the index: each once, the bad ones named."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.errors import SourceError, StorageError
from bot.index import AddResult, Index
from bot.index.articles import ArticleStore
from bot.ingest import pump
from bot.ingest.pool import ReaderPool
from bot.ingest.pump import Failure, IngestReport, ingest
from bot.models import Article, Document, Scope, TopicLabel
from bot.sources.failures import DocumentError
from bot.sources.folder import find_article_files, read_article_files
from tests.ingest.conftest import clock, document, headlines, read_by, until_indexed

Items = Sequence[tuple[Article, Sequence[TopicLabel]]]
EVERYBODY = Scope.everyone()


async def test_new_same_and_failed_are_counted(index: Index, pool: ReaderPool) -> None:
    documents: list[Document | SourceError] = [
        document("Mayor resigns"),
        DocumentError("empty.txt", "the file is empty."),
        document("refuse: Too long."),
        document("It rains", day=3),
        SourceError("The source is gone."),
    ]

    report = await ingest(documents, index, pool, clock=clock)

    assert report.new == 2
    assert report.same == 0
    assert set(report.failed) == {
        Failure("empty.txt", "the file is empty."),
        Failure("refuse: Too long..txt", "Too long."),
        Failure("", "The source is gone."),
    }
    assert await headlines(index) == {"It rains", "Mayor resigns"}


async def test_a_second_run_changes_nothing_and_reads_nothing(
    index: Index, pool: ReaderPool, trace: Path
) -> None:
    documents = [document(f"News {number}") for number in range(50)]
    await ingest(documents, index, pool, clock=clock)
    read_before = read_by(trace)

    report = await ingest(documents, index, pool, clock=clock)

    assert report == IngestReport(new=0, same=50, failed=())
    assert await index.articles.count(EVERYBODY) == 50
    assert read_by(trace) == read_before


async def test_the_same_text_twice_in_one_run_is_one_article(index: Index, pool: ReaderPool) -> None:
    documents = [document("Mayor resigns", origin=f"{number}.txt") for number in range(5)]

    report = await ingest(documents, index, pool, clock=clock)

    assert (report.new, report.same) == (1, 4)


async def test_nothing_is_a_run_too(index: Index, pool: ReaderPool) -> None:
    assert await ingest([], index, pool, clock=clock) == IngestReport(0, 0, ())


async def test_progress_is_told_up_to_the_end(index: Index, pool: ReaderPool) -> None:
    told: list[tuple[int, int | None]] = []
    documents: list[Document | SourceError] = [
        document("Mayor resigns"),
        document("refuse: No."),
        DocumentError("a", "b."),
    ]

    await ingest(
        documents,
        index,
        pool,
        clock=clock,
        total=3,
        on_progress=lambda done, total: told.append((done, total)),
    )

    assert told[0] == (0, 3)
    assert told[-1] == (3, 3)
    assert told == sorted(told)


async def test_files_are_read_from_folders(index: Index, pool: ReaderPool, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(100):
        (folder / f"{number}.txt").write_text(f"Title {number}\n\n2024-10-09\n\nBody {number}.")
    (folder / "empty.txt").touch()

    files = find_article_files([folder, tmp_path / "none"])
    report = await ingest(read_article_files(files, max_bytes=1_000), index, pool, clock=clock)

    assert report.new == 100
    assert {failure.origin for failure in report.failed} == {
        str(folder / "empty.txt"),
        str(tmp_path / "none"),
    }


async def test_batches_are_written_by_day(
    index: Index, pool: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = spy_on_batches(monkeypatch)

    await ingest([document(f"News {n}", day=1 + n * 7 % 28) for n in range(250)], index, pool, clock=clock)

    assert sum(map(len, batches)) == 250
    assert max(map(len, batches)) <= pump.BATCH
    assert all(batch == sorted(batch) for batch in batches)


async def test_a_slow_source_does_not_hold_articles_back(index: Index, pool: ReaderPool) -> None:
    more = asyncio.Event()

    async def source() -> AsyncIterator[Document]:
        yield document("Mayor resigns")
        await more.wait()
        yield document("It rains")

    running = asyncio.create_task(ingest(source(), index, pool, clock=clock))
    await until_indexed(index, "Mayor resigns")
    assert not running.done()
    more.set()

    assert (await running).new == 2


async def test_a_bad_document_does_not_hold_the_others_back(index: Index, pool: ReaderPool) -> None:
    bad = [document("die"), document("refuse: No."), document("die", origin="again")]
    done = asyncio.Event()

    def on_progress(count: int, _: int | None) -> None:
        if count >= 50:
            done.set()

    report = await ingest(
        [*bad, *(document(f"News {n}") for n in range(60))], index, pool, clock=clock, on_progress=on_progress
    )

    assert done.is_set()
    assert report.new == 60
    assert len(report.failed) == 3


async def test_a_source_is_not_asked_for_more_than_there_is_room_for(
    index: Index, pool: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0
    gate = asyncio.Event()

    async def stuck(self: ArticleStore, items: Items, *, feed: int, now: datetime) -> AddResult:
        await gate.wait()
        return AddResult((), len(items))

    def source() -> Iterator[Document]:
        nonlocal asked
        for number in range(10_000):
            asked += 1
            yield document(f"News {number}")

    monkeypatch.setattr(ArticleStore, "add", stuck)
    running = asyncio.create_task(ingest(source(), index, pool, clock=clock))
    before = -1
    async with asyncio.timeout(20):
        while asked == 0 or asked != before:
            before = asked
            await asyncio.wait([running], timeout=1.0)

    assert asked < 500
    gate.set()
    running.cancel()
    await asyncio.wait([running])


async def test_the_event_loop_is_free_meanwhile(index: Index, pool: ReaderPool) -> None:
    loop = asyncio.get_running_loop()
    lags: list[float] = []

    async def tick() -> None:
        while True:
            due = loop.time() + 0.005
            await asyncio.sleep(0.005)
            lags.append(loop.time() - due)

    ticking = asyncio.create_task(tick())
    await ingest([document(f"News {n}") for n in range(300)], index, pool, clock=clock)
    ticking.cancel()

    assert sorted(lags)[len(lags) // 2] < 0.05


async def test_one_article_that_the_index_refuses_does_not_cost_its_batch(
    index: Index, pool: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = ArticleStore.add

    async def picky(self: ArticleStore, items: Items, *, feed: int, now: datetime) -> AddResult:
        if any(article.document.headline == "Bad" for article, _ in items):
            raise StorageError("It cannot be stored.")
        return await add(self, items, feed=feed, now=now)

    monkeypatch.setattr(ArticleStore, "add", picky)

    report = await ingest(
        [document("Bad"), *(document(f"News {n}") for n in range(20))], index, pool, clock=clock
    )

    assert report == IngestReport(new=20, same=0, failed=(Failure("Bad.txt", "It cannot be stored."),))


async def test_an_index_that_takes_nothing_ends_the_run(
    index: Index, pool: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> AddResult:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(ArticleStore, "add", full)

    with pytest.raises(StorageError, match="disk is full"):
        await ingest([document(f"News {n}") for n in range(300)], index, pool, clock=clock)


async def test_a_source_that_breaks_ends_the_run_with_its_own_error(index: Index, pool: ReaderPool) -> None:
    def source() -> Iterator[Document]:
        yield document("Mayor resigns")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ingest(source(), index, pool, clock=clock)


async def test_a_cancelled_run_ends_and_the_next_completes_it(index: Index, pool: ReaderPool) -> None:
    documents = [document(f"News {number}") for number in range(300)]
    some = asyncio.Event()

    running = asyncio.create_task(
        ingest(
            documents,
            index,
            pool,
            clock=clock,
            on_progress=lambda done, _: some.set() if done else None,
        )
    )
    await asyncio.wait_for(some.wait(), 20)
    running.cancel()
    await asyncio.wait([running], timeout=20)
    assert running.cancelled()

    report = await ingest(documents, index, pool, clock=clock)

    assert report.failed == ()
    assert report.new + report.same == 300
    assert await index.articles.count(EVERYBODY) == 300
    assert await index.check() == []


def spy_on_batches(monkeypatch: pytest.MonkeyPatch) -> list[list[date]]:
    """Note the publish days of each batch that is written."""
    batches: list[list[date]] = []
    add = ArticleStore.add

    async def noted(self: ArticleStore, items: Items, *, feed: int, now: datetime) -> AddResult:
        batches.append([article.document.day for article, _ in items])
        return await add(self, items, feed=feed, now=now)

    monkeypatch.setattr(ArticleStore, "add", noted)
    return batches
