"""What a source hands over, what the reader finds in it, what the index keeps, and who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NewType

ArticleId = NewType("ArticleId", int)
"""Publish day (days since 1970-01-01) << 20 | sequence: fixed when an article is first stored."""

StoryId = NewType("StoryId", int)
"""The id of the article that opened the story."""

EntityKind = Literal["person", "organisation", "place"]
Precision = Literal["day", "month", "year"]


# --- sources and reading ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Document:
    """One article as a source hands it over: fields told apart, nothing yet understood."""

    headline: str
    text: str
    """The body: paragraphs parted by one blank line, without caption, headline, date line or trailer."""
    published: datetime
    """Midnight UTC when the source names only a day."""
    published_guessed: bool = False
    """True when the source gives no date and `published` is a guess (a file's modification time)."""
    caption: str | None = None
    byline: str | None = None
    source: str | None = None
    """The outlet's name."""
    url: str | None = None
    topics: tuple[str, ...] = ()
    """Topic names that the publisher gave, in its own spelling."""
    trailer: str | None = None
    language: str = "en"
    origin: str = ""
    """Where it was found (a path or an address), for messages to the operator."""
    picture: str | None = None
    """Address of the article's picture."""
    teaser: bool = False
    """True when `text` is only the beginning of an article that must be paid for or could not be had."""

    @property
    def day(self) -> date:
        """The publish day, in UTC."""
        return self.published.date()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the body, by its place in the text."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named."""

    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Entity:
    """Who or what an article names, with all its mentions joined under the fullest form of the name."""

    name: str
    kind: EntityKind
    mentions: tuple[Mention, ...]
    role: str | None = None
    """What the text says it is ("Israel's Defense Minister"), in the text's own words."""
    salience: float = 0.0
    """0 to 1: how much this article is about it."""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression and its TIMEX3 value, as in TempEval-3 ("2024-10-09", "P3D", "PAST_REF")."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A sentence that says what happened on a day."""

    sentence: int
    start: int
    end: int
    """The span of the time expression that dates it."""
    day: date
    """The day; the first day of the month or year where `precision` is coarser."""
    precision: Precision
    year_given: bool
    """True when the text itself names the year, False when the reader fixed it."""


@dataclass(frozen=True, slots=True)
class Article:
    """What the reader found in one document."""

    document: Document
    sentences: tuple[Sentence, ...]
    summary: tuple[int, ...]
    """Indices of the summary's sentences, in text order."""
    ranking: tuple[int, ...]
    """Indices of the sentences fit to be quoted, best first."""
    entities: tuple[Entity, ...]
    """Most salient first."""
    dates: tuple[TimeExpression, ...]
    events: tuple[DatedEvent, ...]
    content_hash: str
    """The same for texts that differ only in space, case or typography."""
    fingerprint: int
    """A 64-bit simhash, signed: near texts differ in few bits."""
    boilerplate: frozenset[int] = frozenset()
    """Indices of the sentences that belong to the page around the article: they are never quoted."""

    def quote(self, sentence: int) -> str:
        """Return the words of one sentence, as printed."""
        span = self.sentences[sentence]
        return self.document.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a channel can subscribe to, and how an article is recognised as one of it."""

    name: str
    title: str
    description: str
    emoji: str
    words: Mapping[str, float]
    """Words and phrases, lower case, with the weight that one occurrence adds; "vaccin*" begins a word."""
    excluded: tuple[str, ...] = ()
    """Words and phrases that speak against it."""
    threshold: float = 1.0
    entities: Mapping[tuple[str, EntityKind | None], float] = field(default_factory=dict)
    """Names as printed, with their weights; where a kind is given, the reader must have found that kind."""


@dataclass(frozen=True, slots=True)
class TopicLabel:
    """An article is about a topic, and how clearly (at least 1 when it counts)."""

    topic: str
    score: float


# --- who may see what ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose eyes a read is for: what the installation shares, and what this guild and this user added."""

    guild: int | None
    user: int | None

    @classmethod
    def everyone(cls) -> Scope:
        """Return the scope of somebody of whom nothing is known: global sources only."""
        return cls(guild=None, user=None)


@dataclass(frozen=True, slots=True)
class Window:
    """A span of publish days, both ends included; None is open."""

    since: date | None = None
    until: date | None = None


# --- the index -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the index keeps it, with all that answers and digests need."""

    id: ArticleId
    article: Article
    topics: tuple[TopicLabel, ...]
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quoted sentence comes from."""

    article: ArticleId
    headline: str
    source: str | None
    url: str | None
    published: datetime
    teaser: bool = False
    """Only the beginning of the article was had: the rest must be paid for, or its page could not be read."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence exactly as printed, and where it stands in the article's text."""

    text: str
    article: ArticleId
    start: int
    end: int
    highlights: tuple[tuple[int, int], ...] = ()
    """Spans inside `text` that answer the question or match the search."""
