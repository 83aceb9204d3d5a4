"""Telling people that something changed: admins in the channel that they chose or in private, never members.

A member's own digest is nobody else's business: what happens to it is told to that member alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import discord
import structlog

from bot.delivery.outcomes import ACCOUNT_GONE, MESSAGES_CLOSED, NO_ANSWER, NOTHING_SHARED, Refused
from bot.delivery.targets.permissions import MessageChannel
from bot.digests.options.naming import name_subject
from bot.models import Subscription, Topic
from bot.views.budget import clip
from bot.views.escape import escape

if TYPE_CHECKING:
    from bot.index import Index

UNTOLD = frozenset({MESSAGES_CLOSED, NOTHING_SHARED, ACCOUNT_GONE})
"""Reasons that mean that a member cannot be told anything."""
_NAME_LIMIT = 300

log = structlog.get_logger()


class Notices:
    """What is said about subscriptions."""

    def __init__(self, index: Index, client: discord.Client, topics: Mapping[str, Topic]) -> None:
        self._index = index
        self._client = client
        self._topics = topics

    async def paused(self, subscription: Subscription, refused: Refused) -> None:
        """Tell that a subscription was paused."""
        if refused.reason in UNTOLD:
            return
        again = "`/follow`" if subscription.guild is None else "`/subscriptions resume`"
        resume = f"Then resume it with {again}." if refused.mend and refused.resumable else ""
        text = _joined(
            f"The {await self.named(subscription)} is paused.", refused.reason, refused.mend, resume
        )
        await self._tell(subscription, text)

    async def held(self, subscription: Subscription, reason: str, mend: str) -> None:
        """Tell that nobody can see whether a digest was posted."""
        told = "It is not sent again, so that nothing is posted twice; later digests come as planned."
        text = _joined(f"A post of the {await self.named(subscription)} is held back.", reason, told, mend)
        await self._tell(subscription, text)

    async def not_calling(self, subscription: Subscription, role: int) -> None:
        """Tell that digests come without calling a role."""
        guild = self._client.get_guild(subscription.guild or 0)
        there = guild.get_role(role) if guild else None
        reason = f"the bot may not mention <@&{role}>" if there else "the role that they call does not exist"
        mend = (
            "Allow anyone to mention it, or give the bot “Mention @everyone, @here and All Roles” there."
            if there
            else "Choose another one with `/subscriptions edit`."
        )
        text = _joined(
            f"Posts of the {await self.named(subscription)} come without a mention now: {reason}.", mend
        )
        await self._tell(subscription, text)

    async def ended(self, subscription: Subscription, reason: str) -> None:
        """Tell that a subscription was removed."""
        await self._tell(
            subscription,
            _joined(
                f"The {await self.named(subscription)} has ended.", reason, "`/subscribe` starts a new one."
            ),
        )

    async def named(self, subscription: Subscription) -> str:
        """Return what a subscription is and where it goes, as Markdown."""
        subject = subscription.subject
        feeds = await self._index.feeds.titles(subject.feeds, subscription.scope) if subject.feeds else {}
        topic = escape(clip(name_subject(subject, self._topics, feeds), _NAME_LIMIT))
        if subscription.guild is None:
            return f"digest of {topic} that you follow"
        guild = self._client.get_guild(subscription.guild)
        where = f" ({escape(clip(guild.name, _NAME_LIMIT))})" if guild else ""
        return f"digest of {topic} in <#{subscription.channel}>{where}"

    async def _tell(self, subscription: Subscription, text: str) -> None:
        if subscription.guild is None:
            await tell_privately(self._client, subscription.member or subscription.created_by, text)
            return
        await tell_admins(
            self._client, self._index, guild=subscription.guild, user=subscription.created_by, text=text
        )


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
    return await tell_privately(client, user, text)


async def tell_privately(client: discord.Client, user: int, text: str) -> bool:
    """Send `text` to somebody in private; returns whether it arrived."""
    try:
        await _send(await client.create_dm(discord.Object(user)), text)
    except (discord.HTTPException, *NO_ANSWER) as error:
        log.warning("notice.not_delivered", user=user, error=str(error))
        return False
    return True


async def _send(channel: discord.abc.Messageable, text: str) -> None:
    await channel.send(text, suppress_embeds=True, allowed_mentions=discord.AllowedMentions.none())


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
