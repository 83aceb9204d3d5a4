"""Nothing but permitted addresses is looked up, connected to, or reached through a changed mind of DNS."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
"""As :func:`socket.getaddrinfo` gives them: family, type, protocol, canonical name, address."""
SocketFactory = Callable[[AddressInfo], socket.socket]


def open_socket(info: AddressInfo) -> socket.socket:
    """Open an unconnected socket that does not block."""
    opened = socket.socket(info[0], info[1], info[2])
    opened.setblocking(False)
    return opened
