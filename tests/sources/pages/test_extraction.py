"""The article in a page: its fields, and pages that hold none."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.failures import PageError
from bot.sources.pages.extraction import read_page
from tests.bounded import ends

URL = "https://www.harbourpost.example/news/ferry?utm_source=rss"

PARAGRAPHS = [
    "The ferry crews of Port Ansel went back to work on Monday after the owners agreed to pay more.",
    "“We are glad that this is over,” said Kim Poe, who speaks for the crews, at the quay on Sunday evening.",
    "The strike had lasted for nine days and cost the islands most of their autumn visitors, hotels said.",
    "Boats sail every hour from Tuesday, and the last one leaves at midnight, later than ever before.",
]
ARTICLE = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
HEAD = """<link rel="canonical" href="/news/ferry"><meta property="og:site_name" content="The Harbour Post">
<meta property="og:image" content="/ferry.jpg"><meta name="author" content="By Jane Doe">
<meta property="article:published_time" content="2024-10-09T08:00:00+02:00">"""


def page(body: str, head: str = "", title: str = "Ferry crews end strike - The Harbour Post") -> bytes:
    return f'<html lang="en-GB"><head><title>{title}</title>{head}</head><body>{body}</body></html>'.encode()


def test_an_article_comes_with_its_fields() -> None:
    found = read_page(
        page(
            f"<nav><a href='/'>Home</a></nav><article><h1>Ferry crews end strike</h1>{ARTICLE}</article>"
            "<footer>About us</footer>",
            HEAD,
        ),
        url=URL,
    )

    assert found.headline == "Ferry crews end strike"
    assert found.text == "\n\n".join(PARAGRAPHS)
    assert (found.published, found.day_only) == (datetime(2024, 10, 9, 6, tzinfo=UTC), False)
    assert (found.byline, found.outlet, found.language) == ("Jane Doe", "The Harbour Post", "en-gb")
    assert found.canonical_url == "https://www.harbourpost.example/news/ferry"
    assert found.picture == "https://www.harbourpost.example/ferry.jpg"
    assert not found.paywalled
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301


def test_linked_data_says_who_wrote_it_and_that_it_is_paid_for() -> None:
    data = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
    {"@type": "WebSite"},
    {"@type": ["NewsArticle"], "headline": "Crews end &amp; win", "datePublished": "2024-10-08",
     "author": [{"@type": "Person", "name": "Jane Doe"}, "Bob Moss"], "isAccessibleForFree": "False",
     "publisher": {"name": "The Post"}, "image": ["https://cdn.example/x.jpg"]}]}</script>"""
    found = read_page(page(ARTICLE, data), url=URL)

    assert (found.headline, found.byline, found.outlet) == (
        "Crews end & win",
        "Jane Doe, Bob Moss",
        "The Post",
    )
    assert (found.published, found.day_only) == (datetime(2024, 10, 8, tzinfo=UTC), True)
    assert (found.picture, found.paywalled) == ("https://cdn.example/x.jpg", True)
    locked = page(ARTICLE, '<meta property="article:content_tier" content="locked">')
    assert read_page(locked, url=URL).paywalled


@pytest.mark.parametrize(
    "address", ["https://other.example/news/ferry", "javascript:alert(1)", "/", "http://["]
)
def test_a_page_speaks_for_no_other_address(address: str) -> None:
    assert read_page(page(ARTICLE, f'<link rel="canonical" href="{address}">'), url=URL).canonical_url is None


def test_the_charset_is_seen() -> None:
    text = ARTICLE.replace("over", "café — über")
    for encoding in ("utf-8", "cp1252", "utf-16"):
        body = f"<html><head><meta charset={encoding}></head><body>{text}</body></html>".encode(encoding)
        assert "café — über" in read_page(body, url=URL).text


COOKIES = (
    "<h1>Before you continue</h1>"
    "<p>We and our 812 partners use cookies to store and reach information on your device.</p>"
    "<p>Accept all cookies, or "
    "manage your privacy settings. You can change your choices at any time in our cookie policy.</p>"
)
LOGIN = (
    "<h1>Sign in</h1>"
    "<p>Sign in to continue to the Harbour Post, and read as much as you like on each of your devices.</p>"
    "<p>Forgot your password? "
    "Create an account, it takes no more than a minute and costs nothing at all this month.</p>"
)
ROBOT = (
    "<h1>Just a moment...</h1>"
    "<p>We are checking your browser before you can go on to this site, which takes a few"
    " seconds.</p>"
    "<p>Please enable JavaScript and cookies to continue, and verify that you are human by holding.</p>"
)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (COOKIES, "cookies"),
        (LOGIN, "sign in"),
        (ROBOT, "robot"),
        ("<p>Too short.</p>", "hardly any text|No article"),
        ("", "No article"),
    ],
)
def test_what_is_no_article_is_refused_in_a_sentence(body: str, words: str) -> None:
    with pytest.raises(PageError, match=words) as refused:
        read_page(page(body, title="Harbour Post"), url=URL)

    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7 x", b"\x89PNG", b'{"a": 1}', b"\x00" * 1_000])
def test_what_is_no_page_is_refused(body: bytes) -> None:
    with pytest.raises(PageError):
        read_page(body, url=URL)


def test_an_article_about_cookies_is_an_article() -> None:
    text = ARTICLE * 3 + "<p>Sites say “we use cookies”, and people accept all cookies to be rid of it.</p>"

    assert "accept all cookies" in read_page(page(text), url=URL).text


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000,
        "<a href='/x'>y " * 200_000,
        "<a href='/x'>y</a> " * 9_000,
        "<p>word " * 18_000,
        "<table><tr><td>" * 20_000,
        "<p>" + "word " * 400_000,
        "<p>" + "x" * 2_000_000,
        '<script type="application/ld+json">' + '{"a":' * 100_000,
        '<script type="application/ld+json">[' + '{"@type":"NewsArticle"},' * 90_000 + "{}]</script>",
        "<!--" * 300_000,
        "<br>" * 19_000,
        "<meta name=a content=b>" * 19_000,
        "<span>" * 200 + "x" * 500_000,
    ],
    ids=lambda body: body[:30],
)
def test_monstrous_pages_end(body: str) -> None:
    with ends():
        try:
            assert len(read_page(page(body + ARTICLE), url=URL).text) <= 200_000
        except PageError as error:
            assert str(error).endswith(".")


@settings(max_examples=60)
@given(st.binary(max_size=400), st.integers(0, 1_500), st.booleans())
def test_any_bytes_in_a_page(noise: bytes, place: int, cut: bool) -> None:
    whole = page(f"<article>{ARTICLE}</article>", HEAD)
    try:
        found = read_page(whole[:place] + noise + (b"" if cut else whole[place:]), url=URL)
    except PageError as error:
        assert str(error).endswith(".")
    else:
        assert found.headline and found.text and "\x00" not in found.text
