"""`/digest`: a digest now, for who asks; and the buttons under every digest there ever was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.digests.compose import Composer
from bot.models import Subject
from bot.views.digest import digest_view
from bot.views.notice import notice_view
from bot.views.phrases import counted
from cogs.options import ALL_TOPICS, TopicOption, anywhere, eyes_of, show
from cogs.story_buttons import MoreButton, PageButton, StoryButton

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]

TopicOrAll = app_commands.Transform[str, TopicOption(all_topics=True)]


class Digests(commands.Cog):
    """Digests on demand."""

    def __init__(self, bot: Nutgraf) -> None:
        self.bot = bot

    @app_commands.command(description="A digest of the news, now and only for you")
    @app_commands.describe(topic="The topic; without one, everything")
    @anywhere
    async def digest(self, interaction: Interaction, topic: TopicOrAll = ALL_TOPICS) -> None:
        """Compose a digest and show it to who asked."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        settings = self.bot.settings.digests
        composer = Composer(self.bot.index, settings, self.bot.topics, now=self.bot.clock())
        subject = Subject() if topic == ALL_TOPICS else Subject(topics=(topic,))
        made = await composer.compose(subject=subject, scope=eyes_of(interaction), channel=None)
        if made is None:
            await show(interaction, notice_view(_no_news(topic, settings.max_age_days), "info"))
            return
        await show(interaction, digest_view(made, delivery=None))


def _no_news(topic: str, days: int) -> str:
    about = "There is no news" if topic == ALL_TOPICS else f"There is no news on {topic}"
    within = f" of the last {counted(days, 'day') if days > 1 else 'day'}" if days else ""
    return f"{about}{within}. /latest shows the newest articles, however old."


async def setup(bot: Nutgraf) -> None:
    """Add the command and answer the buttons, also those of before a restart."""
    bot.add_dynamic_items(MoreButton, StoryButton, PageButton)
    await bot.add_cog(Digests(bot))
