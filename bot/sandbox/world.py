"""The small Discord that a person meets on the page: one guild, two channels, two people and the bot."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import discord
import simcord
from simcord.builders import ChannelHandle, GuildHandle

from bot.sandbox._simcord import WallClock, make_env

GUILD = "Nutgraf sandbox"
NEWS = "news"
GENERAL = "general"
BOT = "Nutgraf"

TIPS = ("/who about: Gallant", "/when about: missiles", "/what about: call", "/subscribe topic: science")
"""What to try first; the samples have something to say to each."""

# At the end, bot work that does not stop by itself is waited for this long.
_SHUTDOWN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class World:
    """What there is in the simulated Discord."""

    env: simcord.Env
    guild: GuildHandle
    news: ChannelHandle
    general: ChannelHandle
    you: simcord.MemberActor
    """Owns the guild, so may use every command."""
    reader: simcord.MemberActor
    """Has no rights but everybody's."""

    @property
    def channels(self) -> dict[str, ChannelHandle]:
        """The channels by name, the one that is shown first in front."""
        return {NEWS: self.news, GENERAL: self.general}


@asynccontextmanager
async def open_world(bot: discord.Client, clock: WallClock) -> AsyncIterator[World]:
    """Log `bot` in to a new simulated Discord and take it out again at the end."""
    env = make_env(bot, clock, BOT)
    await env.start()
    try:
        yield await _populate(env)
    finally:
        env.settle_timeout = _SHUTDOWN_SECONDS
        await env.shutdown()


async def _populate(env: simcord.Env) -> World:
    owner = env.create_user("you", global_name="You")
    guild = env.create_guild(GUILD, owner=owner)
    news = guild.create_text_channel(NEWS, topic="Digests arrive here. Type / to ask the bot something.")
    general = guild.create_text_channel(GENERAL, topic="A second channel, to subscribe to other topics.")
    editors = guild.create_role("Editors", permissions=discord.Permissions(manage_guild=True), color=0xE67E22)
    you = guild.add_member(owner, roles=[editors])
    reader = guild.add_member(env.create_user("reader", global_name="A reader"))
    await env.settle()
    return World(env, guild, news, general, you, reader)


def local_timezone(environment: str | None = None, link: Path = Path("/etc/localtime")) -> str:
    """Return the machine's IANA time zone, in which the page shows times; "UTC" when it cannot be told."""
    name = environment or os.environ.get("TZ", "") or str(link.resolve()).partition("zoneinfo/")[2]
    try:
        return ZoneInfo(name.removeprefix(":")).key
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return "UTC"
