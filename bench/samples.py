"""The sample articles as documents, for the benches."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.models import Document
from bot.resources import samples
from bot.sources.article_file import parse_article


def sample_documents() -> list[Document]:
    """Return every sample article, parsed."""
    modified = datetime(2024, 10, 11, tzinfo=UTC)
    return [parse_article(item.read_bytes(), origin=item.name, modified=modified) for item in samples()]
