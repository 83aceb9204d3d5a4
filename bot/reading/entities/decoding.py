"""From the scores of each word's labels to the best labels of all, for many sentences side by side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .crf_model import Scores

Indices = NDArray[np.intp]


def best_labels(scores: Scores, transitions: Scores, starts: Indices) -> Indices:
    """Return the label of each word on its sentence's best path (Viterbi), the first of equal ones.

    `scores` are by word and label, those of one sentence after the other, none empty; `starts` are the words
    at which sentences begin. A path is worth its labels' scores and the transitions from each to the next.
    """
    lengths = np.diff(starts, append=len(scores))
    # the longest first, so that those still going on at any step stand together
    order = np.argsort(-lengths, kind="stable")
    going = np.cumsum(np.bincount(lengths)[::-1])[-2::-1].tolist()
    words = np.minimum(np.arange(len(going))[:, None] + starts[order], len(scores) - 1)
    # by step, label and sentence: what the best path to there is worth; the sentences come last, for numpy
    # goes fastest through what is long
    worth = np.ascontiguousarray(scores[words].transpose(0, 2, 1))
    change = transitions[:, :, None]
    for step, count in enumerate(going[1:], 1):
        worth[step, :, :count] += np.maximum.reduce(worth[step - 1, :, None, :count] + change)
    labels = np.empty(len(scores), np.intp)
    chosen = labels[:0]
    for step in range(len(going) - 1, -1, -1):
        here = worth[step, :, : going[step]]
        # what ends here ends on its best label; what goes on, where its next label was reached best from
        here[:, : len(chosen)] += transitions.take(chosen, 1)
        chosen = here.argmax(axis=0)
        labels[words[step, : len(chosen)]] = chosen
    return labels
