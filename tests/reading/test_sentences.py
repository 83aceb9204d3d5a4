"""Sentences: where they begin and end, and that nothing can upset the splitter."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.sentences import split_sentences


def said(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The court sits in the U.S.", "The judge left."],
        ["The U.S. Senate met.", "In the U.S., prices rose."],
        ["The U.S. No. 1 player won."],
        ["He lives in Washington, D.C. Police Chief Smith came."],
        ["The strike began on Oct. 1 at 5 a.m. on the quay.", "Gen. Lee met Lt. Col. Roe on Sept. 24."],
        ["Talks ended at 6 a.m.", "Norhaven kept all jobs."],
        ["It opens at 6 a.m. Monday.", "It shuts at 5 p.m. EDT."],
        ["J. K. Rowling met John F. Kennedy.", "He took vitamin D.", "The doctor left."],
        ["It was sold to Norhaven Foods Inc.", "The buyer paid."],
        ["Norhaven Foods Inc. promised more.", "Rep. Jim Jordan, R-Ohio, did not."],
        ["Martin Luther King Jr. Day is soon.", "The St. Brannoc Hospital is shut."],
        ["She said no.", "The minister left.", "No. 10 kept silent."],
        ["They sat.", "Both waited in the sun.", "A star rose on Sun.", "The rest slept."],
        ["They like apples, pears, etc.", "Others do not."],
        ["It rose 2.5 percent to $3.4 million.", "See www.example.com for more."],
        ["“Is it safe?” Smith asked.", "“Stop!” he shouted."],
        ['"Will it work?" Energy Minister Jane Doe asked.', "Nobody knew."],
        ['"Is it over?"', "The minister said that it was."],
        ["“We are ready,” said Dr. Ottilie Brandt.", "“We always were.”"],
        ["It was ... a surprise.", "Nobody spoke."],
        ["Yahoo! Inc. rose.", "iPhone sales fell."],
        ["(He denies it.)", "The case goes on."],
        ["Smith vs. Jones began.", "Is it over?", "Yes!"],
    ],
    ids=lambda sentences: sentences[0],
)
def test_sentences_end_where_a_reader_ends_them(sentences: list[str]) -> None:
    assert said(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "dateline",
    [
        "TAMPA, Florida - ",
        "ST. PETERSBURG, Florida - ",
        "NEW YORK - ",
        "PARIS (Reuters) - ",
        "WASHINGTON, Oct. 9 (Reuters) - ",
        "TEL AVIV/BEIRUT, Oct 1 (Reuters) - ",
        "KYIV, Ukraine (AP) — ",
        "LONDON, 9 October 2024 (AFP) -- ",
        "Jerusalem (CNN) — ",
        "West Palm Beach, Florida (CNN)",
        "(CNN) -- ",
        "Oct 9 (Reuters) - ",
        "WASHINGTON—",
        "NEW DELHI: ",
    ],
)
def test_a_dateline_never_opens_a_sentence(dateline: str) -> None:
    text = f"{dateline}The mayor left on Monday. Nobody saw her go."

    assert said(text) == ["The mayor left on Monday.", "Nobody saw her go."]


@pytest.mark.parametrize(
    "text",
    [
        "NATO - the alliance of 32 nations - said nothing.",
        "US - China trade grew by a tenth.",
        "London (the capital) sleeps.",
        "UNICEF said that children were safe.",
        "Gallant: the visit is off.",
        "Ten years later - The return of the wolf is on show.",
    ],
)
def test_what_only_looks_like_a_dateline_stays(text: str) -> None:
    assert said(text) == [text]


def test_paragraphs_are_numbered_and_sentences_do_not_run_over_them() -> None:
    text = "The end of it\n\nwas near. So they left.\n \nThey came back."

    found = split_sentences(text)

    assert said(text) == ["The end of it", "was near.", "So they left.", "They came back."]
    assert [sentence.paragraph for sentence in found] == [0, 1, 1, 2]


def test_lines_of_their_own_are_not_joined() -> None:
    text = (
        "Boat owners sue over tax\nOctober 09, 2024\n"
        "A group of boat owners went to court on Friday over the new tax on boats in the harbour of "
        "Port Ansel.\n"
        "- 310 people signed\n• One did not\n1. The first\n2. The second"
    )

    assert said(text) == [
        "Boat owners sue over tax",
        "October 09, 2024",
        "A group of boat owners went to court on Friday over the new tax on boats in the harbour of "
        "Port Ansel.",
        "310 people signed",
        "One did not",
        "1. The first",
        "2. The second",
    ]


def test_lines_that_a_margin_broke_are_joined() -> None:
    text = "The council passed the tax by one vote\non Tuesday, after four hours of\ndebate. All\nleft."

    assert said(text) == [
        "The council passed the tax by one vote\non Tuesday, after four hours of\ndebate.",
        "All\nleft.",
    ]


@given(st.text() | st.text(alphabet="aA .!?\"“”'’‘\n\t-()1•é—:"))
def test_any_text_gives_spans_in_order_without_outer_space(text: str) -> None:
    found = split_sentences(text)

    place = 0
    for sentence in found:
        assert place <= sentence.start < sentence.end <= len(text)
        words = text[sentence.start : sentence.end]
        assert words == words.strip()
        place = sentence.end
    assert [each.paragraph for each in found] == sorted(each.paragraph for each in found)


@given(
    st.lists(
        st.sampled_from(["The mayor left.", "Nobody came.", "“Stop!” he cried.", "It rained."]), max_size=9
    )
)
def test_no_word_is_lost(sentences: list[str]) -> None:
    assert said(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "piece",
    ["a", ".", "a. ", "A. ", "x). ", "U.S. ", '"', "1. ", "... ", "Hi!” Said ", "\n", "word ", "(AP) - "],
)
def test_a_book_in_one_line_takes_bounded_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    begun = time.process_time()

    found = split_sentences(text)

    assert time.process_time() - begun < 5
    assert all(sentence.end <= len(text) for sentence in found)
