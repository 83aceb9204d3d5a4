"""One GET from beginning to end: guarded, in turn for its host, redirects by hand, everything bounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from aiohttp.abc import AbstractResolver

from bot.settings import SourceSettings
from bot.sources.web.guard import SocketFactory, open_socket
from bot.sources.web.hosts import HostQueue

FEEDS = (
    "application/rss+xml, application/atom+xml, application/feed+json;q=0.95, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)
"""What to accept where a feed is hoped for."""
PAGES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
"""What to accept where a page is hoped for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer that can be used: 2xx with its body, or 304 (then `not_modified`, and no body)."""

    url: str
    """The URL that was asked, normalised."""
    final_url: str
    """The URL that answered, after all redirects; links in the body are relative to it."""
    moved_to: str | None
    """`final_url` when every redirect on the way was permanent (301, 308): to be kept instead of `url`.
    """
    status: int
    not_modified: bool
    body: bytes
    """Unpacked; at most the bytes that were allowed."""
    content_type: str
    """Lower case without parameters, as "application/rss+xml"; "" when the server did not say."""
    charset: str | None
    """As the header names it, lower case; None: it does not say."""
    etag: str | None
    """To be handed back as it is; with a 304 that has none, the one that was sent."""
    last_modified: str | None
    """To be handed back as it is; with a 304 that has none, the one that was sent."""
    max_age: int | None
    """Seconds for which the server says that the answer stays fresh, 0 to 30 days; None: it does not say."""
    date: datetime | None
    """The server's clock, aware, UTC."""


class Fetcher:
    """Fetches feeds and pages over one shared pool of connections; use it as an async context.

    ::

        async with Fetcher(settings.sources) as fetcher:
            fetched = await fetcher.fetch("https://herald.example/feed.xml", etag=feed.etag)

    Many calls may run at once; they wait for their turn at their host (see :class:`HostQueue`), which does
    not count against their timeout. Cancelling a call is safe at any point.

    `resolver` (tests: a fake one) finds the addresses of names, `clock` gives the wall clock (aware), `queue`
    holds the turns, `socket_factory` opens sockets once the guard has passed their address.
    """

    def __init__(
        self,
        settings: SourceSettings,
        *,
        resolver: AbstractResolver | None = None,
        clock: Callable[[], datetime] | None = None,
        queue: HostQueue | None = None,
        socket_factory: SocketFactory = open_socket,
    ) -> None:
        self._settings = settings

    async def __aenter__(self) -> Self:
        """Open the pool."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection."""

    async def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = FEEDS,
        max_bytes: int | None = None,
        obey_robots: bool = False,
    ) -> Fetched:
        """Fetch `url` with GET.

        `etag` and `last_modified` of an earlier :class:`Fetched` make the request conditional; they go to the
        host of `url` only. `max_bytes` bounds the unpacked body (default: the settings' `max_feed_mb`). With
        `obey_robots` each address on the way is first looked up in its site's robots.txt. Raises
        :class:`FetchError`; never returns a status other than 2xx or 304.
        """
        raise NotImplementedError

    async def fetch_page(self, url: str) -> Fetched:
        """Fetch a page for its text, as :meth:`fetch`, within `max_page_mb` and obeying robots.txt."""
        raise NotImplementedError
