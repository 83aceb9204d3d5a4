"""Admins choose where they are told what fails or changes."""

from __future__ import annotations

import discord

from tests.cogs.conftest import World, seen


async def test_the_settings_say_where_admins_are_told_and_what_there_may_be(world: World) -> None:
    result = await world.admin.slash(world.news, "settings")
    assert result.ephemeral
    text = seen(result)
    assert "in private" in text and "50 feeds" in text and "25 subscriptions" in text


async def test_a_channel_is_chosen_and_given_up_again(world: World) -> None:
    admins = world.guild.create_text_channel("admins")
    await world.env.settle()
    assert f"in <#{admins.id}>" in seen(await world.admin.slash(world.news, "settings", admins=admins))
    assert await world.index.guilds.admin_channel(world.guild.id) == admins.id
    assert f"in <#{admins.id}>" in seen(await world.admin.slash(world.news, "settings"))
    assert "in private" in seen(await world.admin.slash(world.news, "settings", private=True))
    assert await world.index.guilds.admin_channel(world.guild.id) is None


async def test_a_channel_where_the_bot_may_not_write_is_refused(world: World) -> None:
    closed = world.guild.create_text_channel(
        "closed",
        overwrites={world.guild.default_role: discord.PermissionOverwrite(send_messages=False)},
    )
    await world.env.settle()
    text = seen(await world.admin.slash(world.news, "settings", admins=closed))
    assert "Send Messages" in text
    assert await world.index.guilds.admin_channel(world.guild.id) is None


async def test_a_channel_that_is_gone_is_said(world: World) -> None:
    await world.index.guilds.set_admin_channel(world.guild.id, 12345)
    assert "That channel is gone" in seen(await world.admin.slash(world.news, "settings"))


async def test_both_at_once_are_refused_and_members_may_not(world: World) -> None:
    text = seen(await world.admin.slash(world.news, "settings", admins=world.news, private=True))
    assert "not both" in text
    assert "settings" not in world.member.available_commands(world.news)
