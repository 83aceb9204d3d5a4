"""What it takes to post many digests at once: python -m bench.digests --subscriptions 1000.

    python -m bench.digests [--articles N] [--subscriptions N] [--rounds 3] [--days 7] [--db FILE] [--seed 1]

All subscriptions are due in the same minute: composed, written into the ledger in batches, and made into
the messages that a sender would send. Several rounds are run, an hour after one another, so that the channels
have been shown something before; the last is the one that counts. FILE is an index that was kept by
``python -m bench.index --articles N --db FILE --keep``; without it, one is built and removed. Subscriptions
that are in the file are removed. With ten times the --days, digests choose among as many articles as there
are in an index ten times as large. How late an idle event loop is on the same machine is measured beside.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bench.indexing.building import NOW, build, is_built, open_index
from bench.indexing.plan import FIRST_GUILD
from bench.indexing.writing import TOPIC_NAMES, Newsroom
from bench.memory import resident_mb
from bot.digests.composing.composer import Composer
from bot.index import Index
from bot.index.digest_codec import digest_to_json
from bot.models import (
    Claim,
    ClockSchedule,
    Delivery,
    DeliveryState,
    Digest,
    Preferences,
    Scope,
    Slot,
    Subject,
    Subscription,
    Topic,
)
from bot.resources import load_topics
from bot.settings import DigestSettings
from bot.views.digest import digest_view

ARTICLES = 10_000
SUBSCRIPTIONS = 1_000
ROUNDS = 3
BATCH = 100
"""Claimed in one transaction."""
AT_ONCE = 8
"""Composed side by side."""
CHANNELS_A_GUILD = 3
LOOK_EVERY = 0.005
"""Seconds between two looks at how late the event loop is."""
DAILY = ClockSchedule(("08:00",), frozenset(range(7)), "UTC")
LIMITS = "at most 30 s for 10,000, 20 ms lag at p99, 2 ms of CPU a message"


@dataclass(slots=True)
class Round:
    """What one round took."""

    seconds: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    late: list[float] = field(default_factory=list)
    """Seconds by which the event loop was late, each time it was looked."""
    posts: int = 0
    empty: int = 0
    different: int = 0
    """Digests that are not the same object as another's."""
    deliveries: list[Delivery] = field(default_factory=list)

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """Count what is done inside as `what`."""
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self.seconds[what] = self.seconds.get(what, 0.0) + time.perf_counter() - wall
            self.cpu[what] = self.cpu.get(what, 0.0) + time.process_time() - cpu


async def fill(index: Index, count: int, seed: int) -> list[Subscription]:
    """Replace the subscriptions of an index by made-up ones, all due at the same time."""
    await index.forget_guilds()
    chance = random.Random(seed)  # noqa: S311
    names = await index.entities.names("", Scope.everyone(), 40)
    words = [word for name in names for word in name.split() if len(word) > 3]
    for number in range(count):
        await index.subscriptions.put(
            guild=FIRST_GUILD + number // CHANNELS_A_GUILD,
            channel=5_000_000 + number,
            subject=_subject(chance, names),
            schedule=DAILY,
            preferences=_preferences(chance, words),
            created_by=1,
            now=NOW,
            next_due=NOW,
        )
    return await index.subscriptions.due(NOW, count)


def _subject(chance: random.Random, names: Sequence[str]) -> Subject:
    match chance.choices(["topic", "all", "two", "person", "search"], [60, 15, 10, 10, 5])[0]:
        case "topic":
            return Subject(topics=(chance.choice(TOPIC_NAMES),))
        case "two":
            return Subject(topics=tuple(sorted(chance.sample(TOPIC_NAMES, 2))))
        case "person":
            return Subject(people=(chance.choice(names),))
        case "search":
            return Subject(search=f'topic:{chance.choice(TOPIC_NAMES)} -person:"{chance.choice(names[:3])}"')
    return Subject()


