"""`/settings`: what admins set for their server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivery.targets.permissions import MessageChannel, describe_missing, missing_to_post
from bot.errors import QueryError
from bot.views.notice import notice_view
from bot.views.settings import Limits, settings_view
from cogs.options import show

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]


class GuildSettings(commands.Cog):
    """Settings of a server, for those who may manage it."""

    def __init__(self, bot: Nutgraf) -> None:
        self.bot = bot

    @app_commands.command(
        description="Where I tell admins what fails or changes, and what this server may have"
    )
    @app_commands.describe(
        admins="The channel in which I tell admins what fails or changes",
        private="True: in private instead, to who added the feed or subscription",
    )
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    async def settings(
        self,
        interaction: Interaction,
        admins: discord.TextChannel | discord.Thread | None = None,
        private: bool = False,
    ) -> None:
        """Show the settings, after changing what was given."""
        if admins is not None and private:
            raise QueryError("Give either a channel or private: True, not both.")
        guild = interaction.guild_id or 0
        if admins is not None:
            if problem := _problem(admins):
                await show(interaction, notice_view("I cannot write there yet.", "error", lines=[problem]))
                return
            await self.bot.index.guilds.set_admin_channel(guild, admins.id)
        elif private:
            await self.bot.index.guilds.set_admin_channel(guild, None)
        chosen = await self.bot.index.guilds.admin_channel(guild)
        settings = self.bot.settings
        limits = Limits(
            settings.sources.feeds_per_guild, settings.digests.max_subscriptions, settings.answers_public
        )
        await show(interaction, settings_view(chosen, limits, problem=self._trouble(interaction, chosen)))

    def _trouble(self, interaction: Interaction, chosen: int | None) -> str:
        """Return why the channel that was chosen cannot be used any more; empty: all is well."""
        if chosen is None:
            return ""
        channel = interaction.guild.get_channel_or_thread(chosen) if interaction.guild else None
        if not isinstance(channel, MessageChannel):
            return "That channel is gone, or I cannot see it: until you choose another, I tell it in private."
        return _problem(channel)


def _problem(channel: MessageChannel) -> str:
    missing = missing_to_post(channel, channel.guild.me)
    return f"{describe_missing(channel, missing)} Grant that in the channel's settings." if missing else ""


async def setup(bot: Nutgraf) -> None:
    """Add the command."""
    await bot.add_cog(GuildSettings(bot))
