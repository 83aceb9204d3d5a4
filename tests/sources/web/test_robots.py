"""What sites ask to leave alone is left alone; feeds are made for programs and are fetched."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.sources.web.failures import FetchError
from bot.sources.web.fetcher import Fetcher
from bot.sources.web.robots import MAX_DELAY, Robots, parse_robots
from tests.newsserver import FakeNames, LoopbackSockets, NewsServer, replies
from tests.sources.web.conftest import ON_LOOPBACK

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
PAGE = URL("https://herald.example/news/1.html")


def may_fetch(text: str, path: str = "/news/1.html") -> bool:
    return parse_robots(text).can_fetch(f"https://herald.example{path}", "nutgraf")


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("<html>Not found</html>", True),
        ("User-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("user-agent:*\ndisallow:/news/", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /news/\nAllow: /news/1", True),
        ("User-agent: *\nDisallow: /*.html$", False),
        ("User-agent: *\nDisallow: /*.php$", True),
        ("User-agent: Nutgraf\nDisallow: /", False),
        ("User-agent: nutgraf/2.0 # ours\nDisallow: /", False),
        ("User-agent: OtherBot\nDisallow: /", True),
        ("User-agent: nut\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: nutgraf\nAllow: /", True),
        ("User-agent: OtherBot\nUser-agent: Nutgraf\nDisallow: /", False),
        ("User-agent: OtherBot\nDisallow: /\nUser-agent: *\nAllow: /", True),
        ("User-agent: OtherBot\nAllow: /\nUser-agent: *\nDisallow: /", False),
        ("Disallow: /", True),
    ],
)
def test_the_rules_in_use(text: str, allowed: bool) -> None:
    assert may_fetch(text) is allowed


def test_a_file_of_many_agents_and_many_rules_is_not_squared() -> None:
    text = "".join(f"User-agent: a{number}\n" for number in range(20_000)) + "Disallow: /x\n" * 20_000

    tracemalloc.start()
    try:
        rules = parse_robots(text)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert rules.can_fetch(str(PAGE), "nutgraf")
    assert most < 50_000_000


LINES = st.sampled_from(
    [
        "User-agent: *",
        "User-agent:",
        "user agent nutgraf",
        "Disallow: /*a*b$",
        "Allow: /%zz",
        "Crawl-delay: nan",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(st.one_of(LINES, st.text(max_size=20))).map("\n".join)))
def test_any_text_is_a_robots_file(text: str) -> None:
    rules = parse_robots(text)

    assert rules.can_fetch(str(PAGE), "nutgraf") in (True, False)
    assert (rules.crawl_delay("nutgraf") or 0) >= 0


class Sites:
    """What sites answer, and how often they were asked."""

    def __init__(self, answer: str | FetchError = "") -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.now = NOW
        self.robots = Robots(self.load, clock=lambda: self.now)

    async def load(self, url: URL) -> str:
        """Return the text of a site's robots.txt."""
        self.asked.append(str(url))
        if isinstance(self.answer, FetchError):
            raise self.answer
        return self.answer


async def test_a_site_is_asked_once_a_day() -> None:
    sites = Sites("User-agent: *\nDisallow: /private")
    for _ in range(3):
        await sites.robots.check(PAGE)
    sites.now += timedelta(days=1, seconds=1)
    await sites.robots.check(PAGE)

    assert sites.asked == ["https://herald.example/robots.txt"] * 2


async def test_each_origin_has_its_own() -> None:
    sites = Sites()
    for page in ("https://herald.example/x", "http://herald.example/x", "https://herald.example:8443/x?y=z"):
        await sites.robots.check(URL(page))

    assert sites.asked == [
        "https://herald.example/robots.txt",
        "http://herald.example/robots.txt",
        "https://herald.example:8443/robots.txt",
    ]


@pytest.mark.parametrize(
    ("said", "pause"),
    [("2.5", 2.5), ("86400", MAX_DELAY), ("-1", 0.0), ("inf", 0.0), ("soon", 0.0)],
)
async def test_the_pause_that_a_site_asks_for(said: str, pause: float) -> None:
    sites = Sites(f"User-agent: *\nCrawl-delay: {said}")

    assert await sites.robots.check(PAGE) == pause


async def test_a_robots_file_that_leads_round_in_a_circle_is_none() -> None:
    sites = Sites(FetchError("Round and round.", kind="redirects"))

    assert await sites.robots.check(PAGE) == 0.0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
async def test_no_robots_file_is_no_rule(status: int) -> None:
    sites = Sites(FetchError("It is not there.", kind="status", status=status))

    assert await sites.robots.check(PAGE) == 0.0


