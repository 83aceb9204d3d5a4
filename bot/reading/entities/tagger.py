"""The trained model: which words of a sentence are names, and of what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import NamedTuple

import pycrfsuite

from bot.models import EntityKind

from .features import PLAIN_FEATURES, Features, Featurizer

KINDS: dict[str, EntityKind] = {"PER": "person", "ORG": "organisation", "LOC": "place"}
"""The labels of the training data, and what they mean here."""


class Span(NamedTuple):
    """A name in a chunk: the tokens from `start` up to `end`."""

    start: int
    end: int
    kind: EntityKind


def spans_of(tags: Sequence[str]) -> Iterator[Span]:
    """Yield the names that BIO tags ("B-PER", "I-PER", "O") mark; an I without its B begins a name."""
    start, kind = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if kind and tag != f"I-{kind}":
            yield Span(start, i, KINDS[kind])
            kind = ""
        if not kind and tag != "O":
            start, kind = i, tag[2:]


class NameTagger:
    """A conditional random field (CRFsuite) over :class:`Featurizer`'s features.

    The model is opened from memory in each process that uses it; tagging touches nothing but its arguments.
    """

    def __init__(self, model: bytes, featurizer: Featurizer) -> None:
        self._model = model
        self._featurizer = featurizer
        self._tagger = self._open()
        self._lock = Lock()

    def _open(self) -> pycrfsuite.Tagger:
        tagger = pycrfsuite.Tagger()
        tagger.open_inmemory(self._model)
        return tagger

    def __reduce__(self) -> tuple[type[NameTagger], tuple[bytes, Featurizer]]:
        """Travel to another process as the model's bytes."""
        return NameTagger, (self._model, self._featurizer)

    def tag(self, words: Sequence[str]) -> list[Span]:
        """Return the names among the words of one sentence, in order."""
        if not words:
            return []
        rows = self._featurizer.features(words)
        asked = _in_doubt(rows)
        with self._lock:  # CRFsuite keeps the sentence at hand inside the tagger
            found = self._tagger.tag([rows[i] for i in asked])
        tags = ["O"] * len(words)
        for i, tag in zip(asked, found, strict=True):
            tags[i] = tag
        return list(spans_of(tags))


def _in_doubt(rows: Sequence[Features]) -> list[int]:
    """Return the words that the model must be asked about.

    Small words among small words are no names, and what stands beyond two of them has no say in what stands
    here: the best path through the others is the same without them.
    """
    plain = [True, *(len(row) == PLAIN_FEATURES for row in rows), True]
    return [i for i in range(len(rows)) if not (plain[i] and plain[i + 1] and plain[i + 2])]
