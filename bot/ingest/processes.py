"""How worker processes start: clean ones, that know nothing of the program that started them."""

from __future__ import annotations

import multiprocessing.context
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

_starting = threading.Lock()

PRELOADED = ("bot.ingest.one_thread", "bot.ingest.worker", "bot.reading")
"""Loaded once, in the server that workers are forked from: a worker then starts in milliseconds."""


def worker_context(preload: Sequence[str] = PRELOADED) -> multiprocessing.context.BaseContext:
    """Return the multiprocessing context for workers: a fork server where the system has one, else spawn.

    `preload` names modules; it counts only before the first worker of this process has started.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = _CleanForkServer()
    context.set_forkserver_preload(list(preload))
    return context


class _CleanProcess(multiprocessing.context.ForkServerProcess):
    def start(self) -> None:
        with _without_main():
            super().start()


class _CleanForkServer(multiprocessing.context.ForkServerContext):
    Process = _CleanProcess


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the main module while a process starts.

    multiprocessing imports the parent's main module in every child; here that is the whole bot, with Discord.
    """
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
