"""Where names may still be found in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.models import Sentence
from bot.reading.entities.gaps import Capitals, Find, capitals_of, opens, run_start
from bot.reading.entities.tagger import Span
from tests.reading.test_entities import finder

WORDS = "On Monday Anna Keller of Acme Corp met Bo .".split()


def test_runs_of_capitals_end_where_a_small_word_or_a_day_stands() -> None:
    capitals = capitals_of(WORDS)

    assert [capitals.run_end(place) for place in (0, 1, 2, 5, 8)] == [1, None, 4, 7, 9]
    assert capitals.run_end(2, stop=3) == 3
    assert run_start(WORDS, 3) == 1


def test_gaps_are_what_no_name_covers() -> None:
    capitals = capitals_of(WORDS)
    names = [Span(2, 4, "person"), Span(5, 7, "organisation")]

    assert capitals.gaps(names) == [(0, 2), (1, 2), (8, 10)]
    assert capitals.gaps([Span(0, 10, "person")]) == []


def test_rules_fill_gaps_one_after_the_other() -> None:
    capitals = capitals_of(WORDS)
    names = [Span(2, 4, "person"), Span(5, 7, "organisation")]
    asked: list[int] = []

    def bo(words: Sequence[str], capitals: Capitals, spans: Sequence[Span]) -> Find:
        return lambda start, stop: Span(start, stop - 1, "person") if words[start] == "Bo" else None

    def any_word(words: Sequence[str], capitals: Capitals, spans: Sequence[Span]) -> Find:
        assert Span(8, 9, "person") in spans
        return lambda start, stop: asked.append(start)

    assert capitals.fill(WORDS, names, (bo, any_word)) == [*names, Span(8, 9, "person")]
    assert asked == [0, 1]


def test_what_opens_a_sentence() -> None:
    assert opens(["“", "Anna"], 1)
    assert not opens(["said", "Anna"], 1)


@given(st.lists(st.sampled_from("Anna the and Monday al-Said , Bo “".split()), max_size=30))
def test_runs_lie_within_the_sentence(words: list[str]) -> None:
    capitals = capitals_of(words)

    assert all(start < end <= len(words) for start, end in capitals.run_ends.items())
    assert all(
        words[place][:1].isupper() for start, end in capitals.run_ends.items() for place in range(start, end)
    )


def test_thousands_of_different_names_are_each_found_once() -> None:
    first = ["Anna", "Boris", "Carla", "David", "Elena", "Frank", "Grace", "Henry", "Irene", "Jacob"]
    last = [
        f"{a}{b}son"
        for a in ("Kel", "Mar", "Tor", "Vel", "Bran")
        for b in ("ber", "din", "lo", "mick", "ner")
    ]
    people = [f"{one} {other}" for one in first for other in last]
    text = " ".join(f"{person} spoke." for person in people)
    ends = [place + 1 for place, letter in enumerate(text) if letter == "."]
    sentences = [
        Sentence(start, end, 0) for start, end in zip([0, *(each + 1 for each in ends)], ends, strict=False)
    ]

    found = [entity.name for entity in finder().find(text, sentences)]

    assert len(found) == len(set(found))
    assert len(set(found) & set(people)) > 0.9 * len(people)
