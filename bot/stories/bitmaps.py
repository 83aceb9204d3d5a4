"""Sets of words in a fixed number of bytes: of a whole text, for a value that is kept by the thousand."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from zlib import crc32

SHINGLE = 3
SHINGLE_BITS = 8_192
"""Room for the runs of three words of a thousand words, an eighth filled."""
WORD_BITS = 32_768
"""Room for the words of a thousand, with one in fifty of the others taken for one of them."""


def shingles(words: Sequence[str]) -> int:
    """Return the runs of three words as a bitmap; a shorter text is one run."""
    runs = [words[start:] for start in range(min(SHINGLE, len(words)))]
    bits = bytearray(SHINGLE_BITS // 8)
    for run in zip(*runs, strict=False):
        place = _hash(" ".join(run)) % SHINGLE_BITS
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def count_shingles(bitmap: int) -> float:
    """Return about how many runs were put into a bitmap (linear counting: Whang et al., 1990)."""
    return -SHINGLE_BITS * math.log(1 - min(bitmap.bit_count(), SHINGLE_BITS - 1) / SHINGLE_BITS)


def word_set(words: Iterable[str]) -> bytes:
    """Return words as a set that :func:`has_word` looks into (a filter with one hash: Bloom, 1970)."""
    bits = bytearray(WORD_BITS // 8)
    for word in words:
        place = _word_place(word)
        bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


def has_word(words: bytes, word: str) -> bool:
    """Whether a word was put into a set; seldom True for one that was not."""
    place = _word_place(word)
    return bool(words[place >> 3] >> (place & 7) & 1)


@functools.lru_cache(maxsize=65_536)
def _word_place(word: str) -> int:
    return _hash(word) % WORD_BITS


def _hash(text: str) -> int:
    # not Python's own, which differs from process to process
    return crc32(text.encode("utf-8", "replace"))
