"""Small facts about the index itself and the program around it."""

from __future__ import annotations

from bot.index.database import Database


class MetaStore:
    """Named strings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> str | None:
        """Return the value, or None."""
        rows = await self._database.read("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0]["value"]) if rows else None

    async def set(self, key: str, value: str) -> None:
        """Write or overwrite the value."""
        async with self._database.transaction() as transaction:
            await transaction.write(
                "INSERT INTO meta (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )
