"""Whether two articles tell one event: by their days first, then by a logistic regression on the evidence.

A wrong merge hides news, a missed one only repeats it: :data:`LIKE_ENOUGH` leans to missing.
"""

from __future__ import annotations

import math
from dataclasses import astuple
from datetime import timedelta

from bot.stories.evidence import Evidence, weigh
from bot.stories.telling import Telling
from bot.stories.texts import same_text

MAX_DAYS_APART = timedelta(days=2)
ONE_DAY = timedelta(days=1)
LIKE_ENOUGH = 0.7
"""Likeness from which on two articles tell one event: the least at which, in the fit's folds, no pair was
joined wrongly."""

INTERCEPT = -5.89
WEIGHTS = Evidence(
    likest_name=6.33,
    lead_names_covered=3.19,
    leading_covered=4.06,
    strangers=-2.12,
    numbers=4.82,
    undated=-0.50,
    new_actions=-0.18,
    new_headline_actions=-0.50,
)
"""Fitted by `python -m bench.fit_stories`, to `tests/stories/families/tuning.jsonl` and `seeds/`."""


def same_event(one: Telling, other: Telling) -> bool:
    """Whether two articles, published within two days, tell of one event, in whatever words."""
    return likeness(one, other) >= LIKE_ENOUGH


def likeness(one: Telling, other: Telling) -> float:
    """Return how likely two tellings are of one event, 0 to 1; a copy is 1.

    Where the days say that one is the next turn of the affair, it is 0, however much is repeated.
    """
    if abs(one.published - other.published) > MAX_DAYS_APART:
        return 0.0
    if same_text(one, other):
        return 1.0
    if not comparable(one, other):
        return 0.0
    return 1 / (1 + math.exp(-INTERCEPT - _weighted(weigh(one, other))))


def comparable(one: Telling, other: Telling) -> bool:
    """Whether the evidence decides: published within days, neither the other's next turn by its days."""
    earlier, later = (one, other) if one.published <= other.published else (other, one)
    if later.published - earlier.published > MAX_DAYS_APART:
        return False
    return not (_moved_on(earlier, later) or _day_after(earlier, later) or _day_after(later, earlier))


def _moved_on(earlier: Telling, later: Telling) -> bool:
    """Whether the later one opens with a day after the earlier was published, or tells of one in between."""
    if later.days and later.days[0] > earlier.published:
        return True
    return any(earlier.published < day < later.published for day in later.days)


def _day_after(one: Telling, other: Telling) -> bool:
    """Whether the other opens with the day after the last day that the one tells of."""
    return bool(one.days and other.days) and other.days[0] - max(one.days) == ONE_DAY


def _weighted(evidence: Evidence) -> float:
    pairs = zip(astuple(WEIGHTS), astuple(evidence), strict=True)
    return math.fsum(weight * figure for weight, figure in pairs)
