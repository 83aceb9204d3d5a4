"""When two spellings are one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.names import name_key, name_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Benjamin Netanyahu", "BENJAMIN  NETANYAHU"),
        ("José Müller", "Jose Muller"),
        ("Netanyahu's", "Netanyahu"),
        ("Netanyahu’s office", "Netanyahu office"),
        ("the Harbour Workers' Union", "the harbour workers union"),
        ("O’Brien", "O'Brien"),
        ("Saint-Denis", "Saint Denis"),
        ("U.S. Senate", "U S Senate"),
        ("ＮＡＴＯ", "NATO"),
    ],
)
def test_the_same_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Biden", "Bidens"), ("Han Kang", "Kang Han"), ("Athens", "Athen")]
)
def test_another_name(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text())
def test_any_text_has_a_key_that_is_its_own(text: str) -> None:
    key = name_key(text)

    assert key.split() == name_words(text)
    assert key == key.strip()
