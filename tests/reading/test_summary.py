"""Summaries: what they say, what they never say, and that any text gets one."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import Document, Sentence
from bot.reading.boilerplate import is_boilerplate
from bot.reading.reader import Reader
from bot.reading.sentences import split_sentences
from bot.reading.summary import rank_sentences, rate_sentences, summarize
from tests.bounded import ends
from tests.reading.articles import sample_documents, shipwreck
from tests.reading.standings import has_whole_quotes, stands_alone


def summary(text: str, headline: str = "", count: int = 3) -> list[str]:
    sentences = split_sentences(text)
    chosen = summarize(rate_sentences(text, sentences, headline), count)
    return [text[sentences[index].start : sentences[index].end] for index in chosen]


def assert_understood(text: str, sentences: Sequence[Sentence], chosen: Sequence[int]) -> None:
    """Assert that no sentence needs what is not told, and that no quotation is broken."""
    words = [text[each.start : each.end] for each in sentences]
    for index in chosen:
        assert (
            index - 1 in chosen or stands_alone(words[index], opens_article=index == 0) or opens(words, index)
        )
        assert not words[index].endswith("?")
        assert not is_boilerplate(words[index])
    for run in runs(chosen):
        assert has_whole_quotes(" ".join(words[index] for index in run))


def opens(words: Sequence[str], index: int) -> bool:
    """Whether a sentence is the first of all, and need only lead on to the next one."""
    return index == 0 and not re.match(r"(?:he|she|they|his|her|but|and)\b", words[0], re.IGNORECASE)


def runs(chosen: Sequence[int]) -> list[list[int]]:
    """Return the chosen sentences that follow each other, run by run."""
    found: list[list[int]] = []
    for index in chosen:
        if found and found[-1][-1] == index - 1:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def test_the_summary_is_short_in_text_order_and_opens_on_the_point() -> None:
    document = shipwreck()

    found = summary(document.text, document.headline)

    assert len(found) == 3
    assert found[0].startswith("A ferry with 84 people on board ran aground")
    assert [document.text.index(sentence) for sentence in found] == sorted(map(document.text.index, found))


def test_nothing_that_is_not_understood_is_in_it() -> None:
    document = shipwreck()

    sentences = split_sentences(document.text)
    for count in range(1, 8):
        chosen = summarize(rate_sentences(document.text, sentences, document.headline), count)
        assert_understood(document.text, sentences, chosen)


@pytest.mark.parametrize("document", sample_documents(), ids=lambda document: document.origin)
def test_every_sample_has_a_summary_a_reader_can_start_with(reader: Reader, document: Document) -> None:
    article = reader.read(document)

    assert 1 <= len(article.summary) <= 3
    assert list(article.summary) == sorted(article.summary)
    assert_understood(document.text, article.sentences, article.summary)
    kept = sum(len(article.quote(index)) for index in article.summary)
    assert kept <= 0.6 * len(document.text)


FILLER = (
    "The ferry line has three ships and 140 workers on the coast of Ansel. "
    "Tourists bring most of its money between May and September each year. "
    "The county pays for the winter timetable of the islands since 1998. "
    "Fishing boats carry the mail of Skerry Head in the months of storms. "
    "Hotels of the island open in April and close at the end of October."
)


def test_a_sentence_that_leans_is_taken_with_the_one_before_it() -> None:
    text = (
        "Captain Nora Blix has left the ferry line after 30 years at sea. "
        f"She will train young captains for the ferry line in Port Ansel. {FILLER}"
    )

    assert summary(text, count=2) == [
        "Captain Nora Blix has left the ferry line after 30 years at sea.",
        "She will train young captains for the ferry line in Port Ansel.",
    ]
    assert not any(sentence.startswith("She") for sentence in summary(text, count=1))


def test_a_sentence_is_left_when_what_it_leans_on_cannot_be_told() -> None:
    text = f"Read more about Captain Nora Blix here. She will train young captains in Port Ansel. {FILLER}"

    assert not any(sentence.startswith(("She", "Read")) for sentence in summary(text, count=3))


def test_a_quotation_of_two_sentences_is_told_whole_or_not() -> None:
    text = (
        "“The ferry line has no money for a fourth ship on the coast. The ferry line needs help from the "
        f"county,” said Nora Blix of the ferry line. {FILLER}"
    )

    assert len(summary(text, count=2)) == 2
    assert has_whole_quotes(" ".join(summary(text, count=2)))
    assert not any("no money" in sentence for sentence in summary(text, count=1))


def test_an_article_that_opens_on_a_list_is_told_with_what_follows() -> None:
    text = (
        "First came the ferry and the fog horn of the coast, then the lighthouse. "
        f"On Thursday it was the turn of the pilots, whom the ferry line has let go. {FILLER}"
    )
    sentences = split_sentences(text)
    rated = rate_sentences(text, sentences, "")

    assert summarize(rated, 2) == (0, 1)
    assert not {0, 1} & set(rank_sentences(rated))
    assert not {0, 1} & set(summarize(rated, 1))


def test_an_article_may_open_on_an_it_that_means_nothing_before() -> None:
    text = f"It was last week that the ferry line let its pilots go. {FILLER}"

    assert summary(text)[0].startswith("It was last week")
    assert not summary(f"He let the pilots of the ferry line go last week. {FILLER}")[0].startswith("He")


def test_a_short_text_loses_whole_chains() -> None:
    text = (
        "Captain Nora Blix has left the ferry line after 30 years at sea on the coast of Ansel. "
        "The ferry line will sail with two captains. "
        "They said so on the radio of the ferry line on Monday morning."
    )

    assert summary(text) == [text[: text.index(" The ferry line will")]]


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

    rated = rate_sentences(text, sentences, headline)
    ranking = rank_sentences(rated)
    chosen = summarize(rated, count)

    assert len(set(ranking)) == len(ranking)
    assert set(ranking) <= set(range(len(sentences)))
    assert bool(ranking) == bool(sentences) == bool(chosen)
    assert len(chosen) <= count
    assert set(chosen) <= set(range(len(sentences)))


OPENINGS = (
    "The ferry line ",
    "Captain Blix ",
    "He ",
    "But she ",
    "On Monday, it ",
    "First, ",
    "Neither ",
    "“We ",
)
ENDINGS = (
    "left the harbour at noon.",
    "paid for the bridge,” said Blix.",
    "was late again.",
    "will stay shut?",
)


@given(
    st.lists(st.tuples(st.sampled_from(OPENINGS), st.sampled_from(ENDINGS)), min_size=1, max_size=14),
    st.integers(1, 6),
    st.integers(1, 4),
)
def test_the_guards_hold_for_any_order_of_sentences(
    parts: list[tuple[str, str]], count: int, paragraph: int
) -> None:
    words = [opening + ending for opening, ending in parts]
    text = "\n\n".join(" ".join(words[at : at + paragraph]) for at in range(0, len(words), paragraph))
    sentences = split_sentences(text)
    rated = rate_sentences(text, sentences, "")
    chosen = summarize(rated, count)

    if any(standing.alone for standing in rated.standings):
        assert_understood(text, sentences, chosen)
        kept = sum(sentences[index].end - sentences[index].start for index in chosen)
        told = sum(each.end - each.start for each in sentences)
        assert len(runs(chosen)) == 1 or kept <= 0.6 * told


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from("storm bay tax vote mayor ship the of a 7 x".split()), min_size=1, max_size=40)
)
def test_sentences_that_share_all_or_nothing_are_rated_all_the_same(words: list[str]) -> None:
    # LexRank divides by what may be zero: one sentence, twice the same, no word in common
    text = " ".join(f"{word.capitalize()} {word} {word} {word} {word}." for word in words)

    assert rank_sentences(rate_sentences(text, split_sentences(text), ""))


@pytest.mark.parametrize("piece", ["a", "word ", "The minister of Norway said that 20 people died. ", "A. "])
def test_a_book_in_one_line_takes_bounded_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    sentences = split_sentences(text)

    with ends():
        rated = rate_sentences(text, sentences, "The minister")
        rank_sentences(rated)
        assert len(summarize(rated, 20)) <= 20
