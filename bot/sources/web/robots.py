"""What sites ask programs to leave alone: robots.txt (RFC 9309), for pages; feeds are made for programs."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakValueDictionary

from protego import Protego
from yarl import URL

from bot.sources.web.failures import FetchError

MAX_BYTES = 500_000
"""Of a robots.txt; what follows is not read, as RFC 9309 allows."""
MAX_DELAY = 30.0
"""Seconds; a longer Crawl-delay is taken for this."""

_AGENT: Final = "nutgraf"
_FRESH: Final = timedelta(days=1)
_RETRY: Final = timedelta(minutes=10)
_MAX_SITES: Final = 1_000
_MAX_CHARACTERS: Final = 2_000_000
"""Of all files that are remembered."""
_LONG: Final = 50_000
_AGENT_LINE: Final = re.compile(r"\s*user(?:-|\s+)?agent(?:\s*:|\s+)([^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Site:
    """What one site asks; `rules` None: its robots.txt could not be had."""

    rules: Protego | None
    until: datetime
    size: int


def parse_robots(text: str) -> Protego:
    """Return the rules of a robots.txt; whatever it holds, in time that grows with its length only.

    The parser keeps a rule once for each agent of its group, which would square a file of many agents and
    many rules. So all agents that are not us are given one name.
    """
    return Protego.parse("\n".join(map(_name_agent, text.removeprefix("\ufeff").splitlines())))


class Robots:
    """Knows, for a day, what each site asks; bounded in memory.

    `load` fetches the text of a robots.txt or raises :class:`FetchError`; `clock` is aware.
    """

    def __init__(self, load: Callable[[URL], Awaitable[str]], *, clock: Callable[[], datetime]) -> None:
        self._load = load
        self._clock = clock
        self._sites: OrderedDict[URL, _Site] = OrderedDict()
        self._characters = 0
        self._locks: WeakValueDictionary[URL, asyncio.Lock] = WeakValueDictionary()

    async def check(self, url: URL) -> float:
        """Return the pause (seconds, 0 to :data:`MAX_DELAY`) that the site of `url` asks for.

        Raises :class:`FetchError` (kind "robots") when it asks to leave `url` alone, or (`passing`) when it
        cannot be asked.
        """
        origin = url.origin()
        lock = self._locks.get(origin)
        if lock is None:
            lock = self._locks[origin] = asyncio.Lock()
        async with lock:
            site = self._sites.get(origin)
            if site is None or site.until <= self._clock():
                site = await self._ask(origin)
                self._keep(origin, site)
        if site.rules is None:
            raise FetchError(
                f"The robots.txt of {url.raw_host} could not be had, so its pages are left alone for now.",
                kind="robots",
                retry_after=max(0.0, (site.until - self._clock()).total_seconds()),
                passing=True,
            )
        if not site.rules.can_fetch(str(url), _AGENT):
            raise FetchError(
                f"{url.raw_host} asks programs in its robots.txt to leave this page alone.", kind="robots"
            )
        return min(site.rules.crawl_delay(_AGENT) or 0.0, MAX_DELAY)

    async def _ask(self, origin: URL) -> _Site:
        now = self._clock()
        try:
            text = await self._load(origin / "robots.txt")
        except FetchError as error:
            missing = error.status is not None and 400 <= error.status < 500 and not error.throttled
            if missing or error.kind == "redirects":
                return _Site(parse_robots(""), now + _FRESH, 0)
            asked = timedelta(seconds=error.retry_after or 0)
            return _Site(None, now + max(asked, _RETRY), 0)
        rules = await asyncio.to_thread(parse_robots, text) if len(text) > _LONG else parse_robots(text)
        return _Site(rules, now + _FRESH, len(text))

    def _keep(self, origin: URL, site: _Site) -> None:
        if (old := self._sites.pop(origin, None)) is not None:
            self._characters -= old.size
        self._sites[origin] = site
        self._characters += site.size
        while len(self._sites) > _MAX_SITES or self._characters > _MAX_CHARACTERS:
            _, oldest = self._sites.popitem(last=False)
            self._characters -= oldest.size


def _name_agent(line: str) -> str:
    found = _AGENT_LINE.match(line)
    if found is None:
        return line
    name = found[1].strip().lower()
    if name != "*":
        name = _AGENT if name.split("/")[0].strip(" *") == _AGENT else "other"
    return f"User-agent: {name}"
