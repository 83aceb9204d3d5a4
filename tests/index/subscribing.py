"""Subscriptions and digests, made of as little as can be."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.index import Index
from bot.models import (
    ArticleId,
    Citation,
    Claim,
    ClockSchedule,
    Delivery,
    DeliveryState,
    Digest,
    DigestStory,
    Quote,
    Schedule,
    Scope,
    Slot,
    Subject,
    Subscription,
)
from tests.index.making import NOW

GUILD, CHANNEL, ADMIN = 10, 20, 30
HERE = Scope(GUILD, None)
DAY = timedelta(days=1)
DAILY = ClockSchedule(("07:30", "18:00"), frozenset({0, 4}), "Europe/Paris")
WORLD = Subject(topics=("world",))
SLOT = Slot("2024-10-11T07:30", NOW)


async def subscribe(
    index: Index,
    *,
    channel: int = CHANNEL,
    topic: str = "world",
    schedule: Schedule = DAILY,
    next_due: datetime = NOW,
    guild: int = GUILD,
) -> Subscription:
    subscription, _ = await index.subscriptions.put(
        guild=guild,
        channel=channel,
        subject=Subject(topics=(topic,)),
        schedule=schedule,
        created_by=ADMIN,
        now=NOW,
        next_due=next_due,
    )
    return subscription


def digest_of(*articles: ArticleId, also: tuple[ArticleId, ...] = ()) -> Digest:
    def cite(one: ArticleId) -> Citation:
        return Citation(one, "Headline", "The Courier", None, NOW)

    return Digest(
        WORLD,
        "World",
        tuple(
            DigestStory(cite(one), (Quote("Said.", one, 0, 5),), also_in=tuple(map(cite, also)))
            for one in articles
        ),
        NOW,
    )


async def claim(
    index: Index, subscription: Subscription, *articles: ArticleId, slot: Slot = SLOT
) -> Delivery | None:
    digest = digest_of(*articles) if articles else None
    state = DeliveryState.CLAIMED if digest else DeliveryState.EMPTY
    return await index.deliveries.claim(Claim(subscription, slot, NOW + DAY, digest, state), NOW)


async def current(index: Index, subscription: Subscription) -> Subscription:
    found = await index.subscriptions.get(subscription.id, HERE)
    assert found is not None
    return found


async def unseen(index: Index, channel: int = CHANNEL) -> list[ArticleId]:
    found = await index.articles.unseen(HERE, topic="world", published_since=None, channel=channel, limit=10)
    return [each.id for each in found]
