"""The guard's inner layers: what names lead to, and what is connected to in the end."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from bot.settings import SourceSettings
from bot.sources.web.failures import FetchError
from bot.sources.web.fetcher import Fetcher
from bot.sources.web.guard import ForbiddenAddressError, GuardedResolver, SystemResolver, guard_sockets
from tests.newsserver import FakeNames, LoopbackSockets, NewsServer

PUBLIC = "93.184.215.14"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "64:ff9b::7f00:1",
        "not an address",
    ],
)
async def test_a_name_that_leads_inside_is_refused(address: str, sockets: LoopbackSockets) -> None:
    resolver = FakeNames({"herald.example": [[address]]})
    async with Fetcher(SourceSettings(), resolver=resolver, socket_factory=sockets) as fetcher:
        with pytest.raises(FetchError, match=r"herald\.example is not on the public internet") as caught:
            await fetcher.fetch("http://herald.example/feed.xml")

    assert caught.value.kind == "refused"
    assert sockets.opened + sockets.refused == []


async def test_of_a_names_addresses_only_the_permitted_are_used() -> None:
    names = FakeNames({"herald.example": [["10.0.0.1", PUBLIC, "::1", "2606:2800:21f::1"]]})
    resolver = GuardedResolver(names, ())

    answers = await resolver.resolve("herald.example", 80)

    assert [answer["host"] for answer in answers] == [PUBLIC, "2606:2800:21f::1"]


async def test_a_name_with_forbidden_addresses_only_is_refused() -> None:
    resolver = GuardedResolver(FakeNames({"herald.example": [["10.0.0.1", "::1"]]}), ())

    with pytest.raises(ForbiddenAddressError):
        await resolver.resolve("herald.example", 80)


async def test_a_name_that_changes_its_mind_is_asked_and_judged_each_time(sockets: LoopbackSockets) -> None:
    # first public, a moment later inside: what a rebinding attack does
    resolver = FakeNames({"herald.example": [[PUBLIC], ["169.254.169.254"], ["10.0.0.1"]]})
    settings = SourceSettings(host_pause_seconds=0)
    kinds = []
    async with Fetcher(settings, resolver=resolver, socket_factory=sockets) as fetcher:
        for _ in range(3):
            with pytest.raises(FetchError) as caught:
                await fetcher.fetch("http://herald.example/feed.xml")
            kinds.append(caught.value.kind)

    # the tests' own sockets refuse the public one
    assert kinds == ["connect", "refused", "refused"]
    assert sockets.opened == []
    assert set(sockets.refused) == {PUBLIC}


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fe80::1%eth0"]
)
def test_no_socket_is_opened_to_a_forbidden_address_whoever_asks(address: str) -> None:
    sockets = LoopbackSockets()
    family = socket.AF_INET6 if ":" in address else socket.AF_INET

    with pytest.raises(ForbiddenAddressError):
        guard_sockets(sockets, ())((family, socket.SOCK_STREAM, 6, "", (address, 80)))

    assert sockets.opened + sockets.refused == []


async def test_a_resolver_that_is_not_guarded_still_opens_no_socket_inside(
    news_server: NewsServer, sockets: LoopbackSockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the last layer alone
    monkeypatch.setattr(
        GuardedResolver, "resolve", lambda self, *asked, **how: self._inner.resolve(*asked, **how)
    )
    async with Fetcher(SourceSettings(), resolver=FakeNames(), socket_factory=sockets) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(news_server.url("/feed.xml", host="herald.example"))

    assert caught.value.kind == "refused"
    assert sockets.opened == []
    assert news_server.requests() == []


async def test_the_operator_permits_a_network_and_no_other(
    news_server: NewsServer, sockets: LoopbackSockets
) -> None:
    news_server.put("/feed.xml", "<rss/>")
    names = FakeNames({"inside.internal": [["127.0.0.1"]], "other.internal": [["10.0.0.1"]]})
    settings = SourceSettings.model_validate({"private_networks": ["127.0.0.0/8"]})
    async with Fetcher(settings, resolver=names, socket_factory=sockets) as fetcher:
        fetched = await fetcher.fetch(news_server.url("/feed.xml", host="inside.internal"))
        with pytest.raises(FetchError, match=r"other\.internal is not on the public internet"):
            await fetcher.fetch(news_server.url("/feed.xml", host="other.internal"))

    assert fetched.body == b"<rss/>"
    assert sockets.opened == ["127.0.0.1"]


async def test_the_environment_cannot_put_a_proxy_in_between(
    news_server: NewsServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the guard could not see what a proxy connects to
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, news_server.url())
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    news_server.put("/feed.xml", "<rss/>")

    await fetcher.fetch(news_server.url("/feed.xml", host="herald.example"))

    # a proxy would be asked for the whole URL
    assert [request.path for request in news_server.requests()] == ["/feed.xml"]


async def test_a_name_that_nobody_knows(sockets: LoopbackSockets) -> None:
    names = FakeNames({"empty.example": [[]]})
    async with Fetcher(SourceSettings(), resolver=names, socket_factory=sockets) as fetcher:
        with pytest.raises(FetchError, match=r"No server is known by the name herald\.invalid\.") as unknown:
            await fetcher.fetch("https://herald.invalid/feed.xml")
        with pytest.raises(FetchError) as empty:
            await fetcher.fetch("https://empty.example/feed.xml")

    assert (unknown.value.kind, unknown.value.passing) == ("name", False)
    assert (empty.value.kind, empty.value.passing) == ("name", True)


async def test_the_resolver_is_closed_with_the_fetcher() -> None:
    names = FakeNames()
    async with Fetcher(SourceSettings(), resolver=names):
        await asyncio.sleep(0)

    assert names.closed


async def test_the_systems_resolver_is_asked_in_threads_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def answer(host: str, port: int, **how: object) -> list[object]:
        threads.append(threading.current_thread().name)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC, port)),
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%eth0", port, 0, 2)),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    resolver = GuardedResolver(SystemResolver(), ())
    answers = await resolver.resolve("herald.example", 443)
    await resolver.close()

    assert [(found["host"], found["port"]) for found in answers] == [(PUBLIC, 443)]
    assert threads[0].startswith("lookup")
