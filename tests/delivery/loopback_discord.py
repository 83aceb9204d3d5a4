"""As much of Discord as a bot needs to be on it, over real HTTP and a real websocket, on 127.0.0.1 only.

It remembers no nonces (Discord does for minutes only), so that what repeats a message is seen to repeat it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import discord
from aiohttp import WSMsgType, web

APPLICATION, GUILD, CHANNEL, OWNER = 1001, 2001, 3001, 4001
_USER = {"id": str(APPLICATION), "username": "nutgraf", "discriminator": "0", "avatar": None, "bot": True}
_NOW = "2026-01-01T00:00:00+00:00"


@dataclass
class Request:
    """What the bot asked."""

    method: str
    path: str
    body: Any


@dataclass
class LoopbackDiscord:
    """One guild with one channel, and all that was asked of it."""

    port: int = 0
    requests: list[Request] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    commands: list[dict[str, Any]] = field(default_factory=list)
    silent: set[str] = field(default_factory=set)
    """Requests ("POST /channels/…") that are done and not answered, until they are taken out of here."""
    gateway_is_down: bool = False
    refuses_with: int | None = None
    """The close code by which the gateway answers who identifies."""
    _sockets: set[web.WebSocketResponse] = field(default_factory=set)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def posting(self) -> str:
        """The request that posts a message."""
        return f"POST /channels/{CHANNEL}/messages"

    def count(self, request: str) -> int:
        """Return how often something was asked ("GET /gateway/bot")."""
        return sum(f"{each.method} {each.path}" == request for each in self.requests)

    async def asked(self, request: str, times: int = 1) -> None:
        """Wait until something was asked so many times."""
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(lambda: self.count(request) >= times)

    async def answer(self, request: str) -> None:
        """Answer a request that was left without an answer, and those after it."""
        async with self._changed:
            self.silent.discard(request)
            self._changed.notify_all()

    async def lose_gateway(self) -> None:
        """End the connections, and take no new ones."""
        self.gateway_is_down = True
        for socket in list(self._sockets):
            await socket.close(code=1001)

    async def handle(self, asked: web.Request) -> web.Response:
        """Do what was asked, note it, and answer as discord.py wants it."""
        path = asked.path.removeprefix("/api/v10")
        body = await asked.json() if asked.can_read_body else None
        answer = self._do(asked.method, path, body, asked.query)
        request = f"{asked.method} {path}"
        await self._note(asked.method, path, body)
        async with self._changed:
            await self._changed.wait_for(lambda: request not in self.silent)
        # discord.py compares the whole content type, and takes a 429 without Via for Cloudflare's
        return web.Response(
            body=json.dumps(answer).encode(),
            status=404 if answer is None else 200,
            headers={"Content-Type": "application/json", "Via": "1.1 loopback"},
        )

    async def _note(self, method: str, path: str, body: Any = None) -> None:
        async with self._changed:
            self.requests.append(Request(method, path, body))
            self._changed.notify_all()

    def _do(self, method: str, path: str, body: Any, query: Any) -> Any:
        match method, path.strip("/").split("/"):
            case "GET", ["users", "@me"]:
                return _USER
            case "GET", ["oauth2", "applications", "@me"]:
                flags = {"flags": 0, "bot_public": True, "bot_require_code_grant": False, "verify_key": ""}
                return {
                    "id": str(APPLICATION),
                    "name": "nutgraf",
                    "description": "",
                    "icon": None,
                    "owner": _USER,
                } | flags
            case "GET", ["gateway", "bot"]:
                limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
                return {"url": f"ws://127.0.0.1:{self.port}/", "shards": 1, "session_start_limit": limit}
            case "GET", ["applications", _, "commands"]:
                return self.commands
            case "PUT", ["applications", _, "commands"]:
                own = {"application_id": str(APPLICATION), "version": "1"}
                self.commands = [
                    {"description": "", **each, **own, "id": str(n)} for n, each in enumerate(body)
                ]
                return self.commands
            case "POST", ["channels", channel, "messages"]:
                return self._post(channel, body)
            case "GET", ["channels", _, "messages"]:
                later = [each for each in self.messages if int(each["id"]) > int(query.get("after", 0))]
                return later[: int(query.get("limit", 50))][::-1]
        return None

    def _post(self, channel: str, body: Any) -> dict[str, Any]:
        number = (int(time.time() * 1000) - discord.utils.DISCORD_EPOCH << 22) + len(self.messages)
        message = {
            "id": str(number),
            "channel_id": channel,
            "author": _USER,
            "content": body.get("content") or "",
            "timestamp": _NOW,
            "edited_timestamp": None,
            "type": 0,
            "flags": body.get("flags", 0),
            "components": body.get("components", []),
            **dict.fromkeys(("tts", "pinned", "mention_everyone"), False),
            **{key: [] for key in ("mentions", "mention_roles", "attachments", "embeds")},
        }
        self.messages.append(message)
        return message

    async def connect(self, asked: web.Request) -> web.StreamResponse:
        """Greet, tell of the guild, and answer heartbeats."""
        if self.gateway_is_down:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(asked)
        self._sockets.add(socket)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            match message.json()["op"]:
                case 1:
                    await socket.send_json({"op": 11})
                case 2 if self.refuses_with is not None:
                    await socket.close(code=self.refuses_with)
                case 2:
                    for number, (name, data) in enumerate(self._welcome(), start=1):
                        await socket.send_json({"op": 0, "s": number, "t": name, "d": data})
                    await self._note("IDENTIFY", "gateway")
        self._sockets.discard(socket)
        return socket

    def _welcome(self) -> list[tuple[str, Any]]:
        everyone = {
            "id": str(GUILD),
            "name": "@everyone",
            "permissions": str(discord.Permissions.all().value),
        }
        role = {"color": 0, "position": 0, "hoist": False, "managed": False, "mentionable": False} | everyone
        channel = {"id": str(CHANNEL), "type": 0, "name": "news", "position": 0, "permission_overwrites": []}
        member = {"user": _USER, "roles": [], "joined_at": _NOW, "deaf": False, "mute": False, "flags": 0}
        guild = {
            "id": str(GUILD),
            "name": "Harbour Town",
            "owner_id": str(OWNER),
            "unavailable": False,
            "roles": [role],
            "channels": [channel],
            "members": [member],
            "member_count": 2,
            **dict.fromkeys(("verification_level", "default_message_notifications", "mfa_level"), 0),
            **dict.fromkeys(("nsfw_level", "explicit_content_filter", "premium_tier"), 0),
            **{key: [] for key in ("emojis", "features", "threads", "voice_states", "presences", "stickers")},
        }
        ready = {
            "v": 10,
            "user": _USER,
            "guilds": [{"id": str(GUILD), "unavailable": True}],
            "session_id": "session",
            "resume_gateway_url": f"ws://127.0.0.1:{self.port}/",
            "shard": [0, 1],
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        return [("READY", ready), ("GUILD_CREATE", guild)]


@asynccontextmanager
async def loopback_discord() -> AsyncIterator[LoopbackDiscord]:
    """Serve a Discord until the end of the block."""
    world = LoopbackDiscord()
    app = web.Application()
    app.router.add_get("/", world.connect)
    app.router.add_route("*", "/api/v10/{path:.*}", world.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    world.port = runner.addresses[0][1]
    try:
        yield world
    finally:
        await runner.cleanup()
