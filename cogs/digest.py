"""`/digest`: a digest now, for who asks; and *More* under every digest there ever was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.digests.compose import Composer
from bot.models import ArticleId, Subject
from bot.views.buttons import MORE_TEMPLATE
from bot.views.digest import digest_view
from bot.views.notice import notice_view
from bot.views.phrases import counted
from bot.views.story import story_view
from cogs.border import border
from cogs.options import ALL_TOPICS, TopicOption, anywhere, scope_of, show

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]

TopicOrAll = app_commands.Transform[str, TopicOption(all_topics=True)]


class MoreButton(ui.DynamicItem[ui.Button[Any]], template=MORE_TEMPLATE):
    """*More*: the article behind a story, for who pressed."""

    def __init__(self, button: ui.Button[Any], article: ArticleId) -> None:
        super().__init__(button)
        self._article = article

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: Interaction, item: ui.Button[Any], match: re.Match[str], /
    ) -> MoreButton:
        """Make the button anew from what was pressed."""
        return cls(item, ArticleId(int(match["article"])))

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Show the article, or say that it is gone."""
        async with border(interaction):
            bot = interaction.client
            stored = await bot.index.articles.get(self._article, scope_of(interaction))
            if stored is None:
                view = notice_view("This article is no longer kept.", "info")
            else:
                view = story_view(stored, bot.topics)
            await interaction.response.send_message(view=view, ephemeral=True)


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
        made = await composer.compose(subject=subject, scope=scope_of(interaction), channel=None)
        if made is None:
            await show(interaction, notice_view(_no_news(topic, settings.max_age_days), "info"))
            return
        await show(interaction, digest_view(made, delivery=None))


def _no_news(topic: str, days: int) -> str:
    about = "There is no news" if topic == ALL_TOPICS else f"There is no news on {topic}"
    within = f" of the last {counted(days, 'day') if days > 1 else 'day'}" if days else ""
    return f"{about}{within}. /latest shows the newest articles, however old."


async def setup(bot: Nutgraf) -> None:
    """Add the command and answer *More*, also of before a restart."""
    bot.add_dynamic_items(MoreButton)
    await bot.add_cog(Digests(bot))
