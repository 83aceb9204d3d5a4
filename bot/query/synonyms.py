"""Words that may stand for each other: the groups of synonyms.txt and the names of countries, by stem."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from bot.query.words import plain_words, stem
from bot.resources import countries

SYNONYM = 0.7
"""How near two words of one group are; the same word is at 1."""
NARROWER = 0.6
"""How near a narrower word is to the wider one that is asked for."""

Phrase = tuple[str, ...]
"""The stems of one word or of several."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What may be told for what is asked."""

    near: Mapping[Phrase, Mapping[Phrase, float]]
    """By word or phrase, those that may stand for it, with their nearness from 0 to 1."""
    longest: Mapping[str, int]
    """How many words the longest phrase has that begins with a stem."""
    countries: frozenset[Phrase]
    """What countries, their people and their things are called."""

    def of(self, phrase: Phrase) -> Mapping[Phrase, float]:
        """Return what may stand for a word or phrase."""
        return self.near.get(phrase, MappingProxyType({}))

    def phrase_at(self, stems: tuple[str, ...], start: int) -> Phrase:
        """Return the longest phrase of the table that begins at `start`, or the one stem there."""
        for length in range(self.longest.get(stems[start], 1), 1, -1):
            phrase = stems[start : start + length]
            if phrase in self.near:
                return phrase
        return stems[start : start + 1]


@functools.cache
def load_synonyms() -> Synonyms:
    """Return the table, read once."""
    near: dict[Phrase, dict[Phrase, float]] = {}
    for wider, others in _lines():
        for asked in wider:
            for told in others:
                if asked != told:
                    weight = SYNONYM if wider == others else NARROWER
                    known = near.setdefault(asked, {})
                    known[told] = max(known.get(told, 0.0), weight)
    longest: dict[str, int] = {}
    for phrase in near:
        longest[phrase[0]] = max(longest.get(phrase[0], 1), len(phrase))
    return Synonyms(near, longest, frozenset(_phrase(name) for names in countries() for name in names))


def _lines() -> Iterator[tuple[list[Phrase], list[Phrase]]]:
    """Yield what may be asked for and what told for it, a group at a time."""
    for names in countries():
        same = [_phrase(name) for name in names]
        yield same, same
    text = (resources.files("bot.query") / "synonyms.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        wider, arrow, narrower = line.partition(">")
        first = [_phrase(each) for each in wider.split(",")]
        yield first, [_phrase(each) for each in narrower.split(",")] if arrow else first


def _phrase(text: str) -> Phrase:
    return tuple(stem(word) for word in plain_words(text))
