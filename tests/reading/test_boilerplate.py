"""Boilerplate: what belongs to the page is told from what the article tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.boilerplate import boilerplate_sentences, is_boilerplate
from bot.reading.sentences import split_sentences
from tests.bounded import ends

DATA = Path(__file__).parent / "data"


def lines(name: str) -> list[str]:
    found = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in found if line and not line.startswith("# ")]


def flagged(text: str) -> list[str]:
    sentences = split_sentences(text)
    return [
        text[sentences[index].start : sentences[index].end]
        for index in sorted(boilerplate_sentences(text, sentences))
    ]


# --- the labelled lines -------------------------------------------------------------------------------------


def test_the_labelled_lines_are_many() -> None:
    assert len(set(lines("boilerplate_lines.txt"))) >= 150
    assert len(set(lines("news_lines.txt"))) >= 150


def test_boilerplate_is_found_and_news_is_kept() -> None:
    page, news = lines("boilerplate_lines.txt"), lines("news_lines.txt")

    missed = [line for line in page if not is_boilerplate(line)]
    taken = [line for line in news if is_boilerplate(line)]

    found = len(page) - len(missed)
    assert found / len(page) >= 0.97, missed
    assert found / (found + len(taken)) >= 0.99, taken


@pytest.mark.parametrize("before", ["", "• ", "* ", "?", "- ", ">> ", "  "])
def test_a_mark_before_a_call_hides_nothing(before: str) -> None:
    assert is_boilerplate(f"{before}Follow @heraldsport for more")


# --- what neighbours betray ---------------------------------------------------------------------------------


def test_a_correction_is_one_notice_to_its_end() -> None:
    text = (
        "The pier was built in 1912. It is shut.\n\n"
        "Correction: An earlier version gave the wrong year. The pier was built in 1911. We regret it."
    )

    assert flagged(text) == [
        "Correction: An earlier version gave the wrong year.",
        "The pier was built in 1911.",
        "We regret it.",
    ]


def test_what_a_writer_did_before_goes_with_the_bio() -> None:
    text = (
        "The council met on Monday. It did not vote.\n\n"
        "Jane Doe is a reporter covering the harbour. She joined the Herald in 2019. Her dog is called Rex."
    )

    assert len(flagged(text)) == 3


def test_the_titles_under_related_stories_are_others() -> None:
    text = (
        "The council met on Monday.\n\nRelated stories\n\nWho pays for the pier\n\nTen walks by the sea\n\n"
        "The mayor did not come to the meeting."
    )

    assert flagged(text) == ["Related stories", "Who pays for the pier", "Ten walks by the sea"]


def test_headings_of_the_article_stay() -> None:
    text = "The council met on Monday.\n\nWho pays for the pier\n\nOwners of boats do."

    assert flagged(text) == []


def test_a_name_beside_a_timestamp_is_a_byline() -> None:
    text = "Jane Doe\n\nPublished: 12:03 BST, 4 May 2020\n\nThe council met on Monday. It did not vote."

    assert flagged(text) == ["Jane Doe", "Published: 12:03 BST, 4 May 2020"]


def test_an_article_of_one_paragraph_loses_no_more_than_the_notice() -> None:
    text = "Please enable JavaScript. The council met on Monday. It did not vote. The mayor left."

    assert flagged(text) == ["Please enable JavaScript."]


def test_a_share_bar_and_a_gallery_leave_the_telling() -> None:
    text = (
        "Share\nTweet\nEmail\n\n4 min read\n\nThe ferry ran aground on Monday.\n\n"
        "2/8 Police officers walk past the damaged house\n\nNobody was hurt in the storm.\n\n"
        "Sign up for our morning newsletter. It is free.\n\n(Reporting by Jane Doe; Editing by Tom Arne)"
    )

    telling = set(flagged(text)) ^ {text[each.start : each.end] for each in split_sentences(text)}

    assert telling == {"The ferry ran aground on Monday.", "Nobody was hurt in the storm."}


def test_a_caption_inside_a_body_is_parted_from_the_sentence_after_it() -> None:
    text = "Divers at work below the pier (Tom Arne/Reuters) The mayor left on Monday. (Photo: PA) She ran."

    assert flagged(text) == ["Divers at work below the pier (Tom Arne/Reuters)", "(Photo: PA)"]


# --- anything else ------------------------------------------------------------------------------------------


@given(st.text() | st.text(alphabet="By A/1(PA)@.,:|-–©“ \n\ud800\u200b字。😀"))
def test_any_text_can_be_asked_about(text: str) -> None:
    sentences = split_sentences(text)

    found = boilerplate_sentences(text, sentences)

    assert found <= set(range(len(sentences)))
    assert all(
        index in found for index, each in enumerate(sentences) if is_boilerplate(text[each.start : each.end])
    )


@pytest.mark.parametrize(
    "piece",
    ["a", "A ", "Jane Doe ", "reporter ", "share tweet ", "1/2 A", "(PA", "@a ", "By Jane ", "Oct 1 ", "- "],
)
@pytest.mark.parametrize("opening", ["", "By ", "Jane Doe is a ", "Share ", "Photo by ", "Updated "])
def test_a_long_line_takes_bounded_time(opening: str, piece: str) -> None:
    words = opening + piece * (200_000 // len(piece))

    with ends():
        is_boilerplate(words)
