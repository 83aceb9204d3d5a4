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
        assert len(topic.words) > 150
        assert len(topic.entities) > 20


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


def test_topics_of_one_s_own_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_text(GOOD, encoding="utf-8-sig")

    assert list(load_topics(path)) == ["gardens"]


def test_a_mistake_in_topics_of_one_s_own_is_told_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_text(GOOD.replace("threshold = 3", "threshold = 0"), encoding="utf-8")

    with pytest.raises(ConfigError, match="the topic gardens: the threshold 0 is not above zero") as caught:
        load_topics(path)

    assert str(path) in str(caught.value)


def test_a_topics_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"topics\.toml: cannot be read: No such file"):
        load_topics(tmp_path / "topics.toml")


def test_a_topics_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_bytes(b"\xff\xfe\x00[gardens]")

    with pytest.raises(ConfigError, match=r"topics\.toml: not valid TOML: it is not UTF-8 text"):
        load_topics(path)
