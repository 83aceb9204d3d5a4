"""What runs inside a worker process: one reader, bounded in memory and time. Imports nothing heavy by itself.

A task may use so many seconds of the processor (of a clock on the wall a busy machine would take its share);
past them it is broken off by an exception, and the worker lives on. C code that holds the exception off is
ended by the parent, with the worker. The worker also sets an alarm, because a parent that was killed ends
nothing.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from bot.errors import NutgrafError

if TYPE_CHECKING:
    from bot.models import Article, Document, TopicLabel

_AGAIN_SECONDS = 0.5
NICENESS = 5
"""Reading gives way to the event loop, which answers people."""


_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class DocumentReader(Protocol):
    """What a worker needs of a reader: bot.reading's, or a test's."""

    def read(self, document: Document, /) -> Article:
        """Return what the document says."""
        ...

    def label(self, article: Article, /) -> tuple[TopicLabel, ...]:
        """Return the article's topics."""
        ...


LoadReader = Callable[[], DocumentReader]
"""Called once a worker; must pickle, so a function of a module, or a partial of one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article and its topics."""

    article: Article
    labels: tuple[TopicLabel, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no article."""

    kind: Literal["refused", "time", "memory", "death", "bug"]
    """refused: the reader said why; time, memory: a limit was reached; death: the process ended; else bug."""
    reason: str
    details: str = ""
    """A traceback, for the log."""


@dataclass(slots=True)
class _Worker:
    load: LoadReader
    deadline_seconds: float
    alarm_seconds: float
    reader: DocumentReader | None = None


_worker: _Worker | None = None


class _TooSlowError(BaseException):
    """A task is past its deadline. No `Exception`, which code that is broken off might take for its own."""


def set_up(load: LoadReader, memory_mb: int, deadline_seconds: float, alarm_seconds: float) -> None:
    """Prepare this process: limits, signals, and what to load when the first document comes.

    `memory_mb` bounds the address space in MiB (where the system can); a task is broken off after
    `deadline_seconds` of processor time; one that runs for `alarm_seconds` ends this process.
    """
    global _worker
    # Ctrl-C is the parent's to handle: it lets running tasks end
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, _break_off)
    with contextlib.suppress(AttributeError, OSError):
        os.nice(NICENESS)
    # numpy's libraries would start a thread a core; they look at this when they are loaded
    importlib.import_module("bot.ingest.one_thread")
    _limit_memory(memory_mb)
    # the reader is not loaded here: pebble starts a worker whose set-up fails again for ever
    _worker = _Worker(load, deadline_seconds, alarm_seconds)


def warm_up() -> float | Refusal:
    """Load the reader; return how many seconds that took, or why it failed."""
    started = time.perf_counter()
    try:
        _reader()
    except NutgrafError as error:
        return Refusal("refused", str(error))
    except Exception as error:
        return Refusal("bug", f"{type(error).__name__}: {error}.", traceback.format_exc())
    return time.perf_counter() - started


def run(function: Callable[[DocumentReader, _Task], _Result], task: _Task) -> _Result | Refusal:
    """Return what a function makes of a task with this worker's reader, or why it makes nothing of it.

    Exceptions become a :class:`Refusal`: they might not pickle. Loading the reader is not on a task's time.
    """
    _set_alarm(_worker.alarm_seconds if _worker else 0)
    try:
        reader = _reader()
        with _deadline(_worker.deadline_seconds if _worker else 0):
            return function(reader, task)
    except NutgrafError as error:
        return Refusal("refused", str(error))
    except _TooSlowError:
        return Refusal("time", "reading it took too long.")
    except MemoryError:
        return Refusal("memory", "reading it needs more memory than a worker may use.")
    except Exception as error:
        reason = f"the reader failed on it ({type(error).__name__}: {error})."
        return Refusal("bug", reason, traceback.format_exc())
    finally:
        _set_alarm(0)


def read_document(reader: DocumentReader, document: Document) -> Reading:
    """Return what the reader finds in a document."""
    article = reader.read(document)
    return Reading(article, reader.label(article))


def _reader() -> DocumentReader:
    if _worker is None:
        raise RuntimeError("set_up was not called in this process")
    if _worker.reader is None:
        _worker.reader = _worker.load()
    return _worker.reader


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit
    limit = megabytes << 20
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    # a reader that crashes must not fill the disk
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _set_alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        # nobody handles it, so it ends the process, also inside C code
        signal.setitimer(signal.ITIMER_REAL, seconds)


@contextlib.contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Break off what runs inside after so much processor time; again and again, should it be held up once."""
    if not hasattr(signal, "SIGPROF"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _break_off(*_: object) -> None:
    raise _TooSlowError
