"""How well articles are filed: labelled headlines, half of them never tuned on, and the sample articles."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from bot import resources
from bot.models import TopicLabel
from bot.reading import Reader
from bot.sources.article_file import parse_article
from tests.reading.topics.labelled import Agreement, Labelled, agreement, headlines, table

TOPICS = tuple(resources.load_topics())
HEADLINES = headlines()


@pytest.fixture(scope="module")
def labels(reader: Reader) -> dict[str, list[str]]:
    """Return the topics that each labelled headline is given, with its opening, by headline."""
    return {
        each.headline: [label.topic for label in reader.label(reader.read(each.document))]
        for each in HEADLINES
    }


def compared(labels: dict[str, list[str]], chosen: list[Labelled]) -> Agreement:
    return agreement((each.topics, labels[each.headline]) for each in chosen)


def test_the_labelled_set_is_large_and_a_third_of_it_hard() -> None:
    assert len(HEADLINES) >= 250
    assert len({each.headline for each in HEADLINES}) == len(HEADLINES)
    assert 3 * sum(each.hard for each in HEADLINES) >= len(HEADLINES)
    assert sum(len(each.topics) > 1 for each in HEADLINES) >= 40
    assert sum(not each.topics for each in HEADLINES) >= 10
    used = Counter(topic for each in HEADLINES for topic in each.topics)
    assert set(used) == set(TOPICS)
    assert min(used.values()) >= 25


@pytest.mark.parametrize(
    ("half", "hard", "floor"),
    [
        ("tuning", False, 0.96),
        ("tuning", True, 0.92),
        ("checking", False, 0.95),
        ("checking", True, 0.86),
    ],
)
def test_headlines_are_filed_where_a_reader_would_look(
    labels: dict[str, list[str]], half: str, hard: bool, floor: float
) -> None:
    found = compared(labels, [each for each in HEADLINES if each.half == half and each.hard == hard])

    assert found.f1 >= floor, str(found)


@pytest.mark.parametrize("topic", TOPICS)
def test_no_topic_is_much_worse_than_the_others(labels: dict[str, list[str]], topic: str) -> None:
    found = agreement((each.topics & {topic}, {topic} & set(labels[each.headline])) for each in HEADLINES)

    assert found.precision >= 0.85, str(found)
    assert found.recall >= 0.8, str(found)


def test_what_is_about_nothing_in_particular_has_no_topic(labels: dict[str, list[str]]) -> None:
    given = [labels[each.headline] for each in HEADLINES if not each.topics]

    assert sum(bool(topics) for topics in given) <= len(given) // 6


def test_the_sample_articles_are_filed_where_a_reader_would_look(reader: Reader) -> None:
    wanted = {file: topics.split() for file, topics in table("articles.tsv")}
    given: dict[str, tuple[TopicLabel, ...]] = {}
    for file in resources.samples():
        document = parse_article(
            file.read_bytes(), origin=file.name, modified=datetime(2024, 10, 11, tzinfo=UTC)
        )
        given[file.name] = reader.label(reader.read(document))

    assert given.keys() == wanted.keys()
    found = agreement((wanted[name], [label.topic for label in labels]) for name, labels in given.items())
    assert found.f1 >= 0.92, str(found)
    assert all(labels[0].topic in wanted[name] for name, labels in given.items())


@pytest.mark.parametrize("row", table("examples.tsv"), ids=lambda row: row[1])
def test_an_article_is_filed_where_a_reader_would_look_for_it(reader: Reader, row: list[str]) -> None:
    topics, headline, opening = row
    document = Labelled(frozenset(), False, headline, opening).document

    found = {label.topic for label in reader.label(reader.read(document))}

    assert {topic for topic in topics.split() if not topic.endswith("?")} <= found
    assert found <= {topic.rstrip("?") for topic in topics.split()}
