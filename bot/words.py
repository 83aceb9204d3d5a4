"""Words as the summary, the topics and the fingerprint count them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TypeVar

from sumy.nlp.stemmers import Stemmer
from sumy.utils import get_stop_words

Value = TypeVar("Value")

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
MAX_WORD_LENGTH = 60
"""Longer runs of letters are not words of a language; they are left out."""
MAX_REMEMBERED = 16_384
"""Pieces of text of which is held what was made of them."""

_stemmer = Stemmer("english")
STOP_WORDS: frozenset[str] = frozenset(get_stop_words("english")) | {"said", "says", "mr", "mrs", "ms"}


class Pieces(dict[str, Value]):
    """What a function makes of each piece of a text between white space, where no word goes over a space.

    The same pieces come again and again, so what became of them is held: a look into a dictionary is
    sooner done than a word is cut and changed.
    """

    def __init__(self, function: Callable[[str], Value]) -> None:
        self._function = function

    def __missing__(self, piece: str) -> Value:
        value = self._function(piece)
        # a piece that is longer than words are does not come again
        if len(piece) <= MAX_WORD_LENGTH:
            if len(self) >= MAX_REMEMBERED:
                self.clear()
            self[piece] = value
        return value

    def of(self, text: str) -> Iterator[Value]:
        """Return what becomes of a text's pieces, in order."""
        return map(self.__getitem__, text.split())


def to_words(text: str) -> list[str]:
    """Return the words of a text, lower case, straight apostrophes, possessives dropped."""
    return list(chain.from_iterable(_words.of(text)))


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning (no stop words, no single letters)."""
    return list(chain.from_iterable(_stems.of(text)))


def stems_of(words: Iterable[str]) -> list[str]:
    """Return the stems of those of the words that carry meaning."""
    return list(filter(None, map(_content_stem, words)))


def _cut(piece: str) -> tuple[str, ...]:
    found: list[str] = _WORD.findall(piece.casefold().replace("’", "'"))
    return tuple([word.removesuffix("'s") for word in found if len(word) <= MAX_WORD_LENGTH])


_words = Pieces(_cut)
_stems = Pieces(lambda piece: tuple(stems_of(_words[piece])))


@functools.lru_cache(maxsize=16_384)
def _content_stem(word: str) -> str:
    """Return a word's stem, "" for one that carries no meaning."""
    return stem(word) if len(word) > 1 and word not in STOP_WORDS else ""


@functools.lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return a lower-case word's Snowball stem, as sumy has it."""
    return str(_stemmer(word))
