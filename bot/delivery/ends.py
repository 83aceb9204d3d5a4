"""The end of what has been paused for long, because there is nowhere to post it any more.

Nothing ends at once: a channel that was deleted may be made good in some days, and a bot that was removed may
be invited again in some months. What ends is logged, and told where somebody is there to be told.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord
import structlog

from bot.delivery.notices import Notices
from bot.delivery.outcomes import CHANNEL_DELETED, GUILD_LEFT
from bot.delivery.pacing import Pace
from bot.models import Subscription
from bot.settings import DigestSettings

if TYPE_CHECKING:
    from bot.index import Index

MOST_AT_ONCE = 500
"""Subscriptions looked at in one go."""

KEPT = timedelta(days=400)
"""How long it is told what became of a digest."""

log = structlog.get_logger()


async def end_long_paused(
    index: Index,
    client: discord.Client,
    settings: DigestSettings,
    notices: Notices,
    pace: Pace,
    *,
    now: datetime,
) -> int:
    """Remove the digests of channels deleted and guilds left long ago; returns how many.

    For a job a day. Does nothing while the client is not ready: before that, every guild seems to be gone.
    """
    if not client.is_ready():
        return 0
    deleted, left = timedelta(days=settings.deleted_channel_days), timedelta(days=settings.left_guild_days)
    ended = 0
    for each in await index.subscriptions.paused_before(CHANNEL_DELETED, now - deleted, MOST_AT_ONCE):
        if client.get_channel(each.channel) is not None:
            # it was not deleted after all, and an admin can resume it
            continue
        if not await _end(index, each, CHANNEL_DELETED):
            continue
        ended += 1
        if client.get_guild(each.guild or 0) is not None:
            await pace.turn()
            await notices.ended(
                each, f"Its channel was deleted more than {settings.deleted_channel_days} days ago."
            )
    for each in await index.subscriptions.paused_before(GUILD_LEFT, now - left, MOST_AT_ONCE):
        if client.get_guild(each.guild or 0) is None:
            ended += await _end(index, each, GUILD_LEFT)
    return ended


async def forget_long_past(index: Index, settings: DigestSettings, now: datetime) -> int:
    """Delete what the ledger says of digests of long ago; returns how many. For a job a day.

    What a channel was shown is kept for as long as it could be shown again, and :data:`KEPT` beyond.
    """
    days = settings.max_age_days
    shown = (now - KEPT - timedelta(days=days)).date() if days else None
    forgotten = await index.deliveries.forget(now, KEPT, shown)
    if forgotten:
        log.info("deliveries.forgotten", rows=forgotten)
    return forgotten


async def _end(index: Index, subscription: Subscription, reason: str) -> bool:
    """End a subscription, unless it was resumed or changed while others were told about."""
    if not await index.subscriptions.end_paused(subscription.id, reason):
        return False
    log.warning(
        "subscription.ended",
        subscription=subscription.id,
        guild=subscription.guild,
        channel=subscription.channel,
        reason=subscription.pause_reason,
    )
    return True
