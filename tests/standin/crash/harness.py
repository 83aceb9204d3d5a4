"""The harness: kill, start again, settle, count; see :mod:`tests.standin.crash`."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.standin.crash.counting import lost, posts, repeated
from tests.standin.crash.desk import KINDS, Desk
from tests.standin.crash.lives import Event, Nursery, nursery
from tests.standin.crash.points import WORK, Phase, Point, Where, draw, draw_again
from tests.standin.faults import Fault
from tests.standin.server import StandIn, serving
from tests.standin.world import Kind, World, utc_now

FORGETTING = timedelta(hours=1)
"""Passes between a kill and the start after it, in half of the cases: Discord knows no nonce any more."""
START_SECONDS = 30.0
"""A life that has done nothing for so long is stuck."""
QUIET_SECONDS = 0.5
"""A life that has ticked, and then written nothing for so long, has nothing more to do for now."""
MOST_LIVES = 12
"""After a kill, until all is settled; time passes between them, as some looks wait for minutes."""
_AGAIN = 1 / 3
"""How often the life after a crash is killed, too."""
_MOST_MISSES = 5
"""How often in a row a point may lie beyond the end of a life."""


@dataclass
class Report:
    """What was done, and what was found."""

    kills: Counter[Phase] = field(default_factory=Counter)
    by_discord: Counter[Where] = field(default_factory=Counter)
    """Of the kills, those while Discord had a request: "received", or "done" and not answered."""
    after_crash: int = 0
    """Of the kills, those of a life that had a crash before it to settle."""
    lives: int = 0
    digests: int = 0
    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """What the bot asked that no bot should ask."""
    seconds: float = 0.0

    @property
    def points(self) -> int:
        """How often the bot was killed."""
        return self.kills.total()

    @property
    def is_well(self) -> bool:
        """Whether nothing was lost, nothing repeated, and nothing asked that no bot should ask."""
        return not (self.lost or self.repeated or self.complaints)


class Harness:
    """One stand-in and one index through all the lives of a bot."""

    def __init__(self, folder: Path, standin: StandIn, lives: Nursery, clock: MovedClock, seed: int) -> None:
        self.report = Report()
        self.desk = Desk(folder, standin.world)
        self._standin = standin
        self._lives = lives
        self._clock = clock
        self._lot = random.Random(seed)  # noqa: S311 - no secret
        self._steps: Counter[str] = Counter()

    async def run(self, points: int, kinds: tuple[Kind, ...]) -> Report:
        """Kill at so many points; stops at the first of them after which something is wrong."""
        began = time.perf_counter()
        await self.desk.subscribe(kinds)
        await self.desk.next_round(self._clock.move_to)
        # a life without a crash says how many steps there are
        await self._live(None)
        await self._settle()
        rounds = misses = 0
        while self.report.points < points and self.report.is_well:
            if await self._round(rounds, points):
                rounds, misses = rounds + 1, 0
            elif (misses := misses + 1) == _MOST_MISSES:
                self.report.complaints.append(f"{misses} points in a row were not reached")
        self.report.seconds = time.perf_counter() - began
        return self.report

    async def _round(self, number: int, points: int) -> bool:
        """Let there be news, kill in a phase and perhaps again, settle, count; returns whether it died."""
        await self.desk.next_round(self._clock.move_to)
        turn, phase = divmod(number, len(WORK))
        point = draw(self._lot, WORK[phase], self._steps, turn)
        reached = killed = await self._kill_at(point)
        while killed and self.report.points < points and self._lot.random() < _AGAIN:
            killed = await self._kill_at(draw_again(self._lot))
            self.report.after_crash += killed
        await self._settle()
        await self._count(f"after a kill at {point}")
        return reached

    async def _kill_at(self, point: Point) -> bool:
        """Start a life that dies at a point; returns whether it got there."""
        fault = None
        if point.where != "bot":
            fault = Fault(
                "POST *",
                "drop",
                does=point.where == "done",
                times=1,
                spares=point.number - 1,
                then=self._lives.kill,
            )
            self._standin.inject(fault)
        reached = await self._live(point)
        if fault is not None:
            reached = fault.times == 0
            self._standin.heal(fault)
        if reached:
            self.report.kills[point.phase] += 1
            self.report.by_discord[point.where] += point.where != "bot"
            if self._lot.random() < 0.5:
                self._clock.move(FORGETTING)
            self.desk.busy_day()
        return reached

    async def _settle(self) -> None:
        """Start lives without a crash until nothing is unfinished."""
        for number in range(MOST_LIVES):
            if await self.desk.is_settled(self._standin.world.clock()):
                return
            if number:
                self._clock.move(timedelta(minutes=5))
            await self._live(None)
        self.report.lost.append(f"something is still unfinished after {MOST_LIVES} starts")

    async def _live(self, point: Point | None) -> bool:
        """Let the bot live until it dies or has nothing to do; returns whether it died at its own point."""
        self.report.lives += 1
        born = self._standin.world.clock()
        await self._lives.start(point, self._clock.ahead)
        event: Event = {"event": "started"}
        patience = START_SECONDS
        reached = False
        while event["event"] != "ended":
            try:
                event = await self._lives.event(patience)
            except TimeoutError:
                self._lives.kill()
                event = await self._lives.event()
            reached = reached or event["event"] == "point"
            if event["event"] == "committed":
                self._steps |= Counter(event["steps"])
            elif event["event"] == "ticked":
                patience = QUIET_SECONDS
            if event["event"] in ("committed", "ticked") and await self.desk.is_settled(born):
                self._lives.kill()
        if event["code"] != -signal.SIGKILL:
            self.report.complaints.append(f"the bot ended by itself, with {event['code']}")
        await self._standin.drained()
        return reached

    async def _count(self, when: str) -> None:
        """Look what stands in the channels."""
        there = list(posts(self._standin.world.channels.values()))
        ledger = await self.desk.ledger()
        places = list(dict.fromkeys(place.channel.id for place in self.desk.places))
        found = lost(ledger, there, self.desk.published, places)
        self.report.lost += [f"{when}: {text}" for text in found]
        self.report.repeated += [f"{when}: {text}" for text in repeated(there)]
        self.report.complaints += self._standin.complaints
        self.report.digests = len(there)


class MovedClock:
    """The wall clock, and what is added to it; it only goes forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        """Return the time."""
        return utc_now() + self.ahead

    def move(self, span: timedelta) -> None:
        """Let time pass."""
        self.ahead += span

    def move_to(self, moment: datetime) -> None:
        """Let time pass until a moment, if that is still to come."""
        self.ahead += max(moment - self(), timedelta())


async def crash(folder: Path, *, points: int, seed: int, kinds: tuple[Kind, ...] = KINDS) -> Report:
    """Kill the bot at so many points, and report; `folder` is empty, and gets an index and a log.

    `kinds`: of the channels besides two text channels.
    """
    clock = MovedClock()
    async with serving(World(clock)) as standin, nursery(folder, standin.port) as lives:
        return await Harness(folder, standin, lives, clock, seed).run(points, kinds)
