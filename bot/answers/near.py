"""What to offer when nothing was found: names spelt alike, or else who the news is about."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.index import Index
from bot.models import Answer, AnswerKind, Scope, Window
from bot.names import name_words
from bot.query.words import Term, Words, plain_words, stem
from bot.reading.ordinary import ordinary_words
from bot.words import STOP_WORDS

LIMIT = 5
ALIKE = 0.68
"""Similarity (1 - edits a letter, letters that change places counted once) from which a name is offered."""
SHORTEST_MISSPELT = 4
"""Letters; a shorter word is near too many others."""
SHORTEST_WITH_A_SLIP = 5
"""Letters; in a word of fewer, two letters may have changed places and nothing else."""
SHORTEST_WITH_TWO_SLIPS = 8
"""Letters; a word of fewer has one slip at most."""
SURELY_MEANT = 0.88
"""Jaro-Winkler similarity, which weighs the beginning of a word most, from which a name is surely meant."""
MAX_WORDS = 12
"""A longer question is not compared to its end."""


async def near_names(index: Index, about: str, scope: Scope) -> tuple[str, ...]:
    """Return known names near the words, nearest first; the best known names when none is near."""
    close: dict[str, float] = {}
    for word in _telling(about):
        for match in await index.entities.words_like(word, scope, alike=words_alike):
            likeness = OSA.normalized_similarity(word, match)
            close[match] = max(close.get(match, 0.0), likeness)
    names: list[str] = []
    for word in sorted(close, key=lambda each: (-close[each], each))[:LIMIT]:
        names += await index.entities.names(word, scope, 2)
    if not names:
        names = await index.entities.names("", scope, LIMIT)
    return tuple(dict.fromkeys(names))[:LIMIT]


async def surely_meant(index: Index, about: str, scope: Scope) -> str | None:
    """Return the words with misspelt names put right, or None when nothing is near enough to be sure.

    A word that English has, or any article that the scope sees, is not misspelt.
    """
    words = name_words(about)
    changed = False
    for number, word in enumerate(words[:MAX_WORDS]):
        if len(word) < SHORTEST_MISSPELT or word in STOP_WORDS or word in ordinary_words():
            continue
        known = await index.entities.words_like(word, scope, alike=words_alike)
        meant = None if word in known else closest(word, known)
        # the word index knows stems: "Dowdel" is found wherever "Dowdell" is, and says nothing against it
        if meant is not None and (stem(meant) == stem(word) or not await _is_in_articles(index, word, scope)):
            words[number] = meant
            changed = True
    return " ".join(words) if changed else None


def words_alike(word: str, known: Sequence[str]) -> list[str]:
    """Return those of the known words that are like a word, nearest first."""
    found = process.extract(
        word, known, scorer=OSA.normalized_similarity, score_cutoff=ALIKE, limit=len(known)
    )
    return [match for match, _, _ in found]


def closest(word: str, salience: dict[str, float]) -> str | None:
    """Return which of the known words a misspelt one surely means, or None; of equals the best known."""
    most = 2 if len(word) >= SHORTEST_WITH_TWO_SLIPS else 1
    slips = {known: OSA.distance(word, known, score_cutoff=most) for known in salience}
    sure = [
        known
        for known in salience
        if slips[known] <= most
        and JaroWinkler.similarity(word, known) >= SURELY_MEANT
        and (len(word) >= SHORTEST_WITH_A_SLIP or sorted(word) == sorted(known))
    ]
    return min(sure, key=lambda known: (slips[known], -salience[known], known), default=None)


async def not_found(index: Index, kind: AnswerKind, about: str, scope: Scope) -> Answer:
    """Return the honest answer, with what is near."""
    return Answer(kind, about, (), {}, near=await near_names(index, about, scope))


async def _is_in_articles(index: Index, word: str, scope: Scope) -> bool:
    parts = [Term(part, stem(part)) for part in plain_words(word)]
    if not parts:
        return True
    expression = Words(tuple(parts)).all_of()
    return bool(await index.articles.match(expression, scope, window=Window(), limit=1))


def _telling(about: str) -> list[str]:
    """Return the words that may be names: "did" is not a slip for "David"."""
    words = [word for word in name_words(about) if len(word) > 2 and word not in STOP_WORDS]
    return words[:MAX_WORDS]
