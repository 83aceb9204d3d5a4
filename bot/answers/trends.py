"""/trends: the people, places and topics that are told of in more stories this week than in those before."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.answers.actors import deeds, names_of
from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all, quote
from bot.answers.who.naming import Named, join_forms
from bot.answers.who.roles import newest_role
from bot.index import Index, TrendCandidate
from bot.models import Answer, Finding, Scope, StoredArticle, Window

WEEKS = 8
LEAST_STORIES = 2
"""Who is in fewer stories this week does not rise yet."""
LEAST_RISE = 0.7
"""From one story a week to two is just a rise; from twenty to twenty-two is chance."""
COUNTED = 30
"""Of those who may rise, the likeliest, whose stories are counted week by week."""
NEWEST_READ = 4
"""Articles read for the sentence that tells what somebody is in the news for."""
LEAST_SALIENCE = 0.25
"""An article that is less about somebody is quoted only when there is no other."""


@dataclass(frozen=True, slots=True)
class _Rising:
    name: str
    counts: tuple[int, ...]
    score: float
    named: Named | None = None
    """None: it is a topic."""


async def trends(index: Index, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return what rises most, with the stories of each of eight weeks and a sentence from the newest.

    The last week ends today, or on the newest day that there is news of. How much is read and what is
    sampled is told in :mod:`bot.index.trends`.
    """
    about = options.topic or ""
    newest, oldest = await index.articles.newest_day(scope), await index.trends.oldest_day(scope)
    if newest is None or oldest is None:
        return Answer("trends", about, (), {})
    until = min(newest, today)
    if until - date.min < timedelta(7 * WEEKS):
        return Answer("trends", about, (), {})
    known = min(WEEKS, max(1, math.ceil(((until - oldest).days + 1) / 7)))
    rising = await _entities(index, scope, until, options.topic, known)
    if options.topic is None:
        topics = await index.trends.stories_of_topics(scope, until=until, weeks=WEEKS)
        rising += _risen(((topic, counts, None) for topic, counts in topics.items()), known)
    rising.sort(key=lambda each: (-each.score, each.name))
    window = Window(until - timedelta(6), until)
    shown: list[tuple[Finding, StoredArticle]] = []
    for each in rising:
        if len(shown) == options.limit:
            break
        if found := await _finding(index, each, scope, window, options.topic):
            shown.append(found)
    note = None if until == today else f"Of the week to {until.day} {until:%B %Y}, the newest there is."
    findings = tuple(finding for finding, _ in shown)
    return Answer("trends", about, findings, cite_all(article for _, article in shown), note=note)


def rise(counts: Sequence[int]) -> float:
    """Return how much the last of the numbers stands out above the others: over 0 when it is more.

    A Poisson z-score against the mean of the weeks before, one story added to the variance so that one that
    was never told of before does not rise without end. More now and fewer before never give less.
    """
    *before, now = counts
    mean = sum(before) / len(before) if before else 0.0
    return (now - mean) / math.sqrt(mean + 1)


def likeliest(candidates: Sequence[TrendCandidate], most: int) -> list[TrendCandidate]:
    """Return those who are in the newest stories more than one would expect by how often they are named.

    Expected is the share that all of them together have now of all the articles that ever named them.
    """
    share = sum(each.stories for each in candidates) / max(
        1, sum(each.entity.articles for each in candidates)
    )

    def surprise(each: TrendCandidate) -> float:
        expected = share * each.entity.articles
        return (each.stories - expected) / math.sqrt(expected + 1)

    return sorted(candidates, key=lambda each: (-surprise(each), each.entity.key, each.entity.kind))[:most]


async def _entities(index: Index, scope: Scope, until: date, topic: str | None, known: int) -> list[_Rising]:
    candidates = await index.trends.candidates(scope, until=until, topic=topic)
    named = join_forms(each.entity for each in likeliest(candidates, COUNTED))
    groups = [each.ids for each in named]
    if topic is None:
        counts = await index.trends.stories_of_entities(groups, scope, until=until, weeks=WEEKS)
    else:
        counts = await index.trends.sampled_stories(groups, scope, until=until, weeks=WEEKS, topic=topic)
    return _risen(((each.name, told, each) for each, told in zip(named, counts, strict=True)), known)


def _risen(told: Iterable[tuple[str, tuple[int, ...], Named | None]], known: int) -> list[_Rising]:
    """Return those that rise; `known` is of how many of the last weeks there is news at all."""
    return [
        _Rising(name, counts, score, named)
        for name, counts, named in told
        if counts[-1] >= LEAST_STORIES and (score := rise(counts[-known:])) >= LEAST_RISE
    ]


async def _finding(
    index: Index, rising: _Rising, scope: Scope, window: Window, topic: str | None
) -> tuple[Finding, StoredArticle] | None:
    """Return what rises with the sentence of its newest article that tells of it; None when none does."""
    if rising.named is None:
        for article in await index.articles.latest(
            scope, topic=rising.name, window=window, limit=NEWEST_READ
        ):
            if article.article.ranking:
                said = quote(article, article.article.ranking[0])
                finding = Finding(rising.name.title(), "topic", quotes=(said,), counts=rising.counts)
                return finding, article
        return None
    named = rising.named
    ids = await index.entities.articles(named.ids, scope, window=window, topic=topic, limit=NEWEST_READ)
    articles = await index.articles.get_many(ids, scope)
    told = [(article, entity) for article in articles if (entity := names_of(article, named.keys))]
    roles = [(entity.role, article.article.document.day) for article, entity in told if entity.role]
    # the newest that is about them and says something; else the newest at all
    told.sort(key=lambda each: (each[1].salience < LEAST_SALIENCE, -each[0].id))
    best = [found[0] for article, entity in told if (found := deeds(article, entity))]
    best.sort(key=lambda deed: not deed.is_telling)
    if not best:
        return None
    said = quote(best[0].article, best[0].sentence, (best[0].highlight,))
    role = newest_role(roles) or (None if named.kind == "person" else named.kind)
    return Finding(named.name, role, quotes=(said,), counts=rising.counts), best[0].article
