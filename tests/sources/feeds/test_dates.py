"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.feeds.dates import Moment, parse_moment


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("Wed, 09 Oct 2024 08:00:00 GMT", "2024-10-09T08:00"),
        ("Wed, 09 Oct 2024 08:00:00 EST", "2024-10-09T13:00"),
        ("Wed, 09 Oct 2024 08:00:00 +0530", "2024-10-09T02:30"),
        ("Wed, 09 Oct 2024 08:00:00", "2024-10-09T08:00"),
        ("Tue, 09 Oct 2024 08:00 BST", "2024-10-09T07:00"),
        ("9 October 2024, 8:00 pm CEST", "2024-10-09T18:00"),
        ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37"),
        ("Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37"),
        ("2024-10-09T08:00:00Z", "2024-10-09T08:00"),
        ("2024-10-09T08:00:00.123456789+02:00", "2024-10-09T06:00:00.123456"),
        ("2024-10-09 08:00:00 UTC", "2024-10-09T08:00"),
        ("2024-10-09 08:00", "2024-10-09T08:00"),
        ("20241009T080000Z", "2024-10-09T08:00"),
        ("1728460800", "2024-10-09T08:00"),
        ("1728460800123", "2024-10-09T08:00"),
        ("Wed, 09 Oct 2024 24:00:00 GMT", "2024-10-10T00:00"),
        ("Fri, 01 Jan 2094 08:00:00 GMT", "2094-01-01T08:00"),
        ("Wed, 09 Oct 2024 08:00:00 +9999", "2024-10-09T08:00"),
    ],
)
def test_times_are_read_in_utc(written: str, utc: str) -> None:
    assert parse_moment(written) == Moment(datetime.fromisoformat(utc).replace(tzinfo=UTC), day_only=False)


@pytest.mark.parametrize(
    "written",
    ["2024-10-09", "9 Oct 2024", "Wed, 9 October 2024", "October 9, 2024", "20241009", "10/09/2024"],
)
def test_days_are_known_to_be_days(written: str) -> None:
    assert parse_moment(written) == Moment(datetime(2024, 10, 9, tzinfo=UTC), day_only=True)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "0001-01-01T00:00:00Z",
        "Wed, 32 Oct 2024 08:00:00 GMT",
        "Wed, 09 Oct 2024 25:61:00 GMT",
        "99999999999999999999",
        "2024-13-45",
        "Wed, 00 Xyz 0000 00:00:00 GMT",
        "9999-12-31T23:59:59-12:00",
        "-1",
    ],
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert parse_moment(written) is None


@given(
    st.text(max_size=60)
    | st.from_regex(r"\w{3}, \d{1,2} \w{3} \d{1,4} \d{1,2}:\d\d(:\d\d)? [+-]?\w{1,5}")
    | st.from_regex(r"\d{4}-\d\d-\d\d[T ]?\d\d:\d\d.*")
)
def test_any_text_is_a_date_or_none(text: str) -> None:
    moment = parse_moment(text)

    assert moment is None or (moment.time.utcoffset() is not None and moment.time.year >= 1970)


@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)), st.sampled_from((0, 330, -300, 60)))  # noqa: DTZ001
def test_what_programs_print_is_read_back(local: datetime, minutes: int) -> None:
    from datetime import timedelta, timezone
    from email.utils import format_datetime

    aware = local.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    for text in (format_datetime(aware), aware.isoformat(), aware.isoformat(" ")):
        moment = parse_moment(text)
        assert moment is not None
        assert moment.time == aware
