"""The parser meets any bytes, and any article that people may compose."""

from __future__ import annotations

import textwrap
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceError
from bot.models import Document
from bot.sources.article_file import parse_article

MODIFIED = datetime(2025, 1, 2, tzinfo=UTC)

WORDS = st.sampled_from(
    "Biden Netanyahu council missiles the a of Iran's “rare” call U.S. 50 Café naïve Zürich Oct. 7 said "
    "long-term 3.5 per cent, (about) — and Minister; Orléans £20 U.N.".split()
)
CLOSINGS = st.sampled_from(("said.", "died.", "it”.", "then?", "(AP)."))
OPENINGS = st.sampled_from("President The In Officials More Read Source Wednesday On 2024 “We By".split())

DATE_STYLES = (
    "{0:%A, %m/%d/%Y}",
    "{0:%Y-%m-%d}",
    "{0:%B} {0.day}, {0.year}",
    "{0:%b}. {0.day}, {0.year}",
    "{0.day} {0:%B} {0.year}",
    "{0:%A}, {0.day} {0:%b} {0.year}",
    "Published: {0:%B} {0.day}, {0.year}",
    "Updated {0:%A}, {0:%m/%d/%Y}",
    "{0:%B} {0.day}, {0.year} at 10:15 AM UTC",
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=3, max_size=25))
    return " ".join(
        [draw(OPENINGS), *words, draw(st.sampled_from(("said.", "died.", "it”.", "then?", "(AP).")))]
    )


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    return " ".join(draw(st.lists(sentences(), min_size=1, max_size=4)))


@st.composite
def titles(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=2, max_size=8))
    return " ".join(["Storm", *words, draw(st.sampled_from(("looms", "call", "again?", "votes")))])


@dataclass(frozen=True)
class Composed:
    """An article and how it was saved."""

    caption: str | None
    headline: str
    day: date
    paragraphs: list[str]
    trailer: str | None
    data: bytes


@st.composite
def composed_articles(draw: st.DrawFn) -> Composed:
    caption = draw(st.none() | titles())
    headline = draw(titles())
    day = draw(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
    body = draw(st.lists(paragraphs(), min_size=1, max_size=6))
    trailer = draw(st.sampled_from((None, "More News", "Read more", "Related articles")))
    date_line = draw(st.sampled_from(DATE_STYLES)).format(day)
    width = draw(st.sampled_from((None, 60, 72, 80)))
    wrapped = ["\n".join(textwrap.wrap(each, width)) if width else each for each in body]
    parts = [part for part in (caption, headline, date_line, *wrapped, trailer) if part]
    gaps = draw(st.lists(st.sampled_from(("\n\n", "\n\n\n", "\n \t\n", "  \n\n")), min_size=8, max_size=12))
    text = parts[0] + "".join(gaps[number % 8] + part for number, part in enumerate(parts[1:]))
    line_end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252")))
    return Composed(caption, headline, day, body, trailer, text.replace("\n", line_end).encode(encoding))


@given(composed_articles())
def test_a_composed_article_comes_back_in_its_parts(article: Composed) -> None:
    document = parse_article(article.data, origin="a.txt", modified=MODIFIED)

    assert document.caption == article.caption
    assert document.headline == article.headline
    assert document.day == article.day
    assert not document.published_guessed
    assert document.text.split("\n\n") == article.paragraphs
    assert document.trailer == article.trailer


@given(composed_articles())
def test_reading_the_text_again_changes_nothing(article: Composed) -> None:
    first = parse_article(article.data, origin="a.txt", modified=MODIFIED)
    again = parse_article(
        f"{first.headline}\n\n{first.day}\n\n{first.text}".encode(), origin="b.txt", modified=MODIFIED
    )

    assert (again.headline, again.day, again.text) == (first.headline, first.day, first.text)


@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_document_or_a_source_error(data: bytes) -> None:
    assert_sound(data)


@given(st.text(st.characters(codec="utf-8"), max_size=2_000))
def test_any_text_gives_a_document_or_a_source_error(text: str) -> None:
    assert_sound(text.encode())


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "\n",
                    "\n\n",
                    "\r\n",
                    "\f",
                    "\x85",
                    "\t",
                    " ",
                    "\ufeff",
                    "\u00ad\n",
                    "-\n",
                    "2024",
                    "x" * 300,
                ),
                *("Source:", "URL: http://a", "Wednesday, 10/09/2024", "By Jane Doe", "More News"),
                *("A headline", "A sentence that ends."),
            ]
        ),
        max_size=40,
    )
)
def test_any_order_of_parts_is_survived(parts: list[str]) -> None:
    assert_sound("".join(parts).encode())


@given(composed_articles(), st.data())
def test_a_damaged_article_is_survived(article: Composed, data: st.DataObject) -> None:
    damaged = bytearray(article.data)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not damaged:
            break
    assert_sound(bytes(damaged))


def assert_sound(data: bytes) -> None:
    try:
        document = parse_article(data, origin="a.txt", modified=MODIFIED)
    except SourceError as error:
        assert str(error).startswith("a.txt: ")
        return
    assert_fields_are_clean(document)


def assert_fields_are_clean(document: Document) -> None:
    assert document.headline.strip() == document.headline != ""
    assert any(letter.isalnum() for letter in document.text)
    assert document.published.tzinfo is UTC
    for paragraph in document.text.split("\n\n"):
        assert paragraph.strip() == paragraph != ""
    for field in (document.headline, document.caption or "", document.byline or "", document.source or ""):
        assert "\n" not in field
    for field in (document.headline, document.text.replace("\n\n", ""), document.caption or ""):
        assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in field)
