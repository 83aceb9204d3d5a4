"""The news server itself: HTTP/1.1 by hand, since no library misbehaves on demand."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from tests.newsserver.replies import Reply, Request, failure, head, page, redirect

__all__ = ["NewsServer", "Request"]


class NewsServer:
    """Serves what is put at its paths, on 127.0.0.1; records each request.

    A path is served to whatever host it is asked at, unless it is put for one `host`. All else is 404.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._replies: dict[tuple[str | None, str], list[Reply]] = {}
        self._requests: list[Request] = []
        self._connections: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._busy_events: dict[int, asyncio.Event] = {}
        self.port = 0
        self.accepted = 0
        """Connections so far."""
        self.busy = 0
        """Requests that are being answered."""
        self.busiest = 0
        """The most of them at once."""

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Cut all connections."""
        if self._server is not None:
            self._server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def url(self, path: str = "/", *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """Return the URL of `path`."""
        return f"{scheme}://{host}:{self.port}{path}"

    def put(self, path: str, body: bytes | str, *, host: str | None = None, **how: Any) -> None:
        """Serve `body` at `path`; `how`: see :func:`replies.page` (etag, last_modified, gzip, headers …)."""
        self.answer(path, page(body, **how), host=host)

    def redirect(self, path: str, to: str, status: int = 301, *, host: str | None = None) -> None:
        """Send who asks for `path` on to `to`."""
        self.answer(path, redirect(to, status), host=host)

    def fail(self, path: str, status: int, *, host: str | None = None, **how: Any) -> None:
        """Serve an error at `path`; `how`: see :func:`replies.failure` (retry_after)."""
        self.answer(path, failure(status, **how), host=host)

    def answer(self, path: str, *replies: Reply, host: str | None = None) -> None:
        """Answer the requests for `path` with `replies`, one after the other; the last one stays."""
        self._replies[host, path] = list(replies)

    def remove(self, path: str, *, host: str | None = None) -> None:
        """Serve nothing at `path` any more: 404."""
        self._replies.pop((host, path), None)

    def requests(self, path: str | None = None) -> list[Request]:
        """Return the requests so far, in their order: all, or those for `path`."""
        return [request for request in self._requests if path is None or request.path == path]

    async def until_busy(self, requests: int) -> None:
        """Wait until at least so many requests are being answered at once."""
        if self.busy < requests:
            await self._busy_events.setdefault(requests, asyncio.Event()).wait()

    def forget(self) -> None:
        """Forget the requests so far."""
        self._requests.clear()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        self.accepted += 1
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                while await self._serve(reader, writer):
                    pass
        except asyncio.CancelledError:
            # the server closes; asyncio would print a traceback of each connection
            pass
        finally:
            self._connections.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        start = await reader.readexactly(1)
        if start == b"\x16":
            # TLS; servers of plain HTTP answer so
            writer.write(head(400, {}))
            return False
        lines = (start + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = lines[0].split(" ", 2)
        pairs = (line.partition(":") for line in lines[1:] if line)
        request = Request(
            method, path, {name.lower(): value.strip() for name, _, value in pairs}, self._clock()
        )
        self._requests.append(request)
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        if (event := self._busy_events.pop(self.busy, None)) is not None:
            event.set()
        try:
            again = await self._reply_for(request)(request, writer)
            await writer.drain()
        finally:
            self.busy -= 1
        return again and request.headers.get("connection", "").lower() != "close"

    def _reply_for(self, request: Request) -> Reply:
        path = request.path
        replies = self._replies.get((request.host, path)) or self._replies.get((None, path))
        if not replies:
            return failure(404)
        return replies.pop(0) if len(replies) > 1 else replies[0]
