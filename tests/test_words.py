"""Words as the summary, the topics and the fingerprint count them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.words import STOP_WORDS, content_stems, stem, stems_of, to_words


def test_words_are_folded() -> None:
    assert to_words("The mayor’s U.S. trip, 2.5 years-long: DON'T!") == [
        "the",
        "mayor",
        "u.s",
        "trip",
        "2.5",
        "years-long",
        "don't",
    ]


def test_runs_of_letters_that_are_no_word_are_left_out() -> None:
    assert to_words("a " + "b" * 61 + " c") == ["a", "c"]


def test_stems_are_those_of_the_words_that_carry_meaning() -> None:
    assert content_stems("The ministers said that I was voting.") == ["minist", "vote"]
    assert stems_of(["ministers", "the"]) == [stem("ministers")]
    assert "said" in STOP_WORDS


@given(st.text())
def test_any_text_has_words(text: str) -> None:
    assert all(word and len(word) <= 60 for word in to_words(text))
    assert len(content_stems(text)) <= len(to_words(text))
