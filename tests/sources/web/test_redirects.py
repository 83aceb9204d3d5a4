"""Redirects: where they may lead, how far, and when a feed has moved for good."""

from __future__ import annotations

import pytest

from bot.settings import SourceSettings
from bot.sources.web.failures import FetchError
from bot.sources.web.fetcher import Fetcher
from tests.newsserver import FakeNames, LoopbackSockets, NewsServer, replies
from tests.sources.web.conftest import ON_LOOPBACK

FEED = b"<rss/>"


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ([301], True),
        ([308], True),
        ([301, 308, 301], True),
        ([302], False),
        ([303], False),
        ([307], False),
        ([301, 302], False),
        ([302, 301], False),
        ([301, 301, 307, 301], False),
    ],
)
async def test_a_feed_has_moved_when_every_redirect_says_for_good(
    statuses: list[int], moved: bool, news_server: NewsServer, fetcher: Fetcher
) -> None:
    for place, status in enumerate(statuses):
        news_server.redirect(f"/{place}", f"/{place + 1}", status)
    end = f"/{len(statuses)}"
    news_server.put(end, FEED)

    fetched = await fetcher.fetch(news_server.url("/0"))

    assert fetched.body == FEED
    assert fetched.url == news_server.url("/0")
    assert fetched.final_url == news_server.url(end)
    assert fetched.moved_to == (news_server.url(end) if moved else None)


