"""Telling the same text again: an exact hash of the words, and a simhash that near texts nearly share."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

import numpy as np

from bot.models import Document
from bot.words import to_words

SHINGLE = 3
_BYTES = 8
_TYPOGRAPHY = str.maketrans("‘’‚‛′“”„‟″«»‐‑‒–—―", "'''''" + '"' * 7 + "-" * 6, "\u00ad\u200b\ufeff")


def content_hash(document: Document) -> str:
    """Return a hash of headline and body that space, case and typography do not change."""
    # every other character counts: a text in a script without spaces or words is told from the next one, too
    plain = "\n".join(_plain(part) for part in (document.headline, document.text))
    return blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHY).casefold().split())


def fingerprint(text: str) -> int:
    """Return a signed 64-bit simhash (Charikar, 2002) over runs of three words; 0 without words."""
    words = to_words(text)
    if not words:
        return 0
    # as many copies of the words as a run has, each a word further on; a shorter text is one run
    following = [words[start:] for start in range(min(SHINGLE, len(words)))]
    shingles = "\n".join(map(" ".join, zip(*following, strict=False))).encode("utf-8", "replace").split(b"\n")
    digests = b"".join([blake2b(shingle, digest_size=_BYTES).digest() for shingle in shingles])
    bits = np.unpackbits(np.frombuffer(digests, dtype=np.uint8).reshape(-1, _BYTES), axis=1)
    # a bit of the fingerprint is what most shingles have there
    majority = 2 * bits.sum(axis=0) > len(shingles)
    return int.from_bytes(np.packbits(majority).tobytes(), "big", signed=True)
