"""Admins decide which channel gets which digest; members do not even see how."""

from __future__ import annotations

from dataclasses import replace

import discord
import pytest
import simcord
from simcord.builders import ChannelHandle

from bot.models import ClockSchedule, IntervalSchedule, Scope, Subscription, SubscriptionState
from tests.cogs.conftest import World, seen

ADMIN_COMMANDS = {
    "subscribe",
    "unsubscribe",
    "subscriptions list",
    "subscriptions pause",
    "subscriptions resume",
}


async def stored(world: World) -> list[Subscription]:
    return await world.index.subscriptions.of_guild(Scope(guild=world.guild.id, user=None))


async def test_managing_is_hidden_from_members(world: World) -> None:
    assert set(world.admin.available_commands(world.news)) >= ADMIN_COMMANDS
    assert not ADMIN_COMMANDS & set(world.member.available_commands(world.news))
    with pytest.raises(simcord.SetupError, match="default-member-permissions"):
        await world.member.slash(world.news, "subscribe", topic="world")


async def test_subscribing_needs_only_a_topic(world: World) -> None:
    result = await world.admin.slash(world.news, "subscribe", topic="climate")
    text = seen(result)
    (one,) = await stored(world)
    assert result.ephemeral
    assert (one.channel, one.subject.topics, one.created_by) == (world.news.id, ("climate",), world.admin.id)
    assert one.schedule == ClockSchedule(("08:00",), frozenset(range(7)), "UTC")
    assert f"### ✅ <#{world.news.id}> will get" in text
    assert "Daily at 08:00, UTC." in text
    assert f"<t:{int(one.next_due.timestamp())}:F>" in text
    assert "**Posted now, it would begin with**\n- " in text


async def test_every_option_is_taken(world: World) -> None:
    other = world.guild.create_text_channel("digests")
    result = await world.admin.slash(
        world.news,
        "subscribe",
        topic="all",
        channel=other,
        at="7am, 18:30",
        timezone="paris",
        days="weekdays",
    )
    (one,) = await stored(world)
    assert one.channel == other.id
    assert one.schedule == ClockSchedule(("07:00", "18:30"), frozenset(range(5)), "Europe/Paris")
    assert "All topics" in seen(result)


async def test_again_changes_it(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    result = await world.admin.slash(world.news, "subscribe", topic="world", at="every 2 hours")
    (one,) = await stored(world)
    assert one.schedule == IntervalSchedule(120)
    assert f"Changed: <#{world.news.id}> gets 🌍 World" in seen(result)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"topic": "gardening"}, "There is no topic “gardening”. There are: all, world"),
        ({"at": "25:99"}, "“25:99” is not a time of day"),
        ({"timezone": "Mars/Base"}, "There is no time zone called Mars/Base"),
        ({"days": "someday"}, "“someday” is not a day"),
        ({"at": "every 1 minute"}, "An interval is at least 15 minutes"),
        ({"at": "@everyone"}, "is not a time of day"),
    ],
)
async def test_wrong_options_are_answered_with_a_sentence(
    world: World, options: dict[str, str], sentence: str
) -> None:
    result = await world.admin.slash(world.news, "subscribe", **{"topic": "world", **options})
    assert sentence in seen(result)
    assert "@everyone" not in seen(result)
    assert result.ephemeral
    assert not await stored(world)


def closed(world: World, **denied: bool) -> ChannelHandle:
    """Return a channel in which the bot lacks something; admins see it."""
    return world.guild.create_text_channel(
        "closed",
        overwrites={
            world.guild.default_role: discord.PermissionOverwrite(**denied),
            world.guild.roles["Managers"]: discord.PermissionOverwrite(view_channel=True, send_messages=True),
        },
    )


async def test_a_missing_permission_is_found_at_once(world: World) -> None:
    quiet = closed(world, send_messages=False, read_message_history=False)
    said = seen(await world.admin.slash(world.news, "subscribe", topic="world", channel=quiet))
    assert "I cannot post there yet." in said
    assert "Send Messages and Read Message History" in said
    assert f"<#{quiet.id}>" in said
    assert not await stored(world)


async def test_nobody_subscribes_a_channel_they_cannot_see(world: World) -> None:
    hidden = world.guild.create_text_channel(
        "hidden", overwrites={world.guild.default_role: discord.PermissionOverwrite(view_channel=False)}
    )
    with pytest.raises(simcord.SetupError):
        # Discord offers only what a person sees
        await world.admin.slash(world.news, "subscribe", topic="world", channel=hidden)
    assert not await stored(world)


