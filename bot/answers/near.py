"""What a question that found nothing may have meant."""

from __future__ import annotations

from rapidfuzz.distance import OSA, JaroWinkler

from bot.index import Index
from bot.models import Answer, AnswerKind, Scope, Window
from bot.names import name_words
from bot.query.near import MAX_WORDS
from bot.query.near import near_names as near_names
from bot.query.near import words_alike as words_alike
from bot.query.words import Term, Words, plain_words, stem
from bot.reading.ordinary import ordinary_words
from bot.words import STOP_WORDS

SHORTEST_MISSPELT = 4
"""Letters; a shorter word is near too many others."""
SHORTEST_WITH_A_SLIP = 5
"""Letters; in a word of fewer, two letters may have changed places and nothing else."""
SHORTEST_WITH_TWO_SLIPS = 8
"""Letters; a word of fewer has one slip at most."""
SURELY_MEANT = 0.88
"""Jaro-Winkler similarity, which weighs the beginning of a word most, from which a name is surely meant."""


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
