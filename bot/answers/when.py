"""/when: the one day that is asked for and then the others, or a subject's days in order of time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.asked import BEGINNING, ENDING, Asked, Aspect, Tense, read_question
from bot.answers.dated import (
    Dated,
    Told,
    dated_finding,
    dates_the_saying,
    each_once,
    in_order_of_time,
    quoted_articles,
)
from bot.answers.near import not_found, surely_meant
from bot.answers.notes import joined, looked_through
from bot.answers.options import AnswerOptions
from bot.answers.plans import calls_off, no_longer_planned
from bot.answers.quoting import cite_all, quote
from bot.answers.relevance import scores_of
from bot.index import Index
from bot.models import Answer, ArticleId, DatedEvent, Finding, Precision, Scope, StoredArticle, StoryId
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
"""For a date that belongs to "said on Thursday"."""
LEAST_OF_BEST = 0.7
"""A date that matches so much worse than the best one dates something else."""
ASPECT_BONUS = 0.25
"""For a sentence that tells of a beginning, when that is asked for; off for one that tells of the end."""
ASPECT_NEAR = 40
"""Characters between the words for beginning or ending and the words asked about."""
TENSE_PENALTY = 0.45
"""For a day that lay ahead when "did" is asked, for one that was past when "will" is."""
DROPPED_PENALTY = 0.6
"""For the day of a plan that a newer article says was dropped."""
DROPPING_BONUS = 0.3
"""For the day on which it was dropped: that is what became of it."""
ABOUT_IT = 0.5
"""Of the question's weight: an article with so much in its headline can tell that a plan was dropped."""
SURELY_IT = 0.8
"""Of the question's weight: a sentence with so much of it tells of the very plan."""

QUESTION_WORDS = frozenset(
    "when did does do was were is will happen happened date day time take place".split()
)

