"""Where sentences plainly end: nltk's Punkt, and what it broke inside a sentence joined again.

Punkt (Kiss and Strunk, 2006) is used with a hand-made list instead of its trained data, which would have to
be downloaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from bot.reading.sentences.abbreviations import INITIALS_AT_END, LETTERED_AT_END, PUNKT_TYPES, STARTER

LONGEST_PARAGRAPH = 50_000
"""A longer one, a book in one line, is split by a plain rule: Punkt needs seconds for it."""

_PLAIN_END = re.compile(r"(?<=\w\w)[.!?][\"”’')\]]{0,3}\s+(?=[\"“‘'(]?[A-Z0-9])")
CLOSING_MARKS = "\"”’')]"
_LIKELY_END = re.compile(r"""\.(?P<marks>["”’')\]]*)(?:\ +(?=["“‘'(]?[A-Za-z])|\Z)""", re.VERBOSE)
LONGEST_WORD = 24
"""Letters of a word before a stop that is known for an end without asking Punkt."""
_MAY_END = re.compile(r"[.?!]\W")
"""Where there is none, Punkt finds one sentence."""
_SAYING = (
    r"(?:said|says|asked|asks|told|added|adds|wrote|writes|replied|shouted|yelled|insisted|wondered|demanded"
    r"|cried|exclaimed|argued|tweeted|posted|joked|recalled|explained|warned)"
)
_ATTRIBUTION = re.compile(
    rf"(?!(?:The|He|She|It|They|We|But|And|In|On|At|When|While|As|After|Then|Now|A|An|I|You)\s)"
    rf"(?:[A-Z]?[\w.'’-]{{1,30}}\s+){{0,4}}?{_SAYING}\b"
)
_ENDS_IN_QUOTED_MARK = re.compile(r"[?!][\"”’']$")
# ",?" ends no sentence: the mark stands for a quote mark that a wrong encoding lost
_ENDS_IN_LOST_QUOTE = re.compile(r",[?\ufffd]{1,2}$")
_NUMBER_ONLY = re.compile(r"[(\[]?\d{1,3}[.)]")
_CLOSERS_ONLY = re.compile(r"[)\]”’\"'.?!\ufffd\s]+|[\[(]sic[\])][)\]”’\"'.]*")
_CLOSERS_FIRST = re.compile(r"[)\]”’\"']+\s+")
_GOES_ON = re.compile(r"[)\]”’\"']*\s?[,;:](?!\w)|[)\]”’\"']+\s[a-z]")
_COMPANY = re.compile(r"(?:Inc|Corp|Ltd|plc)\b")
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")
_STARTER = re.compile(STARTER)

Span = tuple[int, int]


def _punkt() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types = set(PUNKT_TYPES)
    return PunktSentenceTokenizer(parameters)


_PUNKT = _punkt()


def plain_spans(paragraph: str) -> list[Span]:
    """Return the spans of the sentences of a paragraph, as far as Punkt sees them."""
    spans: list[Span] = []
    for start, end in _found(paragraph):
        if not spans:
            spans.append((start, end))
        elif _continues(paragraph, spans[-1], (start, end)):
            spans[-1] = (spans[-1][0], end)
        else:
            # a closing mark after a space: "he said. ' The next"
            closers = _CLOSERS_FIRST.match(paragraph, start, end)
            if closers:
                start = closers.end()
                spans[-1] = (spans[-1][0], start)
            spans.append((start, end))
    return spans


def _found(paragraph: str) -> Iterable[Span]:
    if len(paragraph) <= LONGEST_PARAGRAPH:
        try:
            return list(_punkt_spans(paragraph))
        except TimeoutError:
            # nltk gives its regular expressions five seconds
            pass
    ends = [match.end() for match in _PLAIN_END.finditer(paragraph)]
    return list(pairwise([0, *ends, len(paragraph)]))


def _punkt_spans(paragraph: str) -> Iterator[Span]:
    """Yield Punkt's spans; it is asked only about what lies between the ends that it is sure to find."""
    start = 0
    for likely in _LIKELY_END.finditer(paragraph):
        if _ends_a_word(paragraph, likely.start()):
            yield from _part_spans(paragraph, start, likely.end("marks"))
            start = likely.end()
    yield from _part_spans(paragraph, start, len(paragraph))


def _ends_a_word(paragraph: str, stop: int) -> bool:
    """Whether the word before a stop is of nothing but letters, and no abbreviation."""
    word = paragraph[max(0, stop - LONGEST_WORD) : stop].rpartition(" ")[2]
    return (
        1 < len(word) < LONGEST_WORD and word.isascii() and word.isalpha() and word.lower() not in PUNKT_TYPES
    )


def _part_spans(paragraph: str, start: int, end: int) -> list[Span]:
    part = paragraph[start:end].rstrip()
    if _MAY_END.search(part.rstrip(CLOSING_MARKS)):
        return [(start + first, start + last) for first, last in _PUNKT.span_tokenize(part)]
    return [(start, start + len(part))] if part else []


def _continues(paragraph: str, before: Span, after: Span) -> bool:
    # slices, not the whole: a sentence may be joined from very many
    ending = paragraph[max(before[0], before[1] - 24) : before[1]]
    opening = paragraph[after[0] : min(after[1], after[0] + 160)]
    if (opening[:1].islower() and not _CAMEL.match(opening)) or _GOES_ON.match(opening):
        return True
    if _CLOSERS_ONLY.fullmatch(opening) or _NUMBER_ONLY.fullmatch(paragraph[before[0] : before[1]][:6]):
        return True
    if ending.endswith("!") and _COMPANY.match(opening):
        return True
    if _ENDS_IN_QUOTED_MARK.search(ending) and _ATTRIBUTION.match(opening):
        return True
    if _ENDS_IN_LOST_QUOTE.search(ending):
        return True
    return (
        bool(INITIALS_AT_END.search(ending))
        and not LETTERED_AT_END.search(ending)
        and not _STARTER.match(opening)
    )
