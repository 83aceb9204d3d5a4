"""What to offer when nobody is called so: names spelt alike, or else who the news is about."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.index import Index
from bot.models import Scope
from bot.names import name_words
from bot.words import STOP_WORDS

LIMIT = 5
ALIKE = 0.68
"""Similarity (1 - edits a letter, letters that change places counted once) from which a name is offered."""
MAX_WORDS = 12
"""A longer question is not compared to its end."""


async def near_names(index: Index, about: str, scope: Scope, *, or_any: bool = True) -> tuple[str, ...]:
    """Return known names near the words, nearest first; else the best known, unless not `or_any`."""
    close: dict[str, float] = {}
    for word in _telling(about):
        for match in await index.entities.words_like(word, scope, alike=words_alike):
            likeness = OSA.normalized_similarity(word, match)
            close[match] = max(close.get(match, 0.0), likeness)
    names: list[str] = []
    for word in sorted(close, key=lambda each: (-close[each], each))[:LIMIT]:
        names += await index.entities.names(word, scope, 2)
    if not names and or_any:
        names = await index.entities.names("", scope, LIMIT)
    return tuple(dict.fromkeys(names))[:LIMIT]


def words_alike(word: str, known: Sequence[str]) -> list[str]:
    """Return those of the known words that are like a word, nearest first."""
    found = process.extract(
        word, known, scorer=OSA.normalized_similarity, score_cutoff=ALIKE, limit=len(known)
    )
    return [match for match, _, _ in found]


def _telling(about: str) -> list[str]:
    """Return the words that may be names: "did" is not a slip for "David"."""
    words = [word for word in name_words(about) if len(word) > 2 and word not in STOP_WORDS]
    return words[:MAX_WORDS]
