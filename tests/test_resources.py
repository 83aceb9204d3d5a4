"""What ships with the program, and topics of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.resources import default_config, load_topics, migrations, samples

GOOD = """
[gardens]
title = "Gardens"
description = "Beds and borders"
emoji = "🌱"
threshold = 3
excluded = ["Kindergarten"]
[gardens.words]
3 = ["Compost", "spade"]
"1.5" = ["rain"]
"""


def test_the_built_in_topics_are_complete() -> None:
    topics = load_topics()

    assert list(topics) == [
        "world",
        "politics",
        "business",
        "technology",
        "science",
        "health",
        "climate",
        "sports",
        "culture",
    ]
    for name, topic in topics.items():
        assert topic.name == name
        assert topic.title and topic.description and topic.emoji
        assert len(topic.words) > 50
        assert all(0 < len(word.split()) <= 4 for word in topic.words)


def test_there_are_samples_in_the_order_of_their_days() -> None:
    names = [item.name for item in samples()]

    assert len(names) >= 40
    assert names == sorted(names)
    assert all(item.read_text(encoding="utf-8") for item in samples())


def test_the_migrations_are_numbered_from_one() -> None:
    found = migrations()

    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    assert all(script.strip() for _, script in found)


def test_the_default_configuration_is_commented() -> None:
    assert default_config().startswith("#")


def test_topics_of_one_s_own(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_text(GOOD, encoding="utf-8")

    topics = load_topics(path)

    assert list(topics) == ["gardens"]
    assert topics["gardens"].words == {"compost": 3.0, "spade": 3.0, "rain": 1.5}
    assert topics["gardens"].excluded == ("kindergarten",)
    assert topics["gardens"].threshold == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("title =", "titel ="), "the topic gardens .*'titel' is no part of a topic"),
        (('title = "Gardens"', ""), "the topic gardens lacks 'title'"),
        (("[gardens.words]", "[gardens.word]"), "'word' is no part of a topic"),
        (('["Compost", "spade"]', '"spade"'), "'words' must be lists of words in quotes"),
        (('["rain"]', "[1]"), "'words' must be lists of words in quotes"),
        (('"1.5" =', "heavy ="), "the topic gardens .*heavy"),
        (('"1.5" =', "-1 ="), "the weight -1 is not above zero"),
        (("threshold = 3", "threshold = 0"), "the threshold 0 is not above zero"),
        (("threshold = 3", "threshold = nan"), "the threshold nan is not above zero"),
        (("gardens", "all"), "'all' cannot name a topic"),
        (("gardens", "My-Gardens"), "'My-Gardens' cannot name a topic"),
        ((GOOD, ""), "there is no topic in it"),
        ((GOOD, "gardens = 3"), "the topic gardens is not written"),
        ((GOOD, "[gardens"), "not valid TOML"),
    ],
)
def test_a_mistake_is_told_with_the_file_and_the_topic(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    path = tmp_path / "topics.toml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")

    with pytest.raises(ConfigError, match=told) as caught:
        load_topics(path)

    assert str(path) in str(caught.value)


def test_a_topics_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"topics\.toml: cannot be read: No such file"):
        load_topics(tmp_path / "topics.toml")
