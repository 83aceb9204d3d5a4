"""Subscriptions: who gets a digest of what, when, and in which shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, NewType

from bot.models.articles import Scope

SubscriptionId = NewType("SubscriptionId", int)

Length = Literal["short", "normal", "long"]
Order = Literal["importance", "newest", "oldest"]
EventKind = Literal["created", "changed", "paused", "resumed"]


# --- when ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of each day in which nothing is posted; they may pass midnight."""

    start: str
    """"HH:MM", the first quiet minute."""
    end: str
    """"HH:MM", the first minute that is not quiet any more; never equal to `start`."""
    timezone: str
    """An IANA name."""


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
    """Every so many minutes; what falls into quiet hours comes when they end, once."""

    minutes: int
    quiet: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class LiveSchedule:
    """As it happens: whenever there is news, but never sooner than `gap_minutes` after the last post."""

    gap_minutes: int
    quiet: QuietHours | None = None


Schedule = ClockSchedule | IntervalSchedule | LiveSchedule


@dataclass(frozen=True, slots=True)
class Slot:
    """One moment at which a subscription is due."""

    key: str
    """Unique a subscription: local time ("2024-10-09T07:30") by the clock, else the due instant."""
    due: datetime


BY_HAND = "post:"
"""How the key of a slot begins that somebody asked for, besides the schedule."""
AHEAD = "ahead:"
"""How the key of a slot begins that was kept while the machine's clock was ahead."""


# --- what ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subject:
    """What digests are about: what is of any of these topics, feeds, people, or found by the search.

    With none of them, everything.
    """

    topics: tuple[str, ...] = ()
    """Names."""
    feeds: tuple[int, ...] = ()
    """Ids of feeds that the subscription's scope sees."""
    people: tuple[str, ...] = ()
    """Names of people, organisations or places, as printed."""
    search: str | None = None
    """A search in the language of /search."""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.topics or self.feeds or self.people or self.search)


@dataclass(frozen=True, slots=True)
class RoleMention:
    """The role that a digest calls; with words, only when one of its stories has one of them."""

    role: int
    words: tuple[str, ...] = ()
    """Words and phrases, as typed."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Which stories are taken, how much of them is told, and how it is posted."""

    length: Length = "normal"
    order: Order = "importance"
    min_sources: int = 1
    """Outlets that must tell a story."""
    include: tuple[str, ...] = ()
    """Words and phrases; an article must have one of them."""
    exclude: tuple[str, ...] = ()
    """Words and phrases; an article must have none of them."""
    languages: tuple[str, ...] = ()
    """Codes as in `Document.language`; empty: all."""
    mention: RoleMention | None = None
    silent: bool = False
    """Posted without a notification."""
    say_quiet: bool = False
    """Where there is nothing to tell, that is posted; otherwise nothing is."""


# --- who -------------------------------------------------------------------------------------------------


class SubscriptionState(StrEnum):
    """Whether a subscription posts."""

    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel of a guild, or a member in private, that gets digests on a schedule."""

    id: SubscriptionId
    guild: int | None
    """None for a member's own."""
    member: int | None
    """Who follows in private; None for a channel's."""
    channel: int
    """Where it is posted; for a member's own, the member's id: what was shown is kept by it."""
    subject: Subject
    schedule: Schedule
    state: SubscriptionState
    pause_reason: str | None
    paused_at: datetime | None
    created_by: int
    created_at: datetime
    next_due: datetime
    preferences: Preferences = field(default_factory=Preferences)

    @property
    def scope(self) -> Scope:
        """Whose eyes its digests are made for."""
        return Scope(guild=self.guild, user=self.member)


@dataclass(frozen=True, slots=True)
class SubscriptionEvent:
    """Something that was done to a subscription."""

    at: datetime
    kind: EventKind
    text: str | None = None
    """The reason of a pause."""
