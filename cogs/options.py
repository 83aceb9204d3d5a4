"""What commands have in common: whose eyes, which options, and what is offered while somebody types."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import discord
import structlog
from discord import app_commands

from bot.errors import QueryError
from bot.models import Scope
from bot.query.search_language import Unfinished, outlets_meant, unfinished
from bot.views.budget import label, width
from bot.views.charts import files_of
from bot.views.escape import flat

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]
    Choices = list[app_commands.Choice[str]]
    Suggester = Callable[[Interaction, str], Awaitable[Iterable[tuple[str, str]]]]

log = structlog.get_logger()

ALL_TOPICS = "all"
MOST_CHOICES = 25
CHOICE_LIMIT = 100
"""Discord's, for a choice's name and for its value."""
MOST_SECONDS = 2.5
"""Discord waits three for choices; those that come late are an error to it, and none to who types."""
NAMES, OUTLETS = 15, 8
"""Offered at most, so that there is room for what comes after them."""

About = app_commands.Range[str, 1, 200]
Question = app_commands.Range[str, 1, 1000]
Query = app_commands.Range[str, 1, 300]
Day = app_commands.Range[str, 1, 60]

_DAYS = ("today", "yesterday", "last week", "last month", "7 days", "30 days")

_Command = TypeVar("_Command")


def anywhere(command: _Command) -> _Command:
    """Let a command be used in servers, in direct messages, and by who installed the bot for themselves."""
    contexts = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    installs = app_commands.allowed_installs(guilds=True, users=True)
    return installs(contexts(command))


def scope_of(interaction: Interaction) -> Scope:
    """Return whose eyes an interaction is for; a guild counts only when the bot is a member of it."""
    guild = interaction.guild_id
    member = guild is not None and interaction.client.get_guild(guild) is not None
    return Scope(guild=guild if member else None, user=None)


def eyes_of(interaction: Interaction) -> Scope:
    """Return whose eyes a story is shown to: in private also those for what a member added for themselves."""
    if interaction.guild_id is None:
        return Scope(guild=None, user=interaction.user.id)
    return scope_of(interaction)


def suggesting(suggest: Suggester) -> Callable[[Interaction, str], Coroutine[Any, Any, Choices]]:
    """Make an autocomplete of a function that gives (name, value): inside all limits, and never failing."""

    @wraps(suggest)
    async def autocomplete(interaction: Interaction, current: str) -> Choices:
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return to_choices(await suggest(interaction, current))
        except TimeoutError:
            log.warning("autocomplete.slow", option=suggest.__name__)
            return []
        except Exception:  # Discord shows nothing for a failure; typing on must stay possible
            log.warning("autocomplete.failed", option=suggest.__name__, exc_info=True)
            return []

    return autocomplete


def to_choices(pairs: Iterable[tuple[str, str]]) -> Choices:
    """Return at most 25 choices, each once however it is spelt, leaving out what Discord would refuse."""
    choices: dict[str, app_commands.Choice[str]] = {}
    for name, value in pairs:
        shown = label(name, CHOICE_LIMIT)
        if shown and value.strip() and width(value) <= CHOICE_LIMIT and value.isprintable():
            choices.setdefault(flat(value).casefold(), app_commands.Choice(name=shown, value=value))
    return list(choices.values())[:MOST_CHOICES]


@suggesting
async def suggest_about(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    """Offer who and what is in the news: entities, best known first, then headlines, newest first."""
    index, scope, typed = interaction.client.index, scope_of(interaction), flat(current)
    names = await index.entities.names(typed, scope, NAMES)
    headlines = await index.articles.headlines(typed, scope, MOST_CHOICES)
    return [(words, as_value(words)) for words in (*names, *headlines)]


def as_value(words: str) -> str:
    """Return words as a choice's value: cut without an ellipsis, since they are searched for."""
    return label(words, CHOICE_LIMIT).removesuffix("…").rstrip()


@suggesting
async def suggest_day(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    """Offer some ways to name a day, and what was typed."""
    typed = flat(current)
    offered = [word for word in _DAYS if typed.lower() in word]
    return [(word, word) for word in ([typed, *offered] if typed else offered)]


@suggesting
async def suggest_query(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    """Offer a search as it stands, then with its last word completed, or with a filter."""
    part = unfinished(current)
    if part.filter:
        values = await _values_of(interaction, part.filter, part.value)
        return [(whole, whole) for whole in map(part.completed, values)]
    offered = [current]
    if part.value:
        names = await interaction.client.index.entities.names(part.value, scope_of(interaction), NAMES)
        offered += map(part.completed, names)
    for name in ("source", "topic", "person"):
        # "so" may be the beginning of "source:"
        if name.startswith(part.value.casefold()):
            values = await _values_of(interaction, name, "")
            offered += map(Unfinished(part.before, name, "", "").completed, values[:OUTLETS])
    return [(whole, whole) for whole in offered]


async def _values_of(interaction: Interaction, name: str, typed: str) -> list[str]:
    """Return what a filter of a search may be given, among what who types can see."""
    index, scope = interaction.client.index, scope_of(interaction)
    if name == "person":
        return await index.entities.names(flat(typed), scope, MOST_CHOICES)
    if name == "topic":
        wanted = flat(typed).casefold()
        topics = interaction.client.topics.values()
        return [each.name for each in topics if wanted in each.name or wanted in each.title.casefold()]
    outlets = await index.articles.sources(scope)
    return list(outlets_meant(typed, outlets) if typed.strip() else outlets)[:MOST_CHOICES]


class TopicOption(app_commands.Transformer):
    """A topic by name or title; "all" where that makes sense."""

    def __init__(self, *, all_topics: bool = False) -> None:
        self._all_topics = all_topics

    async def transform(self, interaction: Interaction, value: str) -> str:  # type: ignore[override]
        """Return the topic's name; raises :class:`QueryError` naming those there are."""
        wanted = flat(value).casefold()
        if self._all_topics and wanted in {ALL_TOPICS, "all topics"}:
            return ALL_TOPICS
        topics = interaction.client.topics
        for topic in topics.values():
            if wanted in {topic.name, topic.title.casefold()}:
                return topic.name
        there_are = ", ".join([*([ALL_TOPICS] if self._all_topics else []), *topics])
        raise QueryError(f"There is no topic “{label(value, 60)}”. There are: {there_are}.")

    async def autocomplete(self, interaction: Interaction, value: str) -> Choices:  # type: ignore[override]
        """Offer the topics whose title or name holds what was typed."""
        typed = flat(value).casefold()
        topics = interaction.client.topics.values()
        offered = [("🗞️ All topics", ALL_TOPICS)] if self._all_topics and typed in "all topics" else []
        offered += [
            (f"{topic.emoji} {topic.title}", topic.name)
            for topic in topics
            if typed in topic.name or typed in topic.title.casefold()
        ]
        return to_choices(offered)


async def show(interaction: discord.Interaction[Any], view: discord.ui.LayoutView) -> None:
    """Put `view` where "thinking…" stands, or answer with it, for who asked only."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, attachments=files_of(view))
    else:
        await interaction.response.send_message(view=view, files=files_of(view), ephemeral=True)
