"""Date lines as news sites print them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.date_line import parse_byline, parse_date_line

OCTOBER_9 = datetime(2024, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "Wednesday, 10/09/2024",
        "10/09/2024",
        "Wed. 10-09-24",
        "2024-10-09",
        "2024/10/09",
        "Wednesday, 2024-10-09",
        "October 9, 2024",
        "October 9,2024",
        "October 09, 2024",
        "OCTOBER 9, 2024",
        "Oct. 9, 2024",
        "Oct 9th 2024",
        "9 October 2024",
        "9th of October, 2024",
        "9-Oct-2024",
        "Wednesday 9 October 2024",
        "Wed., Oct. 9, 2024",
        "09.10.2024",
        "Published: October 9, 2024",
        "Published on Oct. 9, 2024",
        "First published on Wed 9 Oct 2024",
        "Date: 2024-10-09",
        "Oct. 9, 2024 Updated Oct. 10, 2024",
        "Updated Oct. 10, 2024, published Oct. 9, 2024",
        "October 9, 2024 (updated October 10, 2024)",
        "October 9, 2024 | 5 min read",
    ],
)
def test_a_day_is_midnight(line: str) -> None:
    found = parse_date_line(line)

    assert found is not None
    assert found.published == OCTOBER_9
    assert not found.updated


@pytest.mark.parametrize(
    ("line", "hour", "minute"),
    [
        ("2024-10-09T14:30:00Z", 14, 30),
        ("2024-10-09T14:30:00.123+02:00", 12, 30),
        ("Wednesday, 10/09/2024 14:30", 14, 30),
        ("October 9, 2024 at 4:05 PM EDT", 20, 5),
        ("PUBLISHED 4:05 p.m. ET Oct. 9, 2024", 20, 5),
        ("Wednesday 9 October 2024 10.30 BST", 9, 30),
        ("October 9, 2024, 5 p.m.", 17, 0),
        ("October 9, 2024 12:15 am UTC", 0, 15),
        ("October 9, 2024 05:30 GMT+3", 2, 30),
    ],
)
def test_a_time_is_told_in_utc(line: str, hour: int, minute: int) -> None:
    found = parse_date_line(line)

    assert found is not None
    assert found.published == OCTOBER_9.replace(hour=hour, minute=minute)


@pytest.mark.parametrize("line", ["Oct. 9, 2024 10:30 PM PDT", "9 October 2024 01:00 +09:00"])
def test_the_printed_day_outlives_the_change_to_utc(line: str) -> None:
    found = parse_date_line(line)

    assert found is not None
    assert found.published.date() == date(2024, 10, 9)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Thursday, 12/09/2024", date(2024, 9, 12)),  # 9 December 2024 is a Monday
        ("Monday, 12/09/2024", date(2024, 12, 9)),
        ("Sunday, 12/09/2024", date(2024, 12, 9)),  # neither: month first
        ("12/09/2024", date(2024, 12, 9)),
        ("13/09/2024", date(2024, 9, 13)),
    ],
)
def test_the_weekday_settles_which_number_is_the_month(line: str, day: date) -> None:
    found = parse_date_line(line)

    assert found is not None
    assert found.published.date() == day


def test_an_update_counts_only_where_nothing_else_is_known() -> None:
    found = parse_date_line("Updated 10:32 AM EDT, Wed October 9, 2024")

    assert found is not None
    assert found.updated
    assert found.published.date() == date(2024, 10, 9)


def test_a_byline_beside_the_date_is_kept() -> None:
    found = parse_date_line("By Jane Doe | October 9, 2024 | 5 min read")

    assert found is not None
    assert found.byline == "Jane Doe"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "1984",
        "99/99/2024",
        "02/29/2023",
        "Sept. 31, 2024",
        "October",
        "12:00 AM",
        "Oct. 1 attack on Israel in 2024",
        "The council met on October 9, 2024",
        "October 9, 2024 was a Wednesday",
        "Biden, Netanyahu hold rare call",
        "9 October 2024 " * 20,
    ],
)
def test_other_lines_are_not_date_lines(line: str) -> None:
    assert parse_date_line(line) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("BY JANE DOE AND JOHN ROE", "JANE DOE AND JOHN ROE"),
        ("By Máire Ní Bhriain, Reuters", "Máire Ní Bhriain, Reuters"),
        ("By Jean-Luc de la Tour", "Jean-Luc de la Tour"),
        ("By land and sea, migrants keep coming", None),
        ("By 2030 they will have met", None),
        ("By the numbers", None),
    ],
)
def test_bylines(line: str, names: str | None) -> None:
    assert parse_byline(line) == names


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_with_a_weekday_month_first_is_never_misread(day: date) -> None:
    found = parse_date_line(f"{day:%A, %m/%d/%Y}")

    assert found is not None
    assert found.published.date() == day


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_line_is_survived(line: str) -> None:
    parse_date_line(line)
    parse_byline(line)
