"""/ask: a question in natural words, answered by the sentence that holds the answer, or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import Enum

from bot.answers.near import not_found
from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all, quote
from bot.answers.when import when
from bot.answers.who import find_named
from bot.index import Index
from bot.models import Answer, Entity, Finding, Scope, StoredArticle
from bot.names import name_words
from bot.query.evidence import Evidence, SentenceMatch, find_evidence
from bot.query.words import parse_words

LEAST_COVERAGE = 0.65
"""A sentence with less of the question's weight is not taken as its answer."""
LEAST_SHARE = 0.6
"""Nor one with a smaller share of its words, however light: both of two, two of three, three of five."""
RUNNERS_UP = 2
LEAST_OF_BEST = 0.8
"""A runner-up's sentence matches nearly as well as the best one's."""
ROLE_BONUS = 0.6
"""For one whose role has a word of the question ("Who is the mayor…": Mayor Ilse Brandvold)."""

LIGHT_WORDS = frozenset(
    """
    who whom whose what which when where why how many much did does do doing done is are was were be
    been being will would has have had due going planned expected supposed happen happened happens
    happening say said says tell told take took taken place make made get got give gave name named
    called person people man woman thing year long old far tall high fast
    """.split()
)


class QuestionKind(Enum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how many"
    HOW_LONG = "how long"
    WHAT = "what"


_KINDS = (
    (QuestionKind.HOW_LONG, re.compile(r"\bhow long\b", re.I)),
    (QuestionKind.HOW_MANY, re.compile(r"\bhow (?:many|much|old|far|tall|high|fast)\b", re.I)),
    (QuestionKind.WHEN, re.compile(r"\bwhen\b|\b(?:what|which) (?:day|date|month|year)\b", re.I)),
    (QuestionKind.WHERE, re.compile(r"\bwhere\b|\b(?:what|which) (?:city|country|place|town)\b", re.I)),
    (QuestionKind.WHO, re.compile(r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|company|team|club)\b", re.I)),
)
_WHO_IS = re.compile(r"\s*who(?:['’]s| is| was| are| were)\s+(?P<name>[^?]+?)\s*\?*\s*", re.I)
_NUMBER = re.compile(
    r"(?:[$€£]\s?)?\d[\d,.]*(?:\s(?:hundred|thousand|million|billion|trillion|percent))?"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds|thousands)\b",
    re.I,
)
_DURATION = re.compile(r"PT?\d")
"""A TIMEX3 value that says how long, not when."""


def kind_of(question: str) -> QuestionKind:
    """Return what the question asks for; WHAT when no question word says."""
    return next((kind for kind, pattern in _KINDS if pattern.search(question)), QuestionKind.WHAT)


async def ask(index: Index, question: str, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return the best sentence with the answer marked, and runners-up; or that nothing was found."""
    words = parse_words(question, ignored=LIGHT_WORDS)
    kind = kind_of(question)
    if kind is QuestionKind.WHEN:
        telling = " ".join([term.word for term in words.terms]) or question
        answer = await when(index, telling, scope=scope, options=replace(options, limit=3), today=today)
        return replace(answer, kind="ask", about=question)
    if asked_for := _WHO_IS.fullmatch(question):
        card = await find_named(index, asked_for["name"], scope=scope, options=options)
        if card is not None:
            return Answer("ask", question, (card[0],), card[1])
    evidence = await find_evidence(index, words, scope, window=options.window, topic=options.topic)
    findings = _findings(evidence, kind, question)
    if not findings:
        return await not_found(index, "ask", question, scope)
    by_id = {article.id: article for article in evidence.articles}
    cited = [by_id[each.article] for finding in findings for each in finding.quotes]
    return Answer("ask", question, findings, cite_all(cited))


def _findings(evidence: Evidence, kind: QuestionKind, question: str) -> tuple[Finding, ...]:
    """Return the best answer and its runners-up, each once."""
    found: list[tuple[float, Finding]] = []
    for match in evidence.best_sentences():
        if match.coverage < LEAST_COVERAGE or match.share < LEAST_SHARE:
            continue
        finding = _answer(kind, match, question)
        if finding is not None:
            found.append((match.score + _role_bonus(finding.role, question), finding))
    found.sort(key=lambda each: -each[0])
    least = LEAST_OF_BEST * max((score for score, _ in found), default=0.0)
    different = {finding.text: finding for score, finding in reversed(found) if score >= least}
    return tuple(reversed(different.values()))[: 1 + RUNNERS_UP]


def _answer(kind: QuestionKind, match: SentenceMatch, question: str) -> Finding | None:
    """Return the finding that a sentence gives, or None when it holds nothing of the kind asked for."""
    if kind is QuestionKind.WHO:
        return _entity_answer(match, question, ("person", "organisation"))
    if kind is QuestionKind.WHERE:
        return _entity_answer(match, question, ("place",))
    if kind is QuestionKind.HOW_MANY:
        return _number_answer(match)
    if kind is QuestionKind.HOW_LONG:
        return _duration_answer(match)
    said = quote(match.article, match.sentence, match.highlights)
    return Finding(match.article.article.document.headline, quotes=(said,))


def _entity_answer(match: SentenceMatch, question: str, kinds: Sequence[str]) -> Finding | None:
    asked = set(name_words(question))
    best: tuple[float, Entity, tuple[int, int]] | None = None
    for entity in match.article.article.entities:
        if entity.kind not in kinds or asked & set(name_words(entity.name)):
            continue
        for mention in entity.mentions:
            if mention.sentence != match.sentence:
                continue
            span, score = _place_in_sentence(match.article, match, mention.start, mention.end)
            score += 0.5 if entity.kind == "person" else 0.0
            score += _role_bonus(entity.role, question)
            if best is None or score > best[0]:
                best = (score, entity, span)
    if best is None:
        return None
    _, entity, span = best
    return Finding(entity.name, role=entity.role, quotes=(quote(match.article, match.sentence, (span,)),))


def _role_bonus(role: str | None, question: str) -> float:
    """Return what a role counts that is asked for: "Who is the mayor", not "Who sued the mayor"."""
    if role is None or not _WHO_IS.match(question):
        return 0.0
    return 0.0 if set(name_words(role)).isdisjoint(name_words(question)) else ROLE_BONUS


def _place_in_sentence(
    article: StoredArticle, match: SentenceMatch, start: int, end: int
) -> tuple[tuple[int, int], float]:
    """Return where a mention stands inside the sentence, and how well one who acts stands there."""
    offset = article.article.sentences[match.sentence].start
    text = article.article.document.text
    gap = min(max(start - offset - last, first - (end - offset), 0) for first, last in match.highlights)
    score = 1.0 - min(gap, 100) / 100
    if text[end : end + 2] in {"'s", "’s"}:
        score -= 0.8
    return (start - offset, end - offset), score


def _number_answer(match: SentenceMatch) -> Finding | None:
    article = match.article.article
    words = article.quote(match.sentence)
    offset = article.sentences[match.sentence].start
    dated = [(each.start - offset, each.end - offset) for each in article.dates]
    numbers = [
        found.span()
        for found in _NUMBER.finditer(words)
        if not any(start <= found.start() < end for start, end in dated)
    ]
    if not numbers:
        return None
    return _nearest(match, numbers)


def _duration_answer(match: SentenceMatch) -> Finding | None:
    sentence = match.article.article.sentences[match.sentence]
    durations = [
        (each.start - sentence.start, each.end - sentence.start)
        for each in match.article.article.dates
        if _DURATION.match(each.value) and sentence.start <= each.start and each.end <= sentence.end
    ]
    return _nearest(match, durations) if durations else None


def _nearest(match: SentenceMatch, spans: Sequence[tuple[int, int]]) -> Finding:
    """Return the words, of several, that stand nearest to those of the question."""
    start, end = min(
        spans,
        key=lambda span: min(max(span[0] - last, first - span[1], 0) for first, last in match.highlights),
    )
    said = quote(match.article, match.sentence, ((start, end),))
    return Finding(said.text[start:end].rstrip(".,"), quotes=(said,))
