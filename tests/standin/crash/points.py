"""Where the bot is killed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Where = Literal["bot", "received", "done"]
"""The bot takes the step; or the stand-in has got a request and not done it, or done and not answered."""


class Phase(StrEnum):
    """What the bot is at."""

    COMPOSE = "compose"
    CLAIM = "claim"
    SEND = "send"
    MARK = "mark"
    LOOK = "look"
    """After a crash: was it posted?"""


WORK = (Phase.COMPOSE, Phase.CLAIM, Phase.SEND, Phase.MARK)
"""What becomes of every digest, in this order."""
_SENDING: tuple[Where, ...] = ("done", "received", "bot", "bot")
"""Sending is two steps of the bot (before it leaves, when it is answered) and two of the stand-in."""


@dataclass(frozen=True, slots=True)
class Point:
    """The so-many-th step of a phase in one life of the bot; the first is 1."""

    phase: Phase
    number: int
    where: Where = "bot"

    def __str__(self) -> str:
        at = "" if self.where == "bot" else f", {self.where} by Discord"
        return f"{self.phase} {self.number}{at}"


def draw(lot: random.Random, phase: Phase, steps: Mapping[str, int], turn: int) -> Point:
    """Draw a point of a phase; `steps`: how many a life without a crash takes of each.

    `turn`: the kinds of points while a request is sent take turns.
    """
    where = _SENDING[turn % len(_SENDING)] if phase is Phase.SEND else "bot"
    most = steps.get(phase, 1) if where == "bot" else steps.get(phase, 1) // 2
    return Point(phase, lot.randint(1, max(1, most)), where)


def draw_again(lot: random.Random) -> Point:
    """Draw a point for the life after a crash, which may have little to do: an early one."""
    phase = lot.choice((*WORK, Phase.LOOK, Phase.LOOK))
    few: dict[str, int] = {**dict.fromkeys(WORK, 4), Phase.LOOK: 2}
    return draw(lot, phase, few, lot.randrange(len(_SENDING)))
