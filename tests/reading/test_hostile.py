"""Texts that are no articles: read or refused, in bounded time, and nothing pointing beside the text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ReadingError
from bot.reading import find_gist
from bot.reading.markup import without_markup
from bot.reading.reader import LOOKED_AT, MAX_CHARACTERS, Reader
from tests.bounded import ends
from tests.reading.articles import shipwreck
from tests.reading.test_reader import check

REPEATED = {
    "one letter": "a",
    "no ends": "word ",
    "capitals": "CAPS ",
    "names": "Smith ",
    "initials": "A. ",
    "Mr.": "Mr. ",
    "U.S.": "U.S. The ",
    "digits": "1",
    "numbers": "12 345 ",
    "dates": "Monday ",
    "emoji": "😀a ",
    "right to left": "مرحبا بالعالم. ",
    "Chinese": "今天天气很好。",
    "no spaces, no ends": "สวัสดีชาวโลก",
    "combining": "a\u0301\u0301",
    "zero width": "a\u200b",
    "NUL": "a\x00 ",
    "control": "\x1b[0m",
    "lone surrogates": "\ud800a ",
    "open quotes": "“ a",
    "apostrophes": "'The ",
    "open parentheses": "(a ",
    "dots": "a ... ",
    "lines": "x\n",
    "paragraphs": "x\n\n\n\n",
    "bullets": "• a\n",
    "tags": "<p>The mayor said <a href='x'>on Monday</a> that it rained.</p>\n",
    "open tags": "<p <p ",
    "open comments": "<!-- a ",
    "open scripts": "<script>a ",
    "references": "&amp; a ",
    "addresses": "http://a.b/c ",
    "underlines": "a_",
    "the": "the ",
    "said": "“Yes,” she said. ",
}


@pytest.mark.parametrize("name", REPEATED)
def test_a_long_text_of_one_kind_takes_bounded_time(reader: Reader, name: str) -> None:
    piece = REPEATED[name]

    with ends():
        article = reader.read(replace(shipwreck(), text=piece * (150_000 // len(piece))))
        find_gist(article)
        reader.label(article)

    check(article)


@pytest.mark.parametrize(
    "text",
    ["(" * 50_000 + "a" + ")" * 50_000, "a" * MAX_CHARACTERS, "\n" * 100_000 + "a", "a" + " " * 100_000],
)
def test_texts_of_one_word(reader: Reader, text: str) -> None:
    article = reader.read(replace(shipwreck(), text=text))

    check(article)
    assert len(article.sentences) == 1


@pytest.mark.parametrize(
    "text",
    ["", "\n" * 100_000, "“" * 50_000, "😀" * 1_000, "\x00", "\ud800", "\u200b", "..."],
)
def test_texts_without_words_are_refused(reader: Reader, text: str) -> None:
    with pytest.raises(ReadingError, match=r"there (?:is no text|are no words) in it\.$"):
        reader.read(replace(shipwreck(), text=text))


@pytest.mark.parametrize("text", ["It", "7", "It rained", "IT RAINED ON MONDAY.", "1234567890", "?! a"])
def test_texts_of_next_to_nothing_are_read(reader: Reader, text: str) -> None:
    article = reader.read(replace(shipwreck(), text=text, headline=""))

    check(article)
    assert article.quote(article.ranking[0])


def test_what_stands_far_behind_the_news_is_split_but_not_looked_at(reader: Reader) -> None:
    sentence = "Nora Blix of the coast guard said on Monday that the ferry had sunk. "
    text = sentence * (2 * LOOKED_AT // len(sentence))

    article = reader.read(replace(shipwreck(), text=text))

    check(article)
    assert article.sentences[-1].end > 1.9 * LOOKED_AT
    assert max(mention.end for entity in article.entities for mention in entity.mentions) <= LOOKED_AT
    assert article.dates[-1].end <= LOOKED_AT


# --- markup -----------------------------------------------------------------------------------------------

PAGE = """<html><head><title>Ferry</title>
<script>var a = "The mayor of Oslo said so on Friday.";</script></head>
<body><!-- The mayor of Bergen said so on Sunday. -->
<h1>Ferry aground</h1>
<p>The ferry Lady Carrow ran aground off Skerry Head on Tuesday morning.</p>
<p>Captain <b>Nora Blix</b> told investigators on Monday that the radar had failed.</p><p>Divers will look at
the hull of the ship on Thursday, the coast guard said.</p>
<ul><li>Mail &amp; milk are carried by two fishing boats from the mainland.</li></ul></body></html>
"""


def test_a_page_is_read_past_its_tags_and_quoted_without_them(reader: Reader) -> None:
    article = reader.read(replace(shipwreck(), text=PAGE, headline="Ferry aground"))

    check(article)
    assert article.document.text == PAGE
    quotes = [article.quote(index) for index in article.ranking]
    assert quotes[0] == "The ferry Lady Carrow ran aground off Skerry Head on Tuesday morning."
    assert not any(mark in quote for quote in quotes for mark in "<>&")
    assert "Nora Blix" in {entity.name for entity in article.entities}
    assert {PAGE[each.start : each.end] for each in article.dates} == {
        "Tuesday morning",
        "Monday",
        "Thursday",
    }


@pytest.mark.parametrize("text", ["a < b and c > d", "AT&T; R&D", "<3", "<mayor>", "3 <b 4", "The <pb> mark"])
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert without_markup(text) == text


MARKS = "<p> </p> <!-- --> <script> </script> <STYLE\ta> </style\t> a &amp; <br/> <".split(" ")


@given(st.text(alphabet="<>/!-&; apbr\nscript") | st.lists(st.sampled_from(MARKS)).map("".join))
def test_every_character_stays_in_its_place(text: str) -> None:
    plain = without_markup(text)

    assert len(plain) == len(text)
    assert all(new == old or new.isspace() for new, old in zip(plain, text, strict=True))
