"""The commands for subscriptions: each calls one thing and shows one card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivery.targets.permissions import remark_on
from bot.digests.composing.composer import Composer
from bot.digests.schedules.slots import first_slot
from bot.models import LiveSchedule, Subscription, SubscriptionState
from bot.views.escape import escape
from bot.views.notice import notice_view
from bot.views.phrases import coming
from bot.views.subscriptions import is_live, subscribed_view
from cogs.options import scope_of, show, suggest_query
from cogs.subject_options import subject_typed, suggest_feeds, suggest_people, suggest_topics
from cogs.subscriptions import pressing, showing
from cogs.subscriptions.changing import USUAL, check_room, schedule_asked, twin_of, usual_zone
from cogs.subscriptions.options import (
    Chosen,
    Place,
    suggest_days,
    suggest_time,
    suggest_zone,
)
from cogs.subscriptions.places import find_place, problem_of
from cogs.subscriptions.pressing import CannotPost, TypedForms, cannot_post_view

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]

Page = app_commands.Range[int, 1, 1000]


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
        self.forms = TypedForms()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take the forms that are handed in: they, too, outlive a restart."""
        await pressing.take_form(interaction)

    @app_commands.command(
        description="Post digests in a channel, at the times you choose; all can be left out"
    )
    @app_commands.describe(
        topic="What they are about: a topic, or several with commas (nothing chosen: everything)",
        channel="Where they are posted: a channel, thread or forum (without it, here)",
        at="When: 08:00, or 07:30, 18:00, or every 2 hours, or as it happens (without it, 08:00)",
        timezone="Whose clock: Europe/Paris, America/New_York (without it, as for your last one)",
        days="On which days: daily, weekdays, weekends, mon, wed, fri (without it, daily)",
        person="News of somebody, an organisation or a place; several with commas",
        feed="News of a feed that is followed here; several with commas",
        search="News that a search finds, as /search does",
    )
    @app_commands.autocomplete(
        topic=suggest_topics,
        at=suggest_time,
        timezone=suggest_zone,
        days=suggest_days,
        person=suggest_people,
        feed=suggest_feeds,
        search=suggest_query,
    )
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    async def subscribe(
        self,
        interaction: Interaction,
        topic: str | None = None,
        channel: Place | None = None,
        at: str | None = None,
        timezone: str | None = None,
        days: str | None = None,
        person: str | None = None,
        feed: str | None = None,
        search: str | None = None,
    ) -> None:
        """Start or change a subscription, and say when it posts and what it would hold."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        bot, scope, now = self.bot, scope_of(interaction), self.bot.clock()
        subject = await subject_typed(
            interaction, topic=topic, person=person, feed=feed, search=search, scope=scope
        )
        guild = interaction.guild_id or 0
        target = channel.id if channel is not None else interaction.channel_id or 0
        stored = await bot.index.subscriptions.of_guild(scope)
        before = twin_of(stored, target, subject)
        schedule = schedule_asked(
            at,
            timezone,
            days,
            before=before.schedule if before else None,
            zone=usual_zone(stored),
            min_interval_minutes=bot.settings.digests.min_interval_minutes,
        )
        place = await find_place(bot, guild, target)
        if problem := problem_of(bot, guild, place, subject):
            await show(interaction, cannot_post_view(CannotPost(problem)))
            return
        check_room(stored, target, subject, bot.settings.digests.max_subscriptions)
        subscription, new = await bot.index.subscriptions.put(
            guild=guild,
            channel=target,
            subject=subject,
            schedule=schedule,
            preferences=before.preferences if before else USUAL,
            created_by=interaction.user.id,
            now=now,
            next_due=first_slot(schedule, now).due,
            most=bot.settings.digests.max_subscriptions,
        )
        await self._show_begun(interaction, subscription, new=new, remark=remark_on(place))

    async def _show_begun(
        self, interaction: Interaction, subscription: Subscription, *, new: bool, remark: str
    ) -> None:
        bot = self.bot
        composer = Composer(bot.index, bot.settings.digests, bot.topics, now=bot.clock())
        sample = await composer.compose(
            subject=subscription.subject,
            scope=subscription.scope,
            channel=subscription.channel,
            preferences=subscription.preferences,
            live=isinstance(subscription.schedule, LiveSchedule),
        )
        note = await composer.note(subscription.subject, subscription.scope)
        remarks = " ".join(part for part in (remark, escape(note)) if part)
        line = await showing.line_of(bot, subscription)
        await show(interaction, subscribed_view(line, new=new, sample=sample, remark=remarks))

    @app_commands.command(description="End a channel's digest")
    @app_commands.describe(subscription="Which one")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    async def unsubscribe(self, interaction: Interaction, subscription: Chosen) -> None:
        """End a subscription."""
        await show(interaction, await pressing.end(interaction, subscription))

    @subscriptions.command(
        name="list", description="Which channel gets which digest, and when the next one comes"
    )
    @app_commands.describe(page="Twenty-five are on each, or fewer where they are long")
    async def list_all(self, interaction: Interaction, page: Page = 1) -> None:
        """Show all subscriptions of the guild."""
        await show(interaction, await showing.list_page(interaction, page - 1))

    @subscriptions.command(
        description="All that a digest is set to: what, when, which stories, how; to change it"
    )
    @app_commands.describe(subscription="Which one")
    async def edit(self, interaction: Interaction, subscription: Chosen) -> None:
        """Show the card of a subscription."""
        await show(interaction, await showing.card(self.bot, subscription))

    @subscriptions.command(description="Stop a channel's digest until you resume it")
    @app_commands.describe(subscription="Which one")
    async def pause(self, interaction: Interaction, subscription: Chosen) -> None:
        """Pause a subscription."""
        named = await showing.named(self.bot, subscription)
        if await pressing.pause(interaction, subscription):
            line = f"{named}. `/subscriptions resume` lets it post again."
            await show(interaction, notice_view("Paused.", "success", lines=[line]))
        else:
            await show(interaction, notice_view("It is paused already.", "info", lines=[named]))

    @subscriptions.command(description="Let a paused digest be posted again")
    @app_commands.describe(subscription="Which one")
    async def resume(self, interaction: Interaction, subscription: Chosen) -> None:
        """Resume a subscription from its next time on."""
        try:
            resumed = await pressing.resume(interaction, subscription)
        except CannotPost as error:
            await show(interaction, cannot_post_view(error))
            return
        named = await showing.named(self.bot, subscription)
        line = f"{named}: the next digest comes {coming(resumed.next_due, live=is_live(resumed))}."
        if subscription.state is SubscriptionState.ACTIVE:
            await show(interaction, notice_view("It is not paused.", "info", lines=[line]))
        else:
            await show(interaction, notice_view("Resumed.", "success", lines=[line]))

    @subscriptions.command(
        description="The next digest as it would be now, and why other stories are not in it"
    )
    @app_commands.describe(subscription="Which one")
    async def preview(self, interaction: Interaction, subscription: Chosen) -> None:
        """Show the next digest."""
        await pressing.preview(interaction, subscription)

    @subscriptions.command(description="The last digests, with links to them")
    @app_commands.describe(subscription="Which one", page="Ten are on each")
    async def history(self, interaction: Interaction, subscription: Chosen, page: Page = 1) -> None:
        """Show the digests there were."""
        await show(interaction, await showing.history_page(self.bot, subscription, page - 1))

    @subscriptions.command(description="Post a digest now; the next one by its schedule comes as before")
    @app_commands.describe(subscription="Which one")
    async def post(self, interaction: Interaction, subscription: Chosen) -> None:
        """Post a digest now."""
        await pressing.post(interaction, subscription)

    @subscriptions.command(
        description="What happened at its last ten times: posted, nothing new, no permission …"
    )
    @app_commands.describe(subscription="Which one")
    async def why(self, interaction: Interaction, subscription: Chosen) -> None:
        """Show what happened at the last slots."""
        await show(interaction, await showing.why_card(self.bot, subscription))
