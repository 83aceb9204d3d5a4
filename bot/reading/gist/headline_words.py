"""The words of a headline or a sentence, and which of them belong to names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reading.gist.lexicon import NO_FIRST_NAMES

TITLE_CASE_SHARE = 0.7
"""A headline with this share of capitalised words is set in title case: there a capital tells nothing."""

_WORD = re.compile(r"\S+")
_EDGES = "\"'“”‘’()[],.;:!?…–—-"


@dataclass(frozen=True, slots=True)
class Word:
    """A word by its place, without the marks around it."""

    start: int
    end: int
    plain: str
    """Lower case, straight apostrophes."""
    ends_phrase: bool
    """Whether a comma or the like follows."""
    opens_bracket: bool
    is_name: bool

    @property
    def is_possessive(self) -> bool:
        """Whether it says whose."""
        return self.plain.endswith(("'s", "s'"))


def split_words(text: str, names: frozenset[str]) -> tuple[Word, ...]:
    """Return the words of a text; `names` are the lower-case words of the names that the article holds."""
    found = [match for match in _WORD.finditer(text) if match.group().strip(_EDGES)]
    title_case = is_title_case([match.group().strip(_EDGES) for match in found])
    words: list[Word] = []
    for match in found:
        printed = match.group()
        bare = printed.strip(_EDGES)
        start = match.start() + printed.index(bare)
        plain = bare.lower().replace("’", "'")
        named = plain.removesuffix("'s").rstrip("'") in names or (not title_case and bool(words))
        word = Word(
            start,
            start + len(bare),
            plain,
            ends_phrase=printed.rstrip("\"'”’)]")[-1:] in tuple(",;:–—"),
            opens_bracket=printed[0] in "([",
            is_name=bare[0].isupper() and named,
        )
        if word.is_name and len(words) == 1 and _may_be_a_first_name(text, words[0]):
            words[0] = replace(words[0], is_name=True)
        words.append(word)
    return tuple(words)


def _may_be_a_first_name(text: str, word: Word) -> bool:
    """Whether an opening capital may be a name's, since a name follows: "Ridge Valley", not "The Valley"."""
    return text[word.start].isupper() and not word.ends_phrase and word.plain not in NO_FIRST_NAMES


def is_title_case(words: Sequence[str]) -> bool:
    """Whether a capital says nothing here, because nearly every longer word has one."""
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= TITLE_CASE_SHARE * len(long)
