"""Words related by meaning: what may be told where a word is asked for, by WordNet 3.0.

The table is built by ``bench.build_synonyms``; docs/models.md has its source and licence.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Related:
    """The table; a line of it is taken apart when its word is asked for."""

    stems: tuple[str, ...]
    lines: Mapping[str, str]
    """By stem, the rest of its line."""
    people: frozenset[str]
    """The words that say what somebody is: "skipper"."""

    def of(self, stem: str) -> dict[str, float]:
        """Return the stems that may be told for one, with their nearness from 0 to 1."""
        found = {}
        for group in self.lines.get(stem, "").split():
            strength, _, numbers = group.partition(":")
            for number in numbers.split(","):
                found[self.stems[int(number, len(DIGITS))]] = int(strength) / 10
        return found


@functools.cache
def load_related() -> Related:
    """Return the table, read once."""
    text = (resources.files("bot.query") / "related_words.txt").read_text(encoding="utf-8")
    words, people, *lines = [line for line in text.splitlines() if not line.startswith("#")]
    stems = tuple(words.split())
    parted = (line.partition(" ") for line in lines)
    by_stem = {stems[int(number, len(DIGITS))]: rest for number, _, rest in parted}
    return Related(stems, by_stem, frozenset(people.split()))
