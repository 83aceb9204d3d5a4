"""The names of features: what a word says by itself, and to those beside it, as strings.

The model is trained on exactly these: whoever changes one trains it again (``docs/models.md``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .lexicon import (
    ABBREVIATED_TITLES,
    CALENDAR_WORDS,
    HONORIFICS,
    ORGANISATION_ENDINGS,
    ORGANISATION_NOUNS,
    PLACE_ENDINGS,
    PLACE_NOUNS,
    ROLE_NOUNS,
    SAYING_VERBS,
    VESSEL_NOUNS,
    WORK_NOUNS,
)

Features = tuple[bytes, ...]
"""Features that a word has together, in UTF-8 as CRFsuite takes them."""

APPOSITION_REACH = 9
"""Words after a comma in which the noun is looked for that says what a name is."""

_SHAPES = ((re.compile("[A-ZÀ-ÖØ-Þ]"), "X"), (re.compile("[a-zß-öø-ÿ]"), "x"), (re.compile("[0-9]"), "d"))
_REPEATS = re.compile(r"(.)\1{2,}")

_CLASSES = (
    ("honorific", HONORIFICS),
    ("title", ABBREVIATED_TITLES),
    ("role", ROLE_NOUNS),
    ("orgend", ORGANISATION_ENDINGS),
    ("placeend", PLACE_ENDINGS),
    ("calendar", CALENDAR_WORDS),
    ("says", SAYING_VERBS),
    ("orgnoun", ORGANISATION_NOUNS),
    ("placenoun", PLACE_NOUNS),
    ("vessel", VESSEL_NOUNS),
    ("work", WORK_NOUNS),
)


_CLASSES_OF = {
    low: tuple(name for name, words in _CLASSES if low in words)
    for low in frozenset[str]().union(*(words for _, words in _CLASSES))
}


def word_shape(word: str) -> str:
    """Return "Xxx" for "Israel", "X.X." for "U.S.", "dddd" for "2024" (runs cut to two)."""
    for pattern, mark in _SHAPES:
        word = pattern.sub(mark, word)
    return _REPEATS.sub(r"\1\1", word)


def encoded(features: Iterable[str]) -> Features:
    """Return features as bytes; lone surrogates become question marks."""
    return tuple([feature.encode("utf-8", "replace") for feature in features])


def classes(low: str) -> Sequence[str]:
    """Return the closed lists that a word, lower case, belongs to."""
    return _CLASSES_OF.get(low, ())


def own_features(word: str, low: str, shape: str) -> Features:
    """Return what a word that may be a name says by itself."""
    found = ["bias", f"w={low}", f"shape={shape}", f"p3={low[:3]}", f"s2={low[-2:]}"]
    found += [f"s3={low[-3:]}", f"s4={low[-4:]}"]
    if word.isupper() and len(word) > 1:
        found.append("upper")
    if "-" in word:
        found.append("hyphen")
    return encoded([*found, *classes(low)])


def beside_features(offset: int, low: str, shape: str) -> Features:
    """Return what a word says to one that stands `offset` words before it, one or minus one."""
    return encoded(
        [f"{offset}w={low}", f"{offset}shape={shape}", *(f"{offset}{name}" for name in classes(low))]
    )


NOUN_KINDS = ("role", "body", "place", "none")


def noun_kind(words: Sequence[str], start: int, step: int) -> str:
    """Return "role", "body", "place" or "none": the first such noun from `start` on, in either direction."""
    stop = start + step * APPOSITION_REACH
    for i in range(start, min(max(stop, -1), len(words)), step):
        low = words[i].lower()
        if not low[:1].isalnum() and low not in {"'s", "’s"}:
            return "none"
        if low in ROLE_NOUNS:
            return "role"
        if low in ORGANISATION_NOUNS:
            return "body"
        if low in PLACE_NOUNS:
            return "place"
    return "none"
