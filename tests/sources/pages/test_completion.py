"""A teaser completed by its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.models import Document
from bot.sources.pages.completion import completed
from bot.sources.pages.extraction import Page

NOON = datetime(2024, 10, 9, 12, tzinfo=UTC)
TEASER = Document(
    "Ferry sails again", "The ferry sails …", NOON, url="https://herald.example/1?utm_source=rss", teaser=True
)
WHOLE = "The ferry sails again after three weeks.\n\nThe engine was replaced in the yard."
PAGE = Page(
    url="https://herald.example/1",
    headline="Ferry sails again | Herald",
    text=WHOLE,
    published=datetime(2024, 10, 8, 7, tzinfo=UTC),
    byline="Ana Quist",
    outlet="The Herald",
    canonical_url="https://herald.example/1",
    picture="https://herald.example/1.jpg",
    language="en-gb",
)


def test_the_page_gives_the_text_and_what_the_feed_left_out() -> None:
    whole = completed(TEASER, PAGE)
    assert whole.text == WHOLE and not whole.teaser
    assert whole.headline == "Ferry sails again" and whole.published == NOON
    assert (whole.byline, whole.source, whole.picture) == ("Ana Quist", "The Herald", PAGE.picture)
    assert whole.url == "https://herald.example/1" and whole.language == "en"


def test_what_the_feed_says_itself_is_kept() -> None:
    named = replace(TEASER, byline="Rolf Nygard", source="Wire", picture="https://a.example/p.png")
    whole = completed(named, replace(PAGE, canonical_url=None, language=None))
    assert (whole.byline, whole.source, whole.picture) == ("Rolf Nygard", "Wire", named.picture)
    assert whole.url == TEASER.url and whole.language == "en"


def test_a_guessed_date_gives_way_to_the_pages() -> None:
    guessed = replace(TEASER, published_guessed=True)
    assert completed(guessed, PAGE).published == PAGE.published
    assert not completed(guessed, PAGE).published_guessed
    undated = completed(guessed, replace(PAGE, published=None))
    assert undated.published == NOON and undated.published_guessed
    ahead = completed(guessed, replace(PAGE, published=NOON.replace(year=2040)))
    assert ahead.published == NOON and ahead.published_guessed


def test_behind_a_pay_wall_a_teaser_stays_one() -> None:
    assert completed(TEASER, replace(PAGE, paywalled=True)).teaser
    shorter = completed(TEASER, replace(PAGE, text="Subscribe."))
    assert shorter.teaser and shorter.text == TEASER.text
