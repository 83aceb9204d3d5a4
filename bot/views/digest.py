"""The card of a digest: one message, whatever the stories hold, and nothing of them is lost.

First the lead story with more sentences, then the others, then those in brief. What does not fit at length is
told in a line, and all that is not told at length is on the next pages (:mod:`bot.views.digest_page`).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import discord
from discord import ui

from bot.models import ArticleId, Digest, DigestStory
from bot.views.budget import COMPONENT_LIMIT, TEXT_LIMIT, clip, width
from bot.views.buttons import more_button, more_id, page_button, page_id, story_button
from bot.views.digest_story import brief_line, story_text, whole_quote
from bot.views.escape import escape
from bot.views.layout import INK, QUIET, Card, container, gap, rule
from bot.views.phrases import counted, dotted, moment

MOST_STORIES = 9
"""At length: three components a story. With the lead's row, the box and all that may be around them nine make
41, one more than Discord takes: the line below the head then goes."""
TITLE_LIMIT = 160
_BRIEF_HEAD = "**In brief**"
_BRIEF_ROOM = 600
"""Kept for the lines in brief, if there are so many, before any story gets a second sentence."""
_MORE_ROOM = 48
"""For the line that counts those without a line."""


_Told = tuple[DigestStory, list[str]]
"""A story with the sentences that it is given so far."""


@dataclass(frozen=True, slots=True)
class Front:
    """What stands where on a digest's first page."""

    told: tuple[tuple[ArticleId, str], ...]
    """The stories told at length, each by its article and in its words; the first is the lead."""
    brief: tuple[str, ...]
    """Lines, without the head."""
    later: tuple[DigestStory, ...]
    """All that are not told at length, for the next pages."""


def digest_view(digest: Digest, *, delivery: int | None) -> Card:
    """Return the card of a digest; `delivery` is None for one made for a single member.

    Every sentence is shown whole or not at all. There is always a custom_id that names the delivery.
    """
    mention = [ui.TextDisplay[Any](f"<@&{digest.mention}>")] if digest.mention is not None else []
    front = front_of(digest)
    if not front.told:
        return Card(*mention, _quiet_day(digest, delivery))
    stories = _stories(front, delivery)
    after: list[ui.Item[Any]] = []
    if front.brief:
        after += [rule(), ui.TextDisplay("\n".join((_BRIEF_HEAD, *front.brief)))]
    after += [rule(), ui.TextDisplay(_footer(digest))]
    if front.later:
        articles = [story.citation.article for story in front.later]
        after.append(ui.ActionRow(page_button("Next page", "▶️", page_id(delivery, 1, articles))))
    before: list[ui.Item[Any]] = [ui.TextDisplay(_header(digest)), rule()]
    # counted as Discord does: with what is in them, and the box
    size = 1 + sum(map(_size, [*mention, *before, *chain.from_iterable(stories), *after]))
    if size > COMPONENT_LIMIT:
        before.pop()
    elif size + len(stories) - 1 <= COMPONENT_LIMIT:
        # the lead stands by itself
        stories = [[*_above(place), *story] for place, story in enumerate(stories)]
    return Card(*mention, container([*before, *chain.from_iterable(stories), *after], INK))


@functools.lru_cache(maxsize=1024)
def front_of(digest: Digest) -> Front:
    """Say what stands where on the first page; always the same for the same digest, which many channels get.

    First each story gets its headline and first sentence, as far as there is room beside what is kept for
    the lines in brief; what gets neither is told in brief. Then the lead gets its other sentences, the brief
    stories their lines, the others their further sentences.
    """
    stories = _once(digest.all_stories)
    wanted = stories[: min(max(len(digest.stories), 1), MOST_STORIES)]
    frame = _header(digest), _footer(digest), f"<@&{digest.mention}>"
    space = TEXT_LIMIT - sum(map(width, frame))
    reserve = _room_for_lines(stories[len(wanted) :])
    told, room = _with_first_quotes(wanted, space - reserve)
    if len(told) < len(wanted):
        # what found no room needs a line now, and is no longer at length: once more, with less room
        reserve = _room_for_lines(_without(stories, told))
        told, room = _with_first_quotes(wanted, space - reserve)
    room = _add_quotes(told[:1], room)
    later = _without(stories, told)
    brief, room = _brief([brief_line(story) for story in later], room + reserve)
    _add_quotes(told[1:], room)
    texts = [story_text(story, said, lead=not place) for place, (story, said) in enumerate(told)]
    articles = [story.citation.article for story, _ in told]
    return Front(tuple(zip(articles, texts, strict=True)), brief, later)


