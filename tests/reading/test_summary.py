"""Summaries: what they say, what they never say, and that any text gets one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import Document
from bot.reading.quotable import stands_alone
from bot.reading.reader import Reader
from bot.reading.sentences import split_sentences
from bot.reading.summary import rank_sentences, summarize
from tests.reading.articles import sample_documents, shipwreck


def summary(text: str, headline: str = "", count: int = 3) -> list[str]:
    sentences = split_sentences(text)
    ranking = rank_sentences(text, sentences, headline)
    chosen = summarize(text, sentences, ranking, count)
    return [text[sentences[index].start : sentences[index].end] for index in chosen]


def test_the_summary_is_short_in_text_order_and_opens_on_the_point() -> None:
    document = shipwreck()

    found = summary(document.text, document.headline)

    assert len(found) == 3
    assert found[0].startswith("A ferry with 84 people on board ran aground")
    assert [document.text.index(sentence) for sentence in found] == sorted(map(document.text.index, found))


def test_nothing_that_cannot_stand_alone_is_in_it() -> None:
    document = shipwreck()

    for count in range(1, 8):
        for sentence in summary(document.text, document.headline, count):
            assert stands_alone(sentence, opens_article=document.text.startswith(sentence))
            assert "newsletter" not in sentence


@pytest.mark.parametrize("document", sample_documents(), ids=lambda document: document.origin)
def test_every_sample_has_a_summary_a_reader_can_start_with(reader: Reader, document: Document) -> None:
    article = reader.read(document)

    assert 1 <= len(article.summary) <= 3
    assert list(article.summary) == sorted(article.summary)
    assert set(article.summary) <= set(article.ranking)
    for index in article.summary:
        assert stands_alone(article.quote(index), opens_article=index == 0)
    kept = sum(len(article.quote(index)) for index in article.summary)
    assert kept <= 0.6 * len(document.text)


def test_what_is_said_twice_is_told_once() -> None:
    twice = "The dredger Marigold leaked diesel into the bay of Ansel on Friday night, the coast guard said."
    text = " ".join(
        [
            twice,
            "The coast guard said the dredger Marigold leaked diesel into the bay of Ansel on Friday night.",
            "Volunteers washed 14 birds at the marine station on Saturday.",
            "A judge will hear the owner of the ship in November.",
            "Fishing stays forbidden until the water has been tested again by the county.",
            "Hotels counted 300 lost bookings in the first week of October.",
        ]
    )

    assert summary(text, count=2) == [twice, "Volunteers washed 14 birds at the marine station on Saturday."]


def test_a_summary_that_saves_nothing_is_shortened() -> None:
    text = "The bridge is shut until Friday. Buses go round by Lowmoor instead."

    assert summary(text) == ["The bridge is shut until Friday."]


def test_a_text_of_fragments_has_its_first_to_show() -> None:
    assert summary("Rain.\n\nWind.") == ["Rain."]
    assert summary("") == []


@given(st.text() | st.text(alphabet='aAbB .!?"“”\n'), st.text(max_size=30), st.integers(1, 20))
def test_any_text_is_ranked_and_summarized(text: str, headline: str, count: int) -> None:
    sentences = split_sentences(text)

    ranking = rank_sentences(text, sentences, headline)
    chosen = summarize(text, sentences, ranking, count)

    assert len(set(ranking)) == len(ranking)
    assert set(ranking) <= set(range(len(sentences)))
    assert bool(ranking) == bool(sentences) == bool(chosen)
    assert len(chosen) <= count
    assert set(chosen) <= set(ranking)


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from("storm bay tax vote mayor ship the of a 7 x".split()), min_size=1, max_size=40)
)
def test_sentences_that_share_all_or_nothing_are_rated_all_the_same(words: list[str]) -> None:
    # LexRank divides by what may be zero: one sentence, twice the same, no word in common
    text = " ".join(f"{word.capitalize()} {word} {word} {word} {word}." for word in words)

    assert rank_sentences(text, split_sentences(text), "")


@pytest.mark.parametrize("piece", ["a", "word ", "The minister of Norway said that 20 people died. ", "A. "])
def test_a_book_in_one_line_takes_bounded_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    sentences = split_sentences(text)
    begun = time.process_time()

    rank_sentences(text, sentences, "The minister")

    assert time.process_time() - begun < 5
