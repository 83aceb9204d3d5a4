"""Damage real articles in every way, read them, and see that what must hold holds.

    python -m bench.fuzz_reader --articles 5000
    python -m bench.fuzz_reader --articles 100000 --processes 2 --seed 7
    python -m bench.fuzz_reader --seed 7 --only 4711        one article again, with its text

The texts are the sample articles, or the "text" of the lines of --data FILE. It ends by itself, after so many
articles or --seconds; the exit code is 1 when anything was found.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from bench.fuzzing import Breach, Damager, read_one
from bench.fuzzing.one_article import reduced
from bench.memory import resident_mb
from bench.samples import sample_documents
from bench.scoring.sets import UNDATED, moment_of
from bot.models import Document
from bot.reading import Reader, load_reader
from bot.resources import load_topics

CHUNK = 100
KEPT = 3
"""Examples that are kept of one finding."""
SLOWEST = 5
GROWTH_MB = 25.0
"""A process may fill its caches by so much in the second half of a run; what grows more is a leak."""


@dataclass(slots=True)
class Chunk:
    """What came of a run of articles."""

    articles: int = 0
    refused: int = 0
    characters: int = 0
    seconds: float = 0.0
    slowest: list[tuple[float, int, int]] = field(default_factory=list)
    """CPU seconds, the article's number, its length."""
    found: list[tuple[int, Breach]] = field(default_factory=list)
    process: int = 0
    memory_mb: float = 0.0


class _Fuzzer:
    """What one process holds: a reader, and the damager that makes its articles."""

    def __init__(self, documents: Sequence[Document], seed: int, limit: float) -> None:
        self.reader: Reader = load_reader(load_topics())
        self.damager = Damager(documents, seed)
        self.limit = limit

    def run(self, numbers: range) -> Chunk:
        """Read the articles of these numbers."""
        chunk = Chunk()
        for number in numbers:
            document = self.damager.document(number)
            outcome = read_one(self.reader, document, limit=self.limit)
            chunk.articles += 1
            chunk.refused += outcome.refused
            chunk.characters += len(document.text)
            chunk.seconds += outcome.seconds
            chunk.slowest.append((outcome.seconds, number, len(document.text)))
            if outcome.breach is not None:
                chunk.found.append((number, outcome.breach))
        chunk.slowest = sorted(chunk.slowest, reverse=True)[:SLOWEST]
        chunk.process, chunk.memory_mb = os.getpid(), resident_mb()
        return chunk


_fuzzer: _Fuzzer | None = None


def _set_up(documents: Sequence[Document], seed: int, limit: float) -> None:
    global _fuzzer
    _fuzzer = _Fuzzer(documents, seed, limit)


def _run(numbers: range) -> Chunk:
    if _fuzzer is None:
        raise RuntimeError("_set_up was not called in this process")
    return _fuzzer.run(numbers)


