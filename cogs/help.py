"""`/help` `/about` `/topics`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import __version__
from bot.views.help import about_view, help_view, topics_view
from cogs.options import anywhere, scope_of, show

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]


class Help(commands.Cog):
    """What the bot can do."""

    def __init__(self, bot: Nutgraf) -> None:
        self.bot = bot

    @app_commands.command(description="What I can do, and how")
    @anywhere
    async def help(self, interaction: Interaction) -> None:
        """Show the commands; those for managing the server to those who may."""
        admin = interaction.guild_id is not None and interaction.permissions.manage_guild
        await show(interaction, help_view(admin=admin))

    @app_commands.command(description="What I am, and how much I have read")
    @anywhere
    async def about(self, interaction: Interaction) -> None:
        """Show the version and some figures."""
        articles = await self.bot.index.articles.count(scope_of(interaction))
        view = about_view(
            version=__version__,
            articles=articles,
            topics=len(self.bot.topics),
            guilds=len(self.bot.guilds),
        )
        await show(interaction, view)

    @app_commands.command(description="The topics there are")
    @anywhere
    async def topics(self, interaction: Interaction) -> None:
        """Show the topics."""
        await show(interaction, topics_view(self.bot.topics.values()))


async def setup(bot: Nutgraf) -> None:
    """Add the commands."""
    await bot.add_cog(Help(bot))
