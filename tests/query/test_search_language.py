"""The query language of /search."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QueryError
from bot.models import Window
from bot.query.search_language import Search, parse_search, unfinished

TODAY = date(2024, 10, 11)
PIECES = [
    '"',
    "“",
    "-",
    " ",
    ":",
    "source:",
    "Topic:",
    "person:",
    "since:",
    "until:",
    "2024",
    "tax",
    "\u200b",
    "\n",
]
GIVEN = Window(date(2024, 10, 1), date(2024, 10, 5))


def parsed(query: str) -> Search:
    return parse_search(query, GIVEN, "world", TODAY)


def test_words_alone_keep_what_was_given_beside_them() -> None:
    search = parsed('"oil sheen" -dredger')
    assert search == Search('"oil sheen" -dredger', GIVEN, ("world",), filtered=False)


@pytest.mark.parametrize(
    ("query", "topic", "window"),
    [
        ("cup topic:sports", "sports", GIVEN),
        ("TOPIC:Sports cup", "Sports", GIVEN),
        ("cup since:yesterday until:2024-10-10", "world", Window(date(2024, 10, 10), date(2024, 10, 10))),
        ('cup since:"last week"', "world", Window(date(2024, 9, 30), date(2024, 10, 5))),
        ('since:"Oct 2" cup topic:culture', "culture", Window(date(2024, 10, 2), date(2024, 10, 5))),
    ],
)
def test_filters_in_the_query_go_before_those_beside_it(query: str, topic: str, window: Window) -> None:
    search = parsed(query)
    assert (search.words.strip(), search.topics, search.window) == ("cup", (topic,), window)
    assert search.filtered


@pytest.mark.parametrize("query", ["cup since:", "http://since:x", "subtopic:sports"])
def test_what_only_looks_like_a_filter_is_words(query: str) -> None:
    search = parsed(query)
    assert (search.topics, search.window) == (("world",), GIVEN)
    assert not search.filtered


def test_a_day_that_cannot_be_read_is_one_sentence() -> None:
    with pytest.raises(QueryError, match=r"cannot read “blursday” as a day \(since\)"):
        parsed("cup since:blursday")


@pytest.mark.parametrize(
    ("query", "words", "filters"),
    [
        ('source:"Port Ansel" tax', "tax", {"sources": ("Port Ansel",)}),
        ("source:“Port Ansel” tax", "tax", {"sources": ("Port Ansel",)}),
        ('tax source:"Port', "tax", {"sources": ("Port",)}),
        (
            "-source:a -Topic:b -PERSON:c tax",
            "tax",
            {"not_sources": ("a",), "not_topics": ("b",), "not_people": ("c",)},
        ),
        ("person:ruiz person:lind", "", {"people": ("ruiz", "lind")}),
        ('"oil topic:sports" tax', '"oil topic:sports" tax', {}),
        ('-"source:x y" tax', '-"source:x y" tax', {}),
        ("-since:monday tax", "-since:monday tax", {}),
        ("colour:red", "colour:red", {}),
        ("person: ruiz", "person: ruiz", {}),
        ('person:"" tax', 'person:"" tax', {}),
    ],
)
def test_what_is_a_filter_and_what_is_words(
    query: str, words: str, filters: dict[str, tuple[str, ...]]
) -> None:
    search = parse_search(query, Window(), None, TODAY)
    assert search == Search(search.words, Window(), filtered=bool(filters), **filters)
    assert " ".join(search.words.split()) == words


@pytest.mark.parametrize(
    ("query", "before", "name", "value"),
    [
        ("", "", None, ""),
        ("tax ", "tax ", None, ""),
        ("harbour ta", "harbour ", None, "ta"),
        ("tax source:", "tax ", "source", ""),
        ("tax -source:cou", "tax ", "source", "cou"),
        ('tax person:"Ana Ru', "tax ", "person", "Ana Ru"),
        ('"oil sh', '"oil sh', None, ""),
        ("-dred", "-dred", None, ""),
        ("since:mon", "since:mon", None, ""),
    ],
)
def test_what_is_being_typed(query: str, before: str, name: str | None, value: str) -> None:
    part = unfinished(query)
    assert (part.before, part.filter, part.value) == (before, name, value)


def test_a_filter_is_completed_with_quotes_where_it_needs_them() -> None:
    assert unfinished("tax -source:po").completed("Port Ansel Courier") == 'tax -source:"Port Ansel Courier"'
    assert unfinished('person:"an').completed("Ana") == "person:Ana"
    assert unfinished("tax ru").completed("Ana Ruiz") == 'tax "Ana Ruiz"'


@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_any_query_is_taken_apart_and_completed(query: str) -> None:
    try:
        search = parse_search(query, Window(), None, TODAY)
    except QueryError as told:
        assert str(told).endswith(".")
    else:
        assert search.filtered or search.words == query.translate(
            {0x201C: '"', 0x201D: '"', 0x201E: '"', 0x2019: "'"}
        )
    part = unfinished(query)
    assert part.completed("Ana Ruiz").endswith('"Ana Ruiz"')
