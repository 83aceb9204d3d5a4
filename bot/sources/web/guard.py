"""Nothing but permitted addresses is looked up and connected to.

Three layers, since each alone has a gap. The URL (:mod:`bot.sources.web.addresses`): aiohttp asks no resolver
about IP addresses. The resolver's answer: a public name may lead inside. The address of each socket: whatever
DNS says a moment later, this is the address that is connected to.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.sources.web.addresses import Networks, is_permitted, parse_ip

AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]
"""As :func:`socket.getaddrinfo` gives them: family, type, protocol, canonical name, address."""
SocketFactory = Callable[[AddressInfo], socket.socket]

_LOOKUP_THREADS = 16


class ForbiddenAddressError(OSError):
    """An address that may not be asked; an OSError, so that aiohttp takes it for a failed connection."""


class SystemResolver(AbstractResolver):
    """The system's resolver, in threads of its own.

    When DNS hangs, its lookups hang for half a minute each: they must not take the threads that everything
    else in the process shares.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_LOOKUP_THREADS, thread_name_prefix="lookup")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of `host`; raises :class:`OSError`."""
        infos = await asyncio.get_running_loop().run_in_executor(
            self._threads,
            lambda: socket.getaddrinfo(
                host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
            ),
        )
        return [
            ResolveResult(
                hostname=host, host=str(address[0]), port=port, family=kind, proto=protocol, flags=0
            )
            for kind, _type, protocol, _name, address in infos
        ]

    async def close(self) -> None:
        """Let the threads end when their lookups do."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class GuardedResolver(AbstractResolver):
    """Hands on of another resolver's answers what is permitted."""

    def __init__(self, inner: AbstractResolver, allowed: Networks) -> None:
        self._inner = inner
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the permitted addresses of `host`.

        Raises :class:`ForbiddenAddressError` when it has only others, :class:`OSError` when it has none.
        """
        answers = await self._inner.resolve(host, port, family)
        if not answers:
            raise OSError(f"{host} has no address")
        permitted = [answer for answer in answers if _may_ask(answer["host"], self._allowed)]
        if not permitted:
            raise ForbiddenAddressError(f"{host} has no permitted address")
        return permitted

    async def close(self) -> None:
        """Close the resolver that is guarded."""
        await self._inner.close()


def open_socket(info: AddressInfo) -> socket.socket:
    """Open an unconnected socket that does not block."""
    opened = socket.socket(info[0], info[1], info[2])
    opened.setblocking(False)
    return opened


def guard_sockets(inner: SocketFactory, allowed: Networks) -> SocketFactory:
    """Return a factory that asks `inner` for a socket only to permitted addresses.

    It raises :class:`ForbiddenAddressError` for others.
    """

    def open_guarded(info: AddressInfo) -> socket.socket:
        if not _may_ask(str(info[4][0]), allowed):
            raise ForbiddenAddressError(f"{info[4][0]} is not permitted")
        return inner(info)

    return open_guarded


def _may_ask(host: str, allowed: Networks) -> bool:
    address = parse_ip(host)
    return address is not None and is_permitted(address, allowed)
