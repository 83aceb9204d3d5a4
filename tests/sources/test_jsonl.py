"""Lines of JSON: each a document, or an error that names its line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Document
from bot.sources.failures import DocumentError
from bot.sources.jsonl import read_jsonl, read_jsonl_file

GOOD = {"title": "Mayor resigns", "text": "The mayor resigned.\n\nIt rained.", "published": "2024-10-09"}
LIMIT = 5_000


def read(data: bytes) -> list[Document | DocumentError]:
    return list(read_jsonl(BytesIO(data), origin="a.jsonl", max_line_bytes=LIMIT))


def read_one(**fields: object) -> Document | DocumentError:
    (found,) = read(json.dumps({**GOOD, **fields}).encode())
    return found


def test_a_line_is_a_document() -> None:
    found = read_one(
        id="7",
        published="2024-10-09T14:30:00+02:00",
        source="The Daily",
        url="https://daily.example/1",
        byline="Jane Doe",
        topics=["world", " politics "],
        language="en",
    )

    assert found == Document(
        headline="Mayor resigns",
        text="The mayor resigned.\n\nIt rained.",
        published=datetime(2024, 10, 9, 12, 30, tzinfo=UTC),
        source="The Daily",
        url="https://daily.example/1",
        byline="Jane Doe",
        topics=("world", "politics"),
        origin="a.jsonl:1",
    )


@pytest.mark.parametrize("published", ["2024-10-09", "2024-10-09T00:00:00", "20241009", "Oct. 9, 2024"])
def test_dates(published: str) -> None:
    found = read_one(published=published)

    assert isinstance(found, Document)
    assert found.published == datetime(2024, 10, 9, tzinfo=UTC)


def test_bad_lines_are_named_and_the_others_read() -> None:
    good = json.dumps(GOOD).encode()
    lines = [
        good,
        b"{",
        b"[1]",
        b"",
        b"\xff\xfe",
        b"x" * 3 * LIMIT,
        json.dumps({"title": "T"}).encode(),
        good,
    ]

    found = read(b"\xef\xbb\xbf" + b"\r\n".join(lines))

    assert [str(item).split(": ")[0] for item in found if isinstance(item, DocumentError)] == [
        f"a.jsonl:{number}" for number in (2, 3, 5, 6, 7)
    ]
    assert [item.origin for item in found if isinstance(item, Document)] == ["a.jsonl:1", "a.jsonl:8"]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": None},
        {"title": "\u200b"},
        {"text": 3},
        {"text": "..."},
        {"published": None},
        {"published": "soon"},
        {"published": "0001-01-01T00:00:00+14:00"},
        {"published": 1_728_432_000},
    ],
)
def test_what_is_needed(fields: dict[str, object]) -> None:
    assert isinstance(read_one(**fields), DocumentError)


def test_fields_of_wrong_kinds_are_left_out() -> None:
    found = read_one(source=3, url="javascript:alert(1)", byline=[], topics=[None, "world", 3], language=1)

    assert isinstance(found, Document)
    assert (found.source, found.url, found.byline, found.topics) == (None, None, None, ("world",))
    assert found.language == "en"


def test_half_a_letter_is_replaced() -> None:
    found = read_one(title="Mayor \ud800 resigns")

    assert isinstance(found, Document)
    assert found.headline == "Mayor \ufffd resigns"


def test_deep_nesting_is_an_error() -> None:
    (found,) = list(read_jsonl(BytesIO(b"[" * 200_000), origin="a.jsonl", max_line_bytes=1_000_000))

    assert isinstance(found, DocumentError)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    (found,) = list(read_jsonl_file(tmp_path / "none.jsonl", max_line_bytes=LIMIT))

    assert isinstance(found, DocumentError)
    assert found.origin.endswith("none.jsonl")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.binary(max_size=500))
def test_any_bytes_are_survived(data: bytes) -> None:
    assert len(read(data)) <= data.count(b"\n") + 1


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys([*GOOD, "url", "topics", "byline", "language"], JSON))
)
def test_any_fields_are_survived(fields: dict[str, object]) -> None:
    found = read_one(**fields)

    if isinstance(found, Document):
        found.text.encode()
        found.headline.encode()