def _preferences(chance: random.Random, words: Sequence[str]) -> Preferences:
    usual = Preferences()
    match chance.choices(["usual", "short", "long", "sources", "exclude"], [70, 8, 8, 7, 7])[0]:
        case "short":
            return replace(usual, length="short")
        case "long":
            return replace(usual, length="long")
        case "sources":
            return replace(usual, min_sources=2)
        case "exclude":
            return replace(usual, exclude=(chance.choice(words),))
    return usual


async def run_round(
    index: Index, topics: Mapping[str, Topic], due: Sequence[Subscription], now: datetime, days: int = 7
) -> Round:
    """Compose, claim and show all that is due."""
    done = Round()
    composer = Composer(index, DigestSettings(max_age_days=days), topics, now=now)
    kinds: set[int] = set()
    async with _watched(done):
        for start in range(0, len(due), BATCH):
            batch = due[start : start + BATCH]
            with done.doing("compose"):
                await composer.expect(batch)
                digests = await _compose(composer, batch)
            with done.doing("claim"):
                claims = [_claim(each, digest, now) for each, digest in zip(batch, digests, strict=True)]
                deliveries = await index.deliveries.claim_all(claims, now)
            with done.doing("view"):
                for delivery in deliveries:
                    if delivery is not None and delivery.digest is not None:
                        view = digest_view(delivery.digest, delivery=delivery.id)
                        view.to_components()  # type: ignore[no-untyped-call]
                        await asyncio.sleep(0)
            kinds.update(id(digest) for digest in digests if digest is not None)
            done.posts += sum(digest is not None for digest in digests)
            done.empty += sum(digest is None for digest in digests)
            done.deliveries += [each for each in deliveries if each is not None and each.digest is not None]
    done.different = len(kinds)
    return done


async def _compose(composer: Composer, batch: Sequence[Subscription]) -> list[Digest | None]:
    found: list[Digest | None] = [None] * len(batch)
    waiting = iter(enumerate(batch))

    async def work() -> None:
        for place, each in waiting:
            found[place] = await composer.compose(
                subject=each.subject,
                scope=each.scope,
                channel=each.channel,
                preferences=each.preferences,
            )

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return found


def _claim(subscription: Subscription, digest: Digest | None, now: datetime) -> Claim:
    state = DeliveryState.EMPTY if digest is None else DeliveryState.CLAIMED
    return Claim(subscription, Slot(now.isoformat(), now), now + timedelta(hours=1), digest, state)


@asynccontextmanager
async def _watched(done: Round) -> AsyncIterator[None]:
    """Look how late the event loop is while something is done."""

    async def look() -> None:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(LOOK_EVERY)
            done.late.append(max(0.0, time.perf_counter() - asked - LOOK_EVERY))

    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        looking.cancel()


async def idle_round(seconds: float = 3.0) -> Round:
    """Look how late the event loop is while it has nothing to do."""
    done = Round()
    async with _watched(done):
        await asyncio.sleep(seconds)
    return done


# --- floors ----------------------------------------------------------------------------------------------


def floor_of_claiming(done: Round, folder: Path) -> float:
    """Return the seconds a message that SQLite alone needs to write the same rows, in the same batches."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.executescript(
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        CREATE TABLE delivery (id INTEGER PRIMARY KEY, slot TEXT, digest TEXT, UNIQUE (id, slot)) STRICT;
        CREATE TABLE shown (channel INTEGER, article INTEGER, delivery INTEGER, at INTEGER,
            PRIMARY KEY (channel, article, delivery)) STRICT, WITHOUT ROWID;
        """
    )
    texts = {id(each.digest): digest_to_json(each.digest) for each in done.deliveries if each.digest}
    began = time.process_time()
    for start in range(0, len(done.deliveries), BATCH):
        connection.execute("BEGIN IMMEDIATE")
        for each in done.deliveries[start : start + BATCH]:
            assert each.digest is not None  # noqa: S101 - so they were chosen
            connection.execute(
                "INSERT INTO delivery VALUES (?, ?, ?)", (each.id, each.slot_key, texts[id(each.digest)])
            )
            articles = {
                cited.article
                for story in each.digest.all_stories
                for cited in (story.citation, *story.also_in)
            }
            connection.executemany(
                "INSERT INTO shown VALUES (?, ?, ?, 0)",
                [(each.channel, article, each.id) for article in sorted(articles)],
            )
        connection.execute("COMMIT")
    spent = time.process_time() - began
    connection.close()
    return spent / max(len(done.deliveries), 1)


