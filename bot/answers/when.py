"""/when: dated events, the one that answers best first, then the others in order of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.near import not_found, surely_meant
from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all, quote
from bot.index import Index
from bot.models import Answer, DatedEvent, Finding, Precision, Scope, StoredArticle
from bot.query.evidence import Evidence, SentenceMatch, find_evidence
from bot.query.words import parse_words

LEAST_COVERAGE = 0.6
"""A sentence with less of the question's weight does not date what was asked about."""
PRECISION_BONUS: dict[Precision, float] = {"day": 0.2, "month": 0.05, "year": 0.0}
NEARNESS_BONUS = 0.3
"""For a date that stands beside the words asked about, fading over :data:`NEAR` characters."""
NEAR = 80
HEADLINE_BONUS = 0.2
"""For an article whose headline has the words, too: its dates are about them."""
SAME_SENTENCE_SLACK = 0.1
REPORTED_PENALTY = 0.4
"""For a date that belongs to "said on Thursday": it dates the saying, not what was said."""
LEAST_OF_BEST = 0.7
"""A date that matches so much worse than the best one dates something else."""

_SAYING = re.compile(
    r"\b(?:said|says|told (?:\w+ ){1,3}|announced|reported|warned|promised|added|declared|argued)"
    r"\s+(?:late |early )?(?:on |in )?$",
    re.IGNORECASE,
)

QUESTION_WORDS = frozenset(
    "when did does do was were is will happen happened date day time take place".split()
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    match: SentenceMatch
    event: DatedEvent
    score: float


async def when(index: Index, about: str, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return the days of what the words are about."""
    words = parse_words(about, ignored=QUESTION_WORDS)
    evidence = await find_evidence(index, words, scope, window=options.window, topic=options.topic)
    chosen = _chosen(evidence, options.limit)
    if chosen:
        cited = [candidate.match.article for candidate in chosen]
        note = "The best match first, then in order of time." if len(chosen) > 2 else None
        return Answer("when", about, tuple(map(_finding, chosen)), cite_all(cited), note=note)
    meant = await surely_meant(index, about, scope)
    if meant is not None:
        answer = await when(index, meant, scope=scope, options=options, today=today)
        if answer.found:
            return replace(answer, about=about, note=f"Showing what there is about “{meant}”.")
    return await _reported(index, about, evidence, scope, options)


def _chosen(evidence: Evidence, limit: int) -> list[_Candidate]:
    """Return the best candidate of each day: the very best first, the others by time."""
    best: dict[tuple[date, Precision], _Candidate] = {}
    for article in evidence.articles:
        for candidate in _candidates(evidence, article):
            key = (candidate.event.day, candidate.event.precision)
            if key not in best or best[key].score < candidate.score:
                best[key] = candidate
    least = LEAST_OF_BEST * max((candidate.score for candidate in best.values()), default=0.0)
    fit = (candidate for candidate in best.values() if candidate.score >= least)
    ranked = sorted(fit, key=lambda each: (-each.score, each.event.day))[:limit]
    return [*ranked[:1], *sorted(ranked[1:], key=lambda each: each.event.day)]


def _candidates(evidence: Evidence, article: StoredArticle) -> Iterator[_Candidate]:
    events: dict[int, list[DatedEvent]] = {}
    for event in article.article.events:
        events.setdefault(event.sentence, []).append(event)
    headline = HEADLINE_BONUS * evidence.in_headline(article)
    for match in evidence.sentences(article):
        if match.coverage < LEAST_COVERAGE:
            continue
        dated = [
            _Candidate(match, event, match.score + headline + _fitness(match, event))
            for event in events.get(match.sentence, ())
        ]
        # of several days in one sentence, those far from the words date something else
        best = max((candidate.score for candidate in dated), default=0.0)
        yield from (candidate for candidate in dated if candidate.score > best - SAME_SENTENCE_SLACK)


def _fitness(match: SentenceMatch, event: DatedEvent) -> float:
    text = match.article.article.document.text
    before = text[match.article.article.sentences[match.sentence].start : event.start]
    reported = REPORTED_PENALTY if _SAYING.search(before) else 0.0
    return PRECISION_BONUS[event.precision] + _nearness(match, event) - reported


def _nearness(match: SentenceMatch, event: DatedEvent) -> float:
    start = match.article.article.sentences[match.sentence].start
    gap = min(
        max(event.start - start - last, first - (event.end - start), 0) for first, last in match.highlights
    )
    return NEARNESS_BONUS * max(0.0, 1 - gap / NEAR)


def _finding(candidate: _Candidate) -> Finding:
    match, event = candidate.match, candidate.event
    start = match.article.article.sentences[match.sentence].start
    dated = quote(match.article, match.sentence, ((event.start - start, event.end - start),))
    return Finding(
        match.article.article.document.text[event.start : event.end],
        day=event.day,
        precision=event.precision,
        quotes=(dated,),
    )


async def _reported(
    index: Index, about: str, evidence: Evidence, scope: Scope, options: AnswerOptions
) -> Answer:
    """Return when it was reported, where no sentence says when it was."""
    matches = [match for match in evidence.best_sentences() if match.coverage >= LEAST_COVERAGE]
    if not matches:
        return await not_found(index, "when", about, scope)
    chosen = list({match.article.article.document.day: match for match in reversed(matches)}.values())
    chosen = sorted(chosen, key=lambda match: -match.score)[: options.limit]
    findings = tuple(
        Finding(
            "reported",
            day=match.article.article.document.day,
            quotes=(quote(match.article, match.sentence, match.highlights),),
        )
        for match in chosen
    )
    return Answer(
        "when",
        about,
        findings,
        cite_all(match.article for match in chosen),
        note="No sentence says the day; this is when it was reported.",
    )
