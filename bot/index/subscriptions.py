"""Subscriptions: which channel gets which topic's digest, and when it is next due."""

from __future__ import annotations

from datetime import datetime

from bot.index import codec
from bot.index.database import Database
from bot.models import Schedule, Scope, Subscription, SubscriptionId


class SubscriptionStore:
    """What admins read is bound to their guild; the tick alone reads across guilds (`due`, `by_id`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(
        self,
        *,
        guild: int,
        channel: int,
        topic: str,
        schedule: Schedule,
        created_by: int,
        now: datetime,
        next_due: datetime,
    ) -> tuple[Subscription, bool]:
        """Add a subscription, or give the channel's one for this topic a new schedule and resume it.

        Returns it, and whether it is new.
        """
        async with self._database.transaction() as transaction:
            before = await transaction.read(
                "SELECT id FROM subscription WHERE channel = ? AND topic = ?", (channel, topic)
            )
            rows = await transaction.read(
                """
                INSERT INTO subscription
                    (guild, channel, topic, schedule, state, created_by, created_at, next_due)
                VALUES (?, ?, ?, ?, 'active', ?, ?, ?)
                ON CONFLICT (channel, topic) DO UPDATE SET
                    schedule = excluded.schedule,
                    state = 'active',
                    pause_reason = NULL,
                    next_due = excluded.next_due
                RETURNING *
                """,
                (
                    guild,
                    channel,
                    topic,
                    codec.schedule_to_json(schedule),
                    created_by,
                    codec.to_seconds(now),
                    codec.to_seconds(next_due),
                ),
            )
        return codec.subscription(rows[0]), not before

    async def get(self, subscription: SubscriptionId, scope: Scope) -> Subscription | None:
        """Return a subscription of the scope's guild."""
        rows = await self._database.read(
            "SELECT * FROM subscription WHERE id = ? AND guild = ?", (subscription, scope.guild)
        )
        return codec.subscription(rows[0]) if rows else None

    async def of_guild(self, scope: Scope) -> list[Subscription]:
        """Return the subscriptions of the scope's guild, by channel and topic."""
        rows = await self._database.read(
            "SELECT * FROM subscription WHERE guild = ? ORDER BY channel, topic", (scope.guild,)
        )
        return [codec.subscription(row) for row in rows]

    async def by_id(self, subscription: SubscriptionId) -> Subscription | None:
        """Return any subscription; for the tick."""
        rows = await self._database.read("SELECT * FROM subscription WHERE id = ?", (subscription,))
        return codec.subscription(rows[0]) if rows else None

    async def due(self, now: datetime, limit: int) -> list[Subscription]:
        """Return active subscriptions whose time has come, the longest waiting first; for the tick."""
        rows = await self._database.read(
            "SELECT * FROM subscription WHERE state = 'active' AND next_due <= ?"
            " ORDER BY next_due, id LIMIT ?",
            (codec.to_seconds(now), limit),
        )
        return [codec.subscription(row) for row in rows]

    async def remove(self, subscription: SubscriptionId) -> None:
        """Delete a subscription with its ledger; what its channel was shown stays known."""
        await self._write("DELETE FROM subscription WHERE id = ?", (subscription,))

    async def pause(self, subscription: SubscriptionId, reason: str) -> bool:
        """Stop posting; `reason` is a sentence for the admins. Returns whether it was active."""
        changed = await self._write(
            "UPDATE subscription SET state = 'paused', pause_reason = ? WHERE id = ? AND state = 'active'",
            (reason, subscription),
        )
        return changed > 0

    async def resume(self, subscription: SubscriptionId, next_due: datetime) -> None:
        """Post again, first at `next_due`."""
        await self._write(
            "UPDATE subscription SET state = 'active', pause_reason = NULL, next_due = ? WHERE id = ?",
            (codec.to_seconds(next_due), subscription),
        )

    async def move(self, subscription: Subscription, next_due: datetime) -> bool:
        """Skip to a later slot without a delivery; False when it was changed meanwhile."""
        changed = await self._write(
            "UPDATE subscription SET next_due = ? WHERE id = ? AND next_due = ? AND state = 'active'",
            (codec.to_seconds(next_due), subscription.id, codec.to_seconds(subscription.next_due)),
        )
        return changed > 0

    async def pause_guild(self, guild: int, reason: str) -> int:
        """Pause all active subscriptions of a guild; returns how many."""
        return await self._write(
            "UPDATE subscription SET state = 'paused', pause_reason = ? WHERE guild = ? AND state = 'active'",
            (reason, guild),
        )

    async def paused_for(self, guild: int, reason: str) -> list[Subscription]:
        """Return a guild's subscriptions that were paused for exactly this reason."""
        rows = await self._database.read(
            "SELECT * FROM subscription WHERE guild = ? AND state = 'paused' AND pause_reason = ?"
            " ORDER BY id",
            (guild, reason),
        )
        return [codec.subscription(row) for row in rows]

    async def _write(self, sql: str, parameters: tuple[object, ...]) -> int:
        async with self._database.transaction() as transaction:
            return await transaction.write(sql, parameters)
