"""A trickle of made-up articles, few enough that some digests have nothing to tell."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime, time

from bench.yearlong.plan import TOPICS
from bot.index import Index
from bot.ingest.clustering import StoryFinder
from bot.models import Article, Document, Sentence, TopicLabel

_WHO = (
    "The harbour",
    "A library",
    "The ferry company",
    "A choir",
    "The observatory",
    "A bakery",
    "The council",
)
_DOES = ("opens", "closes", "moves", "grows", "votes on", "repairs", "counts", "paints")
_WHAT = (
    "its bridge",
    "the archive",
    "two lighthouses",
    "a garden",
    "the tram line",
    "old maps",
    "its windows",
)


class News:
    """Writes articles, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a simulation
        self._written = 0

    async def publish(self, index: Index, now: datetime) -> None:
        """Write an article of the day, put it into the index, and find its story."""
        label = TopicLabel(self._random.choice(TOPICS), 2.0)
        await index.articles.add([(self._write(now), [label])], now=now)
        await StoryFinder(index).run()

    def _write(self, now: datetime) -> Article:
        self._written += 1
        words = [self._random.choice(words) for words in (_WHO, _DOES, _WHAT)]
        headline = f"{' '.join(words)} {self._written}"
        text = f"{headline}, people said. It was report number {self._written} of the {now:%d.%m.}"
        middle = text.index(". ") + 1
        spelt = hashlib.sha256(f"{self._written} {text}".encode()).digest()
        return Article(
            document=Document(
                headline=headline,
                text=text,
                published=datetime.combine(now.date(), time(), UTC),
                source=self._random.choice(("The Courier", "The Post", "The Herald")),
            ),
            sentences=(Sentence(0, middle, 0), Sentence(middle + 1, len(text), 0)),
            summary=(0, 1),
            ranking=(0, 1),
            entities=(),
            dates=(),
            events=(),
            content_hash=spelt.hex(),
            fingerprint=int.from_bytes(spelt[:8], "big", signed=True),
        )
