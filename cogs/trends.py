"""`/trends`: who and what rises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from cogs.answers import OptionalTopic, answer_with
from cogs.options import anywhere

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]


class Trends(commands.Cog):
    """What the news turns to."""

    def __init__(self, bot: Nutgraf) -> None:
        self.bot = bot

    @app_commands.command(description="Who and what is in more stories this week than in the weeks before")
    @app_commands.describe(topic="Only articles of this topic")
    @anywhere
    async def trends(self, interaction: Interaction, topic: OptionalTopic = None) -> None:
        """Show what rises; the buttons are those of every answer."""
        await answer_with(interaction, "trends", "", (None, None, topic))


async def setup(bot: Nutgraf) -> None:
    """Add the command."""
    await bot.add_cog(Trends(bot))