async def test_to_another_host_and_relative_from_there(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.redirect("/feeds/old", news_server.url("/a/b", host="times.example"), host="herald.example")
    news_server.redirect("/a/b", "c?x=1", host="times.example")
    news_server.put("/a/c?x=1", FEED, host="times.example")

    fetched = await fetcher.fetch(news_server.url("/feeds/old", host="herald.example"))

    assert fetched.moved_to == news_server.url("/a/c?x=1", host="times.example")


async def test_validators_go_to_nobody_but_who_gave_them(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.redirect("/feed", "/here", 302)
    news_server.redirect("/here", news_server.url("/there", host="times.example"), 302)
    news_server.put("/there", FEED, etag='"1"')

    fetched = await fetcher.fetch(news_server.url("/feed", host="herald.example"), etag='"1"')

    sent = {request.path: request.headers.get("if-none-match") for request in news_server.requests()}
    assert sent == {"/feed": '"1"', "/here": '"1"', "/there": None}
    assert (fetched.not_modified, fetched.body) == (False, FEED)
    assert not any("referer" in request.headers for request in news_server.requests())


async def test_a_feed_that_lives_elsewhere_for_now_is_asked_there_whether_it_changed(
    news_server: NewsServer, fetcher: Fetcher
) -> None:
    news_server.redirect("/feed", news_server.url("/there", host="times.example"), 302)
    news_server.put("/there", FEED, etag='"1"')
    url = news_server.url("/feed", host="herald.example")
    first = await fetcher.fetch(url)
    news_server.forget()

    second = await fetcher.fetch(url, etag=first.etag, issued_by=first.final_url)

    assert second.not_modified
    sent = {request.path: request.headers.get("if-none-match") for request in news_server.requests()}
    assert sent == {"/feed": None, "/there": '"1"'}


@pytest.mark.parametrize("issuer", ["", "nonsense", "http://[::1", "http://times.example/x"])
async def test_validators_of_somebody_else_are_told_to_nobody(
    issuer: str, news_server: NewsServer, fetcher: Fetcher
) -> None:
    news_server.put("/feed", FEED, etag='"1"')

    fetched = await fetcher.fetch(
        news_server.url("/feed", host="herald.example"), etag='"1"', issued_by=issuer
    )

    assert not fetched.not_modified


async def test_not_modified_behind_a_redirect(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.redirect("/feed", "/new")
    news_server.put("/new", FEED, etag='"1"')

    fetched = await fetcher.fetch(news_server.url("/feed"), etag='"1"')

    assert fetched.not_modified
    assert fetched.moved_to == news_server.url("/new")


async def test_five_redirects_are_followed_and_no_more(news_server: NewsServer, fetcher: Fetcher) -> None:
    for place in range(6):
        news_server.redirect(f"/{place}", f"/{place + 1}", 302)
    news_server.put("/6", FEED)

    assert (await fetcher.fetch(news_server.url("/1"))).body == FEED
    with pytest.raises(FetchError, match="sends us on once more after 5 times") as caught:
        await fetcher.fetch(news_server.url("/0"))

    assert (caught.value.kind, caught.value.passing) == ("redirects", False)


async def test_redirects_do_not_make_time(news_server: NewsServer, fetcher: Fetcher) -> None:
    # each within the timeout, all together not
    for place in range(3):
        to = replies.redirect(f"/{place + 1}", 302)
        news_server.answer(f"/{place}", replies.late(0.4 * ON_LOOPBACK.timeout_seconds, to))
    news_server.put("/3", FEED)

    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(news_server.url("/0"))

    assert caught.value.kind == "timeout"


@pytest.mark.parametrize("way", [["/0"], ["/1", "/0"], ["/1", "/2", "/1"], ["/0#again"]])
async def test_a_circle_is_told(way: list[str], news_server: NewsServer, fetcher: Fetcher) -> None:
    for place, to in enumerate(way):
        news_server.redirect(f"/{place}", to)

    with pytest.raises(FetchError, match="in a circle") as caught:
        await fetcher.fetch(news_server.url("/0"))

    assert caught.value.kind == "redirects"
    assert len(news_server.requests()) == len(way)


async def test_a_redirect_to_nowhere(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.redirect("/feed", " ")

    with pytest.raises(FetchError, match="does not say where to") as caught:
        await fetcher.fetch(news_server.url("/feed"))

    assert caught.value.kind == "redirects"


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "ftp://times.example/",
        "javascript:alert(1)",
        "data:text/xml,<rss/>",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0xa9fea9fe/",
        "http://2852039166/",
        "http://[fd00:ec2::254]/",
        "http://[::ffff:10.0.0.1]/",
        "http://desk:secret@times.example/",
        "http://times.example:22/",
        "//10.0.0.1/",
        "http://[::1",
        "https:///",
        "/" + "x" * 2_100,
    ],
)
@pytest.mark.parametrize("hops", [0, 2])
async def test_a_redirect_to_where_the_bot_may_not_go(
    to: str, hops: int, news_server: NewsServer, fetcher: Fetcher, sockets: LoopbackSockets
) -> None:
    for place in range(hops):
        news_server.redirect(f"/{place}", f"/{place + 1}")
    news_server.redirect(f"/{hops}", to)

    with pytest.raises(FetchError, match=r"127\.0\.0\.1 sends us on to where the bot may not go") as caught:
        await fetcher.fetch(news_server.url("/0"))

    assert caught.value.kind == "refused"
    assert str(caught.value).isprintable()
    assert set(sockets.opened) == {"127.0.0.1"}


async def test_a_redirect_to_a_name_that_leads_inside(
    news_server: NewsServer, sockets: LoopbackSockets
) -> None:
    names = FakeNames({"trick.example": [["10.0.0.1"]], "flip.example": [["127.0.0.1"], ["169.254.169.254"]]})
    settings = SourceSettings.model_validate({"private_networks": ["127.0.0.0/8"], "host_pause_seconds": 0})
    news_server.redirect("/a", news_server.url("/x", host="trick.example"))
    # the name is fine when it is asked first, and leads inside when the redirect to itself is followed
    news_server.redirect("/b", news_server.url("/c", host="flip.example"))
    async with Fetcher(settings, resolver=names, socket_factory=sockets) as fetcher:
        for url in (news_server.url("/a"), news_server.url("/b", host="flip.example")):
            with pytest.raises(FetchError, match="is not on the public internet"):
                await fetcher.fetch(url)

    assert sockets.refused == []
    assert [request.path for request in news_server.requests()] == ["/a", "/b"]


async def test_the_failure_behind_a_move_tells_where_to(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.redirect("/feed", "/new")
    news_server.fail("/new", 503)
    news_server.redirect("/temporary", "/new", 302)

    with pytest.raises(FetchError) as moved:
        await fetcher.fetch(news_server.url("/feed"))
    with pytest.raises(FetchError) as sent_on:
        await fetcher.fetch(news_server.url("/temporary"))

    assert (moved.value.status, moved.value.moved_to) == (503, news_server.url("/new"))
    assert sent_on.value.moved_to is None
