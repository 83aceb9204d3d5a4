"""Starting lives of the bot from the nursery, and hearing what becomes of them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.standin.crash.nursery import LONGEST_LIFE
from tests.standin.crash.points import Point

_ROOT = Path(__file__).parents[3]
_PATIENCE = LONGEST_LIFE + 10
"""Seconds; by then the nursery has told how a life ended."""

Event = dict[str, Any]


class Nursery:
    """The harness's end of :mod:`tests.standin.crash.nursery`: one life at a time."""

    def __init__(self, process: asyncio.subprocess.Process, db: Path) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders, self._events = process.stdin, process.stdout
        self._db = db
        self._life: int | None = None

    async def start(self, point: Point | None, ahead: timedelta) -> None:
        """Start a life that dies at a point of its own, and whose clock is ahead."""
        own = point if point is not None and point.where == "bot" else None
        order = {
            "db": str(self._db),
            "phase": own.phase if own else None,
            "number": own.number if own else 0,
            "ahead": ahead.total_seconds(),
        }
        self._orders.write(json.dumps(order).encode() + b"\n")
        self._life = (await self.event())["process"]

    def kill(self) -> None:
        """End the life with SIGKILL, if it lives."""
        if self._life is not None:
            # it may have died by itself, and the nursery may have noticed
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._life, signal.SIGKILL)

    async def event(self, patience: float = _PATIENCE) -> Event:
        """Return the next thing that happened; raises :class:`TimeoutError` when nothing does."""
        line = await asyncio.wait_for(self._events.readline(), patience)
        if not line:
            raise RuntimeError("the nursery has ended")
        event: Event = json.loads(line)
        if event["event"] == "ended":
            self._life = None
        return event


@asynccontextmanager
async def nursery(folder: Path, port: int) -> AsyncIterator[Nursery]:
    """Open a nursery for the index in a folder; its log is ``bot.log`` there."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUTGRAF_")}
    environment |= {"NUTGRAF_TOKEN": "abc.def.ghi", "PYTHONPATH": str(_ROOT)}
    with (folder / "bot.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.standin.crash.nursery", str(port)),
            cwd=folder,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
    lives = Nursery(process, folder / "nutgraf.db")
    try:
        yield lives
    finally:
        lives.kill()
        assert process.stdin is not None
        # at the end of its orders it ends
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _PATIENCE)
        except TimeoutError:
            process.kill()
            await process.wait()
