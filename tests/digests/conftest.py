"""An index of one's own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.index import Index
from tests.digests.newsroom import open_index


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[Index]:
    opened = await open_index(tmp_path)
    yield opened
    await opened.close()
