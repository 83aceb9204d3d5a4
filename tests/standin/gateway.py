"""The websocket: greets, tells of the guild, answers heartbeats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import WSMsgType, web

from tests.standin import payloads
from tests.standin.world import APPLICATION, GUILD, Json, World, user

HEARTBEAT, IDENTIFY, HELLO, HEARTBEAT_ACK, DISPATCH = 1, 2, 10, 11, 0
"""Discord's numbers of what goes over the gateway."""
_GOING_AWAY = 1001
_INTERVAL_MS = 41_250


class Gateway:
    """All connections of the bot."""

    def __init__(self, world: World, on_identify: Callable[[], Awaitable[None]]) -> None:
        self.is_down = False
        self.refuses_with: int | None = None
        """The close code by which it answers who identifies."""
        self.url = ""
        self._world = world
        self._on_identify = on_identify
        self._sockets: set[web.WebSocketResponse] = set()

    async def lose(self) -> None:
        """End the connections, and take no new ones."""
        self.is_down = True
        for socket in list(self._sockets):
            await socket.close(code=_GOING_AWAY)

    async def connect(self, asked: web.Request) -> web.StreamResponse:
        """Talk to one connection until it ends."""
        if self.is_down:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(asked)
        self._sockets.add(socket)
        try:
            await self._talk(socket)
        except ConnectionResetError:
            pass  # the bot was killed while it was talked to
        finally:
            self._sockets.discard(socket)
        return socket

    async def _talk(self, socket: web.WebSocketResponse) -> None:
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": _INTERVAL_MS}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            said = message.json()["op"]
            if said == HEARTBEAT:
                await socket.send_json({"op": HEARTBEAT_ACK})
            elif said == IDENTIFY and self.refuses_with is not None:
                await socket.close(code=self.refuses_with)
            elif said == IDENTIFY:
                for number, (name, data) in enumerate(self._welcome(), start=1):
                    await socket.send_json({"op": DISPATCH, "s": number, "t": name, "d": data})
                await self._on_identify()

    def _welcome(self) -> list[tuple[str, Json]]:
        ready = {
            "v": 10,
            "user": user(APPLICATION),
            "guilds": [{"id": str(GUILD), "unavailable": True}],
            "session_id": "session",
            "resume_gateway_url": self.url,
            "shard": [0, 1],
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        return [("READY", ready), ("GUILD_CREATE", payloads.guild(self._world))]
