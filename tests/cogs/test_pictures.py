"""Pictures beside answers: on the first page, alone or shared, and never where files may not be posted."""

from __future__ import annotations

import io
from typing import Any

import discord
import pytest
from PIL import Image
from simcord.results import InteractionResult

from tests.cogs.conftest import Shown, World, _components, seen
from tests.views.making import parts

TIMELINE = {"about": "strike"}
"""Words that more than five days of the samples are about."""


def galleries(message: Shown) -> list[dict[str, Any]]:
    """Return the pictures that a card shows."""
    return [item for part in parts(_components(message)) if part["type"] == 12 for item in part["items"]]


def attached(message: InteractionResult | discord.Message | None) -> list[str]:
    """Return the names of the files of a message."""
    if isinstance(message, InteractionResult):
        assert message.response is not None
        message = message.response.message
    assert message is not None
    return [attachment.filename for attachment in message.attachments]


async def test_a_timeline_of_many_days_comes_with_a_picture(world: World) -> None:
    result = await world.member.slash(world.news, "when", **TIMELINE)
    (shown,) = galleries(result)
    assert shown["description"].startswith("A timeline of ")
    assert "4 October 2024: Cargo began to move" in shown["description"]
    assert attached(result) == ["timeline.png"]
    assert result.response is not None
    data = await result.response.message.attachments[0].read()
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "PNG"
    assert picture.size[0] == 960


async def test_few_days_come_without(world: World) -> None:
    result = await world.member.slash(world.news, "when", about="cannery sale")
    assert "**2 October 2024**" in seen(result)
    assert not galleries(result)
    assert not attached(result)


async def test_the_picture_is_on_the_first_page_alone(world: World) -> None:
    result = await world.member.slash(world.news, "when", **TIMELINE)
    assert result.response is not None
    await world.member.click(result.response.message, label="Next")
    assert not galleries(result)
    assert not attached(result)
    await world.member.click(result.response.message, label="Back")
    assert len(galleries(result)) == 1
    assert attached(result) == ["timeline.png"]


async def test_the_picture_is_shared_with_the_answer(world: World) -> None:
    result = await world.member.slash(world.news, "when", **TIMELINE)
    assert result.response is not None
    await world.member.click(result.response.message, label="Share to channel")
    public = world.news.history(viewer=world.admin)[-1]
    assert "Shared by" in seen(public)
    assert len(galleries(public)) == len(galleries(result)) == 1
    assert attached(public) == attached(result) == ["timeline.png"]


async def test_where_files_may_not_be_posted_the_answer_is_shared_without(world: World) -> None:
    plain = world.guild.create_text_channel(
        "plain", overwrites={world.guild.default_role: discord.PermissionOverwrite(attach_files=False)}
    )
    result = await world.member.slash(plain, "when", **TIMELINE)
    assert result.response is not None
    await world.member.click(result.response.message, label="Share to channel")
    public = plain.history(viewer=world.admin)[-1]
    assert "Shared by" in seen(public)
    assert not galleries(public)
    assert not attached(public)
    assert len(galleries(result)) == 1


@pytest.mark.parametrize("world", [{"answers_public": True}], indirect=True)
async def test_who_turns_the_page_of_a_public_answer_gets_the_picture_too(world: World) -> None:
    result = await world.member.slash(world.news, "when", **TIMELINE)
    assert result.response is not None
    second = await world.admin.click(result.response.message, label="Next")
    assert second.ephemeral
    assert not galleries(second)
    assert second.response is not None
    await world.admin.click(second.response.message, label="Back")
    assert len(galleries(second)) == 1
    assert len(galleries(result)) == 1


async def test_a_question_too_long_for_buttons_keeps_its_picture(world: World) -> None:
    about = "strike " * 14
    result = await world.member.slash(world.news, "when", about=about.strip())
    assert len(galleries(result)) == 1
    assert result.response is not None
    await world.member.click(result.response.message, label="Next")
    assert not galleries(result)
    await world.member.click(result.response.message, label="Back")
    assert len(galleries(result)) == 1
    pressed = await world.member.click(result.response.message, label="Share to channel")
    assert len(galleries(pressed.followups[-1])) == 1
    await world.env.advance_time(15 * 60)
    assert len(galleries(result)) == 1
