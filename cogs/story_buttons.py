"""The buttons under digests and stories. They know all from their custom_id, and so live for ever."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.answers.storied import Storied, days_of, story_of, who_is_in
from bot.delivery.private import send_in_private
from bot.digests.composing.retelling import retell
from bot.models import ArticleId, DeliveryId
from bot.views.answer import answer_view, whole_answer_view
from bot.views.buttons import (
    MORE_TEMPLATE,
    PAGE_TEMPLATE,
    STORY_TEMPLATE,
    AnswerKey,
    Posted,
    read_articles,
    read_posted,
)
from bot.views.charts import draw, files_of
from bot.views.digest import front_of
from bot.views.digest_page import Turned, page_view
from bot.views.layout import Card
from bot.views.notice import notice_view
from bot.views.story import story_view
from cogs.answers import find, shareable
from cogs.border import border
from cogs.options import eyes_of, show

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]

GONE = (
    "This article is no longer kept, or it came from a server's own feed and can be seen in that server only."
)
NO_DIGEST = "This digest is no longer kept: its subscription was ended. /digest makes you one now."
REST = "More of your digest"
REST_OF_ENDED = "More of this digest"
LARGEST_ID = 2**63 - 1
"""What the index can hold; a custom_id with more is none of ours."""


class MoreButton(ui.DynamicItem[ui.Button[Any]], template=MORE_TEMPLATE):
    """*More*: the story behind an article; under a quiet day (no article) the latest news."""

    def __init__(self, button: ui.Button[Any], pressed: re.Match[str]) -> None:
        super().__init__(button)
        self._delivery = _number(pressed["delivery"])
        self._article = ArticleId(_number(pressed["article"]))

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: Interaction, item: ui.Button[Any], match: re.Match[str], /
    ) -> MoreButton:
        """Make the button anew from what was pressed."""
        return cls(item, match)

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Show the story to who pressed, or say that it is gone."""
        async with border(interaction):
            if not self._article:
                await _show_latest(interaction, self._delivery)
                return
            bot = interaction.client
            story = await story_of(bot.index, self._article, eyes_of(interaction))
            view = notice_view(GONE, "info")
            if story is not None:
                posted = await _posted(interaction, self._delivery)
                view = story_view(story.article, bot.topics, others=story.citations, posted=posted)
            await _answer(interaction, view)


class StoryButton(ui.DynamicItem[ui.Button[Any]], template=STORY_TEMPLATE):
    """*Who*, *When* and *Save*."""

    def __init__(self, button: ui.Button[Any], pressed: re.Match[str]) -> None:
        super().__init__(button)
        self._pressed = pressed

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: Interaction, item: ui.Button[Any], match: re.Match[str], /
    ) -> StoryButton:
        """Make the button anew from what was pressed."""
        return cls(item, match)

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Tell who pressed what they ask about the story, or say that it is gone."""
        async with border(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
            article = ArticleId(_number(self._pressed["article"]))
            story = await story_of(interaction.client.index, article, eyes_of(interaction))
            if story is None:
                await show(interaction, notice_view(GONE, "info"))
            elif self._pressed["action"] == "who":
                await _show_who(interaction, story)
            elif self._pressed["action"] == "when":
                await _show_days(interaction, story)
            else:
                await _save(interaction, story, read_posted(self._pressed) or _public_place(interaction))


class PageButton(ui.DynamicItem[ui.Button[Any]], template=PAGE_TEMPLATE):
    """*Next page* and *Back* of a digest: of one in the ledger, or of one made for a single member."""

    def __init__(self, button: ui.Button[Any], pressed: re.Match[str]) -> None:
        super().__init__(button)
        self._delivery, self._page = _number(pressed["delivery"]), int(pressed["page"])
        self._articles = read_articles(pressed)

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: Interaction, item: ui.Button[Any], match: re.Match[str], /
    ) -> PageButton:
        """Make the button anew from what was pressed."""
        return cls(item, match)

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Show the page to who pressed; a page that is theirs alone already is turned in place."""
        async with border(interaction):
            if not self._delivery:
                await _answer(interaction, await self._rest(interaction))
                return
            view = await self._kept(interaction)
            if view is None:
                view = await self._rest(interaction) if self._articles else notice_view(NO_DIGEST, "info")
                await _answer(interaction, view)
            elif _public_place(interaction) is None:
                await interaction.response.edit_message(view=view)
            else:
                await _answer(interaction, view)

    async def _rest(self, interaction: Interaction) -> Card:
        stories = await retell(interaction.client.index, self._articles, eyes_of(interaction))
        missing = len(self._articles) - len(stories)
        title = REST_OF_ENDED if self._delivery else REST
        return page_view(stories, Turned(title, None, self._page), missing=missing)

    async def _kept(self, interaction: Interaction) -> Card | None:
        index, scope = interaction.client.index, eyes_of(interaction)
        delivery = await index.deliveries.get(DeliveryId(self._delivery), scope)
        if delivery is None or delivery.digest is None:
            return None
        stories = front_of(delivery.digest).later
        articles = [story.citation.article for story in stories]
        # hidden or deleted since it was posted
        gone = set(articles) - {each.id for each in await index.articles.get_many(articles, scope)}
        return page_view(stories, Turned(delivery.digest.title, delivery.id, self._page), gone=gone)


