"""`/story`: one story with its sources and its days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.views.escape import flat
from cogs.answers import OptionalTopic, answer_with, narrowed
from cogs.options import MOST_CHOICES, About, Day, anywhere, as_value, scope_of, suggesting

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]


@suggesting
async def suggest_headline(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    """Offer the newest headlines that hold what was typed."""
    found = await interaction.client.index.articles.headlines(
        flat(current), scope_of(interaction), MOST_CHOICES
    )
    return [(headline, as_value(headline)) for headline in found]


class Stories(commands.Cog):
    """Stories: what several articles tell together."""

    def __init__(self, bot: Nutgraf) -> None:
        self.bot = bot

    @app_commands.command(description="One story whole: what it is, who tells it, and its days in order")
    @app_commands.describe(about="A headline, or words that name the story")
    @app_commands.autocomplete(about=suggest_headline)
    @narrowed
    @anywhere
    async def story(
        self,
        interaction: Interaction,
        about: About,
        since: Day | None = None,
        until: Day | None = None,
        topic: OptionalTopic = None,
    ) -> None:
        """Tell a story."""
        await answer_with(interaction, "story", about, (since, until, topic))


async def setup(bot: Nutgraf) -> None:
    """Add the command; its buttons are answered by :mod:`cogs.answers`."""
    await bot.add_cog(Stories(bot))
