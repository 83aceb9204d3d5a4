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
_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 3
"""Words beside the date that a sentence needs to say that something happened: a date line has none."""


def find_events(
    text: str, sentences: Sequence[Sentence], dates: Sequence[TimeExpression], published: date
) -> tuple[DatedEvent, ...]:
    """Return the dated sentences, in the order of `dates`: at most one event an expression.

    Days (with or without a time of day), months and years date an event. Durations, sets and vague values
    do not, nor do weeks, quarters, seasons and decades, which no :data:`~bot.models.Precision` describes.
    Neither does a year far in the article's future, more likely a mere number; and a sentence that is only
    a date line tells of nothing.
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
    """Whether the expression's own words hold the year, in full or by its last digits ("'82", "10/09/24")."""
    words = text[expression.start : expression.end]
    year = f"{period.first.year:04d}"
    return year in words or words == "9/11" or bool(re.search(rf"(?:['’‘]|/){year[2:]}$", words))


def _says_something(text: str, sentence: Sentence, expression: TimeExpression) -> bool:
    """Whether enough words stand beside the expression; counting stops as soon as that is known."""
    counted = 0
    for start, end in ((sentence.start, expression.start), (expression.end, sentence.end)):
        for _ in _WORD.finditer(text, start, end):
            counted += 1
            if counted >= _FEWEST_WORDS:
                return True
    return False