# also how news tells of strikes, which are what is most often asked to have begun
_BEGINS = re.compile(
    r"\b(?:beg[aiu]n\w*|start\w*|commenc\w*|launch\w*|kick\w* off|walk\w* (?:off|out)|w[ae]nt on strike)\b",
    re.I,
)
_ENDS = re.compile(
    r"\b(?:end(?:s|ed|ing)?|stop\w*|suspend\w*|call\w* off|halt\w*|finish\w*|over"
    r"|return\w* to work|lift\w*)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked, and where it is looked for."""

    asked: Asked
    evidence: Evidence
    stories: dict[ArticleId, StoryId]
    dropped: date | None
    """The publish day of the newest article that tells that a plan like this was dropped."""
    passing: frozenset[ArticleId]
    """The articles that have the words in passing."""


async def when(index: Index, about: str, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return the day that is asked for, however it is worded, then the others in order of time."""
    asked = read_question(about, direct=True)
    return await _when(index, about, asked, scope, options, today)


async def when_or_timeline(
    index: Index, about: str, *, scope: Scope, options: AnswerOptions, today: date
) -> Answer:
    """Return what /when shows: :func:`when` to a question, to words alone their days in order of time."""
    return await _when(index, about, read_question(about), scope, options, today)


async def _when(
    index: Index, about: str, asked: Asked, scope: Scope, options: AnswerOptions, today: date
) -> Answer:
    words = parse_words(about, ignored=_ignored(asked))
    evidence = await find_evidence(index, words, scope, window=options.window, topic=options.topic)
    stories = await index.stories.of([article.id for article in evidence.articles], scope)
    passing = frozenset() if asked.direct else _passing(evidence, stories)
    wanted = _Wanted(asked, evidence, stories, _dropped(evidence) if asked.direct else None, passing)
    chosen = _chosen(wanted, options.limit)
    if chosen:
        note = joined(_order(asked, len(chosen)), looked_through(evidence))
        findings = tuple(map(dated_finding, chosen))
        return Answer("when", about, findings, cite_all(quoted_articles(chosen)), note=note)
    meant = await surely_meant(index, about, scope)
    if meant is not None:
        answer = await _when(index, meant, asked, scope, options, today)
        if answer.found:
            return replace(answer, about=about, note=f"Showing what there is about “{meant}”.")
    return await _reported(index, about, evidence, scope, options)


def _ignored(asked: Asked) -> frozenset[str]:
    # a question for the beginning is answered by sentences that have no word for it
    return (
        QUESTION_WORDS | {Aspect.BEGIN: BEGINNING, Aspect.END: ENDING, Aspect.ANY: frozenset()}[asked.aspect]
    )


def _order(asked: Asked, shown: int) -> str | None:
    if not asked.direct:
        return "In order of time." if shown > 1 else None
    return "The best match first, then in order of time." if shown > 2 else None


def _chosen(wanted: _Wanted, limit: int) -> list[Told]:
    """Return the events that fit: the very best first where one day is asked for, the others by time."""
    found = [each for article in wanted.evidence.articles for each in _candidates(wanted, article)]
    least = LEAST_OF_BEST * max((candidate.score for candidate in found), default=0.0)
    fit = [candidate for candidate in found if candidate.score >= least]
    stems = frozenset(wanted.evidence.weights)
    direct = wanted.asked.direct
    # whoever asks for a day is told each day once; several of its sentences are its evidence
    events = each_once(fit, asked=stems, by_day=direct and len(stems) > 1)[:limit]
    return [*events[:1], *in_order_of_time(events[1:])] if direct else in_order_of_time(events)


def _candidates(wanted: _Wanted, article: StoredArticle) -> Iterator[Dated]:
    events: dict[int, list[DatedEvent]] = {}
    for event in article.article.events:
        events.setdefault(event.sentence, []).append(event)
    headline = HEADLINE_BONUS * wanted.evidence.in_headline(article)
    for match in wanted.evidence.sentences(article):
        if match.coverage < LEAST_COVERAGE:
            continue
        scores = {
            event: match.score + headline + _fitness(match, event) for event in events.get(match.sentence, ())
        }
        # of several days in one sentence, those far from the words date something else
        least = max(scores.values(), default=0.0) - SAME_SENTENCE_SLACK
        for event, score in scores.items():
            if score > least:
                yield Dated(
                    article,
                    wanted.stories[article.id],
                    event,
                    score + _as_asked(wanted, match, event),
                    passing=article.id in wanted.passing,
                )


def _fitness(match: SentenceMatch, event: DatedEvent) -> float:
    reported = REPORTED_PENALTY if dates_the_saying(match.article, event) else 0.0
    return PRECISION_BONUS[event.precision] + _nearness(match, event) - reported


def _as_asked(wanted: _Wanted, match: SentenceMatch, event: DatedEvent) -> float:
    if not wanted.asked.direct:
        return 0.0
    return (
        _aspect(wanted.asked.aspect, match)
        + _tense(wanted.asked.tense, match, event)
        + _dropping(wanted.dropped, match, event)
    )


def _nearness(match: SentenceMatch, event: DatedEvent) -> float:
    start = match.article.article.sentences[match.sentence].start
    return NEARNESS_BONUS * max(0.0, 1 - _gap(match, event.start - start, event.end - start) / NEAR)


def _gap(match: SentenceMatch, start: int, end: int) -> int:
    """Return how many characters stand between a span of the sentence and the nearest word asked about."""
    return min(max(start - last, first - end, 0) for first, last in match.highlights)


def _passing(evidence: Evidence, stories: Mapping[ArticleId, StoryId]) -> frozenset[ArticleId]:
    """Return the articles that are not about the words, nor is another of their story."""
    about = {stories[article] for article in scores_of(evidence)}
    return frozenset(article for article, story in stories.items() if story not in about)


# --- begin and end, past and coming ------------------------------------------------------------------------


def _aspect(aspect: Aspect, match: SentenceMatch) -> float:
    if aspect is Aspect.ANY:
        return 0.0
    begins, ends = (_beside(pattern, match) for pattern in (_BEGINS, _ENDS))
    bonus = ASPECT_BONUS * (begins - ends)
    return bonus if aspect is Aspect.BEGIN else -bonus


def _beside(pattern: re.Pattern[str], match: SentenceMatch) -> bool:
    said = match.article.article.quote(match.sentence)
    return any(_gap(match, *found.span()) <= ASPECT_NEAR for found in pattern.finditer(said))


def _tense(tense: Tense, match: SentenceMatch, event: DatedEvent) -> float:
    ahead = event.day > match.article.article.document.day
    against = {Tense.PAST: ahead, Tense.FUTURE: not ahead, Tense.OPEN: False}[tense]
    return -TENSE_PENALTY if against else 0.0


def _dropped(evidence: Evidence) -> date | None:
    """Return the publish day of the newest article that says that a plan told before it was dropped."""
    first_planned = min(
        (article.article.document.day for article in evidence.articles if _plans(evidence, article)),
        default=None,
    )
    if first_planned is None:
        return None
    newest = max(
        (
            article.article.document.day
            for article in evidence.articles
            if evidence.in_headline(article) >= ABOUT_IT and _tells_of_dropping(evidence, article)
        ),
        default=first_planned,
    )
    return newest if newest > first_planned else None


def _plans(evidence: Evidence, article: StoredArticle) -> bool:
    """Say whether the article tells of a coming day of what is asked about."""
    coming = {event.sentence for event in article.article.events if event.day > article.article.document.day}
    return any(
        match.sentence in coming and match.coverage >= SURELY_IT for match in evidence.sentences(article)
    )


def _tells_of_dropping(evidence: Evidence, article: StoredArticle) -> bool:
    if calls_off(article.article.document.headline):
        return True
    opening = (match for match in evidence.sentences(article) if match.sentence < 2)
    return any(
        match.coverage >= LEAST_COVERAGE and calls_off(article.article.quote(match.sentence))
        for match in opening
    )


def _dropping(dropped: date | None, match: SentenceMatch, event: DatedEvent) -> float:
    """Return what the day of a plan counts less, and that of its end more, once it was dropped."""
    if dropped is None:
        return 0.0
    published, said = match.article.article.document.day, match.article.article.quote(match.sentence)
    if event.day > published:
        gone = published < dropped or no_longer_planned(said)
        return -DROPPED_PENALTY if gone else 0.0
    return DROPPING_BONUS if calls_off(said) else 0.0


# --- what no sentence dates --------------------------------------------------------------------------------


async def _reported(
    index: Index, about: str, evidence: Evidence, scope: Scope, options: AnswerOptions
) -> Answer:
    """Return when it was reported, where no sentence says when it was."""
    matches = [match for match in evidence.best_sentences() if match.coverage >= LEAST_COVERAGE]
    if not matches:
        return await not_found(index, "when", about, scope)
    chosen = _best_of_each_day(matches)[: options.limit]
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


def _best_of_each_day(matches: Sequence[SentenceMatch]) -> list[SentenceMatch]:
    best = {match.article.article.document.day: match for match in reversed(matches)}
    return sorted(best.values(), key=lambda match: -match.score)
