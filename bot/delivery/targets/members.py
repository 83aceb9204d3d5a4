"""A digest in a member's private messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.delivery.outcomes import (
    ACCOUNT_GONE,
    NO_ANSWER,
    NotThere,
    Refused,
    Sent,
    Unknown,
    Unseen,
    judge,
    unreached,
)
from bot.delivery.pacing import Pace
from bot.delivery.targets.messages import look_through
from bot.delivery.targets.sender import nonce_of, sending
from bot.models import Delivery, Digest

if TYPE_CHECKING:
    from bot.delivery.targets.finding import Post

Rooms = dict[int, int]
"""The private channel with each member; discord.py itself remembers only the last 128."""

_INVALID = 400
"""The status for a number that is nobody's."""


@dataclass(frozen=True, slots=True)
class MemberTarget:
    """A member, whose private channel is opened when it is needed."""

    client: discord.Client
    member: int
    rooms: Rooms
    pace: Pace

    @property
    def settles_after(self) -> timedelta:
        """How long after a try it is looked for: not at all, since a nonce holds for minutes."""
        return timedelta(0)

    @property
    def publishes(self) -> bool:
        """Nobody follows private messages."""
        return False

    def refusal(self, digest: Digest | None) -> Refused | None:
        """Return nothing: whether somebody takes private messages is seen when one is sent."""
        return None

    def may_mention(self, role: int) -> bool:
        """Return False: there are no roles here."""
        return False

    async def send(self, post: Post) -> Sent | Refused | Unknown:
        """Send the one message of a delivery."""
        # a view that is not finished would stay in discord.py's memory
        post.view.stop()
        room = await self._open()
        if isinstance(room, Refused | Unknown):
            return room
        return await sending(
            post.view,
            lambda: room.send(
                view=post.view,
                nonce=nonce_of(post.delivery),
                silent=post.silent,
                allowed_mentions=discord.AllowedMentions.none(),
            ),
        )

    async def look_for(self, delivery: Delivery, pace: Pace) -> Sent | NotThere | Unseen | Unknown:
        """Look for a delivery's message in the private channel, from when it was claimed on."""
        room = await self._open()
        if isinstance(room, Unknown):
            return room
        if isinstance(room, Refused):
            # where no channel can be opened, none can have been written to: sending tells the same reason
            return NotThere()
        return await look_through(room, delivery, self.client.user.id if self.client.user else 0, pace)

    async def _open(self) -> discord.PartialMessageable | Refused | Unknown:
        if self.member not in self.rooms:
            await self.pace.turn()
            try:
                opened = await self.client.create_dm(discord.Object(self.member))
            except discord.HTTPException as error:
                return Refused(ACCOUNT_GONE) if error.status in (_INVALID, 404) else judge(error)
            except NO_ANSWER as error:
                return unreached(error)
            self.rooms[self.member] = opened.id
        return self.client.get_partial_messageable(self.rooms[self.member], type=discord.ChannelType.private)
