"""How well each sentence tells what the question tells: word by word, or by what stands for it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.answers.asking.question import Question, Term, key_of
from bot.answers.asking.reading import HEADLINE, PREFIX, ReadArticle
from bot.query.related import load_related
from bot.query.synonyms import Phrase, load_synonyms

SAME_ROOT = 0.8
"""How near "translation" is to "translator"; the same word is at 1."""
SHARED_ROOT = 0.66
"""The share of the longer of two stems that they begin alike with when they are of one root."""
PART = 0.4
"""How near one word of a phrase is to the whole of it."""
NAME_BY_WORD = 0.6
"""What the nearness of a synonym counts of a word that was written like a name: "Washington"."""
SMALL_PARTS = frozenset("of the in on up out off over to at go get make set take end".split())
MENTIONED = 0.95
"""How near a name is to another part of it: "Fenn" to "Dario"."""
BY_PRONOUN = 0.7
"""How near "he" is to a name in the sentences before."""
WINDOW = 3
"""The words of a phrase may stand so far apart."""
MOST_WEIGHT = 3.0
"""A word in no article weighs no more than one in few: a paraphrase is full of them."""
NAME_WEIGHT = 1.3
"""A name says more than another word as rare."""
RELATED_WORTH = 0.4
"""What a related word counts in the first guess, by its nearness."""
AROUND = 2
"""Sentences before and after that are looked at, too."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a sentence tells a term."""

    position: int
    """Of the first token."""
    length: int
    nearness: float
    """1 for the word itself, less for what stands for it."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A term with what it weighs among the articles."""

    term: Term
    weight: float
    is_name: bool
    known: bool
    """Whether any article has the word itself."""


@dataclass(frozen=True, slots=True)
class ArticleMatch:
    """One article, with the hits of each term by sentence."""

    read: ReadArticle
    hits: tuple[Mapping[int, tuple[Hit, ...]], ...]
    """By term: by sentence, :data:`HEADLINE` among them."""
    related: tuple[Mapping[int, tuple[Hit, ...]], ...]
    """The same of words that are related by meaning alone."""

    nearest: tuple[Mapping[int, float], ...]
    """By term: by sentence, how near the nearest hit is."""
    nearest_related: tuple[Mapping[int, float], ...]
    """The same of the related words."""
    most: tuple[float, ...]
    """By term, how near the nearest hit of the article is."""

    def relatedness(self, term: int, sentence: int) -> float:
        """Return how near the nearest word of a sentence is that is related to a term, 0 to 1."""
        return self.nearest_related[term].get(sentence, 0.0)

    def nearness(self, term: int, sentence: int) -> float:
        """Return how well a sentence tells a term, 0 to 1."""
        return self.nearest[term].get(sentence, 0.0)

    def anywhere(self, term: int) -> float:
        """Return how well the article tells a term at all."""
        return self.most[term]


@dataclass(frozen=True, slots=True)
class Matches:
    """All the articles, matched."""

    question: Question
    terms: tuple[Weighed, ...]
    articles: tuple[ArticleMatch, ...]
    key: int | None
    """The term that says what was done (:func:`bot.answers.asking.question.key_of`)."""
    best_about: float
    """How much of the question the article tells that tells most of it."""

    def ranked(self, count: int) -> list[tuple[ArticleMatch, int]]:
        """Return the sentences most worth looking at, best first."""
        scored = [
            (score, at, sentence)
            for at, match in enumerate(self.articles)
            for sentence, score in _worth(match, self.terms).items()
        ]
        scored.sort(key=lambda each: (-each[0], each[1], each[2]))
        return [(self.articles[at], sentence) for _, at, sentence in scored[:count]]


def match_all(question: Question, articles: Sequence[ReadArticle]) -> Matches:
    """Match every article with every term."""
    variants = [_variants(term) for term in question.terms]
    related = [_related(term) for term in question.terms]
    found = tuple(
        _matched(
            read,
            tuple(_hits(term, near, read) for term, near in zip(question.terms, variants, strict=True)),
            tuple(_related_hits(near, read) for near in related),
        )
        for read in articles
    )
    terms = _weighed(question, found)
    return Matches(
        question,
        terms,
        found,
        key=key_of(question, [each.is_name for each in terms]),
        best_about=max((about(match, terms) for match in found), default=0.0),
    )


def _matched(
    read: ReadArticle,
    hits: tuple[Mapping[int, tuple[Hit, ...]], ...],
    related: tuple[Mapping[int, tuple[Hit, ...]], ...],
) -> ArticleMatch:
    nearest = tuple(map(_nearest, hits))
    return ArticleMatch(
        read,
        hits,
        related,
        nearest,
        tuple(map(_nearest, related)),
        tuple(max(each.values(), default=0.0) for each in nearest),
    )


def _nearest(hits: Mapping[int, tuple[Hit, ...]]) -> dict[int, float]:
    return {sentence: max([hit.nearness for hit in found]) for sentence, found in hits.items()}


def about(match: ArticleMatch, terms: Sequence[Weighed]) -> float:
    """Return how much of the question an article tells at all, 0 to 1."""
    return sum(each.weight * match.anywhere(index) for index, each in enumerate(terms))


def _variants(term: Term) -> dict[Phrase, float]:
    """Return what stands for a term, with its nearness."""
    synonyms = load_synonyms()
    near = dict(synonyms.of(term.stems))
    if term.capital and term.stems not in synonyms.countries:
        near = {phrase: NAME_BY_WORD * nearness for phrase, nearness in near.items()}
    if len(term.stems) > 1:
        for part in term.stems:
            if part not in SMALL_PARTS:
                near[(part,)] = max(near.get((part,), 0.0), PART)
    near[term.stems] = 1.0
    return near


