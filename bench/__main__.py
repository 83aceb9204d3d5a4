"""``make bench``: the measurements of this folder that need nothing but what ships, one after the other."""

from __future__ import annotations

from bench import answering, developments, digests, index, quality, reading


def main() -> None:
    """Run them all."""
    print("Reading, one process, the sample articles")
    reading.report()
    print("\nQuality of reading, the small sets or those of NUTGRAF_EVAL_DIR")
    quality.main([])
    print("\nAnswering, an index of the sample articles")
    answering.report()
    print("\nQuestions to an index of 10,000 made-up articles")
    index.report()
    print("\nStories that are told again, labelled articles")
    developments.report()
    print("\nDigests that are due at once")
    digests.main(["--articles", "5000", "--subscriptions", "500", "--rounds", "2"])


if __name__ == "__main__":
    main()
