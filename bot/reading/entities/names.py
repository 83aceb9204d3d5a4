"""Names as strings: their normal form, and which words of one are title, surname or suffix."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from .lexicon import ABBREVIATED_TITLES, FORMAL_TITLES, HONORIFICS

_DROPPED_TITLES = {w.strip(".") for w in HONORIFICS | ABBREVIATED_TITLES | FORMAL_TITLES} - {"lord", "lady"}
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_PARTICLES = frozenset(
    "al el de del della der den di da do dos du la le van von bin ibn ben ter ten zu st st. mac o".split()
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "–": "-"})
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')\Z")
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")


def name_key(name: str) -> str:
    """Return the form in which two spellings of one name are the same; any string will do.

    Case, accents, periods, runs of spaces, a possessive ending, a leading "the" and leading titles do not
    count: ``name_key("President José  Muñoz's") == name_key("Jose Munoz")``. A lone title
    stays.
    """
    apart = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES))
    plain = "".join(c for c in apart if not unicodedata.combining(c)).casefold().replace(".", "")
    words = [word for word in (_EDGES.sub("", w) if "'" not in w else w for w in plain.split()) if word]
    while words and (bare := _EDGES.sub("", _POSSESSIVE.sub("", words[-1]))) != words[-1]:
        words[-1:] = [bare] if bare else []
    while len(words) > 1 and words[0] in _DROPPED_TITLES | {"the"}:
        del words[0]
    return " ".join(words)


def family_name(words: Sequence[str]) -> tuple[str, ...]:
    """Return the surname of a full name with its particles, folded: ("von", "der", "leyen")."""
    bare = without_suffix(words)
    start = len(bare) - 1
    while start > 1 and bare[start - 1].casefold() in _PARTICLES:
        start -= 1
    return tuple(fold(word) for word in bare[max(0, start) :])


def without_suffix(words: Sequence[str]) -> Sequence[str]:
    """Return a full name without "Jr." and the like."""
    return words[:-1] if len(words) > 2 and words[-1].casefold() in _SUFFIXES else words


@lru_cache(maxsize=16_384)
def fold(word: str) -> str:
    """Return a word in lower case, without accents and periods."""
    if word.isascii():
        return word.lower().replace(".", "")
    return name_key(word) or word.casefold()


def is_acronym(word: str) -> bool:
    """Say whether a word looks like "ILA" or "U.N."."""
    bare = word.replace(".", "")
    return 2 <= len(bare) <= 8 and bare.isalpha() and bare.isupper()


def initials(words: Sequence[str]) -> str:
    """Return the acronym that the capitalised words of a name make: "ILA"."""
    return "".join(word[0] for word in words if word[:1].isupper())
