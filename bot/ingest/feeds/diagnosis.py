"""What is wrong with a feed, or that nothing is: it is polled now, and each step told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.index import Index
from bot.ingest.feeds.poller import FeedPoller, Poll
from bot.models import CheckResult, Feed, FeedState

_NOT_ASKED = {
    FeedState.GONE: "Remove it with /feed remove, and look for its new address.",
    FeedState.PAUSED: "The operator lets it be read again with `nutgraf feeds resume`.",
}


async def check_feed(
    index: Index, poller: FeedPoller, feed: Feed, *, max_age_days: int, today: date
) -> list[CheckResult]:
    """Poll a feed, unless it is gone or paused, and return what each step gave.

    `max_age_days`: articles published longer ago are in no digest; 0 is no limit.
    """
    current = await index.web_feeds.get(feed.web.id) or feed.web
    if current.state in _NOT_ASKED:
        reason, mend = current.reason or current.state.value, _NOT_ASKED[current.state]
        return [CheckResult(False, "It is not asked", reason, mend), await _articles(index, feed)]
    poll = await poller.poll(current)
    return [*_fetched(poll), *_found(poll, max_age_days, today), await _articles(index, feed)]


def _fetched(poll: Poll) -> list[CheckResult]:
    if poll.trouble is None:
        answer = "Its server says that nothing is new." if poll.unchanged else "Its server answered."
        return [CheckResult(True, "Fetched", answer)]
    mend = (
        "That may go over by itself: it is tried again, at growing intervals."
        if poll.trouble.passing
        else "Look at the address in a browser; if the feed has another one, add that and remove this."
    )
    return [CheckResult(False, "It cannot be read", poll.trouble.reason, mend)]


def _found(poll: Poll, max_age_days: int, today: date) -> list[CheckResult]:
    if poll.trouble is not None or poll.unchanged:
        return []
    items = len(poll.published)
    if not items:
        return [
            CheckResult(
                False, "Parsed", "It is a feed, but there is nothing in it.", "Wait for its first item."
            )
        ]
    results = [CheckResult(True, "Parsed", f"{items} items; {_span(poll.published)}.")]
    results += [CheckResult(False, "Odd", warning, "It is read all the same.") for warning in poll.warnings]
    seen = items - poll.new - poll.edited
    counts = f"{poll.new} new, {poll.edited} changed, {seen} seen before"
    results.append(CheckResult(True, "Compared", f"{counts}."))
    if max_age_days:
        oldest = datetime.combine(today - timedelta(days=max_age_days), datetime.min.time())
        old = sum(when is not None and when.replace(tzinfo=None) < oldest for when in poll.published)
        if old:
            details = f"{old} are older than {max_age_days} days: found by questions, but in no digest."
            results.append(CheckResult(True, "Too old", details))
    return results


def _span(published: tuple[datetime | None, ...]) -> str:
    dates = sorted(when for when in published if when is not None)
    if not dates:
        return "none says when it was published"
    if dates[0].date() == dates[-1].date():
        return f"all of {dates[0]:%Y-%m-%d}"
    return f"from {dates[0]:%Y-%m-%d} to {dates[-1]:%Y-%m-%d}"


async def _articles(index: Index, feed: Feed) -> CheckResult:
    counts = await index.web_feeds.counts(feed.web.id)
    articles = await index.feeds.articles(feed.id)
    waiting = f", {counts.waiting} items wait to be read" if counts.waiting else ""
    refused = f", {counts.refused} could not be read" if counts.refused else ""
    details = f"{articles} articles of it are in the index{waiting}{refused}."
    if counts.refused and (reason := await index.web_feeds.last_refusal(feed.web.id)):
        details = f"{details} The last one: {reason}"
    return CheckResult(bool(articles or counts.waiting), "Read", details, "Nothing in it could be read.")
