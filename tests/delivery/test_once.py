"""What discord.py does not repeat or wait for by itself, seen on a server of this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from bot.delivery.outcomes import NO_ANSWER
from bot.delivery.repeats import NotRepeated, PublishingLimited, guarded_requests


@dataclass
class Server:
    """Answers everything with one status."""

    base: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    async def handle(self, _: web.Request) -> web.Response:
        """Answer a request."""
        return web.Response(status=self.status, headers=self.headers, text="{}")


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.base = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
    yield made
    await runner.cleanup()


async def ask(server: Server, method: str, path: str) -> int:
    async with (
        aiohttp.ClientSession(trace_configs=[guarded_requests()]) as session,
        session.request(method, f"{server.base}{path}") as response,
    ):
        return response.status


@pytest.mark.parametrize("status", [500, 502, 503, 504, 524])
async def test_a_forum_s_post_is_not_asked_for_again_by_itself(server: Server, status: int) -> None:
    server.status = status
    with pytest.raises(NotRepeated) as caught:
        await ask(server, "POST", "/channels/5/threads?use_nested_fields=1")
    assert isinstance(caught.value, NO_ANSWER)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("3417", 3417), ("0.5", 1), ("", 600), ("soon", 600), ("nan", 600), ("inf", 86_400), ("-5", 1)],
)
async def test_publishing_waits_here_and_not_in_discord_py(server: Server, text: str, seconds: float) -> None:
    server.status, server.headers = 429, {"Retry-After": text}
    with pytest.raises(PublishingLimited) as caught:
        await ask(server, "POST", "/channels/5/messages/6/crosspost")
    assert caught.value.seconds == seconds


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/channels/5/messages", 502),
        ("POST", "/channels/5/messages", 429),
        ("POST", "/channels/5/threads", 429),
        ("POST", "/channels/5/threads", 403),
        ("POST", "/channels/5/threads", 201),
        ("POST", "/channels/5/messages/6/threads-of-thought", 502),
        ("POST", "/channels/5/messages/6/crosspost", 502),
        ("GET", "/channels/5/threads/archived/public", 502),
    ],
)
async def test_everything_else_is_left_to_discord_py(
    server: Server, method: str, path: str, status: int
) -> None:
    server.status = status
    assert await ask(server, method, path) == status
