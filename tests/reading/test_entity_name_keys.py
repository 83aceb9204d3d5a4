"""When two spellings are one name within an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.entities import name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Benjamin Netanyahu", "BENJAMIN  NETANYAHU"),
        ("José Muñoz", "Jose Munoz"),
        ("President Joe Biden", "Joe Biden"),
        ("Vice President Kamala Harris", "kamala harris"),
        ("Mr. Okafor's", "Okafor"),
        ("Netanyahu’s", "netanyahu"),
        ("U.S.", "US"),
        ("Donald J. Trump", "Donald J Trump"),
        ("the White House", "White House"),
        (" Lena\u00a0Falk ", "Lena Falk"),
        ("Straße", "STRASSE"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Joe Biden", "Jill Biden"), ("General Motors", "Motors"), ("President", "Prime Minister")],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(st.characters()))
def test_a_key_is_its_own_key_and_tidy(name: str) -> None:
    key = name_key(name)

    assert name_key(key) == key
    assert key == " ".join(key.split())
