"""From a question to candidates, and from a candidate to a finding."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.asking.candidates import Candidate, candidates
from bot.answers.asking.features import of_candidate, of_sentence
from bot.answers.asking.matching import Matches, match_all
from bot.answers.asking.question import parse_question
from bot.answers.asking.reading import ReadingRoom
from bot.answers.asking.retrieval import find_articles, names_meant
from bot.answers.options import AnswerOptions
from bot.answers.quoting import quote
from bot.index import Index
from bot.models import Finding, Scope

SENTENCES = 40
"""Sentences in which an answer is looked for."""
_ROOM = ReadingRoom()


@dataclass(frozen=True, slots=True)
class Understood:
    """A question with the candidates for its answer and their features."""

    matches: Matches
    candidates: tuple[tuple[Candidate, tuple[float, ...]], ...]
    meant: tuple[str, ...] = ()
    """Names that were put right."""


async def understand(index: Index, text: str, *, scope: Scope, options: AnswerOptions) -> Understood:
    """Return the candidates for a question's answer."""
    question = parse_question(text)
    if not question.terms:
        return Understood(match_all(question, ()), ())
    articles = await find_articles(index, question, scope=scope, options=options)
    matches = match_all(question, _ROOM.read(articles))
    meant = await names_meant(index, matches, scope)
    if meant:
        question = parse_question(text, meant)
        articles = await find_articles(index, question, scope=scope, options=options)
        matches = match_all(question, _ROOM.read(articles))
    found = []
    for match, sentence in matches.ranked(SENTENCES):
        told = of_sentence(matches, match, sentence)
        for candidate in candidates(matches, match, sentence):
            found.append((candidate, of_candidate(matches, told, candidate)))
    return Understood(matches, tuple(found), tuple(meant.values()))


def finding_of(candidate: Candidate) -> Finding:
    """Return a candidate as it is shown."""
    stored = candidate.match.read.stored
    spans = (candidate.span,) if candidate.span is not None else ()
    quotes = [quote(stored, candidate.sentence, spans)]
    if candidate.before is not None:
        quotes.append(quote(stored, candidate.before))
    return Finding(
        candidate.text or stored.article.document.headline,
        role=candidate.role,
        day=candidate.day,
        precision=candidate.precision,
        quotes=tuple(quotes),
    )
