"""How each sentence stands in its article: whether it can be quoted alone, beside a neighbour, or never."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from bot.models import Sentence
from bot.reading.context import enumerates, leaning_words, opens_an_article
from bot.reading.quotations import Quotation, follow_quotations
from bot.words import content_stems

MIN_WORDS = 5
MAX_CHARACTERS = 600
NEWS_TO_HEADLINE = 0.15
"""A sentence of whose words no larger share is new repeats the headline."""
DAMAGED_MARKS = 2
"""So many question marks where none can stand show that a wrong encoding put them for quote marks."""

_SENTENCE_END = re.compile(r"[.!?…][)\]\"”’']*$")
_DAMAGED_MARK = re.compile(r"\?(?:(?<=[^\W\d_]\?)(?=[^\W\d_])|(?<=[,.]\?)(?=\s|$)|(?<!\S\?)(?=[^\W_]))")
_MARKUP = re.compile(r'\{\s*"@?\w+"\s*:|"@type"|"[^"\s]+":\s*[{"\[]|<[/!]?\w+[^<>]*>')
_QUESTION_OPENING = re.compile(
    r"""
    \W*(?:who|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|can|could|will|would|should|has|have
      |had|may|might|or|and|but|so|then)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_QUESTION = 8
"""Words: in a text of damaged marks, what is no longer may ask whatever its first word."""


class Standing(NamedTuple):
    """How one sentence stands in its article."""

    printable: bool
    """It belongs to the telling, not to the page around it, and is not too long to be quoted."""
    ended: bool
    """It ends as a sentence does, not as a heading."""
    full: bool
    """It has enough words to tell something."""
    asks: bool
    repeats_headline: bool
    quotation: Quotation
    leans: str
    """The words that only an earlier sentence explains ("He", "Hours earlier"); "" when there are none."""
    opens: bool = False
    """It opens the article, and for all the words by which it leans, nothing before it is missing."""
    begins_list: bool = False
    """It opens the article, and the next sentence goes on with what it counts ("First came the films")."""

    @property
    def whole(self) -> bool:
        """Whether it could be quoted if it were understood."""
        return self.printable and self.full and not any(self._cut)

    @property
    def alone(self) -> bool:
        """Whether it is a statement that may be quoted alone."""
        return self.worth_choosing and not self.leans and not any(self._cut)

    @property
    def worth_choosing(self) -> bool:
        """Whether it tells something of its own, alone or beside a neighbour."""
        return self.full and self.may_go_along

    @property
    def may_go_along(self) -> bool:
        """Whether it may be taken along for the sake of a neighbour."""
        whole = self.printable and self.ended and not self.quotation.broken
        return whole and not self.asks and not self.repeats_headline

    @property
    def _cut(self) -> tuple[bool, bool, bool]:
        return self.quotation.inside, self.quotation.unclosed, self.quotation.broken


def judge(
    text: str,
    sentences: Sequence[Sentence],
    stems: Sequence[Collection[str]],
    headline: str,
    boilerplate: Collection[int],
) -> list[Standing]:
    """Return how each sentence stands; `stems` are its own, in the same order.

    `boilerplate` holds the indices of the sentences that belong to the page around the article.
    """
    headline_stems = set(content_stems(headline))
    damaged = text.count("?") >= DAMAGED_MARKS and len(_DAMAGED_MARK.findall(text)) >= DAMAGED_MARKS
    words = [text[each.start : min(each.end, each.start + MAX_CHARACTERS + 1)] for each in sentences]
    if "{" in text or "<" in text:
        # code of the page has quote marks, and quotes nobody
        words = ["" if _MARKUP.search(part) else part for part in words]
    return [
        _standing(part, quotation, damaged, index, _repeats(own, headline_stems), index in boilerplate)
        for index, (part, quotation, own) in enumerate(
            zip(words, follow_quotations(words, sentences), stems, strict=True)
        )
    ]


def quotable(standings: Sequence[Standing]) -> list[int]:
    """Return the indices of the sentences that may be quoted alone, in text order.

    When there is none, those are returned that are at least whole; when there is none of those, nothing.
    """
    alone = [index for index, standing in enumerate(standings) if standing.alone]
    return alone or [index for index, standing in enumerate(standings) if standing.whole]


def _standing(
    words: str, quotation: Quotation, damaged: bool, index: int, repeats: bool, boilerplate: bool
) -> Standing:
    first = index == 0
    return Standing(
        printable=len(words) <= MAX_CHARACTERS and not boilerplate,
        ended=bool(_SENTENCE_END.search(words)),
        full=len(words.split(None, MIN_WORDS)) >= MIN_WORDS,
        asks=_asks(words, damaged=damaged),
        repeats_headline=repeats,
        quotation=quotation,
        leans=leaning_words(words, opens_article=first),
        opens=first and (opens_an_article(words) or enumerates(words)),
        begins_list=first and enumerates(words),
    )


def _asks(words: str, *, damaged: bool) -> bool:
    bare = words.rstrip("\"”’'")
    if not bare.endswith("?") or bare[-2:-1] == ".":
        # ".?" was a quote mark once
        return False
    if not damaged:
        return True
    return bool(_QUESTION_OPENING.match(words)) or len(words.split()) <= _LONGEST_QUESTION


def _repeats(stems: Collection[str], headline_stems: set[str]) -> bool:
    """Whether the sentence is a near copy of the headline: it adds next to nothing."""
    own = set(stems)
    return bool(own) and len(own - headline_stems) <= len(own) * NEWS_TO_HEADLINE
