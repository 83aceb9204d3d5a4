"""Sentences: where they begin and end, and that nothing can upset the splitter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.sentences import split_sentences
from tests.bounded import ends

LABELLED = Path(__file__).parent / "data" / "sentence_boundaries.txt"

Span = tuple[int, int]


def said(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


# --- the labelled set ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and the spans of its sentences."""

    kind: str
    text: str
    spans: tuple[Span, ...]


def labelled() -> Iterator[Labelled]:
    kind = ""
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        heading = re.fullmatch(r"\[([a-z -]+)\]", line)
        if heading:
            kind = heading[1]
        elif line and not line.startswith("#"):
            yield parsed(kind, line)


def parsed(kind: str, line: str) -> Labelled:
    text = ""
    places: list[list[int]] = [[]]
    dropped = False
    for character in line.replace(" ‖ ", " ‖").replace("⏎", "\n"):
        if character == "‖":
            places.append([])
        elif character in "⟦⟧":
            dropped = character == "⟦"
        else:
            if not dropped and not character.isspace() and character != "\u200b":
                places[-1].append(len(text))
            text += character
    return Labelled(kind, text, tuple((place[0], place[-1] + 1) for place in places))


def boundaries(spans: tuple[Span, ...]) -> set[Span]:
    """Return the ends of sentences with the beginnings of the next."""
    return {(one[1], other[0]) for one, other in pairwise(spans)}


def spans_of(text: str) -> tuple[Span, ...]:
    return tuple((sentence.start, sentence.end) for sentence in split_sentences(text))


def test_the_labelled_set_is_large_and_of_all_kinds() -> None:
    cases = list(labelled())

    assert sum(len(boundaries(case.spans)) for case in cases) >= 250
    assert len({case.kind for case in cases}) >= 15


@pytest.mark.parametrize("kind", sorted({case.kind for case in labelled()}))
def test_hard_boundaries_of_each_kind_are_found(
    kind: str, record_property: Callable[[str, object], None]
) -> None:
    right = found = real = 0
    wrong = []
    for case in labelled():
        if case.kind != kind:
            continue
        ours, gold = boundaries(spans_of(case.text)), boundaries(case.spans)
        right, found, real = right + len(ours & gold), found + len(ours), real + len(gold)
        if spans_of(case.text) != case.spans:
            wrong.append(said(case.text))
    precision, recall = right / found, right / real
    record_property("precision", precision)
    record_property("recall", recall)

    assert min(precision, recall) >= 0.9, (precision, recall, wrong)


def test_nearly_all_texts_of_the_labelled_set_are_split_exactly() -> None:
    cases = list(labelled())

    wrong = [said(case.text) for case in cases if spans_of(case.text) != case.spans]

    assert len(wrong) <= 0.02 * len(cases), wrong


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
        "KABUL — ",
        "TOKYO: ",
        "Washington CNN — ",
        "New York CNN Business — ",
        "NEW DELHI, India (AFP) - ",
        "JERUSALEM/BEIRUT, April 3 (Xinhua) -- ",
        "MOSCOW, October 9. /TASS/. ",
        "WASHINGTON, Wednesday, October 9 (UPI) -- ",
        "LONDON, England: ",
        "By Jane Doe WASHINGTON (AP) — ",
        "By JANE DOE and TOM ARNE, Associated Press KYIV, Ukraine (AP) — ",
        "• ",
    ],
)
def test_a_dateline_never_opens_a_sentence(dateline: str) -> None:
    text = f"{dateline}The mayor left on Monday. Nobody saw her go."

    assert said(text) == ["The mayor left on Monday.", "Nobody saw her go."]


@pytest.mark.parametrize("dateline", ["PARIS (Reuters) - ", "Jerusalem (CNN) — ", "(AP) -- ", "• "])
def test_a_dateline_in_the_midst_of_an_article_opens_no_sentence(dateline: str) -> None:
    for gap in (" ", "\n", "\n\n"):
        assert said(f"It rained.{gap}{dateline}The mayor left.") == ["It rained.", "The mayor left."]


@pytest.mark.parametrize("tag", ["- Reuters", "— Reuters", "(AFP)", "-- AP", "– (Reuters)"])
def test_the_tag_of_an_agency_closes_no_sentence(tag: str) -> None:
    assert said(f"It rained. The mayor left on Monday. {tag}") == ["It rained.", "The mayor left on Monday."]
    assert said(f"The mayor left {tag}\n\nIt rained.") == ["The mayor left", "It rained."]


@pytest.mark.parametrize(
    "text",
    [
        "ISIS — The group's name changed twice.",
        "He met Agence France-Presse (AFP) chief Tom Arne.",
        "The mayor works for Reuters.",
    ],
)
def test_an_agency_in_a_sentence_stays(text: str) -> None:
    assert said(f"It rained. {text}") == ["It rained.", text]


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


HOSTILE = [
    *("a", ".", "a. ", "A. ", "x). ", "U.S. ", '"', "1. ", "... ", "Hi!” Said ", "\n", "word ", "(AP) - "),
    *(
        "A",
        "7",
        "7 ",
        "said.The ",
        'a."B',
        "a.B",
        "a.'",
        "。",
        "字。",
        "😀",
        "\U0001f468\u200d",
        "مرحبا ",
        "\u200b",
    ),
    *(
        "\x00",
        "\ud800",
        "<p>a</p>",
        "• ",
        "(Photo: a) A",
        "(",
        "By A ",
        "A, A ",
        "PARIS, ",
        "-",
        "|",
        "No. ",
        "\r",
    ),
]
"""What a book of one line may be made of."""


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_book_in_one_line_takes_bounded_time(piece: str) -> None:
    text = piece * (120_000 // len(piece))

    with ends():
        found = split_sentences(text)

    assert all(sentence.end <= len(text) for sentence in found)


def test_a_megabyte_in_one_line_is_split() -> None:
    sentence = "The mayor of Port Ansel left on Monday. "

    assert len(split_sentences(sentence * 25_000)) == 25_000


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", " \u200b\n\ufeff", "\u2060 \u200b "])
def test_what_nobody_sees_is_no_sentence(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("字が降る。市長は帰る！", ["字が降る。", "市長は帰る！"]),
        ("It rained.\u200bThe mayor left.", ["It rained.", "The mayor left."]),
        ("\ufeffIt rained. \u200b", ["It rained."]),
        ("It \ud800 rained. The mayor left.", ["It \ud800 rained.", "The mayor left."]),
        ("😀 It rained. 😀 The mayor left.", ["😀 It rained.", "😀 The mayor left."]),
        ("It\x00 rained. The\x07 mayor left.", ["It\x00 rained.", "The\x07 mayor left."]),
        ("1234567890", ["1234567890"]),
        ("NO STOPS AT ALL HERE", ["NO STOPS AT ALL HERE"]),
    ],
)
def test_odd_characters_upset_nothing(text: str, sentences: list[str]) -> None:
    assert said(text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            'He knew it." We are ready for it," he said. Then he left.',
            ["He knew it.", '" We are ready for it," he said.', "Then he left."],
        ),
        (
            '"We are ready." He left. "So are we," she said.',
            ['"We are ready."', "He left.", '"So are we," she said.'],
        ),
        (
            "It was a hit with critics.?The actor agreed.",
            ["It was a hit with critics.?", "The actor agreed."],
        ),
    ],
)
def test_marks_stand_with_the_sentence_that_they_belong_to(text: str, sentences: list[str]) -> None:
    assert [text[each.start : each.end] for each in split_sentences(text)] == sentences
