"""How well the entity finder does on news: 66 short pieces with their names marked by hand."""

from __future__ import annotations

from functools import lru_cache

import pytest

from bot.models import Sentence
from tests.reading.news_names import ROLE_OVERLAP, read_pieces, same_role, score
from tests.reading.test_entities import finder

FLOORS = {
    "person": 92.0,
    "organisation": 72.0,
    "place": 91.0,
    "all": 88.0,
    "joined": 91.0,
    "named": 88.0,
    "role": 88.0,
}
"""Per cent, a little below what was measured (``docs/models.md``)."""


@lru_cache(maxsize=2)
def measured(half: int) -> dict[str, float]:
    return score(finder(), [piece for piece in read_pieces() if piece.half == half])


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("what", sorted(FLOORS))
def test_names_of_news_are_found_joined_and_explained(half: int, what: str) -> None:
    assert measured(half)[what] >= FLOORS[what]


def test_the_pieces_are_enough_and_marked_where_their_words_are() -> None:
    pieces = read_pieces()

    assert len(pieces) >= 60
    assert len({piece.id for piece in pieces}) == len(pieces)
    for piece in pieces:
        assert "[[" not in piece.text
        assert "]]" not in piece.text
        assert set(piece.roles) <= {name.full for name in piece.names if name.kind == "person"}
        for name in piece.names:
            printed = piece.text[name.start : name.end]
            assert printed == printed.strip()
            assert printed.casefold() == name.full.casefold() or len(printed) < len(name.full)


def test_a_finder_that_finds_nothing_scores_nothing() -> None:
    class Blind:
        def find(self, text: str, sentences: tuple[Sentence, ...], headline: str = "") -> tuple[()]:
            return ()

    assert set(score(Blind(), read_pieces()).values()) == {0.0}  # type: ignore[arg-type]


def test_roles_are_compared_by_their_words() -> None:
    assert 0 < ROLE_OVERLAP < 1
    assert same_role("the mayor of Quito", ("mayor of the city", "mayor of Quito")) == "mayor of the city"
    assert same_role("owner", ("mayor of Quito",)) is None
