"""Large bodies are few at a time, whoever sends them."""

from __future__ import annotations

import asyncio

import pytest

from bot.sources.web.failures import FetchError
from bot.sources.web.fetcher import Fetcher
from bot.sources.web.places import LARGE, MOST_LARGE, Places
from tests.newsserver import NewsServer

BIG = "x" * (LARGE + 1)


async def test_a_large_body_waits_for_its_place_and_a_small_one_does_not(
    news_server: NewsServer, fetcher: Fetcher
) -> None:
    news_server.put("/big.xml", BIG)
    news_server.put("/small.xml", "<rss/>")
    async with asyncio.TaskGroup() as group:
        released = asyncio.Event()
        taken = [asyncio.Event() for _ in range(MOST_LARGE)]
        for event in taken:
            group.create_task(_occupy(fetcher.places, event, released))
        for event in taken:
            await event.wait()
        assert (await fetcher.fetch(news_server.url("/small.xml"), max_bytes=2 * LARGE)).body == b"<rss/>"
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(news_server.url("/big.xml"), max_bytes=2 * LARGE)
        assert caught.value.passing
        released.set()
    assert len((await fetcher.fetch(news_server.url("/big.xml"), max_bytes=2 * LARGE)).body) == len(BIG)


async def test_a_place_is_given_back_whatever_happens(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.put("/big.xml", BIG)
    for _ in range(2 * MOST_LARGE):
        with pytest.raises(ZeroDivisionError):
            async with fetcher.places.hold() as place:
                await fetcher.fetch(news_server.url("/big.xml"), max_bytes=2 * LARGE, place=place)
                raise ZeroDivisionError
    assert (await fetcher.fetch(news_server.url("/big.xml"), max_bytes=2 * LARGE)).status == 200


async def _occupy(places: Places, taken: asyncio.Event, released: asyncio.Event) -> None:
    async with places.hold() as place:
        await place.take()
        await place.take()
        taken.set()
        await released.wait()