@pytest.mark.parametrize(
    "failure",
    [
        FetchError("Down.", kind="status", status=503, passing=True),
        FetchError("Too often.", kind="status", status=429, passing=True),
        FetchError("Late.", kind="timeout", passing=True),
        FetchError("No.", kind="connect", passing=True),
        FetchError("Inside.", kind="refused"),
    ],
)
async def test_a_robots_file_that_cannot_be_had_closes_the_site_for_a_while(failure: FetchError) -> None:
    sites = Sites(failure)
    with pytest.raises(FetchError, match=r"robots\.txt of herald\.example could not be had") as caught:
        await sites.robots.check(PAGE)
    assert (caught.value.kind, caught.value.passing, caught.value.retry_after) == ("robots", True, 600.0)

    # not asked again for each page meanwhile
    with pytest.raises(FetchError):
        await sites.robots.check(PAGE)
    assert len(sites.asked) == 1

    sites.answer, sites.now = "", sites.now + timedelta(minutes=11)
    assert await sites.robots.check(PAGE) == 0.0


async def test_memory_is_bounded_by_sites_and_by_text() -> None:
    sites = Sites()
    for number in range(1_200):
        await sites.robots.check(URL(f"https://{number}.example/x"))
    sites.answer = "# nothing\n" * 40_000
    for number in range(10):
        await sites.robots.check(URL(f"https://big{number}.example/x"))
    asked = len(sites.asked)

    for number in range(10):
        await sites.robots.check(URL(f"https://big{number}.example/x"))

    # at 400 KB each, no more than five of the ten are remembered
    assert len(sites.asked) >= asked + 5
    assert sites.robots._characters <= 2_000_000


# --- over HTTP ----------------------------------------------------------------------------------------------


async def test_a_page_that_is_closed_to_programs_is_not_asked_for(
    news_server: NewsServer, fetcher: Fetcher
) -> None:
    news_server.put("/robots.txt", "User-agent: *\nDisallow: /private/", content_type="text/plain")
    news_server.put("/private/1.html", "secret")
    news_server.put("/news/1.html", "<p>news</p>")

    page = await fetcher.fetch_page(news_server.url("/news/1.html", host="herald.example"))
    with pytest.raises(FetchError, match=r"herald\.example asks programs in its robots\.txt") as caught:
        await fetcher.fetch_page(news_server.url("/private/1.html", host="herald.example"))

    assert page.body == b"<p>news</p>"
    assert (caught.value.kind, caught.value.passing) == ("robots", False)
    assert [request.path for request in news_server.requests()] == ["/robots.txt", "/news/1.html"]


async def test_a_feed_is_fetched_whatever_robots_say(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.put("/robots.txt", "User-agent: *\nDisallow: /")
    news_server.put("/feed.xml", "<rss/>")

    assert (await fetcher.fetch(news_server.url("/feed.xml"))).body == b"<rss/>"
    assert news_server.requests("/robots.txt") == []


async def test_a_redirect_does_not_lead_around_robots(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.redirect("/go", news_server.url("/page", host="times.example"), 302)
    news_server.put("/robots.txt", "User-agent: *\nDisallow: /", host="times.example")
    news_server.put("/page", "closed")

    with pytest.raises(FetchError, match=r"times\.example asks programs"):
        await fetcher.fetch_page(news_server.url("/go", host="herald.example"))

    assert news_server.requests("/page") == []


async def test_of_a_huge_robots_file_the_beginning_counts(news_server: NewsServer, fetcher: Fetcher) -> None:
    text = "User-agent: *\nDisallow: /private/\n" + "# filler\n" * 200_000
    news_server.put("/robots.txt", text)
    news_server.put("/private/1.html", "secret")

    with pytest.raises(FetchError, match="asks programs"):
        await fetcher.fetch_page(news_server.url("/private/1.html"))


async def test_a_robots_file_never_leads_inside(
    news_server: NewsServer, names: FakeNames, sockets: LoopbackSockets
) -> None:
    news_server.redirect("/robots.txt", "http://169.254.169.254/robots.txt", 302)
    news_server.put("/page", "x")
    async with Fetcher(ON_LOOPBACK, resolver=names, socket_factory=sockets) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch_page(news_server.url("/page"))

    assert (caught.value.kind, caught.value.passing) == ("robots", True)
    assert sockets.refused == []


async def test_a_site_that_is_down_is_told_as_passing(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.answer("/robots.txt", replies.failure(503, retry_after=3_600))

    with pytest.raises(FetchError) as caught:
        await fetcher.fetch_page(news_server.url("/page"))

    assert caught.value.passing
    assert 3_500 < (caught.value.retry_after or 0) <= 3_600
