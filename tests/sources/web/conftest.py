"""What tests of the web share: a fetcher that knows .example names and stays on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.settings import SourceSettings
from bot.sources.web.fetcher import Fetcher
from tests.newsserver import FakeNames, LoopbackSockets

ON_LOOPBACK = SourceSettings.model_validate(
    {
        "private_networks": ["127.0.0.0/8"],
        "timeout_seconds": 0.4,
        "max_feed_mb": 1,
        "host_pause_seconds": 0,
        "contact": "mailto:desk@herald.example",
    }
)


@pytest.fixture
def sockets() -> LoopbackSockets:
    """Return what opens the sockets, and knows which were asked for."""
    return LoopbackSockets()


@pytest.fixture
def names() -> FakeNames:
    """Return the resolver: every .example name leads to loopback."""
    return FakeNames()


@pytest.fixture
async def fetcher(names: FakeNames, sockets: LoopbackSockets) -> AsyncIterator[Fetcher]:
    """Return a fetcher that may ask loopback, with short timeouts and no pauses."""
    async with Fetcher(ON_LOOPBACK, resolver=names, socket_factory=sockets) as opened:
        yield opened
    assert sockets.refused == []
