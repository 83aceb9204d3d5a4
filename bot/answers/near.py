"""What to offer when nothing was found: names spelt alike, or else who the news is about."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches

from bot.index import Index
from bot.models import Answer, AnswerKind, Scope
from bot.names import name_words
from bot.words import STOP_WORDS

LIMIT = 5
ALIKE = 0.72
"""Similarity (difflib's ratio) from which a name is worth offering."""
SURELY_MEANT = 0.87
"""Similarity from which it is taken as what was meant, and said so."""
SHORTEST_MISSPELT = 5
"""Letters; a shorter word is near too many others."""
MAX_WORDS = 12
"""A longer question is not compared to its end."""


async def near_names(index: Index, about: str, scope: Scope) -> tuple[str, ...]:
    """Return known names near the words, nearest first; the best known names when none is near."""
    close: dict[str, float] = {}
    for word in _telling(about):
        known = await index.entities.words_like(word, scope)
        for match in get_close_matches(word, known, n=LIMIT, cutoff=ALIKE):
            close[match] = max(close.get(match, 0.0), SequenceMatcher(None, word, match).ratio())
    names: list[str] = []
    for word in sorted(close, key=lambda each: -close[each]):
        names += await index.entities.names(word, scope, 2)
    if not names:
        names = await index.entities.names("", scope, LIMIT)
    return tuple(dict.fromkeys(names))[:LIMIT]


async def surely_meant(index: Index, about: str, scope: Scope) -> str | None:
    """Return the words with misspelt names put right, or None when nothing is near enough to be sure."""
    words = name_words(about)
    changed = False
    for number, word in enumerate(words[:MAX_WORDS]):
        if len(word) < SHORTEST_MISSPELT:
            continue
        known = await index.entities.words_like(word, scope)
        match = [] if word in known else get_close_matches(word, known, 1, SURELY_MEANT)
        if match:
            words[number] = match[0]
            changed = True
    return " ".join(words) if changed else None


async def not_found(index: Index, kind: AnswerKind, about: str, scope: Scope) -> Answer:
    """Return the honest answer, with what is near."""
    return Answer(kind, about, (), {}, near=await near_names(index, about, scope))


def _telling(about: str) -> list[str]:
    """Return the words that may be names: "did" is not a slip for "David"."""
    words = [word for word in name_words(about) if len(word) > 2 and word not in STOP_WORDS]
    return words[:MAX_WORDS]
