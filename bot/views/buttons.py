"""What the buttons that live for ever carry in their custom_ids: all that a press years later needs.

The layouts hold plain buttons with these custom_ids; ``cogs/answers.py`` and ``cogs/story_buttons.py`` answer
them.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

import discord
from discord import ui

from bot.models import AnswerKind, ArticleId, Window
from bot.views.budget import label, width

CUSTOM_ID_LIMIT = 100

MORE_TEMPLATE = re.compile(r"ng:d:(?P<delivery>\d{1,20}):(?P<article>\d{1,20})")
"""A digest's *More*. The delivery ledger looks for its message by this after a crash: do not change it."""

STORY_TEMPLATE = re.compile(
    r"ng:w:(?P<action>who|when|save):(?P<article>\d{1,20})(?::(?P<channel>\d{1,20}):(?P<message>\d{1,20}))?"
)
"""What is done with one story, and, where the button's own message does not tell, where it was posted."""

PAGE_TEMPLATE = re.compile(
    r"ng:p:(?P<delivery>\d{1,20}):(?P<page>\d{1,4})(?::(?P<articles>[\w-]{1,90}))?", re.ASCII
)
"""A digest's later page: the ledger knows what is on it, or else it is these articles, in base 64."""

ANSWER_TEMPLATE = re.compile(
    rf"ng:(?P<action>[as]):(?P<kind>{'|'.join(get_args(AnswerKind))}):(?P<page>\d{{1,4}})"
    r":(?P<topic>[a-z0-9-]*):(?P<since>\d{0,7}):(?P<until>\d{0,7}):(?P<about>.*)",
    re.DOTALL,
)

Action = Literal["a", "s"]
"""Show an *answer*'s page here, or *share* it."""


def more_id(delivery: int | None, article: int) -> str:
    """Return the custom_id of a story's *More*; no delivery: a digest made for one member."""
    return f"ng:d:{delivery or 0}:{article}"


def more_button(delivery: int | None, article: int) -> ui.Button[Any]:
    """Return the button beside a story."""
    return ui.Button(label="More", style=discord.ButtonStyle.secondary, custom_id=more_id(delivery, article))


# --- a story ---------------------------------------------------------------------------------------------

StoryAction = Literal["who", "when", "save"]

_STORY_LABELS: Mapping[StoryAction, tuple[str, str]] = {
    "who": ("Who", "👤"),
    "when": ("When", "🗓️"),
    "save": ("Save", "📥"),
}


@dataclass(frozen=True, slots=True)
class Posted:
    """The message under which a story was met."""

    channel: int
    message: int


def story_button(action: StoryAction, article: int, posted: Posted | None = None) -> ui.Button[Any]:
    """Return *Who*, *When* or *Save*; `posted`: for a message that one member alone sees."""
    place = f":{posted.channel}:{posted.message}" if posted else ""
    name, emoji = _STORY_LABELS[action]
    return ui.Button(
        label=name,
        emoji=emoji,
        style=discord.ButtonStyle.secondary,
        custom_id=f"ng:w:{action}:{article}{place}",
    )


def read_posted(match: re.Match[str]) -> Posted | None:
    """Return where a story's button says that the story was posted."""
    return Posted(int(match["channel"]), int(match["message"])) if match["message"] else None


# --- pages of a digest -----------------------------------------------------------------------------------

_ARTICLE_BYTES = 5
"""What the number of an article published before the year 4800 takes."""


def page_id(delivery: int | None, page: int, articles: Sequence[ArticleId] = ()) -> str:
    """Return the custom_id of a digest's later page (from 1).

    It names the `articles` of that page and the following ones, too, the first thirteen or so, as many as
    Discord's 100 characters hold: without a delivery, or once its subscription has ended, there is no ledger
    to ask.
    """
    text = f"ng:p:{delivery or 0}:{page}"
    if not articles:
        return text
    most = (CUSTOM_ID_LIMIT - len(text) - 1) * 6 // 8 // _ARTICLE_BYTES
    packed = b"".join(each.to_bytes(_ARTICLE_BYTES, "big") for each in articles[:most])
    return f"{text}:{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"


def page_button(name: str, emoji: str, custom_id: str) -> ui.Button[Any]:
    """Return a button that turns to another page of a digest."""
    return ui.Button(label=name, emoji=emoji, style=discord.ButtonStyle.secondary, custom_id=custom_id)


def read_articles(match: re.Match[str]) -> list[ArticleId]:
    """Return the articles that a page's custom_id names; none for one that is not ours."""
    text = match["articles"] or ""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return []
    numbers = (packed[start : start + _ARTICLE_BYTES] for start in range(0, len(packed), _ARTICLE_BYTES))
    return [ArticleId(int.from_bytes(number, "big")) for number in numbers]


# --- an answer -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What was asked, so that it can be asked again for another page."""

    kind: AnswerKind
    about: str
    topic: str | None = None
    window: Window = field(default_factory=Window)

    def custom_id(self, action: Action, page: int) -> str | None:
        """Return the custom_id, or None when Discord's 100 characters do not hold it."""
        since, until = (str(day.toordinal()) if day else "" for day in (self.window.since, self.window.until))
        text = f"ng:{action}:{self.kind}:{page}:{self.topic or ''}:{since}:{until}:{self.about}"
        fits = width(text) <= CUSTOM_ID_LIMIT and self.about.isprintable()
        return text if fits and ANSWER_TEMPLATE.fullmatch(text) else None


def read_answer_id(match: re.Match[str]) -> tuple[AnswerKey, int]:
    """Return what a press asks for, and which page; raises ValueError on a custom_id not ours."""
    window = Window(since=_day(match["since"]), until=_day(match["until"]))
    kinds: dict[str, AnswerKind] = {kind: kind for kind in get_args(AnswerKind)}
    key = AnswerKey(kinds[match["kind"]], match["about"], topic=match["topic"] or None, window=window)
    return key, int(match["page"])


def _day(ordinal: str) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal else None


def suggestion_button(text: str, custom_id: str) -> ui.Button[Any]:
    """Return a button that tries other words."""
    return ui.Button(label=label(text), style=discord.ButtonStyle.secondary, custom_id=custom_id)


def link_button(text: str, url: str) -> ui.Button[Any]:
    """Return a button that opens an address, which must be safe."""
    return ui.Button(label=label(text), url=url)
