"""The article that an item, and the page behind it, make."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.models import Document
from bot.sources.feeds.documents import is_teaser, to_document
from bot.sources.feeds.model import FeedItem
from bot.sources.pages.model import Page

FETCHED = datetime(2024, 10, 10, 12, tzinfo=UTC)
TEASER = "The ferries sail again on Thursday, the owners said."
LONG = "\n\n".join(
    f"{n}. The crews of Port Ansel had asked for better pay at night, and they got it." for n in range(12)
)

ITEM = FeedItem(
    guid="1",
    url="https://www.harbourpost.example/news/ferry?utm_source=rss",
    title="Ferry crews end strike",
    summary=TEASER,
    content=TEASER,
    published=datetime(2024, 10, 9, 6, tzinfo=UTC),
    categories=("Transport",),
)
PAGE = Page(
    url="https://www.harbourpost.example/news/ferry",
    headline="Ferry crews end strike after nine days",
    text=f"{TEASER}\n\n{LONG}",
    published=datetime(2024, 10, 9, 7, tzinfo=UTC),
    byline="Jane Doe",
    outlet="The Harbour Post",
    canonical_url="https://www.harbourpost.example/news/ferry",
    picture="https://www.harbourpost.example/ferry.jpg",
    language="en-gb",
)


def made(item: FeedItem, page: Page | None = None, feed_title: str | None = None) -> Document:
    document = to_document(item, page, feed_title, fetched=FETCHED)
    assert document is not None
    return document


def test_the_page_completes_a_teaser() -> None:
    assert made(ITEM, PAGE) == Document(
        headline="Ferry crews end strike",
        text=PAGE.text,
        published=datetime(2024, 10, 9, 6, tzinfo=UTC),
        byline="Jane Doe",
        source="The Harbour Post",
        url="https://www.harbourpost.example/news/ferry",
        topics=("Transport",),
        language="en",
        origin="https://www.harbourpost.example/news/ferry?utm_source=rss",
        picture="https://www.harbourpost.example/ferry.jpg",
    )


def test_a_full_feed_needs_no_page() -> None:
    full = replace(ITEM, content=LONG)

    assert not is_teaser(full)
    assert (made(full).text, made(full).teaser) == (LONG, False)
    assert made(full, PAGE).text == LONG
    assert made(full, replace(PAGE, text=LONG * 3)).text == LONG * 3


def test_a_teaser_behind_a_pay_wall_stays_a_teaser() -> None:
    paid = replace(PAGE, text=TEASER, paywalled=True)
    assert (made(ITEM, paid).text, made(ITEM, paid).teaser) == (TEASER, True)
    assert made(replace(ITEM, paywalled=True)).teaser
    longer = replace(PAGE, paywalled=True)
    assert (made(ITEM, longer).text, made(ITEM, longer).teaser) == (PAGE.text, True)
    assert not made(replace(ITEM, content=LONG * 3), longer).teaser


@pytest.mark.parametrize(
    "ending",
    [
        " […]",
        "…",
        " [...]",
        " Read more",
        " Continue reading →",
        "\n\nThe post Ferry crews end strike appeared first on The Post.",
        " Read the full story here.",
        " [+1234 chars]",
    ],
)
def test_how_a_teaser_ends_is_seen_and_not_shown(ending: str) -> None:
    item = replace(ITEM, content=LONG + ending)

    assert is_teaser(item)
    assert made(item).text.rstrip("…") == LONG
    assert made(item).teaser


def test_an_article_may_end_on_reading() -> None:
    item = replace(
        ITEM,
        content=f"{LONG} He told them that children should read more books than he did as a boy in town.",
    )

    assert (made(item).text, made(item).teaser) == (item.content, False)


def test_the_feed_names_the_outlet_and_the_hour_of_fetching_the_day_where_nothing_else_does() -> None:
    bare = replace(ITEM, published=None, language=None)

    document = made(bare, None, "The Harbour Post")

    assert (document.published, document.published_guessed) == (FETCHED, True)
    assert (document.source, document.language) == ("The Harbour Post", "en")
    assert made(replace(bare, source="The Gazette"), PAGE, "A feed").source == "The Gazette"
    assert made(bare, PAGE).published == PAGE.published
    day = replace(ITEM, published=datetime(2024, 10, 9, tzinfo=UTC), day_only=True)
    assert made(day, PAGE).published == PAGE.published


def test_no_words_are_no_article() -> None:
    assert to_document(replace(ITEM, summary="", content="…"), fetched=FETCHED) is None
    assert to_document(replace(ITEM, summary="", content=""), PAGE, fetched=FETCHED) is not None
