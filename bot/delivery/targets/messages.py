"""A digest as a message: in a channel of text or announcements, a thread, or the chat of a voice channel."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.delivery.outcomes import (
    NO_ANSWER,
    NotThere,
    Refused,
    Sent,
    Unknown,
    Unseen,
    refused_as_locked,
    unreached,
)
from bot.delivery.pacing import Pace
from bot.delivery.targets.permissions import (
    MessageChannel,
    describe_missing,
    is_closed,
    may_mention,
    missing_to_post,
)
from bot.delivery.targets.sender import allowed_mentions, nonce_of, sending
from bot.models import Delivery, DeliveryId, Digest

if TYPE_CHECKING:
    from bot.delivery.targets.finding import Post

CLOCK_SKEW = timedelta(hours=1)
"""How far this machine's clock may be ahead of Discord's."""
MOST_MESSAGES = 5000
"""Looked through for one delivery, in requests of 100."""
PAGE = 100


@dataclass(frozen=True, slots=True)
class MessageTarget:
    """A channel of messages; in one of announcements they are published."""

    channel: MessageChannel

    @property
    def settles_after(self) -> timedelta:
        """How long after a try it is looked for: not at all, since a nonce holds for minutes."""
        return timedelta(0)

    @property
    def publishes(self) -> bool:
        """Whether it is a channel of announcements."""
        return isinstance(self.channel, discord.TextChannel) and self.channel.is_news()

    def refusal(self, digest: Digest | None) -> Refused | None:
        """Return why nothing can be posted, as far as it can be known without asking."""
        channel = self.channel
        me = channel.guild.me
        if missing := missing_to_post(channel, me):
            return Refused(describe_missing(channel, missing), "Allow it in the channel's settings.")
        if isinstance(channel, discord.Thread) and is_closed(channel, me):
            return refused_as_locked()
        return None

    def may_mention(self, role: int) -> bool:
        """Return whether a digest may call a role."""
        found = self.channel.guild.get_role(role)
        return found is not None and may_mention(self.channel, found, self.channel.guild.me)

    async def send(self, post: Post) -> Sent | Refused | Unknown:
        """Send the one message of a delivery; Discord opens an archived thread again for it."""
        return await sending(
            post.view,
            lambda: self.channel.send(
                view=post.view,
                nonce=nonce_of(post.delivery),
                silent=post.silent,
                allowed_mentions=allowed_mentions(post.digest),
            ),
        )

    async def look_for(self, delivery: Delivery, pace: Pace) -> Sent | NotThere | Unseen | Unknown:
        """Look for a delivery's message in its channel, from when it was claimed on."""
        channel = self.channel
        if unseen := unreadable(channel, "channel"):
            return unseen
        return await look_through(channel, delivery, channel.guild.me.id, pace)


def unreadable(channel: discord.abc.GuildChannel | discord.Thread, kind: str) -> Unseen | None:
    """Return that the bot may not look into a channel ("channel", "forum"), or None when it may.

    Without the permission Discord shows an empty channel rather than an error.
    """
    if channel.permissions_for(channel.guild.me).read_message_history:
        return None
    return Unseen(
        f"The bot cannot read the {kind}'s history, and so not see whether a digest was posted.",
        "Give it Read Message History there.",
    )


async def looking(
    search: Awaitable[Sent | NotThere | Unseen], kind: str, holding: str
) -> Sent | NotThere | Unseen | Unknown:
    """Return what a search through a channel found, or what its failing means.

    `kind` and `holding` are how the channel and what is in it are called ("forum", "posts").
    """
    try:
        return await search
    except discord.Forbidden:
        return Unseen(
            f"The bot cannot see the {kind}.", "Give it View Channel and Read Message History there."
        )
    except discord.HTTPException as error:
        return Unknown(f"Discord did not show the {kind}'s {holding} ({error.status}).")
    except NO_ANSWER as error:
        return unreached(error)


def too_much(kind: str) -> Unseen:
    """Return that a channel was not looked through to the end."""
    return Unseen(f"Too much was posted in the {kind} since to see whether a digest was.", "")


async def look_through(
    channel: discord.abc.Messageable, delivery: Delivery, me: int, pace: Pace
) -> Sent | NotThere | Unseen | Unknown:
    """Look for a delivery's message among those that `me` wrote since it was claimed.

    The newest page is looked through whatever their age: this machine's clock may have been far ahead.
    """
    return await looking(_search(channel, delivery, me, pace), "channel", "history")


async def _search(
    channel: discord.abc.Messageable, delivery: Delivery, me: int, pace: Pace
) -> Sent | NotThere | Unseen:
    since = delivery.claimed_at - CLOCK_SKEW
    seen = 0
    async for message in channel.history(limit=MOST_MESSAGES):
        seen += 1
        if message.author.id == me and belongs_to(delivery.id, message):
            return Sent(message.id)
        if seen % PAGE == 0:
            if message.created_at < since:
                return NotThere()
            await pace.turn()
    return too_much("channel") if seen >= MOST_MESSAGES else NotThere()


def belongs_to(delivery: DeliveryId, message: discord.Message) -> bool:
    """Return whether a message's buttons carry the delivery's id."""
    prefix = f"ng:d:{delivery}:"
    return any(custom_id.startswith(prefix) for custom_id in _custom_ids(message.components))


def _custom_ids(components: Iterable[object]) -> Iterable[str]:
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if isinstance(custom_id, str):
            yield custom_id
        yield from _custom_ids(getattr(component, "children", ()))
        accessory = getattr(component, "accessory", None)
        if accessory is not None:
            yield from _custom_ids((accessory,))
