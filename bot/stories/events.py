"""Whether two articles tell one event: by the names, the words and the first-told day that they share.

A wrong merge hides news, a missed one only repeats it: the thresholds lean to missing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta

from bot.stories.telling import Telling
from bot.stories.texts import same_text

MAX_DAYS_APART = timedelta(days=2)
NAMES_IN_COMMON = 2
LIKE_ENOUGH = 0.28
"""Likeness from which on two articles tell one event."""


def same_event(one: Telling, other: Telling) -> bool:
    """Whether two articles tell of one event: published within days, with names and many words in common."""
    return likeness(one, other) >= LIKE_ENOUGH


def likeness(one: Telling, other: Telling) -> float:
    """Return how alike two tellings are, 0 to 1; :data:`LIKE_ENOUGH` and more for one event."""
    apart = abs(one.published - other.published)
    if apart > MAX_DAYS_APART:
        return 0.0
    if same_text(one, other):
        return 1.0
    if len(one.names.keys() & other.names.keys()) < NAMES_IN_COMMON:
        return 0.0
    if apart and not one.days[:1] == other.days[:1] != ():
        return 0.0
    return _cosine(one.words, other.words)


def _cosine(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    shared = sum(weight * other[word] for word, weight in one.items() if word in other)
    return shared / (math.hypot(*one.values()) * math.hypot(*other.values())) if shared else 0.0
