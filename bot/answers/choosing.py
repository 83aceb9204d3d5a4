"""Choosing a few sentences that say the most together."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from bot.answers.quoting import REPEATED

REPETITION = 0.6
"""Taken off a sentence for what of its words is chosen already, whole for all of them."""
ANOTHER_SOURCE = 0.1
"""Taken off a sentence whose source is quoted already."""

T = TypeVar("T")


@functools.lru_cache(maxsize=2_048)
def words_of(text: str) -> frozenset[str]:
    """Return the words by which two sentences are compared."""
    return frozenset(word.strip(".,;:!?\"'“”‘’()") for word in text.casefold().split()) - {""}


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the shorter one's words both have, 0 to 1."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def alike(one: str, other: str) -> bool:
    """Say whether two sentences say the same."""
    return overlap(words_of(one), words_of(other)) > REPEATED


def different(
    items: Iterable[T],
    count: int,
    *,
    first: T | None = None,
    score_of: Callable[[T], float],
    text_of: Callable[[T], str],
    source_of: Callable[[T], Hashable],
) -> list[T]:
    """Return at most `count` items that score well and repeat neither each other nor one source.

    Maximal marginal relevance (Carbonell and Goldstein, 1998); what repeats more than half of its words is
    left out. `first` is chosen in any case.
    """
    chosen: list[T] = []
    said: list[frozenset[str]] = []
    sources: set[Hashable] = set()
    left = [(item, words_of(text_of(item))) for item in items if item is not first]

    def take(item: T, words: frozenset[str]) -> None:
        chosen.append(item)
        said.append(words)
        sources.add(source_of(item))

    def merit(candidate: tuple[T, frozenset[str]]) -> float:
        item, words = candidate
        repeated = max((overlap(words, other) for other in said), default=0.0)
        known = ANOTHER_SOURCE if source_of(item) in sources else 0.0
        return score_of(item) - REPETITION * repeated - known

    if first is not None:
        take(first, words_of(text_of(first)))
    while len(chosen) < count:
        left = [each for each in left if not any(overlap(each[1], other) > REPEATED for other in said)]
        if not left:
            break
        best = max(left, key=merit)
        left.remove(best)
        take(*best)
    return chosen
