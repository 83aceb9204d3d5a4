"""How good reading is: every set of a folder, read in this process and scored, in one table.

    python -m bench.quality                   the small set that was written for Nutgraf
    python -m bench.quality --data DIR        or NUTGRAF_EVAL_DIR=DIR: sets as in bench/scoring/sets.py

Half A and half B are told apart by a hash of an article's id: what is fitted on A is checked on B. A gap
between them of more than three points, marked "!", means that something was learnt by heart, unless the
trivial answers (bench/scoring/baselines.py) have the same gap: then one half is harder; or unless halves
drawn by lot are often as far apart ("chance": a permutation test). docs/performance.md says where public sets
are to be had.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import os
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.scoring import TASKS, EvaluationSet, Example, Tally, Told, aggregate, baseline, load_sets, told_by
from bench.scoring.summaries import intervals, lead_of
from bot.errors import ReadingError
from bot.reading import Reader, load_reader
from bot.resources import load_topics

SMALL_SETS = Path(__file__).parent / "small_sets"
"""Written for Nutgraf, gold before the reader was run."""

TARGETS: Mapping[str, Mapping[str, float]] = {
    "dates": {"relaxed_f1": 93, "strict_f1": 84, "value_f1": 82},
    "fivews": {"who_f1": 62, "what_f1": 54, "when_day": 64},
    "entities_uner": {"all_f1": 58},
    "summaries": {"rouge1_minus_lead": 0, "rouge2_minus_lead": 0},
}
"""What must be reached, by how a set's name begins."""
WIDEST_GAP = 3.0
DRAWS = 1_000
"""Halves drawn by lot, to see how far apart chance alone puts them."""
NEEDED = {"fivews": "snowballstemmer", "summaries": "rouge_score"}
"""What a task's scorer needs besides what Nutgraf needs."""

HEADINGS = ("set", "measure", "all", "A", "B", "gap", "chance", "target", "met", "trivial", "A", "B", "gap")


@dataclass(frozen=True, slots=True)
class Figures:
    """One measure of one set, over all articles and over each half."""

    all: float
    a: float
    b: float
    chance: float = math.nan
    """The share of halves drawn by lot that are at least as far apart; NaN where it was not asked."""

    @property
    def gap(self) -> float:
        """How far the halves are apart."""
        return abs(self.a - self.b)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    set: str
    measure: str
    ours: Figures
    trivial: Figures | None
    target: float | None

    @property
    def missed(self) -> bool:
        """Whether there is a target and it is not reached."""
        return self.target is not None and not self.ours.all >= self.target


@dataclass(frozen=True, slots=True)
class Scored:
    """A set as it was scored."""

    rows: tuple[Row, ...]
    unread: tuple[str, ...]
    """Ids of articles that the reader refused; they count as answered with nothing."""
    intervals: Mapping[str, tuple[float, float]]
    """95 % bootstrap intervals of summaries against the lead."""


def score(chosen: EvaluationSet, reader: Reader) -> Scored:
    """Read a set and score what was read."""
    scorer = TASKS[chosen.task]
    told, unread = _read(chosen.examples, reader)
    ours = {each.id: scorer(each, told[each.id]) for each in chosen.examples}
    if chosen.task == "summaries":
        trivial = {name: lead_of(tally) for name, tally in ours.items()}
    else:
        trivial = {each.id: scorer(each, baseline(each)) for each in chosen.examples}
    measured = _figures(chosen.examples, ours, by_lot=_halves_by_lot(chosen.examples))
    beside = _figures(chosen.examples, trivial)
    targets = targets_of(chosen.name)
    return Scored(
        rows=tuple(
            Row(chosen.name, measure, figures, beside.get(measure), targets.get(measure))
            for measure, figures in measured.items()
        ),
        unread=tuple(unread),
        intervals=intervals(list(ours.values())) if chosen.task == "summaries" else {},
    )


def targets_of(name: str) -> Mapping[str, float]:
    """Return what a set of that name must reach."""
    return next((targets for start, targets in TARGETS.items() if name.startswith(start)), {})


