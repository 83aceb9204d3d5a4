"""Writing down what becomes of slots: for a hundred of them in the statements that one takes."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.index import codec, digest_codec
from bot.index.database import Transaction
from bot.models import (
    ArticleId,
    Claim,
    Delivery,
    DeliveryId,
    DeliveryState,
    Digest,
    Slot,
    Subscription,
    SubscriptionId,
)

AT_ONCE = 20
"""Claims: to put their rows together takes a few milliseconds, during which nothing else is done."""


def in_rounds(claims: Sequence[Claim]) -> Iterator[list[int]]:
    """Yield the places of claims, a few a round, and one of a subscription: its second finds what it did."""
    rest = list(range(len(claims)))
    while rest:
        first: dict[SubscriptionId, int] = {}
        for place in rest:
            if len(first) == AT_ONCE:
                break
            first.setdefault(claims[place].subscription.id, place)
        yield list(first.values())
        taken = set(first.values())
        rest = [place for place in rest if place not in taken]


async def move_on(transaction: Transaction, claims: Sequence[Claim]) -> set[SubscriptionId]:
    """Move subscriptions to their next slot; returns those that are still as they were read.

    All in one statement: with one for each, most of the time goes into handing it to the database's thread.
    """
    rows = await transaction.read(
        """
        UPDATE subscription SET next_due = claimed.next_due
        FROM (
            SELECT value ->> 0 AS id, value ->> 1 AS next_due, value ->> 2 AS due, value ->> 3 AS slot_key
            FROM json_each(?)
        ) AS claimed
        WHERE subscription.id = claimed.id
            AND subscription.state = 'active'
            AND subscription.next_due = claimed.due
            AND NOT EXISTS (
                SELECT 1 FROM delivery
                WHERE delivery.subscription_id = claimed.id AND delivery.slot_key = claimed.slot_key
            )
        RETURNING subscription.id
        """,
        (
            codec.dump(
                [
                    (
                        claim.subscription.id,
                        codec.to_seconds(claim.next_due),
                        codec.to_seconds(claim.subscription.next_due),
                        claim.slot.key,
                    )
                    for claim in claims
                ]
            ),
        ),
    )
    return {SubscriptionId(row["id"]) for row in rows}


async def write_down(transaction: Transaction, claims: Sequence[Claim], now: datetime) -> list[Delivery]:
    """Write down claims of as many subscriptions: what was missed, the slots, and what their digests show."""
    await _write_missed(transaction, claims, now)
    at = codec.to_seconds(now)
    await transaction.write_many(
        """
        INSERT INTO delivery
            (subscription_id, guild, channel, slot_key, due, state, claimed_at, finished_at, digest, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                *_whose(claim.subscription, claim.slot),
                codec.to_seconds(claim.slot.due),
                claim.state.value,
                at,
                None if claim.state is DeliveryState.CLAIMED else at,
                None if claim.digest is None else _text_of(claim.digest),
                claim.reason,
            )
            for claim in claims
        ],
    )
    rows = await transaction.read(
        """
        SELECT delivery.id, delivery.subscription_id
        FROM json_each(?) AS written
        CROSS JOIN delivery
            ON delivery.subscription_id = written.value ->> 0 AND delivery.slot_key = written.value ->> 1
        """,
        (codec.dump([(claim.subscription.id, claim.slot.key) for claim in claims]),),
    )
    ids = {row["subscription_id"]: DeliveryId(row["id"]) for row in rows}
    deliveries = [_delivery(ids[claim.subscription.id], claim, at) for claim in claims]
    await _note_shown(transaction, deliveries, now)
    return deliveries


@functools.lru_cache(maxsize=1024)
def _text_of(digest: Digest) -> str:
    """Return what the ledger keeps of a digest, which many channels get."""
    return digest_codec.digest_to_json(digest)


def _delivery(number: DeliveryId, claim: Claim, at: int) -> Delivery:
    return Delivery(
        id=number,
        subscription=claim.subscription.id,
        slot_key=claim.slot.key,
        state=claim.state,
        channel=claim.subscription.channel,
        due=codec.to_moment(codec.to_seconds(claim.slot.due)),
        claimed_at=codec.to_moment(at),
        digest=claim.digest,
        reason=claim.reason,
        finished_at=None if claim.state is DeliveryState.CLAIMED else codec.to_moment(at),
    )


async def _write_missed(transaction: Transaction, claims: Sequence[Claim], now: datetime) -> None:
    at = codec.to_seconds(now)
    missed = [
        (*_whose(claim.subscription, slot), codec.to_seconds(slot.due), at, at, claim.missed_reason)
        for claim in claims
        for slot in claim.missed
    ]
    if missed:
        await transaction.write_many(
            """
            INSERT OR IGNORE INTO delivery
                (subscription_id, guild, channel, slot_key, due, state, claimed_at, finished_at, reason)
            VALUES (?, ?, ?, ?, ?, 'missed', ?, ?, ?)
            """,
            missed,
        )


async def _note_shown(transaction: Transaction, deliveries: Sequence[Delivery], now: datetime) -> None:
    """Note which articles the digests show, those of all in one go."""
    at = codec.to_seconds(now)
    await transaction.write_many(
        """
        INSERT OR IGNORE INTO delivery_article (delivery_id, channel, article_id, shown_at)
        VALUES (?, ?, ?, ?)
        """,
        [
            (delivery.id, delivery.channel, article, at)
            for delivery in deliveries
            if delivery.digest is not None
            for article in sorted(_shown_in(delivery.digest))
        ],
    )


def _shown_in(digest: Digest) -> set[ArticleId]:
    return {citation.article for story in digest.all_stories for citation in (story.citation, *story.also_in)}


def _whose(subscription: Subscription, slot: Slot) -> tuple[int, int | None, int, str]:
    return subscription.id, subscription.guild, subscription.channel, slot.key
