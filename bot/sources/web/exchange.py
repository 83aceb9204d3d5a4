"""One request and its answer over the shared, guarded pool; whatever fails becomes a sentence."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot import __version__
from bot.settings import SourceSettings
from bot.sources.web.addresses import refused_address
from bot.sources.web.bodies import BodyBrokenError, BodyTooBigError, Unpacker
from bot.sources.web.failures import FetchError
from bot.sources.web.guard import ForbiddenAddressError, GuardedResolver, SocketFactory, guard_sockets
from bot.sources.web.places import LARGE, Place

MB = 1_000_000
PRODUCT = "Nutgraf"
"""The name by which sites know the bot, in the User-Agent and in robots.txt."""

_MAX_LINE = 8_190
_KEEP_SECONDS = 15.0
_TLS_REASONS = {
    10: "has expired",
    18: "was signed by nobody that is trusted",
    19: "was signed by nobody that is trusted",
    20: "was signed by nobody that is trusted",
    62: "is for another name",
}
_CONNECT_REASONS = {
    errno.ECONNREFUSED: "it refuses connections",
    errno.ECONNRESET: "it cut the connection",
    errno.EPIPE: "it cut the connection",
    errno.EHOSTUNREACH: "no way leads there",
    errno.ENETUNREACH: "no way leads there",
    errno.ETIMEDOUT: "it does not react",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered to one request."""

    url: URL
    status: int
    headers: Mapping[str, str]
    """Without regard to case."""
    body: bytes
    """Unpacked; only with 2xx."""
    seconds: float
    """From the start of the request to its end."""


class Pool:
    """Connections to permitted addresses only, shared by all requests.

    No proxy of the environment is used, no cookie is kept, no redirect followed.
    """

    def __init__(
        self, settings: SourceSettings, *, resolver: AbstractResolver, socket_factory: SocketFactory
    ) -> None:
        self._timeout = settings.timeout_seconds
        contact = f" (+{settings.contact})" if settings.contact else ""
        self._resolver = GuardedResolver(resolver, settings.private_networks)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=self._resolver,
                # each new connection asks anew: the guard sees what is true now
                use_dns_cache=False,
                # the queue of hosts bounds how many there are
                limit=0,
                keepalive_timeout=_KEEP_SECONDS,
                socket_factory=guard_sockets(socket_factory, settings.private_networks),
            ),
            headers={"User-Agent": f"{PRODUCT}/{__version__}{contact}", "Accept-Encoding": "gzip, deflate"},
            timeout=aiohttp.ClientTimeout(connect=self._timeout / 2, sock_read=self._timeout / 2),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_line_size=_MAX_LINE,
            max_field_size=_MAX_LINE,
        )

    async def close(self) -> None:
        """Close all connections and the resolver."""
        await self._session.close()
        await self._resolver.close()

    async def get(
        self,
        url: URL,
        headers: Mapping[str, str],
        *,
        max_bytes: int,
        seconds: float | None = None,
        keep: bool = False,
        cut: bool = False,
        place: Place | None = None,
    ) -> Answer:
        """Ask for `url` within `seconds` (default: the settings' timeout); raises :class:`FetchError`.

        `keep`: leave the connection open for the next request. `cut`: of a body beyond `max_bytes` the
        beginning will do. `place` is taken for a large body; waiting for it counts against the time.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        if not keep:
            headers = {**headers, "Connection": "close"}
        answered = False
        try:
            async with (
                asyncio.timeout(self._timeout if seconds is None else max(seconds, 0)),
                self._session.get(url, headers=headers, allow_redirects=False) as response,
            ):
                answered = True
                body = b""
                if 200 <= response.status < 300:
                    body = await _read(response, max_bytes=max_bytes, cut=cut, place=place)
                return Answer(url, response.status, response.headers, body, loop.time() - began)
        except BodyTooBigError as error:
            raise FetchError(
                f"What {_host(url)} sends is larger than {max_bytes / MB:g} MB.", kind="too_big"
            ) from error
        except BodyBrokenError as error:
            raise _broken(url, "is packed in a way that cannot be undone") from error
        except TimeoutError as error:
            raise self._late(url, error, answered=answered) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _explain(url, error) from error

    def _late(self, url: URL, error: TimeoutError, *, answered: bool) -> FetchError:
        half, whole = f"{self._timeout / 2:g} seconds", f"{self._timeout:g} seconds"
        if isinstance(error, aiohttp.ConnectionTimeoutError):
            sentence = f"No connection to {_host(url)} could be made within {half}."
        elif isinstance(error, aiohttp.SocketTimeoutError):
            sentence = f"The server of {_host(url)} sent nothing for {half}."
        elif answered:
            sentence = f"The server of {_host(url)} is too slow: its answer was not complete within {whole}."
        else:
            sentence = f"The server of {_host(url)} did not answer within {whole}."
        return FetchError(sentence, kind="timeout", passing=True)


def describe_status(status: int) -> str:
    """Return "503 Service Unavailable", in the words of the standard, not the server's."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


async def _read(response: aiohttp.ClientResponse, *, max_bytes: int, cut: bool, place: Place | None) -> bytes:
    announced = response.content_length
    if announced is not None and announced > max_bytes and not cut:
        raise BodyTooBigError
    unpacker = Unpacker(response.headers.get("Content-Encoding", ""), max_bytes=max_bytes)
    try:
        async for piece in response.content.iter_any():
            unpacker.feed(piece)
            if place is not None and unpacker.size > LARGE:
                await place.take()
        return await asyncio.to_thread(unpacker.finish) if unpacker.holds_file else unpacker.finish()
    except BodyTooBigError:
        if cut:
            return unpacker.beginning()
        raise


def _explain(url: URL, error: Exception) -> FetchError:
    """Return what to tell of an error of aiohttp or the system."""
    host = _host(url)
    cause = getattr(error, "os_error", None)
    if isinstance(cause, ForbiddenAddressError):
        return refused_address(host)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        final = isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME
        return FetchError(f"No server is known by the name {host}.", kind="name", passing=not final)
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return _explain_tls(host, error)
    if isinstance(error, aiohttp.ClientResponseError):
        if error.message.startswith(("Got more than", "Too many headers")):
            # aiohttp has no class of its own for these
            return FetchError(f"The server of {host} sends headers that are too large.", kind="too_big")
        return _broken(url, "is not HTTP")
    if isinstance(error, aiohttp.ClientPayloadError):
        return _broken(url, "ended before it was complete")
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return FetchError(
            f"The server of {host} ended the connection without an answer.", kind="connect", passing=True
        )
    if isinstance(error, OSError):
        number = cause.errno if isinstance(cause, OSError) else error.errno
        reason = _CONNECT_REASONS.get(number or 0, "the connection failed")
        return FetchError(f"{host} cannot be reached: {reason}.", kind="connect", passing=True)
    return _broken(url, "cannot be understood")


def _explain_tls(host: str, error: Exception) -> FetchError:
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = _TLS_REASONS.get(getattr(cause, "verify_code", 0), "cannot be verified")
        return FetchError(f"The certificate of {host} {reason}.", kind="tls")
    return FetchError(f"No secure connection to {host} can be made.", kind="tls", passing=True)


def _broken(url: URL, what: str) -> FetchError:
    return FetchError(f"The answer of the server of {_host(url)} {what}.", kind="broken", passing=True)


def _host(url: URL) -> str:
    return url.raw_host or ""
