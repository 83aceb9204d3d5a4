"""How long answers take, beside the bare full-text query that finds their articles."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.samples import sample_documents
from bot import answers
from bot.answers import AnswerOptions
from bot.index import Index
from bot.models import Scope, Window
from bot.query.words import parse_words
from bot.reading import load_reader
from bot.resources import load_topics, migrations

ROUNDS = 20
ABOUT = ("Gallant", "missiles", "maternity ward", "hurricane", "Nobel prize")
TODAY = datetime(2024, 10, 11, tzinfo=UTC)


def report() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_report(Path(folder) / "bench.db"))


async def _report(path: Path) -> None:
    reader = load_reader(load_topics())
    read = [reader.read(document) for document in sample_documents()]
    index = await Index.open(path, migrations())
    try:
        began = time.perf_counter()
        await index.articles.add([(article, reader.label(article)) for article in read], now=TODAY)
        print(f"  {'storing':18}{(time.perf_counter() - began) * 1000 / len(read):8.2f} ms an article")
        bare = await _median_ms(lambda about: _bare(index, about))
        print(f"  {'bare FTS5 query':18}{bare:8.2f} ms")
        for name in ("who", "what", "when", "ask", "search"):
            milliseconds = await _median_ms(_asking(index, name))
            print(f"  {'/' + name:18}{milliseconds:8.2f} ms {milliseconds / bare:8.1f} x")
    finally:
        await index.close()


def _asking(index: Index, name: str) -> Callable[[str], Awaitable[object]]:
    answer = getattr(answers, name)
    return lambda about: answer(
        index, about, scope=Scope.everyone(), options=AnswerOptions(), today=TODAY.date()
    )


async def _bare(index: Index, about: str) -> object:
    expression = parse_words(about).all_of()
    return await index.articles.match(expression, Scope.everyone(), window=Window(), limit=10)


async def _median_ms(ask: Callable[[str], Awaitable[object]]) -> float:
    times = []
    for _ in range(ROUNDS):
        for about in ABOUT:
            began = time.perf_counter()
            await ask(about)
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
