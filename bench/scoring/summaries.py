"""ROUGE (Lin, 2004) of summaries against ones that people wrote, beside the article's first sentences."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping, Sequence
from typing import Any

from bench.scoring.sets import Example
from bench.scoring.tallies import Tally, mean
from bench.scoring.told import Told

MEASURES = ("rouge1", "rouge2", "rougeLsum")
_RESAMPLES = 1000


@functools.cache
def _scorer() -> Any:
    from rouge_score import rouge_scorer

    return rouge_scorer.RougeScorer(list(MEASURES), use_stemmer=True)


def summaries(example: Example, told: Told) -> Tally:
    """Score the summary: ROUGE F1, and how much more that is than the lead's.

    The lead is as many of the reader's own first sentences as its summary has.
    """
    sentences = [example.text[start:end] for start, end in told.sentences]
    ours = _rouge(example.gold, [sentences[index] for index in told.summary])
    lead = _rouge(example.gold, sentences[: max(1, len(told.summary))])
    return Tally(values={**ours, **{f"{name}_minus_lead": ours[name] - lead[name] for name in MEASURES}})


def lead_of(tally: Tally) -> Tally:
    """Return the lead's own score, from the summary's and its distance."""
    return Tally(values={name: tally.values[name] - tally.values[f"{name}_minus_lead"] for name in MEASURES})


def intervals(tallies: Sequence[Tally]) -> dict[str, tuple[float, float]]:
    """Return the 95 % bootstrap interval of each measure's distance from the lead (seeded)."""
    rng = random.Random(1)  # noqa: S311  # statistics
    found = {}
    for name in MEASURES:
        distances = [tally.values[f"{name}_minus_lead"] for tally in tallies]
        means = sorted(mean(rng.choices(distances, k=len(distances))) for _ in range(_RESAMPLES))
        found[f"{name}_minus_lead"] = (means[_RESAMPLES // 40], means[_RESAMPLES * 39 // 40 - 1])
    return found


def _rouge(reference: str, sentences: Sequence[str]) -> Mapping[str, float]:
    scores = _scorer().score(reference, "\n".join(sentences))
    return {name: 100 * float(scores[name].fmeasure) for name in MEASURES}
