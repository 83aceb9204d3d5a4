"""Putting a digest into its channel, once."""

from __future__ import annotations

import asyncio

import discord

from bot.delivery.channels import NO_ANSWER
from bot.delivery.outcomes import Refused, Sent, Unknown, refused_as_deleted
from bot.delivery.permissions import MessageChannel
from bot.models import DeliveryId

SEND_SECONDS = 90.0
"""Longer than all the tries that discord.py itself makes after a 5xx (25 s of waiting), and a rate limit."""

_UNKNOWN_CHANNEL = 10003
_THREAD_ARCHIVED = 50083


def nonce_of(delivery: DeliveryId) -> str:
    """Return the nonce of a delivery's message: the same at each try, at most 25 characters.

    Discord answers a nonce that it has seen in the last minutes with the message it has, and posts nothing.
    """
    return f"ng-d-{delivery}"


async def send_digest(
    channel: MessageChannel, delivery: DeliveryId, view: discord.ui.LayoutView
) -> Sent | Refused | Unknown:
    """Send the one message of a delivery.

    Its buttons are answered through their custom ids, as after a restart; the view itself is not kept.
    """
    # a view that is not finished would stay in discord.py's memory for as long as the process lives
    view.stop()
    try:
        async with asyncio.timeout(SEND_SECONDS):
            message = await channel.send(
                view=view, nonce=nonce_of(delivery), allowed_mentions=discord.AllowedMentions.none()
            )
    except discord.HTTPException as error:
        return _judge(error)
    except NO_ANSWER as error:
        return Unknown(f"Discord could not be reached ({type(error).__name__}).")
    return Sent(message.id)


def _judge(error: discord.HTTPException) -> Refused | Unknown:
    """Return what a status and code of Discord's mean; sources: Discord's "Opcodes and Status Codes"."""
    if error.status >= 500 or error.status in {401, 408, 429}:
        return Unknown(f"Discord had a problem ({error.status}).")
    if error.status == 404 or error.code == _UNKNOWN_CHANNEL:
        return refused_as_deleted()
    if error.status == 403:
        return Refused(
            f"Discord does not let the bot post in the channel ({error.text or 'Forbidden'}).",
            "Give it View Channel and Send Messages there.",
        )
    if error.code == _THREAD_ARCHIVED:
        return Refused("The thread is archived.", "Open it again.")
    return Refused(f"Discord refused the message ({error.status}: {error.text}).", pauses=False)
