"""Looking at addresses for somebody."""

from __future__ import annotations

import pytest

from bot.errors import SourceError
from bot.ingest.feeds.service import FeedService
from bot.ingest.pool import ReaderPool
from tests.ingest.feeds.conftest import LONG, ON_LOOPBACK, START, World, rss
from tests.newsserver import NewsServer

PAGE = (
    f"<html><body><article><h1>Ferry sails</h1><p>The ferry sails again. {LONG}</p></article></body></html>"
)


async def test_private_networks_are_for_the_operator_and_admins_not_for_anybody(
    world: World, server: NewsServer, pool: ReaderPool
) -> None:
    server.put("/ferry", PAGE, content_type="text/html")
    server.put("/feed.xml", rss())
    async with FeedService(world.index, pool, ON_LOOPBACK, clock=lambda: START) as service:
        page = await service.looker.page(server.url("/ferry"))
        assert page.headline == "Ferry sails"
        assert (await service.looker.look_at(server.url("/feed.xml"))).feed is not None
        with pytest.raises(SourceError, match="not on the public internet"):
            await service.looker.read_page(server.url("/ferry"))
