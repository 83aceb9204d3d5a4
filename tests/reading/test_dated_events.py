"""Which sentence `find_events` says to tell of which day."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import DatedEvent, Sentence, TimeExpression
from bot.reading.dates import find_dates, find_events

WEDNESDAY = date(2024, 10, 9)


def sentences_of(text: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(found.start(), found.end(), 0) for found in re.finditer(r"[^\s!][^!]*!?", text))


def events(text: str) -> tuple[DatedEvent, ...]:
    """Return the events of a text whose sentences end with exclamation marks."""
    return find_events(text, sentences_of(text), find_dates(text, WEDNESDAY), WEDNESDAY)


@pytest.mark.parametrize(
    ("text", "day", "precision", "year_given"),
    [
        ("The dam broke on Tuesday!", date(2024, 10, 8), "day", False),
        ("The dam broke on Oct. 1!", date(2024, 10, 1), "day", False),
        ("The dam broke on October 1, 2019!", date(2019, 10, 1), "day", True),
        ("The dam broke on 10/01/19, they said!", date(2019, 10, 1), "day", True),
        ("The dam broke at 7 p.m. on Monday!", date(2024, 10, 7), "day", False),
        ("The dam broke last night, they said!", date(2024, 10, 8), "day", False),
        ("The dam broke in April!", date(2024, 4, 1), "month", False),
        ("The dam broke in May 2008!", date(2008, 5, 1), "month", True),
        ("The dam broke in 1982!", date(1982, 1, 1), "year", True),
        ("The worst flood since '82, they said!", date(1982, 1, 1), "year", True),
        ("The dam broke last year!", date(2023, 1, 1), "year", False),
        ("The dam broke on October 25 last year!", date(2023, 10, 25), "day", False),
        ("The dam broke in April of '71!", date(1971, 4, 1), "month", True),
        ("The dam broke on Easter Monday!", date(2024, 4, 1), "day", False),
        ("The dam broke overnight, they said!", date(2024, 10, 8), "day", False),
        ("The dam broke at 9 p.m. on Oct. 3!", date(2024, 10, 3), "day", False),
    ],
)
def test_a_sentence_with_a_date_tells_what_happened_then(
    text: str, day: date, precision: str, year_given: bool
) -> None:
    (event,) = events(text)
    assert (event.sentence, event.day, event.precision, event.year_given) == (0, day, precision, year_given)


@pytest.mark.parametrize(
    "text",
    [
        "The dam held for three years!",
        "The dam is checked every Tuesday!",
        "The dam recently broke!",
        "The dam broke last week!",
        "The dam leaked in the third quarter!",
        "The dam was built in the 1960s!",
        "The dam broke last summer!",
        "The dam broke a week ago!",
        "The dam broke two days before Election Day!",
        "October 9, 2024!",
        "Updated October 9, 2024!",
    ],
)
def test_lengths_habits_vague_times_and_bare_date_lines_are_no_events(text: str) -> None:
    assert events(text) == ()


def test_each_event_belongs_to_its_own_sentence() -> None:
    text = "The dam broke on Monday! Nobody was hurt! It was built in 1961 and mended on May 3, 2004!"
    found = events(text)
    assert [(event.sentence, event.day, event.precision) for event in found] == [
        (0, date(2024, 10, 7), "day"),
        (2, date(1961, 1, 1), "year"),
        (2, date(2004, 5, 3), "day"),
    ]
    assert [text[event.start : event.end] for event in found] == ["Monday", "1961", "May 3, 2004"]


def test_a_range_gives_an_event_for_each_end_and_shares_its_year() -> None:
    found = events("The dam leaked from Oct. 7 to 9, 2023! It was shut in 2019-21 for work!")
    assert [(event.day, event.precision, event.year_given) for event in found] == [
        (date(2023, 10, 7), "day", True),
        (date(2023, 10, 9), "day", True),
        (date(2019, 1, 1), "year", True),
        (date(2021, 1, 1), "year", True),
    ]


def test_a_date_outside_every_sentence_is_no_event() -> None:
    text = "The dam broke on Monday! Photo of Tuesday by hand"
    dates = find_dates(text, WEDNESDAY)
    first = sentences_of(text)[:1]
    assert [event.day for event in find_events(text, first, dates, WEDNESDAY)] == [date(2024, 10, 7)]
    assert find_events(text, (), dates, WEDNESDAY) == ()


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.text("0123456789-TWQPXYD", max_size=12))),
)
def test_any_value_is_answered(text: str, raw: list[tuple[int, int, str]]) -> None:
    dates = [TimeExpression(start, start + length, value) for start, length, value in sorted(raw)]
    sentences = (Sentence(0, len(text), 0),)
    found = find_events(text, sentences, dates, WEDNESDAY)
    assert len(found) <= len(dates)
    assert all(event.end <= len(text) for event in found)