def lacking(task: str) -> str | None:
    """Return a sentence about the package that scoring a task needs, when it is missing."""
    module = NEEDED.get(task)
    if module is None or importlib.util.find_spec(module) is not None:
        return None
    return f"{task} are not scored: pip install {module.replace('_', '-')}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; returns 1 when a target is missed and --strict was said."""
    cli = argparse.ArgumentParser(
        prog="python -m bench.quality",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    cli.add_argument("--data", type=Path, default=os.environ.get("NUTGRAF_EVAL_DIR") or SMALL_SETS)
    cli.add_argument("--strict", action="store_true", help="exit with 1 when a target is missed")
    options = cli.parse_args(arguments)
    try:
        sets = load_sets(Path(options.data))
    except (OSError, ValueError) as error:
        print(f"No sets can be read: {error}", file=sys.stderr)
        return 2
    return 1 if report(sets) and options.strict else 0


def report(sets: Sequence[EvaluationSet]) -> int:
    """Print the table of some sets; returns how many targets are missed."""
    reader = load_reader(load_topics())
    rows: list[Row] = []
    notes: list[str] = []
    for chosen in sets:
        if chosen.task not in TASKS:
            notes.append(f"{chosen.name}: there is no task {chosen.task!r}.")
        elif reason := lacking(chosen.task):
            notes.append(f"{chosen.name}: {reason}")
        elif not chosen.examples:
            notes.append(f"{chosen.name} is empty.")
        else:
            scored = score(chosen, reader)
            rows.extend(scored.rows)
            notes.append(_note(chosen, scored))
    _print(rows)
    print("\n".join(["", *notes]))
    missed = [row for row in rows if row.missed]
    print(f"\n{len(missed)} targets missed" + "".join(f"; {row.set} {row.measure}" for row in missed))
    return len(missed)


def _read(examples: Sequence[Example], reader: Reader) -> tuple[dict[str, Told], list[str]]:
    told, unread = {}, []
    for example in examples:
        try:
            told[example.id] = told_by(reader.read(example.document()))
        except ReadingError:
            told[example.id] = Told()
            unread.append(example.id)
    return told, unread


def _halves_by_lot(examples: Sequence[Example]) -> list[tuple[list[str], list[str]]]:
    """Return the ids of halves drawn by lot, as large as the real ones; the same for the same articles."""
    ids = sorted(each.id for each in examples)
    first = sum(each.half == 0 for each in examples)
    lot = random.Random(1)  # noqa: S311 - nothing secret
    return [((drawn := lot.sample(ids, len(ids)))[:first], drawn[first:]) for _ in range(DRAWS)]


def _figures(
    examples: Sequence[Example],
    tallies: Mapping[str, Tally],
    by_lot: Sequence[tuple[Sequence[str], Sequence[str]]] = (),
) -> dict[str, Figures]:
    nothing = float("nan")
    everything = aggregate(tallies[each.id] for each in examples)
    halves = [aggregate(tallies[each.id] for each in examples if each.half == half) for half in (0, 1)]
    real = {
        measure: Figures(value, halves[0].get(measure, nothing), halves[1].get(measure, nothing))
        for measure, value in everything.items()
    }
    as_far = dict.fromkeys(real, 0)
    for one, other in by_lot:
        left, right = (aggregate(tallies[each] for each in half) for half in (one, other))
        for measure, figures in real.items():
            apart = abs(left.get(measure, nothing) - right.get(measure, nothing))
            as_far[measure] += apart >= figures.gap - 1e-9
    if not by_lot:
        return real
    return {measure: replace(each, chance=as_far[measure] / len(by_lot)) for measure, each in real.items()}


# --- what is printed -------------------------------------------------------------------------------------


def _print(rows: Sequence[Row]) -> None:
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for number, line in enumerate(lines):
        cells = (
            cell.ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print(f"| {' | '.join(cells)} |")
        if number == 0:
            marks = (
                "-" * width if place < 2 else "-" * (width - 1) + ":" for place, width in enumerate(widths)
            )
            print(f"| {' | '.join(marks)} |")


def _cells(row: Row) -> tuple[str, ...]:
    ours, trivial = row.ours, row.trivial
    wide = "!" if ours.gap > WIDEST_GAP else ""
    return (
        row.set,
        row.measure,
        *map(_number, (ours.all, ours.a, ours.b)),
        wide + _number(ours.gap),
        _number(ours.chance),
        "" if row.target is None else f"{row.target:g}",
        "" if row.target is None else "NO" if row.missed else "yes",
        *map(_number, (trivial.all, trivial.a, trivial.b, trivial.gap) if trivial else [math.nan] * 4),
    )


def _number(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}"


def _note(chosen: EvaluationSet, scored: Scored) -> str:
    halves = [sum(each.half == half for each in chosen.examples) for half in (0, 1)]
    parts = [f"{chosen.name}: {len(chosen.examples)} articles ({halves[0]} and {halves[1]})"]
    if scored.unread:
        parts.append(f"not read: {', '.join(scored.unread[:10])}")
    parts += [f"{name} 95 %: {low:+.2f} to {high:+.2f}" for name, (low, high) in scored.intervals.items()]
    return "; ".join(parts)


if __name__ == "__main__":
    sys.exit(main())
