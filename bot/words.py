"""Words as the summary, the topics and the fingerprint count them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from sumy.nlp.stemmers import Stemmer
from sumy.utils import get_stop_words

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
MAX_WORD_LENGTH = 60
"""Longer runs of letters are not words of a language; they are left out."""

_stemmer = Stemmer("english")
STOP_WORDS: frozenset[str] = frozenset(get_stop_words("english")) | {"said", "says", "mr", "mrs", "ms"}


def to_words(text: str) -> list[str]:
    """Return the words of a text, lower case, straight apostrophes, possessives dropped."""
    text = text.casefold().replace("’", "'")
    found: list[str] = _WORD.findall(text)
    if max(map(len, found), default=0) > MAX_WORD_LENGTH:
        found = [word for word in found if len(word) <= MAX_WORD_LENGTH]
    return [word.removesuffix("'s") for word in found] if "'s" in text else found


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning (no stop words, no single letters)."""
    return stems_of(to_words(text))


def stems_of(words: Iterable[str]) -> list[str]:
    """Return the stems of those of the words that carry meaning."""
    return list(filter(None, map(_content_stem, words)))


@functools.lru_cache(maxsize=16_384)
def _content_stem(word: str) -> str:
    """Return a word's stem, "" for one that carries no meaning."""
    return stem(word) if len(word) > 1 and word not in STOP_WORDS else ""


@functools.lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return a lower-case word's Snowball stem, as sumy has it."""
    return str(_stemmer(word))