def _number(digits: str) -> int:
    return min(int(digits), LARGEST_ID)


async def _answer(interaction: Interaction, view: ui.LayoutView) -> None:
    await interaction.response.send_message(view=view, files=files_of(view), ephemeral=True)


def _public_place(interaction: Interaction) -> Posted | None:
    """Return where the pressed button's message is, unless one member alone sees it."""
    message = interaction.message
    if message is None or message.flags.ephemeral:
        return None
    return Posted(message.channel.id, message.id)


async def _posted(interaction: Interaction, delivery: int) -> Posted | None:
    """Return where a digest was posted: above the button, or where the ledger says."""
    if (place := _public_place(interaction)) or not delivery:
        return place
    kept = await interaction.client.index.deliveries.get(DeliveryId(delivery), eyes_of(interaction))
    if kept is None or kept.message is None or interaction.guild is None:
        return None
    in_forum = isinstance(interaction.guild.get_channel(kept.channel), discord.ForumChannel)
    return Posted(kept.message if in_forum else kept.channel, kept.message)


async def _show_latest(interaction: Interaction, delivery: int) -> None:
    """Show the newest stories of a digest's topic, or of all where that is not one topic."""
    kept = await interaction.client.index.deliveries.get(DeliveryId(delivery), eyes_of(interaction))
    topics = kept.digest.subject.topics if kept and kept.digest else ()
    topic = topics[0] if len(topics) == 1 and topics[0] in interaction.client.topics else None
    answer = await find(interaction, AnswerKey("latest", "", topic))
    await _answer(interaction, answer_view(answer, private=shareable(interaction, private=True), topic=topic))


async def _show_who(interaction: Interaction, story: Storied) -> None:
    answer = await asyncio.to_thread(who_is_in, story)
    if not answer.found:
        await show(interaction, notice_view("No person or organisation is named in this story.", "info"))
        return
    await show(interaction, whole_answer_view(answer))


async def _show_days(interaction: Interaction, story: Storied) -> None:
    answer = await asyncio.to_thread(days_of, story)
    if not answer.found:
        await show(interaction, notice_view("No sentence of this story names a day.", "info"))
        return
    await show(interaction, whole_answer_view(answer, picture=await draw(answer)))


async def _save(interaction: Interaction, story: Storied, posted: Posted | None) -> None:
    """Send the story to the direct messages of who pressed; nothing is kept of it."""
    home = interaction.guild_id or "@me"
    url = f"https://discord.com/channels/{home}/{posted.channel}/{posted.message}" if posted else None
    card = story_view(
        story.article, interaction.client.topics, others=story.citations, saved=True, posted_url=url
    )
    message = await send_in_private(interaction.user, card)
    line = f"It is in your direct messages: {message.jump_url}"
    await show(interaction, notice_view("Saved.", "success", lines=[line]))
