"""Which candidate comes first, how likely it is right, and whether that is enough to answer. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answers.asking.answering import Understood
from bot.answers.asking.candidates import Candidate
from bot.answers.asking.features import NAMES
from bot.answers.asking.weights import CONFIDENCE, RANKING
from bot.models import Confidence
from bot.names import name_key

EVIDENCE = (
    "over silence",
    "share",
    "margin",
    "unknown",
    "told",
    "covered exactly",
    "word for word",
    "covered in headline",
    "best article",
    "head untold",
    "fit",
    "beside",
    "other year",
    "unreal",
)
"""What the probability is told by: features of the first candidate, and how it stands among the others."""

LEAST_CHANCE = 0.42
"""Below this probability nothing is answered. By the tuning questions, held out (bench/fit_asking.py)."""
SURE = 0.8
LIKELY = 0.6
"""From these probabilities the answer is called so."""
ALMOST_ALL = 0.9
"""From this share a question is told in its own words."""
MUCH = 4
"""Terms beside names; a sentence that tells more of them is no surer."""
SHORT = 3
"""A question of so few terms is no paraphrase: there is nothing else to know it by."""
LEAST_EXACT = 0.25
"""The share of a short question that its answer must have in the same words."""
MOST_MISSING = 0.5
"""The share of the names that the answer's article may lack."""
RUNNERS_UP = 2
WORSE = 1.5
"""A runner-up scores at most so much less: it is then still at least a fifth as likely as the first."""
_OF_FEATURES = {name: NAMES.index(name) for name in EVIDENCE if name in NAMES}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score."""

    index: int
    """Among the candidates as they were found."""
    candidate: Candidate
    features: tuple[float, ...]
    score: float
    """Above what saying nothing scores."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is answered."""

    answers: tuple[Candidate, ...]
    """The best first."""
    chance: float
    """The probability that the best is right."""


def rank(understood: Understood, weights: Sequence[float]) -> list[Ranked]:
    """Return the candidates, best first; the last weight is what saying nothing scores."""
    found = [
        Ranked(index, candidate, features, sum(map(float.__mul__, weights[:-1], features)) - weights[-1])
        for index, (candidate, features) in enumerate(understood.candidates)
    ]
    return sorted(found, key=lambda each: (-each.score, each.index))


def evidence_of(understood: Understood, ranked: Sequence[Ranked]) -> list[float]:
    """Return what the probability of the first candidate is told by, in the order of :data:`EVIDENCE`."""
    first = ranked[0]
    others = [each for each in ranked[1:] if not same_answer(first.candidate, each.candidate)]
    margin = first.score - others[0].score if others else 3.0
    powers = [math.exp(max(-30.0, min(30.0, each.score))) for each in ranked]
    same = sum(
        power
        for power, each in zip(powers, ranked, strict=True)
        if each is first or same_answer(first.candidate, each.candidate)
    )
    values = {
        "over silence": max(-4.0, min(4.0, first.score)) / 4,
        "share": same / (1 + sum(powers)),
        "margin": min(margin, 3.0) / 3,
        "unknown": sum(each.weight for each in understood.matches.terms if not each.known),
        "word for word": float(first.features[NAMES.index("covered exactly")] >= ALMOST_ALL),
        "told": min(1.0, _relation_told(understood, first) / MUCH),
    }
    return [first.features[_OF_FEATURES[name]] if name in _OF_FEATURES else values[name] for name in EVIDENCE]


def _relation_told(understood: Understood, first: Ranked) -> float:
    """Return how many terms beside names the first candidate's sentence tells."""
    related = [each.weight for each in understood.matches.terms if not each.is_name]
    told = first.features[NAMES.index("relation")]
    return len(understood.matches.terms) * sum(related) * told


def same_answer(one: Candidate, other: Candidate) -> bool:
    """Return whether two candidates say the same."""
    if one.day is not None and one.day == other.day:
        return True
    if one.text is not None and other.text is not None:
        return name_key(one.text) == name_key(other.text)
    return one.match is other.match and one.sentence == other.sentence


def chance(values: Sequence[float], weights: Mapping[str, float]) -> float:
    """Return the probability that the first candidate is right."""
    logit = weights["constant"] + sum(
        weights[name] * value for name, value in zip(EVIDENCE, values, strict=True)
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def decide(understood: Understood) -> Decision | None:
    """Return the answer and its runners-up, or None when the evidence is too weak to say anything."""
    if not understood.candidates:
        return None
    ranked = rank(understood, [RANKING[name] for name in (*NAMES, "silence")])
    probability = chance(evidence_of(understood, ranked), CONFIDENCE)
    if probability < LEAST_CHANCE or _is_groundless(understood, ranked[0]):
        return None
    chosen: list[Ranked] = []
    for each in ranked:
        if len(chosen) > RUNNERS_UP or each.score < ranked[0].score - WORSE:
            break
        if not any(same_answer(each.candidate, other.candidate) for other in chosen):
            chosen.append(each)
    return Decision(tuple(each.candidate for each in chosen), probability)


def _is_groundless(understood: Understood, first: Ranked) -> bool:
    """Return whether an answer would rest on too little, however well it fits.

    On no word of a short question itself, or on an article without the names that were asked about.
    """
    told = dict(zip(NAMES, first.features, strict=True))
    short = len(understood.matches.terms) <= SHORT
    return told["names missing"] > MOST_MISSING or (short and told["covered exactly"] < LEAST_EXACT)


def confidence_of(probability: float) -> Confidence:
    """Return the word for a probability."""
    if probability >= SURE:
        return "sure"
    return "likely" if probability >= LIKELY else "unsure"
