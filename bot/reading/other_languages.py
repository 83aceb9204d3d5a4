"""What can safely be said of an article that is not in English: its sentences, its opening, days in digits.

Names, time expressions, topics and the guards of the summary know English only; on another language they
would be wrong with confidence ("war" is German for "was"). News puts its point first in every language, so
the summary is the article's opening.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.models import Sentence, TimeExpression

SHORTEST = 20
"""Code points of a sentence worth quoting; half as many where a word is one or two characters."""
LONGEST = 600
MOST_RANKED = 80

# ends that are no English ones: they need no space after them
_END = re.compile(r"[。！？｡।॥۔؟]+[」』”’）)»]*\s*")
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STATEMENT = re.compile(r"[.!…。！｡।॥۔][\"”’»)」』）]*$")
_QUESTION = re.compile(r"[?？؟;][\"”’»)」』）]*$")

_DAY = re.compile(
    r"""
      (?<![\d.,/-]) (?P<year>\d{4}) - (?P<month>\d{2}) - (?P<day>\d{2}) (?![\d/-])
    | (?<![\d.,/-]) (?P<day2>\d{1,2}) (?P<mark>[./]) \s? (?P<month2>\d{1,2}) (?P=mark) \s?
        (?P<year2>\d{4}) (?![\d/-])
    | (?<!\d) (?P<year3>\d{4}) [年년] \s? (?P<month3>\d{1,2}) [月월] \s? (?P<day3>\d{1,2}) [日일]
    """,
    re.VERBOSE | re.ASCII,
)


def resplit(text: str, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return sentences that were split as English, split and joined again as other languages need it.

    Chinese, Hindi, Arabic and others have ends of their own; "3. Oktober" is no end.
    """
    joined: list[Sentence] = []
    for sentence in sentences:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.paragraph == sentence.paragraph
            and _ORDINAL.search(text, max(before.start, before.end - 5), before.end)
        ):
            joined[-1] = Sentence(before.start, sentence.end, sentence.paragraph)
        else:
            joined.append(sentence)
    return tuple(part for sentence in joined for part in _parts(text, sentence))


def _parts(text: str, sentence: Sentence) -> Iterator[Sentence]:
    start = sentence.start
    for end in _END.finditer(text, sentence.start, sentence.end):
        stripped = end.start() + len(end.group().rstrip())
        if stripped > start:
            yield Sentence(start, stripped, sentence.paragraph)
        start = end.end()
    if start < sentence.end:
        yield Sentence(start, sentence.end, sentence.paragraph)


def rank_opening(text: str, sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """Return the indices of the first whole statements, in text order; of fragments only, the first."""
    whole = (index for index, sentence in enumerate(sentences) if _is_statement(text, sentence))
    ranked = tuple(index for index, _ in zip(whole, range(MOST_RANKED), strict=False))
    return ranked or (0,) * bool(sentences)


def _is_statement(text: str, sentence: Sentence) -> bool:
    if sentence.end - sentence.start > LONGEST:
        return False
    words = text[sentence.start : sentence.end]
    shortest = SHORTEST // 2 if _DENSE.search(words) else SHORTEST
    if len(words) < shortest or _QUESTION.search(words):
        return False
    # Thai marks the end of a sentence by nothing at all
    return bool(_STATEMENT.search(words)) or "\u0e00" <= words[-1] <= "\u0e7f"


def find_numeric_dates(text: str) -> tuple[TimeExpression, ...]:
    """Return days that are written in digits alone: ISO, day.month.year, and with 年月日.

    Day comes before month, as almost everywhere outside of English; an impossible day is left out.
    """
    found = []
    for match in _DAY.finditer(text):
        number = next(suffix for suffix in ("", "2", "3") if match[f"year{suffix}"])
        try:
            value = date(*(int(match[f"{unit}{number}"]) for unit in ("year", "month", "day")))
        except ValueError:
            continue
        found.append(TimeExpression(match.start(), match.end(), value.isoformat()))
    return tuple(found)
