"""Which sentence says what happened on which day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from bot.models import DatedEvent, Sentence, TimeExpression
from bot.reading.dates.values import Period, period_of

_YEARS_TOLD = 100
"""Years after publication in which a number is still believed to be a year."""
_LONGEST_BEFORE = 20
_BEFORE = re.compile(r"\b(?:before|ahead of|prior to) (?:the |early |late )?\Z", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_RANGE_BEHIND = re.compile(
    r" ?(?:[-\u2013]|to|through|until|till|and) ?(?:the )?(?:[A-Z][a-z]{2,8}\.? )?[0-9]{1,2}(?:st|nd|rd|th)?"
    r"(?: (?:of )?[A-Z][a-z]{2,8}\.?)?,? (?P<year>[0-9]{4})\b"
)
_FEWEST_WORDS = 3
"""Words beside the date that a sentence needs to say that something happened: a date line has none."""


def find_events(
    text: str, sentences: Sequence[Sentence], dates: Sequence[TimeExpression], published: date
) -> tuple[DatedEvent, ...]:
    """Return the dated sentences, in the order of `dates`: at most one event an expression.

    Days (with or without a time of day), months and years date an event. Durations, sets and vague values
    do not, nor do weeks, quarters, seasons and decades, which no :data:`~bot.models.Precision` describes.
    Neither does a year far in the article's future, more likely a mere number, nor the day that something
    came before ("two weeks before Election Day"); and a sentence that is only a date line tells of nothing.
    A range gives two events, for its first and its last day.
    """
    starts = [sentence.start for sentence in sentences]
    events = []
    for expression in dates:
        index = bisect_right(starts, expression.start) - 1
        period = period_of(expression.value)
        if index < 0 or period is None or period.precision == "quarter":
            continue
        sentence = sentences[index]
        if not _believable(period, published) or expression.end > sentence.end:
            continue
        if _BEFORE.search(text, max(0, expression.start - _LONGEST_BEFORE), expression.start):
            continue
        if not _says_something(text, sentence, expression):
            continue
        events.append(
            DatedEvent(
                sentence=index,
                start=expression.start,
                end=expression.end,
                day=period.first,
                precision=period.precision,
                year_given=_year_given(text, expression, period),
            )
        )
    return tuple(events)


def _believable(period: Period, published: date) -> bool:
    return period.first.year <= published.year + _YEARS_TOLD


def _year_given(text: str, expression: TimeExpression, period: Period) -> bool:
    """Whether the text names the year, in full or by its last digits ("'82", "10/09/24", "2019-21").

    The year may stand at the end of a range that the expression begins ("Oct. 7 to 9, 2023").
    """
    words = text[expression.start : expression.end]
    year = f"{period.first.year:04d}"
    if year in words or words == "9/11" or words == year[2:] or re.search(rf"['’‘/]{year[2:]}$", words):
        return True
    behind = _RANGE_BEHIND.match(text, expression.end)
    return behind is not None and behind["year"] == year


def _says_something(text: str, sentence: Sentence, expression: TimeExpression) -> bool:
    """Whether enough words stand beside the expression; counting stops as soon as that is known."""
    counted = 0
    for start, end in ((sentence.start, expression.start), (expression.end, sentence.end)):
        for _ in _WORD.finditer(text, start, end):
            counted += 1
            if counted >= _FEWEST_WORDS:
                return True
    return False
