"""``make bench``: every measurement of this folder, one after the other.

``--data DIR`` names a folder with evaluation sets (see docs/models.md); without it, what needs them is left
out.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import answering, reading


def main() -> None:
    """Run all benches."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of evaluation sets")
    parser.parse_args()
    print("Reading, one process, the sample articles")
    reading.report()
    print("\nAnswering, an index of the sample articles")
    answering.report()


if __name__ == "__main__":
    main()
