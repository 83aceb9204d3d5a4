"""What the tagger sees of each word: its own form, its neighbours', and what the gazetteers say.

The model is trained on exactly these strings: whoever changes a feature trains it again (``docs/models.md``).
Most words of a news text are written small and stand among others such; of those the tagger sees next to
nothing, for that is where the time would go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import or_

from .gazetteers import Gazetteers
from .lexicon import (
    ABBREVIATED_TITLES,
    CALENDAR_WORDS,
    DETERMINERS,
    HONORIFICS,
    ORGANISATION_ENDINGS,
    ORGANISATION_HEADS,
    ORGANISATION_NOUNS,
    PLACE_ENDINGS,
    PLACE_NOUNS,
    ROLE_NOUNS,
    SAYING_VERBS,
    VESSEL_NOUNS,
    WORK_NOUNS,
)

Features = list[bytes]
"""One word's features, in UTF-8 as CRFsuite takes them."""

RUN_LINKS = frozenset(
    {"of", "de", "del", "della", "van", "von", "der", "bin", "al", "el", "la", "du", "da", "dos"}
)
"""Small words inside a name."""

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


def _encoded(features: Sequence[str]) -> Features:
    """Return features as bytes; lone surrogates become question marks."""
    return [feature.encode("utf-8", "replace") for feature in features]


def _classes(low: str) -> Sequence[str]:
    """Return the closed lists that a word, lower case, belongs to."""
    return _CLASSES_OF.get(low, ())


@lru_cache(maxsize=20_000)
def _own_features(word: str) -> Features:
    """Return what a word that may be a name says by itself."""
    word = word.replace("’", "'")
    low = word.lower()
    found = ["bias", f"w={low}", f"shape={word_shape(word)}", f"p3={low[:3]}", f"s2={low[-2:]}"]
    found += [f"s3={low[-3:]}", f"s4={low[-4:]}"]
    if word.isupper() and len(word) > 1:
        found.append("upper")
    if "-" in word:
        found.append("hyphen")
    return _encoded([*found, *_classes(low)])


PLAIN_FEATURES = 3
"""What a word in small letters says that stands among others: fewer than any other word."""


@lru_cache(maxsize=20_000)
def _small_features(word: str) -> Features:
    """Return what a word in small letters says by itself."""
    return _encoded(["bias", "small", f"w={word.replace('’', chr(39))}"])


def _beside(offset: int) -> Callable[[str], Features]:
    """Return what tells, and remembers, what a word `offset` words away says to another."""
    near = abs(offset) == 1

    @lru_cache(maxsize=20_000)
    def features(word: str) -> Features:
        word = word.replace("’", "'")
        low = word.lower()
        found = [f"{offset}w={low}"]
        if near:
            found.append(f"{offset}shape={word_shape(word)}")
            found += [f"{offset}{name}" for name in _classes(low)]
        return _encoded(found)

    return features


_two_before, _before, _after, _two_after = map(_beside, (-2, -1, 1, 2))
_FIRST, _LAST, _UNKNOWN, _COMMON = b"g=first", b"g=last", b"g=none", b"g=common"
_CAP, _CAP_FIRST, _SHOUTING = b"cap", b"cap_first", b"shouting"
_RUN_MARKS = [[b"run=%d|%d" % (length, place) for place in range(4)] for length in range(6)]
"""By the length of a run and the place in it, as far as they count."""
_TWO_BEFORE_EDGE, _BEFORE_EDGE, _AFTER_EDGE, _TWO_AFTER_EDGE = b"-2edge", b"-1edge", b"1edge", b"2edge"


def _add_neighbours(row: Features, words: Sequence[str], i: int, last: int) -> None:
    """Append what the two words on either side of the one at `i` say to it."""
    row += _two_before(words[i - 2]) if i > 1 else (_TWO_BEFORE_EDGE,)
    row += _before(words[i - 1]) if i else (_BEFORE_EDGE,)
    row += _after(words[i + 1]) if i < last else (_AFTER_EDGE,)
    row += _two_after(words[i + 2]) if i + 1 < last else (_TWO_AFTER_EDGE,)


