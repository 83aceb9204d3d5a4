"""Was it posted? Looking through a channel for a digest that was claimed and perhaps sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import discord

from bot.delivery.channels import NO_ANSWER
from bot.delivery.outcomes import NotThere, Sent, Unknown, Unseen
from bot.delivery.permissions import MessageChannel
from bot.models import Delivery, DeliveryId

CLOCK_SKEW = timedelta(hours=1)
"""How far this machine's clock may be ahead of Discord's."""
MOST_MESSAGES = 5000
"""Looked through for one delivery, in requests of 100."""
MOST_ATTEMPTS = 6
FIRST_WAIT = timedelta(minutes=1)


def retry_at(delivery: Delivery) -> datetime:
    """Return when to look after an unfinished delivery: at once, then after waits of 1, 2, 4, … minutes."""
    return delivery.claimed_at + FIRST_WAIT * ((1 << delivery.attempts) - 1)


def belongs_to(delivery: DeliveryId, message: discord.Message) -> bool:
    """Return whether a message's buttons carry the delivery's id."""
    prefix = f"ng:d:{delivery}:"
    return any(custom_id.startswith(prefix) for custom_id in _custom_ids(message.components))


async def look_for(channel: MessageChannel, delivery: Delivery) -> Sent | NotThere | Unseen | Unknown:
    """Look for a delivery's message in its channel, from when it was claimed on."""
    me = channel.guild.me
    # without this permission Discord shows an empty channel rather than an error
    if not channel.permissions_for(me).read_message_history:
        return Unseen(
            "The bot cannot read the channel's history, and so not see whether a digest was posted.",
            "Give it Read Message History there.",
        )
    seen = 0
    try:
        async for message in channel.history(
            limit=MOST_MESSAGES, after=delivery.claimed_at - CLOCK_SKEW, oldest_first=True
        ):
            seen += 1
            if message.author.id == me.id and belongs_to(delivery.id, message):
                return Sent(message.id)
    except discord.Forbidden:
        return Unseen(
            "The bot cannot see the channel.", "Give it View Channel and Read Message History there."
        )
    except discord.HTTPException as error:
        return Unknown(f"Discord did not show the channel's history ({error.status}).")
    except NO_ANSWER as error:
        return Unknown(f"Discord could not be reached ({type(error).__name__}).")
    if seen >= MOST_MESSAGES:
        return Unseen("Too much was posted in the channel since to see whether a digest was.", "")
    return NotThere()


def _custom_ids(components: Iterable[object]) -> Iterable[str]:
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if isinstance(custom_id, str):
            yield custom_id
        yield from _custom_ids(getattr(component, "children", ()))
        accessory = getattr(component, "accessory", None)
        if accessory is not None:
            yield from _custom_ids((accessory,))
