"""What a subscription is begun with or changed to: from what was typed, checked before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import discord

from bot.digests.options.preferences import (
    LENGTHS,
    ORDERS,
    PreferenceWords,
    parse_phrases,
    parse_preferences,
    phrases_as_typed,
    preferences_as_typed,
)
from bot.digests.options.subjects import SubjectWords, read_subject, subject_as_typed
from bot.digests.schedules.parsing import ScheduleWords, as_typed, parse_schedule
from bot.digests.schedules.slots import first_slot
from bot.errors import QueryError, SubscriptionError
from bot.models import (
    ClockSchedule,
    Feed,
    Preferences,
    RoleMention,
    Schedule,
    Subject,
    Subscription,
)
from bot.views.subscriptions_forms import (
    MOST_OPTIONS,
    Choice,
    Filled,
    Form,
    how_form,
    what_form,
    when_form,
    which_form,
)
from cogs.subscriptions.places import problem_with_role, seen_channel

if TYPE_CHECKING:
    from bot.app import Nutgraf

Changed = Literal["what", "when", "which", "how"]
DEFAULT_TIME = "08:00"
DEFAULT_ZONE = "UTC"
DEFAULT_DAYS = "daily"
USUAL = Preferences()


# --- times -----------------------------------------------------------------------------------------------


def schedule_asked(
    at: str | None,
    timezone: str | None,
    days: str | None,
    *,
    before: Schedule | None,
    zone: str,
    min_interval_minutes: int,
) -> Schedule:
    """Return the schedule that a command asks for: what it leaves out is as `before`, or as usual.

    `zone` is the usual one. Raises :class:`ScheduleError`.
    """
    if before is not None and at is None and timezone is None and days is None:
        return before
    usual = typed_again(before, zone) if before is not None else None
    at = at or (usual.at if usual else DEFAULT_TIME)
    zone = timezone or (usual.timezone if usual else zone)
    asked = parse_schedule(at, zone, days or DEFAULT_DAYS, min_interval_minutes=min_interval_minutes)
    if isinstance(asked, ClockSchedule):
        if days is None and usual is not None:
            return parse_schedule(at, zone, usual.days, min_interval_minutes=min_interval_minutes)
        return asked
    quiet = usual.quiet if usual else ""
    return parse_schedule(
        at, zone, days or DEFAULT_DAYS, min_interval_minutes=min_interval_minutes, quiet=quiet
    )


def typed_again(schedule: Schedule, zone: str) -> ScheduleWords:
    """Return what is typed for a schedule; for one that needs no zone, `zone` stands ready."""
    words = as_typed(schedule)
    return words if zone_of(schedule) else replace(words, timezone=zone)


def usual_zone(stored: Sequence[Subscription]) -> str:
    """Return the zone of the newest subscription, of a guild or a member, that has one."""
    newest_first = sorted(stored, key=lambda one: one.id, reverse=True)
    return next((zone for one in newest_first if (zone := zone_of(one.schedule))), DEFAULT_ZONE)


def zone_of(schedule: Schedule) -> str | None:
    """Return the zone that a schedule is kept in, if it needs one."""
    if isinstance(schedule, ClockSchedule):
        return schedule.timezone
    return None if schedule.quiet is None else schedule.quiet.timezone


# --- forms -----------------------------------------------------------------------------------------------


async def form_for(
    bot: Nutgraf, subscription: Subscription, part: Changed, custom_id: str, typed: Filled | None
) -> Form:
    """Return the form that changes a part of a subscription, filled with what is set, or what was `typed`."""
    preferences = subscription.preferences
    words = preferences_as_typed(preferences)
    match part:
        case "what":
            feeds = await bot.index.feeds.visible(subscription.scope)
            topics = _topic_choices(bot, subscription.subject)
            listed = _feed_choices(feeds, subscription.subject)
            filled = _what_filled(
                bot, subscription.subject, feeds, topics=bool(topics), feeds_listed=bool(listed)
            )
            return what_form(custom_id, typed or filled, topics=topics, feeds=listed)
        case "when":
            stored = await bot.index.subscriptions.of_guild(subscription.scope)
            when = typed_again(subscription.schedule, usual_zone(stored))
            filled = {
                "at": (when.at,),
                "timezone": (when.timezone,),
                "days": (when.days,),
                "quiet": (when.quiet,),
            }
            return when_form(custom_id, typed or filled)
        case "which":
            filled = {
                "include": (words.include,),
                "exclude": (words.exclude,),
                "sources": (words.min_sources,),
                "languages": (words.languages,),
            }
            return which_form(custom_id, typed or filled)
        case "how":
            return how_form(
                custom_id,
                typed or _how_filled(bot, subscription),
                lengths=[Choice(value, _capital(name)) for value, name in LENGTHS.items()],
                orders=[Choice(value, _capital(name)) for value, name in ORDERS.items()],
            )


def _what_filled(
    bot: Nutgraf, subject: Subject, feeds: Sequence[Feed], *, topics: bool, feeds_listed: bool
) -> Filled:
    words = subject_as_typed(subject, bot.topics, feeds)
    return {
        "topics": subject.topics if topics else (words.topics,),
        "feeds": tuple(map(_feed_value, subject.feeds)) if feeds_listed else (words.feeds,),
        "people": (words.people,),
        "search": (words.search,),
    }


def _topic_choices(bot: Nutgraf, subject: Subject) -> list[Choice]:
    """Return the topics to choose from; none when they have to be typed, since not all can be listed."""
    if len(bot.topics) > MOST_OPTIONS or not set(subject.topics) <= set(bot.topics):
        return []
    return [Choice(topic.name, f"{topic.emoji} {topic.title}") for topic in bot.topics.values()]


def _feed_choices(feeds: Sequence[Feed], subject: Subject) -> list[Choice]:
    seen = [feed for feed in feeds if not feed.muted]
    if len(seen) > MOST_OPTIONS or not set(subject.feeds) <= {feed.id for feed in seen}:
        return []
    return [Choice(_feed_value(feed.id), feed.title, "shared" if feed.shared else "") for feed in seen]


def _feed_value(feed: int) -> str:
    return f"feed:{feed}"


def _how_filled(bot: Nutgraf, subscription: Subscription) -> Filled:
    preferences = subscription.preferences
    mention = preferences.mention
    guild = bot.get_guild(subscription.guild or 0)
    there = mention is not None and guild is not None and guild.get_role(mention.role) is not None
    switches = [("silent", preferences.silent), ("quiet day", preferences.say_quiet)]
    return {
        "length": (preferences.length,),
        "order": (preferences.order,),
        # Discord would refuse a form with a role that is gone
        "role": (str(mention.role),) if mention is not None and there else (),
        "words": (phrases_as_typed(mention.words),) if mention is not None else (),
        "switches": tuple(name for name, on in switches if on),
    }


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


# --- changing --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a subscription shall be."""

    subject: Subject
    schedule: Schedule
    preferences: Preferences


