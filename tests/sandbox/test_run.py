"""The sandbox starts, says in one sentence why it cannot, and stops when it is told to."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.errors import IndexBusyError, StartupError, StorageError
from bot.index import Index
from bot.resources import migrations
from bot.sandbox.run import run_sandbox
from bot.settings import IngestSettings, Settings
from tests.sandbox.page_client import PageClient


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings whose files are the test's own."""
    return Settings(db=tmp_path / "nutgraf.db", ingest=IngestSettings(workers=1))


class Announced:
    """What the person at the terminal was told."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.begun = asyncio.Event()
        self.ready = asyncio.Event()

    def __call__(self, line: str) -> None:
        """Take a line."""
        self.lines.append(line)
        self.begun.set()
        if "http://" in line:
            self.ready.set()


async def start(settings: Settings, port: int, announced: Announced) -> asyncio.Task[None]:
    """Start the sandbox and wait for its page."""
    sandbox = asyncio.create_task(run_sandbox(settings, port=port, announce=announced))
    ready = asyncio.create_task(announced.ready.wait())
    await asyncio.wait((sandbox, ready), timeout=60, return_when=asyncio.FIRST_COMPLETED)
    if sandbox.done():
        sandbox.result()
    assert ready.done()
    return sandbox


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_newcomer_starts_asks_and_stops(
    settings: Settings, free_port: int, number: signal.Signals
) -> None:
    announced = Announced()
    sandbox = await start(settings, free_port, announced)
    async with aiohttp.ClientSession() as http:
        tab = PageClient(http, f"http://127.0.0.1:{free_port}", "news")
        await tab.open()
        assert {"who", "subscribe", "subscriptions list"} <= set(await tab.commands())
        await tab.run("who", about="Gallant")
        await tab.sees("Defense Minister")
        await tab.sees("Every sentence is quoted", seconds=20)

        signal.raise_signal(number)
        async with asyncio.timeout(3):
            await sandbox

    assert not multiprocessing.active_children()
    assert f"http://127.0.0.1:{free_port} " in "\n".join(announced.lines)


async def test_second_start_has_the_samples_and_new_digests(settings: Settings, free_port: int) -> None:
    for run in ("first", "second"):
        announced = Announced()
        sandbox = await start(settings, free_port, announced)
        async with aiohttp.ClientSession() as http:
            tab = PageClient(http, f"http://127.0.0.1:{free_port}", "news")
            await tab.open()
            await tab.sees("Every sentence is quoted", seconds=20)
        signal.raise_signal(signal.SIGINT)
        await sandbox
        assert any("Reading" in line for line in announced.lines) is (run == "first")


async def test_file_dropped_into_the_inbox_is_found(
    settings: Settings, free_port: int, tmp_path: Path
) -> None:
    sandbox = await start(settings, free_port, Announced())
    article = tmp_path / "sandbox-inbox" / "story.txt"
    text = "Mayor Zephyrine Quill opens bridge\n\n2024-10-11\n\nMayor Zephyrine Quill opened it on Friday.\n"
    await asyncio.to_thread(article.write_text, text, encoding="utf-8")
    async with aiohttp.ClientSession() as http:
        tab = PageClient(http, f"http://127.0.0.1:{free_port}", "general")
        await tab.open()
        await tab.is_offered("Zephyrine Quill", command="who", option="about", seconds=20)
        await tab.run("who", about="Zephyrine Quill")
        await tab.sees("opened it on Friday")
    signal.raise_signal(signal.SIGINT)
    await sandbox


async def test_stops_also_while_it_starts(settings: Settings, free_port: int) -> None:
    announced = Announced()
    sandbox = asyncio.create_task(run_sandbox(settings, port=free_port, announce=announced))
    await announced.begun.wait()
    assert not announced.ready.is_set()

    signal.raise_signal(signal.SIGINT)

    async with asyncio.timeout(3):
        await sandbox
    assert not multiprocessing.active_children()


async def test_taken_port_is_told_before_anything_is_made(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(StartupError, match="in use by another program"):
            await run_sandbox(settings, port=taken.getsockname()[1], announce=print)

    assert not list(settings.db.parent.iterdir())


async def test_missing_extra_is_told(
    settings: Settings, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "simcord", None)

    with pytest.raises(StartupError, match=r"nutgraf\[sandbox\]"):
        await run_sandbox(settings, port=free_port, announce=print)


async def test_broken_index_is_told_and_fresh_mends_it(settings: Settings, free_port: int) -> None:
    index = settings.db.with_name("sandbox.db")
    await asyncio.to_thread(index.write_bytes, b"This is no database, whatever its name says. " * 100)

    with pytest.raises(StorageError, match=r"sandbox\.db: it is damaged, or not an index"):
        await run_sandbox(settings, port=free_port, announce=print)

    announced = Announced()
    sandbox = asyncio.create_task(run_sandbox(settings, port=free_port, fresh=True, announce=announced))
    await announced.begun.wait()
    assert "Reading" in announced.lines[0]
    signal.raise_signal(signal.SIGINT)
    await sandbox


async def test_second_sandbox_on_the_same_index_is_told(settings: Settings, free_port: int) -> None:
    owner = await Index.open(settings.db.with_name("sandbox.db"), migrations())

    with pytest.raises(IndexBusyError, match="in use by process"):
        await run_sandbox(settings, port=free_port, announce=print)

    await owner.close()


async def test_command_line_says_one_line_and_exits_69(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.cli", "sandbox", "--port", port, "--db", str(tmp_path / "n.db")),
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await process.communicate()

    assert process.returncode == 69
    assert said.decode().count("\n") == 1
    assert f"Port {port} is in use" in said.decode()
