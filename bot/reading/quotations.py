"""Where quotations open and close, within a sentence and from one to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.models import Sentence

_QUOTE_MARK = re.compile("[“”\"'‘’]")
_CLOSING = {"“": "”", '"': '"', "‘": "’", "'": "'"}
_BEFORE_CLOSING = ".,!?…;:–—-"
_ELIDED = re.compile(r"(?:em|til|tis|twas|cause|n)\b")
"""After an apostrophe at the beginning of a word."""
_BROKEN = "!"


class Quotation(NamedTuple):
    """How a sentence stands to the quotations around it."""

    inside: bool
    """It begins inside a quotation that an earlier sentence opened."""
    unclosed: bool
    """It ends inside one, which a later sentence may close."""
    broken: bool
    """It closes one that nobody opened."""


def follow_quotations(words: Sequence[str], sentences: Sequence[Sentence]) -> list[Quotation]:
    """Return for each sentence how it stands to quotations; `words` are its own, in the same order.

    The middle sentence of a long quotation has no quote mark of its own, and is still somebody's words.
    """
    result = []
    open_mark, paragraph = "", -1
    for part, sentence in zip(words, sentences, strict=True):
        if sentence.paragraph != paragraph:
            # a quotation that runs over paragraphs opens anew in each
            open_mark, paragraph = "", sentence.paragraph
        after = _state_after(part, open_mark)
        result.append(Quotation(open_mark != "", after not in ("", _BROKEN), after == _BROKEN))
        open_mark = "" if after == _BROKEN else after
    return result


def _state_after(words: str, open_mark: str) -> str:
    """Return the mark of the quotation that is open after the words, "" for none.

    The closing mark of a quotation that was never opened gives `_BROKEN`, unless another is open at the end.
    Inside a quotation other marks are apostrophes, or quotes in the quote.
    """
    broken = False
    for match in _QUOTE_MARK.finditer(words):
        mark, at = match.group(), match.start()
        if open_mark:
            if mark == _CLOSING[open_mark] and _can_close(words, at, mark):
                open_mark = ""
        elif _can_open(words, at, mark):
            open_mark = mark
        elif mark in '”"':
            broken = True
    return open_mark or (_BROKEN if broken else "")


def _can_open(words: str, at: int, mark: str) -> bool:
    before, after = words[max(0, at - 1) : at], words[at + 1 : at + 2]
    if mark in "“”’":
        return mark == "“"
    if mark == '"':
        # 'said,"It is over"': a space is missing
        missing = before in (",", ":", ".") and after.isalpha()
        return not after.isspace() and (missing or not (before and (before.isalnum() or before in ".,!?…;")))
    if before and (before.isalnum() or before in ".,!?…;"):
        return False
    return (after.isalpha() or after in ("“", '"')) and not _ELIDED.match(words, at + 1)


def _can_close(words: str, at: int, mark: str) -> bool:
    if mark in '”"':
        return True
    before, after = words[max(0, at - 1) : at], words[at + 1 : at + 2]
    return (before.isalnum() or before in _BEFORE_CLOSING) and not after.isalnum()
