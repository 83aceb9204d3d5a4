"""The card of an answer and its buttons: pages, near words to try, *Share to channel*."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.models import Answer, Window
from bot.views.buttons import AnswerKey, suggestion_button
from bot.views.charts.picture import Picture, files_of
from bot.views.escape import flat
from bot.views.layout import Card
from bot.views.pages import SUGGESTIONS, Page, Setting, answer_items, page_of, whole_page
from bot.views.sharing import may_attach, share, shown_to_all


def answer_view(
    answer: Answer,
    *,
    private: bool,
    page: int = 0,
    shared: bool = False,
    shared_by: int | None = None,
    topic: str | None = None,
    window: Window | None = None,
    picture: Picture | None = None,
) -> ui.LayoutView:
    """Return the card of an answer; what :func:`bot.views.charts.files_of` says must be sent with it.

    `private` offers *Share to channel*; `shared_by` makes it the public copy, with neither that nor pages.
    `picture` is shown on the first page. `topic` and `window` are what the question was narrowed to; the
    buttons ask again with them, and live for ever, unless the question is too long for a custom_id: then the
    view keeps the answer and ends after 14 minutes.
    """
    setting = Setting(private and shared_by is None, shared, shared_by, topic, window or Window())
    shown = page_of(answer, page, setting)
    seen = picture if answer.found and shown.number == 0 else None
    if shared_by is not None:
        return AnswerCard(*answer_items(shown, setting, None, seen), picture=seen)
    key = AnswerKey(answer.kind, answer.about, setting.topic, setting.window)
    row = _lasting_row(shown, setting, key)
    if row is None:
        return ExpiringAnswer(answer, setting, page=page, picture=picture)
    return AnswerCard(*answer_items(shown, setting, row, seen), picture=seen)


def whole_answer_view(answer: Answer, *, picture: Picture | None = None) -> AnswerCard:
    """Return the card of an answer that was found, all on one page and with nothing to press."""
    setting = Setting(private=False)
    return AnswerCard(*answer_items(whole_page(answer, setting), setting, None, picture), picture=picture)


class AnswerCard(Card):
    """A card that may show a picture, whose file must be sent with it."""

    def __init__(self, *items: ui.Item[Any], picture: Picture | None) -> None:
        super().__init__(*items)
        self.picture = picture


def _lasting_row(page: Page, setting: Setting, key: AnswerKey) -> ui.ActionRow[Any] | None:
    """Return the buttons that live for ever, or None when the question does not fit them."""
    if not page.answer.found:
        near = dict.fromkeys(words for words in page.answer.near[:SUGGESTIONS] if flat(words))
        names = {words: replace(key, about=words).custom_id("a", 0) for words in near}
        # words too long for a button are still there as text
        return ui.ActionRow(*(suggestion_button(words, name) for words, name in names.items() if name))
    # a page's own number is free for *Back* on the first page, where it is greyed
    back = key.custom_id("a", max(0, page.number - 1))
    forward, share_it = key.custom_id("a", page.number + 1), key.custom_id("s", page.number)
    if (page.more or setting.private) and not (back and forward and share_it):
        return None
    return _row(page, setting, back, forward, share_it)


def _row(
    page: Page,
    setting: Setting,
    back: str | None = None,
    forward: str | None = None,
    share_it: str | None = None,
) -> ui.ActionRow[Any]:
    """Return *Back*, *Next* and *Share to channel* with these custom_ids, as far as they make sense."""
    grey = discord.ButtonStyle.secondary
    row: ui.ActionRow[Any] = ui.ActionRow()
    if page.more:
        last = page.number + 1 >= page.pages
        row.add_item(
            ui.Button(label="Back", emoji="◀️", style=grey, custom_id=back, disabled=page.number == 0)
        )
        row.add_item(ui.Button(label="Next", emoji="▶️", style=grey, custom_id=forward, disabled=last))
    if setting.private:
        text, done = ("Shared", True) if setting.shared else ("Share to channel", False)
        row.add_item(ui.Button(label=text, emoji="📣", style=grey, custom_id=share_it, disabled=done))
    return row


AskAgain = Callable[[discord.Interaction[Any], int], Awaitable[Answer | None]]
"""Gives the answer at a page (from 0), or None after telling who pressed what went wrong."""


class ExpiringAnswer(ui.LayoutView):
    """An answer whose question is too long for a custom_id: kept in memory, greyed when time is up."""

    MINUTES = 14
    """An interaction's token, needed for the greying, lives 15."""

    def __init__(
        self, answer: Answer, setting: Setting, *, page: int = 0, picture: Picture | None = None
    ) -> None:
        super().__init__(timeout=self.MINUTES * 60)
        self._picture = picture
        self.answer = answer
        self.setting = setting
        self.page = page
        self.origin: discord.Interaction[Any] | None = None
        """The last interaction that showed this view; the cog sets the first."""
        self.ask_again: AskAgain | None = None
        """Gives another page of an answer that holds one page alone; the cog sets it."""
        self._draw()

    @property
    def picture(self) -> Picture | None:
        """What the page that is shown has to be sent with."""
        return self._picture if self.page == 0 and self.answer.found else None

    def _draw(self, *, ended: bool = False) -> None:
        shown = page_of(self.answer, self.page, self.setting)
        row = _row(shown, self.setting)
        actions = {"Back": self._back, "Next": self._next, "Share to channel": self._share}
        for button in row.children:
            if not isinstance(button, ui.Button):
                continue
            button.disabled = button.disabled or ended
            if not button.disabled:
                button.callback = actions[button.label or ""]  # type: ignore[method-assign]
        self.clear_items()
        for item in answer_items(shown, self.setting, row, self.picture):
            self.add_item(item)

    async def _back(self, interaction: discord.Interaction[Any]) -> None:
        await self._turn(interaction, self.page - 1)

    async def _next(self, interaction: discord.Interaction[Any]) -> None:
        await self._turn(interaction, self.page + 1)

    async def _turn(self, interaction: discord.Interaction[Any], page: int) -> None:
        answer: Answer | None = self.answer
        if self.answer.total is not None and self.ask_again is not None:
            answer = await self.ask_again(interaction, page)
        if answer is None:
            return
        if shown_to_all(interaction):
            setting = replace(self.setting, private=True, shared=False)
            other = ExpiringAnswer(answer, setting, page=page, picture=self._picture)
            other.origin, other.ask_again = interaction, self.ask_again
            await interaction.response.send_message(view=other, files=files_of(other), ephemeral=True)
            return
        self.answer, self.page = answer, page
        self.origin = interaction
        self._draw()
        await interaction.response.edit_message(view=self, attachments=files_of(self))

    async def _share(self, interaction: discord.Interaction[Any]) -> None:
        self.setting = replace(self.setting, shared=True)
        self.origin = interaction
        self._draw()
        copy = answer_view(
            self.answer,
            private=False,
            page=self.page,
            shared_by=interaction.user.id,
            topic=self.setting.topic,
            window=self.setting.window,
            picture=self._picture if may_attach(interaction) else None,
        )
        if not await share(interaction, copy, afterwards=self):
            self.setting = replace(self.setting, shared=False)
            self._draw()

    async def on_timeout(self) -> None:
        """Grey the buttons, so that nobody presses a dead one."""
        if self.origin is None:
            return
        self._draw(ended=True)
        try:
            await self.origin.edit_original_response(view=self, attachments=files_of(self))
        except discord.HTTPException:
            return  # the message was dismissed or deleted: nothing is left to grey
