"""One GET from beginning to end: guarded, in turn for its host, redirects by hand, everything bounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self

from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.settings import SourceSettings
from bot.sources.web.addresses import join_address, parse_address
from bot.sources.web.exchange import MB, Answer, Pool, describe_status
from bot.sources.web.failures import FetchError
from bot.sources.web.guard import SocketFactory, SystemResolver, open_socket
from bot.sources.web.headers import (
    clean_validator,
    parse_content_type,
    parse_date,
    parse_max_age,
    parse_retry_after,
)
from bot.sources.web.hosts import HostQueue
from bot.sources.web.places import Place, Places
from bot.sources.web.robots import MAX_BYTES as MAX_ROBOTS_BYTES
from bot.sources.web.robots import Robots

MAX_REDIRECTS = 5

FEEDS = (
    "application/rss+xml, application/atom+xml, application/feed+json;q=0.95, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)
"""What to accept where a feed is hoped for."""
PAGES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
"""What to accept where a page is hoped for."""

_PERMANENT: Final = (301, 308)
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_HINTS: Final = {
    401: "it wants a password",
    403: "it does not let the bot in",
    404: "there is nothing at this address",
    410: "what was at this address is gone for good",
    429: "it was asked too often",
}


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


@dataclass(frozen=True, slots=True)
class _Ask:
    """What is wanted of each address on the way to an answer."""

    accept: str
    max_bytes: int
    etag: str | None = None
    last_modified: str | None = None
    issuer: str | None = None
    """The host that gave the validators; they are told to nobody else."""
    obey_robots: bool = False
    cut: bool = False
    place: Place | None = None

    def is_conditional(self, url: URL) -> bool:
        """Tell whether `url` is told what is known already."""
        return url.raw_host == self.issuer and (self.etag is not None or self.last_modified is not None)

    def headers(self, url: URL) -> dict[str, str]:
        headers = {"Accept": self.accept}
        if self.is_conditional(url):
            if self.etag is not None:
                headers["If-None-Match"] = self.etag
            if self.last_modified is not None:
                headers["If-Modified-Since"] = self.last_modified
        return headers


@dataclass(frozen=True, slots=True)
class _End:
    """Where the way of redirects ended."""

    answer: Answer
    moved: bool
    """Whether there were redirects, all permanent."""


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
        self._allowed = settings.private_networks
        self._resolver = resolver
        self._socket_factory = socket_factory
        self._clock = clock or (lambda: datetime.now(UTC))
        self._queue = queue or HostQueue(
            pause=settings.host_pause_seconds, limit=settings.concurrent_requests
        )
        self.places = Places()
        """For large bodies."""
        self._robots = Robots(self._load_robots, clock=self._clock)
        self._pool: Pool | None = None

    async def __aenter__(self) -> Self:
        """Open the pool."""
        self._pool = Pool(
            self._settings,
            resolver=self._resolver or SystemResolver(),
            socket_factory=self._socket_factory,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    async def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        issued_by: str | None = None,
        accept: str = FEEDS,
        max_bytes: int | None = None,
        obey_robots: bool = False,
        place: Place | None = None,
    ) -> Fetched:
        """Fetch `url` with GET.

        `etag` and `last_modified` of an earlier :class:`Fetched` make the request conditional. They are told
        only to the host of `issued_by`, the `final_url` of that answer (default: to the host of `url`;
        then a feed that redirects to another host is sent anew each time). `max_bytes` bounds the unpacked
        body (default: the settings' `max_feed_mb`). With `obey_robots` each address on the way is first
        looked up in its site's robots.txt. A `place` of :attr:`places` is taken for a large body: whoever
        keeps that for longer than a moment holds one until it is done with. Raises :class:`FetchError`; never
        returns a status other than 2xx or 304.
        """
        start = parse_address(url, allowed=self._allowed)
        ask = _Ask(
            accept=accept,
            max_bytes=self._settings.max_feed_mb * MB if max_bytes is None else max_bytes,
            etag=clean_validator(etag),
            last_modified=clean_validator(last_modified),
            issuer=start.raw_host if issued_by is None else _host_of(issued_by),
            obey_robots=obey_robots,
        )
        async with self.places.hold() as own:
            ask = replace(ask, place=place or own)
            return self._conclude(start, ask, await self._follow(start, ask))

    async def fetch_page(self, url: str, *, place: Place | None = None) -> Fetched:
        """Fetch a page for its text, as :meth:`fetch`, within `max_page_mb` and obeying robots.txt."""
        return await self.fetch(
            url, accept=PAGES, max_bytes=self._settings.max_page_mb * MB, obey_robots=True, place=place
        )

    async def _follow(self, start: URL, ask: _Ask) -> _End:
        """Ask `start` and wherever it redirects to."""
        url, moved, seconds = start, False, self._settings.timeout_seconds
        seen = {start}
        while True:
            try:
                answer = await self._ask(url, ask, seconds)
                if answer.status not in _REDIRECTS:
                    self._check_status(answer, ask)
                    return _End(answer, moved)
                url = self._next(answer, seen)
            except FetchError as error:
                if moved:
                    error.moved_to = str(url)
                raise
            moved = answer.status in _PERMANENT and (moved or len(seen) == 1)
            seen.add(url)
            seconds -= answer.seconds

    async def _ask(self, url: URL, ask: _Ask, seconds: float) -> Answer:
        if self._pool is None:
            raise RuntimeError("a Fetcher is used inside its `async with` only")
        pause = await self._robots.check(url) if ask.obey_robots else 0.0
        host = url.raw_host or ""
        async with self._queue.turn(host, pause=pause):
            return await self._pool.get(
                url,
                ask.headers(url),
                max_bytes=ask.max_bytes,
                seconds=seconds,
                keep=self._queue.awaited(host),
                cut=ask.cut,
                place=ask.place,
            )

    def _next(self, answer: Answer, seen: set[URL]) -> URL:
        """Return where a redirect leads."""
        host = answer.url.raw_host
        location = answer.headers.get("Location", "")
        if not location.strip():
            raise FetchError(
                f"The server of {host} sends us on, but does not say where to.", kind="redirects"
            )
        try:
            url = join_address(answer.url, location, allowed=self._allowed)
        except FetchError as error:
            raise FetchError(
                f"The server of {host} sends us on to where the bot may not go: {error}", kind="refused"
            ) from error
        if url in seen:
            raise FetchError(f"The server of {host} sends us round in a circle.", kind="redirects")
        if len(seen) > MAX_REDIRECTS:
            raise FetchError(
                f"The server of {host} sends us on once more after {MAX_REDIRECTS} times.", kind="redirects"
            )
        return url

    def _check_status(self, answer: Answer, ask: _Ask) -> None:
        status = answer.status
        if (200 <= status < 300 and status != 206) or (status == 304 and ask.is_conditional(answer.url)):
            return
        hint = f": {_HINTS[status]}" if status in _HINTS else ""
        raise FetchError(
            f"The server of {answer.url.raw_host} answered {describe_status(status)}{hint}.",
            kind="status",
            status=status,
            retry_after=parse_retry_after(answer.headers, self._clock()),
            passing=status in (304, 408, 425, 429) or status >= 500,
        )

    def _conclude(self, start: URL, ask: _Ask, end: _End) -> Fetched:
        answer, headers = end.answer, end.answer.headers
        content_type, charset = parse_content_type(headers.get("Content-Type", ""))
        not_modified = answer.status == 304
        etag = clean_validator(headers.get("ETag"))
        last_modified = clean_validator(headers.get("Last-Modified"))
        return Fetched(
            url=str(start),
            final_url=str(answer.url),
            moved_to=str(answer.url) if end.moved else None,
            status=answer.status,
            not_modified=not_modified,
            body=answer.body,
            content_type=content_type,
            charset=charset,
            etag=etag or (ask.etag if not_modified else None),
            last_modified=last_modified or (ask.last_modified if not_modified else None),
            max_age=parse_max_age(headers, self._clock()),
            date=parse_date(headers.get("Date")),
        )

    async def _load_robots(self, url: URL) -> str:
        ask = _Ask(accept="text/plain, */*;q=0.1", max_bytes=MAX_ROBOTS_BYTES, cut=True)
        end = await self._follow(url, ask)
        return end.answer.body.decode("utf-8", errors="replace")


def _host_of(url: str) -> str | None:
    try:
        return URL(url).raw_host
    except ValueError:
        return None
