"""One subscription with everything that is set, in words, and the buttons that change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.models import Preferences, Subject, Subscription, SubscriptionState
from bot.views.budget import clip, width
from bot.views.escape import escape
from bot.views.layout import FAILURE, INK, QUIET, Card, container, measure, rule
from bot.views.phrases import coming, moment
from bot.views.subscriptions import TITLE_LIMIT, cut, is_live, sentence
from bot.views.subscriptions_buttons import (
    BLUE,
    RED,
    Part,
    changing_row,
    desk_button,
    looking_row,
)

_LIST_LIMITS = (420, 300, 200)
"""Of a list of words or names, the first with which all fits; of the rest it is said how many there are."""
_ITEM_LIMIT = 100
_DONE_LIMIT = 120
_REASON_LIMIT = 250
_PROBLEM_LIMIT = 450
_SEARCH_LIMIT = 200

_LENGTHS = {"short": "Short", "normal": "Of normal length", "long": "Long"}
_ORDERS = {
    "importance": "the most important story first",
    "newest": "the newest story first",
    "oldest": "the oldest story first",
}


@dataclass(frozen=True, slots=True)
class SubscriptionWords:
    """What a subscription is set to, in plain text, where its numbers and codes say nothing."""

    title: str
    topics: Sequence[str]
    """"🌍 World"."""
    feeds: Sequence[str]
    """Titles."""
    schedule: str
    """"daily at 08:00, Europe/Paris"."""
    languages: Sequence[str]
    """Names."""


def subscription_view(
    subscription: Subscription, words: SubscriptionWords, *, problem: str = "", done: str = ""
) -> Card:
    """Return the card of a subscription.

    `problem` (Markdown): why nothing can be posted; `done` (plain): what was just changed.
    """
    cards = (_card(subscription, words, problem, done, limit) for limit in _LIST_LIMITS)
    return next((card for card in cards if measure(card).fits), None) or _card(
        subscription, words, problem, done, _LIST_LIMITS[-1]
    )


def _card(subscription: Subscription, words: SubscriptionWords, problem: str, done: str, limit: int) -> Card:
    paused = subscription.state is SubscriptionState.PAUSED
    preferences = subscription.preferences
    rows: list[tuple[Part, str, str]] = [
        ("what", "What", _what(subscription.subject, words, limit)),
        ("when", "When", f"{sentence(words.schedule)}."),
        ("which", "Which stories", _which(preferences, words, limit)),
        ("how", "How", _how(preferences, limit, live=is_live(subscription))),
    ]
    parts: list[ui.Item[Any]] = [ui.TextDisplay(_head(subscription, words, problem, done)), rule()]
    for part, name, text in rows:
        button = desk_button(subscription.id, part, "Change", emoji="✏️")
        parts.append(ui.Section(f"**{name}**\n{text}", accessory=button))
    parts += [rule(), looking_row(subscription.id), changing_row(subscription)]
    return Card(container(parts, FAILURE if problem else QUIET if paused else INK))


def _head(subscription: Subscription, words: SubscriptionWords, problem: str, done: str) -> str:
    lines = [f"### 📬 {escape(clip(words.title, TITLE_LIMIT))} in <#{subscription.channel}>"]
    if done:
        lines.append(f"✅ {escape(clip(done, _DONE_LIMIT))}")
    if subscription.state is SubscriptionState.PAUSED:
        since = f" since {moment(subscription.paused_at, 'f')}" if subscription.paused_at else ""
        reason = escape(clip(subscription.pause_reason or "", _REASON_LIMIT))
        lines.append(f"⏸️ Paused{since}{': ' if reason else '.'}{reason}")
    else:
        due = coming(subscription.next_due, live=is_live(subscription))
        lines.append(f"🟢 The next digest comes {due}.")
    if problem:
        lines.append(f"⚠️ {cut(problem, _PROBLEM_LIMIT)}")
    lines.append(f"-# Since {moment(subscription.created_at, 'D')}, by <@{subscription.created_by}>")
    return "\n".join(lines)


def _what(subject: Subject, words: SubscriptionWords, limit: int) -> str:
    if subject.everything:
        return "🗞️ Everything: all topics, all feeds."
    lines = []
    if words.topics:
        lines.append(f"Topics: {_listed(words.topics, limit)}")
    if words.feeds:
        lines.append(f"Feeds: {_listed(words.feeds, limit)}")
    if subject.people:
        lines.append(f"Names: {_listed(subject.people, limit)}")
    if subject.search:
        lines.append(f"Search: {escape(clip(subject.search, _SEARCH_LIMIT))}")
    if len(lines) > 1 or len(words.topics) + len(words.feeds) + len(subject.people) > 1:
        lines.append("-# A story need be of one of these only")
    return "\n".join(lines)


def _which(preferences: Preferences, words: SubscriptionWords, limit: int) -> str:
    lines = []
    if preferences.include:
        lines.append(f"With one of: {_listed(preferences.include, limit)}")
    if preferences.exclude:
        lines.append(f"Without: {_listed(preferences.exclude, limit)}")
    if preferences.min_sources > 1:
        lines.append(f"Told by {preferences.min_sources} outlets or more")
    if words.languages:
        lines.append(f"In {_listed(words.languages, limit)}")
    return "\n".join(lines) or "All that are new."


def _how(preferences: Preferences, limit: int, *, live: bool) -> str:
    lines = [f"{_LENGTHS[preferences.length]}, {_ORDERS[preferences.order]}."]
    if mention := preferences.mention:
        only = f", when a story has one of: {_listed(mention.words, limit)}" if mention.words else ""
        lines.append(f"Calls <@&{mention.role}>{only}.")
    if preferences.silent:
        lines.append("Silently: nobody gets a notification.")
    if preferences.say_quiet and live:
        lines.append("Without news, nothing is posted: what comes as it happens has no quiet days.")
    elif preferences.say_quiet:
        lines.append("A day without news is said to be a quiet day.")
    else:
        lines.append("Without news, nothing is posted.")
    return "\n".join(lines)


def _listed(items: Iterable[str], limit: int) -> str:
    """Return as many of the items as are short enough together, and how many more there are."""
    shown: list[str] = []
    room, left = limit, 0
    for item in items:
        text = f"**{escape(clip(item, _ITEM_LIMIT))}**"
        if left or width(text) + 2 > room:
            left += 1
            continue
        shown.append(text)
        room -= width(text) + 2
    return f"{', '.join(shown)}{f' and {left} more' if left else ''}"


def ending_view(subscription: Subscription, title: str) -> Card:
    """Return the question whether to end a subscription for good."""
    text = (
        f"### 🗑️ End {escape(clip(title, TITLE_LIMIT))} in <#{subscription.channel}>?\n"
        "What was posted stays. Its settings and its history are deleted; a pause would keep them."
    )
    row = ui.ActionRow(
        desk_button(subscription.id, "ended", "Unsubscribe", emoji="🗑️", style=RED),
        desk_button(subscription.id, "card", "Keep it", style=BLUE),
    )
    return Card(container([ui.TextDisplay(text), row], FAILURE))


def refused_view(
    subscription: Subscription, part: Part, problem: str, typed: Sequence[tuple[str, str]], kept: str
) -> Card:
    """Return why a form was not taken, with what was typed, which *Try again* has filled in.

    `problem` and `typed` (by label) are plain text; `kept` is under what it is kept.
    """
    lines = [f"### ⚠️ Nothing was changed\n{escape(clip(problem, 900))}"]
    shown = [(name, text) for name, text in typed if text.strip()]
    if shown:
        share = 1800 // len(shown)
        lines += ["**You typed**", *(f"-# {name}: {escape(clip(text, share))}" for name, text in shown)]
    row = ui.ActionRow(
        desk_button(subscription.id, part, "Try again", emoji="✏️", style=BLUE, more=kept),
        desk_button(subscription.id, "card", "Leave it as it was"),
    )
    return Card(container([ui.TextDisplay("\n".join(lines)), row], FAILURE))
