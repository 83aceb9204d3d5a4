"""The parts of a text at whose ends no sentence can go on: paragraphs, headings, items of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

LONGEST_MARGIN = 120
"""A line of more characters was not broken by a margin: it is a paragraph of its own."""
LEAST_MARGIN = 45
"""Shorter lines that each open on a capital are verse, or a list: prose is not set as narrow as that."""

_BLANK_LINES = re.compile(r"\n[ \t\r]*\n\s*")
_BULLET = re.compile(r"\s*(?:[•▪‣◦·*●■►–—-]|\d{1,2}[.)])\s")
_DANGLING = re.compile(
    r"""(?:,|[-–—]
    |\b(?:the|an?|of|and|or|to|in|on|at|by|for|with|from|as|that|which|who|its?|his|her|their|is|was|were|are
    |Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|St)\.?)$""",
    re.VERBOSE,
)
"""At the end of a line that is surely not the end of a sentence."""


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of the paragraphs of a text that are not blank, in order."""
    start = 0
    for blank in _BLANK_LINES.finditer(text):
        yield from _lines(text, start, blank.start())
        start = blank.end()
    yield from _lines(text, start, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    block = text[start:end]
    if not block.strip():
        return
    if "\n" not in block:
        yield start, end
        return
    lines = block.split("\n")
    longest = max(map(len, lines))
    begin = place = start
    for line, following in pairwise(lines):
        place += len(line) + 1
        if not _goes_on(line.strip(), following.strip(), longest):
            if text[begin:place].strip():
                yield begin, place
            begin = place
    if text[begin:end].strip():
        yield begin, end


def _goes_on(line: str, following: str, longest: int) -> bool:
    """Whether a line was broken by a margin: the next word would have passed the longest line's end."""
    if following[:1].islower():
        return True
    if longest > LONGEST_MARGIN or _BULLET.match(following + " "):
        return False
    if _DANGLING.search(line[-8:]):
        return True
    next_word = following.split(None, 1)[0] if following else ""
    return longest >= LEAST_MARGIN and len(line) + 1 + len(next_word) > longest
