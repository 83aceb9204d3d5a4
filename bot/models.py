"""The nouns that the rooms hand to each other: frozen values with no behaviour beyond their own shape.

Times are aware datetimes in UTC. Offsets are half-open and count code points in the text they belong to;
for everything that an :class:`Article` holds, that text is ``article.document.text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NewType

ArticleId = NewType("ArticleId", int)
"""Publish day (days since 1970-01-01) << 20 | sequence: fixed when an article is first stored."""

StoryId = NewType("StoryId", int)
"""The id of the article that opened the story."""

SubscriptionId = NewType("SubscriptionId", int)
DeliveryId = NewType("DeliveryId", int)

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


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence exactly as printed, and where it stands in the article's text."""

    text: str
    article: ArticleId
    start: int
    end: int
    highlights: tuple[tuple[int, int], ...] = ()
    """Spans inside `text` that answer the question or match the search."""


# --- answers ---------------------------------------------------------------------------------------------


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


# --- subscriptions and deliveries ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClockSchedule:
    """At times of day, on weekdays, in a zone."""

    times: tuple[str, ...]
    """"HH:MM", ascending."""
    days: frozenset[int]
    """0 is Monday."""
    timezone: str
    """An IANA name."""


@dataclass(frozen=True, slots=True)
class IntervalSchedule:
    """Every so many minutes."""

    minutes: int


Schedule = ClockSchedule | IntervalSchedule


@dataclass(frozen=True, slots=True)
class Slot:
    """One moment at which a subscription is due."""

    key: str
    """Unique a subscription: local time ("2024-10-09T07:30") by the clock, else the due instant."""
    due: datetime


class SubscriptionState(StrEnum):
    """Whether a subscription posts."""

    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel that gets a topic's digest on a schedule."""

    id: SubscriptionId
    guild: int
    channel: int
    topic: str
    """A topic's name, or "all"."""
    schedule: Schedule
    state: SubscriptionState
    pause_reason: str | None
    created_by: int
    created_at: datetime
    next_due: datetime


class DeliveryState(StrEnum):
    """Where a digest is on its way. `CLAIMED` alone is unfinished; all others are final."""

    CLAIMED = "claimed"
    """Written down and perhaps sent: after a crash it is looked for before it is sent again."""
    SENT = "sent"
    EMPTY = "empty"
    """There was nothing new to tell."""
    HELD = "held"
    """It may have been sent, and nobody can see: an admin is told, nothing is repeated."""
    FAILED = "failed"
    """Given up, with a reason."""


@dataclass(frozen=True, slots=True)
class DigestStory:
    """One story of a digest: the article that tells it, its quotes, and the others that tell it too."""

    citation: Citation
    quotes: tuple[Quote, ...]
    topics: tuple[str, ...] = ()
    also_in: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """What is posted: a topic's new stories, the most important first."""

    topic: str
    stories: tuple[DigestStory, ...]
    composed_at: datetime
    since: datetime | None = None
    """Set when slots were missed while the bot was away: the digest speaks for the time from here on."""
    reading_minutes_saved: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the ledger: one digest for one slot of one subscription."""

    id: DeliveryId
    subscription: SubscriptionId
    slot_key: str
    state: DeliveryState
    channel: int
    due: datetime
    claimed_at: datetime
    digest: Digest | None
    message: int | None = None
    attempts: int = 0
    reason: str | None = None


# --- health ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One line of a diagnosis."""

    success: bool
    label: str
    details: str = ""
    resolution: str = field(default="")
    """What to do about it, when `success` is False."""
