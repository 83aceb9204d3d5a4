"""HTML of feeds and pages as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.html_text import MAX_TEXT, line_of_html, text_of_html
from tests.bounded import ends


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("Plain text.", "Plain text."),
        ("One\n\nTwo\nlines", "One\n\nTwo lines"),
        ("<b>One</b>\n\nTwo <i>more</i>", "One\n\nTwo more"),
        ("<p>One</p>\n<p>Two</p>", "One\n\nTwo"),
        ("<p>One\n\nstill one</p>", "One still one"),
        ("One<br>still one<br><br>Two", "One still one\n\nTwo"),
        ("<ul><li>a<li>b</ul>", "a\n\nb"),
        ("<ol><li><p>a</p></li></ol>after", "a\n\nafter"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
        ("<p>a<script>bad()</script><style>p{}</style>b</p>", "ab"),
        ("<p>a</p><p hidden>b</p><p style='display: none'>c</p><p aria-hidden=true>d</p>", "a"),
        ("<blockquote class='twitter-tweet'><p>tweet</p></blockquote><p>a</p>", "a"),
        ("<figure><img src=x><figcaption>caption</figcaption></figure><p>a</p>", "a"),
        ("<p>a &lt; b &amp; c&nbsp;d &#8217; &eacute;</p>", "a < b & c d ’ é"),
        ("&lt;p&gt;Twice &amp;amp; more&lt;/p&gt;", "Twice & more"),
        ("<p>&lt;p&gt;In a tag&lt;/p&gt;</p>", "In a tag"),
        ("It&amp;#39;s", "It's"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("<p>a<!-- b --><?php c ?>d</p>", "ad"),
        ("<p>a\u202eb\u200b\x07c\u00ad</p>", "abc"),
        ("<p>cafe\u0301</p>", "café"),
    ],
)
def test_html_becomes_paragraphs(html: str, text: str) -> None:
    assert text_of_html(html) == text


def test_a_title_is_one_line_of_bounded_length() -> None:
    assert line_of_html("a <b>b</b><br>c\n d") == "a b c d"
    assert line_of_html("word " * 100, limit=20) == "word word word…"
    assert line_of_html("x" * 100, limit=20) == "x" * 19 + "…"


@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<b",
                ">",
                "<",
                "&",
                "&lt;",
                "&amp;",
                "&#0;",
                "<script>",
                "</script>",
                "<!--",
                "-->",
                "a b",
                "\n\n",
                "<li>",
                "<![CDATA[",
                "]]>",
                "\x00",
                "<td>",
                "\ud800",
            ]
        )
    ).map("".join)
)
def test_any_text_becomes_clean_paragraphs(html: str) -> None:
    for paragraph in text_of_html(html).split("\n\n"):
        assert paragraph == " ".join(paragraph.split())
        assert "\x00" not in paragraph
        paragraph.encode()
    assert "\n" not in line_of_html(html)


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<b>",
        "<",
        "&",
        "<a ",
        "<!--",
        "<p>",
        "<table><td>",
        "<li><ul>",
        "&lt;",
        "<![CDATA[",
        "</",
        "<p/",
    ],
)
def test_long_nonsense_ends(piece: str) -> None:
    with ends():
        assert len(text_of_html(piece * 150_000)) <= MAX_TEXT
        assert len(line_of_html(piece * 150_000)) <= 500
