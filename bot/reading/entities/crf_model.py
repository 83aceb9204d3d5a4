"""A trained CRFsuite model as tables of weights, read from the file that CRFsuite writes.

python-crfsuite trains the model. To tag, it would look up every feature of every word by its name; here
each is looked up once and then known by its weights. The layout is that of ``crf1d_model.c`` and ``cqdb.c``
in CRFsuite 0.12: little-endian; a header, the features with their weights, the labels' names, the
attributes' names.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

_HEADER = struct.Struct("<4sI4s9I")
"""Magic, size, type, version; features (unused), labels, attributes; where each of five chunks begins."""
_CHUNK = struct.Struct("<4sII")
_FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_NAMES = struct.Struct("<4s5I")
"""Magic, size, flags, byte order; names; where the list of their places begins, from here."""
_NAME = struct.Struct("<II")
_STATE, _TRANSITION = 0, 1


@dataclass(frozen=True, slots=True)
class CrfModel:
    """Labels, and the weights of what speaks for each."""

    labels: tuple[str, ...]
    attributes: Mapping[bytes, int]
    """The row of `states` by the name of a feature."""
    states: Scores
    """By attribute and label."""
    transitions: Scores
    """By a word's label and the next word's; 0 where training saw none."""


def parse_model(model: bytes) -> CrfModel:
    """Read a model from a file's bytes; raises ValueError when they are none."""
    try:
        return _parsed(model)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(f"the model is damaged: {error}") from error


def _parsed(model: bytes) -> CrfModel:
    magic, size, kind, _, _, label_count, attribute_count, features, labels, attributes, _, _ = (
        _HEADER.unpack_from(model)
    )
    if (magic, kind) != (b"lCRF", b"FOMC") or size != len(model):
        raise ValueError("this is no model of CRFsuite's")
    _, _, count = _CHUNK.unpack_from(model, features)
    rows = np.frombuffer(model, _FEATURE, count, features + _CHUNK.size)
    return CrfModel(
        labels=tuple(name.decode() for name in _names(model, labels)),
        attributes={name: row for row, name in enumerate(_names(model, attributes))},
        states=_table(rows[rows["kind"] == _STATE], attribute_count, label_count),
        transitions=_table(rows[rows["kind"] == _TRANSITION], label_count, label_count),
    )


def _table(rows: NDArray[np.void], height: int, width: int) -> Scores:
    table = np.zeros((height, width))
    table[rows["source"], rows["label"]] = rows["weight"]
    return table


def _names(model: bytes, start: int) -> list[bytes]:
    """Return the names of a chunk in the order of their numbers."""
    _, _, _, _, count, places = _NAMES.unpack_from(model, start)
    names = []
    for place in np.frombuffer(model, "<u4", count, start + places).tolist():
        _, length = _NAME.unpack_from(model, start + place)
        first = start + place + _NAME.size
        # the last byte ends the name, as in C
        names.append(model[first : first + length - 1])
    return names
