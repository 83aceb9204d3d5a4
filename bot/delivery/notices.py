"""Telling admins that something changed: in the channel that they chose, or in private."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import structlog

from bot.delivery.channels import NO_ANSWER
from bot.delivery.permissions import MessageChannel
from bot.models import Subscription

if TYPE_CHECKING:
    from bot.index import Index

log = structlog.get_logger()


def paused_text(
    client: discord.Client, subscription: Subscription, title: str, reason: str, mend: str
) -> str:
    """Return what is said when a subscription was paused."""
    resume = "Then resume it with `/subscriptions resume`." if mend else ""
    return _joined(f"The {_naming(client, subscription, title)} is paused.", reason, mend, resume)


def held_text(client: discord.Client, subscription: Subscription, title: str, reason: str, mend: str) -> str:
    """Return what is said when nobody can see whether a digest was posted."""
    told = "It is not sent again, so that nothing is posted twice; later digests come as planned."
    return _joined(f"A post of the {_naming(client, subscription, title)} is held back.", reason, told, mend)


async def tell_admins(client: discord.Client, index: Index, *, guild: int, user: int, text: str) -> bool:
    """Send `text` to the channel that a guild's admins chose, or else to `user`, in private.

    A channel that is gone or closed to the bot counts as none. Returns whether it arrived: a member who takes
    no private messages is not an error, since every reason stands in a list too.
    """
    chosen = await index.guilds.admin_channel(guild)
    channel = client.get_channel(chosen) if chosen is not None else None
    if isinstance(channel, MessageChannel) and channel.guild.id == guild:
        try:
            await _send(channel, text)
        except (discord.HTTPException, *NO_ANSWER) as error:
            log.warning("notice.not_in_channel", guild=guild, channel=channel.id, error=str(error))
        else:
            return True
    try:
        await _send(await client.create_dm(discord.Object(user)), text)
    except (discord.HTTPException, *NO_ANSWER) as error:
        log.warning("notice.not_delivered", guild=guild, user=user, error=str(error))
        return False
    return True


async def _send(channel: discord.abc.Messageable, text: str) -> None:
    await channel.send(text, suppress_embeds=True, allowed_mentions=discord.AllowedMentions.none())


def _naming(client: discord.Client, subscription: Subscription, title: str) -> str:
    guild = client.get_guild(subscription.guild) if subscription.guild else None
    where = f" ({discord.utils.escape_markdown(guild.name)})" if guild else ""
    topic = discord.utils.escape_markdown(title)
    return f"digest of {topic} in <#{subscription.channel}>{where}"


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
