"""Article files as people save them: each part lands in its own field."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import SourceError
from bot.models import Document
from bot.sources.article_file import parse_article, read_article_file

MODIFIED = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
ROOT = Path(__file__).parents[2]

CAPTION = (
    "Israeli prime minister Benjamin Netanyahu and advisers hold a phone call with US President Joe Biden "
    "and Vice President Kamala Harris"
)
HEADLINE = "Biden, Netanyahu hold rare call as Israeli strike on Iran looms"
DATE_LINE = "Wednesday, 10/09/2024"
PARAGRAPHS = (
    "US President Joe Biden and Israeli Prime Minister Benjamin Netanyahu spoke directly on Wednesday.",
    "The call ended after about 50 minutes, “according to” Israeli media — no details emerged.",
    '"We talked," Biden said.',
)
TEXT = "\n\n".join(PARAGRAPHS)
WHOLE = "\n\n".join((CAPTION, HEADLINE, DATE_LINE, *PARAGRAPHS, "More News"))


def parse(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return parse_article(data, origin="a.txt", modified=MODIFIED)


def assert_whole(document: Document) -> None:
    assert document.caption == CAPTION
    assert document.headline == HEADLINE
    assert document.published == datetime(2024, 10, 9, tzinfo=UTC)
    assert not document.published_guessed
    assert document.text == TEXT
    assert document.trailer == "More News"
    assert document.origin == "a.txt"


def test_the_parts_of_a_pasted_page() -> None:
    assert_whole(parse(WHOLE))


def test_the_samples_are_read_in_full() -> None:
    files = sorted((ROOT / "seeds").glob("*.txt"))
    assert files

    for file in files:
        document = read_article_file(file, max_bytes=1_000_000)
        assert not document.published_guessed, file
        assert len(document.text.split("\n\n")) >= 4, file
        assert len(document.headline) <= 120, file
        assert document.text.rstrip().endswith((".", "”", '"', "?", "!", ")", "’", "'")), file
        assert document.day.isoformat() == file.name[:10], file


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\n\n", " \t\n", "\r\n \r\n"])
def test_line_ends_do_not_matter(line_end: str) -> None:
    assert_whole(parse(WHOLE.replace("\n", line_end)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_do_not_matter(encoding: str) -> None:
    assert_whole(parse(WHOLE.encode(encoding)))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_either_order_is_told_by_its_mark(encoding: str) -> None:
    assert_whole(parse(("\ufeff" + WHOLE).encode(encoding)))


def test_latin_1_letters_are_read() -> None:
    document = parse("Café fermé\n\n2024-10-09\n\nLe café est fermé à Orléans.".encode("latin-1"))

    assert document.headline == "Café fermé"
    assert document.text == "Le café est fermé à Orléans."


def test_one_damaged_letter_does_not_spoil_the_others() -> None:
    data = "Café fermé\n\n2024-10-09\n\nLe café est fermé à Orl?ans, dit-il à Noël.".encode()
    document = parse(data.replace(b"Orl?ans", b"Orl\xe9ans"))

    assert document.headline == "Café fermé"
    assert document.text.startswith("Le café est fermé à Orl")


def test_odd_space_is_made_plain() -> None:
    text = (
        "  Head\u00a0line\tone \n\n\n\n 2024-10-09\u200b \n\f\n"
        "One  two\u3000three.   \n \t \n\n\nFour\u00adteen.\n\n"
    )
    document = parse(text)

    assert document.headline == "Head line one"
    assert document.text == "One two three.\n\nFourteen."


def test_hard_wrapped_paragraphs_are_joined() -> None:
    document = parse(
        "Israeli prime minister Benjamin Netanyahu and\nadvisers hold a phone call with US President Joe\n"
        "Biden and Vice President Kamala Harris\n\n"
        "Biden, Netanyahu hold rare call\nas strike looms\n\nOct. 9, 2024\n\n"
        "President Joe Biden\nspoke with long-\nterm allies about pre-\nand post-war plans.\n\nMore News\n"
    )

    assert document.caption == CAPTION
    assert document.headline == "Biden, Netanyahu hold rare call as strike looms"
    assert document.text == "President Joe Biden spoke with long-term allies about pre- and post-war plans."


def test_a_page_without_blank_lines() -> None:
    long = (
        "US President Joe Biden spoke for a long time " + "and at length " * 12 + "with the prime minister."
    )
    document = parse(
        f"Advisers in a phone call\nBiden calls Netanyahu\n{DATE_LINE}\n{long}\nIt ended.\n{long}\nMore News"
    )

    assert document.caption == "Advisers in a phone call"
    assert document.headline == "Biden calls Netanyahu"
    assert document.text == f"{long}\n\nIt ended.\n\n{long}"
    assert document.trailer == "More News"


def test_without_caption() -> None:
    document = parse(f"{HEADLINE}\n\n{DATE_LINE}\n\n{TEXT}")

    assert document.caption is None
    assert document.headline == HEADLINE


@pytest.mark.parametrize("caption", [None, CAPTION])
def test_without_date_line_the_first_short_line_is_the_headline(caption: str | None) -> None:
    document = parse("\n\n".join([*([caption] if caption else []), HEADLINE, TEXT]))

    assert document.headline == HEADLINE
    assert document.caption == caption
    assert document.published == MODIFIED
    assert document.published_guessed
    assert document.text == TEXT


def test_without_trailer() -> None:
    document = parse(WHOLE.removesuffix("\n\nMore News"))

    assert document.trailer is None
    assert document.text == TEXT


@pytest.mark.parametrize(
    "trailer",
    [
        "More News",
        "MORE NEWS",
        "Read more",
        "Read more:",
        "» Related articles",
        "Related: Oil prices jump",
        "More on this story",
        "You may also like",
        "Most Read",
        "Top stories",
        "Tags: Iran, Israel",
        "© 2024 The Daily. All rights reserved.",
        "Read next\nOil prices jump\nHezbollah fires rockets at Haifa",
        "Advertisement",
    ],
)
def test_trailers_are_kept_apart(trailer: str) -> None:
    document = parse(f"{HEADLINE}\n\n{DATE_LINE}\n\n{TEXT}\n\n{trailer}\n")

    assert document.text == TEXT
    assert document.trailer == trailer


@pytest.mark.parametrize(
    "last",
    ["More news is expected on Friday.", "Read more books, he said.", "The end", "He wants to\nread more"],
)
def test_a_last_paragraph_is_no_trailer(last: str) -> None:
    document = parse(f"{HEADLINE}\n\n{DATE_LINE}\n\n{TEXT}\n\n{last}")

    assert document.trailer is None
    assert document.text == f"{TEXT}\n\n{last.replace(chr(10), ' ')}"


def test_key_lines() -> None:
    document = parse(
        "\nSource: The Daily Ledger\nURL: https://daily.example/a?b=c\nBYLINE: By Priya Nair\n"
        f"Topics: world, Middle East; world\nLanguage: en-GB\n\n{WHOLE}"
    )

    assert_whole(document)
    assert document.source == "The Daily Ledger"
    assert document.url == "https://daily.example/a?b=c"
    assert document.byline == "Priya Nair"
    assert document.topics == ("world", "Middle East")
    assert document.language == "en-gb"


def test_a_date_may_be_a_key_line() -> None:
    document = parse(f"Date: Oct. 9, 2024, 10:00 UTC\n{HEADLINE}\n\n{TEXT}")

    assert document.published == datetime(2024, 10, 9, 10, tzinfo=UTC)
    assert not document.published_guessed


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://a.example/", "//a.example", "https://", "http://a b", "http://[", "x"],
)
def test_only_web_addresses_are_kept(url: str) -> None:
    assert parse(f"URL: {url}\n\n{WHOLE}").url is None


def test_key_lines_count_above_the_headline_only() -> None:
    document = parse(f"{HEADLINE}\n\n{DATE_LINE}\n\nSource: two officials, who would not be named.\n\n{TEXT}")

    assert document.source is None
    assert document.text.startswith("Source: two officials")


@pytest.mark.parametrize(
    "head",
    [
        f"{HEADLINE}\n\nBy Jane Doe\n\n{DATE_LINE}",
        f"{HEADLINE}\nBy Jane Doe\n{DATE_LINE}",
        f"{HEADLINE}\n\n{DATE_LINE}\n\nBy Jane Doe",
        f"{HEADLINE}\n\nBy Jane Doe | {DATE_LINE}",
        f"{DATE_LINE}\n\n{HEADLINE}\n\nBy Jane Doe",
    ],
)
def test_bylines_are_no_headlines(head: str) -> None:
    document = parse(f"{head}\n\n{TEXT}")

    assert document.headline == HEADLINE
    assert document.byline == "Jane Doe"
    assert document.caption is None
    assert document.text == TEXT


def test_a_standfirst_belongs_to_the_text() -> None:
    standfirst = "The two leaders, who had not talked since August, spoke for about 50 minutes on Wednesday."
    document = parse(f"{HEADLINE}\n\n{standfirst}\n\n{DATE_LINE}\n\n{TEXT}")

    assert document.headline == HEADLINE
    assert document.caption is None
    assert document.text == f"{standfirst}\n\n{TEXT}"


def test_a_credited_caption_below_the_date() -> None:
    caption = "Biden at his desk on Tuesday. (AP Photo/Jane Doe)"
    document = parse(f"{HEADLINE}\n\n{DATE_LINE}\n\n{caption}\n\n{TEXT}")

    assert document.caption == caption
    assert document.text == TEXT


def test_a_second_date_line_tells_of_a_change() -> None:
    document = parse(f"{HEADLINE}\n\nUpdated Oct. 10, 2024\nPublished Oct. 9, 2024\n\n{TEXT}")

    assert document.published == datetime(2024, 10, 9, tzinfo=UTC)
    assert document.text == TEXT


def test_dates_within_the_body_are_text() -> None:
    paragraphs = [PARAGRAPHS[0]] * 12
    document = parse("\n\n".join([HEADLINE, *paragraphs, "October 1, 2024", PARAGRAPHS[1]]))

    assert document.published_guessed
    assert "October 1, 2024" in document.text


def test_a_body_without_headline_lends_its_first_words() -> None:
    body = "The council met for four hours on Tuesday and then voted for the plan " + "of the mayor " * 8
    document = parse(f"{body.strip()}.\n\nIt was late.")

    assert body.startswith(document.headline.removesuffix("…"))
    assert document.headline.endswith("…")
    assert document.text.endswith("It was late.")


def test_advertising_labels_are_left_out() -> None:
    document = parse(WHOLE.replace(PARAGRAPHS[1], f"ADVERTISEMENT\n\n{PARAGRAPHS[1]}"))

    assert document.text == TEXT


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t \n", "white space"),
        ("\ufeff\n".encode(), "white space"),
        (b"\xff\xfe", "white space"),
        (b"PK\x03\x04\x00\x00", "binary"),
        (b"\x7fELF" + bytes(range(256)) * 20, "binary"),
        (b"\x1b\x01\x02" * 50, "binary"),
        (b"%PDF-1.4 some words", "PDF"),
        (b"{\\rtf1 some words}", "RTF"),
        (b"<!DOCTYPE html>\n<html><body>Words.</body></html>", "web page"),
        (HEADLINE.encode(), "no body"),
        (f"{HEADLINE}\n\n{DATE_LINE}\n".encode(), "no body"),
        (f"{HEADLINE}\n\nMore News\n".encode(), "no body"),
        (b"Source: Somebody\n", "no body"),
        (b"...\n\n---\n\n***", "no body"),
    ],
)
def test_what_is_no_article_is_refused_by_name(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=rf"^a\.txt: .*{reason}"):
        parse(data)
