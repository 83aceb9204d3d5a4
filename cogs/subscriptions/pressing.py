"""The buttons under the cards of subscriptions, and the forms that they open, however old they are."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, cast, get_args

import discord
from discord import ui

from bot.digests.schedules.slots import first_slot
from bot.errors import QueryError, ScheduleError, SubscriptionError
from bot.models import Subscription, SubscriptionId, SubscriptionState
from bot.views.digest import digest_view
from bot.views.notice import notice_view
from bot.views.subscriptions_buttons import CHOOSE_TEMPLATE, DESK_TEMPLATE, Part, desk_id
from bot.views.subscriptions_card import ending_view, refused_view
from bot.views.subscriptions_forms import Filled, handed_in
from cogs.allowed import check_may_use
from cogs.border import border
from cogs.options import scope_of, show
from cogs.subscriptions import showing
from cogs.subscriptions.changing import Changed, change, form_for, labelled
from cogs.subscriptions.places import problem_at

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]

COMMAND = "subscriptions"
"""Who may use it may press."""
PAUSED_BY_ADMIN = "An admin paused it with /subscriptions pause."
UNKNOWN_MESSAGE = 10008
"""Discord's code for a message that was deleted, or dismissed by who alone saw it."""
MOST_KEPT = 200
"""Forms that were not taken, kept until somebody tries again; the oldest are forgotten first."""


class TypedForms:
    """What was typed into forms that were not taken, for as long as the bot runs."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[int, Filled]] = OrderedDict()

    def keep(self, member: int, filled: Filled) -> str:
        """Keep a form; return under what."""
        token = secrets.token_hex(6)
        self._kept[token] = (member, filled)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return token

    def find(self, member: int, token: str) -> Filled | None:
        """Return a member's form, or None when it is forgotten or somebody else's."""
        owner, filled = self._kept.get(token, (0, None))
        return filled if owner == member else None


# --- looking ---------------------------------------------------------------------------------------------


async def preview(interaction: Interaction, subscription: Subscription) -> None:
    """Show the next digest as it would look, and then what it leaves out."""
    bot = interaction.client
    await interaction.response.defer(ephemeral=True, thinking=True)
    shown = await showing.explained(bot, subscription)
    if shown.digest is None:
        line = f"{await showing.named(bot, subscription)}: nothing would be posted now."
        await show(interaction, notice_view("There is nothing new.", "info", lines=[line]))
    else:
        await show(interaction, digest_view(shown.digest, delivery=None))
    left_out = await showing.left_out_page(bot, subscription, shown)
    await interaction.followup.send(view=left_out, ephemeral=True)


async def post(interaction: Interaction, subscription: Subscription) -> None:
    """Post a digest now; raises :class:`DeliveryError` saying why it cannot be."""
    bot = interaction.client
    if bot.tick is None:
        raise QueryError("Nothing can be posted right now: the bot is just starting or stopping.")
    await interaction.response.defer(ephemeral=True, thinking=True)
    delivery = await bot.tick.post_now(subscription)
    await show(interaction, await showing.posted_card(bot, subscription, delivery))


# --- changing --------------------------------------------------------------------------------------------


async def pause(interaction: Interaction, subscription: Subscription) -> bool:
    """Stop a subscription for a while; returns whether it was on."""
    bot = interaction.client
    return await bot.index.subscriptions.pause(subscription.id, PAUSED_BY_ADMIN, bot.clock())


async def resume(interaction: Interaction, subscription: Subscription) -> Subscription:
    """Let a paused subscription post again from its next time on; return it as it is then.

    Raises :class:`CannotPost`.
    """
    bot = interaction.client
    problem = await problem_at(bot, subscription.guild or 0, subscription.channel, subscription.subject)
    if problem:
        raise CannotPost(problem)
    if subscription.state is SubscriptionState.PAUSED:
        now = bot.clock()
        await bot.index.subscriptions.resume(subscription.id, first_slot(subscription.schedule, now).due, now)
    return await _found(interaction, subscription.id) or subscription


class CannotPost(SubscriptionError):
    """Digests cannot be posted in a channel; the sentence is Markdown, with the channel's name."""


