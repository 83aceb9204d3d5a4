"""Questions to an index, timed one after the other, each beside the bare full-text query for its words."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bench.indexing.building import interrupt_reads
from bench.indexing.plan import EPOCH, FIRST_GUILD, LAST_DAY
from bench.indexing.questions import RECENT_DAYS, Question
from bot import answers
from bot.answers import AnswerOptions
from bot.errors import NutgrafError
from bot.index import Index
from bot.models import Answer, Scope, Window
from bot.query.words import parse_words

COMMANDS = ("who", "what", "when", "search")
MORE_COMMANDS = ("ask", "latest")
SCOPE = Scope(guild=FIRST_GUILD, user=None)
MONTH = Window(since=LAST_DAY - timedelta(RECENT_DAYS - 1))
EVER = Window()
WINDOWS = {"30 days": MONTH, "no limit": EVER}
NAMES, HEADLINES = 15, 10
"""What a member is offered while typing."""
BARE = """
    SELECT rowid, bm25(article_fts, 4.0, 1.0)
    FROM article_fts
    WHERE article_fts MATCH ? AND rowid BETWEEN ? AND ?
    ORDER BY 2
    LIMIT 10
"""
SEQUENCE_BITS = 20
SLOW = 1.0
"""Seconds."""
LONGEST = 10.0
"""Seconds after which a question is broken off: it counts as a failure of that length."""
INTERRUPT_EVERY = 0.05

Ask = Callable[[str], Coroutine[Any, Any, Answer]]


@dataclass(frozen=True, slots=True)
class Timing:
    """How long one question took."""

    window: str
    command: str
    question: Question
    seconds: float
    bare: float
    """Seconds of the bare full-text query for the same words and days."""
    failed: bool
    """An error, or broken off."""


def asking(index: Index, command: str, window: Window) -> Ask:
    """Return the function that answers a command as the bot does for a member of a guild."""
    options = AnswerOptions(window=window)
    if command == "latest":
        return lambda about: answers.latest(index, scope=SCOPE, options=options, today=LAST_DAY)
    answer = getattr(answers, command)

    async def ask(about: str) -> Answer:
        given = await answer(index, about, scope=SCOPE, options=options, today=LAST_DAY)
        assert isinstance(given, Answer)  # noqa: S101 - what every command gives
        return given

    return ask


async def time_questions(
    index: Index, bare: sqlite3.Connection, questions: Sequence[Question], window: str, budget: float
) -> list[Timing]:
    """Ask the mix of every command, again for the timing, in `budget` seconds, of which each has its share.

    The first round reads the file into memory and may take half of the budget. What takes a second then is
    not asked again: reading the file is not what it waits for.
    """
    commands = {name: asking(index, name, WINDOWS[window]) for name in (*COMMANDS, *MORE_COMMANDS)}
    share = budget / 2 / len(commands)
    spent = dict.fromkeys(commands, 0.0)
    timings: list[Timing] = []
    for question in questions:
        for name, ask in commands.items():
            if spent[name] < share:
                timings.append(await _time_one(index, ask, bare, question, name, window))
                spent[name] += timings[-1].seconds
    spent = dict.fromkeys(commands, 0.0)
    for place, first in enumerate(timings):
        name = first.command
        if first.seconds < SLOW and spent[name] < share:
            timings[place] = await _time_one(index, commands[name], bare, first.question, name, window)
            spent[name] += timings[place].seconds
    return timings


async def time_suggestions(index: Index, prefixes: Sequence[str], budget: float) -> list[tuple[int, float]]:
    """Return (letters, seconds) of the suggestions for each prefix; asked and timed as questions are."""
    timings: list[tuple[str, float]] = []
    deadline = time.perf_counter() + budget / 2
    for prefix in prefixes:
        timings.append((prefix, await _time_suggestion(index, prefix)))
        if time.perf_counter() > deadline:
            break
    deadline = time.perf_counter() + budget / 2
    for place, (prefix, seconds) in enumerate(timings):
        if seconds < SLOW and time.perf_counter() < deadline:
            timings[place] = prefix, await _time_suggestion(index, prefix)
    return [(len(prefix), seconds) for prefix, seconds in timings]


async def _time_suggestion(index: Index, prefix: str) -> float:
    async def suggest() -> None:
        await index.entities.names(prefix, SCOPE, NAMES)
        await index.articles.headlines(prefix, SCOPE, HEADLINES)

    began = time.perf_counter()
    await answered(index, suggest())
    return time.perf_counter() - began


async def answered(index: Index, answer: Coroutine[Any, Any, object]) -> bool:
    """Wait for an answer, but not for ever; return whether there was one."""
    asked = asyncio.create_task(answer)
    _, waiting = await asyncio.wait([asked], timeout=LONGEST)
    while waiting:
        await interrupt_reads(index)
        _, waiting = await asyncio.wait([asked], timeout=INTERRUPT_EVERY)
    error = asked.exception()
    if error is not None and not isinstance(error, NutgrafError):
        raise error
    return error is None


async def _time_one(
    index: Index, ask: Ask, bare: sqlite3.Connection, question: Question, command: str, window: str
) -> Timing:
    began = time.perf_counter()
    in_time = await answered(index, ask(question.about))
    between = time.perf_counter()
    bare.execute(BARE, (_all_words(question.about), *_rowids(WINDOWS[window]))).fetchall()
    ended = time.perf_counter()
    return Timing(window, command, question, between - began, ended - between, not in_time)


def _all_words(about: str) -> str:
    return " ".join(f'"{term.word}"' for term in parse_words(about).terms)


def _rowids(window: Window) -> tuple[int, int]:
    first = ((window.since or date.min) - EPOCH).days << SEQUENCE_BITS
    last = (((window.until or date.max) - EPOCH).days + 1 << SEQUENCE_BITS) - 1
    return first, last
