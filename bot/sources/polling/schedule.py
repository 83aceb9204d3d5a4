"""When a feed is asked again; pure.

As its server and the feed itself ask (``Cache-Control: max-age``, ``Retry-After``, ``<ttl>``,
``<skipHours>``, ``<skipDays>``), within the operator's bounds; a feed that fails is asked at growing
intervals for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

BACK_OFF = 2.0
"""How much longer each wait after a failure is than the one before."""
JITTER = 0.1
"""A wait is longer by up to this share, drawn by lot: feeds that fail together do not return together."""
QUIET_DAYS = 14
QUIET_INTERVAL = timedelta(hours=1)
"""A feed that had nothing new for so many days is asked no more often than this."""
_HOURS_A_WEEK = 7 * 24


class Lot(Protocol):
    """What is needed of :class:`random.Random`."""

    def random(self) -> float:
        """Return a number from 0 to below 1."""
        ...


@dataclass(frozen=True, slots=True)
class PollBounds:
    """How often the operator lets feeds be asked."""

    shortest: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a server and its feed ask for."""

    max_age_seconds: int | None = None
    ttl_minutes: int | None = None
    skip_hours: frozenset[int] = frozenset()
    """0 to 23, UTC."""
    skip_days: frozenset[int] = frozenset()
    """0 is Monday."""


def after_success(
    now: datetime, wishes: Wishes, last_new: datetime | None, bounds: PollBounds, lot: Lot
) -> datetime:
    """Return when a feed that was read is asked again.

    `last_new`: when it last had something new; None is never.
    """
    asked = [
        bounds.shortest,
        timedelta(seconds=wishes.max_age_seconds or 0),
        timedelta(minutes=wishes.ttl_minutes or 0),
    ]
    if last_new is not None and now - last_new > timedelta(days=QUIET_DAYS):
        asked.append(QUIET_INTERVAL)
    wait = min(max(asked), bounds.longest)
    return _unskipped(now + _later(wait, lot), wishes)


def after_failure(
    now: datetime, failures: int, retry_after_seconds: float | None, bounds: PollBounds, lot: Lot
) -> datetime:
    """Return when a feed that failed `failures` times in a row is tried again.

    Never before the server's ``Retry-After``, and never later than `bounds.longest`, unless it asks for that.
    """
    steps = min(max(failures, 1) - 1, 32)
    wait = min(bounds.shortest * BACK_OFF**steps, bounds.longest)
    return now + max(_later(wait, lot), timedelta(seconds=retry_after_seconds or 0))


def _later(wait: timedelta, lot: Lot) -> timedelta:
    return wait * (1 + JITTER * lot.random())


def _unskipped(moment: datetime, wishes: Wishes) -> datetime:
    """Return the first moment, at once or on a full hour, that the feed does not ask to leave out."""
    found = moment.astimezone(UTC)
    for _ in range(_HOURS_A_WEEK):
        if found.hour not in wishes.skip_hours and found.weekday() not in wishes.skip_days:
            return found
        found = found.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    # it asks never to be fetched at all, which nobody can mean
    return moment
