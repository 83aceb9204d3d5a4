"""What channels have been shown, asked for many of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from bot.index import Index, Shown
from bot.models import Scope, StoryId

MOST_KEPT = 1_000
"""Channels: what ten thousand were shown would take a hundred megabytes."""
AT_ONCE = 50
"""Channels that are asked for in one go: putting together what they were shown takes milliseconds."""

Seen = Mapping[StoryId, Shown]
"""What a channel was shown, by story."""


class SeenStories:
    """What channels have been shown by the beginning of a moment, as far as it is kept."""

    def __init__(self, index: Index, since: date | None) -> None:
        self._index = index
        self._since = since
        self._seen: dict[tuple[int, Scope], Seen] = {}

    async def of(self, channel: int, scope: Scope) -> Seen:
        """Return what a channel was shown, with the stories as the scope sees them."""
        seen = self._seen.get((channel, scope))
        if seen is None:
            seen = (await self._index.candidates.shown([channel], scope, self._since))[channel]
            self._keep({channel: seen}, scope)
        return seen

    async def expect(self, channels: Iterable[tuple[int, Scope]]) -> None:
        """Ask at once for what several channels were shown, each with the scope that :meth:`of` will have."""
        wanted: dict[Scope, list[int]] = defaultdict(list)
        for channel, scope in dict.fromkeys(channels):
            if (channel, scope) not in self._seen:
                wanted[scope].append(channel)
        for scope, missing in wanted.items():
            for start in range(0, len(missing), AT_ONCE):
                some = missing[start : start + AT_ONCE]
                self._keep(await self._index.candidates.shown(some, scope, self._since), scope)

    def _keep(self, seen: Mapping[int, Seen], scope: Scope) -> None:
        for channel, shown in seen.items():
            self._seen[channel, scope] = shown
        while len(self._seen) > MOST_KEPT:
            # the oldest first, as dictionaries are in the order of insertion
            del self._seen[next(iter(self._seen))]
