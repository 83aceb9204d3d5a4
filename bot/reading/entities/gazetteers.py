"""Tables of names known beforehand: countries, regions, cities, organisations, given names and surnames.

They are evidence for the tagger, and settle what it cannot know: that "US" and "United States" are one.
The sources and licences of the tables stand in each file and in ``docs/models.md``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

NameClass = Literal["country", "region", "city", "demonym", "organisation"]

MAX_PHRASE_WORDS = 6


@dataclass(frozen=True, slots=True)
class KnownName:
    """What a phrase is known as: `classes` in no order, and the usual name where the table gives one."""

    classes: frozenset[NameClass]
    usual: str


@dataclass(frozen=True, slots=True)
class Gazetteers:
    """All tables, looked up by :func:`phrase_key`."""

    phrases: Mapping[str, KnownName]
    longest: Mapping[str, int]
    """How many words the longest phrase has that begins with this word."""
    first_names: frozenset[str]
    last_names: frozenset[str]
    common_words: frozenset[str]
    """Words of English that are written small: what opens a sentence and is none of them is a name."""

    def lookup(self, words: Sequence[str]) -> KnownName | None:
        """Return what the phrase that `words` make is known as."""
        return self.known(words[0] if len(words) == 1 else " ".join(words))

    def known(self, phrase: str) -> KnownName | None:
        """Return what a phrase, its words parted by one space, is known as."""
        known = self.phrases.get(phrase_key(phrase))
        # a dateline shouts: "PARIS" is no acronym
        return known or (self.phrases.get(phrase.lower()) if phrase.isupper() else None)

    def match_at(
        self, words: Sequence[str], start: int, stop: int | None = None
    ) -> tuple[int, KnownName] | None:
        """Return the longest known phrase that begins at `start`: the index after it, and what it is.

        No phrase that ends after `stop`, by default the end of `words`, counts.
        """
        longest = self.longest_at(words[start])
        if not longest:
            return None
        for end in range(min(len(words) if stop is None else stop, start + longest), start, -1):
            known = self.lookup(words[start:end])
            if known:
                return end, known
        return None

    def longest_at(self, word: str) -> int:
        """Return how many words the longest phrase has that begins with a word; 0 when there is none."""
        return max(self.longest.get(phrase_key(word), 0), self.longest.get(word.lower(), 0))

    def is_known_name(self, word: str) -> bool:
        """Say whether one word names a country, region or organisation, or a people."""
        known = self.lookup([word])
        return known is not None and known.classes != {"city"}


@lru_cache(maxsize=16_384)
def phrase_key(phrase: str) -> str:
    """Return the form under which a phrase is looked up.

    Acronyms keep their case, so that "US" is not "us"; all else is lower case without accents.
    """
    if len(phrase) <= 6 and phrase.isupper() and phrase.isascii():
        return phrase
    return without_accents(phrase.replace("’", "'")).lower()


def _rows(table: str) -> Iterator[list[str]]:
    """Yield the tab-separated fields of each line that is no comment."""
    for line in table.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _names(field: str) -> list[str]:
    return [name for name in field.split("|") if name]


def _spoken(name: str) -> str:
    """Return `name` with a space before a possessive, as tokens joined by spaces read."""
    return name.replace("'s", " 's").replace("’s", " 's").replace(", ", " , ")


def _entries(tables: Mapping[str, str]) -> Iterator[tuple[str, NameClass, str]]:
    """Yield (name, class, usual name) of every phrase in the tables."""
    for usual, aliases, demonyms in ([*row, "", ""][:3] for row in _rows(tables["countries.tsv"])):
        yield from ((name, "country", usual) for name in [usual, *_names(aliases)])
        yield from ((name, "demonym", name) for name in _names(demonyms))
    for usual, aliases in ([*row, ""][:2] for row in _rows(tables["regions.tsv"])):
        yield from ((name, "region", usual) for name in [usual, *_names(aliases)])
    for usual, aliases in ([*row, ""][:2] for row in _rows(tables["organisations.tsv"])):
        yield from ((name, "organisation", usual) for name in [usual, *_names(aliases)])
    yield from ((row[0], "demonym", row[0]) for row in _rows(tables["demonyms.txt"]))
    yield from ((row[0], "city", row[0]) for row in _rows(tables["cities.txt"]))


TABLES = (
    "countries.tsv",
    "regions.tsv",
    "organisations.tsv",
    "demonyms.txt",
    "cities.txt",
    "first_names.txt",
    "last_names.txt",
    "world_first_names.txt",
    "world_last_names.txt",
    "common_words.txt",
)


def parse_gazetteers(tables: Mapping[str, str]) -> Gazetteers:
    """Build the gazetteers from the text of each file in :data:`TABLES`, by file name.

    The usual name of a phrase in several tables is that of the first, in the order above.
    """
    phrases: dict[str, KnownName] = {}
    longest: dict[str, int] = {}
    for name, kind, usual in _entries(tables):
        words = _spoken(name).split()
        key = phrase_key(" ".join(words))
        before = phrases.get(key)
        if before is None:
            phrases[key] = KnownName(_CLASS_SETS[kind], usual)
        elif kind not in before.classes:
            phrases[key] = KnownName(before.classes | {kind}, before.usual)
        first = phrase_key(words[0])
        longest[first] = max(longest.get(first, 0), min(len(words), MAX_PHRASE_WORDS))
    return Gazetteers(
        phrases=phrases,
        longest=longest,
        first_names=_words(tables["first_names.txt"]) | _words(tables["world_first_names.txt"]),
        last_names=_words(tables["last_names.txt"]) | _words(tables["world_last_names.txt"]),
        common_words=_words(tables["common_words.txt"]),
    )


_CLASS_SETS: Mapping[NameClass, frozenset[NameClass]] = {
    "country": frozenset({"country"}),
    "region": frozenset({"region"}),
    "city": frozenset({"city"}),
    "demonym": frozenset({"demonym"}),
    "organisation": frozenset({"organisation"}),
}


def _words(table: str) -> frozenset[str]:
    """Return the names of a table in lower case, with accents and without."""
    lowered = {row[0].lower() for row in _rows(table)}
    return frozenset(lowered | {without_accents(name) for name in lowered})


def without_accents(name: str) -> str:
    """Return "muñoz" as "munoz"."""
    if name.isascii():
        return name
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
