"""The trained model: which words of a sentence are names, and of what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from threading import Lock
from typing import NamedTuple

import numpy as np

from bot.models import EntityKind

from .crf_model import CrfModel, Scores
from .decoding import best_labels
from .feature_names import Features
from .features import Featurizer
from .gazetteers import Gazetteers

KINDS: dict[str, EntityKind] = {"PER": "person", "ORG": "organisation", "LOC": "place"}
"""The labels of the training data, and what they mean here."""

MAX_REMEMBERED = 40_000
"""Words and runs of words whose weights are held: those of a few thousand articles, some 20 MB."""

AT_ONCE = 64
"""Sentences that are tagged side by side; more would take memory, and save nothing."""

_OUTSIDE = "O"


class Span(NamedTuple):
    """A name in a chunk: the tokens from `start` up to `end`."""

    start: int
    end: int
    kind: EntityKind


def spans_of(tags: Iterable[str]) -> Iterator[Span]:
    """Yield the names that BIO tags ("B-PER", "I-PER", "O") mark; an I without its B begins a name."""
    return _spans((i, tag) for i, tag in enumerate(tags) if tag != _OUTSIDE)


def _spans(inside: Iterable[tuple[int, str]]) -> Iterator[Span]:
    """Yield the names of a sentence, from the places and the tags of the words that are in one."""
    start, end, kind = 0, -1, ""
    for i, tag in inside:
        if i == end and tag == f"I-{kind}":
            end += 1
            continue
        if kind:
            yield Span(start, end, KINDS[kind])
        start, end, kind = i, i + 1, tag[2:]
    if kind:
        yield Span(start, end, KINDS[kind])


class _Weighed:
    """A matrix with a row for each part of words' features: the sum of their weights, by label."""

    def __init__(self, model: CrfModel) -> None:
        self._attributes = model.attributes
        # a row of zeros for what the model does not know, one for each feature that it does, room for sums
        self._count = 1 + len(model.states)
        self._scores = np.zeros((2 * self._count, len(model.labels)))
        self._scores[1 : self._count] = model.states
        self._new: list[list[int]] = []

    def add(self, features: Features) -> int:
        """Return the number of the row for some features."""
        known = [self._attributes[feature] + 1 for feature in features if feature in self._attributes]
        if len(known) < 2:
            return known[0] if known else 0
        self._new.append(known)
        return self._count + len(self._new) - 1

    def scores(self, rows: Sequence[Sequence[int]]) -> Scores:
        """Return for each of `rows` the sum of the rows that it numbers, at least one."""
        if self._new:
            self._sum_new()
        return _sums(self._scores, rows)

    def _sum_new(self) -> None:
        end = self._count + len(self._new)
        while end > len(self._scores):
            self._scores = np.concatenate((self._scores, np.zeros_like(self._scores)))
        self._scores[self._count : end] = _sums(self._scores, self._new)
        self._count, self._new = end, []


def _sums(scores: Scores, rows: Sequence[Sequence[int]]) -> Scores:
    parts = np.fromiter(chain.from_iterable(rows), np.intp)
    firsts = np.cumsum([0, *map(len, rows[:-1])])
    return np.add.reduceat(scores.take(parts, 0), firsts)


class NameTagger:
    """A conditional random field over what a :class:`Featurizer` sees of each word.

    It remembers the weights of words; what it answers depends on its arguments alone, in any thread.
    """

    def __init__(self, model: CrfModel, gazetteers: Gazetteers) -> None:
        self._model = model
        self.gazetteers = gazetteers
        self._outside = model.labels.index(_OUTSIDE)
        self._lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self._weighed = _Weighed(self._model)
        self._featurizer = Featurizer(self.gazetteers, self._weighed.add)

    def __reduce__(self) -> tuple[type[NameTagger], tuple[CrfModel, Gazetteers]]:
        """Travel to another process as the model and the tables."""
        return NameTagger, (self._model, self.gazetteers)

    def tag(self, words: Sequence[str]) -> list[Span]:
        """Return the names among the words of one sentence, in order."""
        return self.tag_all([words])[0]

    def tag_all(self, sentences: Sequence[Sequence[str]]) -> list[list[Span]]:
        """Return the names of each of many sentences, in order: sooner than one sentence at a time."""
        found: list[list[Span]] = []
        for first in range(0, len(sentences), AT_ONCE):
            found += self._tagged(sentences[first : first + AT_ONCE])
        return found

    def _tagged(self, sentences: Sequence[Sequence[str]]) -> list[list[Span]]:
        inside: list[list[tuple[int, str]]] = [[] for _ in sentences]
        rows: list[list[int]] = []
        places: list[tuple[int, int]] = []
        starts: list[int] = []
        with self._lock:
            if self._featurizer.remembered > MAX_REMEMBERED:
                self._forget()
            for n, words in enumerate(sentences):
                if asked := self._featurizer.rows_in_doubt(words):
                    starts.append(len(rows))
                    rows += asked.values()
                    places += [(n, i) for i in asked]
            if not rows:
                return [[] for _ in sentences]
            scores = self._weighed.scores(rows)
        labels = best_labels(scores, self._model.transitions, np.array(starts))
        for row in np.flatnonzero(labels != self._outside).tolist():
            n, i = places[row]
            inside[n].append((i, self._model.labels[labels[row]]))
        return [list(_spans(each)) for each in inside]
