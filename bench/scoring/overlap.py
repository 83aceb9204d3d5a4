"""How far two short texts say the same: the stems they share."""

from __future__ import annotations

import functools
import re
from collections import Counter

STOP_WORDS = frozenset(
    """a about after all also an and any are as at be been but by can could did do does for from had has have
    he her his i if in into is it its may more most new no not of on one or our out over said she so some than
    that the their them there these they this to up was we were what when where which who will with would
    you""".split()
)
"""Stems that do not count as content."""

_WORD = re.compile(r"[a-z0-9]+")


@functools.cache
def _stem(word: str) -> str:
    # not bot.words': its stems are an older Snowball's, and other measurements of these sets use the newer
    import snowballstemmer

    return str(snowballstemmer.stemmer("english").stemWord(word))


def stems(text: str) -> list[str]:
    """Return the Snowball stems of a text's words (runs of ASCII letters and digits)."""
    return [_stem(word) for word in _WORD.findall(text.lower())]


def overlap_f1(one: str, other: str) -> float:
    """Return the F1 of two texts' stems, each counted as often as it stands there, in per cent."""
    first, second = Counter(stems(one)), Counter(stems(other))
    common = (first & second).total()
    return 200 * common / (first.total() + second.total()) if common else 0.0


def shares_content(one: str, other: str) -> bool:
    """Tell whether two texts share a stem that is no stop word."""
    return bool((set(stems(one)) & set(stems(other))) - STOP_WORDS)
