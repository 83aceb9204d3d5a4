"""Which of many matching articles are worth reading: a pure decider over lists of ids.

FTS5's bm25 is not used: it weighs words by how many articles have them, counting those that the scope does
not see, so that a private article of one guild would change the answers of another. Here every list holds
visible articles only, newest first. A word weighs the more, the fewer articles a day have it (the idea of
idf, Spärck Jones, 1972).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.index import SEQUENCE_BITS
from bot.models import ArticleId

HEADLINE_SHARE = 1.5
"""What a word in the headline adds to what it counts in the text: the article is about it."""
TOGETHER_SHARE = 0.5
"""What all the words add when they stand near each other, as a share of what they count."""
FRESHNESS_SHARE = 0.5
"""What the newest of the articles gets on top, as a share of what it counts; half of it
:data:`HALF_LIFE` days before, and so on."""
HALF_LIFE = 14.0
DAYS_OF_A_LIST = 365
"""Over so many days all the articles of a rare word are thought to be spread."""


@dataclass(frozen=True, slots=True)
class WordHits:
    """The articles that have one word of the question."""

    newest: Sequence[ArticleId]
    cut: bool = False
    """Whether there are more, older ones than `newest` lists."""
    older: Sequence[ArticleId] = ()
    """Some of those, found because they have other words, too."""
    in_headline: Sequence[ArticleId] = ()


def rank(
    words: Sequence[WordHits], *, complete: Sequence[ArticleId] = (), together: Sequence[ArticleId] = ()
) -> list[ArticleId]:
    """Return the articles of all lists, the best first; of equals the newest.

    `complete` lists articles that have all of the words, `together` those that have them near each other.
    """
    weights = _weights(words)
    everything = sum(weights) or 1.0
    scores: dict[ArticleId, float] = defaultdict(float)
    whole = set(complete)
    for article in whole:
        scores[article] = everything
    for hits, weight in zip(words, weights, strict=True):
        for article in {*hits.newest, *hits.older} - whole:
            scores[article] += weight
        for article in hits.in_headline:
            if article in scores:
                scores[article] += HEADLINE_SHARE * weight
    for article in together:
        if article in whole:
            scores[article] += TOGETHER_SHARE * everything
    newest = max(scores, default=ArticleId(0)) >> SEQUENCE_BITS
    for article in scores:
        age = newest - (article >> SEQUENCE_BITS)
        scores[article] *= 1 + FRESHNESS_SHARE * math.pow(0.5, age / HALF_LIFE)
    return sorted(scores, key=lambda each: (-scores[each], -each))


def _weights(words: Sequence[WordHits]) -> list[float]:
    """Return what each word counts: the more, the fewer articles a day have it."""
    rates = [_a_day(hits) for hits in words]
    most = max(rates, default=0.0)
    return [math.log(1 + most / rate) if rate else math.log(2 + most) for rate in rates]


def _a_day(hits: WordHits) -> float:
    """Return how many articles there are a day that have the word."""
    if not hits.newest:
        return 0.0
    if not hits.cut:
        # all that there are; spread over a year, so that lists cut and uncut can be compared
        return len(hits.newest) / DAYS_OF_A_LIST
    days = (hits.newest[0] >> SEQUENCE_BITS) - (hits.newest[-1] >> SEQUENCE_BITS) + 1
    return len(hits.newest) / min(days, DAYS_OF_A_LIST)
