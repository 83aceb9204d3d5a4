"""How subscriptions look to those who manage them: the list, and what a new one will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import discord
from discord import ui

from bot.models import Digest, LiveSchedule, Subscription, SubscriptionState
from bot.views.budget import TEXT_LIMIT, clip, label, width
from bot.views.digest_story import beginning
from bot.views.escape import escape
from bot.views.layout import INK, QUIET, SUCCESS, Card, container, rule
from bot.views.phrases import coming, counted, dotted, moment
from bot.views.subscriptions_buttons import (
    BLUE,
    CHOOSE_ID,
    NO_SUBSCRIPTION,
    desk_button,
    pages_of,
    turning_row,
)

TITLE_LIMIT = 160
LINES_A_PAGE = 25
"""Options of one select."""
_REASON_LIMIT = 240
_SCHEDULE_LIMIT = 200
_CHOICE_LIMIT = 100
_FOOT = 160


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    """A subscription in words: what it is about, and when ("daily at 08:00, Europe/Paris"), plain text."""

    subscription: Subscription
    title: str
    schedule: str
    channel: str = ""
    """The channel's name, plain text; empty when the bot does not see it."""


def subscriptions_view(lines: Sequence[SubscriptionLine], page: int = 0) -> Card:
    """Return a page of a guild's subscriptions, by channel, each with its state and when it posts next."""
    if not lines:
        text = "### 📬 Subscriptions\nNo channel gets a digest yet. `/subscribe` starts one."
        return Card(container([ui.TextDisplay(text)], QUIET))
    active = sum(line.subscription.state is SubscriptionState.ACTIVE for line in lines)
    paused = len(lines) - active
    head = f"### 📬 Subscriptions\n-# {counted(active, 'channel digest')} on, {paused} paused"
    # the longest there is beside each: its channel's name
    room = TEXT_LIMIT - width(head) - _FOOT
    shares = pages_of([_line(line) + _channel(line) for line in lines], room, LINES_A_PAGE)
    page = max(0, min(page, len(shares) - 1))
    first = sum(map(len, shares[:page]))
    shown = lines[first : first + len(shares[page])]
    parts: list[ui.Item[Any]] = [ui.TextDisplay(head), rule(), ui.TextDisplay(_by_channel(shown)), rule()]
    if len(shares) > 1:
        count = f"{first + 1} to {first + len(shown)} of {len(lines)}"
        parts.append(ui.TextDisplay(f"-# {count} · page {page + 1} of {len(shares)}"))
    parts.append(ui.ActionRow(_choice(shown)))
    if len(shares) > 1:
        parts.append(turning_row(NO_SUBSCRIPTION, "list", page, len(shares)))
    return Card(container(parts, INK))


def _by_channel(lines: Sequence[SubscriptionLine]) -> str:
    blocks = []
    for _, group in groupby(lines, key=lambda line: line.subscription.channel):
        of_channel = list(group)
        blocks.append("\n".join([_channel(of_channel[0]), *map(_line, of_channel)]))
    return "\n\n".join(blocks)


def _channel(line: SubscriptionLine) -> str:
    unseen = "" if line.channel else "\n-# It is deleted or asleep, or I cannot see it."
    return f"**<#{line.subscription.channel}>**{unseen}"


def _line(line: SubscriptionLine) -> str:
    subscription = line.subscription
    paused = subscription.state is SubscriptionState.PAUSED
    title = f"{'⏸️' if paused else '🟢'} {_title(line)}"
    if paused:
        reason = escape(clip(subscription.pause_reason or "paused", _REASON_LIMIT))
        return f"{title}\n-# Paused: {reason}"
    next_post = "" if is_live(subscription) else f"next {moment(subscription.next_due, 'R')}"
    return f"{title}\n-# {dotted([escape(clip(line.schedule, _SCHEDULE_LIMIT)), next_post])}"


def _choice(lines: Sequence[SubscriptionLine]) -> ui.Select[Any]:
    options = [
        discord.SelectOption(
            label=label(line.title, _CHOICE_LIMIT) or "Untitled",
            description=label(
                f"#{line.channel}" if line.channel else "a channel I do not see", _CHOICE_LIMIT
            ),
            value=str(line.subscription.id),
        )
        for line in lines
    ]
    return ui.Select(placeholder="Look at one, or change it", options=options, custom_id=CHOOSE_ID)


def subscribed_view(line: SubscriptionLine, *, new: bool, sample: Digest | None, remark: str = "") -> Card:
    """Return the confirmation of `/subscribe`: where, when next, and what it would hold right now.

    `remark` (Markdown) is something to know of the channel, or of what finds nothing.
    """
    subscription = line.subscription
    title = _title(line)
    channel = f"<#{subscription.channel}>"
    said = [
        f"### ✅ {channel} will get {title}" if new else f"### ✅ Changed: {channel} gets {title}",
        f"{sentence(line.schedule)}.",
        f"The next digest comes {coming(subscription.next_due, live=is_live(subscription))}.",
        *([f"-# {remark}"] if remark else []),
    ]
    row = ui.ActionRow(
        desk_button(subscription.id, "edit", "Edit", emoji="✏️", style=BLUE),
        desk_button(subscription.id, "preview", "Preview", emoji="👁️"),
        desk_button(subscription.id, "post", "Post now", emoji="📨"),
    )
    parts: list[ui.Item[Any]] = [ui.TextDisplay("\n".join(said)), rule(), ui.TextDisplay(_sample(sample))]
    foot = (
        "-# *Edit* has the rest: words, languages, length, a role · `/subscriptions list` shows all of them"
    )
    return Card(container([*parts, row, ui.TextDisplay(foot)], SUCCESS))


def is_live(subscription: Subscription) -> bool:
    """Say whether it posts as it happens, and so has no times of its own."""
    return isinstance(subscription.schedule, LiveSchedule)


def _title(line: SubscriptionLine) -> str:
    return escape(clip(line.title, TITLE_LIMIT))


def sentence(words: str) -> str:
    """Return a phrase as it begins a sentence, escaped."""
    # not str.capitalize(), which would write "europe/paris"
    shown = escape(clip(words, _SCHEDULE_LIMIT))
    return shown[:1].upper() + shown[1:]


def cut(markdown: str, limit: int) -> str:
    """Return Markdown of ours, whose names are short in all but the worst case: then without its end."""
    return markdown if width(markdown) <= limit else f"{markdown[: limit // 2].rstrip()}…"


def _sample(sample: Digest | None) -> str:
    if sample is None:
        return "There is nothing new on it right now: a digest is posted only when there is news."
    if not sample.all_stories:
        return "There is nothing new on it right now, and a digest would say so."
    return f"**Posted now, it would begin with**\n{beginning(sample)}"
