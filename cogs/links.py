"""*Summarise links* on a message: what the pages that it links to say."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.digests.composing.composer import preview
from bot.errors import QueryError, ReadingError, SourceError
from bot.sources.pages.links import MOST_LINKS, links_in
from bot.views.links import LinkSummary, links_view
from cogs.options import anywhere, show

if TYPE_CHECKING:
    from bot.app import Nutgraf
    from bot.ingest.feeds.looking import FeedLooker

    Interaction = discord.Interaction[Nutgraf]

NAME = "Summarise links"


class Links(commands.Cog):
    """Reads pages for who asks, and keeps nothing of them."""

    def __init__(self, bot: Nutgraf) -> None:
        self.bot = bot
        self._menu = anywhere(app_commands.ContextMenu(name=NAME, callback=self.summarise))
        bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take the menu away with the cog."""
        self.bot.tree.remove_command(NAME, type=discord.AppCommandType.message)

    async def summarise(self, interaction: Interaction, message: discord.Message) -> None:
        """Show what the first few pages that a message links to say, to who asked only."""
        embedded = " ".join(embed.url for embed in message.embeds if embed.url)
        links = links_in(f"{message.content} {embedded}")
        if not links:
            raise QueryError("There is no link in that message.")
        if self.bot.feeds is None:
            raise QueryError("Pages are not being read right now: the bot is just starting or stopping.")
        await interaction.response.defer(ephemeral=True, thinking=True)
        looker = self.bot.feeds.looker
        summaries = await asyncio.gather(*(self._summary(looker, link) for link in links[:MOST_LINKS]))
        await show(interaction, links_view(summaries))

    async def _summary(self, looker: FeedLooker, link: str) -> LinkSummary:
        try:
            reading = await looker.read_page(link)
        except (SourceError, ReadingError) as error:
            return LinkSummary(link, None, str(error))
        digest = preview(
            [(reading.article, reading.labels)], now=self.bot.clock(), settings=self.bot.settings.digests
        )
        if digest is None:
            return LinkSummary(link, None, "There is no sentence in it that can be quoted.")
        return LinkSummary(link, digest.stories[0])


async def setup(bot: Nutgraf) -> None:
    """Add the menu."""
    await bot.add_cog(Links(bot))
