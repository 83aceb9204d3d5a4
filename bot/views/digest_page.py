"""A digest's later pages: what its first page tells in a line, told with its sentences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.models import ArticleId, DigestStory
from bot.views.budget import TEXT_LIMIT, clip, width
from bot.views.buttons import more_button, page_button, page_id
from bot.views.digest_story import story_text, whole_quote
from bot.views.escape import escape
from bot.views.layout import INK, QUIET, Card, container, gap, rule
from bot.views.phrases import counted

MOST_STORIES = 7
"""Four components a story with its gap; box, head, rules, foot and buttons beside them make 37 of 40."""
_TITLE_LIMIT = 160
_FRAME = 260
"""Characters kept for head and foot beside the title."""

_Told = tuple[DigestStory, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Turned:
    """Which page of which digest is looked at."""

    title: str
    """The digest's, plain text."""
    delivery: int | None
    """None for a digest made for one member: the stories are then those of this page and of the next ones."""
    page: int
    """From 1; the digest's own message is page 0."""


def page_view(
    stories: Sequence[DigestStory],
    turned: Turned,
    *,
    gone: Collection[ArticleId] = frozenset(),
    missing: int = 0,
) -> Card:
    """Return a later page of a digest whose `stories` its first page did not tell at length.

    The articles that are `gone` are not shown, only counted, as are those `missing` among the stories.
    """
    pages = _pages(stories, TEXT_LIMIT - _FRAME - width(_title(turned)))
    place = 0 if turned.delivery is None else min(max(turned.page, 1), len(pages)) - 1
    page = turned.page if turned.delivery is None else place + 1
    shown = [told for told in pages[place] if told[0].citation.article not in gone] if pages else []
    parts: list[ui.Item[Any]] = [ui.TextDisplay(f"### {_title(turned)}\n-# Page {page + 1}"), rule()]
    for number, (story, quotes) in enumerate(shown):
        more = more_button(turned.delivery, story.citation.article)
        parts += [gap()] if number else []
        parts.append(ui.Section(story_text(story, quotes, lead=False), accessory=more))
    lost = missing + (len(pages[place]) - len(shown) if pages else 0)
    if lost or not shown:
        parts += [rule()] if shown else []
        parts.append(ui.TextDisplay(_lost(lost)))
    if row := _row(pages, place, page, turned.delivery):
        parts += [rule(), ui.ActionRow(*row)]
    return Card(container(parts, INK if shown else QUIET))


def _title(turned: Turned) -> str:
    return escape(clip(turned.title, _TITLE_LIMIT)) or "News"


def _lost(lost: int) -> str:
    if not lost:
        return "There is nothing more in this digest."
    return f"-# {counted(lost, 'story', 'stories')} of this page can be shown no more"


def _pages(stories: Sequence[DigestStory], room: int) -> list[list[_Told]]:
    """Part the stories into pages, each story with all its sentences that fit into a message whole."""
    pages: list[list[_Told]] = []
    left = 0
    for story in stories:
        quotes: list[str] = []
        used = width(story_text(story, (), lead=False))
        for quote in story.quotes:
            said = whole_quote(quote, room - used - 1)
            if said is not None:
                quotes.append(said)
                used += width(said) + 1
        if not pages or used > left or len(pages[-1]) == MOST_STORIES:
            pages.append([])
            left = room
        pages[-1].append((story, tuple(quotes)))
        left -= used
    return pages


def _row(
    pages: Sequence[Sequence[_Told]], place: int, page: int, delivery: int | None
) -> list[ui.Button[Any]]:
    """Return *Back* and *Next page*, as far as there is something to turn to."""
    row = []
    if place:
        row.append(page_button("Back", "◀️", page_id(delivery, page - 1)))
    if place + 1 < len(pages):
        rest = [story.citation.article for each in pages[place + 1 :] for story, _ in each]
        row.append(page_button("Next page", "▶️", page_id(delivery, page + 1, rest)))
    return row
