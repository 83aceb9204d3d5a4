"""The query language of /search."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import QueryError
from bot.models import Window
from bot.query.search_language import Search, parse_search

TODAY = date(2024, 10, 11)
GIVEN = Window(date(2024, 10, 1), date(2024, 10, 5))


def parsed(query: str) -> Search:
    return parse_search(query, GIVEN, "world", TODAY)


def test_words_alone_keep_what_was_given_beside_them() -> None:
    search = parsed('"oil sheen" -dredger')
    assert search == Search('"oil sheen" -dredger', GIVEN, "world", filtered=False)


@pytest.mark.parametrize(
    ("query", "topic", "window"),
    [
        ("cup topic:sports", "sports", GIVEN),
        ("TOPIC:Sports cup", "sports", GIVEN),
        ("cup since:yesterday until:2024-10-10", "world", Window(date(2024, 10, 10), date(2024, 10, 10))),
        ('cup since:"last week"', "world", Window(date(2024, 9, 30), date(2024, 10, 5))),
        ('since:"Oct 2" cup topic:culture', "culture", Window(date(2024, 10, 2), date(2024, 10, 5))),
    ],
)
def test_filters_in_the_query_go_before_those_beside_it(query: str, topic: str, window: Window) -> None:
    search = parsed(query)
    assert (search.words.strip(), search.topic, search.window) == ("cup", topic, window)
    assert search.filtered


@pytest.mark.parametrize("query", ["cup since:", "http://since:x", "subtopic:sports"])
def test_what_only_looks_like_a_filter_is_words(query: str) -> None:
    search = parsed(query)
    assert (search.topic, search.window) == ("world", GIVEN)
    assert not search.filtered


def test_a_day_that_cannot_be_read_is_one_sentence() -> None:
    with pytest.raises(QueryError, match=r"cannot read “blursday” as a day \(since\)"):
        parsed("cup since:blursday")
