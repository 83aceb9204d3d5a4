"""sumy's LexRank as a rating: which sentences the others resemble."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import count
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
        scores = self.power_method(matrix, self.epsilon).tolist()
        top = max(scores)
        for index, score in zip(rated, scores, strict=True):
            result[index] = score / top
        return result

    @staticmethod
    def power_method(matrix: Any, epsilon: float) -> Any:
        """Return the stationary vector of a matrix: sumy's iteration, its lengths taken at less cost."""
        transposed = matrix.T
        vector = np.full(len(matrix), 1.0 / len(matrix))
        moved = 1.0
        while moved > epsilon:
            following = transposed @ vector
            following /= math.sqrt(following @ following)
            step = following - vector
            moved = math.sqrt(step @ step)
            vector = following
        return vector

    def _edges(self, sentences: Sequence[Sequence[str]]) -> Any:
        """Return the matrix of which sentence resembles which, each row summing to 1, or to 0."""
        if not sentences:
            return np.zeros((0, 0))
        places: defaultdict[str, int] = defaultdict(count().__next__)
        columns = [places[term] for terms in sentences for term in terms]
        rows = np.repeat(np.arange(len(sentences)), [len(terms) for terms in sentences])
        size = len(sentences), len(places)
        frequencies = np.bincount(rows * size[1] + columns, minlength=size[0] * size[1]).reshape(size)
        # how rare a term is that stands in so many sentences
        rarities = np.array([math.log(len(sentences) / (1 + number)) for number in range(len(sentences) + 1)])
        rarity = rarities[np.count_nonzero(frequencies, axis=0)]
        vectors = frequencies / frequencies.max(axis=1, keepdims=True) * rarity
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(norms > 0, norms, 1.0)
        edges = (vectors @ vectors.T > self.threshold).astype(float)
        return edges / np.maximum(edges.sum(axis=1, keepdims=True), 1.0)
