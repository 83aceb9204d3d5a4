"""Lists as people type them: parted by commas, lines or quotation marks; and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import QueryError
from bot.query.words import straight_quotes

MOST_SHOWN = 60
"""Characters of what was typed that an error repeats."""

_JOINERS = "\u200c\u200d"
"""Invisible, and still letters of Persian and Hindi words."""
_COMMAS = ",;\n\u060c\u061b\u3001\uff0c\uff1b"
"""Latin, Arabic and Chinese ones, and the ends of lines."""
_PIECE = re.compile(rf'"(?P<quoted>[^"]*)(?:"|$)|(?P<plain>[^"{_COMMAS}]+)')


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a list, on one line; never empty."""

    text: str
    quoted: bool
    """It stood in quotation marks: what is in it is meant to the letter."""


def readable(text: str) -> str:
    """Return the text without what nobody can have meant: controls, direction marks, halves of characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_readable, text))


def _readable(character: str) -> str:
    if character in "\n\r\x0b\x0c\x85\u2028\u2029":
        return "\n"
    if character.isspace():
        return " "
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in _JOINERS:
        return ""
    return character


def on_one_line(text: str) -> str:
    """Return the words of a text, one space between them."""
    return " ".join(readable(text).split())


def split(text: str, *, longest: int, noun: str) -> list[Piece]:
    """Return the items of a list, in their order; raises :class:`QueryError` when it is too long to read."""
    if len(text) > longest:
        raise QueryError(f"That is too long for {noun}: {longest:,} characters are the most.")
    pieces = []
    for match in _PIECE.finditer(straight_quotes(readable(text))):
        quoted = match["quoted"] is not None
        if item := on_one_line(match["quoted"] if quoted else match["plain"]):
            pieces.append(Piece(item, quoted))
    return pieces


def join(items: Iterable[str], *, quote_all: bool = False) -> str:
    """Return items as they would be typed: those that hold a comma (or `quote_all`) in quotation marks."""
    return ", ".join(
        f'"{item}"' if quote_all or any(sign in item for sign in _COMMAS) else item for item in items
    )


def shown(text: str) -> str:
    """Return what was typed, as an error repeats it."""
    line = on_one_line(text)
    return f"“{line if len(line) <= MOST_SHOWN else line[: MOST_SHOWN - 1] + '…'}”"


def listing(words: Iterable[str], joint: str = "and") -> str:
    """Return "a", "a and b", "a, b and c"; of nothing, nothing."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} {joint} {last}" if most else last
