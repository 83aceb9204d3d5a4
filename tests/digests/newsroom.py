"""Small made-up articles, read as the reader would have read them."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from bot import resources
from bot.index import Index
from bot.ingest.clustering import StoryFinder
from bot.models import Article, Document, Sentence, TopicLabel

NOW = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
"""A Monday, and not before simcord's own clock, which stands at 2026-01-01."""
TODAY = NOW.date()


def write(
    headline: str,
    *sentences: str,
    source: str | None = "The Courier",
    day: date = TODAY,
    summary: tuple[int, ...] | None = None,
) -> Article:
    """Return an article of these sentences (one is made of the headline when none is given)."""
    said = sentences or (f"{headline}, officials said on Monday.",)
    text = "\n\n".join(said)
    spans = []
    start = 0
    for paragraph, sentence in enumerate(said):
        spans.append(Sentence(start, start + len(sentence), paragraph))
        start += len(sentence) + 2
    # nothing of one made-up article is like another, unless a test says so
    digest = hashlib.sha256(f"{headline}{text}{source}".encode()).digest()
    return Article(
        document=Document(
            headline=headline,
            text=text,
            published=datetime.combine(day, datetime.min.time(), UTC),
            source=source,
        ),
        sentences=tuple(spans),
        summary=tuple(range(len(spans))) if summary is None else summary,
        ranking=tuple(range(len(spans))),
        entities=(),
        dates=(),
        events=(),
        content_hash=digest.hex(),
        fingerprint=int.from_bytes(digest[:8], "big", signed=True),
    )


def copy_of(article: Article, source: str) -> Article:
    """Return the same text as another outlet prints it."""
    other = write(article.document.headline, "Placeholder.", source=source, day=article.document.day)
    return Article(
        document=Document(
            headline=article.document.headline,
            text=article.document.text,
            published=article.document.published,
            source=source,
        ),
        sentences=article.sentences,
        summary=article.summary,
        ranking=article.ranking,
        entities=(),
        dates=(),
        events=(),
        content_hash=other.content_hash,
        fingerprint=article.fingerprint,
    )


async def open_index(folder: Path) -> Index:
    """Return an empty index in a folder."""
    return await Index.open(folder / "nutgraf.db", resources.migrations())


async def publish(
    index: Index, *articles: Article, topic: str = "world", score: float = 2.0, now: datetime = NOW
) -> None:
    """Put articles into the index under one topic, and into their stories."""
    await index.articles.add([(article, [TopicLabel(topic, score)]) for article in articles], now=now)
    await StoryFinder(index).run()
