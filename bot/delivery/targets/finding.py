"""Where a subscription goes: finding it, or the reason why it cannot be had.

All else of this room knows a :class:`Target` only, and not whether it is a channel, a thread, the chat of a
voice channel, an announcement channel, a forum or a member's private messages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import discord

from bot.delivery.outcomes import (
    NO_ANSWER,
    NotThere,
    Refused,
    Sent,
    Unknown,
    Unseen,
    refused_as_deleted,
    refused_as_left,
    unreached,
)
from bot.delivery.pacing import Pace
from bot.delivery.targets.forums import ForumTarget
from bot.delivery.targets.members import MemberTarget, Rooms
from bot.delivery.targets.messages import MessageTarget
from bot.delivery.targets.permissions import MessageChannel
from bot.models import Delivery, DeliveryId, Digest, Subscription, Topic

ASKING_SECONDS = 60.0
"""Longer than what discord.py waits between its own tries to ask for a channel."""


@dataclass(frozen=True, slots=True)
class Post:
    """What is put somewhere, and how."""

    delivery: DeliveryId
    digest: Digest
    view: discord.ui.LayoutView
    silent: bool = False
    """Without a notification."""


class Target(Protocol):
    """A place that takes digests."""

    @property
    def settles_after(self) -> timedelta:
        """How long after a try it is looked for, and sent again when it is not there."""

    @property
    def publishes(self) -> bool:
        """Whether a post is to be published to the channels that follow."""

    def refusal(self, digest: Digest | None) -> Refused | None:
        """Return why nothing (or not this digest) can be posted, as far as it can be known without asking."""

    def may_mention(self, role: int) -> bool:
        """Return whether a digest may call a role."""

    async def send(self, post: Post) -> Sent | Refused | Unknown:
        """Post a digest; one request."""

    async def look_for(self, delivery: Delivery, pace: Pace) -> Sent | NotThere | Unseen | Unknown:
        """Look whether a digest that was claimed was posted; the first request needs no turn."""


class Targets:
    """Finds targets in what a client knows, or asks Discord for them."""

    def __init__(self, client: discord.Client, topics: Mapping[str, Topic], pace: Pace) -> None:
        self._client = client
        self._topics = topics
        self._pace = pace
        self._rooms: Rooms = {}

    async def find(self, subscription: Subscription) -> Target | Refused | Unknown:
        """Return where a subscription goes.

        To be called once the client is ready: before that, every guild seems to be gone.
        """
        if subscription.member is not None:
            return MemberTarget(self._client, subscription.member, self._rooms, self._pace)
        guild = self._client.get_guild(subscription.guild or 0)
        if guild is None:
            return refused_as_left()
        if guild.unavailable:
            return Unknown("Discord reports the server as unavailable at the moment.")
        found: object = guild.get_channel_or_thread(subscription.channel)
        if found is None:
            found = await self._ask_for(guild, subscription.channel)
        if isinstance(found, Refused | Unknown):
            return found
        if isinstance(found, discord.ForumChannel) and not found.is_media():
            return ForumTarget(found, self._topics, subscription.schedule)
        if isinstance(found, MessageChannel):
            return MessageTarget(found)
        return Refused(
            "The channel takes no messages.",
            "Choose a text channel or a forum with `/subscribe`.",
            resumable=False,
        )

    async def _ask_for(self, guild: discord.Guild, channel: int) -> object:
        """Return a channel that is not in memory: a thread that sleeps, or none any more."""
        await self._pace.turn()
        return await ask_for_channel(guild, channel)


async def ask_for_channel(guild: discord.Guild, channel: int) -> object:
    """Return a channel as Discord knows it, or :class:`Refused` or :class:`Unknown`."""
    try:
        async with asyncio.timeout(ASKING_SECONDS):
            return await guild.fetch_channel(channel)
    except (discord.NotFound, discord.InvalidData):
        return refused_as_deleted()
    except discord.Forbidden:
        return Refused("The bot cannot see the channel.", "Give it View Channel there.")
    except discord.HTTPException as error:
        return Unknown(f"Discord did not say where the channel is ({error.status}).")
    except NO_ANSWER as error:
        return unreached(error)
