"""What several ask for at the same time, and is made once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Once(Generic[Value]):
    """Values by key; who asks for one that is being made waits for it. What failed is made anew."""

    def __init__(self) -> None:
        self._made: dict[Hashable, asyncio.Future[Value]] = {}

    async def get(self, key: Hashable, make: Callable[[], Awaitable[Value]]) -> Value:
        """Return the value of a key; raises what making it raised."""
        made = self._made.get(key)
        if made is None:
            made = asyncio.ensure_future(make())
            self._made[key] = made
        if made.done():
            return made.result()
        try:
            # whoever gives up does not take it from the others
            return await asyncio.shield(made)
        except BaseException:
            if made.done() and self._made.get(key) is made:
                del self._made[key]
            raise
