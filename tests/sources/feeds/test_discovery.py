"""The feeds that a page offers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.sources.feeds.discovery import FoundFeed, discover_feeds
from tests.bounded import ends

URL = "https://www.harbourpost.example/section/page.html"


def test_declared_feeds_come_first_and_comments_last() -> None:
    page = b"""<!doctype html><head><base href="https://www.harbourpost.example/root/">
    <link rel="alternate" type="application/rss+xml" title="Post: Comments feed" href="/comments/feed/">
    <link rel="Alternate" TYPE="application/rss+xml; charset=utf-8" title="The &lt;b&gt;Post&lt;/b&gt;"
     href="news.rss">
    <link rel="alternate" type="application/atom+xml" href="//feeds.harbourpost.example/atom">
    <link rel="alternate" type="application/feed+json" title="JSON" href="feed.json">
    <link rel="alternate" type="application/json" title="API" href="/wp-json/wp/v2/posts/1">
    <link rel="alternate" hreflang="fr" href="/fr/"><link rel="stylesheet" type="text/css" href="/rss.css">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
    </head><body><a href="/rss/sport.xml">Sport <b>RSS</b></a>
    <a href="news.rss">again</a><a href="/about">About</a>
    <a href="/rss-explained.png">picture</a><a href="feed:https://b.example/rss">elsewhere</a></body>"""

    assert discover_feeds(page, url=URL) == (
        FoundFeed("The Post", "https://www.harbourpost.example/root/news.rss", "rss"),
        FoundFeed("feeds.harbourpost.example/atom", "https://feeds.harbourpost.example/atom", "atom"),
        FoundFeed("JSON", "https://www.harbourpost.example/root/feed.json", "json"),
        FoundFeed("Sport RSS", "https://www.harbourpost.example/rss/sport.xml", None),
        FoundFeed("elsewhere", "https://b.example/rss", None),
        FoundFeed("Post: Comments feed", "https://www.harbourpost.example/comments/feed/", "rss"),
    )


def test_a_page_without_feeds_has_none() -> None:
    assert discover_feeds(b"", url=URL) == ()
    assert discover_feeds(b"\x00\xff" * 100, url=URL) == ()
    assert discover_feeds(b"<p>Feeding the birds, a <a href='/feeding'>story</a></p>", url=URL) == ()


def test_no_more_are_returned_than_asked_for_however_many_links_there_are() -> None:
    page = b"".join(b"<a href='/rss/%d.xml'>x</a><div>" % number for number in range(30_000))
    with ends():
        assert len(discover_feeds(page, url=URL, limit=3)) == 3
        assert discover_feeds(b"<a " * 300_000 + b"<link " * 300_000, url=URL) == ()


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_page_is_taken(noise: bytes, href: str) -> None:
    page = (
        b"<link rel=alternate type=application/rss+xml href='"
        + href.encode("utf-8", "replace")
        + b"'>"
        + noise
    )
    for found in discover_feeds(page, url=URL):
        assert found.url.lower().startswith(("http://", "https://"))
        assert found.title
