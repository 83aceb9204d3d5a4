"""What becomes of a guild's subscriptions and feeds when the bot is removed from it, and when it returns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot.delivery.outcomes import GUILD_LEFT
from bot.digests.schedules.slots import next_slot
from bot.errors import ScheduleError

if TYPE_CHECKING:
    from bot.index import Index

log = structlog.get_logger()


async def guild_left(index: Index, guild: int, now: datetime) -> int:
    """Pause a guild's subscriptions, let its feeds rest and delete nothing; returns how many were paused.

    For `on_guild_remove`.
    """
    await index.feeds.rest(guild, resting=True)
    paused = await index.subscriptions.pause_guild(guild, GUILD_LEFT, now)
    log.info("guild.left", guild=guild, paused=paused)
    return paused


async def guild_joined(index: Index, guild: int, now: datetime) -> int:
    """Resume, from the next slot on, what was paused because the bot had left, and read its feeds again.

    Returns how many were resumed. For `on_guild_join`.
    """
    await index.feeds.rest(guild, resting=False)
    resumed = 0
    for subscription in await index.subscriptions.paused_for(guild, GUILD_LEFT):
        try:
            due = next_slot(subscription.schedule, now).due
        except ScheduleError as error:
            # it stays paused, and keeps no other from being resumed
            log.warning("subscription.not_resumed", subscription=subscription.id, reason=str(error))
            continue
        await index.subscriptions.resume(subscription.id, due, now)
        resumed += 1
    if resumed:
        log.info("guild.returned", guild=guild, resumed=resumed)
    return resumed


async def guilds_present(index: Index, guilds: Iterable[int], now: datetime) -> int:
    """Resume what was paused in guilds that invited the bot again while it was down; for `on_ready`."""
    return sum([await guild_joined(index, guild, now) for guild in guilds])
