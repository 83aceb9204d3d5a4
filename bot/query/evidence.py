"""From words to evidence: which articles match, and which of their sentences say it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.index import Index
from bot.models import ArticleId, Scope, StoredArticle, Window
from bot.query.occurrences import Occurrence, OccurrenceFinder, by_span
from bot.query.retrieval import retrieve
from bot.query.words import Term, Words, all_terms

MAX_ARTICLES = 22
"""Loading and reading one takes half a millisecond; an answer shows ten."""
ENOUGH_COMPLETE = 10
"""With fewer articles that have all the words, those that have any are read, too."""
CONTEXT_SHARE = 0.5
"""What a word counts that stands not in the sentence but in the headline or the sentence before."""
EXACT_BONUS = 0.25
"""A word in the very form that was typed counts so much more than another form of it."""
EARLY_BONUS = 0.1
TELLING = 80
"""Characters; the shorter a sentence is than this, the less it says by itself."""
UNTELLING = 0.1
"""Taken off a sentence of no length, and again off one that is not understood without its neighbours."""


@dataclass(frozen=True, slots=True)
class SentenceMatch:
    """A sentence that holds some of the words."""

    article: StoredArticle
    sentence: int
    coverage: float
    """0 to 1: how much of the question's weight is in the sentence; half of it when only nearby."""
    share: float
    """0 to 1: how many of the question's words are in the sentence or nearby, whatever they weigh."""
    score: float
    """Coverage, more for exact forms and for an early sentence, less for one that says little."""
    highlights: tuple[tuple[int, int], ...]
    """Where the words stand, inside the sentence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The matching articles, best first, with what each word weighs among them."""

    articles: tuple[StoredArticle, ...]
    weights: dict[str, float]
    """By stem; a word of few articles weighs more."""
    terms: tuple[Term, ...]
    """The words in the form they were typed."""
    complete: bool
    """Whether all the words stand together in some article."""
    days: int | None = None
    """Only the newest so many days were looked through, because all would have taken too long."""
    _read: dict[ArticleId, list[SentenceMatch]] = field(default_factory=dict)
    _places: dict[ArticleId, _Places] = field(default_factory=dict)

    def sentences(self, article: StoredArticle) -> list[SentenceMatch]:
        """Return the article's sentences that hold any of the words, best first."""
        if article.id not in self._read:
            found = sorted(_matches(article, self), key=lambda match: (-match.score, match.sentence))
            self._read[article.id] = found
        return self._read[article.id]

    def in_headline(self, article: StoredArticle) -> float:
        """Return how much of the question's weight the headline has, 0 to 1."""
        stems = self._places[article.id].headline
        total = sum(self.weights.values())
        return sum(weight for stem, weight in self.weights.items() if stem in stems) / total

    def best_sentences(self) -> list[SentenceMatch]:
        """Return the matching sentences of all articles, best first; of equals, from the best article."""
        found = [match for article in self.articles for match in self.sentences(article)]
        return sorted(found, key=lambda match: -match.score)


async def find_evidence(
    index: Index,
    words: Words,
    scope: Scope,
    *,
    window: Window,
    topic: str | None = None,
    widen: bool = True,
) -> Evidence:
    """Return the articles that have all the words, then those that have any.

    The latter only when there are few of the former; with `widen` False, only when there is none.
    """
    enough = ENOUGH_COMPLETE if widen else 1
    found = await retrieve(index, words, scope, window=window, topic=topic, limit=MAX_ARTICLES, enough=enough)
    articles = await index.articles.get_many(found.ids, scope)
    return evidence_in(articles, words, complete=found.complete, days=found.days)


def evidence_in(
    articles: Sequence[StoredArticle], words: Words, *, complete: bool = True, days: int | None = None
) -> Evidence:
    """Return what articles that were found hold of the words."""
    terms = all_terms(words)
    finder = OccurrenceFinder(terms)
    places = {article.id: _places(article, finder) for article in articles}
    weights = _weights(terms, list(places.values()))
    return Evidence(tuple(articles), weights, terms, complete, days, _places=places)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the words stand in an article."""

    headline: frozenset[str]
    """The stems of those that are in it."""
    sentences: tuple[tuple[Occurrence, ...], ...]
    text: frozenset[str]
    """The stems of those that are in any sentence."""


def _places(article: StoredArticle, finder: OccurrenceFinder) -> _Places:
    read = article.article
    found = finder.find(read.document.text)
    spans = [(sentence.start, sentence.end) for sentence in read.sentences]
    return _Places(
        headline=frozenset(finder.stems_in(read.document.headline)),
        sentences=tuple(map(tuple, by_span(found, spans))),
        text=frozenset(each.stem for each in found),
    )


def _weights(terms: Sequence[Term], places: Sequence[_Places]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for each in places:
        counts.update(each.headline | each.text)
    # a word of all the matching articles says least; one that none has still counts against them
    return {term.stem: math.log(1.5 + len(places) / (1 + counts[term.stem])) for term in terms}


def _matches(article: StoredArticle, evidence: Evidence) -> Iterator[SentenceMatch]:
    places = evidence._places[article.id]
    fit = set(article.article.ranking)
    before: set[str] = set()
    paragraph = None
    for index, (sentence, words) in enumerate(zip(article.article.sentences, places.sentences, strict=True)):
        if sentence.paragraph != paragraph:
            before = set()
        if words and index not in article.article.boilerplate:
            match = _match(article, index, words, places.headline | before, evidence)
            untelling = max(0.0, 1 - (sentence.end - sentence.start) / TELLING) + (index not in fit)
            yield replace(match, score=match.score - UNTELLING * untelling)
        before = {each.stem for each in words}
        paragraph = sentence.paragraph


def _match(
    article: StoredArticle,
    index: int,
    words: Sequence[Occurrence],
    nearby: set[str] | frozenset[str],
    evidence: Evidence,
) -> SentenceMatch:
    weights = evidence.weights
    offset = article.article.sentences[index].start
    found: dict[str, float] = {}
    typed = {term.word for term in evidence.terms}
    for each in words:
        exact = EXACT_BONUS if each.word in typed else 0.0
        found[each.stem] = max(found.get(each.stem, 0.0), exact)
    total = sum(weights.values())
    around = [stem for stem in weights if stem in nearby and stem not in found]
    coverage = (
        sum(map(weights.__getitem__, found)) + CONTEXT_SHARE * sum(map(weights.__getitem__, around))
    ) / total
    exactness = sum(weights[stem] * bonus for stem, bonus in found.items()) / total
    return SentenceMatch(
        article,
        index,
        coverage=coverage,
        share=(len(found) + len(around)) / len(weights),
        score=coverage + exactness + EARLY_BONUS / (1 + index),
        highlights=tuple((each.start - offset, each.end - offset) for each in words),
    )
