"""Which articles there are: when each is published and added, in which feed, and which event it tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from bench.indexing.draws import Numbers

LAST_DAY = date(2026, 9, 30)
DAYS = 365
EPOCH = date(1970, 1, 1)
BACKFILLED = 0.2
"""Of all articles, those that are added long after their day."""
BACKFILL_EVERY = 30
"""Days between the times at which older articles are added."""
TOLD_AGAIN = 0.3
"""Of all articles, those whose event several tell."""
MOST_TELLERS = 6
COPIED = 0.25
"""Of the later tellers of an event, those that are copies of the first one's text."""
GUILDS = 50
GUILD_SHARE = 0.15
GLOBAL_FEED = 1
FIRST_GUILD = 1_001
FIRST_GUILD_FEED = 101
MIDNIGHT = 0.3
"""Of all articles, those of which only the day is known."""
WEEKEND = 0.6
"""News of a Saturday or Sunday beside those of another day."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Columns with a row for each article, in the order in which articles are added."""

    number: Numbers
    event: Numbers
    original: Numbers
    """The article of which it is a copy, or its own number."""
    happened: Numbers
    """The day of the event, counted from 1970."""
    day: Numbers
    """The publish day."""
    second: Numbers
    """The time of that day."""
    added: Numbers
    """The day on which it is added."""
    feed: Numbers

    def __len__(self) -> int:
        return len(self.number)

    def rows(self, chosen: slice | Numbers) -> Plan:
        """Return the plan of some of the articles."""
        return Plan(
            self.number[chosen],
            self.event[chosen],
            self.original[chosen],
            self.happened[chosen],
            self.day[chosen],
            self.second[chosen],
            self.added[chosen],
            self.feed[chosen],
        )


def make_plan(articles: int, seed: int) -> Plan:
    """Return the plan of a year of news; the same for the same numbers."""
    rng = np.random.default_rng((seed, articles))
    event, original = _events(articles, rng)
    weights = [1.0 if _day(day).weekday() < 5 else WEEKEND for day in range(DAYS)]
    happened = rng.choice(DAYS, int(event[-1]) + 1, p=np.array(weights) / sum(weights))[event]
    later = (rng.random(articles) < 0.35) & (np.diff(event, prepend=-1) == 0)
    day = np.minimum(happened + later, DAYS - 1)
    added = np.where(rng.random(articles) < BACKFILLED, _backfill_day(day, rng), day)
    second = np.where(rng.random(articles) < MIDNIGHT, 0, rng.integers(5 * 3600, 23 * 3600, articles))
    first = (_day(0) - EPOCH).days
    plan = Plan(
        np.arange(articles),
        event,
        original,
        happened + first,
        day + first,
        second,
        added + first,
        _feeds(articles, rng),
    )
    return plan.rows(np.lexsort((second, day, added)))


def fresh_plan(articles: int, first: int, seed: int) -> Plan:
    """Return the plan of news of the last day, numbered from `first` on, that no other plan has."""
    rng = np.random.default_rng((seed, first, articles))
    event, original = _events(articles, rng)
    today = np.full(articles, (LAST_DAY - EPOCH).days)
    return Plan(
        np.arange(articles) + first,
        event + first,
        original + first,
        today,
        today,
        np.sort(rng.integers(0, 24 * 3600, articles)),
        today,
        _feeds(articles, rng),
    )


def guild_of(feed: int) -> int | None:
    """Return the guild that owns a feed, or None for the global one."""
    return None if feed == GLOBAL_FEED else feed - FIRST_GUILD_FEED + FIRST_GUILD


def guild_feeds() -> range:
    """Return the numbers of the feeds that guilds own."""
    return range(FIRST_GUILD_FEED, FIRST_GUILD_FEED + GUILDS)


def _day(number: int) -> date:
    return LAST_DAY - timedelta(DAYS - 1 - number)


def _events(articles: int, rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Return for each article its event, and the number of the article of which it is a copy or its own."""
    tellers = rng.integers(2, MOST_TELLERS + 1, articles)
    tellers = tellers[: int(np.searchsorted(np.cumsum(tellers), TOLD_AGAIN * articles))]
    sizes = np.concatenate([tellers, np.ones(articles - int(tellers.sum()), dtype=np.int64)])
    event = np.repeat(np.arange(len(sizes)), sizes)
    number = np.arange(articles)
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    copied = (rng.random(articles) < COPIED) & (number != first)
    return event, np.where(copied, first, number)


def _backfill_day(day: Numbers, rng: np.random.Generator) -> Numbers:
    """Return a later day, of those on which older articles are added."""
    left = (DAYS - 1 - day) // BACKFILL_EVERY
    chosen = day + BACKFILL_EVERY * (1 + (left * rng.random(len(day))).astype(np.int64))
    due = (chosen // BACKFILL_EVERY + 1) * BACKFILL_EVERY - 1
    return np.asarray(np.minimum(due, DAYS - 1))


def _feeds(articles: int, rng: np.random.Generator) -> Numbers:
    """Return the feed of each article; some guilds add many times as much as others."""
    owned = FIRST_GUILD_FEED + (GUILDS * rng.random(articles) ** 1.5).astype(np.int64)
    return np.where(rng.random(articles) < GUILD_SHARE, owned, GLOBAL_FEED)