def cannot_post_view(error: CannotPost) -> ui.LayoutView:
    """Return the card that says so."""
    return notice_view("I cannot post there yet.", "error", lines=[str(error)])


# --- buttons ---------------------------------------------------------------------------------------------


class DeskButton(ui.DynamicItem[ui.Button[Any]], template=DESK_TEMPLATE):
    """A button of a subscription; who presses must still be allowed to."""

    def __init__(self, button: ui.Button[Any], pressed: re.Match[str]) -> None:
        super().__init__(button)
        self._pressed = pressed

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: Interaction, item: ui.Button[Any], match: re.Match[str], /
    ) -> DeskButton:
        """Make the button anew from what was pressed."""
        return cls(item, match)

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Do what the button says, for the guild's own subscriptions only."""
        async with border(interaction):
            await check_may_use(interaction, COMMAND)
            part, more = self._pressed["part"], self._pressed["more"] or ""
            if part == "list":
                await _replace(interaction, await showing.list_page(interaction, int(more or "0", 16)))
                return
            subscription = await _found(interaction, SubscriptionId(int(self._pressed["subscription"])))
            if subscription is None:
                await _replace(interaction, notice_view(showing.ENDED, "info"))
            elif part in _FORMS:
                await _open_form(interaction, subscription, cast(Changed, part), more)
            elif act := _ACTS.get(part):
                await act(interaction, subscription, more)


