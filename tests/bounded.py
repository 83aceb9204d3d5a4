"""A guard against what does not end, for texts on which bad code takes minutes. It measures nothing."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

GIVEN_UP_SECONDS = 30
"""Processor time after which something is taken for endless; good code needs a second or two at the most."""


@contextmanager
def ends() -> Iterator[None]:
    """Fail a test whose block does not end: time that grows with the square of a text, or faster."""

    def give_up(*_: object) -> None:
        raise AssertionError(f"this takes more than {GIVEN_UP_SECONDS} s of processor time")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, GIVEN_UP_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