async def change(
    bot: Nutgraf, subscription: Subscription, part: Changed, filled: Filled, *, by: discord.Permissions
) -> tuple[Subscription, str]:
    """Keep what a form holds; returns the subscription as it is now, and what was changed, in plain text.

    `by`: what who handed it in may do themselves. Raises :class:`QueryError`, :class:`ScheduleError` or
    :class:`SubscriptionError`; then nothing is kept.
    """
    before = _Wanted(subscription.subject, subscription.schedule, subscription.preferences)
    wanted = await _wanted(bot, subscription, before, part, filled)
    _check_may_call(bot, subscription, wanted.preferences.mention, by)
    if wanted == before:
        return subscription, "That is how it was already."
    now = bot.clock()
    same_time = wanted.schedule == before.schedule
    kept = await bot.index.subscriptions.change(
        subscription.id,
        subject=wanted.subject,
        schedule=wanted.schedule,
        preferences=wanted.preferences,
        next_due=None if same_time else first_slot(wanted.schedule, now).due,
        now=now,
        seen=subscription,
    )
    if kept is None:
        raise SubscriptionError("That subscription has ended meanwhile: /subscribe starts another.")
    return kept, "Changed."


async def _wanted(
    bot: Nutgraf, subscription: Subscription, before: _Wanted, part: Changed, filled: Filled
) -> _Wanted:
    preferences = before.preferences
    match part:
        case "what":
            words = SubjectWords(*(_typed(filled, name) for name in ("topics", "feeds", "people", "search")))
            today = bot.clock().date()
            subject = await read_subject(
                bot.index, words, scope=subscription.scope, topics=bot.topics, today=today
            )
            return replace(before, subject=subject)
        case "when":
            schedule = parse_schedule(
                _typed(filled, "at") or DEFAULT_TIME,
                _typed(filled, "timezone") or DEFAULT_ZONE,
                _typed(filled, "days") or DEFAULT_DAYS,
                min_interval_minutes=bot.settings.digests.min_interval_minutes,
                quiet=_typed(filled, "quiet"),
            )
            return replace(before, schedule=schedule)
        case "which":
            which = PreferenceWords(
                include=_typed(filled, "include"),
                exclude=_typed(filled, "exclude"),
                languages=_typed(filled, "languages"),
                min_sources=_typed(filled, "sources"),
                length=preferences.length,
                order=preferences.order,
            )
            return replace(before, preferences=parse_preferences(which, preferences))
        case "how":
            how = replace(
                preferences_as_typed(preferences),
                length=_typed(filled, "length"),
                order=_typed(filled, "order"),
            )
            shaped = replace(
                parse_preferences(how, preferences),
                mention=_mention(bot, subscription, filled),
                silent="silent" in filled.get("switches", ()),
                say_quiet="quiet day" in filled.get("switches", ()),
            )
            return replace(before, preferences=shaped)