def _related(term: Term) -> dict[str, float]:
    """Return the words related to a term by meaning; a name has none."""
    if term.capital:
        return {}
    found: dict[str, float] = {}
    for stem in term.stems:
        if stem not in SMALL_PARTS:
            for other, nearness in load_related().of(stem).items():
                found[other] = max(found.get(other, 0.0), nearness / len(term.stems))
    return found


def _related_hits(related: Mapping[str, float], read: ReadArticle) -> dict[int, tuple[Hit, ...]]:
    found: dict[int, list[Hit]] = {}
    for stem in related.keys() & read.places.keys():
        for sentence, position in read.places[stem]:
            found.setdefault(sentence, []).append(Hit(position, 1, related[stem]))
    return {sentence: tuple(hits) for sentence, hits in found.items()}


def _hits(term: Term, variants: Mapping[Phrase, float], read: ReadArticle) -> dict[int, tuple[Hit, ...]]:
    found: dict[int, dict[int, Hit]] = {}
    for phrase, nearness in variants.items():
        for sentence, position, length in _occurrences(phrase, read):
            _keep(found, sentence, Hit(position, length, nearness))
    for sentence, position, length in _mentions(term, read):
        _keep(found, sentence, Hit(position, length, MENTIONED))
    if len(term.stems) == 1:
        for stem, nearness in _same_root(term.stems[0], read):
            for sentence, position in read.places[stem]:
                _keep(found, sentence, Hit(position, 1, nearness))
    return {sentence: tuple(hits.values()) for sentence, hits in found.items()}


def _keep(found: dict[int, dict[int, Hit]], sentence: int, hit: Hit) -> None:
    hits = found.setdefault(sentence, {})
    known = hits.get(hit.position)
    if known is None or known.nearness < hit.nearness:
        hits[hit.position] = hit


def _occurrences(phrase: Phrase, read: ReadArticle) -> Iterator[tuple[int, int, int]]:
    """Yield (sentence, position, length) of a phrase, whose words may stand a little apart."""
    first = read.places.get(phrase[0], ())
    if len(phrase) == 1:
        yield from ((sentence, position, 1) for sentence, position in first)
        return
    if not first or any(stem not in read.places for stem in phrase[1:]):
        return
    following = [set(read.places[stem]) for stem in phrase[1:]]
    for sentence, position in first:
        at = position
        for places in following:
            step = next((step for step in range(1, WINDOW + 1) if (sentence, at + step) in places), None)
            if step is None:
                break
            at += step
        else:
            yield sentence, position, at - position + 1


def _mentions(term: Term, read: ReadArticle) -> Iterator[tuple[int, int, int]]:
    """Yield where those are mentioned whose names have the term: "Rafael" where it says "Nadal"."""
    for index, words in enumerate(read.entity_words):
        if len(words) > 1 and words.issuperset(term.words):
            yield from read.mentioned[index]


def _same_root(stem: str, read: ReadArticle) -> Iterator[tuple[str, float]]:
    if len(stem) < PREFIX or stem.isdigit():
        return
    for other in read.by_prefix.get(stem[:PREFIX], ()):
        if other == stem:
            continue
        shared = next(
            (at for at, (one, two) in enumerate(zip(stem, other, strict=False)) if one != two),
            min(len(stem), len(other)),
        )
        if shared >= SHARED_ROOT * max(len(stem), len(other)) and (shared > PREFIX or shared == len(stem)):
            yield other, SAME_ROOT


def _weighed(question: Question, articles: Sequence[ArticleMatch]) -> tuple[Weighed, ...]:
    synonyms = load_synonyms()
    written_small = not any(term.capital for term in question.terms)
    found = []
    for index, term in enumerate(question.terms):
        count, known = 0.0, False
        name, small = False, False
        for article in articles:
            nearness = article.anywhere(index)
            count += nearness
            known = known or nearness == 1.0
            name = name or not article.read.names.isdisjoint(term.words)
            small = small or not article.read.lower.isdisjoint(term.words)
        is_country = term.stems in synonyms.countries
        is_word = term.stems in synonyms.near and not is_country
        is_name = not (small or is_word) and (term.capital or (written_small and (name or is_country)))
        weight = min(MOST_WEIGHT, math.log(1.5 + len(articles) / (1 + count)))
        found.append(Weighed(term, weight * (NAME_WEIGHT if is_name else 1.0), is_name, known))
    total = sum(each.weight for each in found) or 1.0
    return tuple(Weighed(each.term, each.weight / total, each.is_name, each.known) for each in found)


def _worth(match: ArticleMatch, terms: Sequence[Weighed]) -> dict[int, float]:
    """Return, by sentence, a first guess of how well it tells the question."""
    worth: dict[int, float] = {}
    for told, share in ((match.nearest, 1.0), (match.nearest_related, RELATED_WORTH)):
        for weighed, nearest in zip(terms, told, strict=True):
            for sentence, nearness in nearest.items():
                if sentence != HEADLINE:
                    worth[sentence] = worth.get(sentence, 0.0) + share * weighed.weight * nearness
    last = len(match.read.sentences) - 1
    spread = dict(worth)
    for sentence, each in worth.items():
        for near in (sentence - 1, sentence + 1):
            if 0 <= near <= last and near not in match.read.stored.article.boilerplate:
                spread[near] = spread.get(near, 0.0) + 0.3 * each
    told_at_all = 0.6 * about(match, terms)
    return {sentence: each + told_at_all for sentence, each in spread.items()}
