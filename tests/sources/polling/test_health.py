"""How a feed does, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.models import FeedState, WebFeed, WebFeedId
from bot.sources.polling.health import Health, Trouble, after_reading, after_trouble

NOW = datetime(2024, 10, 9, 12, tzinfo=UTC)
FEED = WebFeed(
    WebFeedId(1), "https://herald.example/rss", "Herald", None, FeedState.OK, None, NOW, next_poll=NOW
)
DOWN = Trouble("The server of herald.example answered 503 Service Unavailable.")
MISSING = Trouble("herald.example has no page at this address (404).", passing=False)


def left(feed: WebFeed, health: Health) -> WebFeed:
    return replace(feed, state=health.state, reason=health.reason, failures=health.failures)


def told(feed: WebFeed, *troubles: Trouble | None) -> list[str | None]:
    """Return what is told after each poll; None is one that succeeds."""
    notices = []
    for trouble in troubles:
        health = after_reading(feed, None) if trouble is None else after_trouble(feed, trouble)
        notices.append(health.notice)
        feed = left(feed, health)
    return notices


def test_a_short_outage_is_not_told() -> None:
    assert told(FEED, DOWN, DOWN, None, DOWN, DOWN, None) == [None] * 6


def test_an_outage_is_told_once_and_so_is_its_end() -> None:
    notices = told(FEED, *[DOWN] * 100, None, None)
    assert [place for place, notice in enumerate(notices) if notice] == [2, 100]
    assert notices[2] is not None and "503" in notices[2] and "/feed check" in notices[2]
    assert notices[100] == "It works again."


def test_what_will_not_go_over_by_itself_is_told_sooner() -> None:
    assert [bool(notice) for notice in told(FEED, MISSING, MISSING, MISSING)] == [False, True, False]


def test_the_reason_is_known_from_the_first_failure_on() -> None:
    health = after_trouble(FEED, DOWN)
    assert health.state is FeedState.OK and health.reason == DOWN.reason and health.failures == 1
    assert after_reading(left(FEED, health), None) == Health(FeedState.OK, None, 0)


def test_what_is_gone_is_told_at_once() -> None:
    health = after_trouble(FEED, Trouble("The feed is no more (410).", gone=True, passing=False))
    assert health.state is FeedState.GONE
    assert health.notice and "/feed remove" in health.notice


def test_a_move_is_told_once() -> None:
    new = "https://herald.example/new"
    health = after_reading(FEED, new)
    assert health.state is FeedState.MOVED and health.notice and new in health.notice
    settled = replace(left(FEED, health), url=new)
    assert after_reading(settled, None) == Health(FeedState.OK, None, 0)
    assert after_reading(settled, new) == Health(FeedState.OK, None, 0)


def test_a_feed_that_moved_and_then_fails_is_told_as_failing() -> None:
    moved = replace(FEED, state=FeedState.MOVED)
    assert [bool(notice) for notice in told(moved, DOWN, DOWN, DOWN)] == [False, False, True]


def test_a_feed_that_moves_on_at_each_poll_is_told_and_kept_once() -> None:
    feed, notices = FEED, []
    for number in range(5):
        health = after_reading(feed, f"https://herald.example/session-{number}")
        feed = replace(left(feed, health), url=health.moved_to or feed.url)
        notices.append(health.notice)
    assert [bool(notice) for notice in notices] == [True, False, False, False, False]
    assert feed.url == "https://herald.example/session-0"