def _typed(filled: Filled, name: str) -> str:
    return ", ".join(filled.get(name, ())).strip()


def _mention(bot: Nutgraf, subscription: Subscription, filled: Filled) -> RoleMention | None:
    words = parse_phrases(_typed(filled, "words"))
    guild = bot.get_guild(subscription.guild or 0)
    chosen = [int(role) for role in filled.get("role", ()) if role.isdecimal()]
    before = subscription.preferences.mention
    if not chosen or guild is None:
        if words and (before is None or before.words != words):
            raise QueryError("Choose the role that these words shall call, or take the words out.")
        return None
    # Discord is not asked for a thread that sleeps: a form has to be answered within three seconds
    place = seen_channel(bot, guild.id, subscription.channel)
    if problem := problem_with_role(guild, place, chosen[0]):
        raise QueryError(problem)
    return RoleMention(chosen[0], words)


def _check_may_call(
    bot: Nutgraf, subscription: Subscription, mention: RoleMention | None, by: discord.Permissions
) -> None:
    """Raise :class:`QueryError` where somebody would have the bot call a role that they may not call."""
    before = subscription.preferences.mention
    guild = bot.get_guild(subscription.guild or 0)
    if mention is None or guild is None or (before is not None and before.role == mention.role):
        return
    role = guild.get_role(mention.role)
    if role is not None and not (role.mentionable or by.mention_everyone or by.administrator):
        raise QueryError(
            f"You may not call the role “{role.name}” yourself, so digests cannot do it for you: "
            "allow anyone to mention it in its settings, or ask somebody who may."
        )


# --- beginning -------------------------------------------------------------------------------------------


def check_room(stored: Sequence[Subscription], channel: int, subject: Subject, most: int) -> None:
    """Raise :class:`QueryError` when a guild has as many subscriptions as it may; a change needs no room."""
    if len(stored) >= most and twin_of(stored, channel, subject) is None:
        raise QueryError(
            f"This server has {len(stored)} subscriptions, and {most} is the most. /unsubscribe ends one."
        )


def twin_of(stored: Sequence[Subscription], channel: int, subject: Subject) -> Subscription | None:
    """Return the channel's subscription to a subject, if there is one."""
    return next((one for one in stored if (one.channel, one.subject) == (channel, subject)), None)


def labelled(filled: Filled) -> list[tuple[str, str]]:
    """Return what was typed into a form by what its fields are called, in the form's order."""
    return [(_LABELS[name], ", ".join(values)) for name, values in filled.items() if name in _LABELS]


_LABELS = {
    "topics": "Topics",
    "feeds": "Feeds",
    "people": "Names",
    "search": "Search",
    "at": "Times",
    "timezone": "Time zone",
    "days": "Days",
    "quiet": "Quiet hours",
    "include": "With one of",
    "exclude": "Without",
    "sources": "Outlets",
    "languages": "Languages",
    "words": "Words that call the role",
}
"""Of what is typed; what is chosen is not repeated."""
