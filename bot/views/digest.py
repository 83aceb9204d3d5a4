"""The card of a digest: one message, whatever the stories hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.models import Digest, DigestStory
from bot.views.budget import TEXT_LIMIT, clip, width
from bot.views.buttons import more_button, more_id
from bot.views.escape import escape
from bot.views.layout import INK, QUIET, Card, container, gap, rule
from bot.views.phrases import OUTLET_LIMIT, counted, dotted, headline, moment, quoted, source_line

MOST_STORIES = 9
"""Four a story with its gap, five for box, header, rules and footer: a twelfth would pass 40 components."""
TITLE_LIMIT = 160
LEAD_QUOTES = 3
STORY_QUOTES = 2
_QUOTE_LIMIT = 420
_ALSO_LIMIT = 3
_FOOT = 260
"""Kept free for the footer."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """The stories that are shown, each with how many of its quotes."""

    stories: tuple[DigestStory, ...]
    quotes: tuple[tuple[str, ...], ...]


def digest_view(digest: Digest, *, delivery: int | None) -> Card:
    """Return the card of a digest; `delivery` is None for one made for a single member.

    Where not all fits, quotes go first (whole sentences, never cut short), then the last stories. The
    custom_id of each *More* names the delivery, and there is always one.
    """
    header = _header(digest)
    stories = _once(digest.stories)
    plan = _plan(stories, TEXT_LIMIT - _FOOT - width(header))
    parts: list[ui.Item[Any]] = [ui.TextDisplay(header), rule()]
    for position, (story, quotes) in enumerate(zip(plan.stories, plan.quotes, strict=True)):
        if position:
            parts.append(gap())
        text = _story(story, quotes, lead=position == 0)
        parts.append(ui.Section(text, accessory=more_button(delivery, story.citation.article)))
    if not plan.stories:
        parts.append(_nothing(delivery))
    parts += [rule(), ui.TextDisplay(_footer(digest, left_out=len(stories) - len(plan.stories)))]
    return Card(container(parts, INK if plan.stories else QUIET))


def _once(stories: Sequence[DigestStory]) -> tuple[DigestStory, ...]:
    """Drop a story told by an article already there: Discord refuses two buttons with one custom_id."""
    return tuple({story.citation.article: story for story in reversed(stories)}.values())[::-1]


def _plan(stories: tuple[DigestStory, ...], room: int) -> _Plan:
    """Fit as many stories as can be, then as many of their quotes."""
    shown = list(stories[:MOST_STORIES])
    bare = [width(_story(story, (), lead=position == 0)) for position, story in enumerate(shown)]
    while sum(bare) > room and len(shown) > 1:
        shown.pop()
        bare.pop()
    room -= sum(bare)
    quotes: list[list[str]] = [[] for _ in shown]
    for story, position in _by_weight(shown):
        text = quoted(shown[story].quotes[position], _QUOTE_LIMIT)
        if len(quotes[story]) == position and width(text) + 1 <= room:
            quotes[story].append(text)
            room -= width(text) + 1
    return _Plan(tuple(shown), tuple(tuple(texts) for texts in quotes))


def _by_weight(stories: Sequence[DigestStory]) -> Iterator[tuple[int, int]]:
    """Yield (story, quote), the most wanted first: each story's first quote, the lead's others, the rest."""
    yield from ((number, 0) for number, story in enumerate(stories) if story.quotes)
    for number, story in enumerate(stories):
        yield from (
            (number, quote)
            for quote in range(1, min(len(story.quotes), LEAD_QUOTES if not number else STORY_QUOTES))
        )


def _header(digest: Digest) -> str:
    title = escape(clip(digest.title, TITLE_LIMIT)) or "News"
    since = f"catching up since {moment(digest.since, 'f')}" if digest.since else ""
    return f"## {title}\n-# {dotted([moment(digest.composed_at, 'D'), since])}"


def _story(story: DigestStory, quotes: Sequence[str], *, lead: bool) -> str:
    title = headline(story.citation)
    lines = [f"### {title}" if lead else f"**{title}**", *quotes]
    lines.append(source_line(story.citation, with_headline=False, more=also_in(story)))
    return "\n".join(lines)


def also_in(story: DigestStory) -> str:
    """Return "also in The Herald, The Post and 2 more", or nothing."""
    own = story.citation.source
    others = (other.source for other in story.also_in)
    outlets = list(dict.fromkeys(source for source in others if source and source != own))
    if not outlets:
        return ""
    named = ", ".join(escape(clip(name, OUTLET_LIMIT)) for name in outlets[:_ALSO_LIMIT])
    more = len(outlets) - _ALSO_LIMIT
    return f"also in {named}{f' and {more} more' if more > 0 else ''}"


def _nothing(delivery: int | None) -> ui.Section[Any]:
    """Return the only line of an empty digest; its button, though dead, still names the delivery."""
    button: ui.Button[Any] = ui.Button(
        label="More", style=discord.ButtonStyle.secondary, custom_id=more_id(delivery, 0), disabled=True
    )
    return ui.Section("Nothing new this time.", accessory=button)


def _footer(digest: Digest, *, left_out: int) -> str:
    saved = digest.reading_minutes_saved
    parts = [
        f"{counted(left_out, 'more story', 'more stories')} left out" if left_out > 0 else "",
        f"Saves about {counted(saved, 'minute')} of reading" if saved > 0 else "",
        "Every sentence is quoted from its article, never rewritten",
    ]
    return f"-# {dotted(parts)}"
