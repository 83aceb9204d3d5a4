"""Since and until, as members write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QueryError
from bot.models import Window
from bot.query.windows import parse_window

FRIDAY = date(2024, 10, 11)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("today", "2024-10-11", "2024-10-11"),
        ("now", "2024-10-11", "2024-10-11"),
        ("yesterday", "2024-10-10", "2024-10-10"),
        ("YESTERDAY ", "2024-10-10", "2024-10-10"),
        ("since yesterday", "2024-10-10", "2024-10-10"),
        ("yesterday evening", "2024-10-10", "2024-10-10"),
        ("monday", "2024-10-07", "2024-10-07"),
        ("last tuesday", "2024-10-08", "2024-10-08"),
        ("this week", "2024-10-07", "2024-10-13"),
        ("last week", "2024-09-30", "2024-10-06"),
        ("last month", "2024-09-01", "2024-09-30"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("7 days", "2024-10-04", "2024-10-04"),
        ("7 days ago", "2024-10-04", "2024-10-04"),
        ("seven days ago", "2024-10-04", "2024-10-04"),
        ("a week ago", "2024-10-04", "2024-10-04"),
        ("last 7 days", "2024-10-04", "2024-10-11"),
        ("the past two weeks", "2024-09-27", "2024-10-11"),
        ("3d", "2024-10-08", "2024-10-08"),
        ("2w", "2024-09-27", "2024-09-27"),
        ("24h", "2024-10-10", "2024-10-10"),
        ("last 36 hours", "2024-10-09", "2024-10-11"),
        ("0 days", "2024-10-11", "2024-10-11"),
        ("1 month", "2024-09-11", "2024-09-11"),
        ("Oct 1", "2024-10-01", "2024-10-01"),
        ("oct 1", "2024-10-01", "2024-10-01"),
        ("1 October", "2024-10-01", "2024-10-01"),
        ("1 Oct 2023", "2023-10-01", "2023-10-01"),
        ("on October 1, 2024", "2024-10-01", "2024-10-01"),
        ("10/01/2024", "2024-10-01", "2024-10-01"),
        ("2024-10-01", "2024-10-01", "2024-10-01"),
        ("2024-10", "2024-10-01", "2024-10-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-w40", "2024-09-30", "2024-10-06"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("last 3 days", "2024-10-08", "2024-10-11"),
        ("the past week", "2024-10-04", "2024-10-11"),
        ("in August", "2024-08-01", "2024-08-31"),
        ("Aug", "2024-08-01", "2024-08-31"),
        ("in sept.", "2024-09-01", "2024-09-30"),
        ("december", "2023-12-01", "2023-12-31"),
        ("december 2024", "2024-12-01", "2024-12-31"),
        ("Oct 20", "2023-10-20", "2023-10-20"),
        ("this month", "2024-10-01", "2024-10-31"),
        ("last weekend", "2024-10-05", "2024-10-06"),
        ("day before yesterday", "2024-10-09", "2024-10-09"),
        ("2024/10/8", "2024-10-08", "2024-10-08"),
    ],
)
def test_a_day_is_read_as_it_is_meant(typed: str, first: str, last: str) -> None:
    assert parse_window(typed, None, FRIDAY) == Window(since=date.fromisoformat(first))
    assert parse_window(None, typed, FRIDAY) == Window(until=date.fromisoformat(last))


@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_nothing_typed_is_an_open_window(nothing: str | None) -> None:
    assert parse_window(nothing, nothing, FRIDAY) == Window()


@pytest.mark.parametrize(
    "typed",
    [
        "nonsense",
        "soon",
        "year 1",
        "1",
        "0000",
        "Oct 1 or whenever",
        "-3 days",
        "2024-13",
        "2024-13-01",
        "2024-02-30",
        "0000-00-00",
        "10000-01-01",
        "9999 years",
        "\x00",
        "\ud800",
        "'; DROP TABLE article; --",
        "x" * 4000,
        "1 " * 2000,
    ],
)
def test_what_is_no_day_is_answered_with_examples(typed: str) -> None:
    for option in ("since", "until"):
        with pytest.raises(QueryError) as told:
            parse_window(typed if option == "since" else None, typed if option == "until" else None, FRIDAY)
        assert option in str(told.value)
        assert "2024-10-01, Oct 1, yesterday" in str(told.value)


def test_what_repeats_the_option_is_read_without_it() -> None:
    assert parse_window("since last 3 days", "until yesterday", FRIDAY) == Window(
        date(2024, 10, 8), date(2024, 10, 10)
    )


def test_the_first_year_is_named_with_four_digits() -> None:
    with pytest.raises(QueryError, match=r"since 9999-01-01 and until 0001-12-31: swap"):
        parse_window("9999", "0001", FRIDAY)


def test_a_window_the_wrong_way_round_is_named_with_both_days() -> None:
    with pytest.raises(QueryError, match=r"2024-10-10.*2024-10-01.*swap"):
        parse_window("yesterday", "Oct 1", FRIDAY)
    assert parse_window("yesterday", "yesterday", FRIDAY) == Window(date(2024, 10, 10), date(2024, 10, 10))


@given(st.text(max_size=80), st.text(max_size=80), st.dates())
def test_any_text_is_a_window_or_one_sentence(since: str, until: str, today: date) -> None:
    try:
        window = parse_window(since, until, today)
    except QueryError as told:
        assert str(told).endswith((".", "!"))
    else:
        assert window.since is None or window.until is None or window.since <= window.until


@given(st.integers(0, 9999), st.sampled_from(["h", "hours", "d", "days", "weeks", "m", "years"]), st.dates())
def test_any_duration_lies_in_the_past_or_is_refused(number: int, unit: str, today: date) -> None:
    try:
        window = parse_window(f"{number} {unit}", None, today)
    except QueryError:
        return
    assert window.since is not None and window.since <= today