@pytest.mark.parametrize("world", [{"digests": {"max_subscriptions": 1}}], indirect=True)
async def test_the_limit_is_said(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    assert "1 is the most" in seen(await world.admin.slash(world.news, "subscribe", topic="climate"))
    assert "Changed" in seen(await world.admin.slash(world.news, "subscribe", topic="world", at="09:00"))


async def test_unsubscribing_by_the_list(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    await world.admin.slash(world.news, "subscribe", topic="climate")
    (offered,) = await world.admin.autocomplete(world.news, "unsubscribe", "subscription", "cli")
    assert "in #news · daily at 08:00, UTC" in offered["name"]
    result = await world.admin.slash(world.news, "unsubscribe", subscription=offered["value"])
    assert f"in <#{world.news.id}> gets no more digests." in seen(result)
    assert [one.subject.topics for one in await stored(world)] == [("world",)]


async def test_a_subscription_typed_by_hand(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    said = seen(await world.admin.slash(world.news, "unsubscribe", subscription="nonsense"))
    assert "Choose one of the subscriptions" in said
    assert "Unsubscribed." in seen(await world.admin.slash(world.news, "unsubscribe", subscription="world"))


async def test_pause_list_resume(world: World) -> None:
    assert "No channel gets a digest yet" in seen(await world.admin.slash(world.news, "subscriptions list"))
    await world.admin.slash(world.news, "subscribe", topic="world")
    paused = await world.admin.slash(world.news, "subscriptions pause", subscription="world")
    assert "Paused." in seen(paused)
    listed = seen(await world.admin.slash(world.news, "subscriptions list"))
    assert "⏸️" in listed
    assert "An admin paused it with /subscriptions pause" in listed
    again = await world.admin.slash(world.news, "subscriptions pause", subscription="world")
    assert "paused already" in seen(again)
    resumed = await world.admin.slash(world.news, "subscriptions resume", subscription="world")
    (one,) = await stored(world)
    assert one.state is SubscriptionState.ACTIVE
    assert f"the next digest comes <t:{int(one.next_due.timestamp())}:F>" in seen(resumed)
    assert "🟢" in seen(await world.admin.slash(world.news, "subscriptions list"))
    once_more = await world.admin.slash(world.news, "subscriptions resume", subscription="world")
    assert "It is not paused." in seen(once_more)
    assert f"<t:{int(one.next_due.timestamp())}:F>" in seen(once_more)


async def test_resuming_in_a_deleted_channel_says_so(world: World) -> None:
    other = world.guild.create_text_channel("short-lived")
    await world.admin.slash(world.news, "subscribe", topic="world", channel=other)
    world.env.backend.delete_channel(other.id)
    await world.env.settle()
    (offered,) = await world.admin.autocomplete(world.news, "subscriptions resume", "subscription", "")
    assert "a channel I do not see" in offered["name"]
    said = seen(await world.admin.slash(world.news, "subscriptions resume", subscription=offered["value"]))
    assert "The channel does not exist any more. Choose another channel" in said


async def test_another_guilds_subscription_is_out_of_reach(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    (one,) = await stored(world)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("general")
    managers = elsewhere.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    stranger = elsewhere.add_member(world.env.create_user("eve"), roles=[managers])
    await world.env.settle()
    said = seen(await stranger.slash(channel, "unsubscribe", subscription=str(one.id)))
    assert "Choose one of the subscriptions" in said
    assert await stranger.autocomplete(channel, "unsubscribe", "subscription", "") == []
    assert await stored(world) == [one]


async def test_zones_times_and_days_are_offered(world: World) -> None:
    zones = await world.admin.autocomplete(world.news, "subscribe", "timezone", "pari", topic="world")
    assert zones[0]["value"] == "Europe/Paris"
    times = await world.admin.autocomplete(world.news, "subscribe", "at", "06:15", topic="world")
    assert times[0]["value"] == "06:15"
    days = await world.admin.autocomplete(world.news, "subscribe", "days", "week", topic="world")
    assert [choice["value"] for choice in days] == ["week", "weekdays", "weekends"]


async def test_leaving_pauses_and_coming_back_resumes(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    (before,) = await stored(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    with world.env._bot_scope():
        world.bot.dispatch("guild_remove", guild)
    await world.env.settle()
    (away,) = await stored(world)
    assert away.state is SubscriptionState.PAUSED
    with world.env._bot_scope():
        world.bot.dispatch("guild_join", guild)
    await world.env.settle()
    (back,) = await stored(world)
    assert back == replace(before, next_due=back.next_due)
