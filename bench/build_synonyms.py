"""Trim WordNet 3.0 to the small table of related words by which /ask knows a paraphrase.

    apt-get install wordnet-base        # Debian's package of WordNet 3.0; its data is in /usr/share/wordnet
    python -m bench.build_synonyms --data /usr/share/wordnet

Writes ``bot/query/related_words.txt``: for each word that news writes small, the words that may be told where
it is asked for. The strength of a relation, 0 to 1, is that of its kind (:data:`SAME` and so on) by how usual
the senses of both words are in which they are related: by how often WordNet's corpus has the word in that
sense, or, where it has not the word at all, by WordNet's own order of senses (:data:`BY_SENSE`). The same
data gives the same bytes.

The file's first line that is no comment has all the stems, the second the words for people; each further one
is a stem's number and, for each strength from 9 (0.9) down, ``strength:number,number``, numbers in base 36.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answers.asking.nouns import ORGANISATION_NOUNS, PEOPLE_NOUNS, PLACE_NOUNS, VERBS
from bot.query.related import DIGITS
from bot.query.words import stem

OUT = Path(__file__).resolve().parent.parent / "bot" / "query" / "related_words.txt"
COMMON = Path(__file__).resolve().parent.parent / "bot" / "reading" / "entities" / "data" / "common_words.txt"

PARTS = ("noun", "verb", "adj", "adv")
BY_SENSE = (1.0, 0.8, 0.65, 0.5)
"""How much the first, second, ... sense of a word counts; further ones do not."""
UNSEEN = 0.5
"""What a sense that the corpus does not have counts as, in occurrences."""
SAME = 0.8
NARROWER = (0.6, 0.5, 0.42, 0.36, 0.3)
"""Asked "vehicle", told "lorry", by the steps between them."""
WIDER = 0.45
"""Asked "lorry", told "vehicle"."""
SISTER = 0.3
"""Two kinds of the same: asked "lorry", told "van"."""
DERIVED = 0.75
"""Asked "election", told "elect"; adjectives and the nouns they come from among them."""
DERIVED_SAME = 0.5
"""Asked "election", told "vote in"."""
ALIKE = 0.55
"""Adjectives alike, and an adjective with its attribute."""
PART_OF = 0.4
LEAST = 0.25
MOST_TOLD = 44
"""Words told for one that is asked for, the nearest."""
MOST_NARROWER = 400
"""Kinds of one sense, at each step; one with more says little of each."""
PEOPLE = "18"
MOSTLY = 0.7
"""How much the sense of a word must count by which it says what somebody is."""
MOST_SISTERS = 30
LEAST_COUNTED = 2
"""How often WordNet's corpus has a word that is not in the list of news words."""

NOT_TELLING = frozenset(
    map(stem, "be have do make get go take thing entity person put give come fuck shit ass screw".split())
)
"""Stems that stand for too much, or that news has not."""


@dataclass(frozen=True, slots=True)
class Synset:
    """A meaning: its words, and what it is related to."""

    lexicographer: str
    """The number of the file that WordNet's makers wrote it in: "18" has the people."""
    words: tuple[str, ...]
    pointers: tuple[tuple[str, str, int, int], ...]
    """(symbol, target, word here, word there); the words are 0 for the whole meaning."""


Meanings = dict[str, Synset]
"""By part of speech and offset: "noun:03690473"."""

_LETTERS = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}


def read_meanings(data: Path) -> Meanings:
    """Return all the meanings of the data files (their format: WordNet's wndb(5))."""
    found: Meanings = {}
    for part in PARTS:
        for line in (data / f"data.{part}").read_text(encoding="ascii").splitlines():
            if line.startswith(" "):
                continue
            fields = line.partition(" | ")[0].split()
            count = int(fields[3], 16)
            words = tuple(
                word.partition("(")[0] if word.islower() else "" for word in fields[4 : 4 + 2 * count : 2]
            )  # a name is no word
            at = 4 + 2 * count
            pointers = tuple(
                (
                    fields[start],
                    f"{_LETTERS[fields[start + 2]]}:{fields[start + 1]}",
                    int(fields[start + 3][:2], 16),
                    int(fields[start + 3][2:], 16),
                )
                for start in range(at + 1, at + 1 + 4 * int(fields[at]), 4)
            )
            found[f"{part}:{fields[0]}"] = Synset(fields[1], words, pointers)
    return found


