"""Servers that misbehave: each way has its kind, its sentence, and an end."""

from __future__ import annotations

import asyncio
import gzip
import random
import socket
import ssl
from collections.abc import Callable

import pytest

from bot.sources.web.failures import FetchError
from bot.sources.web.fetcher import Fetcher
from tests.newsserver import FakeNames, LoopbackSockets, NewsServer, replies
from tests.newsserver.replies import Reply, head
from tests.sources.web.conftest import ON_LOOPBACK

FEED = b"<rss>" + b"news " * 500 + b"</rss>"
CHUNKED = head(200, {"Transfer-Encoding": "chunked"})

BROKEN: dict[str, Callable[[], Reply]] = {
    "shorter than announced": lambda: replies.short(FEED),
    "longer than announced": lambda: replies.long(FEED),
    "cut between chunks": lambda: replies.raw(CHUNKED + b"5\r\n<rss>\r\n"),
    "cut in a chunk": lambda: replies.raw(CHUNKED + b"500\r\n<rss>"),
    "not a chunk": lambda: replies.raw(CHUNKED + b"zz\r\n<rss>\r\n0\r\n\r\n"),
    "gzip that is none": lambda: replies.packed(FEED),
    "gzip cut short": lambda: replies.packed(gzip.compress(FEED)[:-12]),
    "gzip with a wrong sum": lambda: replies.packed(gzip.compress(FEED)[:-8] + bytes(8)),
    "gzip damaged": lambda: replies.packed(gzip.compress(FEED)[:20] + b"\xff" * 20),
    "deflate that is none": lambda: replies.packed(FEED, encoding="deflate"),
    "a packing nobody asked for": lambda: replies.packed(FEED, encoding="br"),
    "another protocol": lambda: replies.raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    "a status that is none": lambda: replies.raw(b"HTTP/1.1 fine OK\r\n\r\n"),
    "no status line": lambda: replies.raw(b"<html>hello</html>\r\n\r\n"),
    "noise": lambda: replies.raw(b"\x00\xff\x13" * 100),
    "two lengths": lambda: replies.raw(
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"
    ),
    "a length that is none": lambda: replies.raw(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nhello"),
}
TOO_BIG: dict[str, Callable[[], Reply]] = {
    "announced": lambda: replies.raw(head(200, {"Content-Length": "99999999999"})),
    "endless in chunks": lambda: replies.endless(),
    "endless": lambda: replies.endless(chunked=False),
    "a bomb": lambda: replies.bomb(20),
    "a bomb in a file": lambda: replies.page(
        gzip.compress(bytes(20_000_000)), content_type="application/gzip"
    ),
    "one huge header": lambda: replies.raw(head(200, {"X-News": "x" * 100_000})),
    "thousands of headers": lambda: replies.raw(head(200, {f"X-{number}": "x" for number in range(3_000)})),
    "endless headers": lambda: replies.raw(
        *([b"HTTP/1.1 200 OK\r\n"] + [b"X-A: " + b"x" * 900 + b"\r\n"] * 900)
    ),
}
CUT: dict[str, Callable[[], Reply]] = {
    "at once": lambda: replies.raw(b""),
    "in the headers": lambda: replies.raw(b"HTTP/1.1 200 OK\r\nContent-Ty"),
}
LATE: dict[str, Callable[[], Reply]] = {
    "silence": lambda: replies.silence(),
    "a drip": lambda: replies.drip(FEED),
    "dripping headers": lambda: replies.drip_headers(),
    "silence after the headers": lambda: replies.silence(after=head(200, {"Content-Length": "5"})),
}


async def failure_of(fetcher: Fetcher, url: str) -> FetchError:
    """Fetch, and return why it failed; its sentence is fit for Discord."""
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url)
    sentence = str(caught.value)
    assert sentence.isprintable()
    assert "<" not in sentence
    assert len(sentence) < 300
    return caught.value


