"""sumy's LexRank as a rating: which sentences the others resemble."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from sumy.summarizers.lex_rank import LexRankSummarizer

MAX_RATED = 80
"""LexRank compares all pairs; news has its point long before this many sentences."""


class LexRank(LexRankSummarizer):  # type: ignore[misc]  # sumy is untyped
    """sumy's LexRank (Erkan and Radev, 2004), asked for its ratings instead of its choice.

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
        counts = Counter(term for terms in frequencies for term in terms)
        # sumy's own count asks every sentence for every term
        rarity = {term: math.log(len(sentences) / (1 + count)) for term, count in counts.items()}
        places = {term: place for place, term in enumerate(rarity)}
        vectors = np.zeros((len(sentences), len(places)))
        for row, terms in enumerate(frequencies):
            for term, frequency in terms.items():
                vectors[row, places[term]] = frequency * rarity[term]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(norms > 0, norms, 1.0)
        edges = (vectors @ vectors.T > self.threshold).astype(float)
        return edges / np.maximum(edges.sum(axis=1, keepdims=True), 1.0)
