"""Telling the same text again: an exact hash of the words, and a simhash that near texts nearly share."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from bot.models import Document
from bot.words import Pieces, to_words

SHINGLE = 3
_BYTES = 8
_ODD = np.uint64(0x9E3779B97F4A7C15)
_TYPOGRAPHY = str.maketrans("‘’‚‛′“”„‟″«»‐‑‒–—―", "'''''" + '"' * 7 + "-" * 6, "\u00ad\u200b\ufeff")


def content_hash(document: Document) -> str:
    """Return a hash of headline and body that space, case and typography do not change."""
    # every other character counts: a text in a script without spaces or words is told from the next one, too
    plain = "\n".join(_plain(part) for part in (document.headline, document.text))
    return blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _plain(text: str) -> str:
    if text.isascii():
        return " ".join(text.casefold().split())
    return " ".join(filter(None, _plain_pieces.of(text)))


def _plain_piece(piece: str) -> str:
    # compatible forms of a character may have spaces in them
    return " ".join(unicodedata.normalize("NFKC", piece).translate(_TYPOGRAPHY).casefold().split())


_plain_pieces = Pieces(_plain_piece)


def fingerprint(text: str) -> int:
    """Return a signed 64-bit simhash (Charikar, 2002) over runs of three words; 0 without words."""
    numbers = np.frombuffer(b"".join(_numbers.of(text)), ">u8").astype(np.uint64)
    if not numbers.size:
        return 0
    # as many copies of the words as a run has, each a word further on; a shorter text is one run
    runs = max(1, len(numbers) - SHINGLE + 1)
    hashes = np.zeros(runs, np.uint64)
    for start in range(min(SHINGLE, len(numbers))):
        hashes = _mixed(hashes * _ODD + numbers[start : start + runs])
    bits = np.unpackbits(hashes.astype(">u8").view(np.uint8).reshape(-1, _BYTES), axis=1)
    # a bit of the fingerprint is what most runs have there
    majority = 2 * (np.ones(runs, np.float32) @ bits.astype(np.float32)) > runs
    return int.from_bytes(np.packbits(majority).tobytes(), "big", signed=True)


def _numbers_in(piece: str) -> bytes:
    words = to_words(piece)
    return b"".join([blake2b(word.encode("utf-8", "replace"), digest_size=_BYTES).digest() for word in words])


_numbers = Pieces(_numbers_in)


def _mixed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Let every bit of a hash depend on all of its higher and lower ones (Steele's SplitMix64, 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))
