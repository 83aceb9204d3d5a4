"""As much of Discord as the tick touches, in memory: guilds, channels, private messages, and what was posted.

It has its own time, which is right, whatever the machine's clock says; it honours a nonce for minutes and
then forgets it; it shows a channel's history to those who may read it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import discord

from bench.yearlong.chaos import Chaos
from bot.models import Digest

BOT = 1
NONCE_HOLDS = timedelta(minutes=5)
_FIRST_ROOM = 10**9
_EPOCH_MS = 1_420_070_400_000


@dataclass(frozen=True, slots=True)
class Button:
    """All that is looked for in a message."""

    custom_id: str


@dataclass(frozen=True, slots=True)
class Message:
    """A digest that stands in a channel."""

    id: int
    at: datetime
    delivery: int
    digest: Digest
    nonce: str | None
    components: tuple[Button, ...]
    author: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(id=BOT))

    @property
    def created_at(self) -> datetime:
        """As discord.py calls it."""
        return self.at


class SmallView:
    """What a digest looks like here."""

    def __init__(self, digest: Digest, *, delivery: int | None) -> None:
        self.digest = digest
        self.delivery = delivery or 0

    def stop(self) -> None:
        """Do nothing: no view is kept here."""


def small_view(digest: Digest, *, delivery: int | None) -> discord.ui.LayoutView:
    """Return a view that costs nothing to make."""
    return cast(discord.ui.LayoutView, SmallView(digest, delivery=delivery))


class Wall:
    """Where messages of one channel stand."""

    def __init__(self, now: Callable[[], datetime], chaos: Chaos, taken: list[Message]) -> None:
        self._now = now
        self._chaos = chaos
        self._taken = taken
        self._newest: deque[Message] = deque(maxlen=400)
        self.forbidden = False

    async def put(self, content: str | None = None, *, view: Any = None, nonce: str | None = None) -> Any:
        """Take a message. Notices are not kept."""
        await self._chaos.step()
        if self.forbidden:
            raise discord.Forbidden(_answer(403), {"code": 50013, "message": "Missing Permissions"})
        if not isinstance(view, SmallView):
            return SimpleNamespace(id=1)
        fate = self._chaos.fate()
        if fate == "lost":
            raise discord.DiscordServerError(_answer(502), "Bad Gateway")
        message = self._same(nonce) or self._keep(view, nonce)
        if fate == "unheard":
            raise TimeoutError
        await self._chaos.step()
        return message

    async def read(self) -> AsyncIterator[Message]:
        """Yield what was posted, the newest first."""
        await self._chaos.step()
        for message in reversed(list(self._newest)):
            yield message

    def _same(self, nonce: str | None) -> Message | None:
        since = self._now() - NONCE_HOLDS
        return next((one for one in reversed(self._newest) if one.nonce == nonce and one.at > since), None)

    def _keep(self, view: SmallView, nonce: str | None) -> Message:
        now = self._now()
        number = (int(now.timestamp() * 1000) - _EPOCH_MS) << 22 | len(self._taken) & 0x3FFFFF
        button = Button(f"ng:d:{view.delivery}:more")
        message = Message(number, now, view.delivery, view.digest, nonce, (button,))
        self._newest.append(message)
        self._taken.append(message)
        return message


class Channel(discord.TextChannel):
    """A text channel; only what is asked of it here is there."""

    def __init__(self, number: int, guild: Guild, wall: Wall) -> None:
        self.id = number
        self.name = f"news-{number}"
        self.guild = cast(discord.Guild, guild)
        self._type = discord.ChannelType.text.value
        self.wall = wall
        self.held = discord.Permissions.all()

    def permissions_for(self, obj: Any, /) -> discord.Permissions:
        """Return what the bot may do here."""
        return self.held

    async def send(self, content: str | None = None, **named: Any) -> Any:
        """Take a message."""
        return await self.wall.put(content, view=named.get("view"), nonce=named.get("nonce"))

    def history(self, **named: Any) -> Any:
        """Return an iterator over messages, the newest first."""
        return self.wall.read() if self.held.read_message_history else _nothing()


class Room:
    """A member's private messages."""

    def __init__(self, number: int, wall: Wall) -> None:
        self.id = number
        self.wall = wall

    async def send(self, content: str | None = None, **named: Any) -> Any:
        """Take a message."""
        return await self.wall.put(content, view=named.get("view"), nonce=named.get("nonce"))

    def history(self, **named: Any) -> Any:
        """Return an iterator over messages, the newest first."""
        return self.wall.read()


class Guild:
    """A server that the bot is in."""

    unavailable = False

    def __init__(self, number: int) -> None:
        self.id = number
        self.name = f"Server {number}"
        self.me = SimpleNamespace(id=BOT)
        self.channels: dict[int, Channel] = {}

    def get_channel_or_thread(self, number: int) -> Channel | None:
        """Return one of its channels."""
        return self.channels.get(number)

    def get_role(self, number: int) -> None:
        """Return nothing: there are no roles here."""


class Discord:
    """All guilds and members, and every digest that was ever posted."""

    def __init__(self, now: Callable[[], datetime], chaos: Chaos) -> None:
        self._now = now
        self._chaos = chaos
        self._guilds: dict[int, Guild] = {}
        self._gone: set[int] = set()
        self._rooms: dict[int, Room] = {}
        self.posted: list[Message] = []
        self.ready = True
        self.user = SimpleNamespace(id=BOT)

    # --- what the simulation does ----------------------------------------------------------------------

    def channel(self, guild: int, channel: int) -> Channel:
        """Return a channel, made when it is not there yet."""
        home = self._guilds.setdefault(guild, Guild(guild))
        if channel not in home.channels:
            home.channels[channel] = Channel(channel, home, self._wall())
        return home.channels[channel]

    def room(self, member: int) -> Room:
        """Return a member's private messages."""
        return self._rooms.setdefault(_FIRST_ROOM + member, Room(_FIRST_ROOM + member, self._wall()))

    def throw_out(self, guild: int) -> None:
        """Remove the bot from a guild."""
        self._gone.add(guild)

    def invite(self, guild: int) -> None:
        """Bring the bot back."""
        self._gone.discard(guild)

    def _wall(self) -> Wall:
        return Wall(self._now, self._chaos, self.posted)

    # --- what the tick asks ----------------------------------------------------------------------------

    def is_ready(self) -> bool:
        """Return whether the bot is connected."""
        return self.ready

    def get_guild(self, number: int) -> Guild | None:
        """Return a guild that the bot is in."""
        return None if number in self._gone else self._guilds.get(number)

    def get_channel(self, number: int) -> None:
        """Return nothing: no admin has chosen a channel for notices."""

    async def create_dm(self, user: Any) -> Room:
        """Open a member's private messages."""
        return self.room(user.id)

    def get_partial_messageable(self, number: int, **named: Any) -> Room:
        """Return private messages by their number."""
        return self._rooms[number]


async def _nothing() -> AsyncIterator[Message]:
    return
    yield


def _answer(status: int) -> Any:
    return SimpleNamespace(status=status, reason="", headers={})
