"""Names in texts that nobody would write: no complaint, no time without end, no mention beside the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import Sentence
from tests.bounded import ends
from tests.reading.test_entities import finder


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "Paris",
        "'s",
        "ISRAEL AND IRAN AGREE TO TALKS IN GENEVA SAYS US PRESIDENT JOE BIDEN",
        "😀 Joe Biden 👍🏽 in Paris 🇫🇷",
        "Joe\x00Biden \x1b[31m met \u200bMacron\u202e in Paris",
        "Lone \ud800 surrogate \udfff Joe\ud800Biden of \ud83d Paris",
        "(((((",
        "” said , the , the director of of of , , .",
        "Mr. Mrs. Dr. President Vice President of the of",
    ],
)
def test_odd_texts_are_read_without_complaint(text: str) -> None:
    for entity in finder().find(text, [Sentence(0, len(text), 0)], headline=text):
        assert all(0 <= m.start < m.end <= len(text) for m in entity.mentions)


def test_sentences_beyond_the_text_are_cut() -> None:
    assert finder().find("Paris", [Sentence(-3, 99, 0), Sentence(50, 60, 1)])


@pytest.mark.parametrize("unit", ["x", "Ab", "!", "9", "A-", "Joe Biden and "])
def test_five_megabytes_in_one_sentence_take_seconds_at_most(unit: str) -> None:
    text = unit * (5_000_000 // len(unit))

    with ends():
        finder().find(text, [Sentence(0, len(text), 0)])


@pytest.mark.parametrize(
    "unit",
    [
        "Aldo ",
        "Ministry of ",
        "Gulf of Ana ",
        "USS ",
        "the tanker Ana ",
        "Ana, ",
        "李小龙 ",
        "محمد ",
        "Ana's ",
        "R-Ana ",
    ],
)
def test_thousands_of_capitals_in_a_line_are_no_endless_matter(unit: str) -> None:
    text = unit * 12_000

    with ends():
        finder().find(text, [Sentence(0, len(text), 0)], headline=text)


_WORDS = st.sampled_from(
    "Joe Biden Mr. the US U.S. of 's ’s , . ( ) ILA Bank University Gaza Hamas-led Israel-Hamas said and "
    'director Lena von der Leyen 54 who \u2014 " “ ” Kelpline Energy Inc. Jr. I Port Hurricane'.split()
)
_SALAD = st.lists(_WORDS, max_size=60).map(" ".join)
_ANYTHING = st.text(st.characters(), max_size=200)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(_ANYTHING, _SALAD), headline=_ANYTHING, cut=st.integers(0, 200))
def test_mentions_are_pieces_of_their_sentence(text: str, headline: str, cut: int) -> None:
    cut = min(cut, len(text))
    sentences = (Sentence(0, cut, 0), Sentence(cut, len(text), 0))

    found = finder().find(text, sentences, headline)

    taken: set[int] = set()
    for entity in found:
        assert entity.name
        assert entity.mentions
        assert 0 <= entity.salience <= 1
        for mention in entity.mentions:
            home = sentences[mention.sentence]
            assert home.start <= mention.start < mention.end <= home.end
            piece = text[mention.start : mention.end]
            assert piece == piece.strip()
            assert not piece.endswith(("'s", "’s"))
            assert taken.isdisjoint(range(mention.start, mention.end))
            taken.update(range(mention.start, mention.end))
    assert [e.salience for e in found] == sorted((e.salience for e in found), reverse=True)
    assert finder().find(text, sentences, headline) == found
