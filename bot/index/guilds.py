"""Guilds: what their admins chose."""

from __future__ import annotations

from bot.index.database import Database


class GuildStore:
    """A row a guild that chose something."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def admin_channel(self, guild: int) -> int | None:
        """Return the channel in which a guild's admins are told what changed; None: in private."""
        rows = await self._database.read("SELECT admin_channel FROM guild WHERE id = ?", (guild,))
        return rows[0]["admin_channel"] if rows else None

    async def set_admin_channel(self, guild: int, channel: int | None) -> None:
        """Tell a guild's admins in a channel from now on, or in private."""
        async with self._database.transaction() as transaction:
            await transaction.write(
                """
                INSERT INTO guild (id, admin_channel) VALUES (?, ?)
                ON CONFLICT (id) DO UPDATE SET admin_channel = excluded.admin_channel
                """,
                (guild, channel),
            )
