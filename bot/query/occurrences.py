"""Where the words of a question stand in a text, found without cutting the whole text into words.

A pattern finds what begins like one of the words; only that is stemmed and compared. Stemming changes the
last letters of a word alone, so that a word and its stem begin alike, but for the last two letters of the
stem: "hoping" is a form of "hope", "cities" of "citi".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.query.irregular import BASE_FORMS, IRREGULAR_FORMS
from bot.query.words import Term, plain, spans_of, stem

UNSURE_LETTERS = 2
"""The last letters of a stem that its words may not share: "citi" is the stem of "city"."""
_COMBINING = re.compile("[\u0300-\u036f]")
_FOREIGN_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
_LETTERS = r"[^\W_]"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A word of the question in a text, in whatever form."""

    start: int
    end: int
    word: str
    """As it stands there, lower case and without accents."""
    stem: str


class OccurrenceFinder:
    """Finds the words of one question."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._stems = frozenset(term.stem for term in terms)
        beginnings = sorted({begin for each in self._stems for begin in _beginnings(each)})
        joined = "|".join(map(re.escape, beginnings))
        self._pattern = (
            re.compile(rf"(?<!{_LETTERS})(?:{joined}){_LETTERS}*", re.IGNORECASE) if joined else None
        )

    def find(self, text: str) -> list[Occurrence]:
        """Return all occurrences, in order."""
        if self._pattern is None:
            return []
        if not text.isascii():
            if _COMBINING.search(text):
                # letters with loose accents are compared one by one
                return [Occurrence(*found) for found in spans_of(text) if found[3] in self._stems]
            if _FOREIGN_LETTER.search(text):
                text = text.translate(_BASE_LETTERS)
        found: list[Occurrence] = []
        for match in self._pattern.finditer(text):
            word = plain(match.group())
            if (stemmed := stem(word)) in self._stems:
                found.append(Occurrence(match.start(), match.end(), word, stemmed))
        return found

    def stems_in(self, text: str) -> set[str]:
        """Return the stems of those of the words that are in a text."""
        return {each.stem for each in self.find(text)}


def by_span(found: Sequence[Occurrence], spans: Iterable[tuple[int, int]]) -> list[list[Occurrence]]:
    """Return the occurrences inside each of some spans, which ascend."""
    parted: list[list[Occurrence]] = []
    place = 0
    for start, end in spans:
        while place < len(found) and found[place].start < start:
            place += 1
        last = place
        while last < len(found) and found[last].end <= end:
            last += 1
        parted.append(list(found[place:last]))
    return parted


def _beginnings(stemmed: str) -> set[str]:
    """Return how the words of a stem may begin: as it does, or as the past of its irregular verb does."""
    forms = {stemmed}
    for form in _irregular_forms().get(stemmed, ()):
        forms.add(form)
    return {form[: max(1, len(form) - UNSURE_LETTERS)] for form in forms}


@functools.cache
def _irregular_forms() -> dict[str, set[str]]:
    """Return the forms of irregular verbs by the stem that they share."""
    forms: dict[str, set[str]] = {}
    for base, irregular in IRREGULAR_FORMS.items():
        forms.setdefault(stem(base), set()).update(irregular)
    for past, base in BASE_FORMS.items():
        forms.setdefault(stem(base), set()).add(past)
    return forms


class _BaseLetters(dict[int, str]):
    """For `str.translate`: letters as they are compared, as long as that is one letter for one."""

    def __missing__(self, code: int) -> str:
        bare = plain(chr(code))
        self[code] = bare if len(bare) == 1 else chr(code)
        return self[code]


_BASE_LETTERS = _BaseLetters()
