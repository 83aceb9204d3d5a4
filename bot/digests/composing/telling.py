"""From chosen stories to a digest: who tells each, what is quoted of it, what it saves; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.digests.composing.choosing import Room
from bot.digests.composing.quoting import (
    BRIEF_QUOTES,
    LEAD_QUOTES,
    best_first,
    choose_quotes,
    quotable,
    quotes_of,
)
from bot.models import ArticleId, Citation, Digest, DigestStory, Length, Order, Quote, StoredArticle, StoryId
from bot.stories import best_teller

READING_SPEED = 230
"""Words a minute, for silent reading of English (Brysbaert 2019: 238)."""
MOST_ALSO_IN = 20
"""Other articles that are named beside a story, one an outlet."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A story with all that a digest may say of it; made once, for however many digests.

    The article itself is not kept: a thousand of them would make every collection of garbage a long stop.
    """

    story: StoryId
    told_at: int
    """Seconds since 1970."""
    citation: Citation
    topics: tuple[str, ...]
    words: int
    """Of the article that is quoted."""
    quotes: tuple[Quote, ...]
    """What may be quoted of it, the best first."""
    also_in: tuple[Citation, ...] = ()
    updates: datetime | None = None
    """When it was shown before; the sentences are then those that say what is new."""


def tell(
    story: StoryId,
    told_at: int,
    tellers: Sequence[StoredArticle],
    others: Sequence[Citation] = (),
) -> Telling | None:
    """Return how a story is told by the best of some articles; None when none of them can be quoted."""
    able = [article for article in tellers if quotable(article.article)]
    if not able:
        return None
    best = best_teller(able)
    beside = [cite(each) for each in tellers if each is not best]
    return _telling(story, told_at, best, quotable(best.article), (*beside, *others))


def tell_update(
    story: StoryId,
    told_at: int,
    article: StoredArticle,
    sentences: Sequence[int],
    shown_at: datetime,
    others: Sequence[Citation] = (),
) -> Telling | None:
    """Return how what is new of a story is told, by those sentences of an article that say it."""
    fitting = best_first(article.article, sentences)
    return _telling(story, told_at, article, fitting, others, shown_at) if fitting else None


def _telling(
    story: StoryId,
    told_at: int,
    article: StoredArticle,
    sentences: Sequence[int],
    others: Sequence[Citation],
    updates: datetime | None = None,
) -> Telling:
    return Telling(
        story,
        told_at,
        cite(article),
        topics=tuple([label.topic for label in article.topics]),
        words=len(article.article.document.text.split()),
        quotes=quotes_of(article, sentences),
        also_in=_one_an_outlet(article, others),
        updates=updates,
    )


def put_together(
    chosen: Sequence[Telling],
    *,
    room: Room,
    length: Length,
    order: Order,
    empty: Digest,
) -> tuple[Digest, frozenset[StoryId]]:
    """Return a digest of stories, the most important first, and which of them had no room in it.

    `empty` is the digest without them. What does not fit at length is told in brief.
    """
    shown = _told(chosen[: room.stories], LEAD_QUOTES[length], order)
    full = [(telling, told) for telling, told in shown if told is not None]
    squeezed = [telling for telling, told in shown if told is None]
    brief = [
        (telling, told)
        for telling, told in _told([*squeezed, *chosen[room.stories :]][: room.brief], BRIEF_QUOTES, order)
        if told is not None
    ]
    if not full:
        full, brief = brief[:1], brief[1:]
    words = sum(telling.words for telling, _ in full)
    quoted = sum(len(quote.text.split()) for _, told in full for quote in told.quotes)
    saved = max(0, words - quoted)
    digest = replace(
        empty,
        stories=tuple(told for _, told in full),
        in_brief=tuple(told for _, told in brief),
        reading_minutes_saved=round(saved / READING_SPEED),
        saved_share=saved / words if words else 0.0,
    )
    held = {telling.story for telling, _ in (*full, *brief)}
    return digest, frozenset(each.story for each in chosen if each.story not in held)


def _told(
    tellings: Sequence[Telling], allowed: Sequence[int], order: Order
) -> list[tuple[Telling, DigestStory | None]]:
    """Return the stories in the order asked for, each as it is told; None for one that does not fit."""
    ordered = list(tellings)
    if order != "importance":
        ordered.sort(key=lambda each: each.told_at, reverse=order == "newest")
    quotes = choose_quotes([each.quotes for each in ordered], allowed)
    return [
        (
            each,
            DigestStory(
                citation=each.citation,
                quotes=said,
                topics=each.topics,
                also_in=each.also_in,
                updates=each.updates,
            )
            if said
            else None,
        )
        for each, said in zip(ordered, quotes, strict=True)
    ]


def cite(stored: StoredArticle) -> Citation:
    """Return how an article is cited."""
    document = stored.article.document
    return Citation(
        article=stored.id,
        headline=document.headline,
        source=document.source,
        url=document.url,
        published=document.published,
        teaser=document.teaser,
    )


def _one_an_outlet(best: StoredArticle, others: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return one article of each other outlet; each of those that name none."""
    found: dict[str | ArticleId, Citation] = {}
    for each in others:
        if each.article != best.id and each.source != best.article.document.source:
            found.setdefault(each.source or each.article, each)
    return tuple(found.values())[:MOST_ALSO_IN]
