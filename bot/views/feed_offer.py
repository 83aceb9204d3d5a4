"""A feed before it is followed: what it would bring, or which of a page's feeds it shall be."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import discord
from discord import ui

from bot.models import Digest, FeedHeadline, FeedLink, FeedPreview
from bot.views.budget import clip, label
from bot.views.escape import escape, flat, link
from bot.views.layout import INK, container, gap, rule
from bot.views.phrases import counted, dotted, headline, moment, quoted, source_line

TITLE_LIMIT = 120
MOST_LINKS = 25
"""Options of one select."""
_URL_LIMIT = 200
_DESCRIPTION_LIMIT = 240
_HEADLINES = 5
_SAMPLE_STORIES = 2
_SAMPLE_QUOTE_LIMIT = 420
_OPTION_LIMIT = 100

OFFER_TEMPLATE = re.compile(r"ng:f:(?P<offer>[0-9a-f]{16})")
"""An offer's button or list. The cog answers those whose offer this process does not know (any more)."""

Pressed = Callable[[discord.Interaction[Any]], Coroutine[Any, Any, bool]]
"""Does what was pressed and shows what came of it; False: it failed, which was told, and the offer stands."""
Chosen = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, bool]]


class Offer(ui.LayoutView):
    """Something to press once: greyed while that is done, and when its time is up.

    It keeps what was found at an address, which no custom_id holds, and so it ends with the process.
    """

    MINUTES = 14
    """An interaction's token, needed for the greying, lives 15."""

    def __init__(self) -> None:
        super().__init__(timeout=self.MINUTES * 60)
        self.token = secrets.token_hex(8)
        self.custom_id = f"ng:f:{self.token}"
        self.origin: discord.Interaction[Any] | None = None
        """The last interaction that showed this view; the cog sets the first."""
        self._busy = False

    async def take(
        self, interaction: discord.Interaction[Any], act: Callable[[], Coroutine[Any, Any, bool]]
    ) -> None:
        """Do what was pressed; a second press meanwhile does nothing."""
        if self._busy:
            await interaction.response.defer()
            return
        self._busy, done = True, False
        try:
            self._grey(True)
            await interaction.response.edit_message(view=self)
            self.origin = interaction
            done = await act()
        finally:
            self._busy = False
            if done:
                self.stop()
            else:
                await self._draw(grey=self.is_finished())

    async def on_timeout(self) -> None:
        """Grey what could be pressed."""
        if not self._busy:
            await self._draw(grey=True)

    async def _draw(self, *, grey: bool) -> None:
        self._grey(grey)
        if self.origin is None:
            return
        try:
            await self.origin.edit_original_response(view=self)
        except discord.HTTPException:
            return  # the message was dismissed or deleted: nothing is left to grey

    def _grey(self, grey: bool) -> None:
        for item in self.walk_children():
            if isinstance(item, ui.Button | ui.Select):
                item.disabled = grey


class FeedOffer(Offer):
    """A feed, what a digest from it would read, and *Follow*."""

    def __init__(self, preview: FeedPreview, *, shared_with: str, follow: Pressed) -> None:
        super().__init__()
        parts: list[ui.Item[Any]] = [ui.TextDisplay(_preview_head(preview)), rule()]
        parts.append(ui.TextDisplay(_headlines(preview.headlines, preview.items)))
        if preview.headlines:
            parts += [rule(), *_sample(preview.digest)]
        foot = f"-# Its articles will be seen in {escape(clip(shared_with, 80))} only."
        button = _FollowButton(self, follow)
        parts += [rule(), ui.TextDisplay(foot), ui.ActionRow(button)]
        self.add_item(container(parts, INK))


class FeedChoice(Offer):
    """The feeds that a page names, to choose one of."""

    def __init__(self, page: str, links: Sequence[FeedLink], *, choose: Chosen) -> None:
        super().__init__()
        found = f"That page names {counted(len(links), 'feed')}. Which one shall be followed?"
        if len(links) > MOST_LINKS:
            found += f"\n-# The first {MOST_LINKS} are listed; any other can be given to `/feed add` itself"
        head = f"### 📰 {escape(clip(page, _URL_LIMIT))}\n{found}"
        select = _LinkSelect(self, links[:MOST_LINKS], choose)
        self.add_item(container([ui.TextDisplay(head), ui.ActionRow(select)], INK))


class _LinkSelect(ui.Select[Any]):
    """A list of feeds."""

    def __init__(self, offer: Offer, links: Sequence[FeedLink], choose: Chosen) -> None:
        options = [
            discord.SelectOption(
                label=label(each.title, _OPTION_LIMIT) or "Untitled",
                description=label(each.url, _OPTION_LIMIT) or None,
                value=str(place),
            )
            for place, each in enumerate(links)
        ]
        super().__init__(placeholder="Choose a feed", options=options, custom_id=offer.custom_id)
        self._offer = offer
        self._links = links
        self._choose = choose

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand over what was chosen."""
        url = self._links[int(self.values[0])].url
        await self._offer.take(interaction, lambda: self._choose(interaction, url))


class _FollowButton(ui.Button[Any]):
    """*Follow*."""

    def __init__(self, offer: Offer, follow: Pressed) -> None:
        blue = discord.ButtonStyle.primary
        super().__init__(label="Follow", emoji="➕", style=blue, custom_id=offer.custom_id)
        self._offer = offer
        self._follow = follow

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand over that it was pressed."""
        await self._offer.take(interaction, lambda: self._follow(interaction))


def _preview_head(preview: FeedPreview) -> str:
    title = escape(clip(preview.title, TITLE_LIMIT)) or "Untitled feed"
    lines = [f"### 📰 {title}", f"-# {escape(clip(preview.url, _URL_LIMIT))}"]
    if flat(preview.description) and flat(preview.description) != flat(preview.title):
        lines.append(escape(clip(preview.description, _DESCRIPTION_LIMIT)))
    lines += [f"-# ⚠️ {escape(clip(warning, _DESCRIPTION_LIMIT))}" for warning in preview.warnings[:2]]
    return "\n".join(lines)


def _headlines(headlines: Sequence[FeedHeadline], items: int) -> str:
    if not headlines:
        return "There is nothing in it yet; what comes will be read."
    lines = ["**Newest in it**"]
    for each in headlines[:_HEADLINES]:
        title = link(clip(each.title, TITLE_LIMIT), each.url) or "Untitled"
        when = moment(each.published, "R") if each.published else ""
        lines.append(f"- {dotted([title, when])}")
    if items > len(lines) - 1:
        lines.append(f"-# and {items - len(lines) + 1:,} more")
    return "\n".join(lines)


def _sample(digest: Digest | None) -> list[ui.Item[Any]]:
    if digest is None or not digest.stories:
        return [ui.TextDisplay("None of that has sentences to quote yet: a digest would leave it out.")]
    parts: list[ui.Item[Any]] = [ui.TextDisplay("**A digest from it would read**")]
    for story in digest.stories[:_SAMPLE_STORIES]:
        said = [quoted(quote, _SAMPLE_QUOTE_LIMIT) for quote in story.quotes[:2]]
        source = source_line(story.citation, with_headline=False)
        parts += [gap(), ui.TextDisplay("\n".join([f"**{headline(story.citation)}**", *said, source]))]
    return parts
