"""All commands together: loadable, unique, described, inside the limits; and the ones that only tell."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import discord
import pytest
from discord import app_commands

import cogs
from bot.errors import QueryError, StorageError
from bot.models import Scope
from cogs.border import sentence_for
from cogs.options import suggesting, to_choices
from tests.cogs.conftest import World, make_bot, seen

MEMBER_COMMANDS = {
    "who",
    "what",
    "when",
    "ask",
    "search",
    "story",
    "latest",
    "trends",
    "digest",
    "follow",
    "unfollow",
    "topics",
    "help",
    "about",
}

Command = app_commands.Command[Any, ..., Any] | app_commands.Group


def test_every_module_with_a_setup_is_listed() -> None:
    modules = [
        importlib.import_module(f"cogs.{module.name}") for module in pkgutil.iter_modules(cogs.__path__)
    ]
    assert {module.__name__ for module in modules if hasattr(module, "setup")} == set(cogs.EXTENSIONS)


def walk(world: World) -> Iterator[Command]:
    for command in world.bot.tree.walk_commands():
        assert not isinstance(command, app_commands.ContextMenu)
        yield command


async def test_names_are_unique_and_texts_fit(world: World) -> None:
    names = [command.qualified_name for command in walk(world)]
    assert len(names) == len(set(names))
    for command in walk(world):
        assert 10 <= len(command.description) <= 100, command.qualified_name
        if isinstance(command, app_commands.Group):
            continue
        for option in command.parameters:
            assert 5 <= len(str(option.description)) <= 100, f"{command.qualified_name} {option.name}"
            assert (
                option.type is not discord.AppCommandOptionType.string
                or option.max_value
                or option.choices
                or option.autocomplete
            )


async def test_members_see_their_commands(world: World) -> None:
    assert set(world.member.available_commands(world.news)) == MEMBER_COMMANDS


async def test_managing_needs_a_server(world: World) -> None:
    user = world.env.create_user("solo")
    assert set(user.available_commands()) == MEMBER_COMMANDS


async def test_help_shows_managing_to_admins(world: World) -> None:
    member = await world.member.slash(world.news, "help")
    admin = await world.admin.slash(world.news, "help")
    assert member.ephemeral
    assert "Manage this server" not in seen(member)
    assert "`/subscribe`" in seen(admin)


async def test_help_names_every_command(world: World) -> None:
    text = seen(await world.admin.slash(world.news, "help"))
    for command in walk(world):
        if not isinstance(command, app_commands.Group) and command.name != "help":
            assert f"`/{command.qualified_name}`" in text


async def test_topics_are_listed(world: World) -> None:
    text = seen(await world.member.slash(world.news, "topics"))
    for topic in world.bot.topics.values():
        assert f"{topic.emoji} **{topic.title}**" in text


async def test_about_counts_the_articles(world: World) -> None:
    count = await world.index.articles.count(Scope.everyone())
    assert f"{count} articles read" in seen(await world.member.slash(world.news, "about"))


async def test_bodies_are_synced_once(world: World) -> None:
    before = len([request for request in world.env.http_requests if request.method == "PUT"])
    await world.env.restart_bot(make_bot(world.index))
    assert len([request for request in world.env.http_requests if request.method == "PUT"]) == before


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (QueryError("Ask something."), "Ask something."),
        (StorageError("The index is full."), "The index is full."),
        (app_commands.NoPrivateMessage(), "servers only"),
        (app_commands.CheckFailure(), "may not use"),
        (app_commands.MissingPermissions(["manage_guild"]), "may not use"),
        (app_commands.BotMissingPermissions(["send_messages"]), "send messages"),
        (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 5), 4.2), "4 seconds"),
        (app_commands.CommandNotFound("who", []), "Restart Discord"),
    ],
)
def test_errors_have_sentences(error: Exception, sentence: str) -> None:
    assert sentence in (sentence_for(error) or "")


def test_a_bug_has_none() -> None:
    assert sentence_for(KeyError("x")) is None


def test_choices_stay_inside_the_limits() -> None:
    choices = to_choices(
        [("x" * 300, f"value {n}") for n in range(40)] + [("a", "y" * 101), ("b", " "), ("", "c")]
    )
    assert len(choices) == 25
    assert all(len(choice.name) <= 100 for choice in choices)
    assert [
        choice.value for choice in to_choices([("a", "y" * 101), ("b", " "), ("\u200b", "c"), ("d", "d")])
    ] == ["d"]


async def test_choices_that_take_too_long_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    async def endless(_: Any, typed: str) -> list[tuple[str, str]]:
        await asyncio.Event().wait()
        return [(typed, typed)]

    monkeypatch.setattr("cogs.options.MOST_SECONDS", 0.01)
    anybody: Any = None
    assert await suggesting(endless)(anybody, "gall") == []
