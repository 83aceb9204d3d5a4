"""How long questions take as the index grows: python -m bench.index --articles 10000.

    python -m bench.index [--articles N] [--db FILE] [--keep] [--seconds 10] [--budget 20] [--seed 1]
    python -m bench.index --growth 10000 30000 100000 [--db FOLDER] [--keep] [--plot docs/growth.png]

The news is made up (see ``bench/indexing/``), the same for the same seed. An index that is there already, of
just this news, is measured as it is; one that was built is removed in the end, unless --keep is given. Each
table of questions stops after --budget seconds, with as much of its mix as was asked by then. The last
measure adds articles of the last day, which stay in an index that is kept.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.indexing.building import build, is_built
from bench.indexing.figures import Figures, measure, show_figures
from bench.indexing.growth import SIZES, plot_growth, show_growth
from bench.indexing.writing import Newsroom

ARTICLES = 10_000
SECONDS = 10.0
BUDGET = 20.0
SEED = 1


def report(articles: int = ARTICLES, *, seconds: float = 4.0, budget: float = 6.0, seed: int = SEED) -> None:
    """Print the tables of an index that is built for it, in about a minute."""
    with tempfile.TemporaryDirectory(prefix="nutgraf-bench-") as folder:
        path = Path(folder) / "index.db"
        show_figures(_figures(path, articles, Newsroom(seed), seconds, budget, seed))


def main(argv: Sequence[str] | None = None) -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.index",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--articles", type=_count, default=ARTICLES)
    parser.add_argument("--db", type=Path, help="the index file; with --growth, a folder of them")
    parser.add_argument("--keep", action="store_true", help="do not remove what was built")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="under load; 0: no load")
    parser.add_argument("--budget", type=float, default=BUDGET, help="seconds for each table of questions")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--growth", type=_count, nargs="*", metavar="N", help=f"sizes; by default {SIZES}")
    parser.add_argument("--plot", type=Path, help="with --growth: a PNG to draw")
    given = parser.parse_args(argv)
    sizes = [given.articles] if given.growth is None else given.growth or list(SIZES)
    newsroom = Newsroom(given.seed)
    measured = []
    for articles in sizes:
        with _place(given.db, articles, growing=given.growth is not None, keep=given.keep) as path:
            figures = _figures(path, articles, newsroom, given.seconds, given.budget, given.seed)
        show_figures(figures)
        measured.append(figures)
    if given.growth is not None:
        show_growth(measured)
        if given.plot is not None:
            plot_growth(measured, given.plot)


@contextmanager
def _place(asked: Path | None, articles: int, *, growing: bool, keep: bool) -> Iterator[Path]:
    """Give the file of an index, and afterwards remove it if it was not there before."""
    if asked is None and not keep:
        with tempfile.TemporaryDirectory(prefix="nutgraf-bench-") as folder:
            yield Path(folder) / "index.db"
        return
    path = asked or Path(f"bench-{articles}.db")
    if growing and asked is not None:
        path = asked / f"{articles}.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    was_there = path.exists()
    try:
        yield path
    finally:
        if not keep and not was_there:
            for ending in ("", "-wal", "-shm", ".lock"):
                path.with_name(path.name + ending).unlink(missing_ok=True)


def _figures(
    path: Path, articles: int, newsroom: Newsroom, seconds: float, budget: float, seed: int
) -> Figures:
    built = None
    if not asyncio.run(is_built(path, articles, seed)):
        if path.exists():
            sys.exit(f"{path} is not an index of {articles} made-up articles of seed {seed}: move it away.")
        built = asyncio.run(build(path, articles, seed, newsroom, _tell))
        print(file=sys.stderr)
    return asyncio.run(measure(path, articles, seed, newsroom, built, seconds=seconds, budget=budget))


def _tell(articles: int, seconds: float) -> None:
    print(
        f"\r{articles:,} articles, {articles / seconds:,.0f} a second ", end="", file=sys.stderr, flush=True
    )


def _count(text: str) -> int:
    number = int(text.replace(",", "").replace("_", ""))
    if number < 100:
        raise argparse.ArgumentTypeError("100 articles are the least")
    return number


if __name__ == "__main__":
    main()