# --- the report ------------------------------------------------------------------------------------------


def show(idle: Round, rounds: Sequence[Round], subscriptions: int, articles: int, floor: float) -> None:
    """Print what was measured."""
    last = rounds[-1]
    print(f"{subscriptions:,} subscriptions due at once, {articles:,} articles; the goal: {LIMITS}\n")
    print("| round | posts | empty | different | seconds | lag p50 ms | p99 | max | CPU ms a message |")
    print(f"| ---: |{' ---: |' * 8}")
    for name, each in [("idle", idle), *((str(number), each) for number, each in enumerate(rounds, 1))]:
        late = sorted(1e3 * value for value in each.late) or [0.0]
        cuts = statistics.quantiles(late, n=100) if len(late) > 1 else late * 99
        cpu = 1e3 * sum(each.cpu.values()) / max(each.posts, 1)
        lag = f"{cuts[49]:.1f} | {cuts[98]:.1f} | {late[-1]:.1f}"
        print(
            f"| {name} | {each.posts:,} | {each.empty:,} | {each.different:,} "
            f"| {sum(each.seconds.values()):.1f} | {lag} | {cpu:.2f} |"
        )
    print("\n| of the last round | seconds | CPU ms a message |\n| --- | ---: | ---: |")
    for what, seconds in last.seconds.items():
        print(f"| {what} | {seconds:.1f} | {1e3 * last.cpu[what] / max(last.posts, 1):.2f} |")
    claiming = last.cpu["claim"] / max(last.posts, 1)
    print(f"\nWriting the same rows with sqlite3 alone: {1e3 * floor:.2f} ms a message; ", end="")
    print(f"the ledger takes {claiming / floor:.1f} times that." if floor else "")


async def measure(path: Path, asked: argparse.Namespace, folder: Path) -> None:
    """Run the rounds and print the report."""
    subscriptions, rounds = asked.subscriptions, asked.rounds
    index = await open_index(path)
    try:
        await fill(index, subscriptions, asked.seed)
        idle = await idle_round()
        topics = load_topics()
        done = []
        # as the bot does when it is up
        gc.collect()
        gc.freeze()
        for number in range(rounds):
            now = NOW + timedelta(hours=number)
            due = await index.subscriptions.due(now, subscriptions)
            done.append(await run_round(index, topics, due, now, asked.days))
        floor = await asyncio.to_thread(floor_of_claiming, done[-1], folder)
        show(idle, done, subscriptions, asked.articles, floor)
        print(f"{resident_mb():.0f} MB resident")
    finally:
        await index.forget_guilds()
        await index.close()


def main(argv: Sequence[str] | None = None) -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.digests",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--subscriptions", type=int, default=SUBSCRIPTIONS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="nutgraf-bench-") as name:
        path = asked.db or Path(name) / "index.db"
        if not asyncio.run(is_built(path, asked.articles, asked.seed)):
            if path.exists():
                sys.exit(f"{path} is not an index of {asked.articles} made-up articles: move it away.")
            asyncio.run(build(path, asked.articles, asked.seed, Newsroom(asked.seed), lambda _, __: None))
        asyncio.run(measure(path, asked, Path(name)))


if __name__ == "__main__":
    main()
