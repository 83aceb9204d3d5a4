"""From words to evidence: which articles match, and which of their sentences say it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.index import Index
from bot.models import ArticleId, Scope, StoredArticle, Window
from bot.query.retrieval import retrieve
from bot.query.words import Term, Words, all_terms, spans_of

MAX_ARTICLES = 40
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

    def sentences(self, article: StoredArticle) -> list[SentenceMatch]:
        """Return the article's sentences that hold any of the words, best first."""
        if article.id not in self._read:
            found = sorted(_matches(article, self), key=lambda match: (-match.score, match.sentence))
            self._read[article.id] = found
        return self._read[article.id]

    def in_headline(self, article: StoredArticle) -> float:
        """Return how much of the question's weight the headline has, 0 to 1."""
        stems = _stems(article.article.document.headline)
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
    terms = all_terms(words)
    return Evidence(tuple(articles), _weights(terms, articles), terms, found.complete, found.days)


def _weights(terms: Sequence[Term], articles: Sequence[StoredArticle]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for article in articles:
        document = article.article.document
        stems = _stems(f"{document.headline}\n{document.text}")
        counts.update({term.stem for term in terms if term.stem in stems})
    # a word of all the matching articles says least; one that none has still counts against them
    return {term.stem: math.log(1.5 + len(articles) / (1 + counts[term.stem])) for term in terms}


def _stems(text: str) -> set[str]:
    return {stem for _, _, _, stem in spans_of(text)}


def _matches(article: StoredArticle, evidence: Evidence) -> Iterator[SentenceMatch]:
    headline = _stems(article.article.document.headline)
    fit = set(article.article.ranking)
    before: set[str] = set()
    paragraph = None
    for index, sentence in enumerate(article.article.sentences):
        words = list(spans_of(article.article.quote(index)))
        if sentence.paragraph != paragraph:
            before = set()
        match = _match(article, index, words, headline | before, evidence)
        if match is not None and index not in article.article.boilerplate:
            untelling = max(0.0, 1 - (sentence.end - sentence.start) / TELLING) + (index not in fit)
            yield replace(match, score=match.score - UNTELLING * untelling)
        before = {stem for _, _, _, stem in words}
        paragraph = sentence.paragraph


def _match(
    article: StoredArticle,
    index: int,
    words: Sequence[tuple[int, int, str, str]],
    nearby: set[str],
    evidence: Evidence,
) -> SentenceMatch | None:
    weights = evidence.weights
    found: dict[str, float] = {}
    highlights = []
    typed = {term.word for term in evidence.terms}
    for start, end, word, stem in words:
        if stem in weights:
            exact = EXACT_BONUS if word in typed else 0.0
            found[stem] = max(found.get(stem, 0.0), exact)
            highlights.append((start, end))
    if not found:
        return None
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
        highlights=tuple(highlights),
    )
