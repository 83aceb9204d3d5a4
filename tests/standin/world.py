"""What is there: one guild, its channels and their messages, who the bot is, and what the clock says."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any

import discord

APPLICATION, GUILD, CHANNEL, OWNER = 1001, 2001, 3001, 4001
"""The bot, its guild, the text channel that is always there, and who owns the guild."""
STRANGER = 4002
"""A member who writes, too."""
NONCE_SPAN = timedelta(minutes=5)
"""How long a nonce is honoured: Discord says "the past few minutes"."""
EVERYTHING = discord.Permissions(discord.Permissions.all().value & ~discord.Permissions.administrator.flag)
"""All but the permission that no channel can take back."""
CROSSPOSTED = discord.MessageFlags.crossposted.flag
"""The flag of a message that was published to the channels that follow its own."""

Clock = Callable[[], datetime]
Json = dict[str, Any]


def utc_now() -> datetime:
    """Return the time: aware, in UTC."""
    return datetime.now(UTC)


class Kind(IntEnum):
    """A channel's type, by Discord's numbers."""

    TEXT = 0
    DM = 1
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    THREAD = 11
    FORUM = 15

    @property
    def is_thread(self) -> bool:
        """Whether it is inside another channel."""
        return self in (Kind.ANNOUNCEMENT_THREAD, Kind.THREAD)


class Refusal(Exception):
    """What Discord answers to what cannot be done."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.body: Json = {"message": message, "code": code, **more}


@dataclass
class Channel:
    """A channel, a thread or a private conversation, with its messages, oldest first."""

    id: int
    kind: Kind
    name: str
    parent: Channel | None = None
    recipient: int | None = None
    tags: dict[int, str] = field(default_factory=dict)
    """What posts of a forum can be marked with, by id."""
    applied: tuple[str, ...] = ()
    """The ids of the tags of a forum's post."""
    denied: discord.Permissions = field(default_factory=discord.Permissions.none)
    """What the bot may not do here; set it before the bot connects, or it learns of it by the refusal."""
    owner: int = APPLICATION
    created_at: datetime = field(default_factory=utc_now)
    archived_at: datetime | None = None
    messages: list[Json] = field(default_factory=list)
    crossposts: list[datetime] = field(default_factory=list)

    @property
    def allowed(self) -> discord.Permissions:
        """What the bot may do here."""
        place = self.parent or self
        return discord.Permissions(EVERYTHING.value & ~place.denied.value)


@dataclass(frozen=True, slots=True)
class _Nonce:
    message: Json
    used_at: datetime


class World:
    """One guild ("Harbour Town") with one text channel ("news"), to which a test adds."""

    def __init__(self, clock: Clock = utc_now, *, nonce_span: timedelta = NONCE_SPAN) -> None:
        self.clock = clock
        self.nonce_span = nonce_span
        self.channels: dict[int, Channel] = {}
        self.commands: list[Json] = []
        self.closed_to_dms: set[int] = set()
        """Members who take no private messages."""
        self._numbers = itertools.count()
        self._nonces: dict[tuple[int, str], _Nonce] = {}
        self.add(Kind.TEXT, "news", number=CHANNEL)

    def snowflake(self) -> int:
        """Return a new id of this moment."""
        moment = int(self.clock().timestamp() * 1000) - discord.utils.DISCORD_EPOCH
        return (moment << 22) | (next(self._numbers) & 0xFFF)

    def add(
        self,
        kind: Kind,
        name: str,
        *,
        number: int | None = None,
        parent: Channel | None = None,
        recipient: int | None = None,
        tags: tuple[str, ...] = (),
    ) -> Channel:
        """Make a channel."""
        made = Channel(number or self.snowflake(), kind, name, parent, recipient, created_at=self.clock())
        made.tags = {self.snowflake(): tag for tag in tags}
        self.channels[made.id] = made
        return made

    @property
    def messages(self) -> list[Json]:
        """All messages of the bot, oldest first."""
        own = (each for channel in self.channels.values() for each in channel.messages if is_own(each))
        return sorted(own, key=lambda message: int(message["id"]))

    def threads(self, parent: Channel | None = None) -> Iterator[Channel]:
        """Yield the threads (of a channel)."""
        for channel in self.channels.values():
            if channel.kind.is_thread and parent in (None, channel.parent):
                yield channel

    def channel(self, number: str | int) -> Channel:
        """Return a channel that the bot may see; raises :class:`Refusal`."""
        found = self.channels.get(int(number)) if str(number).isdigit() else None
        if found is None:
            raise Refusal(404, 10003, "Unknown Channel")
        if not found.allowed.view_channel:
            raise Refusal(403, 50001, "Missing Access")
        return found

    def private_channel(self, user: int) -> Channel:
        """Return the private conversation with somebody."""
        for channel in self.channels.values():
            if channel.kind is Kind.DM and channel.recipient == user:
                return channel
        return self.add(Kind.DM, "", recipient=user)

    def post(self, channel: Channel, body: Json, *, author: int = APPLICATION) -> Json:
        """Put a message into a channel, or return the one that has had its nonce in the last minutes."""
        nonce = body.get("nonce")
        key = (author, str(nonce))
        now = self.clock()
        earlier = self._nonces.get(key)
        if nonce and body.get("enforce_nonce") and earlier and now - earlier.used_at < self.nonce_span:
            return earlier.message
        message = self._message(channel, body, author)
        channel.messages.append(message)
        if nonce:
            self._nonces[key] = _Nonce(message, now)
        return message

    def start_post(self, forum: Channel, body: Json) -> Channel:
        """Make a forum's post with its first message, which has its id; posts know no nonce."""
        post = self.add(Kind.THREAD, body["name"], parent=forum)
        post.applied = tuple(body.get("applied_tags") or ())
        # a post's first message has the post's own id
        post.messages.append(self._message(post, body["message"], APPLICATION) | {"id": str(post.id)})
        return post

    def chatter(self, channel: Channel, messages: int) -> None:
        """Let a member write so many messages."""
        for number in range(messages):
            self.post(channel, {"content": f"Message {number} of a busy day"}, author=STRANGER)

    def _message(self, channel: Channel, body: Json, author: int) -> Json:
        return {
            "id": str(self.snowflake()),
            "channel_id": str(channel.id),
            "author": user(author),
            "content": body.get("content") or "",
            "timestamp": self.clock().isoformat(),
            "edited_timestamp": None,
            "type": 0,
            "flags": body.get("flags") or 0,
            "components": body.get("components") or [],
            "embeds": body.get("embeds") or [],
            **({"nonce": body["nonce"]} if body.get("nonce") else {}),
            **dict.fromkeys(("tts", "pinned", "mention_everyone"), False),
            **{key: [] for key in ("mentions", "mention_roles", "attachments")},
        }


def user(number: int) -> Json:
    """Return who has an id."""
    names = {APPLICATION: "nutgraf", OWNER: "editor", STRANGER: "passer-by"}
    name = names.get(number, f"user{number}")
    return {
        "id": str(number),
        "username": name,
        "global_name": None,
        "discriminator": "0",
        "avatar": None,
        "bot": number == APPLICATION,
    }


def is_own(message: Json) -> bool:
    """Return whether the bot wrote a message."""
    return bool(message["author"]["id"] == str(APPLICATION))
