"""The channel of a subscription and its feeds, and what keeps digests out of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord

from bot.delivery.outcomes import Refused, Unknown, refused_as_left
from bot.delivery.targets.finding import ask_for_channel
from bot.delivery.targets.permissions import PostableChannel, may_mention, problem_with
from bot.models import Subject, Subscription

if TYPE_CHECKING:
    from bot.app import Nutgraf

PATIENCE = 1.5
"""Seconds that Discord is waited for while a card is drawn; three is all that it gives for an answer."""


def seen_channel(bot: Nutgraf, guild: int | None, channel: int) -> object:
    """Return a channel that the bot sees, or None; a thread that sleeps is not seen."""
    home = bot.get_guild(guild or 0)
    return home.get_channel_or_thread(channel) if home else None


def is_forum(bot: Nutgraf, guild: int | None, channel: int) -> bool:
    """Say whether a channel is a forum, whose posts are threads."""
    return isinstance(seen_channel(bot, guild, channel), discord.ForumChannel)


async def find_place(bot: Nutgraf, guild: int, channel: int) -> object:
    """Return a channel, or :class:`Refused` or :class:`Unknown`.

    One that is not seen is asked of Discord, which knows threads that sleep.
    """
    home = bot.get_guild(guild)
    if home is None:
        return refused_as_left()
    return home.get_channel_or_thread(channel) or await ask_for_channel(home, channel)


async def problem_at(bot: Nutgraf, guild: int, channel: int, subject: Subject) -> str:
    """Return why digests of a subject cannot be posted in a channel, and the mend, as Markdown; "": they can.

    Where Discord does not answer in time, nothing is said.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            place = await find_place(bot, guild, channel)
    except TimeoutError:
        return ""
    return problem_of(bot, guild, place, subject)


def problem_of(bot: Nutgraf, guild: int, place: object, subject: Subject) -> str:
    """Return as :func:`problem_at` of what :func:`find_place` gave."""
    match place:
        case Refused(reason, mend):
            return f"{reason} {mend}".strip()
        case Unknown(reason):
            return reason
    home = bot.get_guild(guild)
    if home is None:
        return "The bot is not in this server: invite it again."
    return problem_with(place, home.me, subject=subject, topics=bot.topics) or ""


def problem_with_role(home: discord.Guild, place: object, role: int) -> str:
    """Return why digests in a channel cannot call a role, and the mend, in plain text; "": they can."""
    called = home.get_role(role)
    if called is None:
        return "The role to call is gone: choose another, or none."
    if called.is_default():
        return "A digest never calls everyone: choose a role that those who want it can have."
    if isinstance(place, PostableChannel) and not may_mention(place, called, home.me):
        return (
            f"I may not call the role “{called.name}” in #{place.name}: allow anyone to mention it in its "
            "settings, or give me the permission Mention @everyone, @here and All Roles there."
        )
    return ""


async def titles_of(bot: Nutgraf, stored: Sequence[Subscription]) -> dict[int, str]:
    """Return the titles of the feeds that subscriptions of one guild are to, by id."""
    if not any(one.subject.feeds for one in stored):
        return {}
    return {feed.id: feed.title for feed in await bot.index.feeds.visible(stored[0].scope)}
