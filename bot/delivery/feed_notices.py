"""Telling who added a feed that it changed: in a private message, never in the news channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import structlog

from bot.delivery.channels import NO_ANSWER
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

    Somebody who takes no private messages is not tried again: `/feed list` shows every state.
    """
    told = 0
    for notice in await index.feeds.notices(MOST):
        # noted first: after a crash in between, it is better told never than for ever
        await index.feeds.forget_notices([notice.id])
        told += await _tell(client, notice)
    return told


async def _tell(client: discord.Client, notice: FeedNotice) -> bool:
    if notice.added_by is None:
        log.warning("feed.changed", feed=notice.title, reason=notice.text)
        return False
    guild = _guild(client, notice)
    if guild is None and notice.owner.startswith("guild:"):
        log.info("feed.changed_for_a_guild_left", feed=notice.title, reason=notice.text)
        return False
    try:
        channel = await client.create_dm(discord.Object(notice.added_by))
        await channel.send(
            _text(notice, guild), suppress_embeds=True, allowed_mentions=discord.AllowedMentions.none()
        )
    except (discord.HTTPException, *NO_ANSWER) as error:
        log.warning("feed.notice_not_delivered", feed=notice.title, user=notice.added_by, error=str(error))
        return False
    return True


def _guild(client: discord.Client, notice: FeedNotice) -> discord.Guild | None:
    kind, _, number = notice.owner.partition(":")
    return client.get_guild(int(number)) if kind == "guild" else None


def _text(notice: FeedNotice, guild: discord.Guild | None) -> str:
    where = f" (in {escape(clip(guild.name, _GUILD_LIMIT))})" if guild else ""
    title = escape(clip(notice.title, TITLE_LIMIT)) or "Untitled feed"
    return f"📰 **{title}**{where}: {sentence(notice.text, _TEXT_LIMIT)}"
