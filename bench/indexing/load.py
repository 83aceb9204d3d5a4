"""Questions that keep coming, at a fixed rate, while articles are added as fast as the index takes them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

from bench.indexing.asking import COMMANDS, INTERRUPT_EVERY, WINDOWS, Ask, asking
from bench.indexing.building import NOW, add, interrupt_reads, take_fresh_numbers
from bench.indexing.plan import GLOBAL_FEED, fresh_plan
from bench.indexing.questions import Question
from bench.indexing.writing import Item, Newsroom
from bot.app import reader_pool
from bot.errors import NutgrafError
from bot.index import Index
from bot.ingest.clustering import StoryFinder
from bot.resources import load_topics
from bot.settings import Settings

RATE = 20
"""Questions a second."""
WINDOW = "30 days"
BATCH = 100
"""Articles in a transaction, as the pump has it."""
FRESH_A_SECOND = 800
"""More articles than can be added: they are made up before, so that this takes no time while it counts."""
MOST_WAITING = 100
"""Questions in flight; one that comes when so many wait is turned away."""
PATIENCE = 20.0
"""Seconds for which the last questions are waited for."""


@dataclass(slots=True)
class Answered:
    """What became of the questions of one period."""

    seconds: list[float] = field(default_factory=list)
    """From the moment a question was due to its answer."""
    errors: int = 0
    unanswered: int = 0
    """Turned away, or given up in the end."""


@dataclass(frozen=True, slots=True)
class Load:
    """Questions alone, and while articles were added."""

    alone: Answered
    during: Answered
    added: int
    adding_seconds: float
    adding_errors: int

    @property
    def rate(self) -> float:
        """Articles added a second."""
        return self.added / self.adding_seconds if self.adding_seconds else 0.0


async def measure_load(
    index: Index, newsroom: Newsroom, questions: Sequence[Question], articles: int, seed: int, seconds: float
) -> Load:
    """Ask for so many seconds, then ask and add for as many; the articles stay in the index."""
    count = max(BATCH, int(seconds * FRESH_A_SECOND))
    first = await take_fresh_numbers(index, articles, count)
    plan = fresh_plan(count, first, seed)
    batches = [newsroom.write(plan.rows(slice(start, start + BATCH))) for start in range(0, count, BATCH)]
    alone = await _ask_steadily(index, questions, seconds)
    adding = asyncio.create_task(_add_all(index, batches, seconds))
    during = await _ask_steadily(index, questions, seconds)
    added, took, errors = await adding
    return Load(alone, during, added, took, errors)


async def _add_all(index: Index, batches: Sequence[list[Item]], seconds: float) -> tuple[int, float, int]:
    """Add batches and find their stories for so many seconds; return how many, how long, and failures."""
    settings = Settings()
    async with reader_pool(settings, load_topics()) as pool:
        finder = StoryFinder(index, pool)
        began = time.perf_counter()
        added = errors = 0
        for batch in batches:
            if time.perf_counter() - began > seconds:
                break
            try:
                await add(index, batch, GLOBAL_FEED, NOW)
                await finder.run()
            except NutgrafError:
                errors += 1
            else:
                added += len(batch)
        return added, time.perf_counter() - began, errors


async def _ask_steadily(index: Index, questions: Sequence[Question], seconds: float) -> Answered:
    answered = Answered()
    commands = cycle([asking(index, command, WINDOWS[WINDOW]) for command in COMMANDS])
    asked: set[asyncio.Task[None]] = set()
    over = asyncio.Event()
    began = time.perf_counter()
    for number in range(max(1, int(seconds * RATE))):
        due = began + number / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        ask = next(commands)
        if len(asked) >= MOST_WAITING:
            answered.unanswered += 1
            continue
        task = asyncio.create_task(_ask(ask, questions[number % len(questions)].about, due, answered, over))
        asked.add(task)
        task.add_done_callback(asked.discard)
    if asked:
        _, waiting = await asyncio.wait(asked, timeout=PATIENCE)
        over.set()
        answered.unanswered += len(waiting)
        while waiting:
            # cancelled questions would leave their statements in the readers' queues
            await interrupt_reads(index)
            _, waiting = await asyncio.wait(waiting, timeout=INTERRUPT_EVERY)
    return answered


async def _ask(ask: Ask, about: str, due: float, answered: Answered, over: asyncio.Event) -> None:
    try:
        await ask(about)
    except NutgrafError:
        answered.errors += not over.is_set()
    else:
        if not over.is_set():
            answered.seconds.append(time.perf_counter() - due)
