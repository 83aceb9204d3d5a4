"""What the commands for subscriptions are given, and what is offered while somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.digests.options.naming import name_subject
from bot.digests.schedules.parsing import describe
from bot.digests.schedules.zones import suggest_timezones
from bot.errors import QueryError
from bot.models import Subscription, SubscriptionState
from bot.views.escape import flat
from cogs.options import MOST_CHOICES, scope_of, suggesting
from cogs.subscriptions.places import seen_channel, titles_of

if TYPE_CHECKING:
    from bot.app import Nutgraf
    from cogs.options import Choices

    Interaction = discord.Interaction[Nutgraf]

_TIMES = ("08:00", "07:30, 18:00", "12:00", "18:00", "every 2 hours", "every 6 hours", "as it happens")
_DAYS = ("daily", "weekdays", "weekends", "mon, wed, fri", "mon-thu")
_POSTABLE = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)

Words = app_commands.Range[str, 1, 200]
AnyChannel = app_commands.AppCommandChannel | app_commands.AppCommandThread


class ChannelOption(app_commands.Transformer):
    """A channel that may have digests, as Discord describes it: also one that the bot does not see."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Say that it is a channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Say which ones are offered."""
        return list(_POSTABLE)

    async def transform(self, interaction: Interaction, value: Any, /) -> AnyChannel:  # type: ignore[override]
        """Return it; raises :class:`QueryError` when who chose it does not see it."""
        channel: AnyChannel = value
        if not channel.permissions.view_channel:
            raise QueryError("You cannot see that channel yourself: choose another.")
        return channel


class SubscriptionOption(app_commands.Transformer):
    """One of the guild's subscriptions, chosen from the list or named by its topic."""

    async def transform(self, interaction: Interaction, value: str) -> Subscription:  # type: ignore[override]
        """Return the subscription; raises :class:`QueryError`."""
        stored = await interaction.client.index.subscriptions.of_guild(scope_of(interaction))
        found = [one for one in stored if value == str(one.id)] or [
            one for one in stored if (value.casefold(),) == one.subject.topics
        ]
        if len(found) != 1:
            raise QueryError(
                "Choose one of the subscriptions offered while you type; /subscriptions list shows all."
            )
        return found[0]

    async def autocomplete(self, interaction: Interaction, value: str) -> Choices:  # type: ignore[override]
        """Offer the guild's subscriptions."""
        return await _suggest_subscription(interaction, value)


@suggesting
async def _suggest_subscription(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    """Offer those of which every word that was typed is in the name."""
    bot = interaction.client
    stored = await bot.index.subscriptions.of_guild(scope_of(interaction))
    titles = await titles_of(bot, stored)
    named = []
    for one in stored:
        channel = seen_channel(bot, one.guild, one.channel)
        where = f"#{channel}" if channel else "a channel I do not see"
        paused = " (paused)" if one.state is SubscriptionState.PAUSED else ""
        title = name_subject(one.subject, bot.topics, titles)
        named.append((f"{title} in {where}{paused} · {describe(one.schedule)}", str(one.id)))
    words = flat(current).casefold().split()
    return [pair for pair in named if all(word in pair[0].casefold() for word in words)]


Chosen = app_commands.Transform[Subscription, SubscriptionOption]
Place = app_commands.Transform[AnyChannel, ChannelOption]


@suggesting
async def suggest_zone(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    """Offer time zones by name."""
    return [(name, name) for name in suggest_timezones(current, MOST_CHOICES)]


@suggesting
async def suggest_time(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    """Offer some times and intervals, and what was typed."""
    return _offered(current, _TIMES)


@suggesting
async def suggest_days(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    """Offer some sets of days, and what was typed."""
    return _offered(current, _DAYS)


def _offered(current: str, ready: Iterable[str]) -> list[tuple[str, str]]:
    typed = current.strip()
    words = [word for word in ready if typed.lower() in word]
    return [(word, word) for word in ([typed, *words] if typed else words)]
