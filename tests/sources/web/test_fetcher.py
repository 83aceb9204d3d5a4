"""Fetching from servers that behave: what is asked, what comes back, what is kept for the next time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot import __version__
from bot.settings import SourceSettings
from bot.sources.web.failures import FetchError
from bot.sources.web.fetcher import Fetcher
from bot.sources.web.hosts import HostQueue
from tests.newsserver import FakeNames, LoopbackSockets, NewsServer, replies
from tests.sources.web.conftest import ON_LOOPBACK

FEED = "<rss><channel><title>The Herald</title></channel></rss>"
MONDAY = "Mon, 23 Nov 2026 08:00:00 GMT"


async def test_a_feed_with_all_that_is_worth_knowing(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.put(
        "/feed.xml",
        FEED,
        content_type="Application/RSS+xml; charset=UTF-8",
        etag='W/"1"',
        last_modified=MONDAY,
        headers={"Cache-Control": "max-age=900", "Date": "Thu, 26 Nov 2026 12:00:00 GMT"},
    )
    url = news_server.url("/feed.xml", host="herald.example")

    fetched = await fetcher.fetch(url)

    assert (fetched.url, fetched.final_url, fetched.moved_to) == (url, url, None)
    assert (fetched.status, fetched.not_modified, fetched.body) == (200, False, FEED.encode())
    assert (fetched.content_type, fetched.charset) == ("application/rss+xml", "utf-8")
    assert (fetched.etag, fetched.last_modified) == ('W/"1"', MONDAY)
    assert fetched.max_age == 900
    assert fetched.date == datetime(2026, 11, 26, 12, tzinfo=UTC)


async def test_a_server_that_says_little(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.answer("/feed.xml", replies.raw(b"HTTP/1.0 200 OK\r\n\r\n" + FEED.encode()))

    fetched = await fetcher.fetch(news_server.url("/feed.xml"))

    assert fetched.body == FEED.encode()
    assert (fetched.content_type, fetched.charset) == ("", None)
    assert (fetched.etag, fetched.last_modified, fetched.max_age, fetched.date) == (None, None, None, None)


async def test_the_bot_says_who_it_is_and_nothing_else(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.put("/feed.xml", FEED, headers={"Set-Cookie": "id=1"})
    for _ in range(2):
        await fetcher.fetch(news_server.url("/feed.xml", host="herald.example"))

    request = news_server.requests("/feed.xml")[1]

    assert request.method == "GET"
    assert set(request.headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert request.headers["user-agent"] == f"Nutgraf/{__version__} (+mailto:desk@herald.example)"
    assert request.headers["accept-encoding"] == "gzip, deflate"


async def test_what_has_not_changed_is_not_sent_again(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.put(
        "/feed.xml", FEED, etag='"1"', last_modified=MONDAY, headers={"Cache-Control": "max-age=60"}
    )
    url = news_server.url("/feed.xml")
    first = await fetcher.fetch(url)

    second = await fetcher.fetch(url, etag=first.etag, last_modified=first.last_modified)

    assert (second.status, second.not_modified, second.body) == (304, True, b"")
    assert (second.etag, second.last_modified, second.max_age) == ('"1"', MONDAY, 60)
    asked = news_server.requests("/feed.xml")[1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"1"', MONDAY)


async def test_the_date_alone_will_do(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.put("/feed.xml", FEED, last_modified=MONDAY)

    assert (await fetcher.fetch(news_server.url("/feed.xml"), last_modified=MONDAY)).not_modified


async def test_a_304_that_names_no_validators_keeps_those_that_were_sent(
    news_server: NewsServer, fetcher: Fetcher
) -> None:
    news_server.answer("/feed.xml", replies.raw(replies.head(304, {})))

    fetched = await fetcher.fetch(news_server.url("/feed.xml"), etag='"1"', last_modified=MONDAY)

    assert (fetched.etag, fetched.last_modified) == ('"1"', MONDAY)


async def test_a_validator_that_would_break_the_request_is_left_out(
    news_server: NewsServer, fetcher: Fetcher
) -> None:
    news_server.put("/feed.xml", FEED)

    await fetcher.fetch(news_server.url("/feed.xml"), etag='"1"\r\nX-Injected: yes', last_modified="")

    assert not {"if-none-match", "if-modified-since", "x-injected"} & set(news_server.requests()[0].headers)


@pytest.mark.parametrize("path", ["/feed.xml", "/feed.xml?a=1&b=%26", "/%C3%BC%2Fx", "/a+b;c=d"])
async def test_the_path_is_asked_for_as_it_is(path: str, news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.put(path, FEED)

    assert (await fetcher.fetch(news_server.url(path))).body == FEED.encode()


async def test_packed_feeds_are_unpacked(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.put("/feed.xml", FEED, gzip=True)

    assert (await fetcher.fetch(news_server.url("/feed.xml"))).body == FEED.encode()


async def test_a_feed_just_within_the_bound(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.put("/feed.xml", b"x" * 1_000_000)
    news_server.put("/page", b"x" * 3_000_001)

    assert len((await fetcher.fetch(news_server.url("/feed.xml"))).body) == 1_000_000
    with pytest.raises(FetchError, match=r"What 127\.0\.0\.1 sends is larger than 3 MB\."):
        await fetcher.fetch_page(news_server.url("/page"))
    with pytest.raises(FetchError, match=r"larger than 0\.5 MB"):
        await fetcher.fetch(news_server.url("/feed.xml"), max_bytes=500_000)


# --- manners ------------------------------------------------------------------------------------------------


async def test_one_host_is_never_asked_twice_at_once(news_server: NewsServer, fetcher: Fetcher) -> None:
    for number in range(20):
        news_server.put(f"/{number}.xml", FEED)

    await asyncio.gather(*(fetcher.fetch(news_server.url(f"/{number}.xml")) for number in range(20)))

    assert len(news_server.requests()) == 20
    assert news_server.busiest == 1
    # the first knew of nobody who came after it; those who waited shared a connection
    assert news_server.accepted == 2


async def test_many_hosts_are_asked_at_once_up_to_the_limit(
    news_server: NewsServer, names: FakeNames, sockets: LoopbackSockets
) -> None:
    all_here = asyncio.Event()
    news_server.answer("/feed.xml", replies.held(all_here, replies.page(FEED)))
    settings = ON_LOOPBACK.model_copy(update={"concurrent_requests": 5, "timeout_seconds": 30.0})
    async with Fetcher(settings, resolver=names, socket_factory=sockets) as fetcher:
        urls = [news_server.url("/feed.xml", host=f"{number}.example") for number in range(12)]
        fetching = [asyncio.create_task(fetcher.fetch(url)) for url in urls]
        await news_server.until_busy(5)
        all_here.set()
        await asyncio.gather(*fetching)

    assert news_server.busiest == 5
    assert len(news_server.requests()) == 12


async def test_waiting_for_a_turn_is_not_being_late(
    news_server: NewsServer, names: FakeNames, sockets: LoopbackSockets
) -> None:
    # each pause is longer than the timeout, by the queue's own clock
    news_server.put("/feed.xml", FEED)
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    queue = HostQueue(pause=60, limit=4, clock=lambda: 0.0, sleep=sleep)
    async with Fetcher(ON_LOOPBACK, resolver=names, socket_factory=sockets, queue=queue) as fetcher:
        for _ in range(3):
            await fetcher.fetch(news_server.url("/feed.xml"))

    assert slept == [60.0, 60.0]


async def test_a_crawl_delay_lengthens_the_pause(
    news_server: NewsServer, names: FakeNames, sockets: LoopbackSockets
) -> None:
    news_server.put("/robots.txt", "User-agent: *\nCrawl-delay: 12")
    news_server.put("/1.html", "one")
    news_server.put("/2.html", "two")
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    queue = HostQueue(pause=1, limit=4, clock=lambda: 0.0, sleep=sleep)
    async with Fetcher(ON_LOOPBACK, resolver=names, socket_factory=sockets, queue=queue) as fetcher:
        await fetcher.fetch_page(news_server.url("/1.html"))
        await fetcher.fetch_page(news_server.url("/2.html"))

    assert slept == [1.0, 12.0]


async def test_giving_up_leaves_the_host_free(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.answer("/slow.xml", replies.silence())
    news_server.put("/feed.xml", FEED)
    slow = asyncio.create_task(fetcher.fetch(news_server.url("/slow.xml")))
    waiting = asyncio.create_task(fetcher.fetch(news_server.url("/feed.xml")))
    await news_server.until_busy(1)

    waiting.cancel()
    slow.cancel()
    results = await asyncio.gather(slow, waiting, return_exceptions=True)

    assert [type(result) for result in results] == [asyncio.CancelledError] * 2
    assert (await fetcher.fetch(news_server.url("/feed.xml"))).body == FEED.encode()


async def test_a_fetcher_that_is_not_open_says_so() -> None:
    with pytest.raises(RuntimeError):
        await Fetcher(SourceSettings()).fetch("http://8.8.8.8/")


async def test_without_a_contact_the_name_stands_alone(
    news_server: NewsServer, names: FakeNames, sockets: LoopbackSockets
) -> None:
    news_server.put("/feed.xml", FEED)
    settings = ON_LOOPBACK.model_copy(update={"contact": ""})
    async with Fetcher(settings, resolver=names, socket_factory=sockets) as fetcher:
        await fetcher.fetch(news_server.url("/feed.xml"))

    assert news_server.requests()[0].headers["user-agent"] == f"Nutgraf/{__version__}"
