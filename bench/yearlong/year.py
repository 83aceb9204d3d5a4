"""Living through a plan: from one thing that happens to the next, with a tick wherever it has work."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.yearlong.chaos import Chaos, Crash
from bench.yearlong.discord_double import Discord, Message
from bench.yearlong.news import News
from bench.yearlong.plan import START, Event, Plan
from bench.yearlong.process import Process
from bench.yearlong.unthreaded import unthreaded
from bench.yearlong.verdict import Judge, Times, Verdict, repeats
from bot.delivery.guilds import guild_joined, guild_left
from bot.digests.schedules.slots import next_slot
from bot.models import SubscriptionId

MINUTE = timedelta(minutes=1)
LONGEST_WAIT = 16
"""Minutes between ticks while something is due that cannot be posted."""
STEPS_OF_ONE = 6
"""Of one digest, about: a process that is to die does so within those of what is due."""
CANNOT_WAIT = frozenset({"pause", "edit"})
"""What people cannot do while the bot is away: their command fails."""


@dataclass(frozen=True, slots=True)
class Report:
    """How it went."""

    verdict: Verdict
    repeated: list[str]
    posted: int
    crashes: int
    ticks: int
    happened: Counter[str]
    seconds: float
    busy: float
    """Seconds of one core."""

    @property
    def faults(self) -> list[str]:
        """All that is wrong."""
        return self.repeated + self.verdict.faults


class Year:
    """The state of the simulated world."""

    def __init__(self, plan: Plan, path: Path, seed: int) -> None:
        self._plan = plan
        self._path = path
        self._true = START
        self._ahead = timedelta(0)
        self._chaos = Chaos(seed)
        self._discord = Discord(lambda: self._true, self._chaos)
        self._process = Process(path, self._discord, self._chaos, self.machine)
        self._news = News(seed)
        self._away, self._offline, self._wrong = Times(), Times(), Times()
        self._judge = Judge((self._away, self._offline, self._wrong), self._wrong, self._discord.posted)
        self._stopped = [Times() for _ in plan.wishes]
        self._ids: list[SubscriptionId] = []
        self._looked: list[datetime] = []
        self._waiting: deque[Event] = deque()
        """What people wanted while the bot was away, and do when it is back."""
        self._back_at: datetime | None = None
        self._crash: Event | None = None
        self._stuck = 0
        self._looks_late = False
        """It was to be looked at what is said while nothing could be said."""
        self._soon: datetime | None = None
        self._guilds = {wish.guild for wish in plan.wishes if wish.guild is not None}
        self._left: set[int] = set()
        self._counts: Counter[str] = Counter()

    @property
    def posted(self) -> list[Message]:
        """All digests that ever came to stand anywhere."""
        return self._discord.posted

    def machine(self) -> datetime:
        """Return what the machine's clock shows."""
        return self._true + self._ahead

    # --- the course of time ------------------------------------------------------------------------------

    async def live(self, progress: Callable[[str], None] = lambda _: None) -> Report:
        """Live through it all, and judge it."""
        asyncio.get_running_loop().set_exception_handler(_ignore_crashes)
        with unthreaded():
            return await self._live(progress)

    async def _live(self, progress: Callable[[str], None]) -> Report:
        began, busy = time.perf_counter(), time.process_time()
        await self._start()
        await self._subscribe()
        self._connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)
        for event in self._plan.events():
            if event.at >= self._plan.end:
                break
            await self._run_until(event.at)
            await self._meet(event)
            if event.what == "look":
                progress(
                    f"{self._true:%d %b %Y}: {self._verdict_line()}, {time.perf_counter() - began:.0f} s"
                )
        await self._run_until(self._plan.end)
        await self._wind_up()
        repeated = repeats(self._discord.posted, self._channels())
        self._connection.close()
        await self._process.stop()
        return Report(
            self._judge.verdict,
            repeated,
            len(self._discord.posted),
            self._counts["crash"],
            self._counts["tick"],
            self._counts,
            time.perf_counter() - began,
            time.process_time() - busy,
        )

    async def _run_until(self, moment: datetime) -> None:
        while True:
            following = self._back_at if not self._process.alive else self._next_tick()
            if following is None or following >= moment:
                self._true = max(self._true, moment)
                return
            self._true = max(self._true, following)
            if self._process.alive:
                await self._tick()
            else:
                await self._start()

    async def _wind_up(self) -> None:
        """Let what is under way come to its end, so that nothing is left to say."""
        if not self._process.alive:
            self._true = max(self._true, self._back_at or self._true)
            await self._start()
        self._discord.ready = True
        self._offline.end(self._true)
        self._set_clock(timedelta(0))
        self._crash = None
        await self._run_until(self._true + 3 * 60 * MINUTE)
        await self._look()

    # --- the bot -----------------------------------------------------------------------------------------

    async def _start(self) -> None:
        self._back_at = None
        await self._process.start(sorted(self._guilds - self._left))
        self._away.end(self._true)
        self._soon = self._true + MINUTE / 4
        while self._waiting:
            await self._meet(self._waiting.popleft())

    async def _tick(self) -> None:
        self._counts["tick"] += 1
        self._soon = None
        crash, self._crash = self._crash, None
        due = self._count_due()
        if crash is not None and not (self._discord.ready and due):
            self._crash, crash = crash, None
        before = self._ledger_mark()
        await self._process.tick(crash_within=None if crash is None else STEPS_OF_ONE * (due + 1))
        self._stuck = 0 if self._ledger_mark() != before else self._stuck + 1
        if crash is not None:
            self._counts["crash"] += 1
            self._away.begin(self._true)
            self._back_at = self._true + crash.span
            unfinished = self._ask("SELECT count(*) FROM delivery WHERE state = 'claimed'")
            self._counts["left unfinished by a crash"] += unfinished or 0
        elif self._looks_late and self._discord.ready:
            await self._look()

    def _next_tick(self) -> datetime | None:
        """Return when a tick next has something to do, a moment of true time on which the job would run."""
        moments = [self._soon] if self._soon else []
        now = int(self.machine().timestamp())
        if self._discord.ready:
            wait = min(2**self._stuck, LONGEST_WAIT) if self._stuck else 1
            if self._count_due() or self._ask("SELECT 1 FROM delivery WHERE state = 'claimed' LIMIT 1"):
                moments.append(self._true + wait * MINUTE)
            # what is posted as it happens is looked at every minute: there is something only with news
            due = self._ask(
                "SELECT min(next_due) FROM subscription WHERE state = 'active' AND next_due > ?"
                " AND (json_extract(schedule, '$.gap') IS NULL OR next_due > ?)",
                now,
                now + 150,
            )
            if due is not None:
                later = datetime.fromtimestamp(due, START.tzinfo) - self._ahead
                moments.append(later.replace(second=0) + MINUTE / 4 if later.second <= 15 else later + MINUTE)
        return min(moments, default=None)

    def _count_due(self) -> int:
        due = self._ask(
            "SELECT count(*) FROM subscription WHERE state = 'active' AND next_due <= ?"
            " AND json_extract(schedule, '$.gap') IS NULL",
            int(self.machine().timestamp()),
        )
        return due or 0

    def _ledger_mark(self) -> object:
        return self._ask(
            "SELECT max(id) - (SELECT count(*) FROM delivery WHERE state = 'claimed') FROM delivery"
        )

    def _ask(self, sql: str, *given: object) -> int | None:
        row = self._connection.execute(sql, given).fetchone()
        return row[0] if row else None

    # --- what happens ------------------------------------------------------------------------------------

    async def _meet(self, event: Event) -> None:
        self._counts[event.what] += 1
        match event.what:
            case "offline":
                self._discord.ready = False
                self._offline.begin(self._true)
            case "online":
                self._discord.ready = True
                self._offline.end(self._true)
                self._soon = self._true + MINUTE / 4
            case "clock":
                self._set_clock(event.span)
            case "crash":
                # one at a time: a crash while it is away changes nothing
                self._counts["crash"] -= 1
                self._crash = event if self._process.alive else None
            case "deny" | "forbid" | "hide" | "allow":
                self._permit(event)
                for which in self._sharing(event.which):
                    self._stopped[which].begin(self._true)
                if event.what == "allow":
                    await self._when_alive(event)
            case _:
                await self._when_alive(event)

    async def _when_alive(self, event: Event) -> None:
        if event.what == "look":
            await self._look()
            return
        if not self._process.alive:
            if event.what not in CANNOT_WAIT:
                self._waiting.append(event)
            return
        index, now = self._process.index, self.machine()
        match event.what:
            case "article":
                await self._news.publish(index, now)
                self._soon = self._true + MINUTE
            case "pause":
                self._stopped[event.which].begin(self._true)
                await index.subscriptions.pause(self._ids[event.which], "Paused by <@2>.", now)
            case "resume":
                await self._resume(event.which)
            case "allow":
                for which in self._sharing(event.which):
                    await self._resume(which)
            case "edit":
                await self._edit(event.which)
            case "leave":
                self._discord.throw_out(event.which)
                self._left.add(event.which)
                for stopped in self._of_guild(event.which):
                    stopped.begin(self._true)
                if self._discord.ready:
                    await guild_left(index, event.which, now)
            case "return":
                self._discord.invite(event.which)
                self._left.discard(event.which)
                for stopped in self._of_guild(event.which):
                    stopped.end(self._true)
                await guild_joined(index, event.which, now)

    def _set_clock(self, ahead: timedelta) -> None:
        if self._ahead or ahead:
            self._wrong.begin(self._true)
        self._ahead = ahead
        if not ahead:
            # what was done in advance within an hour counts as done
            self._wrong.end(self._true + 61 * MINUTE)
        self._soon = self._true + MINUTE / 4

    def _permit(self, event: Event) -> None:
        wish = self._plan.wishes[event.which]
        if wish.guild is None:
            self._discord.room(wish.member or 0).wall.forbidden = event.what in {"deny", "forbid"}
            return
        channel = self._discord.channel(wish.guild, wish.channel)
        channel.wall.forbidden = event.what == "forbid"
        channel.held = type(channel.held).all()
        channel.held.send_messages = event.what != "deny"
        channel.held.read_message_history = event.what != "hide"

    async def _resume(self, which: int) -> None:
        subscriptions, now = self._process.index.subscriptions, self.machine()
        current = await subscriptions.by_id(self._ids[which])
        if current is not None and self._plan.wishes[which].guild not in self._left:
            await subscriptions.resume(current.id, next_slot(current.schedule, now).due, now)
            self._stopped[which].end(self._true)

    def _sharing(self, which: int) -> list[int]:
        """Return the subscriptions of the same channel."""
        channel = self._plan.wishes[which].channel
        return [number for number, wish in enumerate(self._plan.wishes) if wish.channel == channel]

    def _of_guild(self, guild: int) -> list[Times]:
        wishes = zip(self._plan.wishes, self._stopped, strict=True)
        return [stopped for wish, stopped in wishes if wish.guild == guild]

    # --- people ------------------------------------------------------------------------------------------

    async def _subscribe(self) -> None:
        for wish in self._plan.wishes:
            if wish.guild is not None:
                self._discord.channel(wish.guild, wish.channel)
            made, _ = await self._process.index.subscriptions.put(
                guild=wish.guild,
                member=wish.member,
                channel=wish.channel,
                subject=wish.subject,
                schedule=wish.schedule,
                preferences=wish.preferences,
                created_by=2,
                now=self.machine(),
                next_due=next_slot(wish.schedule, self.machine()).due,
            )
            self._ids.append(made.id)
            self._looked.append(self.machine())

    async def _edit(self, which: int) -> None:
        """Give a subscription another schedule; of its time before, only the ledger's rows are known then."""
        if self._ahead or (self._wrong.spans and self._true < (self._wrong.spans[-1][1] or self._true)):
            return
        await self._look_at(which)
        subscriptions, now = self._process.index.subscriptions, self.machine()
        current = await subscriptions.by_id(self._ids[which])
        assert current is not None  # noqa: S101 - none is removed
        zone = self._plan.zone_of(which)
        schedule = self._plan.schedule(zone)
        await subscriptions.change(
            current.id,
            subject=current.subject,
            schedule=schedule,
            preferences=current.preferences,
            next_due=next_slot(schedule, now).due,
            now=now,
        )

    # --- judging -----------------------------------------------------------------------------------------

    async def _look(self) -> None:
        self._looks_late = bool(self._ahead) or not self._process.alive or not self._discord.ready
        if self._looks_late:
            return
        for which in range(len(self._ids)):
            await self._look_at(which)

    async def _look_at(self, which: int) -> None:
        current = await self._process.index.subscriptions.by_id(self._ids[which])
        assert current is not None  # noqa: S101 - none is removed
        await self._judge.look(
            self._process.index, current, self._stopped[which], self._looked[which], self._true
        )
        self._looked[which] = self._true

    def _channels(self) -> dict[int, int]:
        return dict(self._connection.execute("SELECT id, channel FROM delivery").fetchall())

    def _verdict_line(self) -> str:
        verdict = self._judge.verdict
        faults = (
            f"{len(verdict.faults)} faults{': ' if verdict.faults else ''}{'; '.join(verdict.faults[-2:])}"
        )
        return f"{len(self._discord.posted)} posts, {verdict.slots} slots, {faults}"


def _ignore_crashes(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Say nothing of tasks that died with their process."""
    if not isinstance(context.get("exception"), Crash):
        loop.default_exception_handler(context)
