"""run: what is told when the bot cannot start. Nothing here leaves the machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import discord.http
import pytest

from tests.cli.conftest import Nutgraf, Outcome


def assert_one_line(result: Outcome, told: str) -> None:
    assert (result.code, result.out) == (69, "")
    assert told in result.err
    assert result.err.count("\n") == 1
    assert result.err.startswith("nutgraf: ")


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> int:
    """Point discord.py at a port of this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{port}/api/v10")
    return port


class _Refusing(BaseHTTPRequestHandler):
    """Discord's answer to a wrong token, as far as discord.py looks at it."""

    def do_GET(self) -> None:
        body = b'{"message": "401: Unauthorized", "code": 0}'
        self.send_response(401)
        # discord.py compares the whole header
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Via", "1.1 loopback")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def refusing_discord(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Serve a Discord that accepts no token."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Refusing) as server:
        monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{server.server_port}/api/v10")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield
        server.shutdown()
        thread.join()


def test_without_a_token(nutgraf: Nutgraf) -> None:
    assert_one_line(nutgraf("run"), "No bot token: set NUTGRAF_TOKEN or NUTGRAF_TOKEN_FILE")


def test_with_a_token_that_discord_refuses(
    nutgraf: Nutgraf, refusing_discord: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUTGRAF_TOKEN", "abc.def.ghi")

    result = nutgraf("run")

    assert_one_line(result, "Discord did not accept the bot token")
    assert "abc.def" not in result.err


def test_without_a_network(nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_TOKEN", "abc.def.ghi")

    assert_one_line(nutgraf("run"), "Discord cannot be reached")


def test_with_a_damaged_index(nutgraf: Nutgraf, alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_TOKEN", "abc.def.ghi")
    (alone / "bad.db").write_bytes(b"This is no index. " * 500)

    assert_one_line(nutgraf("run", "--db", "bad.db"), "bad.db")
