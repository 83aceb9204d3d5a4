"""How an attempt to reach a channel can end: what is known, and no more than is known."""

from __future__ import annotations

from dataclasses import dataclass

GUILD_LEFT = "The bot is no longer in the server."
"""Also the pause reason by which a guild's subscriptions are found when the bot comes back."""
CHANNEL_DELETED = "The channel does not exist any more."


@dataclass(frozen=True, slots=True)
class Sent:
    """The message is in the channel."""

    message: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The message is not in the channel, and Discord would refuse it again."""

    reason: str
    """A sentence for the admins."""
    mend: str = ""
    """What an admin can do about it."""
    pauses: bool = True
    """Whether later digests would be refused as well."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Discord gave no clear answer: what was asked may or may not have happened."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotThere:
    """The channel was looked through, and the message is not in it."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """The channel cannot be looked through."""

    reason: str
    mend: str


def refused_as_left() -> Refused:
    """Return the refusal of a guild that the bot was removed from."""
    return Refused(GUILD_LEFT, "Invite it again, and its digests resume by themselves.")


def refused_as_deleted() -> Refused:
    """Return the refusal of a channel that was deleted."""
    return Refused(CHANNEL_DELETED, "Choose another channel with `/subscribe`.")
