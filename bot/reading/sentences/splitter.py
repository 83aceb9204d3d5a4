"""From a text to its sentences.

Offsets are exact: ``text[sentence.start:sentence.end]`` is what was printed, without outer space, dateline,
bullet, or an agency's tag at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.models import Sentence
from bot.reading.datelines import filing_ends, telling_begins, telling_ends
from bot.reading.sentences.breaks import broken
from bot.reading.sentences.paragraphs import paragraphs
from bot.reading.sentences.punkt import plain_spans

_INVISIBLE = "\u200b\u2060\ufeff"
"""Marks that no space is to be seen for: nothing of the sentence."""
_OUTER_LEFT = re.compile(rf"[\s{_INVISIBLE}]+")
_OUTER_RIGHT = re.compile(rf"[\s{_INVISIBLE}]")


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text, in order; offsets are in code points, half-open.

    Paragraphs are parted by blank lines; a line that no margin broke (a heading, a list's item, a paragraph a
    line) is a paragraph too. Any text is good: without stops, of other scripts, or none (no sentences).
    """
    return tuple(
        Sentence(start, end, number)
        for number, (first, last) in enumerate(paragraphs(text))
        for start, end in _sentences_of(text, first, last)
    )


def _sentences_of(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    first, last = _trimmed(text, first, last)
    first = telling_begins(text, first, last)
    last = telling_ends(text, first, last)
    paragraph = text[first:last]
    for start, end in broken(paragraph, plain_spans(paragraph)):
        start, end = _trimmed(paragraph, start, end)
        if start < end:
            start = filing_ends(paragraph, start, end) if start else start
            yield first + start, first + end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without outer space and invisible marks; empty when there was nothing else."""
    outer = _OUTER_LEFT.match(text, start, end)
    if outer:
        start = outer.end()
    while end > start and _OUTER_RIGHT.match(text, end - 1):
        end -= 1
    return start, end
