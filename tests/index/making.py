"""Articles made of a few words, with the names and days that a test needs found in them."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time

from bot import resources
from bot.index import AddResult, Index
from bot.index.database import Database
from bot.models import (
    Article,
    ArticleId,
    DatedEvent,
    Document,
    Entity,
    EntityKind,
    Mention,
    Scope,
    Sentence,
    TopicLabel,
    Window,
)
from bot.reading import content_hash

NOW = datetime(2024, 10, 11, 8, tzinfo=UTC)
TODAY = NOW.date()
EVERYONE = Scope.everyone()
ANY_TIME = Window()


def person(name: str, role: str | None = None, kind: EntityKind = "person") -> Entity:
    """Return somebody whom :func:`article` looks for in its text."""
    return Entity(name, kind, (), role)


def article(
    *sentences: str,
    headline: str = "Council meets",
    day: date = TODAY,
    names: tuple[Entity, ...] = (),
    days: tuple[tuple[str, date], ...] = (),
    source: str | None = "The Courier",
    url: str | None = None,
) -> Article:
    """Return an article of these sentences.

    `names` are found in the text by the last word of each name, `days` by their words.
    """
    said = sentences or ("The council met at the town hall on Monday evening to talk about the ferry.",)
    text = "\n\n".join(said)
    spans = []
    start = 0
    for paragraph, sentence in enumerate(said):
        spans.append(Sentence(start, start + len(sentence), paragraph))
        start += len(sentence) + 2
    document = Document(headline, text, datetime.combine(day, time(), UTC), source=source, url=url)
    fingerprint = hashlib.sha256(f"{headline}{text}".encode("utf-8", "replace")).digest()
    return Article(
        document=document,
        sentences=tuple(spans),
        summary=(0,),
        ranking=tuple(range(len(spans))),
        entities=tuple(_found(entity, text, spans, place) for place, entity in enumerate(names)),
        dates=(),
        events=tuple(_dated(words, when, text, spans) for words, when in days),
        content_hash=content_hash(document),
        fingerprint=int.from_bytes(fingerprint[:8], "big", signed=True),
    )


def _found(entity: Entity, text: str, spans: list[Sentence], place: int) -> Entity:
    word = entity.name if entity.name in text else (entity.name.split() or [text])[-1]
    mentions = []
    at = text.find(word)
    while at >= 0:
        inside = next(number for number, span in enumerate(spans) if span.start <= at < span.end)
        mentions.append(Mention(at, at + len(word), inside))
        at = text.find(word, at + 1)
    return Entity(entity.name, entity.kind, tuple(mentions), entity.role, salience=0.9 / (1 + place))


def _dated(words: str, day: date, text: str, spans: list[Sentence]) -> DatedEvent:
    at = text.index(words)
    inside = next(number for number, span in enumerate(spans) if span.start <= at < span.end)
    return DatedEvent(inside, at, at + len(words), day, "day", year_given=False)


async def store(
    index: Index, *articles: Article, topic: str | None = "world", feed: int = 1, now: datetime = NOW
) -> AddResult:
    """Put articles into the index, all under one topic."""
    labels = [TopicLabel(topic, 2.0)] if topic else []
    return await index.articles.add([(each, labels) for each in articles], feed=feed, now=now)


async def store_one(index: Index, one: Article, *, topic: str | None = "world", feed: int = 1) -> ArticleId:
    """Put an article into the index and return its id."""
    return (await store(index, one, topic=topic, feed=feed)).new[0]


async def add_feed(index: Index, number: int, owner: str) -> int:
    """Add a feed with this number of 'global', 'guild:<id>' or 'user:<id>'."""
    await run_sql(index, "INSERT INTO feed (id, owner, kind, title) VALUES (?, ?, 'rss', '')", number, owner)
    return number


async def run_sql(index: Index, sql: str, *parameters: object) -> None:
    """Run a statement as a store would."""
    async with database_of(index).transaction() as transaction:
        await transaction.write(sql, parameters)


def database_of(index: Index) -> Database:
    """Return the database behind an index."""
    return index._database


def migrations() -> list[tuple[int, str]]:
    """Return the index's own migrations."""
    return resources.migrations()