def _room_for_lines(stories: Sequence[DigestStory]) -> int:
    """Return the room that is kept for stories in brief."""
    if not stories:
        return 0
    return (
        width(_BRIEF_HEAD)
        + _MORE_ROOM
        + min(sum(width(brief_line(each)) + 1 for each in stories), _BRIEF_ROOM)
    )


def _with_first_quotes(stories: Sequence[DigestStory], room: int) -> tuple[list[_Told], int]:
    """Return the stories whose headline and first sentence fit, the first in any case; and what is left."""
    told: list[_Told] = []
    for story in stories:
        bare = width(story_text(story, (), lead=not told))
        first = whole_quote(story.quotes[0], room - bare - 1) if story.quotes else None
        if told and (bare > room or (story.quotes and first is None)):
            continue
        told.append((story, [first] if first else []))
        room -= bare + (width(first) + 1 if first else 0)
    return told, room


def _without(stories: Sequence[DigestStory], told: Sequence[_Told]) -> tuple[DigestStory, ...]:
    shown = {story.citation.article for story, _ in told}
    return tuple(story for story in stories if story.citation.article not in shown)


def _once(stories: Sequence[DigestStory]) -> tuple[DigestStory, ...]:
    """Drop a story told by an article already there: Discord refuses two buttons with one custom_id."""
    return tuple({story.citation.article: story for story in reversed(stories)}.values())[::-1]


def _add_quotes(told: Sequence[_Told], room: int) -> int:
    """Give each story its further sentences in turns, as far as they fit; return what room is left."""
    for number in range(1, max((len(story.quotes) for story, _ in told), default=0)):
        for story, said in told:
            text = whole_quote(story.quotes[number], room - 1) if number < len(story.quotes) else None
            if text is not None:
                said.append(text)
                room -= width(text) + 1
    return room


def _brief(lines: Sequence[str], room: int) -> tuple[tuple[str, ...], int]:
    """Return as many lines as fit, then how many more there are; and what room is left."""
    if not lines:
        return (), room
    room -= width(_BRIEF_HEAD) + _MORE_ROOM
    kept: list[str] = []
    for line in lines:
        if width(line) + 1 <= room:
            kept.append(line)
            room -= width(line) + 1
    left_out = len(lines) - len(kept)
    if left_out and kept:
        kept.append(f"-# and {left_out} more on the next page")
    elif left_out:
        kept.append(f"-# {counted(left_out, 'story is', 'stories are')} on the next page")
    else:
        room += _MORE_ROOM
    return tuple(kept), room


def _stories(front: Front, delivery: int | None) -> list[list[ui.Item[Any]]]:
    """Return the components of each story that is told at length."""
    shown: list[list[ui.Item[Any]]] = []
    for place, (article, text) in enumerate(front.told):
        shown.append([ui.Section(text, accessory=more_button(delivery, article))])
        if not place:
            row = (story_button(action, article) for action in ("who", "when", "save"))
            shown[-1].append(ui.ActionRow(*row))
    return shown


def _above(place: int) -> list[ui.Item[Any]]:
    """Return what parts a story from the one above it: a line below the lead, air below the others."""
    if place == 0:
        return []
    return [rule() if place == 1 else gap()]


def _size(item: ui.Item[Any]) -> int:
    """Return how many components Discord counts in one."""
    if isinstance(item, ui.Section):
        return 3
    return 1 + len(item.children) if isinstance(item, ui.ActionRow) else 1


def _header(digest: Digest) -> str:
    title = escape(clip(digest.title, TITLE_LIMIT)) or "News"
    since = f"catching up since {moment(digest.since, 'f')}" if digest.since else ""
    return f"## {title}\n-# {dotted([moment(digest.composed_at, 'D'), since])}"


def _quiet_day(digest: Digest, delivery: int | None) -> ui.Container[Any]:
    """Return the whole of an empty digest; its button also names the delivery."""
    title = "" if digest.subject.everything else escape(clip(digest.title, TITLE_LIMIT))
    since = f" since {moment(digest.since, 'f')}" if digest.since else ""
    text = f"☕ A quiet day: nothing new{f' on {title}' if title else ''}{since}."
    button: ui.Button[Any] = ui.Button(
        label="Latest news", style=discord.ButtonStyle.secondary, custom_id=more_id(delivery, 0)
    )
    return container([ui.Section(text, accessory=button)], QUIET)


def _footer(digest: Digest) -> str:
    minutes, share = digest.reading_minutes_saved, round(100 * min(max(digest.saved_share, 0.0), 1.0))
    saved = f"Saves about {counted(minutes, 'minute')} of reading" if minutes > 0 else ""
    if saved and share:
        saved += f", {share} %"
    return f"-# {dotted([saved, 'Every sentence is quoted from its article, never rewritten'])}"
