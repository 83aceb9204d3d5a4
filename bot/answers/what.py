"""/what: what happened, story by story, each told in quoted sentences picked for the question."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.choosing import different
from bot.answers.near import not_found, surely_meant
from bot.answers.notes import note_on
from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all, quote
from bot.answers.relevance import LEAST_COVERAGE, scores_of
from bot.answers.storylines import Storylines, also_in, by_story, count_sources, other_tellers
from bot.index import Index
from bot.models import Answer, ArticleId, Finding, Quote, Scope, StoredArticle
from bot.query.evidence import Evidence, SentenceMatch, find_evidence
from bot.query.words import parse_words
from bot.stories import best_teller

SOURCES_BONUS = 0.15
"""For each doubling of the outlets that tell a story: what many tell is the main news."""
MOST_DOUBLINGS = 4
ABLE_TO_LEAD = 0.9
"""Of a story's best match: an article that matches nearly as well may lead it, when it tells it better."""
SUMMARY_BONUS = 0.15
"""For a sentence of the article's summary: it says what happened."""
QUOTES_FIRST = 2
"""Sentences for the first story; one for each of the others."""


@dataclass(frozen=True, slots=True)
class _Story:
    matching: tuple[StoredArticle, ...]
    """Best match first."""
    scores: tuple[float, ...]
    """How well each of those matches."""
    others: tuple[StoredArticle, ...]
    """Those that tell it in other words."""
    score: float


async def what(index: Index, about: str, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return the stories that the words are about, the main one first."""
    evidence = await find_evidence(
        index, parse_words(about), scope, window=options.window, topic=options.topic
    )
    stories = (await _stories(index, evidence, scope, options))[: options.limit]
    if not stories:
        meant = await surely_meant(index, about, scope)
        if meant is not None:
            answer = await what(index, meant, scope=scope, options=options, today=today)
            if answer.found:
                return replace(answer, about=about, note=f"Showing what there is about “{meant}”.")
        return await not_found(index, "what", about, scope)
    findings = tuple(
        _finding(evidence, story, QUOTES_FIRST if not place else 1) for place, story in enumerate(stories)
    )
    cited = [article for story in stories for article in story.matching]
    return Answer("what", about, findings, cite_all(cited), note=note_on(evidence))


async def _stories(index: Index, evidence: Evidence, scope: Scope, options: AnswerOptions) -> list[_Story]:
    """Return the stories of the articles that are about the words, the main one first."""
    scores = scores_of(evidence)
    relevant = sorted(
        (article for article in evidence.articles if article.id in scores), key=lambda each: -scores[each.id]
    )
    groups = await by_story(index, relevant, scope)
    others = await other_tellers(index, groups, scope, window=options.window, topic=options.topic)
    return _ranked(groups, others, scores)


def _ranked(groups: Storylines, others: Storylines, scores: Mapping[ArticleId, float]) -> list[_Story]:
    stories = [_story(articles, others.get(story, ()), scores) for story, articles in groups.items()]
    # the sort is stable: of equals the one that matches best stays first
    return sorted(stories, key=lambda each: -each.score)


def _story(
    matching: Sequence[StoredArticle], others: Sequence[StoredArticle], scores: Mapping[ArticleId, float]
) -> _Story:
    doublings = min(math.log2(count_sources((*matching, *others))), MOST_DOUBLINGS)
    matched = tuple(scores[article.id] for article in matching)
    return _Story(tuple(matching), matched, tuple(others), max(matched) + SOURCES_BONUS * doublings)


def _finding(evidence: Evidence, story: _Story, count: int) -> Finding:
    """Return a story under the headline of who tells it best, the newest development quoted first."""
    least = ABLE_TO_LEAD * max(story.scores)
    able = [each for each, score in zip(story.matching, story.scores, strict=True) if score >= least]
    lead = best_teller(able)
    quotes = _quotes(evidence, story, lead, count)
    document = lead.article.document
    shown = {lead.id, *(each.article for each in quotes)}
    return Finding(
        document.headline,
        day=document.day,
        quotes=tuple(quotes),
        also_in=also_in((*story.matching, *story.others), shown),
    )


def _quotes(evidence: Evidence, story: _Story, lead: StoredArticle, count: int) -> list[Quote]:
    """Return the lead's best sentence, and from all tellers what matches and says something else."""
    first = max(evidence.sentences(lead), key=_score)
    found = [match for article in story.matching for match in evidence.sentences(article)]
    telling = [match for match in found if match.coverage >= LEAST_COVERAGE]
    chosen = different(telling, count, first=first, score_of=_score, text_of=_text, source_of=_teller)
    least = ABLE_TO_LEAD * max(match.score for match in chosen)
    # what is newer comes first, unless it hardly answers
    chosen.sort(key=lambda match: (match.score >= least, match.article.article.document.day), reverse=True)
    return [quote(match.article, match.sentence, match.highlights) for match in chosen]


def _score(match: SentenceMatch) -> float:
    return match.score + (SUMMARY_BONUS if match.sentence in match.article.article.summary else 0.0)


def _text(match: SentenceMatch) -> str:
    return match.article.article.quote(match.sentence)


def _teller(match: SentenceMatch) -> ArticleId:
    return match.article.id
