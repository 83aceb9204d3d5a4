"""``nutgraf``, for a stand-in on this machine: ``python -m tests.standin.on_loopback PORT run …``.

A connection to anywhere else is refused before it is made.
"""

from __future__ import annotations

import sys
from typing import Any

import discord.backoff
import discord.gateway
import discord.http
import yarl

from bot.cli import main


def _loopback_only(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(address := arguments[1], tuple) and address[0] != "127.0.0.1":
        raise PermissionError(f"a connection to {address}")
    if event == "socket.getaddrinfo" and arguments[0] not in ("127.0.0.1", b"127.0.0.1"):
        raise PermissionError(f"a look-up of {arguments[0]}")


def _ten_minutes(_: object) -> float:
    return 600.0


def go_to(port: int) -> None:
    """Let this process find Discord at a port of 127.0.0.1, and nothing else anywhere."""
    sys.addaudithook(_loopback_only)
    discord.http.Route.BASE = f"http://127.0.0.1:{port}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://127.0.0.1:{port}/")
    # what discord.py sleeps between two tries in a long outage
    discord.backoff.ExponentialBackoff.delay = _ten_minutes  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    go_to(int(sys.argv.pop(1)))
    main()
