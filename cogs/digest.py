"""`/digest`: a digest now, for who asks; and the buttons under every digest there ever was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.digests.composing.composer import Composer
from bot.digests.options.naming import name_subject
from bot.digests.options.preferences import parse_preferences
from bot.models import Subject
from bot.views.digest import digest_view
from bot.views.notice import notice_view
from bot.views.phrases import counted
from cogs.options import Query, anywhere, eyes_of, show, suggest_query
from cogs.story_buttons import MoreButton, PageButton, StoryButton
from cogs.subject_options import (
    FeedList,
    LengthOption,
    People,
    TopicList,
    length_typed,
    subject_typed,
    suggest_feeds,
    suggest_people,
    suggest_topics,
)

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]


class Digests(commands.Cog):
    """Digests on demand."""

    def __init__(self, bot: Nutgraf) -> None:
        self.bot = bot

    @app_commands.command(description="A digest of the news, now and only for you")
    @app_commands.describe(
        topic="The topics, with commas between several; with no option at all, everything",
        person="People, organisations or places, with commas between several",
        feed="The feeds, with commas between several",
        search='What a search finds: words, "phrases", -exclusions, source:courier',
        length="How much of it (without it, normal)",
    )
    @app_commands.autocomplete(
        topic=suggest_topics, person=suggest_people, feed=suggest_feeds, search=suggest_query
    )
    @anywhere
    async def digest(
        self,
        interaction: Interaction,
        topic: TopicList | None = None,
        person: People | None = None,
        feed: FeedList | None = None,
        search: Query | None = None,
        length: LengthOption | None = None,
    ) -> None:
        """Compose a digest and show it to who asked."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        subject = await subject_typed(interaction, topic=topic, person=person, feed=feed, search=search)
        bot = self.bot
        composer = Composer(bot.index, bot.settings.digests, bot.topics, now=bot.clock())
        made = await composer.compose(
            subject=subject,
            scope=eyes_of(interaction),
            channel=None,
            preferences=parse_preferences(length_typed(length)),
        )
        if made is None or not made.all_stories:
            await show(interaction, notice_view(await self._no_news(interaction, subject), "info"))
            return
        await show(interaction, digest_view(made, delivery=None))

    async def _no_news(self, interaction: Interaction, subject: Subject) -> str:
        days = self.bot.settings.digests.max_age_days
        within = f" of the last {counted(days, 'day') if days > 1 else 'day'}" if days else ""
        if subject.everything:
            return f"There is no news{within}. /latest shows the newest articles, however old."
        feeds = await self.bot.index.feeds.visible(eyes_of(interaction)) if subject.feeds else []
        title = name_subject(subject, self.bot.topics, {feed.id: feed.title for feed in feeds})
        return (
            f"There is no news{within} on {title}. Try it with fewer words or other topics, look through all "
            "there is with /search, or have it brought when there is some: /follow."
        )


async def setup(bot: Nutgraf) -> None:
    """Add the command and answer the buttons, also those of before a restart."""
    bot.add_dynamic_items(MoreButton, StoryButton, PageButton)
    await bot.add_cog(Digests(bot))