class Featurizer:
    """Turns the words of a sentence into feature strings, with the gazetteers as evidence."""

    def __init__(self, gazetteers: Gazetteers) -> None:
        self.gazetteers = gazetteers

    def features(self, words: Sequence[str]) -> list[Features]:
        """Return the features of each word, in order."""
        large = [not word.islower() and word[:1].isalnum() for word in words]
        if True not in large:
            return [_small_features(word) for word in words]
        known = self._known_names(words)
        runs = self._runs(words)
        shouting = sum([word.isupper() and len(word) > 1 for word in words]) > 0.6 * len(words)
        last = len(words) - 1
        # what stands beside a word in capitals; False at both ends, where nothing does
        beside = map(or_, [False, *large[:-1]], [*large[1:], False])
        table: list[Features] = []
        for i, (word, is_large, is_beside) in enumerate(zip(words, large, beside, strict=True)):
            if is_large:
                row = _own_features(word).copy()
                if i in known:
                    row += known[i]
                if i in runs:
                    row += runs[i]
                if word[0].isupper():
                    row.append(_CAP if i else _CAP_FIRST)
                if shouting:
                    row.append(_SHOUTING)
                _add_neighbours(row, words, i, last)
            elif is_beside or word in RUN_LINKS:
                row = _small_features(word).copy()
                row += _before(words[i - 1]) if i else (_BEFORE_EDGE,)
                row += _after(words[i + 1]) if i < last else (_AFTER_EDGE,)
            else:
                table.append(_small_features(word))
                continue
            if i - 1 in known:
                row += [b"-1" + name for name in known[i - 1]]
            if i + 1 in known:
                row += [b"+1" + name for name in known[i + 1]]
            table.append(row)
        return table

    def _known_names(self, words: Sequence[str]) -> dict[int, Features]:
        """Return what the gazetteers know of words, alone and as parts of a phrase."""
        tables = self.gazetteers
        found: dict[int, Features] = {}
        covered = 0
        for i, word in enumerate(words):
            if not word[:1].isupper() and word[:3] != "al-":
                continue
            low = word.lower()
            here = found.setdefault(i, [])
            if low in tables.first_names:
                here.append(_FIRST)
            if low in tables.last_names:
                here.append(_LAST)
            match = tables.match_at(words, i) if i >= covered else None
            if match is None:
                if not here:
                    here.append(_COMMON if low in tables.common_words else _UNKNOWN)
                continue
            covered, known = match
            length = "1" if covered - i == 1 else "n"
            for name_class in sorted(known.classes):
                for j in range(i, covered):
                    mark = f"g={name_class}{length}{'B' if j == i else 'I'}"
                    found.setdefault(j, []).append(mark.encode())
        return found

    def _runs(self, words: Sequence[str]) -> dict[int, Features]:
        """Return, for each word of a run of capitalised words, what the whole run looks like."""
        found: dict[int, Features] = {}
        end = 0
        for i, word in enumerate(words):
            if i < end or not word[:1].isupper():
                continue
            end = _run_end(words, i)
            shared = _encoded(self._run_features(words, i, end))
            marks = _RUN_MARKS[min(5, end - i)]
            for j in range(i, end):
                found[j] = [*shared, marks[min(3, j - i)]]
        return found

    def _run_features(self, words: Sequence[str], start: int, end: int) -> list[str]:
        run = [word.lower() for word in words[start:end]]
        shared = [f"runlast={run[-1]}"]
        if run[-1] in ORGANISATION_ENDINGS:
            shared.append("runorgend")
        if any(word in ORGANISATION_HEADS for word in run):
            shared.append("runorghead")
        if run[-1] in PLACE_ENDINGS:
            shared.append("runplaceend")
        if run[0] in self.gazetteers.first_names:
            shared.append(f"runfirst={min(3, len(run))}")
        if run[0] in HONORIFICS or run[0] in ABBREVIATED_TITLES or run[0] in ROLE_NOUNS:
            shared.append("runtitle")
        if start:
            before = words[start - 1].lower()
            shared.append(f"runbefore={before}")
            shared += [f"runbefore:{name}" for name in _classes(before)]
        if end < len(words):
            shared.append(f"runafter={words[end].lower()}")
            shared += self._apposition(words, start, end)
        return shared

    @staticmethod
    def _apposition(words: Sequence[str], start: int, end: int) -> list[str]:
        """Return what a phrase between commas after a run, or before it, seems to call it."""
        found = []
        if words[end] == "," and end + 1 < len(words):
            low = words[end + 1].lower()
            if low in DETERMINERS or low in ROLE_NOUNS or low in ORGANISATION_NOUNS:
                found.append(f"called:{_noun_kind(words, end + 1, 1)}")
            elif low.isdigit():
                found.append("called:age")
        if start > 1 and words[start - 1] == ",":
            found.append(f"said:{_noun_kind(words, start - 2, -1)}")
        return found


def _noun_kind(words: Sequence[str], start: int, step: int) -> str:
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


def _run_end(words: Sequence[str], start: int) -> int:
    """Return the index after the run of capitalised words, small links included, that begins at `start`."""
    end = start + 1
    while end < len(words):
        if words[end][:1].isupper():
            end += 1
        elif words[end] in RUN_LINKS and end + 1 < len(words) and words[end + 1][:1].isupper():
            end += 2
        else:
            break
    return end
