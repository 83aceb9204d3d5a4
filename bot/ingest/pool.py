"""Reader workers: documents in, readings out, whatever a document does to the process that reads it.

Each document has a deadline and a memory limit. One that runs out of processor time is given up. One that
kills its worker, does not let itself be broken off, or runs out of memory, is tried once more in a worker of
its own, where no other document can be to blame; then it is given up with the reason. The pool outlives all
of that.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from multiprocessing import resource_tracker
from typing import Any, Self, TypeVar

import structlog
from pebble import ProcessExpired, ProcessPool

from bot.errors import ReadingError, StartupError
from bot.ingest import worker
from bot.ingest.processes import worker_context
from bot.ingest.worker import DocumentReader, LoadReader, Reading, Refusal
from bot.models import Document

DOCUMENTS_A_WORKER = 5_000
"""A worker that has read so many is replaced: the odd words that its reader remembers go with it."""
LOAD_SECONDS = 120.0
"""A reader that takes longer to load is broken."""

_STARTS = 3
"""How often a broken crew is started anew for one task."""
_GRACE_SECONDS = 30.0
"""How long after a deadline pebble may take to end the worker before the whole crew counts as broken."""

_KILL_FACTOR = 3
_KILL_SECONDS = 2.0
"""So many deadlines and seconds, on the clock, pass before a worker that cannot be broken off is killed: a
busy machine gives a worker its processor time late.
"""

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_Job = Callable[[DocumentReader, _Task], _Result]
"""What a worker does with its reader; must pickle, so a function of a module that is light to import."""

log = structlog.get_logger(__name__)


class ReaderPool:
    """Worker processes that read documents. Use it as an async context manager, or `start` and `close`."""

    def __init__(self, load: LoadReader, *, workers: int, deadline_seconds: float, memory_mb: int) -> None:
        self.workers = workers
        self._load = load
        self._memory_mb = memory_mb
        self._deadline = deadline_seconds
        self._patience = _KILL_FACTOR * deadline_seconds + _KILL_SECONDS
        self._load_allowance = LOAD_SECONDS
        self._crew = self._new_crew(workers)
        self._free = asyncio.Semaphore(workers)
        self._alone = asyncio.Lock()
        self._second_try: _Crew | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        """Start the workers and see that the reader loads; raises :class:`StartupError` when it does not."""
        try:
            loaded = await self._crew.run(worker.warm_up, seconds=LOAD_SECONDS)
        except _TaskDiedError as error:
            raise StartupError(f"The reader cannot be loaded: {error}.") from error
        if isinstance(loaded, Refusal):
            log.error("reader.not_loaded", reason=loaded.reason, traceback=loaded.details)
            raise StartupError(f"The reader cannot be loaded: {loaded.reason}")
        # a new worker loads the reader within its first document's time
        self._load_allowance = 3 * loaded

    async def close(self) -> None:
        """End the workers; documents that are being read are given up."""
        self._closed = True
        if self._second_try is not None:
            await self._second_try.close()
        await self._crew.close()

    async def read(self, document: Document) -> Reading:
        """Return what a document says.

        Raises :class:`ReadingError` with the reason, which does not name the document, when there is none.
        """
        return await self.run(worker.read_document, document, name=document.origin)

    async def run(self, job: _Job[_Task, _Result], task: _Task, *, name: str) -> _Result:
        """Return what a job makes of a task in a worker; `name` is the task's, for the log.

        Raises :class:`ReadingError` with the reason, which does not name the task, when there is no result.
        """
        async with self._free:
            result = await self._try(self._crew, job, task)
        if _deserves_second_try(result) and not self._closed:
            log.info("reader.once_more", document=name, result=result)
            result = await self._try_alone(job, task)
        if not isinstance(result, Refusal):
            return result
        if result.kind == "bug":
            log.error("reader.failed", document=name, reason=result.reason, traceback=result.details)
        raise ReadingError(result.reason.removeprefix(f"{name}: "))

    async def _try_alone(self, job: _Job[_Task, _Result], task: _Task) -> _Result | Refusal:
        async with self._alone:
            crew = self._second_try = self._new_crew(1)
            try:
                result = await self._try(crew, job, task)
            finally:
                self._second_try = None
                await crew.close()
        if isinstance(result, Refusal) and result.kind == "death":
            return replace(result, reason=f"{result.reason.removesuffix('.')}, also when it was tried again.")
        return result

    async def _try(self, crew: _Crew, job: _Job[_Task, _Result], task: _Task) -> _Result | Refusal:
        try:
            return await crew.run(worker.run, job, task, seconds=self._patience + self._load_allowance)
        except _TaskDiedError as error:
            return Refusal("death", f"{error}.")

    def _new_crew(self, size: int) -> _Crew:
        alarm = 2 * self._patience + LOAD_SECONDS
        return _Crew(size, (self._load, self._memory_mb, self._deadline, alarm))


def _deserves_second_try(result: object) -> bool:
    return isinstance(result, Refusal) and result.kind in ("death", "memory")


class _TaskDiedError(Exception):
    """A task ended without a result; the text is the reason, without a full stop."""


class _Crew:
    """A pebble pool that is started anew when it breaks: pebble gives up when an idle worker dies."""

    def __init__(self, size: int, set_up: tuple[LoadReader, int, float, float]) -> None:
        """Take the number of processes, and the arguments of :func:`bot.ingest.worker.set_up`."""
        self._size = size
        self._set_up = set_up
        self._pool: ProcessPool | None = None
        self._pending: set[Future[Any]] = set()
        self._lock = asyncio.Lock()
        self._closed = False

    async def run(self, function: Callable[..., _Result], *args: object, seconds: float) -> _Result:
        """Run a function in a worker for at most `seconds`; raises :class:`_TaskDiedError`."""
        pool, future = await self._schedule(function, args, seconds)
        self._pending.add(future)
        wrapped = asyncio.wrap_future(future)
        try:
            await asyncio.wait([wrapped], timeout=seconds + _GRACE_SECONDS)
            if not wrapped.done():
                # a worker that dies while it holds pebble's lock leaves the others waiting for ever
                await self._discard(pool)
                raise _TaskDiedError("the worker that read it did not end")
            if wrapped.cancelled():
                raise _TaskDiedError("the program was stopped while it was read")
            return wrapped.result()
        except TimeoutError as error:
            raise _TaskDiedError("reading it took too long") from error
        except ProcessExpired as error:
            raise _TaskDiedError(f"the worker that read it died ({_cause(error.exitcode)})") from error
        except RuntimeError as error:
            # BrokenProcessPool among them
            await self._discard(pool)
            raise _TaskDiedError("all workers died while it was read") from error
        except _TaskDiedError:
            raise
        except Exception as error:
            raise _TaskDiedError(f"its result could not be handed over ({type(error).__name__})") from error
        finally:
            wrapped.cancel()
            self._pending.discard(future)

    async def close(self) -> None:
        """End the processes; what they are at is given up."""
        self._closed = True
        for future in list(self._pending):
            future.cancel()
        if self._pool is not None:
            await self._discard(self._pool)

    async def _schedule(
        self, function: Callable[..., _Result], args: tuple[object, ...], seconds: float
    ) -> tuple[ProcessPool, Future[_Result]]:
        for _ in range(_STARTS):
            if self._closed:
                raise _TaskDiedError("the program was stopped before it was read")
            pool = await self._running()
            try:
                return pool, pool.schedule(function, args=args, timeout=seconds)
            except RuntimeError:
                await self._discard(pool)
        raise _TaskDiedError("no worker process can be started")

    async def _running(self) -> ProcessPool:
        async with self._lock:
            if self._pool is None:
                pool = ProcessPool(
                    max_workers=self._size,
                    max_tasks=DOCUMENTS_A_WORKER,
                    initializer=worker.set_up,
                    initargs=self._set_up,
                    context=worker_context(),
                )
                await _start(pool)
                self._pool = pool
            return self._pool

    async def _discard(self, pool: ProcessPool) -> None:
        if self._pool is pool:
            self._pool = None
        await asyncio.to_thread(_end, pool)


async def _start(pool: ProcessPool) -> None:
    """Start a pool's processes; cancelled meanwhile, end them: half started they could not be ended."""
    starting = asyncio.ensure_future(asyncio.to_thread(_begin, pool))
    try:
        await asyncio.shield(starting)
    except asyncio.CancelledError:
        await asyncio.wait((starting,))
        await asyncio.to_thread(_end, pool)
        raise


def _begin(pool: ProcessPool) -> None:
    """Start a pool's processes out of reach of Ctrl-C, which is for this process to act on."""
    # started by the pool, the tracker would unblock the signal again
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        _ = pool.active  # asking pebble whether it is active starts it
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble's own is not annotated
    pool.join()


def _cause(exitcode: int) -> str:
    if exitcode >= 0:
        return f"exit code {exitcode}"
    try:
        return signal.Signals(-exitcode).name
    except ValueError:
        return f"signal {-exitcode}"
