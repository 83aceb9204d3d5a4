"""The table of words related by meaning."""

from __future__ import annotations

import pytest

from bot.query.related import load_related
from bot.query.words import stem


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("movie", "film"),
        ("wage", "salary"),
        ("mend", "repair"),
        ("sea", "bay"),
        ("statute", "act"),
        ("election", "voter"),
        ("vehicle", "boat"),
        ("levy", "tax"),
    ],
)
def test_a_word_of_like_meaning_may_be_told_for_another(asked: str, told: str) -> None:
    assert 0.2 <= load_related().of(stem(asked))[stem(told)] < 1


def test_what_is_not_in_the_table_has_no_relations() -> None:
    assert load_related().of("zzqx") == {}
    assert load_related().of("") == {}


def test_every_line_can_be_taken_apart() -> None:
    related = load_related()
    for asked in related.lines:
        near = related.of(asked)
        assert near
        assert asked not in near
        assert all(0 < nearness < 1 for nearness in near.values())
