"""Which sentences can stand alone in a summary or an answer, and which are not the article's own telling."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.models import Sentence
from bot.reading.boilerplate import is_boilerplate
from bot.reading.context import needs_context
from bot.words import content_stems

MIN_WORDS = 5
MAX_CHARACTERS = 600
NEWS_TO_HEADLINE = 0.15
"""A sentence of whose words no larger share is new repeats the headline."""

_SENTENCE_END = re.compile(r"[.!?…][)\]\"”’']*$")
_QUOTE_MARK = re.compile("[“”\"'‘’]")
_CLOSING = {"“": "”", '"': '"', "‘": "’", "'": "'"}
_BEFORE_CLOSING = ".,!?…;:–—-"
_ELIDED = re.compile(r"(?:em|til|tis|twas|cause|n)\b")
"""After an apostrophe at the beginning of a word."""
_BROKEN = "!"


def quotable(
    text: str,
    sentences: Sequence[Sentence],
    stems: Sequence[Collection[str]],
    headline: str,
) -> list[int]:
    """Return the indices of the sentences that may be quoted alone, in text order; `stems` are theirs.

    When there is none, those are returned that are at least whole; when there is none of those, nothing.
    """
    headline_stems = set(content_stems(headline))
    words = [text[each.start : min(each.end, each.start + MAX_CHARACTERS + 1)] for each in sentences]
    whole = [
        index
        for index, outside in enumerate(_outside_quotes(words, sentences))
        if outside and _is_whole(words[index])
    ]
    best = [
        index
        for index in whole
        if stands_alone(words[index], opens_article=index == 0) and not _repeats(stems[index], headline_stems)
    ]
    return best or whole


def stands_alone(words: str, *, opens_article: bool = False) -> bool:
    """Whether a sentence is a statement that is understood alone.

    It ends as a sentence does, is no question, has whole quotations, and needs nothing that stood before.
    """
    return (
        bool(_SENTENCE_END.search(words))
        and not words.rstrip("\"”’'").endswith("?")
        and has_whole_quotes(words)
        and not needs_context(words, opens_article=opens_article)
    )


def has_whole_quotes(words: str) -> bool:
    """Whether every quotation that is opened in the sentence is closed in it, and the other way round."""
    return _quote_state(words, "") == ""


def _is_whole(words: str) -> bool:
    """Whether a sentence is long and short enough and of the article."""
    return len(words) <= MAX_CHARACTERS and len(words.split()) >= MIN_WORDS and not is_boilerplate(words)


def _repeats(stems: Collection[str], headline_stems: set[str]) -> bool:
    """Whether the sentence is a near copy of the headline: it adds next to nothing."""
    own = set(stems)
    return bool(own) and len(own - headline_stems) <= len(own) * NEWS_TO_HEADLINE


# --- quotations ---------------------------------------------------------------------------------------------


def _outside_quotes(words: Sequence[str], sentences: Sequence[Sentence]) -> list[bool]:
    """Return for each sentence whether it begins and ends outside of any quotation.

    The middle sentence of a long quotation has no quote mark of its own, and is still somebody's words.
    """
    result = []
    open_mark, paragraph = "", -1
    for part, sentence in zip(words, sentences, strict=True):
        if sentence.paragraph != paragraph:
            # a quotation that runs over paragraphs opens anew in each
            open_mark, paragraph = "", sentence.paragraph
        after = _quote_state(part, open_mark)
        result.append(open_mark == "" and after == "")
        open_mark = "" if after == _BROKEN else after
    return result


def _quote_state(words: str, open_mark: str) -> str:
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
    if before and (before.isalnum() or before in ".,!?…;"):
        return False
    if mark == '"':
        return not after.isspace()
    return (after.isalpha() or after in ("“", '"')) and not _ELIDED.match(words, at + 1)


def _can_close(words: str, at: int, mark: str) -> bool:
    if mark in '”"':
        return True
    before, after = words[max(0, at - 1) : at], words[at + 1 : at + 2]
    return (before.isalnum() or before in _BEFORE_CLOSING) and not after.isalnum()
