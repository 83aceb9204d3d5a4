"""Telling the admins of a guild that a feed of theirs changed; never in the news channel."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import discord
import structlog

from bot.delivery.notices import tell_admins
from bot.delivery.outcomes import NO_ANSWER
from bot.models import FeedNotice
from bot.views.budget import clip
from bot.views.escape import escape
from bot.views.feed_offer import TITLE_LIMIT
from bot.views.feeds import sentence

if TYPE_CHECKING:
    from bot.index import Index

MOST = 50
"""Notices told in one go; the others wait for the next."""
_TEXT_LIMIT = 1_000
_GUILD_LIMIT = 100

log = structlog.get_logger()


async def tell_feed_changes(index: Index, client: discord.Client) -> int:
    """Tell what changed about feeds, each change once; returns how many were told.

    Somebody who takes no private messages is not tried again: `/feed list` shows every state. When Discord
    cannot be reached, all wait: what cuts the bot off from feeds often cuts it off from Discord, too.
    """
    told = 0
    for notice in await index.feeds.notices(MOST):
        try:
            await _reach(index, client, notice)
        except (discord.DiscordServerError, *NO_ANSWER) as error:
            log.warning("feed.notice_waits", feed=notice.title, error=str(error))
            break
        # noted before it is sent: after a crash in between, it is better told never than for ever
        await index.feeds.forget_notices([notice.id])
        told += await _tell(index, client, notice)
    return told


async def _reach(index: Index, client: discord.Client, notice: FeedNotice) -> None:
    """Open the private channel in which somebody is to be told, if it is there; nothing is sent yet.

    Raises what :data:`NO_ANSWER` names, or :class:`discord.DiscordServerError`, while Discord cannot be had.
    """
    guild = _guild(client, notice)
    if notice.added_by is None or guild is None or await index.guilds.admin_channel(guild.id) is not None:
        return
    with contextlib.suppress(discord.Forbidden, discord.NotFound):
        await client.create_dm(discord.Object(notice.added_by))


async def _tell(index: Index, client: discord.Client, notice: FeedNotice) -> bool:
    if notice.added_by is None:
        log.warning("feed.changed", feed=notice.title, reason=notice.text)
        return False
    guild = _guild(client, notice)
    if guild is None:
        log.info("feed.changed_for_a_guild_left", feed=notice.title, reason=notice.text)
        return False
    return await tell_admins(client, index, guild=guild.id, user=notice.added_by, text=_text(notice, guild))


def _guild(client: discord.Client, notice: FeedNotice) -> discord.Guild | None:
    kind, _, number = notice.owner.partition(":")
    return client.get_guild(int(number)) if kind == "guild" else None


def _text(notice: FeedNotice, guild: discord.Guild) -> str:
    where = escape(clip(guild.name, _GUILD_LIMIT))
    title = escape(clip(notice.title, TITLE_LIMIT)) or "Untitled feed"
    return f"📰 **{title}** (in {where}): {sentence(notice.text, _TEXT_LIMIT)}"
