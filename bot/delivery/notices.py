"""Telling who subscribed that something changed: in a private message, never in the news channel."""

from __future__ import annotations

import discord
import structlog

from bot.delivery.channels import NO_ANSWER
from bot.models import Subscription

log = structlog.get_logger()


def paused_text(client: discord.Client, subscription: Subscription, reason: str, mend: str) -> str:
    """Return what is said when a subscription was paused."""
    resume = "Then resume it with `/subscriptions resume`." if mend else ""
    return _joined(f"The {_naming(client, subscription)} is paused.", reason, mend, resume)


def held_text(client: discord.Client, subscription: Subscription, reason: str, mend: str) -> str:
    """Return what is said when nobody can see whether a digest was posted."""
    told = "It is not sent again, so that nothing is posted twice; later digests come as planned."
    return _joined(f"A post of the {_naming(client, subscription)} is held back.", reason, told, mend)


async def tell_subscriber(client: discord.Client, subscription: Subscription, text: str) -> bool:
    """Send `text` to who made the subscription; returns whether it arrived.

    A member who takes no private messages is not an error: the reason stands in `/subscriptions list` too.
    """
    try:
        channel = await client.create_dm(discord.Object(subscription.created_by))
        await channel.send(text, allowed_mentions=discord.AllowedMentions.none())
    except (discord.HTTPException, *NO_ANSWER) as error:
        log.warning(
            "notice.not_delivered",
            subscription=subscription.id,
            user=subscription.created_by,
            error=str(error),
        )
        return False
    return True


def _naming(client: discord.Client, subscription: Subscription) -> str:
    guild = client.get_guild(subscription.guild)
    where = f" ({discord.utils.escape_markdown(guild.name)})" if guild else ""
    topic = "digest of everything" if subscription.topic == "all" else f"{subscription.topic} digest"
    return f"{topic} in <#{subscription.channel}>{where}"


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
