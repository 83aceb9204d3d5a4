"""What is counted of one article, and how the counts of many become figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Counts:
    """Right answers, answers, and answers that should be."""

    hit: int = 0
    said: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hit + other.hit, self.said + other.said, self.gold + other.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in per cent."""
        precision, recall = self.hit / max(1, self.said), self.hit / max(1, self.gold)
        return 200 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Tally:
    """The score of one article."""

    values: Mapping[str, float] = field(default_factory=dict)
    """Measures that are averaged over the articles that have them, in per cent."""
    counts: Mapping[str, Counts] = field(default_factory=dict)
    """Measures whose counts are added up before an F1 is taken (micro average)."""


def aggregate(tallies: Iterable[Tally]) -> dict[str, float]:
    """Return the measures over many articles, in per cent, in the order in which they first appear."""
    values: dict[str, list[float]] = defaultdict(list)
    counts: dict[str, Counts] = defaultdict(Counts)
    for tally in tallies:
        for measure, value in tally.values.items():
            values[measure].append(value)
        for measure, count in tally.counts.items():
            counts[measure] += count
    return {
        **{measure: mean(each) for measure, each in values.items()},
        **{measure: each.f1 for measure, each in counts.items()},
    }


def mean(values: list[float]) -> float:
    """Return the mean; of nothing, not a number."""
    return sum(values) / len(values) if values else float("nan")