def read_counts(data: Path) -> dict[tuple[str, str, int], int]:
    """Return how often the corpus has each word as which part of speech in which sense, from 1."""
    counts: dict[tuple[str, str, int], int] = {}
    for line in (data / "cntlist.rev").read_text(encoding="ascii").splitlines():
        key, number, count = line.split()
        word, _, rest = key.partition("%")
        part = "adj" if rest[0] == "5" else PARTS[int(rest[0]) - 1]
        counts[word, part, int(number)] = int(count)
    return counts


def read_senses(data: Path, counts: Mapping[tuple[str, str, int], int]) -> dict[str, list[tuple[str, float]]]:
    """Return the most usual meanings of each word, with how much each counts."""
    found: dict[str, list[tuple[str, float, float]]] = {}
    for part in PARTS:
        for line in (data / f"index.{part}").read_text(encoding="ascii").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split()
            word, offsets = fields[0], fields[6 + int(fields[3]) :]
            found.setdefault(word, []).extend(
                (f"{part}:{offset}", counts.get((word, part, number), 0) + UNSEEN * share, share)
                for number, (offset, share) in enumerate(zip(offsets, BY_SENSE, strict=False), 1)
            )
    senses = {}
    for word, meanings in found.items():
        most = max(count for _, count, _ in meanings)
        senses[word] = [
            (meaning, share if most <= UNSEEN else math.sqrt(count / most))
            for meaning, count, share in meanings
        ]
    return senses


class Relations:
    """What WordNet has, asked a word at a time."""

    def __init__(self, data: Path) -> None:
        counts = read_counts(data)
        self._meanings = read_meanings(data)
        self._senses = read_senses(data, counts)
        known = known_words(self._senses, counts)
        self._known = known
        self._shares = {word: dict(senses) for word, senses in self._senses.items()}

    @property
    def known(self) -> frozenset[str]:
        """The words of which any relation is kept."""
        return self._known

    def people(self) -> list[str]:
        """Return the words that mostly say what somebody is."""
        return sorted(
            word
            for word in self._known
            if any(
                share >= MOSTLY and self._meanings[meaning].lexicographer == PEOPLE
                for meaning, share in self._senses[word]
            )
        )

    def told_for(self, word: str) -> dict[str, float]:
        """Return the stems that may be told where a word is asked for."""
        found: dict[str, float] = {}
        for meaning, share in self._senses.get(word, ()):
            for other, nearness in self._near(word, meaning):
                told = stem(other)
                if told != stem(word):
                    found[told] = max(found.get(told, 0.0), share * nearness)
        return found

    def _near(self, word: str, meaning: str) -> Iterator[tuple[str, float]]:
        here = self._meanings[meaning]
        yield from self._words(meaning, SAME)
        level = [meaning]
        for nearness in NARROWER:
            level = [each for above in level for each in self._at(above, ("~",))]
            for each in level[:MOST_NARROWER]:
                yield from self._words(each, nearness)
        for wider in self._at(meaning, ("@",)):
            yield from self._words(wider, WIDER)
            sisters = self._at(wider, ("~",))
            if len(sisters) <= MOST_SISTERS:
                for sister in sisters:
                    yield from self._words(sister, SISTER)
        for alike in self._at(meaning, ("&", "=", "^", "$", "*", ">")):
            yield from self._words(alike, ALIKE)
        for part in self._at(meaning, ("%p", "#p", "%m", "#m")):
            yield from self._words(part, PART_OF)
        for symbol, target, one, two in here.pointers:
            if symbol in {"+", "\\"} and (not one or here.words[one - 1] == word):
                other = self._meanings[target]
                for derived in other.words[two - 1 : two] if two else other.words:
                    if derived in self._known:
                        yield derived, DERIVED
                yield from self._words(target, DERIVED_SAME)
                for symbol_there, there, _, _ in other.pointers:
                    if symbol_there in {"~", "&"}:
                        yield from self._words(there, WIDER)

    def _at(self, meaning: str, symbols: Sequence[str]) -> list[str]:
        return [target for symbol, target, _, _ in self._meanings[meaning].pointers if symbol in symbols]

    def _words(self, meaning: str, nearness: float) -> Iterator[tuple[str, float]]:
        """Yield the words of a meaning; how usual what is told is counts less, as little of it is told."""
        for word in self._meanings[meaning].words:
            if word in self._known:
                share = self._shares[word].get(meaning, 0.0)
                if share:
                    yield word, nearness * math.sqrt(share)


