"""The stand-in as a server on 127.0.0.1: notes what is asked, does it, and lets faults befall it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.standin import routes
from tests.standin.bodies import faults_of
from tests.standin.faults import Fault
from tests.standin.gateway import Gateway
from tests.standin.world import CHANNEL, Json, Refusal, World

API = "/api/v10"
PATIENCE = 20.0
"""Seconds after which what is waited for counts as not coming."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the bot asked."""

    method: str
    path: str
    body: Any = None

    @property
    def line(self) -> str:
        """Its first line ("GET /users/@me")."""
        return f"{self.method} {self.path}"


class StandIn:
    """A world with a door to it, and all that was asked there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.gateway = Gateway(world, self._identified)
        self.port = 0
        self.requests: list[Request] = []
        self.unknown: list[str] = []
        """Requests that the stand-in does not know."""
        self.bad_bodies: list[str] = []
        """What was wrong with bodies, each with its request."""
        self._faults: list[Fault] = []
        self._runner: web.AppRunner | None = None
        self._changed = asyncio.Condition()

    @property
    def messages(self) -> list[Json]:
        """All messages of the bot, oldest first."""
        return self.world.messages

    @property
    def commands(self) -> list[Json]:
        """The slash commands that the bot has told of."""
        return self.world.commands

    @property
    def complaints(self) -> list[str]:
        """What no bot should ask: nothing, if all is well."""
        return [*self.unknown, *self.bad_bodies]

    @staticmethod
    def posting(channel: int = CHANNEL) -> str:
        """Return the request that posts a message."""
        return f"POST /channels/{channel}/messages"

    def count(self, request: str) -> int:
        """Return how often something was asked ("GET /gateway/bot")."""
        return sum(each.line == request for each in self.requests)

    async def asked(self, request: str, times: int = 1) -> None:
        """Wait until something was asked so many times (and done, if it was done)."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: self.count(request) >= times)

    async def drained(self) -> None:
        """Wait until all connections are closed and what came over them is done: the bot is dead."""
        server = self._runner.server if self._runner is not None else None
        async with asyncio.timeout(PATIENCE):
            # aiohttp tells nobody when a connection ends
            while server is not None and server.connections:  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    def inject(self, fault: Fault) -> Fault:
        """Let a fault befall requests from now on."""
        self._faults.append(fault)
        return fault

    def heal(self, fault: Fault) -> None:
        """End a fault; who was left without an answer gets it."""
        self._faults.remove(fault)
        fault.heal()

    async def handle(self, asked: web.Request) -> web.StreamResponse:
        """Do what was asked, note it, and answer as Discord does, unless a fault befalls it."""
        method, path = asked.method, asked.path.removeprefix(API)
        raw = await asked.read()
        fault = next((each for each in self._faults if each.strikes(f"{method} {path}")), None)
        status, answer, body = 500, None, None
        if fault is None or fault.does:
            status, answer, body = self._answer(method, path, raw, asked)
        await self._note(Request(method, path, body))
        if fault is not None:
            if fault.then is not None:
                fault.then()
            if fault.effect == "silence":
                await fault.healed()
            elif fault.effect == "drop":
                if asked.transport is not None:
                    asked.transport.abort()
            else:
                status, answer = fault.status, fault.body
        # discord.py compares the whole content type, and takes a 429 without Via for Cloudflare's
        headers = {"Content-Type": "application/json", "Via": "1.1 loopback"}
        return web.Response(body=json.dumps(answer).encode(), status=status, headers=headers)

    def _answer(self, method: str, path: str, raw: bytes, asked: web.Request) -> tuple[int, Any, Any]:
        """Return the status, the answer, and the body that was read."""
        body = None
        try:
            body = json.loads(raw) if raw else None
            if method == "GET" and path == "/gateway/bot":
                return 200, self._where(), body
            if wrong := faults_of(method, path, body):
                self.bad_bodies.append(f"{method} {path}: {'; '.join(wrong)}")
                raise Refusal(400, 50035, "Invalid Form Body", errors=wrong)
            return 200, routes.do(self.world, method, path, body, asked.query), body
        except ValueError:
            self.bad_bodies.append(f"{method} {path}: it cannot be read")
            return 400, {"message": "The request body contains invalid JSON.", "code": 50109}, body
        except Refusal as refused:
            return refused.status, refused.body, body
        except routes.Unknown:
            self.unknown.append(f"{method} {path}")
            return 404, {"message": "404: Not Found", "code": 0}, body

    def _where(self) -> Json:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return {"url": self.gateway.url, "shards": 1, "session_start_limit": limit}

    async def _identified(self) -> None:
        await self._note(Request("IDENTIFY", "gateway"))

    async def _note(self, request: Request) -> None:
        async with self._changed:
            self.requests.append(request)
            self._changed.notify_all()


@asynccontextmanager
async def serving(world: World | None = None) -> AsyncIterator[StandIn]:
    """Serve a world until the end of the block."""
    standin = StandIn(world or World())
    app = web.Application()
    app.router.add_get("/", standin.gateway.connect)
    app.router.add_route("*", API + "/{path:.*}", standin.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    standin._runner = runner
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    standin.port = runner.addresses[0][1]
    standin.gateway.url = f"ws://127.0.0.1:{standin.port}/"
    try:
        yield standin
    finally:
        await runner.cleanup()
