"""What speaks for and against a candidate, as numbers between -1 and 1, in the order of :data:`NAMES`."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.asking.candidates import Candidate
from bot.answers.asking.matching import AROUND, BY_PRONOUN, ArticleMatch, Hit, Matches, Weighed, about
from bot.answers.asking.question import Kind, Place
from bot.answers.asking.reading import HEADLINE, Token

NAMES = (
    "covered",
    "covered nearby",
    "covered in article",
    "covered in headline",
    "covered exactly",
    "names missing",
    "names away",
    "relation",
    "relation nearby",
    "nowhere",
    "names in passing",
    "key",
    "key nearby",
    "verbs",
    "best article",
    "related",
    "verbs related",
    "related nearby",
    "key related",
    "untold",
    "head untold",
    "proximity",
    "touching",
    "related proximity",
    "key proximity",
    "key by subject",
    "another's",
    "pairs",
    "fit",
    "focus",
    "focus unmet",
    "grammar",
    "pronoun",
    "possessive",
    "early",
    "untelling",
    "beside",
    "weakest",
    "together",
    "other year",
    "unreal",
)
AGAINST = frozenset(
    {
        "names missing",
        "names away",
        "nowhere",
        "names in passing",
        "another's",
        "focus unmet",
        "pronoun",
        "possessive",
        "untelling",
        "other year",
        "unreal",
        "untold",
        "head untold",
    }
)
"""The features that can only speak against a candidate."""
EITHER_WAY = frozenset({"covered in article", "early"})
"""Those of which it is not known beforehand; all others can only speak for it."""
TOLD = 0.3
"""From this nearness a term counts as told."""
AWAY = 0.8
"""What is told beside the sentence counts so much."""
TELLING = 80
"""Characters; the shorter a sentence is than this, the less it says by itself."""
FADING_FAST = 2.5
FADING = 8.0
"""Tokens over which the nearness of a matched word to the answer fades to a third."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PAST = re.compile(r"\b(?:did|was|were|had)\b", re.I)
_UNREAL = frozenset(
    "will would could may might should if unless whether not never no without t cannot".split()
)
MODAL_WITHIN = 3
"""Tokens before a verb among which stands what makes it no fact: "might *strike*"."""
_NOW = re.compile(r"\b(?:this (?:year|month|week|season)|today|currently|now|these days)\b", re.I)
PAIRED = 4.0
"""The same for two words of the question to each other."""


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """What holds for all the candidates of a sentence."""

    values: tuple[float, ...]
    best: tuple[float, ...]
    """By term: how well the sentence tells it."""


