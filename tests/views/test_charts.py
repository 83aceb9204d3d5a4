"""Timelines as pictures: the same for the same answer, and for hostile ones too."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.models import Answer, Finding, Precision
from bot.views.answer import answer_view
from bot.views.charts import Picture, draw, files_of, picture_of
from bot.views.charts.lettering import cut, printable, width_of, wrapped
from bot.views.charts.timeline import timeline_picture
from bot.views.layout import measure
from tests.views.making import HOSTILE, answer, citation, quote

FIRST = date(2024, 10, 1)


def event(
    day: date, precision: Precision = "day", said: str = "It was on the day.", **changes: object
) -> Finding:
    return replace(
        Finding("the day", day=day, precision=precision, quotes=(quote(said),)),
        **changes,  # type: ignore[arg-type]
    )


def timeline(count: int, *, about: str = "ferry") -> Answer:
    return answer("when", about, *(event(FIRST + timedelta(number)) for number in range(count)))


def size_of(data: bytes | None) -> tuple[int, int]:
    assert data is not None
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture.size


def test_five_events_are_drawn_four_are_not() -> None:
    assert timeline_picture(timeline(4)) is None
    assert size_of(timeline_picture(timeline(5)))[0] == 960


def test_the_same_answer_is_the_same_picture() -> None:
    assert timeline_picture(timeline(6)) == timeline_picture(timeline(6))


def test_a_picture_of_very_many_events_stays_small_and_says_so() -> None:
    width, height = size_of(timeline_picture(timeline(40)))
    assert height <= 1.3 * width
    picture = picture_of(timeline(40))
    assert picture is not None
    assert picture.description.startswith("A timeline of 10 events")


def test_what_is_dated_to_a_month_or_a_year_is_drawn_as_a_bar() -> None:
    coarse = answer(
        "when",
        "ferry",
        event(date(2024, 1, 1), "year"),
        event(date(2024, 10, 1), "month"),
        *(event(FIRST + timedelta(number)) for number in range(4)),
    )
    fine = answer("when", "ferry", *(event(FIRST + timedelta(number)) for number in range(6)))
    assert timeline_picture(coarse) != timeline_picture(fine)
    picture = picture_of(coarse)
    assert picture is not None
    assert "2024: It was" in picture.description
    assert "October 2024: It was" in picture.description


def test_days_of_reports_are_no_events() -> None:
    reports = answer("when", "ferry", *(replace(event(FIRST), text="reported") for _ in range(6)))
    assert timeline_picture(reports) is None


def test_a_story_is_drawn_by_its_events() -> None:
    told = answer("story", "ferry", Finding("Ferry sinks", quotes=(quote(),)), *timeline(5).findings)
    assert timeline_picture(told) is not None
    assert timeline_picture(replace(told, findings=told.findings[:-1])) is None


def test_other_kinds_have_none() -> None:
    assert picture_of(replace(timeline(9), kind="who")) is None


async def test_it_is_drawn_beside_the_event_loop() -> None:
    drawn = await draw(timeline(5))
    assert drawn == picture_of(timeline(5))
    assert await draw(timeline(2)) is None


def test_the_card_shows_it_on_the_first_page_and_names_its_file() -> None:
    many = timeline(12)
    picture = picture_of(many)
    first = answer_view(many, private=True, picture=picture)
    second = answer_view(many, private=True, page=1, picture=picture)
    assert [file.filename for file in files_of(first)] == ["timeline.png"]
    assert files_of(second) == []
    assert "attachment://timeline.png" in str(first.to_components())  # type: ignore[no-untyped-call]
    assert "attachment" not in str(second.to_components())  # type: ignore[no-untyped-call]
    assert measure(first).fits


def test_a_question_too_long_for_a_button_keeps_its_picture() -> None:
    long = timeline(12, about="why " * 60)
    picture = picture_of(long)

    async def shown() -> list[str]:
        return [file.filename for file in files_of(answer_view(long, private=True, picture=picture))]

    assert asyncio.run(shown()) == ["timeline.png"]


def test_an_answer_that_found_nothing_shows_none() -> None:
    view = answer_view(answer("when", "x"), private=True, picture=Picture("timeline.png", b"", ""))
    assert files_of(view) == []


_EVENTS = st.builds(
    lambda day, precision, said, also: event(
        day, precision, f"{said} the day", also_in=tuple(citation(n) for n in range(also))
    ),
    st.dates(),
    st.sampled_from(["day", "month", "year"]),
    HOSTILE,
    st.integers(0, 3),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)
@given(HOSTILE, st.lists(_EVENTS, min_size=5, max_size=16))
def test_whatever_the_words_and_days_there_is_a_picture(about: str, events: list[Finding]) -> None:
    asked = answer("when", about, *events)
    picture = picture_of(asked)
    assert picture is not None
    width, height = size_of(picture.data)
    assert (width, height <= 1300) == (960, True)
    assert measure(answer_view(asked, private=False, picture=picture)).fits


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Núria Öster — “yes”", "Nuria Oster - “yes”"),
        ("a\u202eb\x00c", "abc"),
        ("戦争が始まった", ""),
        ("😀 fine", "fine"),
    ],
)
def test_text_is_drawn_in_the_letters_that_the_font_has(text: str, drawn: str) -> None:
    assert printable(text) == drawn


@given(st.text(max_size=200), st.integers(40, 600))
def test_lines_stay_inside_their_room(text: str, room: int) -> None:
    lines = wrapped(printable(text), 27, room, 2)
    assert len(lines) <= 2
    assert all(width_of(line, 27) <= room for line in lines)
    assert width_of(cut(printable(text), 27, room), 27) <= room
