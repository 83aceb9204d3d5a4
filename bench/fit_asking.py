"""Fit the weights of /ask on the tuning and further questions: python -m bench.fit_asking [--write].

Two steps, both in ``bot/answers/asking/weights.py``:

- *ranking*: a linear score of a candidate's features, by conditional logistic regression: among the
  candidates of a question and saying nothing, the right one should come first.
- *confidence*: the probability that the first candidate is right, by logistic regression on its score and
  what else is told of it, fitted on rankings of questions that the ranking was not fitted on
  (cross-validation), or it would trust them too much.

Beside each question that has an answer stands a second one, which counts less: the same without its right
candidates, as if no sentence told the answer.

Both are ridge-regularised and found by Newton's method from zero: the same figures come out each time.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.asking import FURTHER, Question, is_right, load_questions, open_samples, sample_files
from bot.answers import AnswerOptions
from bot.answers.asking import deciding, features
from bot.answers.asking.answering import Understood, finding_of, understand
from bot.answers.quoting import cite_all
from bot.models import Answer, Scope

FITTED = ("tuning", FURTHER)
FOLDS = 10
RANKING_RIDGE = 1.0
CONFIDENCE_RIDGE = 0.2
WITHHELD = 0.25
"""How much a question counts whose right candidates were taken away, beside one as it was asked."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its candidates."""

    question: Question
    understood: Understood
    features: Floats
    right: Flags


async def cases(name: str) -> list[Case]:
    """Return the candidates of each question of a set, and which of them are right."""
    with tempfile.TemporaryDirectory() as folder:
        index = await open_samples(Path(folder) / "bench.db")
        try:
            files = await sample_files(index)
            found = []
            for question in load_questions(name):
                understood = await understand(
                    index, question.question, scope=Scope.everyone(), options=AnswerOptions()
                )
                rows, right = [], []
                for candidate, values in understood.candidates:
                    finding = finding_of(candidate)
                    cited = cite_all([candidate.match.read.stored])
                    answer = Answer("ask", question.question, (finding,), cited)
                    rows.append(values)
                    right.append(is_right(question, answer, finding, files))
                shape = (len(rows), len(features.NAMES))
                found.append(Case(question, understood, np.array(rows).reshape(shape), np.array(right, bool)))
            return found
        finally:
            await index.close()


def fit_ranking(chosen: Sequence[Case], ridge: float = RANKING_RIDGE) -> Floats:
    """Return the weights of the features, and last what saying nothing scores.

    A feature whose weight comes out on the side that makes no sense is left out, and the others fitted again.
    """
    left_out: set[int] = set()
    while True:
        weights = _fit_ranking(chosen, ridge, left_out)
        senseless = {
            at
            for at, name in enumerate(features.NAMES)
            if name not in features.EITHER_WAY
            and (weights[at] > 1e-6 if name in features.AGAINST else weights[at] < -1e-6)
        }
        if not senseless:
            return weights
        left_out |= senseless


def _fit_ranking(chosen: Sequence[Case], ridge: float, left_out: set[int]) -> Floats:
    size = len(features.NAMES) + 1
    weights = np.zeros(size)
    held = ridge * np.eye(size)
    held[-1, -1] = 1e-3
    held[list(left_out), list(left_out)] = 1e9
    usable = [(case, 1.0) for case in chosen if case.right.any() or not case.question.answers]
    usable += [(withheld(case), WITHHELD) for case, _ in usable if case.question.answers]
    for _ in range(60):
        gradient, hessian = held @ weights, held.copy()
        for case, counted in usable:
            rows = _with_silence(case)
            scores = rows @ weights
            every = _softmax(scores)
            wanted = np.append(case.right, not case.right.any())
            right = np.zeros(len(rows))
            right[wanted] = _softmax(scores[wanted])
            gradient = gradient - counted * (rows.T @ (right - every))
            mean = rows.T @ every
            hessian = hessian + counted * ((rows.T * every) @ rows - np.outer(mean, mean))
        step = np.linalg.solve(hessian, gradient)
        weights = weights - step / max(1.0, 2 * np.abs(step).max())
        if np.abs(step).max() < 1e-6:
            break
    return weights


def _with_silence(case: Case) -> Floats:
    """Return the candidates' features and a constant, and as the last row saying nothing."""
    size = len(features.NAMES) + 1
    rows = np.zeros((len(case.features) + 1, size))
    rows[:-1, :-1] = case.features
    rows[-1, -1] = 1.0
    return rows


def withheld(case: Case) -> Case:
    """Return a question as if no sentence told its answer: its right candidates are taken away."""
    kept = [at for at, right in enumerate(case.right) if not right]
    understood = replace(case.understood, candidates=tuple(case.understood.candidates[at] for at in kept))
    question = replace(case.question, answers=())
    return Case(question, understood, case.features[kept], case.right[kept])


def fit_logistic(rows: Floats, labels: Floats, counted: Floats, ridge: float = CONFIDENCE_RIDGE) -> Floats:
    """Return the weights of a logistic regression; the last is that of the constant, which is not held down.

    `counted` is how much each row counts.
    """
    padded = np.hstack([rows, np.ones((len(rows), 1))])
    weights = np.zeros(padded.shape[1])
    held = ridge * np.eye(padded.shape[1])
    held[-1, -1] = 1e-6
    for _ in range(50):
        chances = 1 / (1 + np.exp(-np.clip(padded @ weights, -30, 30)))
        gradient = padded.T @ (counted * (chances - labels)) + held @ weights
        hessian = (padded.T * (counted * chances * (1 - chances))) @ padded + held
        step = np.linalg.solve(hessian, gradient)
        weights = weights - step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def folds(count: int) -> list[list[int]]:
    """Return which cases are held out together."""
    return [list(range(start, count, FOLDS)) for start in range(FOLDS)]


