"""`/follow` `/unfollow`: a member's own digests, in direct messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivery.private import send_in_private
from bot.digests.composing.composer import Composer
from bot.digests.options.naming import name_subject
from bot.digests.options.preferences import parse_preferences
from bot.digests.schedules.parsing import ScheduleWords, as_typed, describe, parse_schedule
from bot.digests.schedules.slots import first_slot
from bot.errors import QueryError, ScheduleError
from bot.models import (
    LiveSchedule,
    Preferences,
    Schedule,
    Scope,
    Subject,
    Subscription,
    SubscriptionState,
)
from bot.views.escape import escape, flat
from bot.views.follow import FollowLine, followed_view, greeting_view
from bot.views.notice import notice_view
from bot.views.phrases import counted
from cogs.options import Query, anywhere, show, suggest_query, suggesting
from cogs.subject_options import (
    LengthOption,
    People,
    TopicList,
    length_typed,
    people_like,
    subject_typed,
    suggest_topics,
)
from cogs.subscriptions.changing import DEFAULT_DAYS, DEFAULT_TIME, DEFAULT_ZONE, usual_zone
from cogs.subscriptions.options import Words, suggest_days, suggest_time, suggest_zone

if TYPE_CHECKING:
    from bot.app import Nutgraf
    from cogs.options import Choices

    Interaction = discord.Interaction[Nutgraf]

EVERYTHING = "everything"
USUAL = ScheduleWords(DEFAULT_TIME, DEFAULT_ZONE, DEFAULT_DAYS)


class FollowOption(app_commands.Transformer):
    """What a member follows: one of it, chosen from the list or named, or everything."""

    async def transform(self, interaction: Interaction, value: str) -> list[Subscription]:  # type: ignore[override]
        """Return what is meant; raises :class:`QueryError`."""
        followed = await interaction.client.index.subscriptions.of_member(interaction.user.id)
        if not followed:
            raise QueryError("You follow nothing. /follow brings you a digest in your direct messages.")
        wanted = flat(value).casefold()
        if wanted == EVERYTHING:
            return followed
        titles = _titles(interaction.client, followed)
        found = [one for one in followed if wanted == str(one.id)] or [
            one for one, title in zip(followed, titles, strict=True) if wanted in title.casefold()
        ]
        if len(found) != 1:
            raise QueryError(f"You follow: {'; '.join(titles)}. Choose one of them, or everything.")
        return found

    async def autocomplete(self, interaction: Interaction, value: str) -> Choices:  # type: ignore[override]
        """Offer what the member follows, then everything."""
        return await _suggest_followed(interaction, value)


@suggesting
async def _suggest_followed(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    followed = await interaction.client.index.subscriptions.of_member(interaction.user.id)
    titles = _titles(interaction.client, followed)
    offered = [
        (f"{title}{_paused(one)} · {describe(one.schedule)}", str(one.id))
        for one, title in zip(followed, titles, strict=True)
    ]
    if followed:
        offered.append(("Everything", EVERYTHING))
    return [pair for pair in offered if flat(current).casefold() in pair[0].casefold()]


def _titles(bot: Nutgraf, followed: Sequence[Subscription]) -> list[str]:
    return [name_subject(one.subject, bot.topics, {}) for one in followed]


def _paused(one: Subscription) -> str:
    return " (paused)" if one.state is SubscriptionState.PAUSED else ""


@suggesting
async def _suggest_people(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    """Offer who is in the news that a member sees in private, wherever they type."""
    return await people_like(interaction, current, _own(interaction))


class Follows(commands.Cog):
    """Digests for members, each for one member alone."""

    def __init__(self, bot: Nutgraf) -> None:
        self.bot = bot

    @app_commands.command(description="Get a digest of your own in your direct messages")
    @app_commands.describe(
        topic="The topics, with commas between several; with no topic, person or search, everything",
        person="People, organisations or places, with commas between several",
        search='What a search finds: words, "phrases", -exclusions, source:courier',
        at="When: 08:00, or 07:30, 18:00, or every 2 hours, or as it happens (without it, 08:00)",
        timezone="Whose clock: Europe/Paris, America/New_York (without it, as before, or UTC)",
        days="On which days: daily, weekdays, weekends, mon, wed, fri (without it, daily)",
        quiet="Hours in which nothing comes: 22:00-07:00",
        length="How much of it (without it, normal)",
    )
    @app_commands.autocomplete(
        topic=suggest_topics,
        person=_suggest_people,
        search=suggest_query,
        at=suggest_time,
        timezone=suggest_zone,
        days=suggest_days,
    )
    @anywhere
    async def follow(
        self,
        interaction: Interaction,
        topic: TopicList | None = None,
        person: People | None = None,
        search: Query | None = None,
        at: Words | None = None,
        timezone: Words | None = None,
        days: Words | None = None,
        quiet: Words | None = None,
        length: LengthOption | None = None,
    ) -> None:
        """Send a first message now, so that it is known that others will arrive; then promise them."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        subject = await self._subject(interaction, topic, person, search)
        followed = await self.bot.index.subscriptions.of_member(interaction.user.id)
        before = next((one for one in followed if one.subject == subject), None)
        if before is None:
            self._check_limit(followed)
        schedule = self._schedule(before, followed, at, timezone, days, quiet)
        usual = before.preferences if before else Preferences()
        preferences = parse_preferences(length_typed(length), usual) if length else usual
        await self._promise(interaction, subject, schedule, preferences, before)

    async def _subject(
        self, interaction: Interaction, topic: str | None, person: str | None, search: str | None
    ) -> Subject:
        # what a server added for itself is not to be seen in private, wherever the command is used
        return await subject_typed(
            interaction, topic=topic, person=person, search=search, scope=_own(interaction)
        )

    def _check_limit(self, followed: Sequence[Subscription]) -> None:
        most = self.bot.settings.digests.max_follows
        if len(followed) >= most:
            digests = counted(len(followed), "digest")
            raise QueryError(f"You follow {digests} already, and {most} is the most. /unfollow ends one.")

    def _schedule(
        self,
        before: Subscription | None,
        followed: Sequence[Subscription],
        at: str | None,
        timezone: str | None,
        days: str | None,
        quiet: str | None,
    ) -> Schedule:
        """Return the schedule asked for: what is not given is as it was, or as usual in the member's zone."""
        known = as_typed(before.schedule) if before else replace(USUAL, timezone=usual_zone(followed))

        def parsed(on_days: str) -> Schedule:
            return parse_schedule(
                at or known.at,
                timezone or known.timezone,
                on_days,
                min_interval_minutes=self.bot.settings.digests.min_interval_minutes,
                quiet=known.quiet if quiet is None else quiet,
            )

        try:
            return parsed(days or known.days)
        except ScheduleError:
            if days is not None or known.days == USUAL.days:
                raise
        # weekdays of before may not go with what is asked for now: an interval runs every day
        return parsed(USUAL.days)

    async def _promise(
        self,
        interaction: Interaction,
        subject: Subject,
        schedule: Schedule,
        preferences: Preferences,
        before: Subscription | None,
    ) -> None:
        bot, member, now = self.bot, interaction.user.id, self.bot.clock()
        due = first_slot(schedule, now).due
        line = FollowLine(
            name_subject(subject, bot.topics, {}),
            describe(schedule),
            due,
            live=isinstance(schedule, LiveSchedule),
        )
        # a closed door is found now, and not at seven in the morning
        await send_in_private(interaction.user, greeting_view(line))
        _, new = await bot.index.subscriptions.put(
            guild=None,
            member=member,
            channel=member,
            subject=subject,
            schedule=schedule,
            preferences=preferences,
            created_by=member,
            now=now,
            next_due=due,
            most=bot.settings.digests.max_follows,
        )
        composer = Composer(bot.index, bot.settings.digests, bot.topics, now=now)
        sample = await composer.compose(
            subject=subject, scope=_own(interaction), channel=member, preferences=preferences
        )
        resumed = before is not None and before.state is SubscriptionState.PAUSED
        await show(interaction, followed_view(line, new=new, resumed=resumed, sample=sample))

    @app_commands.command(description="End a digest that comes in your direct messages")
    @app_commands.describe(what="Which one, or everything")
    @anywhere
    async def unfollow(
        self, interaction: Interaction, what: app_commands.Transform[list[Subscription], FollowOption]
    ) -> None:
        """Delete what a member follows, and with the last of it all that is kept about them."""
        ended = [one.id for one in what]
        await self.bot.index.subscriptions.end_following(interaction.user.id, ended)
        left = await self.bot.index.subscriptions.of_member(interaction.user.id)
        lines = [f"- {escape(title)}" for title in _titles(self.bot, what)]
        if not left:
            lines.append("Nothing is kept any more of what you followed and were shown.")
        await show(interaction, notice_view("You no longer follow:", "success", lines=lines))


def _own(interaction: Interaction) -> Scope:
    """Return a member's own eyes."""
    return Scope(guild=None, user=interaction.user.id)


async def setup(bot: Nutgraf) -> None:
    """Add the commands."""
    await bot.add_cog(Follows(bot))
