"""Readers for tests: quick ones, and ones that documents can do harm to. Workers import this module."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from pathlib import Path

from bot.errors import ConfigError, ReadingError
from bot.models import Article, Document, Sentence, TopicLabel
from bot.reading import content_hash


class ToyReader:
    """Takes each document for one sentence, and does what its headline says."""

    def __init__(self, trace: Path | None = None) -> None:
        self._trace = trace

    def read(self, document: Document, /) -> Article:
        """Return the article, or come to harm."""
        if self._trace is not None:
            with self._trace.open("a") as file:
                file.write(f"{document.headline}\n")
        command, _, argument = document.headline.partition(": ")
        if command in _DEEDS:
            _DEEDS[command](argument)
        return Article(
            document=document,
            sentences=(Sentence(0, len(document.text), 0),),
            summary=(0,),
            ranking=(0,),
            entities=(),
            dates=(),
            events=(),
            content_hash=content_hash(document),
            fingerprint=0,
        )

    def label(self, article: Article, /) -> tuple[TopicLabel, ...]:
        """Label every article as world news."""
        return (TopicLabel("world", 1.0),)


def load(trace: Path | None = None) -> ToyReader:
    """Load a toy reader; it notes the headlines that it reads in the file `trace`."""
    return ToyReader(trace)


def load_nothing() -> ToyReader:
    """Fail as a reader with a broken model does."""
    raise ConfigError("The model is broken.")


def load_and_die() -> ToyReader:
    """Die while loading."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def _die(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_once(flag: str) -> None:
    if not Path(flag).exists():
        Path(flag).touch()
        os.kill(os.getpid(), signal.SIGKILL)


def _hang(_: str) -> None:
    while True:
        pass


def _hang_in_c(_: str) -> None:
    # the signal's handler would run when this is done
    sum(range(10**14))


def _swallow(_: str) -> None:
    """Take every error for one of its own, as careless code does."""
    while True:
        with contextlib.suppress(Exception):
            while True:
                pass


def _hog(_: str) -> None:
    hoard = []
    while True:
        hoard.append(bytearray(16 << 20))


def _refuse(reason: str) -> None:
    raise ReadingError(reason)


class UnpicklableError(Exception):
    """An exception that cannot leave its process."""

    def __init__(self, one: int, two: Callable[[], int]) -> None:
        super().__init__("cannot be pickled")
        self.held = (one, two)


def _fail(_: str) -> None:
    raise UnpicklableError(1, lambda: 2)


def _count_threads(_: str) -> None:
    raise ReadingError(os.environ["OPENBLAS_NUM_THREADS"])


def _tell_modules(names: str) -> None:
    import sys

    raise ReadingError(" ".join(name for name in names.split() if name in sys.modules) or "none")


_DEEDS: dict[str, Callable[[str], None]] = {
    "die": _die,
    "die once": _die_once,
    "hang": _hang,
    "hang in C": _hang_in_c,
    "swallow": _swallow,
    "hog": _hog,
    "refuse": _refuse,
    "fail": _fail,
    "threads": _count_threads,
    "modules": _tell_modules,
}
