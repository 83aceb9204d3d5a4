"""What is in a digest: the newest stories that a channel has not been shown, the most important first."""

from __future__ import annotations

import asyncio
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.digests.naming import name_subject
from bot.digests.quoting import choose_quotes, quotable
from bot.models import (
    Article,
    ArticleId,
    Citation,
    Digest,
    DigestPreview,
    DigestStory,
    Preferences,
    Quote,
    Scope,
    StoredArticle,
    StoryId,
    Subject,
    Topic,
    TopicLabel,
    Window,
)
from bot.settings import DigestSettings
from bot.stories import best_teller

if TYPE_CHECKING:
    from bot.index import Index

USUAL = Preferences()
MOST_CANDIDATES = 200
"""Articles looked at for one digest: several times what one can show."""
READING_SPEED = 230
"""Words a minute, for silent reading of English (Brysbaert 2019: 238)."""

# The weight of each reason to put a story first. Freshness halves with each day, so that of stories told by
# one outlet today's comes first; one that several outlets tell passes a fresher one that only one tells.
_FRESHNESS_WEIGHT = 2.0
_SOURCES_WEIGHT = 1.0
_TOPIC_WEIGHT = 0.5
_CLEAR_TOPIC = 4.0
"""A topic score from which on an article is as much about the topic as can be."""


@dataclass(frozen=True, slots=True)
class _Story:
    """An event: the article that is quoted, and the others that tell it."""

    told_by: StoredArticle
    others: tuple[StoredArticle, ...]

    @property
    def articles(self) -> tuple[StoredArticle, ...]:
        return (self.told_by, *self.others)


_Shown = tuple[_Story, tuple[Quote, ...]]
"""A story and what is quoted of it."""


class Composer:
    """Composes digests of one moment; what several of them have in common is looked up once."""

    def __init__(
        self, index: Index, settings: DigestSettings, topics: Mapping[str, Topic], *, now: datetime
    ) -> None:
        self._index = index
        self._settings = settings
        self._topics = topics
        self._now = now

    async def compose(
        self,
        *,
        subject: Subject,
        scope: Scope,
        channel: int | None,
        preferences: Preferences = USUAL,
        since: datetime | None = None,
    ) -> Digest | None:
        """Return a digest for a channel (or the member with that id), or None when there is nothing new.

        `channel` None is a digest for nobody in particular: nothing counts as shown. `since` is set when
        slots were missed. Where a quiet day is to be said, a digest without stories is returned.
        Stories below the cut are left for the next digest. Raises :class:`StorageError`.
        """
        settings, now = self._settings, self._now
        oldest = now.date() - timedelta(days=settings.max_age_days) if settings.max_age_days else None
        wanted = subject.topics[0] if subject.topics else None
        if channel is None:
            articles = await self._index.articles.latest(
                scope, topic=wanted, window=Window(since=oldest), limit=MOST_CANDIDATES
            )
        else:
            articles = await self._index.articles.unseen(
                scope, topic=wanted, published_since=oldest, channel=channel, limit=MOST_CANDIDATES
            )
        story_of = await self._index.stories.of([article.id for article in articles], scope)
        groups: dict[StoryId, list[StoredArticle]] = defaultdict(list)
        for article in articles:
            groups[story_of[article.id]].append(article)
        # not on the event loop: many are due at eight o'clock
        shown = await asyncio.to_thread(_choose, list(groups.values()), wanted, now.date(), settings.stories)
        title = name_subject(subject, self._topics, {})
        return _digest(shown, subject=subject, title=title, now=now, since=since)

    async def explain(
        self,
        *,
        subject: Subject,
        scope: Scope,
        channel: int | None,
        preferences: Preferences = USUAL,
    ) -> DigestPreview:
        """Return what :meth:`compose` would, and why every other story of the last days is not in it."""
        digest = await self.compose(subject=subject, scope=scope, channel=channel, preferences=preferences)
        return DigestPreview(digest, ())


def preview(
    articles: Sequence[tuple[Article, Sequence[TopicLabel]]], *, now: datetime, settings: DigestSettings
) -> Digest | None:
    """Return what a digest of these articles alone would be, or None when none of them can be quoted.

    They are in no index: the ids by which they are cited mean nothing, and each is a story of its own.
    """
    stored = [
        StoredArticle(ArticleId(number), article, tuple(labels), now)
        for number, (article, labels) in enumerate(articles, 1)
    ]
    shown = _choose([[each] for each in stored], None, now.date(), settings.stories)
    return _digest(shown, subject=Subject(), title="", now=now)


def _digest(
    shown: Sequence[_Shown],
    *,
    subject: Subject,
    title: str,
    now: datetime,
    since: datetime | None = None,
) -> Digest | None:
    if not shown:
        return None
    return Digest(
        subject=subject,
        title=title,
        stories=tuple(_told(story, said) for story, said in shown),
        composed_at=now,
        since=since,
        reading_minutes_saved=_minutes_saved(shown),
    )


def _choose(
    groups: Sequence[Sequence[StoredArticle]], topic: str | None, today: date, most: int
) -> list[_Shown]:
    """Return the stories to show, the most important first, each with its quotes."""
    stories = _rank(groups, topic, today)[:most]
    quotes = choose_quotes([story.told_by for story in stories])
    return [(story, said) for story, said in zip(stories, quotes, strict=True) if said]


def _rank(groups: Sequence[Sequence[StoredArticle]], topic: str | None, today: date) -> list[_Story]:
    stories = []
    for group in groups:
        able = [article for article in group if quotable(article.article)]
        if able:
            told_by = best_teller(able)
            stories.append(_Story(told_by, tuple(article for article in group if article is not told_by)))
    return sorted(
        stories,
        key=lambda story: (
            _importance(story, topic, today),
            max(article.first_seen for article in story.articles),
            story.told_by.id,
        ),
        reverse=True,
    )


def _importance(story: _Story, topic: str | None, today: date) -> float:
    days = (today - max(article.article.document.day for article in story.articles)).days
    freshness = 0.5 ** max(days, 0)
    # an outlet that is not named cannot be told from another, so each such article counts as its own
    sources = len({article.article.document.source or article.id for article in story.articles})
    clearness = max(
        (
            label.score
            for article in story.articles
            for label in article.topics
            if topic is None or label.topic == topic
        ),
        default=0.0,
    )
    return (
        _FRESHNESS_WEIGHT * freshness
        + _SOURCES_WEIGHT * math.log2(sources)
        + _TOPIC_WEIGHT * min(clearness / _CLEAR_TOPIC, 1.0)
    )


def _told(story: _Story, quotes: tuple[Quote, ...]) -> DigestStory:
    return DigestStory(
        citation=_cite(story.told_by),
        quotes=quotes,
        topics=tuple(label.topic for label in story.told_by.topics),
        also_in=tuple(_cite(article) for article in story.others),
    )


def _cite(stored: StoredArticle) -> Citation:
    document = stored.article.document
    return Citation(
        article=stored.id,
        headline=document.headline,
        source=document.source,
        url=document.url,
        published=document.published,
        teaser=document.teaser,
    )


def _minutes_saved(shown: Sequence[_Shown]) -> int:
    """Count the articles that are quoted, not the others: nobody reads one story several times."""
    words = sum(len(story.told_by.article.document.text.split()) for story, _ in shown)
    quoted = sum(len(quote.text.split()) for _, quotes in shown for quote in quotes)
    return max(0, round((words - quoted) / READING_SPEED))
