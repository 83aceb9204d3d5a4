"""Polls that run at the same time: a slow one holds up no other, and none does another's work again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
from structlog.testing import capture_logs

from bot.errors import StorageError
from bot.index.web_feeds import WebFeedStore
from tests.ingest.feeds.conftest import START, Entry, World, rss
from tests.newsserver.replies import held, page, silence

TAX = Entry("Tax passes")


@pytest.fixture
def quick_looks() -> Iterator[None]:
    """Look for feeds that are due often."""
    with mock.patch("bot.ingest.feeds.poller.LOOK_SECONDS", 0.01):
        yield


@pytest.mark.usefixtures("quick_looks")
async def test_a_feed_that_becomes_due_while_a_slow_one_is_asked_is_polled(world: World) -> None:
    world.server.answer("/slow.xml", silence(), host="slow.example")
    slow = world.url("/slow.xml", host="slow.example")
    await world.index.feeds.follow(url=slow, title="Slow", owner="guild:8", added_by=1, now=START)
    polling = asyncio.create_task(world.service.poller.poll_due())
    await world.server.until_busy(1)
    world.server.put("/feed.xml", rss(TAX))
    world.now += timedelta(minutes=1)
    await world.follow()
    async with asyncio.timeout(4):
        while not world.server.requests("/feed.xml"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    waited_for = await world.index.web_feeds.by_url(slow)
    assert waited_for is not None and waited_for.failures == 0
    polling.cancel()
    await asyncio.wait([polling])


async def test_a_feed_that_is_polled_twice_at_once_has_each_item_once(world: World) -> None:
    answered = asyncio.Event()
    world.server.answer("/feed.xml", held(answered, page(rss(TAX), etag='"1"')))
    feed = (await world.follow()).web
    polls = [asyncio.create_task(world.service.poller.poll(feed)) for _ in range(2)]
    await world.server.until_busy(1)
    answered.set()
    first, second = await asyncio.gather(*polls)
    assert (first.new, second.new, second.unchanged) == (1, 0, True)
    counts = await world.index.web_feeds.counts(feed.id)
    assert counts.read + counts.waiting + counts.refused == 1


async def test_an_index_that_takes_nothing_is_told_and_the_next_poll_finds_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> bool:
        raise StorageError("The disk is full.")

    world.server.put("/feed.xml", rss(TAX))
    await world.follow()
    with monkeypatch.context() as patch, capture_logs() as logs:
        patch.setattr(WebFeedStore, "record", refuse)
        await world.service.poll_due()
    assert [(each["event"], each["reason"]) for each in logs] == [("feeds.not_polled", "The disk is full.")]
    await world.work()
    assert await world.headlines() == ["Tax passes"]


async def test_a_host_whose_pages_hang_holds_up_no_other_feed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ingest.feeds.items.IN_HAND", 12)
    monkeypatch.setattr("bot.ingest.feeds.items.BATCH_SECONDS", 0.01)
    for number in range(40):
        world.server.answer(f"/{number}", silence(), host="slow.example")
    teasers = [
        Entry(f"Teaser {number}", text="It begins …", link=world.url(f"/{number}", host="slow.example"))
        for number in range(40)
    ]
    world.server.put("/teasers.xml", rss(*teasers))
    world.server.put("/feed.xml", rss(TAX))
    for path, owner in (("/teasers.xml", "guild:8"), ("/feed.xml", "guild:7")):
        await world.follow(path, owner=owner)
        await world.service.poller.poll_due()
    reading = asyncio.create_task(world.service.items.read_waiting())
    async with asyncio.timeout(4):
        while not await world.headlines():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert await world.headlines() == ["Tax passes"]
    reading.cancel()
    await asyncio.wait([reading])


@pytest.mark.usefixtures("quick_looks")
async def test_many_feeds_at_a_slow_host_hold_up_no_other_host(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ingest.feeds.poller.DUE", 6)
    for number in range(20):
        world.server.answer(f"/{number}.xml", silence(), host="slow.example")
        slow = world.url(f"/{number}.xml", host="slow.example")
        await world.index.feeds.follow(url=slow, title="Slow", owner="guild:8", added_by=1, now=START)
    world.server.put("/feed.xml", rss(TAX))
    await world.follow()
    polling = asyncio.create_task(world.service.poller.poll_due())
    async with asyncio.timeout(4):
        while not world.server.requests("/feed.xml"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    polling.cancel()
    await asyncio.wait([polling])


async def test_a_feed_that_is_checked_while_it_waits_for_its_turn_is_not_polled_again(world: World) -> None:
    answered = asyncio.Event()
    world.server.answer("/first.xml", held(answered, page(rss(TAX))))
    world.server.put("/feed.xml", rss(TAX))
    await world.follow("/first.xml", owner="guild:8")
    feed = await world.follow()
    polling = asyncio.create_task(world.service.poller.poll_due())
    await world.server.until_busy(1)
    checking = asyncio.create_task(world.service.poller.poll(feed.web))
    answered.set()
    assert await polling + bool(await checking) == 2
    assert len(world.server.requests("/feed.xml")) == 1


async def test_a_bug_in_reading_does_not_end_it_until_the_next_start(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ingest.feeds.service.RETRY_SECONDS", 0.01)
    read, calls = world.service.items.read_waiting, iter(range(1_000))

    async def failing() -> int:
        if next(calls) == 0:
            raise ZeroDivisionError
        return await read()

    monkeypatch.setattr(world.service.items, "read_waiting", failing)
    world.server.put("/feed.xml", rss(TAX))
    feed = await world.follow()
    with capture_logs() as logs:
        await world.service.close()
        await world.service.start()
        await world.service.poll_soon(feed.web)
        async with asyncio.timeout(4):
            while not await world.headlines():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert "feeds.not_read" in [each["event"] for each in logs]
