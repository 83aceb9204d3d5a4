"""The extractive summary: sumy's LexRank with a prior for early sentences, against repetition, guarded.

LexRank (Erkan and Radev, 2004) finds the sentences that most others resemble. News puts the point first, so
a position prior is added; a sentence that repeats one already chosen is passed over (maximal marginal
relevance, Carbonell and Goldstein, 1998).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from sumy.summarizers.lex_rank import LexRankSummarizer

from bot.models import Sentence
from bot.reading.quotable import quotable
from bot.words import content_stems, stems_of, to_words

# fitted on one half of two public sets of articles with summaries by people, checked on the other
RATING_WEIGHT = 0.4
POSITION_WEIGHT = 1.5
POSITION_DECAY = 0.5
HEADLINE_WEIGHT = 0.4
REDUNDANCY_WEIGHT = 0.4
LENGTH_WEIGHT = 0.2
IDEAL_CHARACTERS = 160
"""A sentence costs the more, the longer it is than this."""
SHORT_CHARACTERS = 50
"""A shorter sentence tells too little."""
PICTURE_PENALTY = 0.5
"""What a sentence loses that describes a picture: it is seldom the point, and the picture is not shown."""
MAX_RATED = 80
"""LexRank compares all pairs; news has its point long before this many sentences."""
MAX_WORDS = 200
"""Words of one sentence that are looked at; what is longer cannot be quoted anyway."""
LEAST_SAVED = 0.4
"""A summary that saves less of the text than this share is shortened."""


_ABOUT_PICTURE = re.compile(r"(?:An?|The|In an?) (?:\w+ )?(?:photo|photograph|picture|image|footage|video)\b")


class _LexRank(LexRankSummarizer):  # type: ignore[misc]  # sumy is untyped
    """sumy's LexRank, asked for its ratings instead of its choice.

    Within one article sentences share few words: at sumy's threshold of 0.1 most of them stand alone, and its
    epsilon of 0.1 stops the iteration at the first step. The matrix is sumy's, computed at once instead of
    pair by pair.
    """

    threshold = 0.08
    epsilon = 1e-3

    def ratings(self, stems: Sequence[Sequence[str]]) -> list[float]:
        """Return a rating for each sentence, 0 to 1; a sentence that is like no other gets 0."""
        rated = [index for index, words in enumerate(stems[:MAX_RATED]) if words]
        result = [0.0] * len(stems)
        matrix = self._edges([stems[index] for index in rated])
        if not matrix.any():
            return result
        scores = [float(score) for score in self.power_method(matrix, self.epsilon)]
        top = max(scores)
        for index, score in zip(rated, scores, strict=True):
            result[index] = score / top
        return result

    def _edges(self, sentences: Sequence[Sequence[str]]) -> Any:
        """Return the matrix of which sentence resembles which, each row summing to 1, or to 0."""
        frequencies = self._compute_tf(sentences)
        rarity = self._compute_idf([dict.fromkeys(words) for words in sentences])
        places = {term: place for place, term in enumerate(rarity)}
        vectors = np.zeros((len(sentences), len(places)))
        for row, terms in enumerate(frequencies):
            for term, frequency in terms.items():
                vectors[row, places[term]] = frequency * rarity[term]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(norms > 0, norms, 1.0)
        edges = (vectors @ vectors.T > self.threshold).astype(float)
        return edges / np.maximum(edges.sum(axis=1, keepdims=True), 1.0)


def rank_sentences(text: str, sentences: Sequence[Sentence], headline: str) -> tuple[int, ...]:
    """Return the indices of the sentences fit to be quoted, the one that tells most first.

    When none is fit (a text of fragments), the first sentence alone is returned, so that there is something
    to quote; of an empty text, nothing.
    """
    stems = [stems_of(to_words(text[each.start : each.end])[:MAX_WORDS]) for each in sentences]
    fit = quotable(text, sentences, stems, headline)
    if not fit:
        return (0,) if sentences else ()
    ratings = _LexRank().ratings(stems)
    headline_stems = set(content_stems(headline))
    contents = {index: set(stems[index]) for index in fit}
    scores = {
        index: RATING_WEIGHT * ratings[index]
        + POSITION_WEIGHT / (1 + index) ** POSITION_DECAY
        + HEADLINE_WEIGHT * _overlap(headline_stems, contents[index])
        - LENGTH_WEIGHT * _unwieldy(sentences[index])
        - PICTURE_PENALTY * bool(_ABOUT_PICTURE.match(text, sentences[index].start))
        for index in fit
    }
    return _against_repetition(scores, contents)


def summarize(
    text: str, sentences: Sequence[Sentence], ranking: Sequence[int], count: int
) -> tuple[int, ...]:
    """Return at most `count` of the best sentences in text order, fewer when they would save too little."""
    length = sum(sentence.end - sentence.start for sentence in sentences)
    chosen = list(ranking[:count])
    while len(chosen) > 1 and _length(chosen, sentences) > length * (1 - LEAST_SAVED):
        chosen.pop()
    return tuple(sorted(chosen))


def _against_repetition(scores: dict[int, float], contents: dict[int, set[str]]) -> tuple[int, ...]:
    order: list[int] = []
    repeated = dict.fromkeys(scores, 0.0)
    while repeated:
        best = max(repeated, key=lambda index: (scores[index] - REDUNDANCY_WEIGHT * repeated[index], -index))
        order.append(best)
        del repeated[best]
        if len(order) > MAX_RATED:
            # far behind anything that is shown
            return (*order, *sorted(repeated))
        for index in repeated:
            repeated[index] = max(repeated[index], _overlap(contents[best], contents[index]))
    return tuple(order)


def _overlap(one: set[str], other: set[str]) -> float:
    """Return the share of the smaller set that is in both."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _length(indices: Sequence[int], sentences: Sequence[Sentence]) -> int:
    return sum(sentences[index].end - sentences[index].start for index in indices)


def _unwieldy(sentence: Sentence) -> float:
    """Return 1 for a sentence too short to tell much, or twice as long as is good; 0 in between."""
    length = sentence.end - sentence.start
    return max(0.0, length / IDEAL_CHARACTERS - 1) + (1.0 if length < SHORT_CHARACTERS else 0.0)
