"""What is wrong with a feed, or that nothing is: it is polled now, and each step told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.index import Index
from bot.ingest.feeds.poller import FeedPoller, Poll
from bot.models import CheckResult, Feed, FeedState

_GONE = "Look for its new address, and remove this one with `/feed remove`."
_GONE_SHARED = "The operator can remove it; until then `/feed mute` hides it here."
_PAUSED = "The operator lets it be read again with `nutgraf feeds resume`."


async def check_feed(
    index: Index, poller: FeedPoller, feed: Feed, *, max_age_days: int, today: date
) -> list[CheckResult]:
    """Poll a feed, unless it is gone or paused, and return what each step gave.

    `max_age_days`: articles published longer ago are in no digest; 0 is no limit.
    """
    current = await index.web_feeds.get(feed.web.id) or feed.web
    if current.state in (FeedState.GONE, FeedState.PAUSED):
        gone = _GONE_SHARED if feed.shared else _GONE
        mend = gone if current.state is FeedState.GONE else _PAUSED
        not_asked = CheckResult(False, "It is not asked", current.reason or current.state.value, mend)
        return [not_asked, *await _articles(index, feed)]
    poll = await poller.poll(current)
    articles = await _articles(index, feed)
    if poll.unchanged and not articles:
        articles = [
            CheckResult(False, "Read", "There has been nothing in it yet.", "Wait for its first item.")
        ]
    return [*_fetched(poll), *_found(poll, max_age_days, today), *articles]


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
        empty = "It is a feed, but there is nothing in it."
        return [CheckResult(False, "Parsed", empty, "Wait for its first item.")]
    results = [CheckResult(True, "Parsed", f"{_counted(items, 'item')}, {_span(poll.published)}.")]
    results += [CheckResult(False, "Odd", warning, "It is read all the same.") for warning in poll.warnings]
    seen = items - poll.new - poll.edited
    counts = f"{poll.new} new, {poll.edited} changed, {seen} seen before"
    results.append(CheckResult(True, "Compared", f"{counts}."))
    if max_age_days:
        oldest = datetime.combine(today - timedelta(days=max_age_days), datetime.min.time())
        old = sum(when is not None and when.replace(tzinfo=None) < oldest for when in poll.published)
        results += _too_old(old, items, max_age_days)
    return results


def _too_old(old: int, items: int, max_age_days: int) -> list[CheckResult]:
    """Return what to say of items that no digest takes any more."""
    if not old:
        return []
    age = f"older than {_counted(max_age_days, 'day')}: found by questions, but in no digest."
    if old == items:
        return [CheckResult(False, "Too old for digests", f"All are {age}", "Newer ones will be in digests.")]
    return [CheckResult(True, "Age", f"{old} of {items} {_are(old)} {age}")]


def _span(published: tuple[datetime | None, ...]) -> str:
    dates = sorted(when for when in published if when is not None)
    if not dates:
        return "none says when it was published" if len(published) > 1 else "without a date"
    if dates[0].date() == dates[-1].date():
        return f"of {dates[0]:%Y-%m-%d}"
    return f"from {dates[0]:%Y-%m-%d} to {dates[-1]:%Y-%m-%d}"


async def _articles(index: Index, feed: Feed) -> list[CheckResult]:
    counts = await index.web_feeds.counts(feed.web.id)
    articles = await index.feeds.articles(feed.id)
    if not (articles or counts.waiting or counts.refused):
        return []
    facts = [f"{_counted(articles, 'article')} of it {_are(articles)} in the index"]
    if counts.waiting:
        facts.append(
            f"{_counted(counts.waiting, 'item')} {'waits' if counts.waiting == 1 else 'wait'} to be read"
        )
    if counts.refused:
        facts.append(f"{_counted(counts.refused, 'item')} could not be read")
    details = f"{', '.join(facts)}."
    if counts.refused and (reason := await index.web_feeds.last_refusal(feed.web.id)):
        details = f"{details} {'The last one' if counts.refused > 1 else 'Why'}: {reason}"
    return [CheckResult(bool(articles or counts.waiting), "Read", details, "Nothing in it could be read.")]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
