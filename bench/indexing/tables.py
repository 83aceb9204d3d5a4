"""Figures in words: percentiles, tables as in docs/performance.md."""

from __future__ import annotations

from collections.abc import Sequence

Cell = str | int | float


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` of all do not exceed; 0 of nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def milliseconds(seconds: float) -> str:
    """Return milliseconds with three figures or so."""
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def show(title: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Print a table, the first column to the left, figures to the right."""
    cells = [list(header), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    print(f"\n{title}\n")
    for number, row in enumerate(cells):
        padded = [
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print(f"| {' | '.join(padded)} |")
        if not number:
            marks = [
                "-" * width if not column else "-" * (width - 1) + ":" for column, width in enumerate(widths)
            ]
            print(f"| {' | '.join(marks)} |")
