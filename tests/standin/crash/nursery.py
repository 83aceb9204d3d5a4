"""A process that has imported the bot, and forks one life of it for each order: ``python -m … PORT``.

An order is a line of JSON on stdin, what becomes of it are lines of JSON on stdout. Where the harness has
died, nothing is left: a life ends by itself after a minute.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import traceback
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import bot.app
from bot.cli.run import run
from bot.delivery.tick import Tick
from bot.ingest.pool import ReaderPool
from cogs import EXTENSIONS
from tests.standin.crash.steps import Steps, say
from tests.standin.on_loopback import go_to

LONGEST_LIFE = 60
"""Seconds."""
_GUILDS_WAIT = 0.1
"""Seconds in which discord.py waits for another guild, instead of two; there is one, and it comes at once."""


def live(order: dict[str, Any]) -> None:
    """Be the bot, until it dies."""
    signal.alarm(LONGEST_LIFE)
    Steps(order["phase"], order["number"]).hook()
    ahead = timedelta(seconds=order["ahead"])

    def clock() -> datetime:
        return bot.app.utc_now() + ahead

    lives: list[bot.app.Nutgraf] = []

    class Hurried(bot.app.Nutgraf):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options, clock=clock)
            self._connection.guild_ready_timeout = _GUILDS_WAIT
            lives.append(self)

    run_once = Tick.run_once

    async def ticking(tick: Tick) -> None:
        await run_once(tick)
        # a quarter of a minute sooner than the clock would
        await tick.publish()
        if any(life.is_ready() for life in lives):
            say(event="ticked")

    async def not_needed(_: ReaderPool) -> None:
        pass

    Tick.run_once = ticking  # type: ignore[method-assign, assignment]
    bot.app.Nutgraf = Hurried  # type: ignore[misc]
    ReaderPool.start = not_needed  # type: ignore[method-assign, assignment]
    run(db=Path(order["db"]))


def main(port: int) -> None:
    """Fork a life for each order."""
    go_to(port)
    for extension in EXTENSIONS:
        # what they import is then there as well
        importlib.import_module(extension)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                live(json.loads(line))
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(1)
        say(event="started", process=child)
        say(event="ended", code=os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
