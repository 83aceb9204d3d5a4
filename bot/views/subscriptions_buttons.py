"""The buttons under the cards by which admins manage subscriptions; they live for ever, like all of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

import discord
from discord import ui

from bot.models import Subscription, SubscriptionId, SubscriptionState
from bot.views.budget import width

Part = Literal[
    "edit",  # its card, anew
    "card",  # its card, here
    "what",
    "when",
    "which",
    "how",
    "pause",
    "resume",
    "end",  # ask whether to unsubscribe
    "ended",  # unsubscribe
    "preview",
    "left",  # a page of what is left out
    "post",
    "history",
    "why",
    "list",
]

DESK_TEMPLATE = re.compile(r"ng:e:(?P<subscription>\d{1,18}):(?P<part>[a-z]+)(?::(?P<more>[0-9a-f]{1,16}))?")
"""A button or a form; `more` is a page, or under which what was typed is kept."""
CHOOSE_TEMPLATE = re.compile(r"ng:e:choose")
"""The list from which a subscription is chosen; its values are ids."""
CHOOSE_ID = "ng:e:choose"
NO_SUBSCRIPTION = SubscriptionId(0)
"""For what is of none in particular: the list."""

GREY, BLUE, RED = discord.ButtonStyle.secondary, discord.ButtonStyle.primary, discord.ButtonStyle.danger


def desk_id(subscription: SubscriptionId, part: Part, more: str | int = "") -> str:
    """Return the custom_id of a button, or of the form that it opens."""
    return f"ng:e:{subscription}:{part}{f':{more}' if more != '' else ''}"


def desk_button(
    subscription: SubscriptionId,
    part: Part,
    label: str,
    *,
    emoji: str | None = None,
    style: discord.ButtonStyle = GREY,
    more: str | int = "",
) -> ui.Button[Any]:
    """Return a button of a subscription."""
    return ui.Button(label=label, emoji=emoji, style=style, custom_id=desk_id(subscription, part, more))


def looking_row(subscription: SubscriptionId, *, post: bool = True) -> ui.ActionRow[Any]:
    """Return the buttons that look at what comes and came."""
    now = [desk_button(subscription, "post", "Post now", emoji="📨")] if post else []
    return ui.ActionRow(
        desk_button(subscription, "preview", "Preview", emoji="👁️"),
        *now,
        desk_button(subscription, "history", "History", emoji="🗂️"),
        desk_button(subscription, "why", "Why?", emoji="❔"),
    )


def changing_row(subscription: Subscription) -> ui.ActionRow[Any]:
    """Return the buttons that stop it for a while, or for good."""
    if subscription.state is SubscriptionState.PAUSED:
        stop = desk_button(subscription.id, "resume", "Resume", emoji="▶️", style=BLUE)
    else:
        stop = desk_button(subscription.id, "pause", "Pause", emoji="⏸️")
    return ui.ActionRow(stop, desk_button(subscription.id, "end", "Unsubscribe", emoji="🗑️"))


def pages_of(blocks: Sequence[str], room: int, most: int) -> list[list[str]]:
    """Share blocks out, so that each is on a page that has `room` for it and at most `most` others."""
    pages: list[list[str]] = [[]]
    taken = 0
    for block in blocks:
        if len(pages[-1]) == most or (pages[-1] and taken + width(block) > room):
            pages.append([])
            taken = 0
        pages[-1].append(block)
        taken += width(block) + 2
    return pages


def turning_row(subscription: SubscriptionId, part: Part, page: int, pages: int) -> ui.ActionRow[Any]:
    """Return *Back* and *Next* from a page (from 0) of several."""
    # a page's own number is free for the button that is greyed
    back = desk_button(subscription, part, "Back", emoji="◀️", more=f"{max(0, page - 1):x}")
    forward = desk_button(subscription, part, "Next", emoji="▶️", more=f"{page + 1:x}")
    back.disabled, forward.disabled = page == 0, page + 1 >= pages
    return ui.ActionRow(back, forward)
