"""Reading one damaged article: what came of it, how long it took, and its smallest form that still fails."""

from __future__ import annotations

import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import FrameType

from bench.fuzzing.invariants import Breach, breaches
from bot.errors import ReadingError
from bot.models import Document
from bot.reading import Reader

MOST_TRIES = 400
"""How often a failing article is read again to make it smaller."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading one article came to."""

    seconds: float
    """CPU time."""
    refused: bool = False
    breach: Breach | None = None


class _TooSlowError(BaseException):
    """Raised out of whatever was running; not an Exception, so that nothing on the way catches it."""


def read_one(reader: Reader, document: Document, *, limit: float) -> Outcome:
    """Read, label and check one article; `limit` is in seconds of CPU time, above which it is a breach."""
    began = time.process_time()
    refused, breach = False, None
    try:
        with _ended_after(5 * limit):
            article = reader.read(document)
            labels = reader.label(article)
            taken = time.process_time() - began
            breach = next(iter(breaches(article, labels)), None)
    except ReadingError:
        refused, taken = True, time.process_time() - began
    except _TooSlowError:
        taken = time.process_time() - began
    except Exception as error:
        taken = time.process_time() - began
        breach = Breach(_where(error), f"{type(error).__name__}: {error}")
    if breach is None and taken > limit:
        breach = Breach("an article is read in time", f"{taken:.1f} s for {len(document.text)} characters")
    return Outcome(taken, refused, breach)


def reduced(reader: Reader, document: Document, breach: Breach, *, limit: float) -> Document:
    """Return the document with as much as possible of its text left out that still breaks the same rule."""

    def fails(smaller: Document) -> bool:
        found = read_one(reader, smaller, limit=limit).breach
        return found is not None and found.rule == breach.rule

    if document.headline and fails(without := replace(document, headline="")):
        document = without
    return replace(document, text=_smallest(document.text, lambda text: fails(replace(document, text=text))))


def _smallest(text: str, fails: Callable[[str], bool]) -> str:
    """Leave out ever smaller pieces (Zeller's delta debugging, without its complements)."""
    tries, size = MOST_TRIES, len(text) // 2
    while size and tries > 0:
        start = 0
        while start < len(text) and tries > 0:
            shorter = text[:start] + text[start + size :]
            tries -= 1
            if fails(shorter):
                text = shorter
            else:
                start += size
        size //= 2
    return text


def _where(error: Exception) -> str:
    """Return the exception's kind and the place that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = next((each for each in reversed(frames) if "/bot/" in each.filename), frames[-1])
    return f"{type(error).__name__} in {own.filename.rpartition('/bot/')[2]}:{own.lineno} {own.name}"


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """Raise out of the block after so many seconds of CPU time; regular expressions are interrupted, too."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
