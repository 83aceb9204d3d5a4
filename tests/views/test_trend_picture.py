"""The picture of what rises."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.models import Answer, Finding
from bot.views.charts.trend import WIDTH, drawable, trend_picture
from bot.views.layout import KIND_COLOURS
from tests.views.making import FINDINGS, answer

ACCENT = (KIND_COLOURS["trends"] >> 16, KIND_COLOURS["trends"] >> 8 & 255, KIND_COLOURS["trends"] & 255)


def picture(*findings: Finding) -> Image.Image:
    drawn = trend_picture(answer("trends", "", *findings))
    assert drawn is not None
    return Image.open(io.BytesIO(drawn))


def bar_height(image: Image.Image, x: int, colour: tuple[int, int, int]) -> int:
    """Return how many pixels of a column have a colour."""
    return sum(image.getpixel((x, y)) == colour for y in range(image.height))


def test_a_row_a_finding_at_most_ten() -> None:
    one, two = (picture(*[Finding("Ana Quist", counts=(1, 4))] * count) for count in (1, 2))
    assert (one.format, one.width, two.width) == ("PNG", WIDTH, WIDTH)
    row = two.height - one.height
    assert row > 60
    assert picture(*[Finding("Ana Quist", counts=(1, 4))] * 30).height == one.height + 9 * row


def test_the_newest_week_is_the_bar_in_colour_and_as_high_as_its_share() -> None:
    newest = 520 + 252 - 252 // 16
    high = bar_height(picture(Finding("Ana Quist", counts=(1, 2, 8))), newest, ACCENT)
    low = bar_height(picture(Finding("Ana Quist", counts=(16, 2, 8))), newest, ACCENT)
    # the smoothed edges have other colours
    assert high > 45
    assert high == pytest.approx(2 * low, abs=8)


def test_without_counts_there_is_no_picture() -> None:
    assert trend_picture(answer("trends", "")) is None
    assert trend_picture(answer("who", "Quist", Finding("Ana Quist"))) is None


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Recep Erdoğan", "Recep Erdogan"),
        ("Núria’s Łódź – ß", "Nuria's Lodz - ss"),
        ("漢字 Ana \ud800😀", "Ana"),
    ],
)
def test_letters_that_the_font_lacks(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


def test_long_texts_are_cut_before_the_bars() -> None:
    long = picture(Finding("W" * 300, "m" * 300, counts=(0, 3)))
    none = picture(Finding("", "", counts=(0, 3)))
    bars = (500, 100, WIDTH, long.height)
    assert long.crop(bars).tobytes() == none.crop(bars).tobytes()


@settings(max_examples=40)
@given(st.lists(FINDINGS, max_size=4), st.text(max_size=300))
def test_whatever_is_found_can_be_drawn(findings: list[Finding], about: str) -> None:
    drawn = trend_picture(Answer("trends", about, tuple(findings), {}))
    assert (drawn is None) == (not any(finding.counts for finding in findings))