def first_of(case: Case, weights: Floats) -> tuple[Floats, bool] | None:
    """Return what the confidence looks at, and whether the first candidate is right."""
    if not len(case.features):
        return None
    best = deciding.rank(case.understood, [float(each) for each in weights])
    return np.array(deciding.evidence_of(case.understood, best)), bool(case.right[best[0].index])


def held_out(every: Sequence[Case], ridge: float = RANKING_RIDGE) -> list[tuple[Case, Floats, bool]]:
    """Return the first candidate of each case, ranked by weights that were fitted without it."""
    found = []
    for fold in folds(len(every)):
        weights = fit_ranking([case for at, case in enumerate(every) if at not in fold], ridge)
        for at in fold:
            for case in (every[at], withheld(every[at])) if every[at].question.answers else (every[at],):
                first = first_of(case, weights)
                if first is not None:
                    found.append((case, *first))
    return found


def held_out_chances(
    ranked: Sequence[tuple[Case, Floats, bool]], rows: Floats, labels: Floats, counted: Floats
) -> Floats:
    """Return the probability of each, by weights fitted without its question."""
    names = list(dict.fromkeys(case.question.id for case, _, _ in ranked))
    chances = np.zeros(len(ranked))
    for fold in folds(len(names)):
        out = {names[at] for at in fold}
        inside = np.array([case.question.id not in out for case, _, _ in ranked])
        weights = fit_logistic(rows[inside], labels[inside], counted[inside])
        chances[~inside] = 1 / (1 + np.exp(-(rows[~inside] @ weights[:-1] + weights[-1])))
    return chances


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, and print what cross-validation says; with --write, write the weights."""
    cli = argparse.ArgumentParser(prog="python -m bench.fit_asking", description=__doc__)
    cli.add_argument("--write", action="store_true", help="write bot/answers/asking/weights.py")
    options = cli.parse_args(arguments)
    every = [case for name in FITTED for case in asyncio.run(cases(name))]
    ranked = held_out(every)
    asked_ids = {id(case) for case in every}
    counted = np.array([1.0 if id(case) in asked_ids else WITHHELD for case, _, _ in ranked])
    asked = [at for at, share in enumerate(counted) if share == 1.0]
    possible = [case.right.any() for case in every if case.question.answers]
    print(f"a right candidate is there for {sum(possible)} of {len(possible)} questions")
    print(f"it comes first, held out, for   {sum(right for _, _, right in ranked)}")
    rows = np.array([each for _, each, _ in ranked])
    labels = np.array([right for _, _, right in ranked], float)
    chances = held_out_chances(ranked, rows, labels, counted)
    _print_trade([ranked[at] for at in asked], chances[asked])
    ranking, confidence = fit_ranking(every), fit_logistic(rows, labels, counted)
    for name, value in zip((*features.NAMES, "silence"), ranking, strict=True):
        print(f"  {name:22}{value:8.3f}")
    print()
    for name, value in zip((*deciding.EVIDENCE, "constant"), confidence, strict=True):
        print(f"  {name:22}{value:8.3f}")
    if options.write:
        _write(ranking, confidence)
    return 0


def _print_trade(ranked: Sequence[tuple[Case, Floats, bool]], chances: Floats) -> None:
    """Print what each threshold would answer and leave, held out."""
    answerable = sum(bool(case.question.answers) for case, _, _ in ranked)
    without = len(ranked) - answerable
    print("  threshold  rightly  abstained  right of those given  of those near")
    for threshold in np.arange(0.15, 0.95, 0.05):
        given = chances >= threshold
        right = sum(right for (_, _, right), said in zip(ranked, given, strict=True) if said)
        silent = sum(
            not said for (case, _, _), said in zip(ranked, given, strict=True) if not case.question.answers
        )
        band = [
            right for (_, _, right), each in zip(ranked, chances, strict=True) if 0 <= each - threshold < 0.1
        ]
        shares = (
            right / answerable,
            silent / without,
            right / max(1, int(given.sum())),
            sum(band) / max(1, len(band)),
        )
        print(f"  {threshold:9.2f}" + "".join(f"{share:10.1%}" for share in shares))


def _write(ranking: Floats, confidence: Floats) -> None:
    lines = [
        '"""The weights of /ask, fitted on the labelled questions by ``bench.fit_asking --write``."""',
        "",
        "from __future__ import annotations",
        "",
        "RANKING: dict[str, float] = {",
        *(
            f'    "{name}": {value:.4f},'
            for name, value in zip((*features.NAMES, "silence"), ranking, strict=True)
        ),
        "}",
        '"""What each feature of a candidate adds to its score."""',
        "",
        "CONFIDENCE: dict[str, float] = {",
        *(
            f'    "{name}": {value:.4f},'
            for name, value in zip((*deciding.EVIDENCE, "constant"), confidence, strict=True)
        ),
        "}",
        '"""What adds to the logit of the probability that the first candidate is right."""',
        "",
    ]
    path = Path(deciding.__file__).with_name("weights.py")
    path.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
