"""How an attempt to reach a channel or member can end: what is known, and no more than is known.

What Discord (or the way to it) answers, and what is made of it. *Retry* means :class:`Unknown`: it is looked
for and then sent again after 1, 2, 4 … minutes, six times at most; *pause* and *give up* mean
:class:`Refused`:

===========================================  =================================================================
answer                                       what is done
===========================================  =================================================================
gateway not ready, server unavailable        nothing is claimed; the next tick looks again
no DNS, no connection, reset, timeout        retry: it may have arrived
401, 408, 5xx, 429 that lasts, 20016         retry (discord.py waits for short limits; 20016 is slow mode)
403 50001, 50013 and others                  pause, told to the admins: a permission is missing
403 50007                                    pause kindly: a member's private messages are closed
403 50278, 404 10013                         pause: no server in common, or the account is gone
403 20026                                    retry: Discord stopped the bot, which no admin can mend
404, 10003, 50024, 50008                     pause: the channel is deleted or of another kind (see `ends`)
10004                                        pause: the bot is not in the server any more, resumes on return
160005, 50083                                pause: the thread is locked, or archived and cannot be opened
160006, 160007                               pause: no more threads can be open at once
40066, 40067                                 pause: the forum wants a tag that the bot cannot give
any other 400                                give up this digest, with Discord's words; the next one comes
===========================================  =================================================================

Sources: Discord's "Opcodes and Status Codes"; discord.py's `HTTPClient.request` for what it repeats by
itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
import discord

NO_ANSWER = (TimeoutError, OSError, aiohttp.ClientError, discord.RateLimited)
"""What discord.py lets through when Discord could not be reached, besides its own HTTPException."""

GUILD_LEFT = "The bot is no longer in the server."
"""Also the pause reason by which a guild's subscriptions are found when the bot comes back."""
CHANNEL_DELETED = "The channel does not exist any more."
"""Also the pause reason by which subscriptions are found whose time to end has come."""
MESSAGES_CLOSED = (
    "Your private messages are closed to the bot: allow messages from a server that you share with it, "
    "then /follow again."
)
"""Shown to the member alone, by /follow."""
NOTHING_SHARED = "You share no server with the bot any more: join one that has it, then /follow again."
ACCOUNT_GONE = "The account does not exist any more."


@dataclass(frozen=True, slots=True)
class Sent:
    """The message is in the channel."""

    message: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The message is not in the channel, and Discord would refuse it again."""

    reason: str
    """A sentence for the admins, or the member who follows."""
    mend: str = ""
    """What an admin can do about it."""
    pauses: bool = True
    """Whether later digests would be refused as well."""
    resumable: bool = True
    """Whether, that done, it is to be resumed; otherwise it resumes by itself, or another takes its place."""


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


def unreached(error: BaseException) -> Unknown:
    """Return what one of :data:`NO_ANSWER` means: a request may have arrived, and its answer got lost."""
    return Unknown(f"Discord could not be reached ({type(error).__name__}).")


def refused_as_left() -> Refused:
    """Return the refusal of a guild that the bot was removed from."""
    return Refused(GUILD_LEFT, "Invite it again, and its digests resume by themselves.", resumable=False)


def refused_as_deleted() -> Refused:
    """Return the refusal of a channel that was deleted."""
    return Refused(CHANNEL_DELETED, "Choose another channel with `/subscribe`.", resumable=False)


def refused_as_locked() -> Refused:
    """Return the refusal of a thread that is locked."""
    return Refused("The thread is locked.", "Unlock it, or give the bot Manage Threads there.")


def refused_without_tag() -> Refused:
    """Return the refusal of a forum that asks for a tag."""
    return Refused(
        "The forum asks for a tag on every post, and none that the bot may use is called as a topic of it.",
        "Make one that is called so, or “News”; or let posts do without.",
    )


_WRONG_KIND = Refused(
    "The channel takes no messages any more.", "Choose another one with `/subscribe`.", resumable=False
)
_TOO_MANY_THREADS = Refused(
    "The server has as many open threads as Discord allows.", "Close some of them, or choose another channel."
)
_MEANINGS: Mapping[int, Refused | Unknown] = {
    10003: refused_as_deleted(),
    10004: refused_as_left(),
    10013: Refused(ACCOUNT_GONE),
    20026: Unknown("Discord has stopped the bot for now; its operator can appeal."),
    40066: refused_without_tag(),
    40067: refused_without_tag(),
    50007: Refused(MESSAGES_CLOSED),
    50008: _WRONG_KIND,
    50024: _WRONG_KIND,
    50083: Refused("The thread is archived.", "Open it again."),
    50278: Refused(NOTHING_SHARED),
    160005: refused_as_locked(),
    160006: _TOO_MANY_THREADS,
    160007: _TOO_MANY_THREADS,
}
"""What Discord's own codes mean, whatever the status beside them."""


def judge(error: discord.HTTPException) -> Refused | Unknown:
    """Return what Discord's answer to a message means."""
    if error.status >= 500 or error.status in {401, 408, 429}:
        return Unknown(f"Discord had a problem ({error.status}).")
    if meaning := _MEANINGS.get(error.code):
        return meaning
    if error.status == 404:
        return refused_as_deleted()
    if error.status == 403:
        return Refused(
            f"Discord does not let the bot post in the channel ({error.text or 'Forbidden'}).",
            "Give it View Channel and Send Messages there.",
        )
    return Refused(f"Discord refused the message ({error.status}: {error.text}).", pauses=False)
