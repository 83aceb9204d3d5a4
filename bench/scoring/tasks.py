"""The scorers, one a task. Each scores one article; :func:`bench.scoring.tallies.aggregate` adds them up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from bench.scoring.overlap import overlap_f1, shares_content
from bench.scoring.sets import Example
from bench.scoring.summaries import summaries
from bench.scoring.tallies import Counts, Tally
from bench.scoring.told import Told

KINDS = ("person", "organisation", "place")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Scorer = Callable[[Example, Told], Tally]


def fivews(example: Example, told: Told) -> Tally:
    """Score the first who, what and when.

    who, what: the F1 of stems with the nearest gold answer, and whether a content stem is shared with any;
    when: the exact day, and a day at most one off. What has no gold answer is not scored.
    """
    values: dict[str, float] = {}
    for question, said in (("who", told.who), ("what", told.what)):
        if answers := example.gold[question]:
            values[f"{question}_f1"] = max(overlap_f1(said, answer) for answer in answers)
            values[f"{question}_hit"] = 100.0 * any(shares_content(said, answer) for answer in answers)
    if days := [day for day in example.gold["when"] if _DAY.fullmatch(day)]:
        values["when_day"] = 100.0 * (told.when[:10] in days)
        values["when_within_a_day"] = 100.0 * any(_near(told.when[:10], day) for day in days)
    return Tally(values=values)


def _near(one: str, other: str) -> bool:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= 1
    except ValueError:
        return False


def dates(example: Example, told: Told) -> Tally:
    """Score TIMEX3 as TempEval-3 does.

    Relaxed: the spans touch; strict: they are the same; value: they touch and mean the same. An expression is
    matched once, by the one that covers most of it.
    """
    hits = dict.fromkeys(("relaxed", "strict", "value"), 0)
    free = dict(enumerate(told.dates))
    for gold in example.gold:
        shared = {
            place: min(gold["end"], end) - max(gold["start"], start)
            for place, (start, end, _) in free.items()
        }
        best = max(shared, key=lambda place: shared[place], default=None)
        if best is None or shared[best] <= 0:
            continue
        start, end, value = free.pop(best)
        hits["relaxed"] += 1
        hits["strict"] += (start, end) == (gold["start"], gold["end"])
        hits["value"] += value.upper() == (gold["value"] or "").upper()
    said, wanted = len(told.dates), len(example.gold)
    return Tally(counts={f"{name}_f1": Counts(hit, said, wanted) for name, hit in hits.items()})


def entities(example: Example, told: Told) -> Tally:
    """Score mentions: the span and the kind must both be right."""
    wanted = {(each["start"], each["end"], each["kind"]) for each in example.gold}
    said = {each for each in told.mentions if each[2] in KINDS}
    counts = {}
    for kind in (*KINDS, "all"):
        gold_of_kind = {each for each in wanted if kind in (each[2], "all")}
        said_of_kind = {each for each in said if kind in (each[2], "all")}
        hit = len(gold_of_kind & said_of_kind)
        counts[f"{kind}_f1"] = Counts(hit, len(said_of_kind), len(gold_of_kind))
    return Tally(counts=counts)


TASKS: Mapping[str, Scorer] = {
    "fivews": fivews,
    "dates": dates,
    "entities": entities,
    "summaries": summaries,
}
"""By the first word of a set's name."""

__all__ = ["KINDS", "TASKS", "Scorer", "dates", "entities", "fivews", "summaries"]
