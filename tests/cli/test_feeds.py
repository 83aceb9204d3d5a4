"""feeds: followed, looked at and read from the command line; and pages into the index."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Nutgraf, Outcome
from tests.cli.test_usage import documented_json
from tests.ingest.feeds.conftest import LONG, Entry, rss
from tests.newsserver import NewsServer

FEED = documented_json()[5]
TAX = Entry("Harbour tax passes", text=f"The council of Port Ansel passed the harbour tax. {LONG}")
PAGE = f"""<html><head><title>Ferry sails</title>
<link rel="alternate" type="application/rss+xml" title="All news" href="/feed.xml"></head>
<body><article><h1>Ferry sails</h1><p>The ferry Lady Carrow sails again. {LONG}</p></article></body></html>"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NewsServer]:
    """Return a news server in a thread of its own: a command runs its own event loop."""
    monkeypatch.setenv("NUTGRAF_SOURCES__PRIVATE_NETWORKS", '["127.0.0.0/8"]')
    monkeypatch.setenv("NUTGRAF_SOURCES__HOST_PAUSE_SECONDS", "0")
    monkeypatch.setenv("NUTGRAF_DB", "own.db")
    monkeypatch.setenv("NUTGRAF_INGEST__WORKERS", "1")
    served = NewsServer()
    started, ended = threading.Event(), threading.Event()

    async def serve() -> None:
        async with served:
            started.set()
            await asyncio.to_thread(ended.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    started.wait()
    yield served
    ended.set()
    thread.join()


def add(nutgraf: Nutgraf, server: NewsServer) -> Outcome:
    """Follow a feed of one item."""
    server.put("/feed.xml", rss(TAX), etag='"1"')
    return nutgraf("feeds", "add", server.url("/feed.xml"))


def test_a_feed_is_followed_read_asked_about_and_left(nutgraf: Nutgraf, server: NewsServer) -> None:
    assert nutgraf("feeds", "list").out.startswith("No feed is followed yet")
    assert add(nutgraf, server).out == "Following The Herald: 1 item, 1 new article.\n"
    assert nutgraf("feeds", "add", server.url("/feed.xml")).out == "The Herald is followed already.\n"
    assert "passed the harbour tax" in nutgraf("what", "harbour tax").out

    (listed,) = nutgraf("feeds", "list", "--json").json
    assert list(listed) == list(FEED)
    assert (listed["title"], listed["state"], listed["owner"]) == ("The Herald", "ok", "global")
    assert "The Herald  ok, read" in nutgraf("feeds", "list").out

    assert nutgraf("feeds", "remove", "the herald").out == "The Herald is not followed any more.\n"
    assert nutgraf("what", "harbour tax", "--json").json["found"] is False


def test_a_feed_is_checked_paused_and_polled(nutgraf: Nutgraf, server: NewsServer) -> None:
    add(nutgraf, server)
    checked = nutgraf("feeds", "check", server.url("/feed.xml"))
    assert checked.code == 0
    assert "nothing is new" in checked.out and "1 article" in checked.out
    assert nutgraf("feeds", "pause", "The Herald").out == "The Herald is paused.\n"
    assert nutgraf("feeds", "poll").out == "0 feeds, 0 new articles\n"
    assert nutgraf("feeds", "resume", "The Herald").out == "The Herald is read again.\n"
    server.fail("/feed.xml", 503)
    assert nutgraf("feeds", "poll").out == "1 feed, 0 new articles\n"
    failing = nutgraf("feeds", "check", "The Herald", "--json")
    assert failing.code == 1
    assert "503" in failing.json[0]["details"] and failing.json[0]["resolution"]


def test_one_server_s_feeds_are_its_own(nutgraf: Nutgraf, server: NewsServer) -> None:
    server.put("/feed.xml", rss(TAX))
    assert nutgraf("feeds", "add", server.url("/feed.xml"), "--guild", "7").code == 0
    assert nutgraf("what", "harbour tax", "--json").json["found"] is False
    assert nutgraf("what", "harbour tax", "--json", "--guild", "7").json["found"] is True
    assert nutgraf("feeds", "list", "--guild", "8", "--json").json == []
    assert server.url("/feed.xml") in nutgraf("feeds", "export", "--guild", "7").out
    assert "feed.xml" not in nutgraf("feeds", "export").out


def test_a_page_names_its_feeds(nutgraf: Nutgraf, server: NewsServer) -> None:
    server.put("/", PAGE, content_type="text/html")
    result = nutgraf("feeds", "add", server.url("/"))
    assert (result.code, result.out) == (2, f"{server.url('/feed.xml')}  All news\n")
    assert "is a page" in result.err


def test_a_page_is_ingested(nutgraf: Nutgraf, server: NewsServer) -> None:
    server.put("/ferry", PAGE, content_type="text/html")
    result = nutgraf("ingest", server.url("/ferry"), server.url("/missing"))
    assert (result.code, result.out) == (1, "1 new, 0 same, 1 failed\n")
    missing = "The server of 127.0.0.1 answered 404 Not Found: there is nothing at this address."
    assert result.err == f"nutgraf: {server.url('/missing')}: {missing}\n"
    assert "Lady Carrow sails again" in nutgraf("what", "Lady Carrow").out
    assert nutgraf("ingest", server.url("/ferry"), "--jsonl").code == 2


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.1/feed",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "x" * 5000,
    ],
)
def test_an_address_that_may_not_be_asked_is_one_line(nutgraf: Nutgraf, address: str) -> None:
    result = nutgraf("feeds", "add", address, "--db", "own.db")
    assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)
    assert result.err.startswith("nutgraf: ") and "Traceback" not in result.err


def test_lists_of_feeds_come_and_go(nutgraf: Nutgraf, alone: Path, server: NewsServer) -> None:
    outlines = "".join(f'<outline xmlUrl="{server.url(f"/{n}")}" text="Feed {n}"/>' for n in range(3))
    bad = '<outline xmlUrl="http://10.0.0.1/" text="Inside"/>'
    (alone / "in.opml").write_text(f'<opml version="2.0"><body>{outlines}{bad}</body></opml>')
    result = nutgraf("feeds", "import", "in.opml")
    assert (result.code, result.out) == (0, "3 followed, 0 known, 1 left out\n")
    assert "Inside: 10.0.0.1 is not on the public internet" in result.err
    assert nutgraf("feeds", "export", "out.opml").out == "out.opml has 3 feeds.\n"
    again = nutgraf("feeds", "import", "out.opml")
    assert again.out == "0 followed, 3 known, 0 left out\n"


def test_starter_feeds_come_by_topic(nutgraf: Nutgraf) -> None:
    result = nutgraf("feeds", "import", "--starter", "--topic", "climate", "--db", "own.db")
    assert result.code == 0 and " followed, 0 known, 0 left out" in result.out
    everything = nutgraf("feeds", "import", "--starter", "--db", "own.db")
    assert everything.code == 0
    wrong = nutgraf("feeds", "import", "--starter", "--topic", "x", "--db", "own.db")
    assert wrong.code == 2 and "There are: " in wrong.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import",), 2),
        (("import", "missing.opml"), 1),
        (("import", "binary.opml"), 1),
        (("remove", "nothing"), 2),
        (("check", "\x1b[2J"), 2),
    ],
)
def test_wrong_use_is_one_line(nutgraf: Nutgraf, alone: Path, arguments: tuple[str, ...], code: int) -> None:
    (alone / "binary.opml").write_bytes(bytes(range(256)) * 9)
    result = nutgraf("feeds", *arguments, "--db", "own.db")
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert "\x1b" not in result.err
