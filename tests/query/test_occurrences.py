"""Where the words of a question stand in a text: the same as cutting all of it into words would find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import resources
from bot.query.irregular import IRREGULAR_FORMS
from bot.query.occurrences import Occurrence, OccurrenceFinder, by_span
from bot.query.words import Term, spans_of, stem


def term(word: str) -> Term:
    return Term(word, stem(word))


def cut(text: str, *words: str) -> list[Occurrence]:
    """Return the occurrences by cutting the text into words."""
    stems = {stem(word) for word in words}
    return [Occurrence(*found) for found in spans_of(text) if found[3] in stems]


def found(text: str, *words: str) -> list[Occurrence]:
    return OccurrenceFinder(map(term, words)).find(text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("city", "Two cities and a city's mayor in CITY-Hall."),
        ("hope", "Hoping, they hoped; a hope that hops."),
        ("buy", "She bought what he buys and they are buying."),
        ("nunez", "Núñez and nunez, NÚÑEZ's and Nu\u0301n\u0303ez."),
        ("die", "He dies; she died; they are dying."),
        ("50", "50 of 500, 1950 and 50%."),
        ("possibility", "Possible possibilities, possibly."),
        ("ferry", "aferry ferryman _ferry ferry_ ferries"),
        ("straße", "Die Straße, die Strasse."),
    ],
)
def test_a_word_is_found_in_all_its_forms_and_no_other(word: str, text: str) -> None:
    assert found(text, word) == cut(text, word)
    assert found(text, word)


def test_every_word_of_the_samples_is_found_as_by_cutting() -> None:
    texts = [item.read_text(encoding="utf-8") for item in resources.samples()[::6]]
    words = sorted({word for text in texts for _, _, word, _ in spans_of(text)})
    for start in range(0, len(words), 40):
        some = words[start : start + 40]
        for text in texts[:2]:
            assert found(text, *some) == cut(text, *some)


@pytest.mark.parametrize("verb", sorted(IRREGULAR_FORMS))
def test_irregular_verbs_are_found_by_any_of_their_forms(verb: str) -> None:
    text = " ".join(IRREGULAR_FORMS[verb])
    for form in IRREGULAR_FORMS[verb]:
        assert found(text, form) == cut(text, form)


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3))
def test_any_text_is_answered_with_true_places(text: str, words: list[str]) -> None:
    asked = [word for _, _, word, _ in spans_of(" ".join(words))]
    for each in found(text, *asked):
        assert 0 <= each.start < each.end <= len(text)
        assert each.stem in set(map(stem, asked))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), max_size=12))
def test_occurrences_are_parted_by_sentence(made: list[tuple[int, int]]) -> None:
    occurrences = [Occurrence(start, start + length, "", "") for start, length in sorted(made)]
    spans = [(0, 10), (10, 12), (15, 60)]
    parted = by_span(occurrences, spans)
    for (start, end), inside in zip(spans, parted, strict=True):
        assert all(start <= each.start and each.end <= end for each in inside)


def test_no_words_are_found_nowhere() -> None:
    assert OccurrenceFinder([]).find("anything") == []
    assert found("", "ferry") == []
