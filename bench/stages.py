"""The CPU time of each stage of reading, taken where the reader calls it.

The reader is run as it ships; only the functions that it calls are wrapped by a clock. So a stage costs here
what it costs there, and the stages add up to the whole.
"""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import bot.reading.reader
from bot.models import Document
from bot.reading import Reader, find_gist
from bot.reading.entities import EntityFinder

STAGES: Mapping[str, tuple[str, ...]] = {
    "language": ("without_markup", "detect_language", "is_english"),
    "sentences": ("split_sentences",),
    "summary": ("rate_sentences", "rank_sentences", "summarize"),
    "names and roles": (),
    "dates": ("find_dates",),
    "dated events": ("find_events",),
    "fingerprints": ("content_hash", "fingerprint"),
    "topics": (),
    "who, what, when": (),
}
"""By stage, what the reader's module calls for it; the stages without a name are methods."""


class StageClock:
    """CPU seconds by stage, for one article."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = defaultdict(float)

    def around(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with a clock around it."""

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            began = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.taken[stage] += time.process_time() - began

        return timed

    def read(self, reader: Reader, document: Document) -> dict[str, float]:
        """Read an article from end to end; return the CPU seconds of each stage, of the rest and of all."""
        self.taken.clear()
        began = time.process_time()
        article = reader.read(document)
        self.around("topics", reader.label)(article)
        self.around("who, what, when", find_gist)(article)
        total = time.process_time() - began
        return {**self.taken, "the rest": total - sum(self.taken.values()), "all": total}


@contextmanager
def stage_clock() -> Iterator[StageClock]:
    """Put clocks around the stages for as long as the block runs."""
    clock = StageClock()
    with ExitStack() as patches:
        for stage, names in STAGES.items():
            for name in names:
                # what another version of the reader does not call is no stage of it
                if function := getattr(bot.reading.reader, name, None):
                    patches.enter_context(
                        patch.object(bot.reading.reader, name, clock.around(stage, function))
                    )
        finding = clock.around("names and roles", EntityFinder.find)
        patches.enter_context(patch.object(EntityFinder, "find", finding))
        yield clock
