"""How all this grows with the index: a table, and a picture of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.indexing.figures import Figures
from bench.indexing.tables import Cell, milliseconds, percentile, show

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
WIDTH, HEIGHT = 900, 520
LEFT, RIGHT, TOP, BOTTOM = 80, 230, 40, 60
COLOURS = ("#1b6ca8", "#c0392b", "#27864a", "#8e44ad", "#b9770e", "#444444")
Line = tuple[str, list[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where a value lies in the picture; both axes are logarithmic."""

    low: tuple[float, float]
    high: tuple[float, float]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a point."""
        across = (math.log10(x) - self.low[0]) / (self.high[0] - self.low[0])
        up = (math.log10(y) - self.low[1]) / (self.high[1] - self.low[1])
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)


def show_growth(measured: Sequence[Figures]) -> None:
    """Print a row for each size."""
    rows: list[list[Cell]] = []
    for figures in measured:
        row: list[Cell] = [f"{figures.articles:,}", f"{figures.megabytes:,.0f}"]
        for _, seconds in _measures(figures):
            row += [milliseconds(percentile(seconds, 0.5)), milliseconds(percentile(seconds, 0.99))]
        rows.append([*row, f"{figures.ratios('30 days', 'search')[0]:.1f}"])
    names = [name for name, _ in _measures(measured[0])] if measured else []
    header = [
        "articles",
        "MB",
        *(f"{name} {what}" for name in names for what in ("p50", "p99")),
        "search / bare",
    ]
    show("Growth, ms", header, rows)


def plot_growth(measured: Sequence[Figures], path: Path) -> None:
    """Draw the p99 of each measure over the number of articles. Needs Pillow (the extra `sandbox`)."""
    from PIL import Image, ImageDraw

    lines: list[Line] = []
    for place, (name, _) in enumerate(_measures(measured[0])):
        points = [
            (float(each.articles), max(1e-5, percentile(_measures(each)[place][1], 0.99)) * 1000)
            for each in measured
        ]
        lines.append((name, points))
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    axes = _axes(lines)
    _draw_grid(draw, axes)
    for place, (name, points) in enumerate(lines):
        colour = COLOURS[place % len(COLOURS)]
        pixels = [axes.place(*point) for point in points]
        draw.line(pixels, fill=colour, width=3)
        for x, y in pixels:
            draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=colour)
        draw.text((WIDTH - RIGHT + 20, TOP + 24 * place), name, fill=colour, font_size=15)
    draw.text((LEFT, 10), "99 of 100 questions take no more milliseconds than", fill="black", font_size=15)
    draw.text((WIDTH - RIGHT - 70, HEIGHT - 24), "articles", fill="black", font_size=15)
    image.save(path, optimize=True)


def _measures(figures: Figures) -> list[tuple[str, list[float]]]:
    return [
        ("who, 30 days", figures.of("30 days", "who")),
        ("search, 30 days", figures.of("30 days", "search")),
        ("who, no limit", figures.of("no limit", "who")),
        ("search, no limit", figures.of("no limit", "search")),
        ("suggestions", [seconds for _, seconds in figures.suggestions]),
    ]


def _axes(lines: Sequence[Line]) -> _Axes:
    """Return axes from one power of ten to another."""
    xs = [math.log10(x) for _, points in lines for x, _ in points]
    ys = [math.log10(y) for _, points in lines for _, y in points]
    low = math.floor(min(xs)), math.floor(min(ys))
    high = max(math.ceil(max(xs)), low[0] + 1), max(math.ceil(max(ys)), low[1] + 1)
    return _Axes(low, high)


def _draw_grid(draw: ImageDraw, axes: _Axes) -> None:
    for power in range(int(axes.low[1]), int(axes.high[1]) + 1):
        left, y = axes.place(10 ** axes.low[0], 10**power)
        right, _ = axes.place(10 ** axes.high[0], 10**power)
        draw.line((left, y, right, y), fill="#dddddd")
        draw.text((8, y - 8), f"{10**power:g}", fill="black", font_size=14)
    for power in range(int(axes.low[0]), int(axes.high[0]) + 1):
        x, bottom = axes.place(10**power, 10 ** axes.low[1])
        _, top = axes.place(10**power, 10 ** axes.high[1])
        draw.line((x, bottom, x, top), fill="#dddddd")
        draw.text((x - 24, bottom + 8), f"{10**power:,.0f}", fill="black", font_size=14)
