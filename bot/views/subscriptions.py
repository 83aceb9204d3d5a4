"""How subscriptions look to those who manage them: the list, and what a new one will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.models import Digest, Subscription, SubscriptionState
from bot.views.budget import TEXT_LIMIT, clip, width
from bot.views.escape import escape
from bot.views.layout import INK, QUIET, SUCCESS, Card, container, rule
from bot.views.phrases import counted, dotted, headline, moment, outlet

TITLE_LIMIT = 160
_SAMPLE_STORIES = 3
_REASON_LIMIT = 240
_FOOT = 120


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    """A subscription in words: what it is about, and when ("daily at 08:00, Europe/Paris"), plain text."""

    subscription: Subscription
    title: str
    schedule: str


def subscriptions_view(lines: Sequence[SubscriptionLine]) -> Card:
    """Return the list of a guild's subscriptions, each with its state and when it posts next."""
    if not lines:
        text = "### 📬 Subscriptions\nNo channel gets a digest yet. `/subscribe` starts one."
        return Card(container([ui.TextDisplay(text)], QUIET))
    active = sum(line.subscription.state is SubscriptionState.ACTIVE for line in lines)
    head = f"### 📬 Subscriptions\n-# {counted(active, 'channel digest')} on, {len(lines) - active} paused"
    room = TEXT_LIMIT - width(head) - _FOOT
    blocks: list[str] = []
    for line in lines:
        block = _line(line)
        if width(block) + 2 > room:
            break
        blocks.append(block)
        room -= width(block) + 2
    parts: list[ui.Item[Any]] = [ui.TextDisplay(head), rule(), ui.TextDisplay("\n\n".join(blocks))]
    if len(blocks) < len(lines):
        parts += [rule(), ui.TextDisplay(f"-# and {len(lines) - len(blocks)} more, which do not fit here")]
    return Card(container(parts, INK))


def _line(line: SubscriptionLine) -> str:
    subscription = line.subscription
    paused = subscription.state is SubscriptionState.PAUSED
    topic = _title(line)
    title = f"{'⏸️' if paused else '🟢'} **{topic}** in <#{subscription.channel}>"
    if paused:
        reason = escape(clip(subscription.pause_reason or "paused", _REASON_LIMIT))
        return f"{title}\n-# Paused: {reason}"
    next_post = f"next {moment(subscription.next_due, 'R')}"
    return f"{title}\n-# {dotted([escape(clip(line.schedule, 200)), next_post])}"


def subscribed_view(line: SubscriptionLine, *, new: bool, sample: Digest | None) -> Card:
    """Return the confirmation of `/subscribe`: where, when next, and what it would hold right now."""
    subscription = line.subscription
    title = _title(line)
    channel = f"<#{subscription.channel}>"
    said = [
        f"### ✅ {channel} will get {title}" if new else f"### ✅ Changed: {channel} gets {title}",
        f"{_sentence(line.schedule)}.",
        f"The next digest comes {moment(subscription.next_due, 'F')} ({moment(subscription.next_due, 'R')}).",
    ]
    parts: list[ui.Item[Any]] = [ui.TextDisplay("\n".join(said)), rule(), ui.TextDisplay(_sample(sample))]
    parts += [ui.TextDisplay("-# `/subscriptions list` shows all of them, `/unsubscribe` ends one")]
    return Card(container(parts, SUCCESS))


def _title(line: SubscriptionLine) -> str:
    return escape(clip(line.title, TITLE_LIMIT))


def _sentence(words: str) -> str:
    # not str.capitalize(), which would write "europe/paris"
    shown = escape(clip(words, 200))
    return shown[:1].upper() + shown[1:]


def _sample(sample: Digest | None) -> str:
    if sample is None or not sample.stories:
        return "There is nothing new on it right now: a digest is posted only when there is news."
    lines = ["**Posted now, it would begin with**"]
    for story in sample.stories[:_SAMPLE_STORIES]:
        lines.append(f"- {dotted([headline(story.citation), outlet(story.citation)])}")
    more = len(sample.stories) - _SAMPLE_STORIES
    if more > 0:
        lines.append(f"-# and {counted(more, 'more story', 'more stories')}")
    return "\n".join(lines)
