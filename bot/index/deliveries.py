"""The delivery ledger of decision 4: what was promised for which slot, and how it ended."""

from __future__ import annotations

from datetime import datetime

from bot.index import codec
from bot.index.database import Database, Transaction
from bot.models import Delivery, DeliveryId, DeliveryState, Digest, Scope, Slot, Subscription, SubscriptionId


class DeliveryStore:
    """A row is written before anything is sent, and only moves forward from `claimed`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(
        self,
        subscription: Subscription,
        slot: Slot,
        digest: Digest | None,
        *,
        next_due: datetime,
        now: datetime,
    ) -> Delivery | None:
        """Write down what will be sent for a slot (`digest` None: nothing to tell) and move to the next slot.

        One short transaction. Returns None, with nothing written, when the subscription was changed, paused
        or removed since it was read, or when the slot is in the ledger already.
        """
        async with self._database.transaction() as transaction:
            moved = await transaction.write(
                """
                UPDATE subscription SET next_due = ?
                WHERE id = ? AND state = 'active' AND next_due = ? AND NOT EXISTS (
                    SELECT 1 FROM delivery WHERE subscription_id = ? AND slot_key = ?
                )
                """,
                (
                    codec.to_seconds(next_due),
                    subscription.id,
                    codec.to_seconds(subscription.next_due),
                    subscription.id,
                    slot.key,
                ),
            )
            if not moved:
                return None
            return await _insert(transaction, subscription, slot, digest, now)

    async def get(self, delivery: DeliveryId, scope: Scope) -> Delivery | None:
        """Return a delivery to the scope's guild."""
        rows = await self._database.read(
            "SELECT * FROM delivery WHERE id = ? AND guild = ?", (delivery, scope.guild)
        )
        return codec.delivery(rows[0]) if rows else None

    async def recent(self, subscription: SubscriptionId, limit: int) -> list[Delivery]:
        """Return a subscription's last deliveries, newest first."""
        rows = await self._database.read(
            "SELECT * FROM delivery WHERE subscription_id = ? ORDER BY id DESC LIMIT ?", (subscription, limit)
        )
        return [codec.delivery(row) for row in rows]

    async def unfinished(self) -> list[Delivery]:
        """Return deliveries that were claimed and perhaps sent, oldest first; for the tick."""
        rows = await self._database.read("SELECT * FROM delivery WHERE state = 'claimed' ORDER BY id")
        return [codec.delivery(row) for row in rows]

    async def note_attempt(self, delivery: DeliveryId, reason: str) -> None:
        """Count a try that failed and may be repeated."""
        async with self._database.transaction() as transaction:
            await transaction.write(
                "UPDATE delivery SET attempts = attempts + 1, reason = ? WHERE id = ? AND state = 'claimed'",
                (reason, delivery),
            )

    async def mark_sent(self, delivery: DeliveryId, message: int, at: datetime) -> None:
        """Note that the message is in the channel."""
        async with self._database.transaction() as transaction:
            await transaction.write(
                "UPDATE delivery SET state = 'sent', message = ?, reason = NULL, finished_at = ?"
                " WHERE id = ? AND state = 'claimed'",
                (message, codec.to_seconds(at), delivery),
            )

    async def mark_held(self, delivery: DeliveryId, reason: str, at: datetime) -> None:
        """Leave it: nobody can see whether the message was sent, so it is not repeated."""
        await self._end(delivery, DeliveryState.HELD, reason, at)

    async def mark_failed(self, delivery: DeliveryId, reason: str, at: datetime) -> None:
        """Give up: the message was not sent and will not be, and its articles count as not shown."""
        await self._end(delivery, DeliveryState.FAILED, reason, at)

    async def _end(self, delivery: DeliveryId, state: DeliveryState, reason: str, at: datetime) -> None:
        async with self._database.transaction() as transaction:
            ended = await transaction.write(
                "UPDATE delivery SET state = ?, reason = ?, finished_at = ?"
                " WHERE id = ? AND state = 'claimed'",
                (state.value, reason, codec.to_seconds(at), delivery),
            )
            if ended and state is DeliveryState.FAILED:
                await transaction.write("DELETE FROM delivery_article WHERE delivery_id = ?", (delivery,))


async def _insert(
    transaction: Transaction, subscription: Subscription, slot: Slot, digest: Digest | None, now: datetime
) -> Delivery:
    state = DeliveryState.EMPTY if digest is None else DeliveryState.CLAIMED
    rows = await transaction.read(
        """
        INSERT INTO delivery
            (subscription_id, guild, channel, slot_key, due, state, claimed_at, finished_at, digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        RETURNING *
        """,
        (
            subscription.id,
            subscription.guild,
            subscription.channel,
            slot.key,
            codec.to_seconds(slot.due),
            state.value,
            codec.to_seconds(now),
            codec.to_seconds(now) if digest is None else None,
            None if digest is None else codec.digest_to_json(digest),
        ),
    )
    delivery = codec.delivery(rows[0])
    shown = {
        citation.article
        for story in (digest.stories if digest else ())
        for citation in (story.citation, *story.also_in)
    }
    await transaction.write_many(
        "INSERT OR IGNORE INTO delivery_article (delivery_id, channel, article_id) VALUES (?, ?, ?)",
        [(delivery.id, delivery.channel, article) for article in sorted(shown)],
    )
    return delivery
