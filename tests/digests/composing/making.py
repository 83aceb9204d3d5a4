"""Digests of the made-up articles, composed and noted as shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.digests.composing.composer import Composer
from bot.index import Index
from bot.models import (
    Claim,
    ClockSchedule,
    Digest,
    DigestPreview,
    LeftOutReason,
    Preferences,
    Scope,
    Slot,
    Subject,
    Subscription,
)
from bot.resources import load_topics
from bot.settings import DigestSettings
from tests.digests.newsroom import NOW

CHANNEL = 7
GUILD = Scope(guild=1, user=None)
DAY = timedelta(days=1)
DAILY = ClockSchedule(times=("07:30",), days=frozenset(range(7)), timezone="UTC")
WORLD = Subject(topics=("world",))
USUAL = Preferences()


def composer(index: Index, *, now: datetime = NOW, stories: int = 6, max_age_days: int = 7) -> Composer:
    settings = DigestSettings(stories=stories, max_age_days=max_age_days)
    return Composer(index, settings, load_topics(None), now=now)


async def composed(
    index: Index,
    *,
    topic: str = "world",
    subject: Subject | None = None,
    channel: int | None = CHANNEL,
    scope: Scope = GUILD,
    preferences: Preferences = USUAL,
    since: datetime | None = None,
    stories: int = 6,
    now: datetime = NOW,
    live: bool = False,
) -> Digest | None:
    return await composer(index, now=now, stories=stories).compose(
        subject=subject or subject_of(topic),
        scope=scope,
        channel=channel,
        preferences=preferences,
        since=since,
        live=live,
    )


async def explained(
    index: Index,
    *,
    subject: Subject = WORLD,
    channel: int | None = CHANNEL,
    scope: Scope = GUILD,
    preferences: Preferences = USUAL,
    stories: int = 6,
    now: datetime = NOW,
    live: bool = False,
) -> DigestPreview:
    return await composer(index, now=now, stories=stories).explain(
        subject=subject, scope=scope, channel=channel, preferences=preferences, live=live
    )


async def why_not(
    index: Index, *, subject: Subject = WORLD, preferences: Preferences = USUAL, now: datetime = NOW
) -> dict[str, tuple[LeftOutReason, str]]:
    """Return why each story is left out, by its headline."""
    told = await explained(index, subject=subject, preferences=preferences, now=now)
    return {each.citation.headline: (each.reason, each.detail) for each in told.left_out}


def subject_of(topic: str) -> Subject:
    return Subject() if topic == "all" else Subject(topics=(topic,))


def told(digest: Digest | None) -> list[str]:
    """Return the headlines of all that a digest tells."""
    return [story.citation.headline for story in digest.all_stories] if digest else []


async def headlines(index: Index, *, topic: str = "world", stories: int = 6) -> list[str]:
    """Return the headlines of what a digest tells at length."""
    digest = await composed(index, topic=topic, stories=stories)
    return [story.citation.headline for story in digest.stories] if digest else []


async def subscribed(index: Index, *, channel: int = CHANNEL, topic: str = "world") -> Subscription:
    subscription, _ = await index.subscriptions.put(
        guild=1,
        channel=channel,
        subject=subject_of(topic),
        schedule=DAILY,
        created_by=2,
        now=NOW - DAY,
        next_due=NOW,
    )
    return subscription


async def show(index: Index, digest: Digest | None, *, now: datetime = NOW, channel: int = CHANNEL) -> None:
    """Note a digest as shown in a channel."""
    assert digest is not None
    slot = Slot(f"post:{now.isoformat()}", now)
    claim = Claim(await subscribed(index, channel=channel), slot, now + DAY, digest)
    assert await index.deliveries.claim_extra(claim, now) is not None


def titles_of(digests: Sequence[Digest | None]) -> list[str | None]:
    return [digest.title if digest else None for digest in digests]