class ChooseList(ui.DynamicItem[ui.Select[Any]], template=CHOOSE_TEMPLATE):
    """The list of subscriptions, from which one is looked at."""

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: Interaction, item: ui.Select[Any], match: re.Match[str], /
    ) -> ChooseList:
        """Make the list anew from what was chosen."""
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Show the card of what was chosen."""
        async with border(interaction):
            await check_may_use(interaction, COMMAND)
            chosen = self.item.values[0] if self.item.values else ""
            number = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) <= 18 else 0
            subscription = await _found(interaction, SubscriptionId(number))
            if subscription is None:
                raise QueryError(showing.ENDED)
            await _edit(interaction, subscription, "")


async def _found(interaction: Interaction, subscription: SubscriptionId) -> Subscription | None:
    return await interaction.client.index.subscriptions.get(subscription, scope_of(interaction))


async def _replace(interaction: Interaction, view: ui.LayoutView) -> None:
    """Put a card where the one stands that was pressed, or below where that was dismissed meanwhile."""
    try:
        await interaction.response.edit_message(view=view)
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:
            raise
        await interaction.response.send_message(view=view, ephemeral=True)


async def _edit(interaction: Interaction, subscription: Subscription, more: str) -> None:
    view = await showing.card(interaction.client, subscription)
    await interaction.response.send_message(view=view, ephemeral=True)


async def _card(interaction: Interaction, subscription: Subscription, more: str) -> None:
    await _replace(interaction, await showing.card(interaction.client, subscription))


async def _pause(interaction: Interaction, subscription: Subscription, more: str) -> None:
    await pause(interaction, subscription)
    await _redraw(interaction, subscription, "Paused: nothing is posted until it is resumed.")


async def _resume(interaction: Interaction, subscription: Subscription, more: str) -> None:
    try:
        await resume(interaction, subscription)
    except CannotPost as error:
        await interaction.response.send_message(view=cannot_post_view(error), ephemeral=True)
        return
    await _redraw(interaction, subscription, "Resumed.")


async def _redraw(interaction: Interaction, subscription: Subscription, done: str) -> None:
    now = await _found(interaction, subscription.id) or subscription
    await _replace(interaction, await showing.card(interaction.client, now, done=done))


async def _end(interaction: Interaction, subscription: Subscription, more: str) -> None:
    title = await showing.title_of(interaction.client, subscription)
    await _replace(interaction, ending_view(subscription, title))


async def _ended(interaction: Interaction, subscription: Subscription, more: str) -> None:
    await _replace(interaction, await end(interaction, subscription))


async def end(interaction: Interaction, subscription: Subscription) -> ui.LayoutView:
    """End a subscription for good; return the card that says so."""
    line = f"{await showing.named(interaction.client, subscription)} gets no more digests."
    await interaction.client.index.subscriptions.remove(subscription.id)
    return notice_view("Unsubscribed.", "success", lines=[line])


async def _preview(interaction: Interaction, subscription: Subscription, more: str) -> None:
    await preview(interaction, subscription)


async def _left(interaction: Interaction, subscription: Subscription, more: str) -> None:
    bot = interaction.client
    await interaction.response.defer()
    shown = await showing.explained(bot, subscription)
    view = await showing.left_out_page(bot, subscription, shown, int(more or "0", 16))
    await interaction.edit_original_response(view=view)


async def _post(interaction: Interaction, subscription: Subscription, more: str) -> None:
    await post(interaction, subscription)


async def _history(interaction: Interaction, subscription: Subscription, more: str) -> None:
    view = await showing.history_page(interaction.client, subscription, int(more or "0", 16))
    if more:
        await _replace(interaction, view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


async def _why(interaction: Interaction, subscription: Subscription, more: str) -> None:
    view = await showing.why_card(interaction.client, subscription)
    await interaction.response.send_message(view=view, ephemeral=True)


_Act = Callable[["Interaction", Subscription, str], Awaitable[None]]
_ACTS: Mapping[str, _Act] = {
    "edit": _edit,
    "card": _card,
    "pause": _pause,
    "resume": _resume,
    "end": _end,
    "ended": _ended,
    "preview": _preview,
    "left": _left,
    "post": _post,
    "history": _history,
    "why": _why,
}
_FORMS: frozenset[str] = frozenset(get_args(Changed))


# --- forms -----------------------------------------------------------------------------------------------


async def _open_form(interaction: Interaction, subscription: Subscription, part: Changed, kept: str) -> None:
    typed = _kept_by(interaction).find(interaction.user.id, kept) if kept else None
    form = await form_for(interaction.client, subscription, part, desk_id(subscription.id, part), typed)
    await interaction.response.send_modal(form)


async def take_form(interaction: Interaction) -> None:
    """Keep what a form of ours holds that was handed in; what is wrong with it is said, and nothing is lost.

    Any other interaction is left alone.
    """
    data = cast(Mapping[str, Any], interaction.data or {})
    match = DESK_TEMPLATE.fullmatch(str(data.get("custom_id", "")))
    if interaction.type is not discord.InteractionType.modal_submit or match is None:
        return
    if match["part"] not in _FORMS:
        return
    part = cast(Changed, match["part"])
    async with border(interaction):
        await check_may_use(interaction, COMMAND)
        subscription = await _found(interaction, SubscriptionId(int(match["subscription"])))
        if subscription is None:
            await _replace(interaction, notice_view(showing.ENDED, "info"))
            return
        await _take(interaction, subscription, part, handed_in(data.get("components", ())))


async def _take(interaction: Interaction, subscription: Subscription, part: Changed, filled: Filled) -> None:
    try:
        kept, done = await change(interaction.client, subscription, part, filled, by=interaction.permissions)
    except (QueryError, ScheduleError, SubscriptionError) as error:
        token = _kept_by(interaction).keep(interaction.user.id, filled)
        typed = labelled(filled)
        await _replace(interaction, refused_view(subscription, cast(Part, part), str(error), typed, token))
        return
    await _replace(interaction, await showing.card(interaction.client, kept, done=done))


def _kept_by(interaction: Interaction) -> TypedForms:
    cog: Any = interaction.client.get_cog("Subscriptions")
    forms: TypedForms = cog.forms
    return forms
