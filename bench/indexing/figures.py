"""All that is measured of one index, and how it is shown."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.indexing.asking import (
    COMMANDS,
    LONGEST,
    MORE_COMMANDS,
    WINDOWS,
    Timing,
    time_questions,
    time_suggestions,
)
from bench.indexing.building import Built, bare_connection, open_index, size_mb
from bench.indexing.load import RATE, WINDOW, Answered, Load, measure_load
from bench.indexing.plan import make_plan
from bench.indexing.questions import make_prefixes, make_questions
from bench.indexing.tables import Cell, milliseconds, percentile, show
from bench.indexing.writing import Newsroom

SHARES = (0.5, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of an index of so many articles."""

    articles: int
    megabytes: float
    built: Built | None
    """None when the index was there before."""
    timings: tuple[Timing, ...]
    suggestions: tuple[tuple[int, float], ...]
    load: Load | None

    def of(self, window: str, command: str) -> list[float]:
        """Return the seconds of a command's questions."""
        return [each.seconds for each in self.timings if (each.window, each.command) == (window, command)]

    def ratios(self, window: str, command: str) -> tuple[float, float]:
        """Return how often the bare query's time a command takes: of the sums, and the median."""
        chosen = [each for each in self.timings if (each.window, each.command) == (window, command)]
        bare = sum(each.bare for each in chosen)
        median = statistics.median(each.seconds / each.bare for each in chosen) if chosen else 0.0
        return (sum(each.seconds for each in chosen) / bare if bare else 0.0), median


async def measure(
    path: Path,
    articles: int,
    seed: int,
    newsroom: Newsroom,
    built: Built | None,
    *,
    seconds: float,
    budget: float,
) -> Figures:
    """Measure an index: `seconds` under load (0: not at all), `budget` for each table."""
    megabytes = size_mb(path)
    questions = make_questions(newsroom, make_plan(articles, seed), seed)
    timings: list[Timing] = []
    load = None
    index = await open_index(path)
    try:
        with bare_connection(path) as bare:
            for window in WINDOWS:
                timings += await time_questions(index, bare, questions, window, budget)
        suggestions = await time_suggestions(index, make_prefixes(newsroom, seed), budget)
        if seconds:
            load = await measure_load(index, newsroom, questions, articles, seed, seconds)
    finally:
        await index.close()
    return Figures(articles, megabytes, built, tuple(timings), tuple(suggestions), load)


def show_figures(figures: Figures) -> None:
    """Print all tables."""
    show("The index", ("what", "figure"), _index_rows(figures))
    header = ("command", "questions", "p50 ms", "p95 ms", "p99 ms", "errors")
    for window in WINDOWS:
        rows = [_command_row(figures, window, command) for command in (*COMMANDS, *MORE_COMMANDS)]
        show(f"Answers, {window}, warm; broken off after {LONGEST:.0f} s", header, rows)
    _show_classes(figures)
    letters = sorted({letters for letters, _ in figures.suggestions})
    rows = [
        _row(str(each), [s for n, s in figures.suggestions if n == each], (0.5, 0.99)) for each in letters
    ]
    rows.append(_row("all", [seconds for _, seconds in figures.suggestions], (0.5, 0.99)))
    show("Suggestions while typing", ("letters", "prefixes", "p50 ms", "p99 ms"), rows)
    _show_ratios(figures)
    if figures.load is not None:
        _show_load(figures.load)


def _index_rows(figures: Figures) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = [
        ("articles", f"{figures.articles:,}"),
        ("file, MB", f"{figures.megabytes:,.0f}"),
        ("file, KB an article", f"{figures.megabytes * 1000 / figures.articles:.1f}"),
    ]
    if (built := figures.built) is not None:
        total = built.writing_seconds + built.adding_seconds
        rows += [
            ("made up, articles a second", f"{built.articles / built.writing_seconds:,.0f}"),
            ("added, articles a second", f"{built.articles / built.adding_seconds:,.0f}"),
            ("built, articles a second", f"{built.articles / total:,.0f}"),
        ]
    return rows


def _row(name: str, seconds: Sequence[float], shares: Sequence[float] = SHARES) -> list[Cell]:
    return [name, len(seconds), *(milliseconds(percentile(seconds, share)) for share in shares)]


def _command_row(figures: Figures, window: str, command: str) -> list[Cell]:
    failed = sum(each.failed for each in figures.timings if (each.window, each.command) == (window, command))
    return [*_row(command, figures.of(window, command)), failed]


def _show_classes(figures: Figures) -> None:
    kinds = list(dict.fromkeys(each.question.kind for each in figures.timings))
    for window in WINDOWS:
        rows: list[list[Cell]] = []
        for kind in kinds:
            row: list[Cell] = [kind]
            for command in COMMANDS:
                chosen = [
                    each.seconds
                    for each in figures.timings
                    if (each.window, each.command, each.question.kind) == (window, command, kind)
                ]
                row += (
                    [milliseconds(percentile(chosen, 0.5)), milliseconds(max(chosen))] if chosen else ["", ""]
                )
            rows.append(row)
        header = ["question", *(f"{command} {what}" for command in COMMANDS for what in ("p50", "max"))]
        show(f"Answers by what is asked, {window}, ms", header, rows)


def _show_ratios(figures: Figures) -> None:
    rows: list[list[Cell]] = []
    for window in WINDOWS:
        bare = [each.bare for each in figures.timings if each.window == window]
        for command in COMMANDS:
            of_sums, median = figures.ratios(window, command)
            share = milliseconds(percentile(bare, 0.5)), milliseconds(percentile(bare, 0.99))
            rows.append([f"{command}, {window}", f"{of_sums:.1f}", f"{median:.1f}", *share])
    header = ("command", "ratio of sums", "median of ratios", "bare p50 ms", "bare p99 ms")
    show("Beside a bare FTS5 query (bm25, ten best) for the same words and days", header, rows)


def _show_load(load: Load) -> None:
    def row(name: str, answered: Answered) -> list[Cell]:
        return [*_row(name, answered.seconds), answered.errors, answered.unanswered]

    show(
        f"{RATE} questions a second, {WINDOW}, from when each was due",
        ("", "answered", "p50 ms", "p95 ms", "p99 ms", "errors", "unanswered"),
        [row("alone", load.alone), row("while articles are added", load.during)],
    )
    print(
        f"\n{load.added:,} articles added meanwhile, {load.rate:,.0f} a second, {load.adding_errors} errors"
    )
