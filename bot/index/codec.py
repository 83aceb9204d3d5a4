"""Rows to nouns and back: the only place that knows how a value is spelt in a column."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.models import (
    Article,
    ArticleId,
    DatedEvent,
    Document,
    Entity,
    Mention,
    Sentence,
    StoredArticle,
    TimeExpression,
    TopicLabel,
)

_EPOCH = date(1970, 1, 1)

SEQUENCE_BITS = 20
"""An article's id is its publish day << these | a sequence number, with room for a million articles a day."""


def to_seconds(moment: datetime) -> int:
    """Return whole seconds since 1970, rounded down."""
    return math.floor(moment.timestamp())


def to_moment(seconds: int) -> datetime:
    """Return the aware UTC datetime of a column of seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def to_day_number(day: date) -> int:
    """Return whole days since 1970."""
    return (day - _EPOCH).days


def to_day(number: int) -> date:
    """Return the date of a column of days."""
    return date.fromordinal(_EPOCH.toordinal() + number)


def day_of(article_id: int) -> date:
    """Return the publish day that an article's id says."""
    return to_day(article_id >> SEQUENCE_BITS)


def dump(value: Any) -> str:
    """Return compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# --- articles --------------------------------------------------------------------------------------------


def reading_to_json(article: Article) -> str:
    """Return what `article.reading` holds."""
    return dump(
        {
            "sentences": [[s.start, s.end, s.paragraph] for s in article.sentences],
            "summary": article.summary,
            "ranking": article.ranking,
            "dates": [[d.start, d.end, d.value] for d in article.dates],
            "boilerplate": sorted(article.boilerplate),
        }
    )


def article_columns(article: Article, article_id: int, first_seen: datetime) -> dict[str, Any]:
    """Return the named columns of a row of `article`."""
    document = article.document
    return {
        "id": article_id,
        "content_hash": article.content_hash,
        "fingerprint": article.fingerprint,
        "headline": document.headline,
        "text": document.text,
        "caption": document.caption,
        "byline": document.byline,
        "source": document.source,
        "url": document.url,
        "trailer": document.trailer,
        "language": document.language,
        "origin": document.origin,
        "publisher_topics": dump(document.topics),
        "published_at": to_seconds(document.published),
        "published_guessed": int(document.published_guessed),
        "first_seen": to_seconds(first_seen),
        "picture": document.picture,
        "teaser": int(document.teaser),
        "reading": reading_to_json(article),
    }


def stored_article(
    row: sqlite3.Row,
    entities: Sequence[sqlite3.Row],
    events: Sequence[sqlite3.Row],
    topics: Sequence[sqlite3.Row],
) -> StoredArticle:
    """Put an article together from its row and the rows that hang on it."""
    reading = json.loads(row["reading"])
    return StoredArticle(
        id=ArticleId(row["id"]),
        article=Article(
            document=_document(row),
            sentences=tuple(Sentence(*span) for span in reading["sentences"]),
            summary=tuple(reading["summary"]),
            ranking=tuple(reading["ranking"]),
            entities=entities_of(entities),
            dates=tuple(TimeExpression(*span) for span in reading["dates"]),
            events=tuple(_event(each) for each in events),
            content_hash=row["content_hash"],
            fingerprint=row["fingerprint"],
            # an index of the first version has none
            boilerplate=frozenset(reading.get("boilerplate", ())),
        ),
        topics=tuple(TopicLabel(each["topic"], each["score"]) for each in topics),
        first_seen=to_moment(row["first_seen"]),
    )


def entities_of(rows: Sequence[sqlite3.Row]) -> tuple[Entity, ...]:
    """Return the entities of rows of `article_entity` joined with `entity`."""
    # decoded in one go: there are many of them, each of a few numbers
    mentions = json.loads(f"[{','.join(row['mentions'] for row in rows)}]")
    return tuple(
        Entity(
            name=row["name"],
            kind=row["kind"],
            mentions=tuple([Mention(*span) for span in spans]),
            role=row["role"],
            salience=row["salience"],
        )
        for row, spans in zip(rows, mentions, strict=True)
    )


def _document(row: sqlite3.Row) -> Document:
    return Document(
        headline=row["headline"],
        text=row["text"],
        published=to_moment(row["published_at"]),
        published_guessed=bool(row["published_guessed"]),
        caption=row["caption"],
        byline=row["byline"],
        source=row["source"],
        url=row["url"],
        topics=tuple(json.loads(row["publisher_topics"])),
        trailer=row["trailer"],
        language=row["language"],
        origin=row["origin"],
        picture=row["picture"],
        teaser=bool(row["teaser"]),
    )


def _event(row: sqlite3.Row) -> DatedEvent:
    return DatedEvent(
        sentence=row["sentence"],
        start=row["start"],
        end=row["end"],
        day=to_day(row["day"]),
        precision=row["precision"],
        year_given=bool(row["year_given"]),
    )
