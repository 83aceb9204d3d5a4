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
    Citation,
    ClockSchedule,
    DatedEvent,
    Delivery,
    DeliveryId,
    DeliveryState,
    Digest,
    DigestStory,
    Document,
    Entity,
    IntervalSchedule,
    Mention,
    Quote,
    Schedule,
    Sentence,
    StoredArticle,
    Subscription,
    SubscriptionId,
    SubscriptionState,
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


# --- subscriptions ---------------------------------------------------------------------------------------


def schedule_to_json(schedule: Schedule) -> str:
    """Return what `subscription.schedule` holds."""
    if isinstance(schedule, IntervalSchedule):
        return dump({"minutes": schedule.minutes})
    return dump({"times": schedule.times, "days": sorted(schedule.days), "timezone": schedule.timezone})


def _schedule(text: str) -> Schedule:
    value = json.loads(text)
    if "minutes" in value:
        return IntervalSchedule(value["minutes"])
    return ClockSchedule(tuple(value["times"]), frozenset(value["days"]), value["timezone"])


def subscription(row: sqlite3.Row) -> Subscription:
    """Return the subscription of a row."""
    return Subscription(
        id=SubscriptionId(row["id"]),
        guild=row["guild"],
        channel=row["channel"],
        topic=row["topic"],
        schedule=_schedule(row["schedule"]),
        state=SubscriptionState(row["state"]),
        pause_reason=row["pause_reason"],
        created_by=row["created_by"],
        created_at=to_moment(row["created_at"]),
        next_due=to_moment(row["next_due"]),
    )


# --- deliveries ------------------------------------------------------------------------------------------


def delivery(row: sqlite3.Row) -> Delivery:
    """Return the delivery of a row."""
    return Delivery(
        id=DeliveryId(row["id"]),
        subscription=SubscriptionId(row["subscription_id"]),
        slot_key=row["slot_key"],
        state=DeliveryState(row["state"]),
        channel=row["channel"],
        due=to_moment(row["due"]),
        claimed_at=to_moment(row["claimed_at"]),
        digest=None if row["digest"] is None else _digest(json.loads(row["digest"])),
        message=row["message"],
        attempts=row["attempts"],
        reason=row["reason"],
    )


def digest_to_json(digest: Digest) -> str:
    """Return what `delivery.digest` holds: all that is needed to send the same message again."""
    return dump(
        {
            "topic": digest.topic,
            "composed_at": to_seconds(digest.composed_at),
            "since": None if digest.since is None else to_seconds(digest.since),
            "saved": digest.reading_minutes_saved,
            "stories": [
                {
                    "citation": _citation_to_json(story.citation),
                    "quotes": [[q.text, q.article, q.start, q.end, q.highlights] for q in story.quotes],
                    "topics": story.topics,
                    "also_in": [_citation_to_json(each) for each in story.also_in],
                }
                for story in digest.stories
            ],
        }
    )


def _digest(value: dict[str, Any]) -> Digest:
    return Digest(
        topic=value["topic"],
        stories=tuple(
            DigestStory(
                citation=_citation(story["citation"]),
                quotes=tuple(
                    Quote(text, ArticleId(article), start, end, tuple((a, b) for a, b in highlights))
                    for text, article, start, end, highlights in story["quotes"]
                ),
                topics=tuple(story["topics"]),
                also_in=tuple(_citation(each) for each in story["also_in"]),
            )
            for story in value["stories"]
        ),
        composed_at=to_moment(value["composed_at"]),
        since=None if value["since"] is None else to_moment(value["since"]),
        reading_minutes_saved=value["saved"],
    )


def _citation_to_json(citation: Citation) -> list[Any]:
    return [
        citation.article,
        citation.headline,
        citation.source,
        citation.url,
        to_seconds(citation.published),
        citation.teaser,
    ]


def _citation(value: list[Any]) -> Citation:
    article, headline, source, url, published, *further = value
    # what the first version wrote says nothing of it
    teaser = bool(further and further[0])
    return Citation(ArticleId(article), headline, source, url, to_moment(published), teaser)
