"""How long reading takes, stage by stage, beside what a user would pick instead.

    python -m bench.reading [--rounds 3] [--no-worker]

Articles of about 500 words, one process, milliseconds of CPU an article, medians. A peer reads an article
right after the reader has, so that both meet the same noise; a ratio is the median of the articles' ratios.
Peers are no dependencies: install what is to be compared.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bench import worker
from bench.peers import PEERS, Peer, Run
from bench.samples import sample_documents
from bench.stages import STAGES, StageClock, stage_clock
from bot.models import Document
from bot.reading import Reader, load_reader
from bot.resources import load_topics

WORDS = 500
ROUNDS = 3
MOST_MS, MOST_MB, MOST_START = 12.0, 150.0, 1.0
"""What is aimed at: an article, a worker's memory, a worker's start in seconds."""

Timings = dict[str, list[float]]


def articles_of(words: int, documents: Sequence[Document]) -> list[Document]:
    """Return articles of at least so many words, from the paragraphs of others, none used twice."""
    articles: list[Document] = []
    paragraphs: list[str] = []
    length = 0
    for document in documents:
        for paragraph in document.text.split("\n\n"):
            paragraphs.append(paragraph)
            length += len(paragraph.split())
            if length >= words:
                articles.append(replace(document, text="\n\n".join(paragraphs)))
                paragraphs, length = [], 0
    return articles


def report(rounds: int = ROUNDS, *, with_worker: bool = True) -> None:
    """Print the tables."""
    documents = articles_of(WORDS, sample_documents())
    began = time.perf_counter()
    reader = load_reader(load_topics())
    loading = (time.perf_counter() - began) * 1000
    counts = [len(document.text.split()) for document in documents]
    print(f"{len(documents)} articles of {min(counts)} to {max(counts)} words; loaded in {loading:.0f} ms")
    peers = _ready()
    timings, walls, beside = _measure(reader, documents, peers, rounds)
    _print(timings, walls, len(documents))
    _print_peers(timings, beside)
    if with_worker:
        _print_worker(documents)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a command."""
    cli = argparse.ArgumentParser(
        prog="python -m bench.reading",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    cli.add_argument("--rounds", type=int, default=ROUNDS)
    cli.add_argument("--no-worker", action="store_true", help="start no worker processes")
    options = cli.parse_args(arguments)
    report(options.rounds, with_worker=not options.no_worker)
    return 0


def _ready() -> dict[Peer, Run]:
    ready: dict[Peer, Run] = {}
    for peer in PEERS:
        try:
            ready[peer] = peer.make()
        except ImportError:
            print(f"{peer.name} is not installed: pip install {peer.install}")
    return ready


def _measure(
    reader: Reader, documents: Sequence[Document], peers: dict[Peer, Run], rounds: int
) -> tuple[Timings, list[float], dict[Peer, dict[int, float]]]:
    """Return CPU seconds by stage, wall seconds of all, and CPU seconds by peer and reading."""
    timings: Timings = defaultdict(list)
    walls: list[float] = []
    beside: dict[Peer, dict[int, float]] = {peer: {} for peer in peers}
    with stage_clock() as clock:
        for number, document in enumerate(list(documents) * rounds):
            walls.append(_timed_reading(clock, reader, document, timings))
            for peer, run in peers.items():
                if number % peer.every == 0:
                    began = time.process_time()
                    run(document)
                    beside[peer][number] = time.process_time() - began
    return timings, walls, beside


def _timed_reading(clock: StageClock, reader: Reader, document: Document, timings: Timings) -> float:
    began = time.perf_counter()
    for stage, seconds in clock.read(reader, document).items():
        timings[stage].append(seconds)
    return time.perf_counter() - began


# --- what is printed -------------------------------------------------------------------------------------


def _print(timings: Timings, walls: Sequence[float], articles: int) -> None:
    total = statistics.median(timings["all"])
    print(f"\n| {'stage':16} | median ms | p95 ms | share |")
    print(f"| {'-' * 16} | --------: | -----: | ----: |")
    for stage in (*STAGES, "the rest", "all"):
        if taken := timings.get(stage):
            median = statistics.median(taken)
            share = f"{median / total:.0%}"
            print(f"| {stage:16} | {median * 1000:9.2f} | {_p95(taken) * 1000:6.2f} | {share:>5} |")
    first = statistics.median(timings["all"][:articles]) * 1000
    print(f"\nCPU {_met(total * 1000, MOST_MS, 'ms')}; {first:.1f} ms for an article not read before")
    print(f"wall {statistics.median(walls) * 1000:.1f} ms, p95 {_p95(walls) * 1000:.1f} ms")


def _print_peers(timings: Timings, beside: dict[Peer, dict[int, float]]) -> None:
    print(f"\n| {'stage':10} | {'peer':29} | peer ms | ours / peer |")
    print(f"| {'-' * 10} | {'-' * 29} | ------: | ----------: |")
    for peer, taken in beside.items():
        if taken:
            ratio = statistics.median(timings[peer.stage][number] / each for number, each in taken.items())
            median = statistics.median(taken.values()) * 1000
            print(f"| {peer.stage:10} | {peer.name:29} | {median:7.1f} | {ratio:11.3f} |")


def _print_worker(documents: Sequence[Document]) -> None:
    found = worker.measure(documents)
    print(f"\nA worker starts in {_met(found.next_start, MOST_START, 's')}", end="")
    print(f" ({found.first_start:.2f} s for the first, with the server it is forked from)")
    print(
        f"and holds {_met(found.memory_mb, MOST_MB, 'MB')}; after {worker.ODD_ARTICLES:,} damaged texts more",
        end="",
    )
    print(f" {found.memory_later_mb:.0f} MB")


def _met(value: float, most: float, unit: str) -> str:
    word = "within" if value <= most else "ABOVE"
    return f"{value:.1f} {unit} ({word} {most:g} {unit})"


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


if __name__ == "__main__":
    sys.exit(main())
