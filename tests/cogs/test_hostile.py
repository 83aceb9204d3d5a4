"""Whatever members type, they get a card that pings nobody and fits, or a sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.views.budget import COMPONENT_LIMIT, TEXT_LIMIT, width
from tests.cogs.conftest import World, _components, seen
from tests.hostile import HOSTILE
from tests.views.making import parts

COMMANDS = {
    "who": ("about", 200),
    "what": ("about", 200),
    "when": ("about", 200),
    "ask": ("question", 1000),
    "search": ("query", 300),
    "story": ("about", 200),
}
"""What each takes, and how much of it Discord lets through."""
PINGS = re.compile(r"@everyone|@here|<@[!&]?\d")
"""Never, not even behind a backslash, which Discord's server looks past."""
MENTIONS = re.compile(r"(?<!\\)<(?:#\d|/who|a?:a|t:1:)")


def assert_fits(components: list[Any]) -> None:
    """Assert what Discord asks of a message's components: it refuses the whole message otherwise."""
    every = list(parts(components))
    texts = [part["content"] for part in every if part["type"] == 10]
    assert len(every) <= COMPONENT_LIMIT
    assert sum(map(width, texts)) <= TEXT_LIMIT
    assert all(text.strip() for text in texts)
    for part in every:
        if part["type"] == 2:
            assert 1 <= width(part["label"]) <= 80
            assert width(part.get("custom_id", "")) <= 100
        if part["type"] == 1:
            assert 1 <= len(part["components"]) <= 5
    ids = [part["custom_id"] for part in every if "custom_id" in part]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("command", COMMANDS)
async def test_hostile_text_is_answered_or_told_off(world: World, command: str) -> None:
    option, longest = COMMANDS[command]
    for name, whole in HOSTILE.items():
        text = whole[:longest]
        result = await world.member.slash(world.news, command, **{option: text})
        message = result.followups[-1] if result.followups else result
        said = seen(message)
        assert said, name
        assert "went wrong" not in said, name
        assert not PINGS.search(said) and not MENTIONS.search(said), name
        assert not any(letter in said for letter in "\u202e\u2067\x00\x1b\ud800"), name
        assert_fits(_components(message))


@pytest.mark.parametrize("command", COMMANDS)
async def test_what_is_sent_may_mention_nobody(world: World, command: str) -> None:
    option, _ = COMMANDS[command]
    result = await world.member.slash(world.news, command, **{option: "council " + HOSTILE["mentions"]})
    assert result.response is not None
    if "Share to channel" in seen(result):
        await world.member.click(result.response.message, label="Share to channel")
        public = world.news.history(viewer=world.admin)[-1]
        assert not public.mention_everyone
        # who shared it is named, and not pinged either
        assert not public.raw_mentions or public.raw_mentions == [world.member.id]


@pytest.mark.parametrize("command", COMMANDS)
async def test_hostile_days_and_topics_are_told_off(world: World, command: str) -> None:
    option, _ = COMMANDS[command]
    for other in ("since", "until", "topic"):
        for name in ("SQL", "mentions", "emoji", "right to left", "Chinese", "controls"):
            chosen = {option: "council", other: HOSTILE[name][:60]}
            result = await world.member.slash(world.news, command, **chosen)
            message = result.followups[-1] if result.followups else result
            said = seen(message)
            assert said.startswith("⚠️ "), (name, said)
            assert "went wrong" not in said, name
            assert not PINGS.search(said) and not MENTIONS.search(said), name
            assert_fits(_components(message))


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "ask"])
async def test_hostile_text_is_completed_or_left_alone(world: World, command: str) -> None:
    option, _ = COMMANDS[command]
    for text in HOSTILE.values():
        choices = await world.member.autocomplete(world.news, command, option, text[:100])
        assert len(choices) <= 25
        for choice in choices:
            assert 1 <= width(choice["name"]) <= 100
            assert 1 <= width(choice["value"]) <= 100
