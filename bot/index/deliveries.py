"""The delivery ledger of decision 4: what was promised for which slot, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.index import codec, digest_codec
from bot.index.claiming import in_rounds, move_on, write_down
from bot.index.database import Database
from bot.models import (
    AHEAD,
    ArticleId,
    Claim,
    Delivery,
    DeliveryId,
    DeliveryState,
    Publication,
    Scope,
    SubscriptionId,
)

MOST_AHEAD = timedelta(hours=1)
"""How far the machine's clock may have been ahead with nothing to be done about it."""
RECENT = "SELECT * FROM delivery WHERE subscription_id = ? ORDER BY id DESC LIMIT ? OFFSET ?"


class DeliveryStore:
    """A row is written before anything is sent, and only moves forward from `claimed`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- writing down ------------------------------------------------------------------------------------

    async def claim(self, claim: Claim, now: datetime) -> Delivery | None:
        """Write down what becomes of a slot, and move the subscription to its next one.

        One short transaction. Returns None, with nothing written, when the subscription was changed, paused
        or removed since it was read, or when the slot is in the ledger already.
        """
        return (await self.claim_all([claim], now))[0]

    async def claim_all(self, claims: Sequence[Claim], now: datetime) -> list[Delivery | None]:
        """Do as :meth:`claim` for many, each by itself, in one transaction."""
        written: dict[int, Delivery] = {}
        async with self._database.transaction() as transaction:
            for places in in_rounds(claims):
                asked = {claims[place].subscription.id: place for place in places}
                moved = await move_on(transaction, [claims[place] for place in places])
                chosen = [asked[each] for each in asked if each in moved]
                deliveries = await write_down(transaction, [claims[place] for place in chosen], now)
                written |= dict(zip(chosen, deliveries, strict=True))
        return [written.get(place) for place in range(len(claims))]

    async def claim_extra(self, claim: Claim, now: datetime) -> Delivery | None:
        """Write down a digest that is posted besides the schedule, whose next slot stays as it is.

        Returns None when the subscription is gone or the slot is in the ledger already.
        """
        async with self._database.transaction() as transaction:
            there = await transaction.read(
                """
                SELECT 1 FROM subscription WHERE id = ? AND NOT EXISTS (
                    SELECT 1 FROM delivery WHERE subscription_id = ? AND slot_key = ?
                )
                """,
                (claim.subscription.id, claim.subscription.id, claim.slot.key),
            )
            return (await write_down(transaction, [claim], now))[0] if there else None

    # --- reading -----------------------------------------------------------------------------------------

    async def get(self, delivery: DeliveryId, scope: Scope) -> Delivery | None:
        """Return a delivery to the scope's guild or member."""
        rows = await self._database.read(
            """
            SELECT delivery.*
            FROM delivery
            JOIN subscription ON subscription.id = delivery.subscription_id
            WHERE delivery.id = ? AND (subscription.guild = ? OR subscription.member = ?)
            """,
            (delivery, scope.guild, scope.user),
        )
        return digest_codec.delivery(rows[0]) if rows else None

    async def recent(self, subscription: SubscriptionId, limit: int, skip: int = 0) -> list[Delivery]:
        """Return a subscription's last deliveries, newest first, from after the `skip` newest on."""
        rows = await self._database.read(RECENT, (subscription, limit, skip))
        return [digest_codec.delivery(row) for row in rows]

    async def last_posted(self, subscription: SubscriptionId) -> datetime | None:
        """Return when the last digest of a subscription was due that was posted."""
        rows = await self._database.read(
            "SELECT due FROM delivery WHERE subscription_id = ? AND state = 'sent' ORDER BY id DESC LIMIT 1",
            (subscription,),
        )
        return codec.to_moment(rows[0]["due"]) if rows else None

    async def count(self, subscription: SubscriptionId) -> int:
        """Return how many deliveries the ledger has of a subscription."""
        rows = await self._database.read(
            "SELECT count(*) FROM delivery WHERE subscription_id = ?", (subscription,)
        )
        return int(rows[0][0])

    async def unfinished(self) -> list[Delivery]:
        """Return deliveries that were claimed and perhaps sent, oldest first; for the tick."""
        rows = await self._database.read("SELECT * FROM delivery WHERE state = 'claimed' ORDER BY id")
        return [digest_codec.delivery(row) for row in rows]

    async def unfinished_ids(self) -> list[tuple[DeliveryId, SubscriptionId]]:
        """Return which deliveries are unfinished, oldest first, and whose they are; for the tick."""
        rows = await self._database.read(
            "SELECT id, subscription_id FROM delivery WHERE state = 'claimed' ORDER BY id"
        )
        return [(DeliveryId(row["id"]), SubscriptionId(row["subscription_id"])) for row in rows]

    async def shown(self, channel: int, since: ArticleId) -> dict[ArticleId, datetime]:
        """Return the articles that a channel was shown, or may have been, and when it was last shown each.

        `since`: only articles with this id or a later one, which is published on its day or later.
        """
        rows = await self._database.read(
            """
            SELECT article_id, max(shown_at) AS shown_at FROM delivery_article
            WHERE channel = ? AND article_id >= ?
            GROUP BY article_id
            """,
            (channel, since),
        )
        return {ArticleId(row["article_id"]): codec.to_moment(row["shown_at"]) for row in rows}

    async def to_publish(self, limit: int) -> list[Delivery]:
        """Return posts that wait to be published to the channels that follow theirs, oldest first.

        At most ten of a channel, which is what Discord takes in an hour, so that one does not hide the
        others.
        """
        rows = await self._database.read(
            """
            SELECT * FROM (
                SELECT *, row_number() OVER (PARTITION BY channel ORDER BY id) AS place
                FROM delivery
                WHERE publication = 'waiting'
            )
            WHERE place <= 10
            ORDER BY id
            LIMIT ?
            """,
            (limit,),
        )
        return [digest_codec.delivery(row) for row in rows]

    async def count_published(self, channel: int, since: datetime) -> int:
        """Return how many posts of a channel were published from a moment on."""
        rows = await self._database.read(
            "SELECT count(*) FROM delivery WHERE channel = ? AND published_at >= ?",
            (channel, codec.to_seconds(since)),
        )
        return int(rows[0][0])

    # --- how it went on ----------------------------------------------------------------------------------

    async def note_attempt(self, delivery: DeliveryId, reason: str) -> None:
        """Count a try that failed and may be repeated."""
        async with self._database.transaction() as transaction:
            await transaction.write(
                "UPDATE delivery SET attempts = attempts + 1, reason = ? WHERE id = ? AND state = 'claimed'",
                (reason, delivery),
            )

    async def begin_late(self, delivery: DeliveryId, at: datetime) -> None:
        """Note that a delivery is first tried only now: until now it waited for its turn."""
        async with self._database.transaction() as transaction:
            await transaction.write(
                "UPDATE delivery SET claimed_at = ? WHERE id = ? AND state = 'claimed' AND attempts = 0",
                (codec.to_seconds(at), delivery),
            )

    async def mark_sent(
        self, delivery: DeliveryId, message: int, at: datetime, *, publish: bool = False
    ) -> None:
        """Note that the message is in the channel; `publish`: it waits to be published."""
        async with self._database.transaction() as transaction:
            await transaction.write(
                """
                UPDATE delivery
                SET state = 'sent', message = ?, reason = NULL, finished_at = ?, publication = ?
                WHERE id = ? AND state = 'claimed'
                """,
                (message, codec.to_seconds(at), Publication.WAITING.value if publish else None, delivery),
            )

    async def mark_published(self, delivery: DeliveryId, at: datetime) -> None:
        """Note that the channels that follow got the post."""
        async with self._database.transaction() as transaction:
            await transaction.write(
                "UPDATE delivery SET publication = 'done', published_at = ? WHERE id = ?",
                (codec.to_seconds(at), delivery),
            )

    async def give_up_publishing(self, delivery: DeliveryId, reason: str) -> None:
        """Note that a post stays in its own channel, and why."""
        async with self._database.transaction() as transaction:
            await transaction.write(
                "UPDATE delivery SET publication = 'given up', reason = ? WHERE id = ?", (reason, delivery)
            )

    async def forget(self, now: datetime, kept: timedelta, published_before: date | None) -> int:
        """Delete deliveries that ended `kept` ago, and that articles were shown that are as old.

        Buttons need neither: they name articles. `published_before` None: what was shown is kept for ever.
        Nothing is deleted when Discord made no message of ours for so long: the machine's clock may be ahead.
        Returns how many deliveries there were. Once a day.
        """
        before = codec.to_seconds(now - kept)
        async with self._database.transaction() as transaction:
            newest = await transaction.read(
                "SELECT message FROM delivery WHERE message IS NOT NULL ORDER BY id DESC LIMIT 1"
            )
            if not newest or _posted_at(newest[0]["message"]) < before:
                return 0
            # numbers ascend with time: looked at are the oldest rows alone, up to the first that stays
            stays = await transaction.read(
                "SELECT id FROM delivery WHERE coalesce(finished_at, :before) >= :before ORDER BY id LIMIT 1",
                {"before": before},
            )
            ended = await transaction.write(
                "DELETE FROM delivery WHERE id < ?", (stays[0]["id"] if stays else 0,)
            )
            if published_before is not None:
                await transaction.write(
                    "DELETE FROM delivery_article WHERE article_id < ?",
                    (codec.to_day_number(published_before) << codec.SEQUENCE_BITS,),
                )
        return ended

    async def mark_held(self, delivery: DeliveryId, reason: str, at: datetime) -> None:
        """Leave it: nobody can see whether the message was sent, so it is not repeated."""
        await self._end(delivery, DeliveryState.HELD, reason, at)

    async def mark_failed(self, delivery: DeliveryId, reason: str, at: datetime) -> None:
        """Give up: the message was not sent and will not be, and its articles count as not shown."""
        await self._end(delivery, DeliveryState.FAILED, reason, at)

    # --- a clock that was ahead ----------------------------------------------------------------------------

    async def set_aside(self, now: datetime) -> int | None:
        """Free the slots of the future that were written down while the machine's clock was ahead.

        Otherwise they would pass in silence when their time comes. What may have been posted stays in the
        ledger, besides the schedule, as of now; what is unfinished is to be looked for from the last moment
        on at which the clock was right. Nothing is done for less than an hour.

        Returns how many rows it was, or None when it is now that the clock is wrong, and behind: the newest
        message tells, as its id is the time at Discord.
        """
        async with self._database.transaction() as transaction:
            newest = await transaction.read(
                "SELECT message FROM delivery WHERE message IS NOT NULL ORDER BY id DESC LIMIT 1"
            )
            if newest and _posted_at(newest[0]["message"]) > codec.to_seconds(now + MOST_AHEAD):
                return None
            # the newest rows are the ones in question: as a rule the first one looked at is right
            right = await transaction.read(
                "SELECT id, claimed_at FROM delivery WHERE claimed_at <= ? ORDER BY id DESC LIMIT 1",
                (codec.to_seconds(now + MOST_AHEAD),),
            )
            last, then = (right[0]["id"], right[0]["claimed_at"]) if right else (0, 0)
            at = codec.to_seconds(now)
            given = {"last": last, "then": min(then, at), "at": at, "ahead": AHEAD}
            gone = await transaction.write(
                "DELETE FROM delivery WHERE id > :last AND state IN ('empty', 'missed', 'failed')", given
            )
            await transaction.write(
                """
                UPDATE delivery_article SET shown_at = :at
                WHERE delivery_id IN (SELECT id FROM delivery WHERE id > :last)
                """,
                given,
            )
            kept = await transaction.write(
                """
                UPDATE delivery SET
                    slot_key = :ahead || id || ':' || slot_key,
                    due = :at,
                    claimed_at = CASE state WHEN 'claimed' THEN :then ELSE :at END,
                    finished_at = CASE WHEN finished_at IS NOT NULL THEN :at END
                WHERE id > :last
                """,
                given,
            )
        return gone + kept

    async def _end(self, delivery: DeliveryId, state: DeliveryState, reason: str, at: datetime) -> None:
        async with self._database.transaction() as transaction:
            ended = await transaction.write(
                "UPDATE delivery SET state = ?, reason = ?, finished_at = ?"
                " WHERE id = ? AND state = 'claimed'",
                (state.value, reason, codec.to_seconds(at), delivery),
            )
            if ended and state is DeliveryState.FAILED:
                await transaction.write("DELETE FROM delivery_article WHERE delivery_id = ?", (delivery,))


def _posted_at(message: int) -> int:
    """Return when Discord made a message, in seconds; source: Discord's "Snowflakes"."""
    return ((message >> 22) + 1_420_070_400_000) // 1000
