"""The program is killed half-way through: the index is sound, and a second run completes it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.index import Index
from bot.models import Scope
from bot.resources import migrations

ROOT = Path(__file__).parents[2]
ARTICLES = 200
PATIENCE = 60.0


async def start(index: Path, folder: Path, limit: int = ARTICLES) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.ingest.slow_run", str(index), str(folder), str(limit)),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )


async def lines_until(process: asyncio.subprocess.Process, done: int) -> None:
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        while line := await process.stdout.readline():
            if line.strip().isdigit() and int(line) >= done:
                return
    pytest.fail("it ended before it was killed")


def descendants(parent: int) -> set[int]:
    """Return the ids of all processes below one."""
    children: dict[int, set[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), set()).add(int(entry.name))
    found: set[int] = set()
    waiting = [parent]
    while waiting:
        below = children.get(waiting.pop(), set()) - found
        found |= below
        waiting += below
    return found


def is_running(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "articles"
    path.mkdir()
    for number in range(ARTICLES):
        (path / f"{number:03}.txt").write_text(f"Title {number}\n\n2024-10-09\n\nBody {number}.")
    return path


@pytest.mark.parametrize("done", [1, 60, 140])
async def test_a_killed_run_is_completed_by_the_next(tmp_path: Path, folder: Path, done: int) -> None:
    path = tmp_path / "index.db"
    killed = await start(path, folder, ARTICLES - 20)
    await lines_until(killed, done)
    workers = descendants(killed.pid)
    assert workers
    os.kill(killed.pid, signal.SIGKILL)
    await asyncio.wait_for(killed.wait(), PATIENCE)

    index = await Index.open(path, migrations())
    assert await index.check() == []
    assert done <= await index.articles.count(Scope.everyone()) < ARTICLES
    await index.close()

    async with asyncio.timeout(PATIENCE):
        # a worker that outlived its parent would read for nobody
        while any(map(is_running, workers)):  # noqa: ASYNC110 - processes tell nobody
            await asyncio.sleep(0.05)
        second = await start(path, folder)
        output, _ = await second.communicate()
    assert second.returncode == 0
    new, same, failed = (int(number) for number in output.decode().splitlines()[-1].split()[1::2])
    assert (new + same, failed) == (ARTICLES, 0)
    assert 0 < new < ARTICLES

    index = await Index.open(path, migrations())
    assert await index.articles.count(Scope.everyone()) == ARTICLES
    assert await index.check() == []
    await index.close()
