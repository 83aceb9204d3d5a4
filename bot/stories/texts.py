"""Whether two articles are one text: by the runs of three words that both have."""

from __future__ import annotations

from bot.stories.bitmaps import count_shingles
from bot.stories.telling import Telling

LEAST_SHARED = 0.55
"""Of the runs that either has. Among the families of `tests/stories/families/tuning.jsonl`, copies share 0.71
and more, the next turn of an affair, in which half the background is repeated, 0.34 at most."""
LEAST_CONTAINED = 0.70
"""Of the runs of the shorter one: copies 0.87 and more, the next turn 0.52 at most."""
FEWEST_WORDS = 8
"""Shorter texts ("Read more.") are one only under one headline."""


def same_text(one: Telling, other: Telling) -> bool:
    """Whether two articles are one text: with another date or dateline, a sentence more or less.

    Without words, no.
    """
    if not one.shingles or not other.shingles:
        return False
    if min(one.length, other.length) < FEWEST_WORDS and one.headline != other.headline:
        return False
    ours, theirs = count_shingles(one.shingles), count_shingles(other.shingles)
    either = count_shingles(one.shingles | other.shingles)
    shared = ours + theirs - either
    return shared >= LEAST_SHARED * either and shared >= LEAST_CONTAINED * min(ours, theirs)
