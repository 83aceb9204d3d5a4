"""Is a digest lost or repeated when the bot is killed? python -m bench.crashes --points 200 --seed 1.

    python -m bench.crashes [--points N] [--seed 1] [--channels KIND …] [--folder FOLDER]

The bot runs as a process against a Discord that stands in for the real one, and is killed with SIGKILL at
points of its work drawn by the seed (see ``tests/standin/crash/``). Ends with 1 when something was lost or
repeated; the index and the bot's log are in the folder then.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.standin.crash.desk import KINDS
from tests.standin.crash.harness import Report, crash
from tests.standin.crash.points import Phase
from tests.standin.world import Kind

POINTS = 200
SEED = 1
_CHANNELS = {kind.name.lower(): kind for kind in (Kind.FORUM, Kind.ANNOUNCEMENT, Kind.DM)}


def main(argv: Sequence[str] | None = None) -> None:
    """Kill as often as the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.crashes",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--points", type=int, default=POINTS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--channels",
        nargs="*",
        choices=list(_CHANNELS),
        default=[kind.name.lower() for kind in KINDS],
        help="besides two text channels; by default %(default)s",
    )
    parser.add_argument("--folder", type=Path, help="an empty one, which is kept")
    given = parser.parse_args(argv)
    kinds = tuple(_CHANNELS[name] for name in given.channels)
    folder = given.folder or Path(tempfile.mkdtemp(prefix="nutgraf-crashes-"))
    folder.mkdir(parents=True, exist_ok=True)
    report = asyncio.run(crash(folder, points=given.points, seed=given.seed, kinds=kinds))
    show(report)
    if not report.is_well:
        sys.exit(f"Look into {folder}.")
    if given.folder is None:
        shutil.rmtree(folder)


def show(report: Report) -> None:
    """Print the table."""
    print(f"{'phase':<10}{'kills':>6}")
    for phase in Phase:
        print(f"{phase:<10}{report.kills[phase]:>6}")
    print(f"{'all':<10}{report.points:>6}, of which {report.after_crash} after another crash")
    print(
        f"{report.by_discord['received']} with a request that Discord had not done yet,"
        f" {report.by_discord['done']} with one done and not answered"
    )
    print(f"lost      {len(report.lost):>6}")
    print(f"repeated  {len(report.repeated):>6}")
    print(f"{report.digests} digests, {report.lives} lives of the bot, {report.seconds:.0f} s")
    for text in (*report.lost, *report.repeated, *report.complaints):
        print(f"  {text}")


if __name__ == "__main__":
    main()