@dataclass(slots=True)
class Total:
    """What came of the whole run."""

    articles: int = 0
    refused: int = 0
    characters: int = 0
    seconds: float = 0.0
    slowest: list[tuple[float, int, int]] = field(default_factory=list)
    found: dict[str, list[tuple[int, Breach]]] = field(default_factory=dict)
    """By rule, in the order in which they turned up."""
    counts: Counter[str] = field(default_factory=Counter)
    memory: dict[int, list[float]] = field(default_factory=dict)
    """By process, MB after each of its chunks."""

    def add(self, chunk: Chunk) -> None:
        """Count a chunk in."""
        self.articles += chunk.articles
        self.refused += chunk.refused
        self.characters += chunk.characters
        self.seconds += chunk.seconds
        self.slowest = sorted([*self.slowest, *chunk.slowest], reverse=True)[:SLOWEST]
        self.memory.setdefault(chunk.process, []).append(chunk.memory_mb)
        for number, breach in chunk.found:
            self.counts[breach.rule] += 1
            self.found.setdefault(breach.rule, []).append((number, breach))

    def growth_mb(self) -> float:
        """Return by how much a process grew at most in the second half of the run."""
        return max((after[-1] - after[len(after) // 2] for after in self.memory.values()), default=0.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the fuzzer; returns the exit code."""
    options = _options(arguments)
    documents = documents_of(options.data) if options.data else sample_documents()
    if options.only is not None:
        return _again(documents, options)
    began = time.monotonic()
    total = Total()
    for chunk in _chunks(documents, options):
        total.add(chunk)
        if sys.stderr.isatty() or total.articles % 10_000 == 0:
            rules = len(total.found)
            print(f"  {total.articles} articles, {rules} kinds of breach", file=sys.stderr, flush=True)
    _print(total, time.monotonic() - began, options)
    if total.found and not options.no_reduce:
        _print_reduced(total, documents, options)
    return 1 if total.found or total.growth_mb() > GROWTH_MB else 0


def documents_of(path: Path) -> list[Document]:
    """Return the articles of a file of JSON lines, each with a "text"."""
    lines = path.read_text(encoding="utf-8").split("\n")
    values = [json.loads(line) for line in lines if line.strip()]
    return [
        Document(
            headline=value.get("title") or "",
            text=value["text"],
            published=moment_of(value.get("published")) or UNDATED,
        )
        for value in values
    ]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    cli = argparse.ArgumentParser(
        prog="python -m bench.fuzz_reader",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    cli.add_argument("--articles", type=int, default=5_000, help="how many articles are read at most")
    cli.add_argument("--seconds", type=float, default=3_600.0, help="how long it may take at most")
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--processes", type=int, default=1)
    cli.add_argument("--limit", type=float, default=2.0, help="CPU seconds that one article may take")
    cli.add_argument("--data", type=Path, help="JSON lines to damage, instead of the sample articles")
    cli.add_argument("--only", type=int, help="read the article of this number again, and print it")
    cli.add_argument("--no-reduce", action="store_true", help="do not look for the smallest failing texts")
    return cli.parse_args(arguments)


def _chunks(documents: Sequence[Document], options: argparse.Namespace) -> Iterator[Chunk]:
    """Yield what came of one run of articles after the other, until they or the time are at an end."""
    end = time.monotonic() + options.seconds
    waiting = iter(
        range(start, min(start + CHUNK, options.articles)) for start in range(0, options.articles, CHUNK)
    )
    running: set[Future[Chunk]] = set()
    with ProcessPoolExecutor(
        options.processes,
        mp_context=get_context("spawn"),
        initializer=_set_up,
        initargs=(documents, options.seed, options.limit),
    ) as pool:
        while True:
            while len(running) < 2 * options.processes and time.monotonic() < end:
                numbers = next(waiting, None)
                if numbers is None:
                    break
                running.add(pool.submit(_run, numbers))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)


# --- what is printed -------------------------------------------------------------------------------------


def _print(total: Total, seconds: float, options: argparse.Namespace) -> None:
    per_article = total.seconds / max(1, total.articles) * 1000
    length = total.characters / max(1, total.articles)
    print(f"seed {options.seed}: {total.articles} articles in {seconds:.0f} s, {options.processes} processes")
    print(
        f"  {total.refused} refused, the rest read; on average {length:.0f} characters, {per_article:.1f} ms"
    )
    print(f"  memory grew by {total.growth_mb():.0f} MB in the second half", end="")
    print(f" (to {max((max(after) for after in total.memory.values()), default=0):.0f} MB)")
    for taken, number, characters in total.slowest:
        print(f"  slowest: {taken:.2f} s, {characters} characters, --only {number}")
    if not total.found:
        print("  nothing was found")
    for rule, examples in total.found.items():
        print(f"FOUND {total.counts[rule]} times: {rule}")
        for number, breach in examples[:KEPT]:
            print(f"    --seed {options.seed} --only {number}: {breach.details[:300]}")


def _print_reduced(total: Total, documents: Sequence[Document], options: argparse.Namespace) -> None:
    print("The shortest texts that still show it (cut down by the fuzzer):")
    fuzzer = _Fuzzer(documents, options.seed, options.limit)
    for rule, examples in total.found.items():
        # the shortest of a few, for its reduction costs many readings
        number, breach = min(examples[:50], key=lambda each: len(fuzzer.damager.document(each[0]).text))
        small = reduced(fuzzer.reader, fuzzer.damager.document(number), breach, limit=options.limit)
        outcome = read_one(fuzzer.reader, small, limit=options.limit)
        print(f"  {rule}")
        print(f"    headline {small.headline!r}, published {small.published:%Y-%m-%d}, text")
        print(f"    {small.text[:1_500]!r}")
        print(f"    {outcome.breach.details[:300] if outcome.breach else 'it does not show any more'}")


def _again(documents: Sequence[Document], options: argparse.Namespace) -> int:
    fuzzer = _Fuzzer(documents, options.seed, options.limit)
    document = fuzzer.damager.document(options.only)
    outcome = read_one(fuzzer.reader, document, limit=options.limit)
    # escaped, for a terminal obeys control characters
    print(json.dumps({"title": document.headline, "published": str(document.day), "text": document.text}))
    print(f"{outcome.seconds:.3f} s, refused: {outcome.refused}, breach: {outcome.breach}")
    return 1 if outcome.breach else 0


if __name__ == "__main__":
    sys.exit(main())
