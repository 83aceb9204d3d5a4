"""Subscriptions, what is posted for them, and where each post is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.models.articles import Citation, Quote

SubscriptionId = NewType("SubscriptionId", int)
DeliveryId = NewType("DeliveryId", int)


@dataclass(frozen=True, slots=True)
class ClockSchedule:
    """At times of day, on weekdays, in a zone."""

    times: tuple[str, ...]
    """"HH:MM", ascending."""
    days: frozenset[int]
    """0 is Monday."""
    timezone: str
    """An IANA name."""


@dataclass(frozen=True, slots=True)
class IntervalSchedule:
    """Every so many minutes."""

    minutes: int


Schedule = ClockSchedule | IntervalSchedule


@dataclass(frozen=True, slots=True)
class Slot:
    """One moment at which a subscription is due."""

    key: str
    """Unique a subscription: local time ("2024-10-09T07:30") by the clock, else the due instant."""
    due: datetime


class SubscriptionState(StrEnum):
    """Whether a subscription posts."""

    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel that gets a topic's digest on a schedule."""

    id: SubscriptionId
    guild: int
    channel: int
    topic: str
    """A topic's name, or "all"."""
    schedule: Schedule
    state: SubscriptionState
    pause_reason: str | None
    created_by: int
    created_at: datetime
    next_due: datetime


class DeliveryState(StrEnum):
    """Where a digest is on its way. `CLAIMED` alone is unfinished; all others are final."""

    CLAIMED = "claimed"
    """Written down and perhaps sent: after a crash it is looked for before it is sent again."""
    SENT = "sent"
    EMPTY = "empty"
    """There was nothing new to tell."""
    HELD = "held"
    """It may have been sent, and nobody can see: an admin is told, nothing is repeated."""
    FAILED = "failed"
    """Given up, with a reason."""


@dataclass(frozen=True, slots=True)
class DigestStory:
    """One story of a digest: the article that tells it, its quotes, and the others that tell it too."""

    citation: Citation
    quotes: tuple[Quote, ...]
    topics: tuple[str, ...] = ()
    also_in: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """What is posted: a topic's new stories, the most important first."""

    topic: str
    stories: tuple[DigestStory, ...]
    composed_at: datetime
    since: datetime | None = None
    """Set when slots were missed while the bot was away: the digest speaks for the time from here on."""
    reading_minutes_saved: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the ledger: one digest for one slot of one subscription."""

    id: DeliveryId
    subscription: SubscriptionId
    slot_key: str
    state: DeliveryState
    channel: int
    due: datetime
    claimed_at: datetime
    digest: Digest | None
    message: int | None = None
    attempts: int = 0
    reason: str | None = None
