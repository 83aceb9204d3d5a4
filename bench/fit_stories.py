"""How the weights of `bot/stories/events.py` were found: python -m bench.fit_stories.

A logistic regression with a ridge is fitted to every pair of articles that the evidence decides: those of
`tests/stories/families/tuning.jsonl`, those of `seeds/`, and pairs of articles of different families moved
to one day, as they come in an index of many articles a day, and twins of articles (:mod:`bench.twins`). A
figure that says that two articles are alike may not count against them, nor the other way round: where the
fit has it so, it is left out. (In the families the next turn of an affair repeats more of the first
report's words than another outlet's telling of it does. For that reason likeness of words and headlines is
no figure at all.)

Printed is, for folds of whole families, what was found of pairs in a fold that the fit did not see, for some
thresholds, and then the weights fitted to all of it. `checking.jsonl` is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import timedelta
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from bench.families import SEEDS, Labelled, load_families, pairs
from bench.twins import make_twins
from bot import resources
from bot.reading import load_reader
from bot.stories import Telling, same_text, telling_of
from bot.stories.events import comparable
from bot.stories.evidence import Evidence, weigh

RIDGE = 3.0
"""On figures scaled to unit spread. From 2 to 8 the folds differ by chance only."""
FOLDS = 11
THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.9)
AGAINST = frozenset({"strangers", "undated", "new_actions", "new_headline_actions"})
NAMES = tuple(field.name for field in fields(Evidence))
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A pair, in which folds its articles are, and whether it is one event."""

    folds: tuple[int, int]
    figures: tuple[float, ...]
    one_event: bool


def main() -> None:
    """Cross-validate and fit."""
    reader = load_reader(resources.load_topics())
    tuning, seeds = (load_families(name, reader) for name in ("tuning", SEEDS))
    twins = make_twins([*tuning, *seeds], reader)
    samples = [*_samples(tuning), *_moved(tuning), *_samples(seeds), *_twinned([*tuning, *seeds], twins)]
    one_event = np.array([sample.one_event for sample in samples])
    print(f"{len(samples)} pairs, {one_event.sum()} of one event")
    likeness = _cross_validated(samples)
    for threshold in THRESHOLDS:
        joined = likeness >= threshold
        right, wrong = (joined & one_event).sum(), (joined & ~one_event).sum()
        print(f"  from {threshold:.2f}: {right} rightly joined, {wrong} wrongly")
    intercept, weights = fit(*_arrays(samples))
    print(f"INTERCEPT = {intercept:.2f}")
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"    {name}={weight:.2f},")


def fit(figures: Floats, one_event: Floats) -> tuple[float, Floats]:
    """Return intercept and weights, 0 for each figure that would count the wrong way."""
    center, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-9
    scaled = (figures - center) / spread
    signs = np.array([-1.0 if name in AGAINST else 1.0 for name in NAMES])
    kept = list(range(len(NAMES)))
    while True:
        found = _regress(scaled[:, kept], one_event)
        amiss = found[1:] * signs[kept]
        if amiss.min() >= 0:
            break
        kept.pop(int(amiss.argmin()))
    weights = np.zeros(len(NAMES))
    weights[kept] = found[1:]
    weights /= spread
    return float(found[0] - weights @ center), weights


def _regress(scaled: Floats, one_event: Floats) -> Floats:
    """Return intercept and weights by Newton's method."""
    design = np.c_[np.ones(len(scaled)), scaled]
    ridge = np.diag([1e-6, *[RIDGE] * scaled.shape[1]])
    found = np.zeros(design.shape[1])
    for _ in range(60):
        likely = 1 / (1 + np.exp(-design @ found))
        curvature = design.T @ (design * (likely * (1 - likely) + 1e-9)[:, None]) + ridge
        step = np.linalg.solve(curvature, design.T @ (likely - one_event) + ridge @ found)
        found = found - step
        if abs(step).max() < 1e-9:
            break
    return found


def _cross_validated(samples: Sequence[Sample]) -> Floats:
    """Return the likeness of each pair as fits without its families have it; of two such, the larger."""
    figures, one_event = _arrays(samples)
    folds = np.array([sample.folds for sample in samples])
    likeness = np.zeros(len(samples))
    for fold in range(FOLDS):
        inside = (folds == fold).any(axis=1)
        intercept, weights = fit(figures[~inside], one_event[~inside])
        found = 1 / (1 + np.exp(-intercept - figures[inside] @ weights))
        likeness[inside] = np.maximum(likeness[inside], found)
    return likeness


def _arrays(samples: Sequence[Sample]) -> tuple[Floats, Floats]:
    figures = np.array([sample.figures for sample in samples])
    return figures, np.array([float(sample.one_event) for sample in samples])


def _samples(articles: Sequence[Labelled]) -> list[Sample]:
    fold_of = _folds(articles)
    told = {each.id: telling_of(each.stored) for each in articles}
    return [
        Sample((fold_of[one.family], fold_of[other.family]), figures, one.event == other.event)
        for one, other in pairs(articles)
        if (figures := _figures(told[one.id], told[other.id])) is not None
    ]


def _moved(articles: Sequence[Labelled]) -> list[Sample]:
    """Return pairs of far families, the second article moved to the first one's day or the days around it."""
    fold_of = _folds(articles)
    told = {each.id: telling_of(each.stored) for each in articles}
    samples = []
    for number, (one, other) in enumerate(combinations(articles, 2)):
        first, second = told[one.id], told[other.id]
        by = first.published - second.published + timedelta(days=number % 3 - 1)
        if one.family == other.family or abs(first.published - second.published) <= timedelta(days=3):
            continue
        days = tuple(day + by for day in second.days)
        figures = _figures(first, replace(second, published=second.published + by, days=days))
        if figures is not None:
            samples.append(Sample((fold_of[one.family], fold_of[other.family]), figures, one_event=False))
    return samples


def _twinned(articles: Sequence[Labelled], twins: Sequence[Labelled]) -> list[Sample]:
    """Return the pairs of an article and the twin of one of its own event."""
    fold_of = _folds(articles)
    told = {each.id: telling_of(each.stored) for each in articles}
    return [
        Sample((fold_of[one.family],) * 2, figures, one_event=False)
        for twin in twins
        for one in articles
        if one.event == twin.event
        and (figures := _figures(told[one.id], telling_of(twin.stored))) is not None
    ]


def _figures(one: Telling, other: Telling) -> tuple[float, ...] | None:
    decided = comparable(one, other) and not same_text(one, other)
    return astuple(weigh(one, other)) if decided else None


def _folds(articles: Sequence[Labelled]) -> dict[str, int]:
    """Return the fold of each family; two that follow each other, which may be twins, are in one."""
    families = list(dict.fromkeys(each.family for each in articles))
    return {family: place // 2 % FOLDS for place, family in enumerate(families)}


if __name__ == "__main__":
    main()
