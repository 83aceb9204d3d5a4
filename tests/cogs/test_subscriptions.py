"""Admins decide which channel gets which digest; members do not even see how."""

from __future__ import annotations

from dataclasses import replace

import discord
import pytest
import simcord
from simcord.builders import ChannelHandle

from bot.models import (
    ClockSchedule,
    IntervalSchedule,
    LiveSchedule,
    Preferences,
    QuietHours,
    Scope,
    Subject,
    Subscription,
    SubscriptionState,
)
from tests.cogs.conftest import NOW, World, seen
from tests.hostile import HOSTILE

ADMIN_COMMANDS = {
    "subscribe",
    "unsubscribe",
    "subscriptions list",
    "subscriptions pause",
    "subscriptions resume",
    "subscriptions edit",
    "subscriptions preview",
    "subscriptions history",
    "subscriptions post",
    "subscriptions why",
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


async def test_nothing_is_required(world: World) -> None:
    text = seen(await world.admin.slash(world.news, "subscribe"))
    (one,) = await stored(world)
    assert one.subject.everything
    assert f"<#{world.news.id}> will get 🗞️ All topics" in text


async def test_a_digest_of_several_things(world: World) -> None:
    feed = await world.index.feeds.follow(
        url="https://herald.example/rss",
        title="The Herald",
        owner=f"guild:{world.guild.id}",
        added_by=1,
        now=NOW,
    )
    (offered,) = await world.admin.autocomplete(world.news, "subscribe", "feed", "her")
    assert offered["name"] == "The Herald"
    await world.admin.slash(
        world.news,
        "subscribe",
        topic="Science, world",
        person='gallant, "Ada Holm"',
        feed=offered["value"],
        search="council -tax",
    )
    (one,) = await stored(world)
    assert one.subject == Subject(
        topics=("world", "science"),
        feeds=(feed.feed.id,),
        people=("Ada Holm", "Yoav Gallant"),
        search="council -tax",
    )
    listed = seen(await world.admin.slash(world.news, "subscriptions list"))
    assert "🌍 World, 🔬 Science, 📰 The Herald and 3 more" in listed
    # said otherwise, it is the same one
    again = await world.admin.slash(
        world.news,
        "subscribe",
        topic="world and science",
        person='Yoav Gallant, "Ada Holm"',
        feed="the herald",
        search=" council  -tax",
    )
    assert "Changed" in seen(again)
    assert len(await stored(world)) == 1


async def test_lists_are_completed_at_their_end(world: World) -> None:
    topics = await world.admin.autocomplete(world.news, "subscribe", "topic", "world, sci")
    assert [choice["name"] for choice in topics] == ["world, 🔬 Science"]
    people = await world.admin.autocomplete(world.news, "subscribe", "person", "Ada Holm, gallan")
    assert people[0]["value"] == "Ada Holm, Yoav Gallant"
    searches = await world.admin.autocomplete(world.news, "subscribe", "search", "topic:wor")
    assert searches[0]["value"] == "topic:world"


async def test_the_zone_is_that_of_the_newest_subscription(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world", timezone="new york")
    await world.admin.slash(world.news, "subscribe", topic="science", at="every 2 hours")
    await world.admin.slash(world.news, "subscribe", topic="climate", at="18:00")
    schedules = [one.schedule for one in await stored(world)]
    assert schedules[2] == ClockSchedule(("18:00",), frozenset(range(7)), "America/New_York")


async def test_again_leaves_what_is_not_given(world: World) -> None:
    await world.admin.slash(
        world.news, "subscribe", topic="world", at="07:00", days="weekdays", timezone="Europe/Paris"
    )
    (one,) = await stored(world)
    wishes = Preferences(length="long", exclude=("sport",), silent=True)
    await world.index.subscriptions.change(
        one.id, subject=one.subject, schedule=one.schedule, preferences=wishes, next_due=one.next_due, now=NOW
    )
    await world.admin.slash(world.news, "subscriptions pause", subscription="world")
    await world.admin.slash(world.news, "subscribe", topic="world", at="09:00")
    (again,) = await stored(world)
    assert again.schedule == ClockSchedule(("09:00",), frozenset(range(5)), "Europe/Paris")
    assert again.preferences == wishes
    assert again.state is SubscriptionState.ACTIVE
    await world.admin.slash(world.news, "subscribe", topic="world")
    assert (await stored(world))[0].schedule == again.schedule
    # weekdays do not go with an interval, and were not asked for again
    await world.admin.slash(world.news, "subscribe", topic="world", at="every 2 hours")
    assert (await stored(world))[0].schedule == IntervalSchedule(120)


async def test_quiet_hours_stay_with_another_interval(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world", at="every 2 hours")
    (one,) = await stored(world)
    quiet = QuietHours("22:00", "07:00", "Europe/Paris")
    await world.index.subscriptions.change(
        one.id,
        subject=one.subject,
        schedule=IntervalSchedule(120, quiet),
        preferences=one.preferences,
        next_due=one.next_due,
        now=NOW,
    )
    await world.admin.slash(world.news, "subscribe", topic="world", at="as it happens, every hour")
    assert (await stored(world))[0].schedule == LiveSchedule(60, quiet)
    await world.admin.slash(world.news, "subscribe", topic="world", timezone="Tokyo")
    assert (await stored(world))[0].schedule == LiveSchedule(60, replace(quiet, timezone="Asia/Tokyo"))


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
        ({"at": "1" * 4000}, "too long for a time"),
        ({"topic": "w" * 4000}, "That is too long for a list of topics: 2,000 characters are the most."),
        ({"topic": "@everyone **x**"}, "There is no topic “@\u200beveryone \\*\\*x\\*\\*”."),
        ({"topic": "all, world"}, "All topics have every other in them"),
        ({"person": "Xzqvwy"}, "Nobody in the news is called “Xzqvwy”"),
        ({"person": "Galant"}, "Nobody in the news is called “Galant”; near it: "),
        ({"feed": "The Herald"}, "No feed here is called “The Herald”; /feed list shows those there are"),
        ({"search": "-council"}, "There is no word in that to look for"),
        ({"search": "topic:gardening"}, "There is no topic “gardening”."),
        ({"search": "source:zzqx council"}, "outlet"),
        ({"search": "council since:yesterday"}, "leave since: and until: out of its search"),
        ({"search": "x" * 4000}, "300 are the most"),
        ({"at": "every 2 hours", "days": "weekdays"}, "an interval runs every day: leave the days out"),
    ],
)
async def test_wrong_options_are_answered_with_a_sentence(
    world: World, options: dict[str, str], sentence: str
) -> None:
    result = await world.admin.slash(world.news, "subscribe", **{"topic": "world", **options})
    text = seen(result.followups[0] if result.followups else result)
    assert sentence in text
    assert "@everyone" not in text
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


@pytest.mark.parametrize("option", ["topic", "person", "feed", "search", "at", "timezone", "days"])
async def test_hostile_options_are_taken_or_answered(world: World, option: str) -> None:
    for text in HOSTILE.values():
        # what cannot be sent at all
        typed = text.encode(errors="replace").decode()
        result = await world.admin.slash(world.news, "subscribe", **{option: typed})
        said = seen(result.followups[0] if result.followups else result)
        assert "written down as" not in said, typed
        assert "@everyone" not in said
        offered = await world.admin.autocomplete(world.news, "subscribe", option, typed)
        assert len(offered) <= 25


@pytest.mark.parametrize("command", ["unsubscribe", "subscriptions edit", "subscriptions why"])
async def test_hostile_names_of_subscriptions(world: World, command: str) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    for text in HOSTILE.values():
        typed = text.encode(errors="replace").decode()
        result = await world.admin.slash(world.news, command, subscription=typed)
        assert "Choose one of the subscriptions offered" in seen(result)
        await world.admin.autocomplete(world.news, command, "subscription", typed)


async def test_what_finds_nothing_yet_is_said_when_it_is_begun(world: World) -> None:
    begun = await world.admin.slash(world.news, "subscribe", person='"Zaphod *Beeblebrox*"')
    assert r"-# No name in the news is like “Zaphod \*Beeblebrox\*”." in seen(begun)
