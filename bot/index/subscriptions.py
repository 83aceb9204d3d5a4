"""Subscriptions: which channel or member gets which digest, when it is next due, and what was done to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.errors import SubscriptionError
from bot.index import codec, digest_codec
from bot.index.database import Database, Transaction
from bot.models import (
    EventKind,
    Preferences,
    Schedule,
    Scope,
    Subject,
    Subscription,
    SubscriptionEvent,
    SubscriptionId,
)

USUAL = Preferences()
MOST_EVENTS = 200
"""Kept of one subscription."""


class SubscriptionStore:
    """What people read is bound to their guild or to themselves; the tick alone reads across."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(
        self,
        *,
        guild: int | None,
        channel: int,
        subject: Subject,
        schedule: Schedule,
        created_by: int,
        now: datetime,
        next_due: datetime,
        member: int | None = None,
        preferences: Preferences = USUAL,
        most: int | None = None,
    ) -> tuple[Subscription, bool]:
        """Add a subscription, or give the channel's one on this subject all this anew and resume it.

        Where its schedule stays, so does its next slot: it may be due already. A member's own has no `guild`,
        and the member's id as `channel`. Returns it, and whether it is new.
        Raises :class:`SubscriptionError` when it would be new, and the guild or member has `most` already.
        """
        async with self._database.transaction() as transaction:
            spelt = digest_codec.subject_to_json(subject)
            before = await transaction.read(
                "SELECT state FROM subscription WHERE channel = ? AND subject = ?", (channel, spelt)
            )
            if most is not None and not before:
                # here, since several may ask at the same moment
                await _check_room(transaction, guild, member, most)
            rows = await transaction.read(
                """
                INSERT INTO subscription
                    (guild, member, channel, subject, schedule, preferences, state,
                    created_by, created_at, next_due)
                VALUES (?, ?, ?, ?, ?, ?, 'active', ?, ?, ?)
                ON CONFLICT (channel, subject) DO UPDATE SET
                    schedule = excluded.schedule,
                    preferences = excluded.preferences,
                    state = 'active',
                    pause_reason = NULL,
                    paused_at = NULL,
                    next_due = CASE
                        WHEN subscription.state = 'active' AND subscription.schedule = excluded.schedule
                        THEN subscription.next_due
                        ELSE excluded.next_due
                    END
                RETURNING *
                """,
                (
                    guild,
                    member,
                    channel,
                    spelt,
                    digest_codec.schedule_to_json(schedule),
                    digest_codec.preferences_to_json(preferences),
                    created_by,
                    codec.to_seconds(now),
                    codec.to_seconds(next_due),
                ),
            )
            made = digest_codec.subscription(rows[0])
            if before and before[0]["state"] == "paused":
                await _note(transaction, [made.id], "resumed", now)
            await _note(transaction, [made.id], "changed" if before else "created", now)
        return made, not before

    async def change(
        self,
        subscription: SubscriptionId,
        *,
        subject: Subject,
        schedule: Schedule,
        preferences: Preferences,
        next_due: datetime | None,
        now: datetime,
        seen: Subscription | None = None,
    ) -> Subscription | None:
        """Give a subscription another subject, schedule or shape; whether it is paused stays as it is.

        `next_due` None: its next slot stays as well, also where the tick has just moved on to another.
        Returns None when it is gone. Raises :class:`SubscriptionError` when its channel has another one on
        this subject, or when it was changed since it was `seen`, where that matters.
        """
        async with self._database.transaction() as transaction:
            if seen is not None:
                await _check_unchanged(transaction, seen)
            spelt = digest_codec.subject_to_json(subject)
            twins = await transaction.read(
                """
                SELECT other.id
                FROM subscription AS other
                JOIN subscription AS this ON this.channel = other.channel AND this.id <> other.id
                WHERE this.id = ? AND other.subject = ?
                """,
                (subscription, spelt),
            )
            if twins:
                raise SubscriptionError(
                    "There is a digest of just that there already: edit that one instead."
                )
            rows = await transaction.read(
                """
                UPDATE subscription
                SET subject = ?, schedule = ?, preferences = ?, next_due = coalesce(?, next_due)
                WHERE id = ?
                RETURNING *
                """,
                (
                    spelt,
                    digest_codec.schedule_to_json(schedule),
                    digest_codec.preferences_to_json(preferences),
                    None if next_due is None else codec.to_seconds(next_due),
                    subscription,
                ),
            )
            if not rows:
                return None
            await _note(transaction, [subscription], "changed", now)
        return digest_codec.subscription(rows[0])

    async def get(self, subscription: SubscriptionId, scope: Scope) -> Subscription | None:
        """Return a subscription of the scope's guild, or of its member."""
        rows = await self._database.read(
            "SELECT * FROM subscription WHERE id = ? AND (guild = ? OR member = ?)",
            (subscription, scope.guild, scope.user),
        )
        return digest_codec.subscription(rows[0]) if rows else None

    async def of_guild(self, scope: Scope) -> list[Subscription]:
        """Return the subscriptions of the scope's guild, by channel and age."""
        rows = await self._database.read(
            "SELECT * FROM subscription WHERE guild = ? ORDER BY channel, id", (scope.guild,)
        )
        return [digest_codec.subscription(row) for row in rows]

    async def end_following(self, member: int, subscriptions: Collection[SubscriptionId]) -> int:
        """Delete what a member follows, of those given, all in one; returns how many of them ended.

        When nothing is left of what they follow, what they were shown is forgotten as well.
        """
        async with self._database.transaction() as transaction:
            ended = await transaction.write(
                "DELETE FROM subscription WHERE member = ? AND id IN (SELECT value FROM json_each(?))",
                (member, codec.dump(sorted(subscriptions))),
            )
            await _forget_shown(transaction, member)
        return ended

    async def of_member(self, member: int) -> list[Subscription]:
        """Return what a member follows in private, the oldest first."""
        rows = await self._database.read("SELECT * FROM subscription WHERE member = ? ORDER BY id", (member,))
        return [digest_codec.subscription(row) for row in rows]

    async def by_id(self, subscription: SubscriptionId) -> Subscription | None:
        """Return any subscription; for the tick."""
        rows = await self._database.read("SELECT * FROM subscription WHERE id = ?", (subscription,))
        return digest_codec.subscription(rows[0]) if rows else None

    async def due(self, now: datetime, limit: int, after: Subscription | None = None) -> list[Subscription]:
        """Return active subscriptions whose time has come, the longest waiting first; for the tick.

        `after`: the last one of the page before.
        """
        last = (codec.to_seconds(after.next_due), after.id) if after else (-1, 0)
        rows = await self._database.read(
            """
            SELECT * FROM subscription
            WHERE state = 'active' AND next_due <= ? AND (next_due, id) > (?, ?)
            ORDER BY next_due, id
            LIMIT ?
            """,
            (codec.to_seconds(now), *last, limit),
        )
        return [digest_codec.subscription(row) for row in rows]

    async def active_after(self, subscription: SubscriptionId, limit: int) -> list[Subscription]:
        """Return active subscriptions by their ids, from after one on; for the tick."""
        rows = await self._database.read(
            "SELECT * FROM subscription WHERE state = 'active' AND id > ? ORDER BY id LIMIT ?",
            (subscription, limit),
        )
        return [digest_codec.subscription(row) for row in rows]

    async def events(self, subscription: SubscriptionId) -> list[SubscriptionEvent]:
        """Return what was done to a subscription, the oldest first."""
        rows = await self._database.read(
            "SELECT * FROM subscription_event WHERE subscription_id = ? ORDER BY id", (subscription,)
        )
        return [digest_codec.subscription_event(row) for row in rows]

    async def remove(self, subscription: SubscriptionId) -> None:
        """Delete a subscription with its ledger; what its channel was shown stays known.

        Of a member it does not: when the last of what they follow ends, nothing is kept about them.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.read(
                "DELETE FROM subscription WHERE id = ? RETURNING member", (subscription,)
            )
            for member in (row["member"] for row in rows if row["member"] is not None):
                await _forget_shown(transaction, member)

    async def end_paused(self, subscription: SubscriptionId, reason: str) -> bool:
        """Delete a guild's subscription that is still paused for exactly this reason; say whether it was."""
        async with self._database.transaction() as transaction:
            ended = await transaction.write(
                "DELETE FROM subscription WHERE id = ? AND state = 'paused' AND pause_reason = ?",
                (subscription, reason),
            )
        return ended > 0

    async def pause(self, subscription: SubscriptionId, reason: str, now: datetime) -> bool:
        """Stop posting; `reason` is a sentence for the admins. Returns whether it was active."""
        return await self._pause("id = ?", subscription, reason, now) > 0

    async def pause_guild(self, guild: int, reason: str, now: datetime) -> int:
        """Pause all active subscriptions of a guild; returns how many."""
        return await self._pause("guild = ?", guild, reason, now)

    async def resume(self, subscription: SubscriptionId, next_due: datetime, now: datetime) -> None:
        """Post again, first at `next_due`."""
        async with self._database.transaction() as transaction:
            resumed = await transaction.write(
                """
                UPDATE subscription
                SET state = 'active', pause_reason = NULL, paused_at = NULL, next_due = ?
                WHERE id = ? AND state = 'paused'
                """,
                (codec.to_seconds(next_due), subscription),
            )
            if resumed:
                await _note(transaction, [subscription], "resumed", now)

    async def move(self, subscription: Subscription, next_due: datetime) -> bool:
        """Skip to a later slot without a delivery; False when it was changed meanwhile."""
        async with self._database.transaction() as transaction:
            changed = await transaction.write(
                "UPDATE subscription SET next_due = ? WHERE id = ? AND next_due = ? AND state = 'active'",
                (codec.to_seconds(next_due), subscription.id, codec.to_seconds(subscription.next_due)),
            )
        return changed > 0

    async def move_all(self, moves: Sequence[tuple[Subscription, datetime]]) -> None:
        """Do as :meth:`move` for many, in one transaction."""
        async with self._database.transaction() as transaction:
            await transaction.write_many(
                "UPDATE subscription SET next_due = ? WHERE id = ? AND next_due = ? AND state = 'active'",
                [
                    (codec.to_seconds(next_due), subscription.id, codec.to_seconds(subscription.next_due))
                    for subscription, next_due in moves
                ],
            )

    async def paused_for(self, guild: int, reason: str) -> list[Subscription]:
        """Return a guild's subscriptions that were paused for exactly this reason."""
        rows = await self._database.read(
            "SELECT * FROM subscription WHERE guild = ? AND state = 'paused' AND pause_reason = ?"
            " ORDER BY id",
            (guild, reason),
        )
        return [digest_codec.subscription(row) for row in rows]

    async def paused_before(self, reason: str, before: datetime, limit: int) -> list[Subscription]:
        """Return what has been paused for exactly this reason since before a moment; for their end."""
        rows = await self._database.read(
            "SELECT * FROM subscription WHERE state = 'paused' AND paused_at < ? AND pause_reason = ?"
            " ORDER BY paused_at, id LIMIT ?",
            (codec.to_seconds(before), reason, limit),
        )
        return [digest_codec.subscription(row) for row in rows]

    async def _pause(self, which: str, number: int, reason: str, now: datetime) -> int:
        async with self._database.transaction() as transaction:
            rows = await transaction.read(
                f"""
                UPDATE subscription SET state = 'paused', pause_reason = ?, paused_at = ?
                WHERE {which} AND state = 'active'
                RETURNING id
                """,  # noqa: S608 - the name of a column
                (reason, codec.to_seconds(now), number),
            )
            await _note(transaction, [row["id"] for row in rows], "paused", now, reason)
        return len(rows)


