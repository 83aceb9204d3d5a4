"""`/subscribe` `/unsubscribe` `/subscriptions`: which channel gets which digest, and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivery.permissions import PostableChannel, describe_missing, missing_permissions
from bot.digests.compose import Composer
from bot.digests.naming import name_subject
from bot.digests.parsing import describe, parse_schedule
from bot.digests.slots import next_slot
from bot.digests.zones import suggest_timezones
from bot.errors import QueryError
from bot.models import Subject, Subscription, SubscriptionId, SubscriptionState
from bot.views.escape import escape
from bot.views.notice import notice_view
from bot.views.phrases import moment
from bot.views.subscriptions import SubscriptionLine, subscribed_view, subscriptions_view
from cogs.digest import TopicOrAll
from cogs.options import ALL_TOPICS, MOST_CHOICES, scope_of, show, suggesting

if TYPE_CHECKING:
    from bot.app import Nutgraf
    from cogs.options import Choices

    Interaction = discord.Interaction[Nutgraf]

DEFAULT_TIME = "08:00"
DEFAULT_ZONE = "UTC"
DEFAULT_DAYS = "daily"
PAUSED_BY_ADMIN = "An admin paused it with /subscriptions pause."

_TIMES = ("08:00", "07:30, 18:00", "12:00", "18:00", "every 2 hours", "every 6 hours")
_DAYS = ("daily", "weekdays", "weekends", "mon, wed, fri", "mon-thu")

Words = app_commands.Range[str, 1, 200]


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


class SubscriptionOption(app_commands.Transformer):
    """One of the guild's subscriptions, chosen from the list or named by its topic."""

    async def transform(self, interaction: Interaction, value: str) -> Subscription:  # type: ignore[override]
        """Return the subscription; raises :class:`QueryError`."""
        stored = await interaction.client.index.subscriptions.of_guild(scope_of(interaction))
        found = [one for one in stored if value == str(one.id)] or [
            one for one in stored if (value,) == one.subject.topics
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
    bot = interaction.client
    named = []
    for one in await bot.index.subscriptions.of_guild(scope_of(interaction)):
        channel = interaction.guild.get_channel_or_thread(one.channel) if interaction.guild else None
        title = name_subject(one.subject, bot.topics, {})
        paused = " (paused)" if one.state is SubscriptionState.PAUSED else ""
        where = f"#{channel.name}" if channel else "a deleted channel"
        named.append((f"{title} in {where}{paused} · {describe(one.schedule)}", str(one.id)))
    return [pair for pair in named if current.lower() in pair[0].lower()]


Chosen = app_commands.Transform[Subscription, SubscriptionOption]


class Subscriptions(commands.Cog):
    """Digests in channels, managed by those who may manage the server."""

    subscriptions = app_commands.Group(
        name="subscriptions",
        description="The digests that channels of this server get",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, bot: Nutgraf) -> None:
        self.bot = bot

    @app_commands.command(description="Post a topic's digest in a channel, at the times you choose")
    @app_commands.describe(
        topic="What the digests are about",
        channel="Where they are posted; without it, here",
        at="When: 08:00, or 07:30, 18:00, or every 2 hours (without it, 08:00)",
        timezone="Whose clock: Europe/Paris, America/New_York (without it, UTC)",
        days="On which days: daily, weekdays, weekends, mon, wed, fri (without it, daily)",
    )
    @app_commands.autocomplete(at=suggest_time, timezone=suggest_zone, days=suggest_days)
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    async def subscribe(
        self,
        interaction: Interaction,
        topic: TopicOrAll,
        channel: discord.TextChannel | discord.Thread | None = None,
        at: Words = DEFAULT_TIME,
        timezone: Words = DEFAULT_ZONE,
        days: Words = DEFAULT_DAYS,
    ) -> None:
        """Start or change a subscription, and say when it posts and what it would hold."""
        settings = self.bot.settings.digests
        schedule = parse_schedule(at, timezone, days, min_interval_minutes=settings.min_interval_minutes)
        target = _postable(channel or interaction.channel)
        if problem := _problem(interaction, target):
            await show(interaction, notice_view("I cannot post there yet.", "error", lines=[problem]))
            return
        subject = Subject() if topic == ALL_TOPICS else Subject(topics=(topic,))
        await self._check_limit(interaction, target.id, subject)
        now = self.bot.clock()
        subscription, new = await self.bot.index.subscriptions.put(
            guild=target.guild.id,
            channel=target.id,
            subject=subject,
            schedule=schedule,
            created_by=interaction.user.id,
            now=now,
            next_due=next_slot(schedule, now).due,
        )
        composer = Composer(self.bot.index, settings, self.bot.topics, now=now)
        sample = await composer.compose(subject=subject, scope=scope_of(interaction), channel=target.id)
        await show(interaction, subscribed_view(self._line(subscription), new=new, sample=sample))

    async def _check_limit(self, interaction: Interaction, channel: int, subject: Subject) -> None:
        stored = await self.bot.index.subscriptions.of_guild(scope_of(interaction))
        most = self.bot.settings.digests.max_subscriptions
        changes = any((one.channel, one.subject) == (channel, subject) for one in stored)
        if len(stored) >= most and not changes:
            raise QueryError(
                f"This server has {len(stored)} subscriptions, and {most} is the most. /unsubscribe ends one."
            )

    @app_commands.command(description="End a channel's digest")
    @app_commands.describe(subscription="Which one")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    async def unsubscribe(self, interaction: Interaction, subscription: Chosen) -> None:
        """End a subscription."""
        await self.bot.index.subscriptions.remove(SubscriptionId(subscription.id))
        line = f"{self._named(subscription)} gets no more digests."
        await show(interaction, notice_view("Unsubscribed.", "success", lines=[line]))

    @subscriptions.command(
        name="list", description="Which channel gets which digest, and when the next one comes"
    )
    async def list_all(self, interaction: Interaction) -> None:
        """Show all subscriptions of the guild."""
        stored = await self.bot.index.subscriptions.of_guild(scope_of(interaction))
        await show(interaction, subscriptions_view([self._line(one) for one in stored]))

    @subscriptions.command(description="Stop a channel's digest until you resume it")
    @app_commands.describe(subscription="Which one")
    async def pause(self, interaction: Interaction, subscription: Chosen) -> None:
        """Pause a subscription."""
        if not await self.bot.index.subscriptions.pause(subscription.id, PAUSED_BY_ADMIN, self.bot.clock()):
            await show(
                interaction, notice_view("It is paused already.", "info", lines=[self._named(subscription)])
            )
            return
        line = f"{self._named(subscription)}. `/subscriptions resume` lets it post again."
        await show(interaction, notice_view("Paused.", "success", lines=[line]))

    @subscriptions.command(description="Let a paused digest be posted again")
    @app_commands.describe(subscription="Which one")
    async def resume(self, interaction: Interaction, subscription: Chosen) -> None:
        """Resume a subscription from its next time on."""
        target = interaction.guild and interaction.guild.get_channel_or_thread(subscription.channel)
        if not isinstance(target, PostableChannel):
            raise QueryError("That channel is gone, or I cannot see it. /unsubscribe ends its digest.")
        if problem := _problem(interaction, target):
            await show(interaction, notice_view("I cannot post there yet.", "error", lines=[problem]))
            return
        if subscription.state is SubscriptionState.ACTIVE:
            line = f"{self._named(subscription)}: the next digest comes {moment(subscription.next_due, 'F')}."
            await show(interaction, notice_view("It is not paused.", "info", lines=[line]))
            return
        due = next_slot(subscription.schedule, self.bot.clock()).due
        await self.bot.index.subscriptions.resume(subscription.id, due, self.bot.clock())
        line = f"{self._named(subscription)}: the next digest comes {moment(due, 'F')}."
        await show(interaction, notice_view("Resumed.", "success", lines=[line]))

    def _named(self, subscription: Subscription) -> str:
        title = name_subject(subscription.subject, self.bot.topics, {})
        return f"{escape(title)} in <#{subscription.channel}>"

    def _line(self, subscription: Subscription) -> SubscriptionLine:
        title = name_subject(subscription.subject, self.bot.topics, {})
        return SubscriptionLine(subscription, title, describe(subscription.schedule))


def _postable(channel: object) -> PostableChannel:
    if isinstance(channel, PostableChannel):
        return channel
    raise QueryError("Digests go to a text channel or a thread that I can see; choose one as the channel.")


def _problem(interaction: Interaction, channel: PostableChannel) -> str | None:
    """Return why no digest can be posted there, as Markdown: found now, not at seven in the morning."""
    member = interaction.user
    if isinstance(member, discord.Member) and not channel.permissions_for(member).view_channel:
        return "You cannot see that channel yourself."
    missing = missing_permissions(channel, channel.guild.me)
    if not missing:
        return None
    return f"{describe_missing(channel, missing)} Grant that in the channel's settings, then try again."


async def setup(bot: Nutgraf) -> None:
    """Add the commands."""
    await bot.add_cog(Subscriptions(bot))
