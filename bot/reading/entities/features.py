"""What the tagger sees of each word: its own form, its neighbours', and what the gazetteers say.

The model is trained on exactly these strings: whoever changes a feature trains it again (``docs/models.md``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .gazetteers import Gazetteers
from .lexicon import (
    ABBREVIATED_TITLES,
    CALENDAR_WORDS,
    HONORIFICS,
    ORGANISATION_ENDINGS,
    ORGANISATION_HEADS,
    PLACE_ENDINGS,
    ROLE_NOUNS,
    SAYING_VERBS,
)

_RUN_LINKS = frozenset(
    {"of", "de", "del", "della", "van", "von", "der", "bin", "al", "el", "la", "du", "da", "dos"}
)
"""Small words inside a name."""

_SHAPES = ((re.compile("[A-ZÀ-ÖØ-Þ]"), "X"), (re.compile("[a-zß-öø-ÿ]"), "x"), (re.compile("[0-9]"), "d"))
_REPEATS = re.compile(r"(.)\1{2,}")


def encodable(word: str) -> str:
    """Return `word` in a form that UTF-8 can carry: lone surrogates become question marks."""
    return word if word.isascii() else word.encode("utf-8", "replace").decode("utf-8")


def word_shape(word: str) -> str:
    """Return "Xxx" for "Israel", "X.X." for "U.S.", "dddd" for "2024" (runs cut to two)."""
    for pattern, mark in _SHAPES:
        word = pattern.sub(mark, word)
    return _REPEATS.sub(r"\1\1", word)


@lru_cache(maxsize=32_768)
def _own_features(word: str) -> tuple[str, ...]:
    """Return what a word says by itself."""
    word = encodable(word).replace("’", "'")
    low = word.lower()
    shape = word_shape(word)
    found = ["bias", f"w={low}", f"shape={shape}", f"p3={low[:3]}", f"s2={low[-2:]}", f"s3={low[-3:]}"]
    found.append(f"s4={low[-4:]}")
    if word.isupper() and len(word) > 1:
        found.append("upper")
    if "-" in word:
        found.append("hyphen")
    found += _word_classes(low)
    return tuple(found)


def _word_classes(low: str) -> list[str]:
    """Return the closed lists that a word, lower case, belongs to."""
    classes = (
        ("honorific", HONORIFICS),
        ("title", ABBREVIATED_TITLES),
        ("role", ROLE_NOUNS),
        ("orgend", ORGANISATION_ENDINGS),
        ("placeend", PLACE_ENDINGS),
        ("calendar", CALENDAR_WORDS),
        ("says", SAYING_VERBS),
    )
    return [name for name, words in classes if low in words]


@lru_cache(maxsize=65_536)
def _neighbour_features(word: str, offset: int) -> tuple[str, ...]:
    """Return what a word says to the one that stands `offset` words away from it."""
    word = encodable(word).replace("’", "'")
    low = word.lower()
    found = [f"{offset}w={low}"]
    if abs(offset) == 1:
        found.append(f"{offset}shape={word_shape(word)}")
        found.append(f"{offset}s3={low[-3:]}")
        found += [f"{offset}{name}" for name in _word_classes(low)]
    return tuple(found)


class Featurizer:
    """Turns the words of a sentence into feature strings, with the gazetteers as evidence."""

    def __init__(self, gazetteers: Gazetteers) -> None:
        self._gazetteers = gazetteers

    def features(self, words: Sequence[str]) -> list[list[str]]:
        """Return the features of each word, in order."""
        known = self._known_names(words)
        runs = self._runs(words)
        shouting = sum(word.isupper() and len(word) > 1 for word in words) > 0.6 * len(words)
        last = len(words) - 1
        table: list[list[str]] = []
        for i, word in enumerate(words):
            row = [*_own_features(word), *known[i], *runs[i]]
            if word[:1].isupper():
                row.append("cap" if i else "cap_first")
            if shouting:
                row.append("shouting")
            for offset in (-2, -1, 1, 2):
                j = i + offset
                if 0 <= j <= last:
                    row += _neighbour_features(words[j], offset)
                else:
                    row.append(f"{offset}edge")
            if i:
                row += [f"-1{name}" for name in known[i - 1]]
            if i < last:
                row += [f"+1{name}" for name in known[i + 1]]
            table.append(row)
        return table

    def _known_names(self, words: Sequence[str]) -> list[list[str]]:
        """Return what the gazetteers know of each word, alone and as part of a phrase."""
        tables = self._gazetteers
        found: list[list[str]] = [[] for _ in words]
        covered = 0
        for i, word in enumerate(words):
            if not word[:1].isupper() and word[:3] != "al-":
                continue
            low = word.lower()
            if low in tables.first_names:
                found[i].append("g=first")
            if low in tables.last_names:
                found[i].append("g=last")
            match = tables.match_at(words, i) if i >= covered else None
            if match is None:
                continue
            covered, known = match
            length = "1" if covered - i == 1 else "n"
            for name_class in sorted(known.classes):
                for j in range(i, covered):
                    found[j].append(f"g={name_class}{length}{'B' if j == i else 'I'}")
        return found

    def _runs(self, words: Sequence[str]) -> list[list[str]]:
        """Return, for each word of a run of capitalised words, what the whole run looks like."""
        found: list[list[str]] = [[] for _ in words]
        i = 0
        while i < len(words):
            if not words[i][:1].isupper():
                i += 1
                continue
            end = _run_end(words, i)
            shared = self._run_features(words, i, end)
            for j in range(i, end):
                found[j] = [*shared, f"run={min(5, end - i)}|{min(3, j - i)}"]
            i = end
        return found

    def _run_features(self, words: Sequence[str], start: int, end: int) -> list[str]:
        run = [encodable(word).lower() for word in words[start:end]]
        shared = [f"runlast={run[-1]}"]
        if run[-1] in ORGANISATION_ENDINGS:
            shared.append("runorgend")
        if any(word in ORGANISATION_HEADS for word in run):
            shared.append("runorghead")
        if run[-1] in PLACE_ENDINGS:
            shared.append("runplaceend")
        if run[0] in self._gazetteers.first_names:
            shared.append(f"runfirst={min(3, len(run))}")
        if run[0] in HONORIFICS or run[0] in ABBREVIATED_TITLES or run[0] in ROLE_NOUNS:
            shared.append("runtitle")
        if start:
            shared.append(f"runbefore={encodable(words[start - 1]).lower()}")
        if end < len(words):
            shared.append(f"runafter={encodable(words[end]).lower()}")
        return shared


def _run_end(words: Sequence[str], start: int) -> int:
    """Return the index after the run of capitalised words, small links included, that begins at `start`."""
    end = start + 1
    while end < len(words):
        if words[end][:1].isupper():
            end += 1
        elif words[end] in _RUN_LINKS and end + 1 < len(words) and words[end + 1][:1].isupper():
            end += 2
        else:
            break
    return end
