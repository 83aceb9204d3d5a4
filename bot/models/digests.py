"""What is posted for a subscription, where each post is on its way, and why things are as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.models.articles import Citation, Quote
from bot.models.subscriptions import Slot, Subject, Subscription, SubscriptionId

DeliveryId = NewType("DeliveryId", int)


# --- the ledger ------------------------------------------------------------------------------------------


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
    """Not posted, with a reason: refused by Discord, or given up."""
    MISSED = "missed"
    """Its time passed while the bot was away; the reason says what became of its news."""


class Publication(StrEnum):
    """Whether a post of an announcement channel reached the channels that follow it."""

    WAITING = "waiting"
    """Discord takes ten an hour in a channel."""
    DONE = "done"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class DigestStory:
    """One story of a digest: the article that tells it, its quotes, and the others that tell it too."""

    citation: Citation
    quotes: tuple[Quote, ...]
    topics: tuple[str, ...] = ()
    also_in: tuple[Citation, ...] = ()
    updates: datetime | None = None
    """When the channel was shown the story before; the quotes then are what is new since."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What is posted: a subject's new stories, the most important first unless another order was asked."""

    subject: Subject
    title: str
    """The subject in words, plain text ("🌍 World", "BBC News and 2 more")."""
    stories: tuple[DigestStory, ...]
    """None: a quiet day."""
    composed_at: datetime
    since: datetime | None = None
    """Set when slots were missed while the bot was away: the digest speaks for the time from here on."""
    in_brief: tuple[DigestStory, ...] = ()
    """Told in a line each; their quotes are for the next page."""
    reading_minutes_saved: int = 0
    saved_share: float = 0.0
    """0 to 1: of the words of the articles that are quoted."""
    mention: int | None = None
    """The role to call."""

    @property
    def all_stories(self) -> tuple[DigestStory, ...]:
        """All that it tells, at length or in a line."""
        return self.stories + self.in_brief


@dataclass(frozen=True, slots=True)
class Claim:
    """What is to be written down for a slot before anything is sent."""

    subscription: Subscription
    """As it was read when the digest was composed."""
    slot: Slot
    next_due: datetime
    digest: Digest | None
    state: DeliveryState = DeliveryState.CLAIMED
    """Anything but `CLAIMED` is final: no digest, with a reason."""
    reason: str | None = None
    missed: tuple[Slot, ...] = ()
    """Older slots that passed unseen; they are written down as missed, with `missed_reason`."""
    missed_reason: str | None = None


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
    """The message, or in a forum the post (whose first message has the same id)."""
    attempts: int = 0
    reason: str | None = None
    publication: Publication | None = None
    finished_at: datetime | None = None


# --- what admins ask -------------------------------------------------------------------------------------


class LeftOutReason(StrEnum):
    """Why a story is not in a digest."""

    SEEN = "seen"
    WORDS = "words"
    """None of the words that are asked for."""
    EXCLUDED = "excluded"
    """It has an excluded word."""
    LANGUAGE = "language"
    FEW_SOURCES = "few sources"
    TOO_OLD = "too old"
    BACKLOG = "backlog"
    """It was in its feed before the feed was followed."""
    UNQUOTABLE = "unquotable"
    """No sentence of it can be quoted."""
    BELOW_CUT = "below the cut"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A story that is not in a digest, and why."""

    citation: Citation
    reason: LeftOutReason
    detail: str = ""
    """What makes the reason plain, in a few words ("1 of 2 sources", "“football”")."""
    shown_at: datetime | None = None
    """For what was seen: when."""


@dataclass(frozen=True, slots=True)
class DigestPreview:
    """What the next digest would be, composed now."""

    digest: Digest | None
    left_out: tuple[LeftOut, ...]
    """The most important first."""
    note: str = ""
    """What of the subject finds nothing any more, in a sentence ("There is no topic “space”. …")."""
    found: int = 0
    """Stories of the days that are looked at, told or left out; more than are listed where there are many."""


class SlotOutcome(StrEnum):
    """What became of a slot."""

    POSTED = "posted"
    EMPTY = "empty"
    SENDING = "sending"
    HELD = "held"
    FAILED = "failed"
    MISSED = "missed"
    PAUSED = "paused"
    WAITING = "waiting"
    """Its time has come, and the bot has not got round to it."""


@dataclass(frozen=True, slots=True)
class SlotAccount:
    """What happened at a slot, in words."""

    slot: Slot
    outcome: SlotOutcome
    text: str
    """One sentence."""
    delivery: Delivery | None = None