@pytest.mark.parametrize("way", BROKEN)
async def test_broken_answers(way: str, news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.answer("/feed.xml", BROKEN[way]())

    error = await failure_of(fetcher, news_server.url("/feed.xml"))

    assert (error.kind, error.passing) == ("broken", True)
    assert str(error).startswith("The answer of the server of 127.0.0.1 ")


@pytest.mark.parametrize("way", TOO_BIG)
async def test_answers_that_are_too_big(way: str, news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.answer("/feed.xml", TOO_BIG[way]())

    error = await failure_of(fetcher, news_server.url("/feed.xml"))

    assert (error.kind, error.passing) == ("too_big", False)


@pytest.mark.parametrize("way", CUT)
async def test_connections_that_are_cut(way: str, news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.answer("/feed.xml", CUT[way]())

    error = await failure_of(fetcher, news_server.url("/feed.xml"))

    assert (error.kind, error.passing) == ("connect", True)


@pytest.mark.parametrize("way", LATE)
async def test_answers_that_do_not_come_or_do_not_end(
    way: str, news_server: NewsServer, names: FakeNames, sockets: LoopbackSockets
) -> None:
    news_server.answer("/feed.xml", LATE[way]())
    settings = ON_LOOPBACK.model_copy(update={"timeout_seconds": 0.2})
    async with Fetcher(settings, resolver=names, socket_factory=sockets) as fetcher:
        error = await failure_of(fetcher, news_server.url("/feed.xml"))

    assert (error.kind, error.passing) == ("timeout", True)


@pytest.mark.parametrize("way", [*BROKEN, *TOO_BIG, *CUT])
async def test_the_next_fetch_is_none_the_worse(way: str, news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.answer("/feed.xml", (BROKEN | TOO_BIG | CUT)[way]())
    await failure_of(fetcher, news_server.url("/feed.xml"))
    news_server.put("/feed.xml", FEED)

    assert (await fetcher.fetch(news_server.url("/feed.xml"))).body == FEED


@pytest.mark.parametrize(
    ("status", "passing", "told"),
    [
        (400, False, "The server of herald.example answered 400 Bad Request."),
        (401, False, "The server of herald.example answered 401 Unauthorized: it wants a password."),
        (402, False, "The server of herald.example answered 402 Payment Required."),
        (403, False, "The server of herald.example answered 403 Forbidden: it does not let the bot in."),
        (
            404,
            False,
            "The server of herald.example answered 404 Not Found: there is nothing at this address.",
        ),
        (408, True, "The server of herald.example answered 408 Request Timeout."),
        (410, False, "herald.example answered 410 Gone: what was at this address is gone for good."),
        (429, True, "herald.example answered 429 Too Many Requests: it was asked too often."),
        (500, True, "The server of herald.example answered 500 Internal Server Error."),
        (503, True, "The server of herald.example answered 503 Service Unavailable."),
        (304, True, "The server of herald.example answered 304 Not Modified."),
        (300, False, "The server of herald.example answered 300 Multiple Choices."),
        (206, False, "The server of herald.example answered 206 Partial Content."),
        (599, True, "The server of herald.example answered 599."),
        (799, True, "The server of herald.example answered 799."),
    ],
)
async def test_statuses(
    status: int, passing: bool, told: str, news_server: NewsServer, fetcher: Fetcher
) -> None:
    news_server.fail("/feed.xml", status)

    error = await failure_of(fetcher, news_server.url("/feed.xml", host="herald.example"))

    assert (error.kind, error.status, error.passing, error.retry_after) == ("status", status, passing, None)
    assert told in str(error)
    assert error.gone == (status == 410)
    assert error.missing == (status == 404)
    assert error.forbidden == (status in (401, 402, 403))
    assert error.throttled == (status == 429)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_server_that_says_when_to_come_back(
    status: int, news_server: NewsServer, fetcher: Fetcher
) -> None:
    news_server.fail("/feed.xml", status, retry_after=120)

    assert (await failure_of(fetcher, news_server.url("/feed.xml"))).retry_after == 120.0


async def test_nothing_of_what_a_server_says_is_repeated(news_server: NewsServer, fetcher: Fetcher) -> None:
    news_server.answer(
        "/feed.xml", replies.raw(b"HTTP/1.1 503 @everyone <b>buy</b>\r\nContent-Length: 4\r\n\r\nspam")
    )

    error = await failure_of(fetcher, news_server.url("/feed.xml"))

    assert str(error) == "The server of 127.0.0.1 answered 503 Service Unavailable."


async def test_https_where_there_is_none(news_server: NewsServer, fetcher: Fetcher) -> None:
    error = await failure_of(fetcher, news_server.url("/feed.xml", scheme="https"))

    assert (error.kind, str(error)) == ("tls", "No secure connection to 127.0.0.1 can be made.")


async def test_nobody_at_the_door(fetcher: Fetcher) -> None:
    async with NewsServer() as closed:
        url = closed.url("/feed.xml")

    error = await failure_of(fetcher, url)

    assert (error.kind, error.passing) == ("connect", True)
    assert str(error) == "127.0.0.1 cannot be reached: it refuses connections."


# --- damage -------------------------------------------------------------------------------------------------

WHOLE = [
    head(200, {"Content-Type": "text/xml; charset=utf-8", "Content-Length": "6", "ETag": '"1"'}) + b"<rss/>",
    head(301, {"Location": "http://herald.example/x", "Content-Length": "0"}),
    CHUNKED + b"6\r\n<rss/>\r\n0\r\n\r\n",
    head(503, {"Retry-After": "120", "Content-Length": "0"}),
    head(200, {"Content-Encoding": "gzip", "Expires": "0"}) + gzip.compress(FEED),
    head(100, {}) + head(200, {"Content-Length": "0"}),
    head(101, {"Upgrade": "websocket", "Connection": "upgrade"}),
]
SPLINTERS = (
    b"\r\n|\n|\0|\xff|%|: |99999999999999999999|-1|Content-Length: 3\r\n|Transfer-Encoding: chunked\r\n|"
    b"Content-Encoding: deflate\r\n|Location: //[\r\n|Location: \xff\xfe/\r\n|Content-Type: \xff;;=\r\n|"
    b"Upgrade: h2c\r\nConnection: Upgrade\r\n|Set-Cookie: a=b; Domain=[\r\n"
).split(b"|")


def damaged(chance: random.Random) -> bytes:
    data = bytearray(chance.choice(WHOLE))
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[place:place] = chance.choice(SPLINTERS)
            case 1:
                del data[place : place + chance.randint(1, 20)]
            case 2:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case _:
                data[place:place] = data[place // 2 : place]
    return bytes(data)


async def test_any_damage_is_told_or_overcome(news_server: NewsServer, fetcher: Fetcher) -> None:
    chance = random.Random(20261126)  # noqa: S311
    kinds = set()
    for _ in range(500):
        data = damaged(chance)
        news_server.answer("/feed.xml", replies.raw(data))
        try:
            await fetcher.fetch(news_server.url("/feed.xml"), etag='"1"')
        except FetchError as error:
            kinds.add(error.kind)
            assert str(error).isprintable(), data
    assert {"broken", "status", "connect"} <= kinds


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (10, "The certificate of herald.example has expired."),
        (18, "The certificate of herald.example was signed by nobody that is trusted."),
        (62, "The certificate of herald.example is for another name."),
        (1, "The certificate of herald.example cannot be verified."),
    ],
)
async def test_certificates_that_cannot_be_trusted(
    code: int, told: str, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*args: object, sock: socket.socket, **options: object) -> None:
        sock.close()
        error = ssl.SSLCertVerificationError(1, "certificate verify failed")
        error.verify_code = code
        raise error

    async with NewsServer() as server:
        monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", refuse)
        error = await failure_of(fetcher, server.url("/feed.xml", host="herald.example", scheme="https"))

    assert (error.kind, error.passing, str(error)) == ("tls", False, told)
