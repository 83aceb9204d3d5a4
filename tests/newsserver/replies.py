"""What the news server can answer: right, and wrong in every way that was seen on the real web."""

from __future__ import annotations

import asyncio
import gzip as gzip_module
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked."""

    method: str
    path: str
    """With the query."""
    headers: Headers
    """Names in lower case."""
    at: float
    """By the server's clock, seconds."""

    @property
    def host(self) -> str:
        """The host that was asked for, without the port."""
        return self.headers.get("host", "").rsplit(":", 1)[0]


Reply = Callable[[Request, asyncio.StreamWriter], Awaitable[bool]]
"""Writes an answer; True: the connection can be used again."""


def head(status: int, headers: Headers) -> bytes:
    """Return the status line and the headers as they go over the wire."""
    phrase = HTTPStatus(status).phrase if status in list(HTTPStatus) else "Whatever"
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("utf-8", errors="surrogateescape")


def page(
    body: bytes | str,
    *,
    status: int = 200,
    content_type: str | None = "application/rss+xml",
    etag: str | None = None,
    last_modified: str | None = None,
    gzip: bool = False,
    headers: Headers | None = None,
) -> Reply:
    """Answer with a body as a good server does: 304 to who has it already, packed for who can unpack."""
    data = body.encode() if isinstance(body, str) else body
    packed = gzip_module.compress(data) if gzip else b""

    async def reply(request: Request, writer: asyncio.StreamWriter) -> bool:
        said = {"Content-Type": content_type} if content_type is not None else {}
        if etag is not None:
            said["ETag"] = etag
        if last_modified is not None:
            said["Last-Modified"] = last_modified
        said |= headers or {}
        asked = request.headers
        known = (
            asked["if-none-match"] == etag
            if "if-none-match" in asked
            else last_modified is not None and asked.get("if-modified-since") == last_modified
        )
        if known and status == 200:
            writer.write(head(304, said))
            return True
        sent = data
        if gzip and "gzip" in asked.get("accept-encoding", ""):
            sent = packed
            said["Content-Encoding"] = "gzip"
        if status in (204, 304):
            writer.write(head(status, said))
        else:
            writer.write(head(status, {**said, "Content-Length": str(len(sent))}) + sent)
        return True

    return reply


def failure(status: int, *, retry_after: str | int | None = None, body: str = "<h1>Oops</h1>") -> Reply:
    """Answer with an error, in HTML as usual."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return page(body, status=status, content_type="text/html", headers=headers)


def redirect(to: str, status: int = 301) -> Reply:
    """Send on to `to`, as it stands."""
    return page("", status=status, content_type=None, headers={"Location": to})


def raw(*pieces: bytes) -> Reply:
    """Write bytes as they are, and cut the connection."""

    async def reply(request: Request, writer: asyncio.StreamWriter) -> bool:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        return False

    return reply


def short(body: bytes, *, missing: int = 100) -> Reply:
    """Announce more bytes than come before the connection ends."""
    return raw(head(200, {"Content-Length": str(len(body) + missing)}) + body)


def long(body: bytes, *, extra: bytes = b"and more") -> Reply:
    """Announce fewer bytes than come."""
    return raw(head(200, {"Content-Length": str(len(body))}) + body + extra)


def packed(data: bytes, *, encoding: str = "gzip") -> Reply:
    """Send `data` as it is and say that it is packed."""
    return raw(head(200, {"Content-Encoding": encoding, "Content-Length": str(len(data))}) + data)


def bomb(megabytes: int) -> Reply:
    """Send a small body that unpacks to `megabytes` of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()
    return packed(data)


def endless(piece: bytes = b"<item>again</item>" * 1_000, *, chunked: bool = True) -> Reply:
    """Send without end."""

    async def reply(request: Request, writer: asyncio.StreamWriter) -> bool:
        writer.write(head(200, {"Transfer-Encoding": "chunked"} if chunked else {}))
        data = b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece
        while True:
            writer.write(data)
            await writer.drain()

    return reply


def drip(body: bytes, *, every: float = 0.01) -> Reply:
    """Send a byte `every` so many seconds: always alive, never done."""

    async def reply(request: Request, writer: asyncio.StreamWriter) -> bool:
        writer.write(head(200, {"Content-Length": str(len(body))}))
        for place in range(len(body)):
            writer.write(body[place : place + 1])
            await writer.drain()
            await asyncio.sleep(every)
        return True

    return reply


def drip_headers(*, every: float = 0.01) -> Reply:
    """Send headers one by one, without end."""

    async def reply(request: Request, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X: y\r\n")
            await writer.drain()
            await asyncio.sleep(every)

    return reply


def silence(*, after: bytes = b"") -> Reply:
    """Take the request, write the beginning of an answer at most, and wait for as long as the client does."""

    async def reply(request: Request, writer: asyncio.StreamWriter) -> bool:
        writer.write(after)
        await asyncio.Event().wait()
        return False

    return reply


def held(until: asyncio.Event, then: Reply) -> Reply:
    """Answer only when the test says so."""

    async def reply(request: Request, writer: asyncio.StreamWriter) -> bool:
        await until.wait()
        return await then(request, writer)

    return reply


def late(seconds: float, then: Reply) -> Reply:
    """Answer after a while."""

    async def reply(request: Request, writer: asyncio.StreamWriter) -> bool:
        await asyncio.sleep(seconds)
        return await then(request, writer)

    return reply
