"""What a question gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.models.articles import ArticleId, Citation, Precision, Quote


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody is given in the news, and the day of the newest article that says so."""

    text: str
    day: date


@dataclass(frozen=True, slots=True)
class Finding:
    """One entry of an answer: a person, an event, a dated event, an article, a story."""

    text: str
    role: str | None = None
    day: date | None = None
    precision: Precision = "day"
    quotes: tuple[Quote, ...] = ()
    also_in: tuple[Citation, ...] = ()
    """Other articles that tell the same."""
    roles: tuple[HeldRole, ...] = ()
    """Where the news gives somebody several, one after the other: the newest first."""
    beside: tuple[str, ...] = ()
    """With whom somebody is in the news, most often first."""
    counts: tuple[int, ...] = ()
    """How many stories a week, the oldest week first: what rises."""


AnswerKind = Literal["who", "what", "when", "ask", "search", "latest", "story", "trends"]

Confidence = Literal["sure", "likely", "unsure"]
"""How often such an answer is right, as measured: nearly always, mostly, about every other time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, best first, each sentence with its source; when that is nothing, what is near."""

    kind: AnswerKind
    about: str
    findings: tuple[Finding, ...]
    citations: Mapping[ArticleId, Citation]
    near: tuple[str, ...] = ()
    """Words to try instead, nearest first."""
    note: str | None = None
    """A sentence about how the question was understood ("Showing Benjamin Netanyahu.")."""
    confidence: Confidence | None = None
    """Of the first finding, where a question was answered."""
    total: int | None = None
    """How many findings there are, where `findings` are a part of them; None: these are all."""
    offset: int = 0
    """How many of them come before the first of `findings`."""
    cut: bool = False
    """There are more than `total`, which are not counted."""

    @property
    def found(self) -> bool:
        """Whether there is any evidence."""
        return bool(self.findings)
