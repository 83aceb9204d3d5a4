"""Options that say what a digest is about: lists parted by commas, completed at their last item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands

from bot.digests.options.preferences import PreferenceWords
from bot.digests.options.subjects import SubjectWords, read_subject
from bot.digests.options.typed import join
from bot.views.escape import flat
from cogs.options import ALL_TOPICS, MOST_CHOICES, eyes_of, suggesting

if TYPE_CHECKING:
    from bot.app import Nutgraf
    from bot.models import Scope, Subject

    Interaction = discord.Interaction[Nutgraf]

TopicList = app_commands.Range[str, 1, 400]
People = app_commands.Range[str, 1, 400]
FeedList = app_commands.Range[str, 1, 400]
LengthOption = Literal["short", "normal", "long"]


async def subject_typed(
    interaction: Interaction,
    *,
    topic: str | None = None,
    person: str | None = None,
    feed: str | None = None,
    search: str | None = None,
    scope: Scope | None = None,
) -> Subject:
    """Return what the options mean, to who typed them or to other eyes; raises :class:`QueryError`."""
    bot = interaction.client
    return await read_subject(
        bot.index,
        SubjectWords(topics=topic or "", feeds=feed or "", people=person or "", search=search or ""),
        scope=scope or eyes_of(interaction),
        topics=bot.topics,
        today=bot.clock().date(),
    )


def length_typed(length: str | None) -> PreferenceWords:
    """Return the wording of preferences of which a member chooses the length alone."""
    return PreferenceWords(length=length or "")


@suggesting
async def suggest_topics(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    """Offer the topics that are not in the list yet, and first of all of them together."""
    before, typed = last_item(current)
    named = {flat(item).casefold() for item in before.split(",")}
    offered = [("🗞️ All topics", ALL_TOPICS)] if not before and typed in "all topics" else []
    for topic in interaction.client.topics.values():
        title = topic.title.casefold()
        if not named & {topic.name, title} and (typed in topic.name or typed in title):
            offered.append((f"{before}{topic.emoji} {topic.title}", f"{before}{topic.title}"))
    return offered


@suggesting
async def suggest_people(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    """Offer who is in the news, the best known first."""
    return await people_like(interaction, current, eyes_of(interaction))


async def people_like(interaction: Interaction, current: str, scope: Scope) -> list[tuple[str, str]]:
    """Return who is in the news of a scope, the best known first, each at the end of the list so far."""
    before, typed = last_item(current)
    names = await interaction.client.index.entities.names(typed, scope, MOST_CHOICES)
    return [(f"{before}{name}", f"{before}{join([name])}") for name in names]


@suggesting
async def suggest_feeds(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    """Offer the feeds that are followed here, by title."""
    before, typed = last_item(current)
    feeds = await interaction.client.index.feeds.visible(eyes_of(interaction))
    return [
        (f"{before}{feed.title}", f"{before}feed:{feed.id}")
        for feed in feeds
        if not feed.muted and typed in feed.title.casefold()
    ]


def last_item(current: str) -> tuple[str, str]:
    """Return what stands before the last item of a list, with a comma and a space, and that item, folded."""
    before, comma, typed = current.rpartition(",")
    return (f"{before.strip()}, " if comma else ""), flat(typed).casefold()
