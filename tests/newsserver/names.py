"""Names and sockets that never leave this machine."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping, Sequence

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.sources.web.guard import AddressInfo, open_socket

LOOPBACK = "127.0.0.1"


class FakeNames(AbstractResolver):
    """A resolver with a table; it asks nobody.

    `table` gives the answers for a name, to be handed out one after the other (the last one stays), as a name
    does that is rebound. Names that end in `ending` and are not in the table lead to loopback.
    """

    def __init__(
        self, table: Mapping[str, Sequence[Sequence[str]]] | None = None, *, ending: str = ".example"
    ) -> None:
        self._table = {name: [list(answer) for answer in answers] for name, answers in (table or {}).items()}
        self._ending = ending
        self.lookups: list[str] = []
        self.closed = False

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of the table."""
        self.lookups.append(host)
        answers = self._table.get(host)
        if answers is None:
            if not host.endswith(self._ending):
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            addresses = [LOOPBACK]
        else:
            addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=0,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


class LoopbackSockets:
    """A socket factory that refuses every address off loopback, whatever the code under test thinks of it."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.refused: list[str] = []

    def __call__(self, info: AddressInfo) -> socket.socket:
        """Open a socket for an address on loopback."""
        address = str(info[4][0])
        if not ipaddress.ip_address(address).is_loopback:
            self.refused.append(address)
            raise OSError("tests stay on loopback")
        self.opened.append(address)
        return open_socket(info)
