"""What happens when the bot is removed from a guild, or comes back to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.delivery.guilds import guild_joined, guild_left, guilds_present

if TYPE_CHECKING:
    from bot.app import Nutgraf


class Lifecycle(commands.Cog):
    """Keeps subscriptions in step with where the bot is; nothing is deleted here."""

    def __init__(self, bot: Nutgraf) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Pause what can no longer be posted."""
        await guild_left(self.bot.index, guild.id, self.bot.clock())

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Resume what was paused on leaving."""
        await guild_joined(self.bot.index, guild.id, self.bot.clock())

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Resume what was paused in guilds that invited the bot again while it was down."""
        await guilds_present(self.bot.index, [guild.id for guild in self.bot.guilds], self.bot.clock())


async def setup(bot: Nutgraf) -> None:
    """Add the listeners."""
    await bot.add_cog(Lifecycle(bot))