async def _check_unchanged(transaction: Transaction, seen: Subscription) -> None:
    rows = await transaction.read("SELECT * FROM subscription WHERE id = ?", (seen.id,))
    # not by their spelling, which older versions had otherwise
    for now in map(digest_codec.subscription, rows):
        if (now.subject, now.schedule, now.preferences) != (seen.subject, seen.schedule, seen.preferences):
            raise SubscriptionError("Somebody else changed it just now: look at what it is, and try again.")


async def _check_room(transaction: Transaction, guild: int | None, member: int | None, most: int) -> None:
    rows = await transaction.read(
        "SELECT count(*) FROM subscription WHERE guild = ? OR member = ?", (guild, member)
    )
    if rows[0][0] >= most:
        raise SubscriptionError(
            f"There are {rows[0][0]} digests already, and {most} is the most: end one first."
        )


async def _forget_shown(transaction: Transaction, member: int) -> None:
    """Delete which articles a member was shown, unless they follow something still."""
    await transaction.write(
        """
        DELETE FROM delivery_article
        WHERE channel = ? AND NOT EXISTS (SELECT 1 FROM subscription WHERE member = ?)
        """,
        (member, member),
    )


async def _note(
    transaction: Transaction,
    subscriptions: Sequence[SubscriptionId],
    kind: EventKind,
    now: datetime,
    text: str | None = None,
) -> None:
    at = codec.to_seconds(now)
    await transaction.write_many(
        "INSERT INTO subscription_event (subscription_id, at, kind, text) VALUES (?, ?, ?, ?)",
        [(subscription, at, kind, text) for subscription in subscriptions],
    )
    await transaction.write_many(
        """
        DELETE FROM subscription_event
        WHERE subscription_id = ? AND id <= (
            SELECT id FROM subscription_event WHERE subscription_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?
        )
        """,
        [(subscription, subscription, MOST_EVENTS) for subscription in subscriptions],
    )
