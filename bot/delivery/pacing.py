"""When each request leaves: never more a second than allowed, and those of one minute spread over it.

Discord takes 50 requests a second of a bot, however many machines it has. Digests take 40 of them by default:
the rest is for who presses buttons meanwhile. What Discord limits besides (five messages in five seconds in a
channel) is waited for by discord.py.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import zip_longest

from bot.models import LiveSchedule, Subscription

DISCORDS_LIMIT = 50
"""Requests a second of one bot."""

_GOLDEN = 0.6180339887498949
"""Multiples of it, less their whole part, fill the time between 0 and 1 evenly (Weyl's sequence)."""


class Pace:
    """A token bucket: `rate` requests a second, of which a few may leave at once after a rest.

    In any second at most `rate` and those few leave, together no more than Discord takes.
    """

    def __init__(
        self,
        rate: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.rate = rate
        self._step = 1 / rate
        self._slack = self._step * max(0, min(rate // 10, DISCORDS_LIMIT - rate) - 1)
        self._clock = clock
        self.sleep = sleep
        self._next = float("-inf")
        """When the next token is there, had all before been waited for."""

    def now(self) -> float:
        """Return the time by the pace's clock, in seconds."""
        return self._clock()

    async def turn(self) -> None:
        """Wait for a token; whoever asks first is first."""
        now = self._clock()
        leaves = max(self._next - self._slack, now)
        self._next = max(self._next, leaves) + self._step
        if leaves > now:
            await self.sleep(leaves - now)


def spread(numbers: Sequence[int], rate: int) -> list[float]:
    """Return after how many seconds each of these deliveries leaves, ascending, in the order given.

    Each has a place of its own of 1 / `rate` seconds, and where in it it leaves depends on its number only:
    so a lone one leaves at once, a second's worth within the second, and thousands evenly.
    """
    offsets = [(place + number * _GOLDEN % 1) / rate for place, number in enumerate(numbers)]
    return [0.0, *offsets[1:]] if offsets else []


def in_turn(due: Iterable[Subscription]) -> list[Subscription]:
    """Return what is due in the order in which it is worked on: the longest waiting first.

    Of those that wait since the same minute, one of each guild (or member) first, then the second of each,
    and so on: a guild with many does not keep others waiting. What has an hour comes before what is posted
    as it happens, which is looked at each minute, and mostly in vain.
    """
    minutes: dict[tuple[bool, int], dict[tuple[int | None, int | None], list[Subscription]]]
    minutes = defaultdict(lambda: defaultdict(list))
    for each in sorted(due, key=lambda one: (one.next_due, one.id)):
        live = isinstance(each.schedule, LiveSchedule)
        minutes[live, int(each.next_due.timestamp()) // 60][each.guild, each.member].append(each)
    return [
        each
        for _, guilds in sorted(minutes.items())
        for row in zip_longest(*guilds.values())
        for each in row
        if each is not None
    ]
