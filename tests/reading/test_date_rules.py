"""Ranges, feasts, tense and times of day as `find_dates` reads them; and its calm with hostile text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.dates import find_dates
from bot.reading.dates.feasts import FEASTS, easter_sunday

WEDNESDAY = date(2024, 10, 9)


def seen(text: str, published: date = WEDNESDAY) -> list[tuple[str, str]]:
    """Return what a reader sees: the words of each expression and its value."""
    return [(text[found.start : found.end], found.value) for found in find_dates(text, published)]


def values(text: str, published: date = WEDNESDAY) -> list[str]:
    return [value for _, value in seen(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The talks run from November 5-7 in Oslo.", ["2024-11-05", "2024-11-07"]),
        ("The fair ran from Oct. 2 to 4, 2023, in Bath.", ["2023-10-02", "2023-10-04"]),
        ("The fair ran from October 2 to October 5, 2023.", ["2023-10-02", "2023-10-05"]),
        ("The fair ran from Dec. 30 to Jan. 2, 2023.", ["2022-12-30", "2023-01-02"]),
        ("The fair runs from Dec. 28 to Jan. 3.", ["2024-12-28", "2025-01-03"]),
        ("The fair was held on 6-8 June 2024.", ["2024-06-06", "2024-06-08"]),
        ("The gym will open from Tuesday through Thursday.", ["2024-10-15", "2024-10-17"]),
        ("The mill stood idle from November to February.", ["2023-11", "2024-02"]),
        ("The seasons of 2019/20 and 1998-99 were short.", ["2019", "2020", "1998", "1999"]),
        ("The shop is open from 11 to 2 p.m. on Friday.", ["2024-10-04T11:00", "2024-10-04T14:00"]),
        ("On Oct. 7 and 8 people died of it.", ["2024-10-07"]),
        ("It cost from Oct. 7 to 20 people their jobs.", ["2024-10-07"]),
        ("In 2019-18 nothing changed.", ["2019"]),
    ],
)
def test_a_range_tells_its_first_and_its_last_day(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("year", "month", "day"),
    # the earliest and latest possible, and some of the twentieth and twenty-first century's own
    [(1818, 3, 22), (1943, 4, 25), (1954, 4, 18), (2000, 4, 23), (2024, 3, 31), (2025, 4, 20), (2038, 4, 25)],
)
def test_easter_is_on_its_day(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == date(year, month, day)


@given(st.integers(1583, 9999))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    easter = easter_sunday(year)
    assert easter is not None
    assert easter.weekday() == 6
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


@given(st.sampled_from(sorted(FEASTS)), st.integers(1, 9999))
def test_a_feast_has_at_most_one_day_a_year(name: str, year: int) -> None:
    found = FEASTS[name](year)
    assert found is None or found.year == year


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They marched on Martin Luther King Day.", "2024-01-15"),
        ("They marched on Ash Wednesday.", "2024-02-14"),
        ("They marched on Whit Monday.", "2024-05-20"),
        ("They marched on Election Day 2016.", "2016-11-08"),
        ("They will march on Remembrance Sunday.", "2024-11-10"),
        ("They will march on Christmas morning.", "2024-12-25TMO"),
    ],
)
def test_a_feast_is_found_on_its_day(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Ghana's Independence Day is near.",
        "The Independence Day parade is near.",
        "Eid, Diwali, Ramadan 1445, 5 Adar 5784, Reiwa 6 and Tishrei are near.",
        "The Easter egg and the Christmas tree fell.",
    ],
)
def test_a_day_of_another_calendar_or_country_is_not_invented(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Boats will pay a new tax from Jan. 1, after the council approved it.", "2025-01-01"),
        ("Polling day is Nov. 5, and early voting has begun.", "2024-11-05"),
        ("The judge ruled that, from Nov. 1, the firm must open its store.", "2024-11-01"),
        ("The house was dissolved, setting up a general election on Oct. 27.", "2024-10-27"),
        ("They extended the contract to Jan. 15.", "2025-01-15"),
        ("The medals are handed over on Dec. 10, the day of the death of Alfred Nobel.", "2024-12-10"),
        ("On November 20, the mayor resigned.", "2023-11-20"),
        ("The mayor resigned November 20.", "2023-11-20"),
    ],
)
def test_a_day_without_a_year_is_the_coming_one_unless_the_words_before_say_otherwise(
    text: str, value: str
) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Tickets go on sale at 9 a.m. on Thursday.", "2024-10-10T09:00"),
        ("The pair plan a march on Saturday.", "2024-10-12"),
        ("The board dropped its plan to shut the ward in a vote on Tuesday.", "2024-10-08"),
        ("Schools are closed until Friday.", "2024-10-11"),
        ("The siege lasted until Friday.", "2024-10-04"),
        ("The walkout was called for; Thursday's strike has been postponed.", "2024-10-10"),
        ("Mr. Reed said that the hall will be open from 2 p.m. to dusk, and on Friday.", "2024-10-11"),
    ],
)
def test_tense_tells_which_weekday_is_meant(text: str, value: str) -> None:
    assert values(text)[-1] == value


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It sank at 9 p.m. on Oct. 3.", "9 p.m. on Oct. 3", "2024-10-03T21:00"),
        ("It sank at 8:30 on Tuesday evening.", "8:30 on Tuesday evening", "2024-10-08T20:30"),
        ("It sank on the night of Oct. 3.", "the night of Oct. 3", "2024-10-03TNI"),
        ("It sank during the morning rush on Monday.", "the morning", "2024-10-07TMO"),
        ("It sank at a quarter to six.", "quarter to six", "2024-10-09T05:45"),
        ("It was founded in 1919 and sank the next year.", "the next year", "1920"),
        ("A peak came by April of '71.", "April of '71", "1971-04"),
        ("It sank on October 25 last year.", "October 25 last year", "2023-10-25"),
        ("They held a two minute silence.", "two minute", "PT2M"),
        ("It was blue 20 or 30 years ago.", "20 or 30 years ago", "2004"),
        ("It will be done by year-end.", "year-end", "2024"),
        ("They dive on weekends.", "weekends", "XXXX-WXX-WE"),
        ("The case took four days earlier this month.", "four days", "P4D"),
        ("The fair opens this Saturday and ends a day later.", "a day later", "2024-10-13"),
        ("It sank a week ago Monday.", "a week ago Monday", "2024-09-30"),
    ],
)
def test_longer_expressions_are_one(text: str, words: str, value: str) -> None:
    assert (words, value) in seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "The current was strong; 12 megawatt-hours were lost.",
        "He is in his 40s, and the over-40s race drew highs in the 70s.",
        "It won't happen overnight.",
        "On Feb. 30 and 99/99/9999, at 25:99, half past thirteen.",
        "In 12024 and in 0000 there was none.",
    ],
)
def test_more_that_is_no_date_is_left_alone(text: str) -> None:
    assert [value for value in values(text) if not value.startswith("P")] == []


@pytest.mark.parametrize("published", [date.min, date.max, date(1582, 10, 15)])
@pytest.mark.parametrize(
    "text",
    [
        "Easter, Thanksgiving, Black Friday, Tuesday week, a fortnight ago, next spring, overnight",
        "midnight Tuesday, a week ago Monday, this coming Friday, H1, in Q3, by year-end, last century",
        "Oct. 3 last year; in May of that year; 9 p.m. on Feb. 29 next year; from Dec. 31 to Jan. 1",
        "9999999999 years ago, 10000 centuries ago, in the year 99999, 2 or 3 decades ago, Easter 9999",
    ],
)
def test_absurd_years_and_the_calendars_edges_raise_nothing(text: str, published: date) -> None:
    for value in values(text, published):
        assert value[:1] in "0123456789PXF", value


@pytest.mark.parametrize(
    "scrap", ["Oct. 7 to ", "at 9 p.m. on Oct. ", "2019-", "half past three in the ", "1" * 1000]
)
def test_a_scrap_said_a_thousand_times_is_read_each_time(scrap: str) -> None:
    once, often = len(values(scrap * 10)), len(values(scrap * 1000))
    assert once * 80 <= often <= once * 120


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 6))
def test_the_weekday_that_ends_a_range_follows_the_one_that_begins_it(published: date, days: int) -> None:
    first = published - timedelta(days=1)
    last = first + timedelta(days=days)
    assert values(f"The strike lasted from {first:%A} to {last:%A}.", published) == [
        first.isoformat(),
        last.isoformat(),
    ]
