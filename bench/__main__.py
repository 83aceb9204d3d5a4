"""``make bench``: the measurements of this folder that need nothing but what ships, one after the other."""

from __future__ import annotations

from bench import answering, reading


def main() -> None:
    """Run them all."""
    print("Reading, one process, the sample articles")
    reading.report()
    print("\nAnswering, an index of the sample articles")
    answering.report()


if __name__ == "__main__":
    main()
