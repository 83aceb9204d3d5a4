"""Writing to a member in private, at their own wish."""

from __future__ import annotations

import discord
import structlog

from bot.delivery.outcomes import NO_ANSWER
from bot.errors import DeliveryError

log = structlog.get_logger()

HOW_TO_OPEN = (
    "In a server that we share, open its menu, choose Privacy Settings and allow direct messages; "
    "and if you have blocked me, unblock me."
)


async def send_in_private(
    user: discord.User | discord.Member, view: discord.ui.LayoutView
) -> discord.Message:
    """Send a card to a member's direct messages.

    Raises :class:`DeliveryError` that says how to open them, or that Discord has a problem.
    """
    try:
        return await user.send(view=view, allowed_mentions=discord.AllowedMentions.none())
    except discord.Forbidden as error:
        raise DeliveryError(
            f"I cannot write to you: your direct messages are closed to me. {HOW_TO_OPEN}"
        ) from error
    except discord.HTTPException as error:
        log.warning("private.refused", status=error.status, code=error.code)
        raise DeliveryError(
            f"Discord did not take my direct message to you ({error.status}): try again in a few minutes."
        ) from error
    except NO_ANSWER as error:
        raise DeliveryError(
            "Discord could not be reached to write to you: try again in a few minutes."
        ) from error
