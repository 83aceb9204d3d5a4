"""/what: what happened, each event told in quoted sentences picked for the question."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

from bot.answers.near import not_found, surely_meant
from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all, quote, without_repetition
from bot.index import Index
from bot.models import Answer, Finding, Quote, Scope, StoredArticle
from bot.query.evidence import Evidence, find_evidence
from bot.query.words import parse_words
from bot.stories import group_events

LEAST_COVERAGE = 0.5
"""A sentence with less of the question's weight is no evidence."""
HEADLINE_BONUS = 0.8
"""For an article whose headline has the words, too: it is about them and does not merely name them."""
FRESHNESS_BONUS = 0.2
"""For the newest of the matching articles, halved with every :data:`HALF_LIFE` days before it."""
HALF_LIFE = 3
LEAST_OF_BEST = 0.65
"""An event that matches so much worse than the best one merely has the words in passing."""
QUOTES_FIRST = 2
"""Sentences for the first event; one for each of the others."""


async def what(index: Index, about: str, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return the events that the words are about, the best told first."""
    evidence = await find_evidence(
        index, parse_words(about), scope, window=options.window, topic=options.topic
    )
    events = _events(evidence, options.limit)
    if not events:
        meant = await surely_meant(index, about, scope)
        if meant is not None:
            answer = await what(index, meant, scope=scope, options=options, today=today)
            if answer.found:
                return replace(answer, about=about, note=f"Showing what there is about “{meant}”.")
        return await not_found(index, "what", about, scope)
    findings = tuple(finding for finding, _ in events)
    cited = [article for _, articles in events for article in articles]
    note = None if evidence.complete else "No article has all of these words; these come nearest."
    return Answer("what", about, findings, cite_all(cited), note=note)


def _events(evidence: Evidence, limit: int) -> list[tuple[Finding, list[StoredArticle]]]:
    newest = max((article.article.document.day for article in evidence.articles), default=date.min)
    best = {article.id: _best_score(evidence, article, newest) for article in evidence.articles}
    least = max(best.values(), default=0.0) * LEAST_OF_BEST
    relevant = sorted(
        (article for article in evidence.articles if best[article.id] > least),
        key=lambda each: -best[each.id],
    )
    events: list[tuple[Finding, list[StoredArticle]]] = []
    for group in group_events(relevant)[:limit]:
        quotes = _quotes(evidence, group, QUOTES_FIRST if not events else 1)
        document = group[0].article.document
        finding = Finding(document.headline, day=document.day, quotes=tuple(quotes))
        events.append((finding, group))
    return events


def _best_score(evidence: Evidence, article: StoredArticle, newest: date) -> float:
    matches = evidence.sentences(article)
    if not matches or matches[0].coverage < LEAST_COVERAGE:
        return 0.0
    age = (newest - article.article.document.day).days
    freshness = FRESHNESS_BONUS * math.pow(0.5, age / HALF_LIFE)
    return matches[0].score + HEADLINE_BONUS * evidence.in_headline(article) + freshness


def _quotes(evidence: Evidence, group: list[StoredArticle], count: int) -> list[Quote]:
    """Return the sentences that match best, from all tellers of the event, none saying the same twice."""
    matches = sorted(
        (match for article in group for match in evidence.sentences(article)), key=lambda match: -match.score
    )
    telling = [match for match in matches if match.coverage >= LEAST_COVERAGE]
    chosen = without_repetition(telling, count, lambda match: match.article.article.quote(match.sentence))
    return [quote(match.article, match.sentence, match.highlights) for match in chosen]
