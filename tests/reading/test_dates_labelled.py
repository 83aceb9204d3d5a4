"""How `find_dates` reads the articles of `data/dates.txt`: every kind of TIMEX3, and what is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.models import TimeExpression
from bot.reading.dates import find_dates

LABEL = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
FEWEST_EXPRESSIONS = 200


class Labelled(NamedTuple):
    """An article with the expressions that a person marked in it."""

    text: str
    published: date
    gold: tuple[TimeExpression, ...]


def load(lines: str) -> Iterator[Labelled]:
    """Yield the articles of a labelled file; its head says how they are written."""
    published = date.min
    for line in lines.splitlines():
        if line.startswith("@"):
            day, weekday = line[1:].split()
            published = date.fromisoformat(day)
            assert f"{published:%A}" == weekday
        elif line and not line.startswith("#"):
            yield _labelled(line, published)


def _labelled(line: str, published: date) -> Labelled:
    text, gold, done = "", [], 0
    for label in LABEL.finditer(line):
        text += line[done : label.start()]
        gold.append(TimeExpression(len(text), len(text) + len(label[1]), label[2]))
        text, done = text + label[1], label.end()
    return Labelled(text + line[done:], published, tuple(gold))


@pytest.fixture(scope="module")
def articles() -> list[Labelled]:
    return list(load((Path(__file__).with_name("data") / "dates.txt").read_text(encoding="utf-8")))


def f1(articles: list[Labelled], agree: Callable[[TimeExpression, TimeExpression], bool]) -> float:
    """Return 0 to 100, over the pairs of expressions that touch."""
    hits = total = 0
    for article in articles:
        said = find_dates(article.text, article.published)
        total += len(said) + len(article.gold)
        for gold in article.gold:
            touching = (one for one in said if one.start < gold.end and gold.start < one.end)
            hits += any(agree(gold, one) for one in touching)
    return 200 * hits / total


def test_the_set_is_large_enough_to_tell_and_holds_articles_without_any_date(
    articles: list[Labelled],
) -> None:
    assert sum(len(article.gold) for article in articles) >= FEWEST_EXPRESSIONS
    assert sum(not article.gold for article in articles) >= 20


def test_nearly_every_expression_is_found_in_full_with_its_value(articles: list[Labelled]) -> None:
    assert f1(articles, lambda gold, said: True) > 98
    assert f1(articles, lambda gold, said: (gold.start, gold.end) == (said.start, said.end)) > 97
    assert f1(articles, lambda gold, said: gold.value == said.value) > 97


def test_what_is_no_time_expression_is_left_alone(articles: list[Labelled]) -> None:
    wrong = [
        article.text
        for article in articles
        if not article.gold and find_dates(article.text, article.published)
    ]
    assert wrong == []