def known_words(senses: Iterable[str], counts: Mapping[tuple[str, str, int], int]) -> frozenset[str]:
    """Return the single words that news writes small, or that WordNet's corpus has now and then."""
    common = {line.strip() for line in COMMON.read_text(encoding="utf-8").splitlines() if line[:1] != "#"}
    stems = {stem(word) for word in common} | VERBS | PEOPLE_NOUNS | ORGANISATION_NOUNS | PLACE_NOUNS
    often: Counter[str] = Counter()
    for (word, _, _), count in counts.items():
        often[word] += count
    return frozenset(
        word
        for word in senses
        if word.isalpha()
        and len(word) > 2
        and stem(word) not in NOT_TELLING
        and (often[word] >= LEAST_COUNTED or stem(word) in stems)
    )


def build(relations: Relations) -> dict[str, dict[str, float]]:
    """Return by stem what may be told for it."""
    found: dict[str, dict[str, float]] = {}
    for word in sorted(relations.known):
        near = found.setdefault(stem(word), {})
        for told, nearness in relations.told_for(word).items():
            near[told] = max(near.get(told, 0.0), nearness)
    return found


def written(table: dict[str, dict[str, float]], people: Iterable[str]) -> str:
    """Return the table as it is shipped."""
    kept: dict[str, list[tuple[float, str]]] = {}
    for asked, near in table.items():
        enough = ((nearness, told) for told, nearness in near.items() if nearness >= LEAST)
        nearest = sorted(enough, key=lambda pair: (-pair[0], pair[1]))[:MOST_TOLD]
        if nearest:
            kept[asked] = nearest
    stems = sorted({*kept, *(told for near in kept.values() for _, told in near)})
    numbers = {each: _number(at) for at, each in enumerate(stems)}
    lines = [" ".join(stems), " ".join(people)]
    for asked in sorted(kept):
        groups: dict[int, list[str]] = {}
        for nearness, told in kept[asked]:
            groups.setdefault(min(9, int(nearness * 10)), []).append(numbers[told])
        parts = [
            f"{strength}:{','.join(sorted(groups[strength]))}" for strength in sorted(groups, reverse=True)
        ]
        lines.append(" ".join([numbers[asked], *parts]))
    return "\n".join(lines) + "\n"


def _number(value: int) -> str:
    digits = ""
    while True:
        value, last = divmod(value, len(DIGITS))
        digits = DIGITS[last] + digits
        if not value:
            return digits


HEAD = """\
# Words related to each other, made by bench/build_synonyms.py from WordNet 3.0, whose licence follows.
#
# This software and database is being provided to you, the LICENSEE, by
# Princeton University under the following license.  By obtaining, using
# and/or copying this software and database, you agree that you have
# read, understood, and will comply with these terms and conditions.:
#
# Permission to use, copy, modify and distribute this software and
# database and its documentation for any purpose and without fee or
# royalty is hereby granted, provided that you agree to comply with
# the following copyright notice and statements, including the disclaimer,
# and that the same appear on ALL copies of the software, database and
# documentation, including modifications that you make for internal
# use or for distribution.
#
# WordNet 3.0 Copyright 2006 by Princeton University.  All rights reserved.
#
# THIS SOFTWARE AND DATABASE IS PROVIDED "AS IS" AND PRINCETON
# UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES, EXPRESS OR
# IMPLIED.  BY WAY OF EXAMPLE, BUT NOT LIMITATION, PRINCETON
# UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES OF MERCHANT-
# ABILITY OR FITNESS FOR ANY PARTICULAR PURPOSE OR THAT THE USE
# OF THE LICENSED SOFTWARE, DATABASE OR DOCUMENTATION WILL NOT
# INFRINGE ANY THIRD PARTY PATENTS, COPYRIGHTS, TRADEMARKS OR
# OTHER RIGHTS.
#
# The name of Princeton University or Princeton may not be used in
# advertising or publicity pertaining to distribution of the software
# and/or database.  Title to copyright in this software, database and
# any associated documentation shall at all times remain with
# Princeton University and LICENSEE agrees to preserve same.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table."""
    cli = argparse.ArgumentParser(
        prog="python -m bench.build_synonyms",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    cli.add_argument("--data", type=Path, required=True, help="folder of WordNet's data and index files")
    options = cli.parse_args(arguments)
    relations = Relations(options.data)
    table = written(build(relations), relations.people())
    OUT.write_text(HEAD + table, encoding="utf-8")
    print(f"{OUT.name}: {len((HEAD + table).encode()):,} bytes, {len(table.splitlines()) - 2:,} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
