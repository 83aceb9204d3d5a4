"""A year of digests in minutes: python -m bench.year --subscriptions 1000 --days 365 --seed 1.

The real tick and index live through a simulated year with a double of Discord: subscriptions in 40 zones,
changes of daylight saving and a leap day, three crashes a week and what follows them (minutes to weeks away),
pauses, lost permissions, servers left and joined, Discord out of reach, a clock that is set wrong. Each month
every slot is looked at: the bot must say in words what became of it, and that must be true. Nothing may be
posted twice. Exits 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import structlog

from bench.yearlong.plan import Plan
from bench.yearlong.year import Report, Year


def main(argv: Sequence[str] | None = None) -> int:
    """Simulate what the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.year",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--subscriptions", type=int, default=1000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory(prefix="nutgraf-year-") as folder:
        plan = Plan(given.subscriptions, given.days, given.seed)
        year = Year(plan, Path(folder) / "index.db", given.seed)
        report = asyncio.run(year.live(lambda line: print(line, flush=True)))
    _show(report)
    return 1 if report.faults else 0


def _show(report: Report) -> None:
    verdict = report.verdict
    print(f"\n{verdict.slots} slots accounted for, {report.posted} digests posted")
    print(f"{report.seconds:.0f} s, of which {report.busy:.0f} s of work on one core")
    print(f"{report.ticks} ticks, {report.crashes} crashes; happened: {dict(report.happened)}")
    print(f"outcomes: {dict(verdict.outcomes)}")
    for name, text in sorted(verdict.texts.items()):
        print(f"  {name}: {text}")
    print(f"repeated: {len(report.repeated)}, faults: {len(verdict.faults)}")
    for fault in report.faults[:20]:
        print(f"  {fault}")


if __name__ == "__main__":
    sys.exit(main())
