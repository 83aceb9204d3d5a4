"""How a feed does after a poll, and what those who added it are told: each change once; pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models import FeedState, WebFeed

PATIENCE = 3
"""So many polls must fail in a row before a feed counts as failing: a server may be restarted."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a poll gave nothing."""

    reason: str
    """A sentence."""
    gone: bool = False
    """The server says that the feed was there and will not come back."""
    passing: bool = True
    """It may well go over by itself; where it will not, there is nothing to be patient about."""
    retry_after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """The state that a poll leaves a feed in."""

    state: FeedState
    reason: str | None
    failures: int
    notice: str | None = None
    """What is to be told, when the state is another than before."""
    moved_to: str | None = None
    """The address to keep from now on, when it is another than before."""


def after_reading(feed: WebFeed, moved_to: str | None) -> Health:
    """Return how a feed does that was read, perhaps from another address that it has moved to for good.

    One that has moved and at once moves on, as where each answer leads to an address of its own, is followed
    there, but neither kept nor told: that would not end.
    """
    if moved_to is not None and moved_to != feed.url:
        if feed.state is FeedState.MOVED:
            return Health(FeedState.MOVED, feed.reason, 0)
        reason = f"It has moved to {moved_to} and is read from there."
        return Health(FeedState.MOVED, reason, 0, f"{reason} Nothing needs to be done.", moved_to)
    told = "It works again." if feed.state is FeedState.FAILING else None
    return Health(FeedState.OK, None, 0, told)


def after_trouble(feed: WebFeed, trouble: Trouble) -> Health:
    """Return how a feed does that could not be read."""
    failures = feed.failures + 1
    if trouble.gone:
        told = f"{trouble.reason} It is not asked any more; remove it with `/feed remove`."
        return Health(FeedState.GONE, trouble.reason, failures, told)
    patient = failures < (PATIENCE if trouble.passing else PATIENCE - 1)
    if feed.state is FeedState.FAILING:
        return Health(FeedState.FAILING, trouble.reason, failures)
    if patient:
        # the reason is shown, but nobody is told yet
        return Health(feed.state, trouble.reason, failures)
    told = f"{trouble.reason} It is tried again, less and less often; `/feed check` tells more."
    return Health(FeedState.FAILING, trouble.reason, failures, told)
