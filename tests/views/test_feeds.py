"""What an admin sees of feeds."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.models import (
    CheckResult,
    Digest,
    DigestStory,
    Feed,
    FeedHeadline,
    FeedId,
    FeedLink,
    FeedPreview,
    FeedState,
    Subject,
    WebFeed,
    WebFeedId,
)
from bot.views.feed_offer import FeedChoice, FeedOffer
from bot.views.feeds import feed_check_view, feeds_view, followed_view, sentence
from bot.views.layout import measure
from tests.views.making import LONG, URLS, citation, quote, shown

NOW = datetime(2024, 10, 9, 12, tzinfo=UTC)
URL = "https://herald.example/feed.xml"
WEB = WebFeed(WebFeedId(1), URL, "Herald", "https://herald.example/", FeedState.OK, None, NOW, NOW)
FEED = Feed(FeedId(1), "guild:7", "The Herald", WEB, 1, NOW)
PREVIEW = FeedPreview(
    url=URL,
    title="The Herald",
    site_url=None,
    description="News of the harbour",
    items=7,
    headlines=(
        FeedHeadline("Ferry sails again", "https://herald.example/1", NOW),
        FeedHeadline("Undated @everyone", None, None),
    ),
    digest=Digest(Subject(), "", (DigestStory(citation(), (quote("The ferry sails."),)),), NOW),
)


async def nothing(*_: Any) -> bool:
    """Do nothing when pressed."""
    return True


def offer(preview: FeedPreview) -> ui.LayoutView:
    return FeedOffer(preview, shared_with="Harbour news", follow=nothing)


async def test_a_feed_shows_what_it_is_what_is_in_it_and_what_a_digest_would_read() -> None:
    text = shown(offer(PREVIEW))
    assert (
        "### 📰 The Herald" in text and "//herald.example/feed.xml" in text and "News of the harbour" in text
    )
    assert "- [Ferry sails again](<https://herald.example/1>) · <t:1728475200:R>" in text
    assert "- Undated @\u200beveryone\n-# and 5 more" in text
    assert "A digest from it would read" in text and "ails." in text
    assert "[Follow]" in text and "Harbour news" in text


async def test_a_feed_with_nothing_in_it_says_so() -> None:
    assert "nothing in it yet" in shown(offer(replace(PREVIEW, items=0, headlines=(), digest=None)))


async def test_what_is_odd_about_a_feed_is_said() -> None:
    assert "⚠️ The feed breaks off." in shown(offer(replace(PREVIEW, warnings=("The feed breaks off.",))))


async def test_the_feeds_of_a_page_are_offered_in_a_select() -> None:
    links = [FeedLink(f"Feed {number}", f"https://herald.example/{number}") for number in range(40)]
    view = FeedChoice("https://herald.example/", links, choose=nothing)
    select = next(item for item in view.walk_children() if isinstance(item, ui.Select))
    assert len(select.options) == 25
    assert (select.options[0].label, select.options[0].description) == ("Feed 0", "https://herald.example/0")
    assert "names 40 feeds" in shown(view)


def test_following_says_what_comes_next() -> None:
    assert "Following The Herald" in shown(followed_view(FEED, new=True))
    assert "followed already" in shown(followed_view(FEED, new=False))


@pytest.mark.parametrize(
    ("state", "sign"),
    [(FeedState.OK, "🟢"), (FeedState.FAILING, "🟠"), (FeedState.GONE, "🔴"), (FeedState.PAUSED, "⏸️")],
)
def test_a_feed_shows_how_it_does(state: FeedState, sign: str) -> None:
    soon = NOW + timedelta(minutes=15)
    web = replace(
        WEB, state=state, reason="Its server is down.", last_success=NOW, last_new=NOW, next_poll=soon
    )
    text = shown(feeds_view([replace(FEED, web=web)], limit=50, now=NOW))
    assert f"{sign} **[The Herald](<https://herald.example/>)**" in text
    assert "Its server is down." in text and "-# 1 of 50 of this server\n" in text + "\n"
    assert ("next <t:" in text) is (state not in (FeedState.GONE, FeedState.PAUSED))


def test_a_feed_that_is_due_is_not_said_to_be_polled_in_the_past() -> None:
    text = shown(feeds_view([FEED], limit=50, now=NOW))
    assert "not read yet · next within a minute" in text


def test_a_muted_shared_feed_says_both() -> None:
    text = shown(feeds_view([replace(FEED, owner="global", muted=True)], limit=50, now=NOW))
    assert "🔇" in text and "shared · muted here" in text and "0 of 50 of this server, 1 shared" in text


def test_no_feed_says_how_to_begin() -> None:
    assert "/feed add" in shown(feeds_view([], limit=50, now=NOW))


def test_many_feeds_are_told_page_by_page() -> None:
    feeds = [replace(FEED, id=FeedId(number), title=f"Feed {number}") for number in range(25)]
    text = shown(feeds_view(feeds, limit=50, now=NOW, page=2))
    assert "**[Feed 20]" in text and "**[Feed 19]" not in text
    assert "21 to 25 of 25 · page 3 of 3" in text
    assert "**[Feed 24]" in shown(feeds_view(feeds, limit=50, now=NOW, page=99))


def test_each_feed_is_on_one_of_the_pages_however_much_there_is_to_say() -> None:
    web = replace(WEB, state=FeedState.FAILING, reason="Its server is down. " * 30)
    feeds = [replace(FEED, id=FeedId(n), title=f"Feed {n} {'x' * 99}", web=web) for n in range(25)]
    # past the last page is the last page
    pages = set(shown(feeds_view(feeds, limit=50, now=NOW, page=page)) for page in range(25))
    assert [sum(f"**[Feed {n} " in page for page in pages) for n in range(25)] == [1] * 25


@pytest.mark.parametrize(
    ("web", "sign"),
    [
        (replace(WEB, failures=1, reason="Its server answered 503.", last_success=NOW), "🟡"),
        (WEB, "⚪"),
    ],
)
def test_a_feed_that_stumbled_or_was_never_read_is_not_shown_as_well(web: WebFeed, sign: str) -> None:
    assert f"{sign} **[The Herald]" in shown(feeds_view([replace(FEED, web=web)], limit=50, now=NOW))


def test_commands_in_a_sentence_stay_commands_and_all_else_is_escaped() -> None:
    said = sentence(
        "It moved to http://x.example/**a**`b`. Use `/feed check` or `nutgraf feeds resume`.", 300
    )
    assert "Use `/feed check` or `nutgraf feeds resume`." in said
    assert r"\*\*a\*\*\`b\`" in said


def test_a_diagnosis_says_what_to_do() -> None:
    results = [
        CheckResult(True, "Fetched", "Its server answered.", "unused"),
        CheckResult(False, "Parsed", "It is a web page.", "Look for the feed's address."),
    ]
    text = shown(feed_check_view("The Herald", results))
    assert "✅ **Fetched**\nIts server answered.\n⚠️ **Parsed**\nIt is a web page.\n-# Look for" in text
    assert "unused" not in text


_FEEDS = st.builds(
    Feed,
    id=st.integers(1, 9).map(FeedId),
    owner=st.sampled_from(["global", "guild:7"]),
    title=LONG,
    web=st.builds(
        replace,
        st.just(WEB),
        url=URLS.map(lambda url: url or "x"),
        site_url=URLS,
        state=st.sampled_from(FeedState),
        reason=st.none() | LONG,
        last_success=st.none() | st.just(NOW - timedelta(days=900)),
    ),
    added_by=st.none(),
    added_at=st.just(NOW),
    muted=st.booleans(),
)


@given(st.lists(_FEEDS, max_size=23), st.integers(-3, 5))
def test_any_list_fits(feeds: list[Feed], page: int) -> None:
    assert measure(feeds_view(feeds, limit=50, now=NOW, page=page)).fits


@given(LONG, st.lists(st.builds(CheckResult, st.booleans(), LONG, LONG, LONG), max_size=9))
def test_any_diagnosis_fits(title: str, results: list[CheckResult]) -> None:
    assert measure(feed_check_view(title, results)).fits


@given(
    st.builds(
        FeedPreview,
        url=LONG,
        title=LONG,
        site_url=URLS,
        description=LONG,
        items=st.integers(0, 10**6),
        headlines=st.lists(st.builds(FeedHeadline, LONG, URLS, st.none() | st.just(NOW)), max_size=8).map(
            tuple
        ),
        digest=st.none() | st.just(PREVIEW.digest),
        warnings=st.lists(LONG, max_size=5).map(tuple),
    ),
    st.lists(st.builds(FeedLink, LONG, LONG), min_size=1, max_size=30),
)
def test_any_offer_fits(preview: FeedPreview, links: list[FeedLink]) -> None:
    async def sizes() -> list[bool]:
        return [measure(offer(preview)).fits, measure(FeedChoice(preview.url, links, choose=nothing)).fits]

    assert all(asyncio.run(sizes()))
