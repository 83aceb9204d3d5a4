"""What those who watch over the bot are served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.errors import StartupError
from bot.health.metrics import HealthServer
from bot.index import Index
from bot.resources import migrations
from bot.settings import HealthSettings

NOW = datetime(2024, 10, 9, 12, tzinfo=UTC)


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[Index]:
    opened = await Index.open(tmp_path / "index.db", migrations())
    yield opened
    await opened.close()


@pytest.fixture
async def server(index: Index) -> AsyncIterator[HealthServer]:
    started = HealthServer(index, HealthSettings(port=0))
    await started.start()
    yield started
    await started.stop()


async def get(server: HealthServer, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{server.port}{path}") as response,
    ):
        return response.status, await response.text()


async def test_feeds_are_counted_by_state(index: Index, server: HealthServer) -> None:
    for number in range(3):
        url = f"https://herald.example/{number}"
        following = await index.feeds.follow(url=url, title="H", owner="global", added_by=None, now=NOW)
    await index.feeds.pause(following.feed.id, paused=True, now=NOW)
    status, text = await get(server, "/metrics")
    assert status == 200
    assert 'nutgraf_feeds{state="ok"} 2.0' in text
    assert 'nutgraf_feeds{state="paused"} 1.0' in text
    assert 'nutgraf_feeds{state="gone"} 0.0' in text
    assert "nutgraf_feed_items_waiting 0.0" in text and "nutgraf_articles_pending 0.0" in text


async def test_it_says_that_it_is_alive(server: HealthServer) -> None:
    assert await get(server, "/healthz") == (200, "ok\n")
    assert (await get(server, "/else"))[0] == 404


async def test_an_index_that_cannot_be_read_is_503_with_the_reason(
    index: Index, server: HealthServer
) -> None:
    async with index._database.transaction() as transaction:
        await transaction.write("DROP TABLE web_item")
    for path in ("/healthz", "/metrics"):
        status, text = await get(server, path)
        assert status == 503 and "web_item" in text


async def test_without_a_port_nothing_is_served(index: Index) -> None:
    silent = HealthServer(index, HealthSettings())
    await silent.start()
    assert silent.port is None
    await silent.stop()


async def test_a_port_that_is_taken_is_one_sentence(index: Index, server: HealthServer) -> None:
    with pytest.raises(StartupError, match=f"127.0.0.1:{server.port}"):
        await HealthServer(index, HealthSettings(port=server.port)).start()