def of_sentence(matches: Matches, match: ArticleMatch, sentence: int) -> SentenceFeatures:
    """Return how well a sentence and what is around it tell the question."""
    here, nearby, anywhere, headline = [], [], [], []
    around = [
        each
        for each in range(sentence - AROUND, sentence + AROUND + 1)
        if each != sentence and 0 <= each < len(match.read.sentences)
    ]
    for index in range(len(matches.terms)):
        here.append(match.nearness(index, sentence))
        if matches.terms[index].is_name and here[-1] < BY_PRONOUN and sentence in match.read.pronouns:
            before = max([match.nearness(index, each) for each in around if each < sentence], default=0.0)
            here[-1] = max(here[-1], BY_PRONOUN * before)
        near = max(
            (match.nearness(index, each) * (1.0 if abs(each - sentence) == 1 else 0.6) for each in around),
            default=0.0,
        )
        nearby.append(max(near - here[-1], 0.0))
        headline.append(match.nearness(index, HEADLINE))
        anywhere.append(max(match.anywhere(index) - max(near, here[-1]), 0.0))
    terms = matches.terms
    names = [index for index, each in enumerate(terms) if each.is_name]
    relation = [index for index, each in enumerate(terms) if not each.is_name]
    verbs = [index for index in relation if terms[index].term.is_verb]
    exact = [1.0 if value == 1.0 else 0.0 for value in here]
    missing = [float(here[i] + nearby[i] + anywhere[i] < 0.5) for i in range(len(terms))]
    away = [float(here[i] < 0.5) * float(nearby[i] + anywhere[i] >= 0.5) for i in range(len(terms))]
    every = range(len(terms))
    lead = max(1, len(match.read.sentences) // 12)
    passing = [
        float(
            here[i] + nearby[i] + headline[i] < 0.5
            and not any(match.nearness(i, each) >= 0.5 for each in range(lead))
        )
        for i in range(len(terms))
    ]
    key = matches.key
    related = [max(match.relatedness(i, sentence) - here[i], 0.0) for i in every]
    near_related = [max((match.relatedness(i, each) for each in around), default=0.0) for i in every]
    told = [
        max(here[i], here[i] + related[i], AWAY * max(here[i] + nearby[i], near_related[i])) for i in every
    ]
    further = [max(near_related[i] - here[i] - nearby[i] - related[i], 0.0) for i in every]
    untold = [float(told[i] < TOLD) for i in every]
    heads = [index for index in every if terms[index].term.is_head]
    return SentenceFeatures(
        (
            _sum(terms, here, every),
            _sum(terms, nearby, every),
            _sum(terms, anywhere, every),
            _sum(terms, headline, every),
            _sum(terms, exact, every),
            _share(terms, missing, names, 0.0),
            _share(terms, away, names, 0.0),
            _share(terms, here, relation, 0.5),
            _share(terms, nearby, relation, 0.0),
            _sum(terms, missing, every),
            _share(terms, passing, names, 0.0),
            here[key] if key is not None else 0.5,
            nearby[key] if key is not None else 0.0,
            _share(terms, [max(a, 0.5 * b) for a, b in zip(here, nearby, strict=True)], verbs, 0.5),
            about(match, terms) / matches.best_about if matches.best_about else 0.0,
            _sum(terms, related, [index for index in relation if index not in verbs]),
            _sum(terms, related, verbs),
            _sum(terms, further, every),
            related[key] if key is not None else 0.0,
            _share(terms, untold, relation, 0.0),
            _share(terms, untold, heads, 0.0),
        ),
        tuple(here),
    )


def of_candidate(matches: Matches, sentence: SentenceFeatures, candidate: Candidate) -> tuple[float, ...]:
    """Return all the features of a candidate."""
    match, number = candidate.match, candidate.sentence
    article = match.read.stored.article
    hits = [match.hits[index].get(number, ()) for index in range(len(matches.terms))]
    related = [match.related[index].get(number, ()) for index in range(len(matches.terms))]
    text = match.read.text(number)
    possessive = candidate.span is not None and text[candidate.span[1] : candidate.span[1] + 2] in {
        "'s",
        "’s",
    }
    untelling = max(0.0, 1 - len(text) / TELLING) + (number not in article.ranking)
    head = any(each.term.is_head for each in matches.terms)
    focus_unmet = float(
        candidate.focus < 0.3
        and (
            (head and matches.question.kind is Kind.WHO)
            or (matches.question.head is not None and matches.question.kind is Kind.COUNT)
        )
    )
    told = dict(zip(NAMES, sentence.values, strict=False))
    needed = (
        max(told["key"], 0.8 * told["key nearby"]),
        1 - told["names away"] - told["names missing"],
        min(1.0, told["covered"] + told["covered nearby"]),
        candidate.fit * (1 - 0.7 * focus_unmet),
    )
    return (
        *sentence.values,
        _proximity(matches, hits, candidate, FADING),
        _proximity(matches, hits, candidate, FADING_FAST),
        _proximity(matches, related, candidate, FADING),
        _key_proximity(matches, hits, candidate),
        _key_by_subject(matches, hits, number in match.read.pronouns),
        _anothers(matches, hits, candidate),
        _pairs(matches.terms, hits),
        candidate.fit,
        candidate.focus,
        focus_unmet,
        _grammar(matches, hits, candidate),
        float(candidate.before is not None),
        float(possessive),
        1 / (1 + number),
        untelling,
        candidate.beside,
        min(needed),
        math.prod(needed),
        _other_year(matches, candidate),
        _unreal(matches, hits, match.read.sentences[number]),
    )


def _sum(terms: Sequence[Weighed], values: Sequence[float], chosen: Sequence[int]) -> float:
    return sum(terms[index].weight * values[index] for index in chosen)


def _share(terms: Sequence[Weighed], values: Sequence[float], chosen: Sequence[int], empty: float) -> float:
    total = sum(terms[index].weight for index in chosen)
    return _sum(terms, values, chosen) / total if total else empty


def _tokens_of(candidate: Candidate) -> tuple[int, int]:
    """Return the first and last token of the answer in its sentence."""
    tokens = candidate.match.read.sentences[candidate.sentence]
    start, end = candidate.span or (0, 0)
    first = next((at for at, token in enumerate(tokens) if token.end > start), 0)
    last = next((at for at, token in enumerate(tokens) if token.end >= end), len(tokens) - 1)
    return first, max(first, last)


def _key_proximity(matches: Matches, hits: Sequence[Sequence[Hit]], candidate: Candidate) -> float:
    """Return how near the answer stands to what was done."""
    if matches.key is None or candidate.span is None:
        return 0.3
    first, last = _tokens_of(candidate)
    return max((_faded(hit, first, last, FADING) for hit in hits[matches.key]), default=0.0)


def _key_by_subject(matches: Matches, hits: Sequence[Sequence[Hit]], pronoun: bool) -> float:
    """Return how near what was done stands to a name of the question."""
    names = [index for index, each in enumerate(matches.terms) if each.is_name]
    if matches.key is None or not names:
        return 0.3
    near = [
        key.nearness * math.exp(-(abs(key.position - name.position) - 1) / PAIRED)
        for key in hits[matches.key]
        for index in names
        for name in hits[index]
    ]
    said = max((key.nearness for key in hits[matches.key]), default=0.0)
    return min(1.0, max(max(near, default=0.0), 0.3 * said * pronoun))


def _faded(hit: Hit, first: int, last: int, fading: float) -> float:
    gap = max(first - hit.position - hit.length + 1, hit.position - last, 0)
    return hit.nearness * math.exp(-gap / fading)


def _anothers(matches: Matches, hits: Sequence[Sequence[Hit]], candidate: Candidate) -> float:
    """Return 1 when the noun asked for is beside another name than the question's: "*Tampa* mayor Castor"."""
    if matches.question.kind is not Kind.WHO or not any(each.is_name for each in matches.terms):
        return 0.0
    match, number = candidate.match, candidate.sentence
    article = match.read.stored.article
    offset = article.sentences[number].start
    tokens = match.read.sentences[number]
    if any(each.is_name and found for each, found in zip(matches.terms, hits, strict=True)):
        return 0.0
    heads = [
        hit for each, found in zip(matches.terms, hits, strict=True) if each.term.is_head for hit in found
    ]
    for hit in heads:
        near = tokens[max(0, hit.position - 3) : hit.position + hit.length + 4]
        start, end = near[0].start + offset, near[-1].end + offset
        for index, mention in match.read.mentions.get(number, ()):
            entity = article.entities[index]
            if entity.name != candidate.text and start <= mention.start and mention.end <= end:
                return 1.0
    return 0.0


def _proximity(matches: Matches, hits: Sequence[Sequence[Hit]], candidate: Candidate, fading: float) -> float:
    """Return how much of the question stands near the answer."""
    if candidate.span is None:
        return 0.0
    first, last = _tokens_of(candidate)
    total = 0.0
    for weighed, found in zip(matches.terms, hits, strict=True):
        near = (_faded(hit, first, last, fading) for hit in found)
        total += weighed.weight * max(near, default=0.0)
    return total


def _pairs(terms: Sequence[Weighed], hits: Sequence[Sequence[Hit]]) -> float:
    """Return how near to each other the words stand that are neighbours in the question."""
    total = told = 0.0
    for index in range(len(terms) - 1):
        weight = terms[index].weight + terms[index + 1].weight
        total += weight
        near = (
            min(one.nearness, two.nearness) * math.exp(-(abs(one.position - two.position) - 1) / PAIRED)
            for one in hits[index]
            for two in hits[index + 1]
            if one.position != two.position
        )
        told += weight * min(1.0, max(near, default=0.0))
    return told / total if total else 0.5


def _other_year(matches: Matches, candidate: Candidate) -> float:
    """Return 1 where this year is asked about, or a year that is named, and the sentence tells of others."""
    text = candidate.match.read.text(candidate.sentence)
    told = set(_YEAR.findall(text))
    asked = set(_YEAR.findall(matches.question.text))
    if _NOW.search(matches.question.text):
        asked.add(str(candidate.match.read.stored.article.document.published.year))
    return float(bool(asked and told) and asked.isdisjoint(told))


def _unreal(matches: Matches, hits: Sequence[Sequence[Hit]], tokens: Sequence[Token]) -> float:
    """Return 1 where it is asked what was done, and the sentence has it only as what may be or is not."""
    if matches.key is None or not hits[matches.key] or not _PAST.search(matches.question.text):
        return 0.0
    return float(
        all(
            _is_unreal([token.word for token in tokens[max(0, hit.position - MODAL_WITHIN) : hit.position]])
            for hit in hits[matches.key]
        )
    )


def _is_unreal(before: Sequence[str]) -> bool:
    """Return whether the words before a verb make it no fact: "would", "was *to have* begun"."""
    return not _UNREAL.isdisjoint(before) or list(before[-2:]) == ["to", "have"]


def _grammar(matches: Matches, hits: Sequence[Sequence[Hit]], candidate: Candidate) -> float:
    """Return 1 when a name stands where one who does it stands (or has it done to), -1 on the other side."""
    if matches.question.place is Place.EITHER or candidate.span is None or candidate.before is not None:
        return 0.0
    verbs = [hit.position for hit in hits[matches.key]] if matches.key is not None else []
    if not verbs:
        return 0.0
    first, _ = _tokens_of(candidate)
    tokens = candidate.match.read.sentences[candidate.sentence]
    by = any(token.word == "by" for token in tokens[max(0, first - 3) : first])
    nearest = min(verbs, key=lambda at: abs(at - first))
    agent = by or first < nearest
    return 1.0 if agent == (matches.question.place is Place.AGENT) else -1.0
