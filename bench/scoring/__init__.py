"""How well the reader does on articles with gold answers: sets, scorers, trivial baselines, halves."""

from __future__ import annotations

from bench.scoring.baselines import baseline
from bench.scoring.sets import EvaluationSet, Example, load_sets
from bench.scoring.tallies import Counts, Tally, aggregate
from bench.scoring.tasks import TASKS, Scorer
from bench.scoring.told import Told, told_by

__all__ = [
    "TASKS",
    "Counts",
    "EvaluationSet",
    "Example",
    "Scorer",
    "Tally",
    "Told",
    "aggregate",
    "baseline",
    "load_sets",
    "told_by",
]
