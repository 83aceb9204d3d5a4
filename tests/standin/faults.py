"""What may happen to a request instead of its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

Effect = Literal["answer", "silence", "drop"]
"""Another answer; none until the fault is healed; none, and the connection is closed."""


@dataclass
class Fault:
    """An ill that befalls the requests that its pattern names."""

    request: str
    """"POST /channels/3001/messages"; `*` stands for anything."""
    effect: Effect = "answer"
    status: int = 500
    body: Any = None
    does: bool = False
    """Whether what was asked is done all the same."""
    times: int | None = None
    """How often it strikes; None: until it is healed."""
    spares: int = 0
    """How many such requests pass before it strikes."""
    then: Callable[[], None] | None = None
    """What else happens, once the request was done (or was not)."""
    _healed: asyncio.Event = field(default_factory=asyncio.Event)

    def strikes(self, request: str) -> bool:
        """Say whether a request ("GET /users/@me") is struck, and count it."""
        if self._healed.is_set() or self.times == 0 or not fnmatchcase(request, self.request):
            return False
        if self.spares:
            self.spares -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True

    def heal(self) -> None:
        """Strike no more, and answer who was left without an answer."""
        self._healed.set()

    async def healed(self) -> None:
        """Wait until it is healed."""
        await self._healed.wait()


def silence(request: str, *, does: bool = True) -> Fault:
    """Return a fault that lets requests be done and not answered."""
    return Fault(request, "silence", does=does)
