"""What headers mean, and that nonsense means nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.web.headers import (
    MAX_FRESH,
    MAX_RETRY_AFTER,
    clean_validator,
    parse_content_type,
    parse_date,
    parse_max_age,
    parse_retry_after,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def http(moment: datetime) -> str:
    return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")


@pytest.mark.parametrize(
    ("value", "kind", "charset"),
    [
        ("application/rss+xml", "application/rss+xml", None),
        ("Text/XML; Charset=UTF-8", "text/xml", "utf-8"),
        ('text/html;charset="windows-1252"', "text/html", "windows-1252"),
        ("text/html; charset='iso-8859-1'; x=y", "text/html", "iso-8859-1"),
        ("text/html, text/html", "text/html", None),
        ("text/html; charset=", "text/html", None),
        ("", "", None),
        ("rss", "", None),
        ("<script>/x", "", None),
        ("text/html; charset=<b>", "text/html", None),
    ],
)
def test_the_content_type(value: str, kind: str, charset: str | None) -> None:
    assert parse_content_type(value) == (kind, charset)


@pytest.mark.parametrize(
    "value",
    ["Thu, 26 Nov 2026 12:00:00 GMT", "Thursday, 26-Nov-26 12:00:00 GMT", "Thu, 26 Nov 2026 14:00:00 +0200"],
)
def test_http_dates_in_use(value: str) -> None:
    assert parse_date(value) == NOW


@pytest.mark.parametrize(
    "value", [None, "", "0", "-1", "soon", "99 Foo 9999", "Thu, 99 Nov 2026 99:00:00 GMT"]
)
def test_what_is_no_date(value: str | None) -> None:
    assert parse_date(value) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=600"}, 600),
        ({"Cache-Control": "public, MAX-AGE=600, s-maxage=9"}, 600),
        ({"Cache-Control": 'max-age="600"'}, 600),
        ({"Cache-Control": "max-age=600, max-age=5"}, 600),
        ({"Cache-Control": "max-age=600", "Age": "100"}, 500),
        ({"Cache-Control": "max-age=600", "Age": "1000"}, 0),
        ({"Cache-Control": "max-age=600", "Age": "old"}, 600),
        ({"Cache-Control": "no-cache, max-age=600"}, 0),
        ({"Cache-Control": "no-store"}, 0),
        ({"Cache-Control": 'no-cache="Set-Cookie", max-age=600'}, 600),
        ({"Cache-Control": "max-age=-5"}, None),
        ({"Cache-Control": "max-age=soon"}, None),
        ({"Cache-Control": "max-age=999999999999"}, MAX_FRESH),
        ({"Expires": http(NOW + timedelta(hours=1))}, 3_600),
        ({"Expires": http(NOW + timedelta(hours=1)), "Date": http(NOW + timedelta(minutes=50))}, 600),
        ({"Expires": http(NOW - timedelta(hours=1))}, 0),
        ({"Expires": "0"}, 0),
        ({"Expires": "-1"}, 0),
        ({"Cache-Control": "max-age=5", "Expires": http(NOW + timedelta(hours=1))}, 5),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], seconds: int | None) -> None:
    assert parse_max_age(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": " 1.5 "}, 1.5),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "later"}, None),
        ({"Retry-After": "99999999"}, MAX_RETRY_AFTER),
        ({"Retry-After": "9" * 400}, None),
        ({"Retry-After": http(NOW + timedelta(minutes=2))}, 120.0),
        ({"Retry-After": http(NOW - timedelta(minutes=2))}, 0.0),
        ({"Retry-After": http(NOW + timedelta(days=90))}, MAX_RETRY_AFTER),
        # a server whose clock is a day behind
        ({"Retry-After": http(NOW - timedelta(hours=23)), "Date": http(NOW - timedelta(days=1))}, 3_600.0),
    ],
)
def test_how_long_to_stay_away(headers: dict[str, str], seconds: float | None) -> None:
    assert parse_retry_after(headers, NOW) == seconds


@pytest.mark.parametrize("value", [None, "", '"a\nb"', '"é"', '"' + "x" * 2_000 + '"', '"\x7f"'])
def test_a_validator_that_could_not_be_sent_back_is_not_kept(value: str | None) -> None:
    assert clean_validator(value) is None


def test_a_validator_is_kept_as_it_is() -> None:
    assert clean_validator('W/"5f-a b"') == 'W/"5f-a b"'


NONSENSE = st.one_of(st.text(max_size=80), st.text("0123456789-+.:, GMTmaxage=\"'FriJan", max_size=60))


@given(NONSENSE, NONSENSE, NONSENSE, NONSENSE)
def test_whatever_a_server_says_is_within_bounds(first: str, second: str, third: str, fourth: str) -> None:
    headers = {"Cache-Control": first, "Expires": second, "Retry-After": second, "Date": third, "Age": fourth}

    age = parse_max_age(headers, NOW)
    wait = parse_retry_after(headers, NOW)
    kind, charset = parse_content_type(first)
    moment = parse_date(third)

    assert age is None or 0 <= age <= MAX_FRESH
    assert wait is None or 0 <= wait <= MAX_RETRY_AFTER
    assert len(kind) <= 201
    assert len(charset or "") <= 40
    assert moment is None or moment.tzinfo is UTC
