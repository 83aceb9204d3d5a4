"""What `find_dates` makes of news sentences: spans, values, and its calm with any text at all."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import TimeExpression
from bot.reading.dates import find_dates
from tests.bounded import ends

WEDNESDAY = date(2024, 10, 9)

TIMEX3 = re.compile(
    r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T(?:[0-9]{2}:[0-9]{2}Z?|MO|AF|EV|NI))?)?|-W[0-9]{2}(?:-WE)?"
    r"|-Q[1-4]|-H[12]|-(?:SP|SU|FA|WI))?"
    r"|[0-9]{2,3}"
    r"|P(?:X|[0-9]+(?:\.[0-9]+)?)(?:D|W|WE|M|Q|Y|DE|CE)|PT(?:X|[0-9]+(?:\.[0-9]+)?)[HMS]"
    r"|XXXX-WXX-(?:[1-7](?:T(?:MO|AF|EV|NI))?|WE)|XXXX-XX-XXT(?:MO|AF|EV|NI)|XXXX-(?:SP|SU|FA|WI)"
    r"|PAST_REF|PRESENT_REF|FUTURE_REF"
)


def seen(text: str, published: date = WEDNESDAY) -> list[tuple[str, str]]:
    """Return what a reader sees: the words of each expression and its value."""
    return [(text[found.start : found.end], found.value) for found in find_dates(text, published)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The bridge opened on October 3, 2019.", "October 3, 2019", "2019-10-03"),
        ("The bridge opened on 3 October 2019.", "3 October 2019", "2019-10-03"),
        ("The bridge opened on the 3rd of October, 2019.", "the 3rd of October, 2019", "2019-10-03"),
        ("The bridge opened on Oct. 3, 2019.", "Oct. 3, 2019", "2019-10-03"),
        ("The bridge opened on Sept 3 2019.", "Sept 3 2019", "2019-09-03"),
        ("Wednesday, 10/09/2024", "Wednesday, 10/09/2024", "2024-10-09"),
        ("Filed 25/12/2023 by hand.", "25/12/2023", "2023-12-25"),
        ("Filed 03.12.2023 by hand.", "03.12.2023", "2023-12-03"),
        ("Filed 2023-12-25 by hand.", "2023-12-25", "2023-12-25"),
        ("On October 3, 2000 people marched.", "October 3", "2024-10-03"),
        ("A ferry sank on Sunday, October 6, off the coast.", "Sunday, October 6", "2024-10-06"),
        ("The tower fell in the Sept. 11 attacks.", "Sept. 11", "2001-09-11"),
    ],
)
def test_a_full_date_is_read_in_every_common_spelling(text: str, words: str, value: str) -> None:
    assert seen(text) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("Mrs May resigned on April 2.", WEDNESDAY, "2024-04-02"),
        ("The mayor resigned on Oct. 1.", WEDNESDAY, "2024-10-01"),
        ("The mayor resigned on December 20.", date(2024, 1, 5), "2023-12-20"),
        ("The mayor will resign on January 3.", date(2024, 12, 20), "2025-01-03"),
        ("Quist, who faces Delacourt in a vote on Nov. 5, declined to speak.", WEDNESDAY, "2024-11-05"),
        ("The mayor resigned on November 20.", WEDNESDAY, "2023-11-20"),
        ("A vote is planned for November 5.", WEDNESDAY, "2024-11-05"),
        ("The rule will be lifted on March 5.", date(2024, 6, 1), "2025-03-05"),
        ("The shop opened on February 29.", WEDNESDAY, "2024-02-29"),
        ("A storm hit on Monday, October 9.", WEDNESDAY, "2023-10-09"),
        ("Families marked the one-year anniversary of the October 12 flood", WEDNESDAY, "2023-10-12"),
        ("The year-long search following the wreck of October 2 is over.", WEDNESDAY, "2023-10-02"),
    ],
)
def test_a_date_without_a_year_gets_the_year_that_fits(text: str, published: date, value: str) -> None:
    assert seen(text, published)[-1][1] == value


def test_a_year_once_given_holds_for_the_same_date_later_on() -> None:
    text = "The siege began on October 7, 2021. Since October 7, no food has come in."
    assert [value for _, value in seen(text)] == ["2021-10-07", "2021-10-07"]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Ministers met on Tuesday.", "Tuesday", "2024-10-08"),
        ("Ministers met on Wednesday.", "Wednesday", "2024-10-09"),
        ("Ministers will meet on Friday.", "Friday", "2024-10-11"),
        ("The centre expected landfall late on Thursday near the bay.", "Thursday", "2024-10-10"),
        ("He had been expected at the ministry on Tuesday.", "Tuesday", "2024-10-08"),
        ("The agency has put off Friday's launch.", "Friday", "2024-10-11"),
        ("The strike was called off on Monday.", "Monday", "2024-10-07"),
        ("The trial is set to begin on Monday.", "Monday", "2024-10-14"),
        ("The summit will be held Thursday in Rome.", "Thursday", "2024-10-10"),
        ("On Thursday, lawmakers will vote.", "Thursday", "2024-10-10"),
        ("The firm will close, its owner said Monday.", "Monday", "2024-10-07"),
        ("Ministers met last Wednesday.", "last Wednesday", "2024-10-02"),
        ("Ministers meet next Wednesday.", "next Wednesday", "2024-10-16"),
        ("Rain fell late Thursday.", "late Thursday", "2024-10-03"),
        ("Rain fell yesterday.", "yesterday", "2024-10-08"),
        ("Rain is due tomorrow.", "tomorrow", "2024-10-10"),
        ("It rained earlier today.", "earlier today", "2024-10-09"),
        ("It rained the day before yesterday.", "the day before yesterday", "2024-10-07"),
        ("A visit planned for the previous day was called off.", "the previous day", "2024-10-08"),
    ],
)
def test_days_near_the_news(text: str, words: str, value: str) -> None:
    assert seen(text) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("On Monday the minister quit. The next day, her deputy followed.", ["2024-10-07", "2024-10-08"]),
        ("The strike began on Sept. 3. It ended two days later.", ["2024-09-03", "2024-09-05"]),
        ("The raid was on Friday. A day earlier, a shop had burned.", ["2024-10-04", "2024-10-03"]),
        ("He was held on Sunday and freed the same day.", ["2024-10-06", "2024-10-06"]),
        ("It was founded in 1999. Two years later it failed.", ["1999", "2001"]),
        ("It was founded in 1999 and failed the following year.", ["1999", "2000"]),
        (
            "Profit fell in the second quarter of 2023 from a year earlier.",
            ["2023-Q2", "2022-Q2"],
        ),
        ("Sales rose in February compared to the same period last year.", ["2024-02", "2023-02"]),
        ("The jet took off Tuesday at 18:00 UTC.", ["2024-10-08", "2024-10-08T18:00Z"]),
    ],
)
def test_an_expression_may_count_from_the_one_before(text: str, values: list[str]) -> None:
    assert [value for _, value in seen(text)] == values


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They have not met since August.", "August", "2024-08"),
        ("A salvo in April drew little answer.", "April", "2024-04"),
        ("The plant closed in November.", "November", "2023-11"),
        ("The plant will close in November.", "November", "2024-11"),
        ("The plant will reopen in March.", "March", "2025-03"),
        ("The plant opened in May 2008.", "May 2008", "2008-05"),
        ("The plant closed in late September.", "late September", "2024-09"),
        ("The plant closed last October.", "last October", "2023-10"),
        ("The plant closed in October last year.", "October last year", "2023-10"),
        ("The plant closed last week.", "last week", "2024-W40"),
        ("The plant closed last month.", "last month", "2024-09"),
        ("The plant closed last year.", "last year", "2023"),
        ("The plant closed last summer.", "last summer", "2024-SU"),
        ("The plant reopens early next week.", "early next week", "2024-W42"),
        ("The plant closed two weeks ago.", "two weeks ago", "2024-W39"),
        ("The plant closed three months ago.", "three months ago", "2024-07"),
        ("The plant closed about 10 years ago.", "about 10 years ago", "2014"),
        ("The plant closed years ago.", "years ago", "PAST_REF"),
        ("The plant closed over the weekend.", "the weekend", "2024-W40-WE"),
        ("The plant will close by the end of this year.", "the end of this year", "2024"),
        ("Losses grew in the third quarter.", "the third quarter", "2024-Q3"),
        ("Losses grew in the fourth quarter of 2005.", "the fourth quarter of 2005", "2005-Q4"),
        ("Losses grew in the first half of 2023.", "the first half of 2023", "2023-H1"),
        ("Losses grew in the first three months of 2012.", "the first three months of 2012", "2012-Q1"),
        ("Losses grew in the last week of March.", "the last week of March", "2024-W13"),
        ("Losses grew in fiscal 2013.", "fiscal 2013", "2013"),
        ("The mill was built in 1492.", "1492", "1492"),
        ("The mill was built in the mid-1980s.", "the mid-1980s", "198"),
        ("The mill was built in the 19th century.", "the 19th century", "18"),
        ("The lowest level since '82.", "'82", "1982"),
    ],
)
def test_months_years_and_other_stretches(text: str, words: str, value: str) -> None:
    assert seen(text) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The call ended after about 50 minutes.", "about 50 minutes", "PT50M"),
        ("It is late by almost two and a half years.", "almost two and a half years", "P2.5Y"),
        ("A fifty-year lease was signed.", "fifty-year", "P50Y"),
        ("They marked the one-year anniversary.", "one-year", "P1Y"),
        ("A year-long campaign is over.", "year-long", "P1Y"),
        ("Over the past decade, prices doubled.", "the past decade", "P10Y"),
        ("Shares fell for six straight days.", "six straight days", "P6D"),
        ("It has been delayed by several years.", "several years", "PXY"),
        ("It will take half an hour.", "half an hour", "PT30M"),
        ("A 45-year-old man was hurt.", "45-year-old", "P45Y"),
        ("It lasted 30 seconds.", "30 seconds", "PT30S"),
        ("They meet every Tuesday.", "every Tuesday", "XXXX-WXX-2"),
        ("They meet on Mondays.", "Mondays", "XXXX-WXX-1"),
        ("They pray every morning.", "every morning", "XXXX-XX-XXTMO"),
        ("They meet twice a year.", "twice a year", "P1Y"),
        ("It was their first annual loss.", "annual", "P1Y"),
        ("The recently built pier burned.", "recently", "PAST_REF"),
        ("It is currently closed.", "currently", "PRESENT_REF"),
        ("It may open in the future.", "the future", "FUTURE_REF"),
    ],
)
def test_lengths_habits_and_vague_times(text: str, words: str, value: str) -> None:
    assert seen(text) == [(words, value)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The polls close at 7 p.m. on Tuesday.", "7 p.m. on Tuesday", "2024-10-08T19:00"),
        ("The polls closed at 10.30pm.", "10.30pm", "2024-10-09T22:30"),
        ("The polls closed at 16:08 UTC.", "16:08 UTC", "2024-10-09T16:08Z"),
        ("The polls closed at 0800 GMT.", "0800 GMT", "2024-10-09T08:00Z"),
        ("It burned Monday evening.", "Monday evening", "2024-10-07TEV"),
        ("It burned last night.", "last night", "2024-10-08TNI"),
        ("It burned early this morning.", "early this morning", "2024-10-09TMO"),
        ("They march tonight.", "tonight", "2024-10-09TNI"),
        ("They met at noon Wednesday.", "noon Wednesday", "2024-10-09T12:00"),
        ("They met on Christmas Eve.", "Christmas Eve", "2023-12-24"),
    ],
)
def test_times_of_day_and_feasts(text: str, words: str, value: str) -> None:
    assert seen(text) == [(words, value)]


@pytest.mark.parametrize(
    "text",
    [
        "May said the second man may march.",
        "The Sun ran the story; the cat sat in the sun.",
        "Mrs May thanked June Baker.",
        "The Women's March drew crowds.",
        "The Sunday Times and USA Today wrote of it.",
        "It paid $2000 to 2000 people.",
        "The score was 3:16.",
        "They drove 90 miles an hour.",
        "On Feb. 30 or 31 April nothing happened.",
        "It was signed 2024-13-45.",
        "In 99999 cases, 7/8 were lost.",
        "",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize("published", [date.min, date.max])
@pytest.mark.parametrize(
    "text",
    [
        "yesterday, tomorrow, last year, next year, last month, next month, next decade",
        "last week, next week, last weekend, next weekend, the previous day, the next day, last night",
        "It will open on Monday. It opened on Sunday. It closed on February 29, and on Oct. 3.",
        "9999 years ago, 99999 centuries later, the day after tomorrow, the year-ago quarter, this weekend",
        "in the last week of December, last Friday, next Friday, spring of last year, next May",
    ],
)
def test_the_edges_of_the_calendar_raise_nothing(text: str, published: date) -> None:
    for found in find_dates(text, published):
        assert TIMEX3.fullmatch(found.value), found


SCRAPS = st.sampled_from(
    [
        *"the a on in last next this past first half of two 30 2024 1999 99 0000 7 12:30 10/09/2024".split(),
        *"October Oct. May March Monday Sun. hours minutes day days week weekend month quarter year".split(),
        *"years decades".split(),
        *"century ago earlier later before p.m. UTC morning every yesterday now same previous".split(),
        *"anniversary will said since by until , . ' - \u2019 \u2013".split(),
        "\n",
    ]
)


def check(text: str, published: date) -> tuple[TimeExpression, ...]:
    found = find_dates(text, published)
    done = 0
    for expression in found:
        assert done <= expression.start < expression.end <= len(text)
        assert TIMEX3.fullmatch(expression.value), expression
        done = expression.end
    return found


@given(st.lists(SCRAPS, max_size=40).map(" ".join), st.dates())
def test_spans_are_ordered_apart_and_valued(text: str, published: date) -> None:
    check(text, published)


@given(st.text(st.characters()), st.dates())
def test_any_text_is_answered(text: str, published: date) -> None:
    check(text, published)


@given(st.text(max_size=20), st.text(max_size=20))
def test_offsets_count_code_points_whatever_stands_around(before: str, after: str) -> None:
    text = f"{before} \U0001f600 \udc80 On October 3, 2019, it rained. {after}"
    assert ("October 3, 2019", "2019-10-03") in seen(text)


@pytest.mark.parametrize("filler", ["a", "7", " ", "'", "\n", "é", "\ud800", "\U0001f600"])
def test_a_huge_text_without_dates_takes_no_time(filler: str) -> None:
    with ends():
        assert find_dates(filler * 5_000_000, WEDNESDAY) == ()


@pytest.mark.parametrize(
    "scrap", ["the ", "October ", "1,", "twenty-", "anniversary of ", "Tuesday ", "the last "]
)
def test_scraps_of_dates_are_no_endless_matter(scrap: str) -> None:
    with ends():
        find_dates(scrap * 64_000, WEDNESDAY)


def test_typographic_quotes_dashes_and_spaces_read_like_plain_ones() -> None:
    text = "It rained on Oct.\u00a03 after New Year\u2019s Day, a five\u2011day spell in 2009\u20132011."
    assert [value for _, value in seen(text)] == ["2024-10-03", "2024-01-01", "P5D", "2009", "2011"]


def test_a_wrapped_line_does_not_break_an_expression() -> None:
    assert seen("It closed two\nyears ago.") == [("two\nyears ago", "2022")]
    assert seen("Sales of 2019\n\nOctober rose in Rome") == [("2019", "2019"), ("October", "2024-10")]
