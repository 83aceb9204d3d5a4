"""The deciders on articles that were labelled before they were written: hardly a wrong merge."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from bench.families import FAMILY_SETS, SEEDS, Labelled, load_families
from bench.stories import by_arrival, score_events, score_stories, score_texts
from bot.reading import Reader
from bot.stories import likeness, telling_of

LEAST_PRECISION = 0.97
LEAST_RECALL = 0.62
"""What is reached, so that no change loses it unseen; 0.75 is what is wanted."""


@pytest.fixture(scope="module", params=[*FAMILY_SETS, SEEDS])
def articles(request: pytest.FixtureRequest, reader: Reader) -> list[Labelled]:
    return load_families(request.param, reader)


def test_copies_are_one_text_and_nothing_else_is(articles: list[Labelled]) -> None:
    score = score_texts(articles)
    assert score.precision >= 0.99, score.wrong
    assert score.recall >= 0.95, score.missed


def test_hardly_two_articles_are_wrongly_one_event(articles: list[Labelled]) -> None:
    score = score_events(articles)
    assert score.precision >= LEAST_PRECISION, score.wrong
    assert score.recall >= LEAST_RECALL, score.missed


def test_articles_that_come_as_published_fall_into_their_stories(articles: list[Labelled]) -> None:
    score = score_stories(by_arrival(articles))
    assert score.precision >= LEAST_PRECISION, score.wrong
    assert score.recall >= LEAST_RECALL, score.missed


def test_articles_that_come_in_any_order_fall_into_their_stories(articles: list[Labelled]) -> None:
    right = wrong = 0
    for seed in range(5):
        order = list(articles)
        random.Random(seed).shuffle(order)  # noqa: S311
        score = score_stories(order)
        right, wrong = right + score.right, wrong + len(score.wrong)
    assert right / (right + wrong) >= 0.95


def test_likeness_does_not_depend_on_which_comes_first(articles: list[Labelled]) -> None:
    told = [telling_of(each.stored) for each in articles]
    for one, other in pairwise(told):
        assert likeness(one, other) == likeness(other, one)
        assert likeness(one, one) == 1
