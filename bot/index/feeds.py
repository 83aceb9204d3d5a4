"""Feeds: where articles come from, and who may see what comes from there."""

from __future__ import annotations

from bot.index.database import Database


class FeedStore:
    """The feeds of the installation, of guilds and of members."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, owner: str, kind: str, title: str) -> int:
        """Add a feed of 'global', 'guild:<id>' or 'user:<id>' and return its number."""
        async with self._database.transaction() as transaction:
            rows = await transaction.read(
                "INSERT INTO feed (owner, kind, title) VALUES (?, ?, ?) RETURNING id", (owner, kind, title)
            )
        return int(rows[0]["id"])
