"""/who: a card for a name; for a subject, the people and organisations that matter in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answers.near import not_found, surely_meant
from bot.answers.notes import note_on
from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all
from bot.answers.who.cards import Card, cards_of
from bot.answers.who.naming import QUESTION_WORDS, whom_words_name
from bot.answers.who.subjects import actors
from bot.index import Index
from bot.models import Answer, ArticleId, Citation, Finding, Scope
from bot.names import name_words
from bot.query.evidence import find_evidence
from bot.query.words import Words, parse_words

__all__ = ["find_named", "who"]

MAX_NAMED = 5
"""A bare surname may mean so many people."""
MAX_ARTICLES = 48
"""Articles read for all cards of an answer together; loading one takes about a quarter of a millisecond."""


async def who(index: Index, about: str, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return who it is, when the words are a name; who matters, when they are a subject."""
    words = parse_words(about, ignored=QUESTION_WORDS)
    answer = await _named(index, about, scope, options)
    if answer.found:
        return answer
    meant = await surely_meant(index, about, scope)
    if meant is not None:
        answer = await _named(index, meant, scope, options)
        if not answer.found:
            corrected = parse_words(meant, ignored=QUESTION_WORDS)
            answer = await _subject(index, meant, corrected, scope, options)
        if answer.found:
            return replace(answer, about=about, note=f"Showing {_shown(answer, meant)}.")
    answer = await _subject(index, about, words, scope, options)
    return answer if answer.found else await not_found(index, "who", about, scope)


async def find_named(
    index: Index, about: str, *, scope: Scope, options: AnswerOptions
) -> tuple[Finding, dict[ArticleId, Citation]] | None:
    """Return the card of the one whom the words name, with its citations; None when they name nobody."""
    for finding, cited in await _cards(index, about, scope, options):
        return finding, cite_all(cited)
    return None


async def _named(index: Index, about: str, scope: Scope, options: AnswerOptions) -> Answer:
    cards = await _cards(index, about, scope, options)
    names = [finding.text for finding, _ in cards]
    namesakes = len(names) - len(set(names))
    note = "The articles seem to speak of more than one person of this name." if namesakes else None
    return _answer(about, cards[: options.limit], note)


async def _subject(index: Index, about: str, words: Words, scope: Scope, options: AnswerOptions) -> Answer:
    evidence = await find_evidence(index, words, scope, window=options.window, topic=options.topic)
    stories = await index.stories.of([article.id for article in evidence.articles], scope)
    return _answer(about, actors(evidence, stories, options.limit), note_on(evidence))


async def _cards(index: Index, about: str, scope: Scope, options: AnswerOptions) -> list[Card]:
    named = await whom_words_name(index, about, scope, limit=MAX_NAMED)
    each = MAX_ARTICLES // max(1, len(named))
    return [card for one in named for card in await cards_of(index, one, scope, options, each)]


def _answer(about: str, cards: Sequence[Card], note: str | None) -> Answer:
    cited = cite_all(article for _, articles in cards for article in articles)
    return Answer("who", about, tuple(finding for finding, _ in cards), cited, note=note)


def _shown(answer: Answer, meant: str) -> str:
    """Return the name that was corrected to, when there is one; else the words."""
    name = answer.findings[0].text
    return name if set(name_words(meant)) <= set(name_words(name)) else f"what there is about “{meant}”"
