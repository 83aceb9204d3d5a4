"""Documents that harm the process that reads them are given up with a reason; the others are read."""

from __future__ import annotations

import asyncio
import os
import signal
from functools import partial
from pathlib import Path

import pytest

from bot.errors import ReadingError, StartupError
from bot.ingest.pool import ReaderPool
from bot.models import TopicLabel
from tests.ingest import readers
from tests.ingest.conftest import document, read_by, toy_pool

PATIENCE = 60.0


async def refusal(pool: ReaderPool, headline: str) -> str:
    with pytest.raises(ReadingError) as caught:
        await asyncio.wait_for(pool.read(document(headline)), PATIENCE)
    return str(caught.value)


async def test_a_document_is_read_and_labelled(pool: ReaderPool) -> None:
    reading = await pool.read(document("Mayor resigns"))

    assert reading.article.document == document("Mayor resigns")
    assert reading.labels == (TopicLabel("world", 1.0),)


async def test_a_document_that_kills_its_worker_is_tried_twice(pool: ReaderPool, trace: Path) -> None:
    reason = await refusal(pool, "die")

    assert "died (SIGKILL)" in reason
    assert read_by(trace) == ["die", "die"]


async def test_a_worker_that_died_of_something_else_costs_nothing(pool: ReaderPool, tmp_path: Path) -> None:
    reading = await pool.read(document(f"die once: {tmp_path / 'flag'}"))

    assert reading.article.document.headline.startswith("die once")


async def test_a_document_that_hangs_is_given_up_at_its_deadline(trace: Path) -> None:
    async with toy_pool(partial(readers.load, trace), deadline_seconds=0.3) as pool:
        reason = await refusal(pool, "hang")

        assert "too long" in reason
        assert read_by(trace) == ["hang"]
        await pool.read(document("Mayor resigns"))


async def test_a_document_that_is_given_up_at_its_deadline_leaves_its_worker_alive(trace: Path) -> None:
    async with toy_pool(partial(readers.load, trace), workers=1, deadline_seconds=0.2) as pool:
        before = worker_ids()
        await refusal(pool, "hang")
        await refusal(pool, "swallow")

        assert worker_ids() == before


async def test_a_document_that_hangs_where_nothing_can_break_it_off_is_killed(trace: Path) -> None:
    async with toy_pool(partial(readers.load, trace), deadline_seconds=0.3) as pool:
        reason = await refusal(pool, "hang in C")

        assert "too long" in reason
        assert read_by(trace) == ["hang in C", "hang in C"]
        await pool.read(document("Mayor resigns"))


async def test_a_document_that_needs_too_much_memory(trace: Path) -> None:
    async with toy_pool(partial(readers.load, trace), memory_mb=400) as pool:
        assert "memory" in await refusal(pool, "hog")
        assert read_by(trace) == ["hog", "hog"]
        await pool.read(document("Mayor resigns"))


async def test_what_the_reader_refuses_is_tried_once(pool: ReaderPool, trace: Path) -> None:
    assert await refusal(pool, "refuse: Too long.") == "Too long."
    assert len(read_by(trace)) == 1


async def test_the_reason_does_not_name_the_document_twice(pool: ReaderPool) -> None:
    headline = "refuse: refuse: there is no text in it."
    with pytest.raises(ReadingError) as caught:
        await pool.read(document(headline, origin="refuse"))

    assert str(caught.value) == "there is no text in it."


async def test_a_bug_in_the_reader_is_told(pool: ReaderPool) -> None:
    assert "UnpicklableError" in await refusal(pool, "fail")


async def test_bad_documents_do_not_cost_the_others(pool: ReaderPool) -> None:
    headlines = [*(f"News {number}" for number in range(40)), "die", "fail", "hog"]

    results = await asyncio.gather(
        *(pool.read(document(headline)) for headline in headlines), return_exceptions=True
    )

    assert [isinstance(result, ReadingError) for result in results] == [False] * 40 + [True] * 3


async def test_workers_killed_while_idle_are_replaced(pool: ReaderPool) -> None:
    await pool.read(document("Mayor resigns"))
    for child in worker_ids():
        os.kill(child, signal.SIGKILL)

    for number in range(10):
        await asyncio.wait_for(pool.read(document(f"News {number}")), PATIENCE)


async def test_workers_are_replaced_after_so_many_documents(
    monkeypatch: pytest.MonkeyPatch, trace: Path
) -> None:
    monkeypatch.setattr("bot.ingest.pool.DOCUMENTS_A_WORKER", 3)
    seen: set[int] = set()

    async with toy_pool(partial(readers.load, trace)) as pool:
        for number in range(20):
            await asyncio.wait_for(pool.read(document(f"News {number}")), PATIENCE)
            seen.update(worker_ids())

    assert read_by(trace) == [f"News {number}" for number in range(20)]
    assert len(seen) > 4


async def test_workers_are_small_and_single_threaded(pool: ReaderPool) -> None:
    heavy = "discord aiosqlite sqlite3 aiohttp pydantic typer watchfiles pytest bot.index bot.sources"

    assert await refusal(pool, f"modules: {heavy}") == "none"
    assert await refusal(pool, "threads: ") == "1"


async def test_ctrl_c_is_the_parents(pool: ReaderPool) -> None:
    await pool.read(document("Mayor resigns"))
    for child in worker_ids():
        os.kill(child, signal.SIGINT)

    assert await pool.read(document("It rains"))


@pytest.mark.parametrize("load", [readers.load_nothing, readers.load_and_die])
async def test_a_reader_that_does_not_load_stops_the_start(load: object) -> None:
    pool = toy_pool(load)  # type: ignore[arg-type]  # the parametrized type is object
    try:
        with pytest.raises(StartupError, match="cannot be loaded"):
            await asyncio.wait_for(pool.start(), PATIENCE)
    finally:
        await pool.close()


async def test_closing_gives_up_what_is_read() -> None:
    pool = toy_pool(deadline_seconds=60)
    await pool.start()
    reading = asyncio.create_task(pool.read(document("hang")))
    await asyncio.wait([reading], timeout=0.2)

    await asyncio.wait_for(pool.close(), PATIENCE)

    with pytest.raises(ReadingError, match="stopped"):
        await asyncio.wait_for(reading, PATIENCE)
    with pytest.raises(ReadingError, match="stopped"):
        await pool.read(document("Mayor resigns"))


async def test_cancelling_a_reading_frees_its_worker() -> None:
    async with toy_pool(workers=1, deadline_seconds=60) as pool:
        reading = asyncio.create_task(pool.read(document("hang")))
        await asyncio.wait([reading], timeout=0.2)
        reading.cancel()

        await asyncio.wait_for(pool.read(document("Mayor resigns")), PATIENCE)


def worker_ids() -> list[int]:
    """Return the ids of this process's reader workers: its fork server's children."""
    children: dict[int, list[int]] = {}
    commands: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                commands[int(entry.name)] = (entry / "cmdline").read_text()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    servers = [pid for pid in children.get(os.getpid(), []) if "forkserver" in commands[pid]]
    return [pid for server in servers for pid in children.get(server, [])]
