"""What all sending has in common: the nonce, who may be called, and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import discord

from bot.delivery.outcomes import NO_ANSWER, Refused, Sent, Unknown, judge, unreached
from bot.models import DeliveryId, Digest

SEND_SECONDS = 90.0
"""Longer than all the tries that discord.py itself makes after a 5xx (25 s of waiting), and a rate limit."""


class _Posted(Protocol):
    """What Discord gave an id: a message, or a post of a forum."""

    @property
    def id(self) -> int: ...


def nonce_of(delivery: DeliveryId) -> str:
    """Return the nonce of a delivery's message: the same at each try, at most 25 characters.

    Discord answers a nonce that it has seen in the last minutes with the message it has, and posts nothing.
    """
    return f"ng-d-{delivery}"


def allowed_mentions(digest: Digest) -> discord.AllowedMentions:
    """Return who a digest may call: the role that it is to call, and nobody else, whatever its texts say."""
    if digest.mention is None:
        return discord.AllowedMentions.none()
    return discord.AllowedMentions(
        everyone=False, users=False, roles=[discord.Object(digest.mention)], replied_user=False
    )


async def sending(
    view: discord.ui.LayoutView, send: Callable[[], Awaitable[_Posted]]
) -> Sent | Refused | Unknown:
    """Send a view, and say how it ended.

    Its buttons are answered through their custom ids, as after a restart; the view itself is not kept.
    """
    # a view that is not finished would stay in discord.py's memory for as long as the process lives
    view.stop()
    try:
        async with asyncio.timeout(SEND_SECONDS):
            posted = await send()
    except discord.HTTPException as error:
        return judge(error)
    except NO_ANSWER as error:
        return unreached(error)
    return Sent(posted.id)
