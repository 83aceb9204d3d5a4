"""An admin looks at what comes and what came: preview, post, history, why, and long lists."""

from __future__ import annotations

from datetime import timedelta

import pytest
import simcord
from simcord.builders import ChannelHandle

from bot.delivery.tick import Tick
from bot.models import (
    Claim,
    DeliveryState,
    Preferences,
    Scope,
    Slot,
    Subject,
    Subscription,
    SubscriptionState,
)
from bot.views.digest import digest_view
from tests.cogs.conftest import NOW, World, buttons, make_bot, seen
from tests.cogs.subscription_desk import deny


async def stored(world: World) -> list[Subscription]:
    return await world.index.subscriptions.of_guild(Scope(guild=world.guild.id, user=None))


def with_tick(world: World) -> Tick:
    """Let the bot post, as its services do."""
    bot = world.bot
    bot.tick = Tick(
        bot.index, bot.settings.digests, bot.topics, clock=bot.clock, client=bot, view=digest_view
    )
    return bot.tick


# --- preview ---------------------------------------------------------------------------------------------


async def test_the_next_digest_as_it_would_look_and_what_is_left_out(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    result = await world.admin.slash(world.news, "subscriptions preview", subscription="world")
    assert result.ephemeral
    assert "🌍 World" in seen(result)
    assert "Every sentence is quoted" in seen(result)
    assert not world.news.history(viewer=world.member), "nothing is posted"
    (left_out,) = result.followups
    assert left_out.ephemeral
    assert "Left out of 🌍 World" in seen(left_out)
    assert "The next digest has" in seen(left_out)


async def test_words_say_why_stories_are_left_out(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    (one,) = await stored(world)
    await world.index.subscriptions.change(
        one.id,
        subject=one.subject,
        schedule=one.schedule,
        preferences=Preferences(include=("xylophone",)),
        next_due=one.next_due,
        now=NOW,
    )
    result = await world.admin.slash(world.news, "subscriptions preview", subscription="world")
    assert "There is nothing new." in seen(result)
    assert "**Without any of the words that you ask for** (" in seen(result.followups[0])


async def test_what_is_left_out_can_be_turned_after_a_restart(world: World) -> None:
    await world.admin.slash(world.news, "subscribe")
    (one,) = await stored(world)
    await world.index.subscriptions.change(
        one.id,
        subject=one.subject,
        schedule=one.schedule,
        preferences=Preferences(include=("xylophone",)),
        next_due=one.next_due,
        now=NOW,
    )
    result = await world.admin.slash(world.news, "subscriptions preview", subscription=str(one.id))
    (left_out,) = result.followups
    if "Next" in buttons(left_out.message):
        await world.env.restart_bot(make_bot(world.index))
        await world.admin.click(left_out.message, label="Next")
        assert "Page 2 of" in seen(left_out.message)


# --- post ------------------------------------------------------------------------------------------------


async def test_posting_now_goes_through_the_ledger(world: World) -> None:
    with_tick(world)
    await world.admin.slash(world.news, "subscribe", topic="world")
    (before,) = await stored(world)
    result = await world.admin.slash(world.news, "subscriptions post", subscription="world")
    (message,) = world.news.history(viewer=world.member)
    assert result.ephemeral
    assert f"https://discord.com/channels/{world.guild.id}/{world.news.id}/{message.id}" in seen(result)
    assert "The next one by its schedule comes as before" in seen(result)
    assert await stored(world) == [before]
    (row,) = await world.index.deliveries.recent(before.id, 5)
    assert (row.state, row.message) == (DeliveryState.SENT, message.id)
    again = await world.admin.slash(world.news, "subscriptions post", subscription="world")
    assert "There is nothing new to post." in seen(again)
    assert len(world.news.history(viewer=world.member)) == 1


async def test_posting_until_nothing_is_new(world: World) -> None:
    with_tick(world)
    await world.admin.slash(world.news, "subscribe", topic="sports")
    for _ in range(6):
        result = await world.admin.slash(world.news, "subscriptions post", subscription="sports")
        if "There is nothing new to post." in seen(result):
            break
    assert "There is nothing new to post." in seen(result)
    assert "`/subscriptions preview`" in seen(result)


async def test_posting_what_is_paused(world: World) -> None:
    with_tick(world)
    await world.admin.slash(world.news, "subscribe", topic="world")
    await world.admin.slash(world.news, "subscriptions pause", subscription="world")
    result = await world.admin.slash(world.news, "subscriptions post", subscription="world")
    assert "By its schedule none comes: it is paused." in seen(result)


async def test_posting_where_it_may_not(world: World) -> None:
    with_tick(world)
    await world.admin.slash(world.news, "subscribe", topic="world")
    await deny(world, world.news, send_messages=False)
    result = await world.admin.slash(world.news, "subscriptions post", subscription="world")
    assert "Send Messages" in seen(result.followups[0] if result.followups else result)
    assert not world.news.history(viewer=world.member)


async def test_posting_while_the_bot_starts(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    result = await world.admin.slash(world.news, "subscriptions post", subscription="world")
    assert "the bot is just starting or stopping" in seen(result)


async def test_the_buttons_of_a_new_subscription(world: World) -> None:
    with_tick(world)
    begun = await world.admin.slash(world.news, "subscribe", topic="world")
    assert begun.response is not None
    edited = await world.admin.click(begun.response.message, label="Edit")
    assert "**Which stories**" in seen(edited)
    previewed = await world.admin.click(begun.response.message, label="Preview")
    assert "Every sentence is quoted" in seen(previewed)
    posted = await world.admin.click(begun.response.message, label="Post now")
    assert "✅ Posted." in seen(posted)
    assert world.news.history(viewer=world.member)
    assert "will get" in seen(begun), "the confirmation stays"


# --- history ---------------------------------------------------------------------------------------------


async def test_a_history_of_nothing(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    result = await world.admin.slash(world.news, "subscriptions history", subscription="world")
    assert "Nothing yet." in seen(result)


async def test_the_history_has_links_and_pages(world: World) -> None:
    tick = with_tick(world)
    await world.admin.slash(world.news, "subscribe", topic="world")
    (one,) = await stored(world)
    for number in range(23):
        at = NOW - timedelta(hours=number + 1)
        claim = Claim(one, Slot(f"old:{number}", at), one.next_due, None, DeliveryState.EMPTY)
        assert await world.index.deliveries.claim_extra(claim, at)
    assert await tick.post_now(one)
    (message,) = world.news.history(viewer=world.member)
    result = await world.admin.slash(world.news, "subscriptions history", subscription="world")
    assert result.response is not None
    assert f"[look](<https://discord.com/channels/{world.guild.id}/{world.news.id}/{message.id}>)" in seen(
        result
    )
    assert "besides the schedule" in seen(result)
    assert seen(result).count("**nothing new**") == 9
    await world.env.restart_bot(make_bot(world.index))
    await world.admin.click(result.response.message, label="Next")
    assert seen(result).count("**nothing new**") == 10
    await world.admin.click(result.response.message, label="Next")
    assert seen(result).count("**nothing new**") == 4
    assert buttons(result)["Next"]["disabled"]
    third = await world.admin.slash(world.news, "subscriptions history", subscription="world", page=3)
    assert seen(third) == seen(result)
    beyond = await world.admin.slash(world.news, "subscriptions history", subscription="world", page=1000)
    assert seen(beyond) == seen(result), "past the end, the last page"


# --- why -------------------------------------------------------------------------------------------------


async def test_why_nothing_came(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    fresh = await world.admin.slash(world.news, "subscriptions why", subscription="world")
    assert "Next: <t:" in seen(fresh)
    (one,) = await stored(world)
    claim = Claim(
        one, Slot("2024-10-10T08:00", NOW - timedelta(hours=12)), one.next_due, None, DeliveryState.EMPTY
    )
    assert await world.index.deliveries.claim_extra(claim, NOW - timedelta(hours=12))
    await deny(world, world.news, send_messages=False)
    told = await world.admin.slash(world.news, "subscriptions why", subscription="world")
    assert f"💤 <t:{int(claim.slot.due.timestamp())}:f> " in seen(told)
    assert "⚠️ The bot lacks the permission Send Messages" in seen(told)


# --- lists -----------------------------------------------------------------------------------------------


async def many(world: World, number: int) -> None:
    """Put many subscriptions into #news."""
    for each in range(number):
        await world.index.subscriptions.put(
            guild=world.guild.id,
            channel=world.news.id,
            subject=Subject(people=(f"Person {each:03}",)),
            schedule=(await stored(world))[0].schedule,
            created_by=1,
            now=NOW,
            next_due=NOW + timedelta(hours=each),
        )


async def test_a_long_list_is_turned_and_one_of_it_chosen(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    await many(world, 60)
    result = await world.admin.slash(world.news, "subscriptions list")
    assert result.response is not None
    assert "61 channel digests on, 0 paused" in seen(result)
    assert "1 to 25 of 61" in seen(result)
    await world.env.restart_bot(make_bot(world.index))
    await world.admin.click(result.response.message, label="Next")
    assert "26 to 50 of 61" in seen(result)
    last = (await stored(world))[30]
    card = await world.admin.select(result.response.message, [str(last.id)])
    assert f"👤 {last.subject.people[0]} in <#{world.news.id}>" in seen(card)
    assert "26 to 50 of 61" in seen(result), "the list stays"
    page = await world.admin.slash(world.news, "subscriptions list", page=3)
    assert "51 to 61 of 61" in seen(page)


async def test_one_chosen_after_it_ended(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    (one,) = await stored(world)
    result = await world.admin.slash(world.news, "subscriptions list")
    assert result.response is not None
    await world.admin.slash(world.news, "unsubscribe", subscription="world")
    late = await world.admin.select(result.response.message, [str(one.id)])
    assert "That subscription has ended" in seen(late)


async def test_many_are_found_by_words_of_their_names(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    await many(world, 60)
    offered = await world.admin.autocomplete(world.news, "unsubscribe", "subscription", "")
    assert len(offered) == 25
    (found,) = await world.admin.autocomplete(world.news, "unsubscribe", "subscription", "news PERSON 058")
    assert found["name"].startswith("👤 Person 058 in #news")


# --- places ----------------------------------------------------------------------------------------------


def places(world: World) -> dict[str, ChannelHandle]:
    """Return a channel of each kind that may have digests."""
    backend, parent = world.env.backend, world.news
    thread = backend.create_thread(parent.id, "a thread", world.admin.id)
    asleep = backend.create_thread(parent.id, "an old thread", world.admin.id)
    backend.edit_channel(asleep.id, {}, thread_metadata={"archived": True})
    return {
        "forum": world.guild.create_forum_channel("a-forum"),
        "announcements": world.guild.create_news_channel("a-herald"),
        "voice": world.guild.create_voice_channel("a-voice"),
        "stage": world.guild.create_stage_channel("a-stage"),
        "thread": ChannelHandle(world.env, world.guild, thread),
        "sleeping thread": ChannelHandle(world.env, world.guild, asleep),
    }


@pytest.mark.parametrize("kind", ["forum", "announcements", "voice", "stage", "thread", "sleeping thread"])
async def test_every_kind_of_channel_from_beginning_to_end(world: World, kind: str) -> None:
    tick = with_tick(world)
    place = places(world)[kind]
    await world.env.settle()
    begun = await world.admin.slash(world.news, "subscribe", topic="world", channel=place)
    assert f"✅ <#{place.id}> will get 🌍 World" in seen(begun)
    remarks = {"announcements": "published to the channels that follow", "sleeping thread": "archived"}
    assert remarks.get(kind, "") in seen(begun)
    paused = await world.admin.slash(world.news, "subscriptions pause", subscription="world")
    assert f"in <#{place.id}>" in seen(paused)
    resumed = await world.admin.slash(world.news, "subscriptions resume", subscription="world")
    assert "Resumed." in seen(resumed)
    card = await world.admin.slash(world.news, "subscriptions edit", subscription="world")
    assert "⚠️" not in seen(card)
    posted = await world.admin.slash(world.news, "subscriptions post", subscription="world")
    (one,) = await stored(world)
    (row,) = await world.index.deliveries.recent(one.id, 5)
    assert row.state is DeliveryState.SENT
    home = row.message if kind == "forum" else place.id
    link = f"https://discord.com/channels/{world.guild.id}/{home}/{row.message}"
    assert link in seen(posted)
    history = await world.admin.slash(world.news, "subscriptions history", subscription="world")
    assert link in seen(history)
    ended = await world.admin.slash(world.news, "unsubscribe", subscription="world")
    assert "gets no more digests" in seen(ended)
    assert not await stored(world)
    await tick.stop(1)


async def test_a_category_is_not_offered(world: World) -> None:
    category = world.guild.create_category("group")
    with pytest.raises(simcord.SetupError):
        await world.admin.slash(world.news, "subscribe", topic="world", channel=category)


async def test_a_channel_that_the_bot_cannot_see(world: World) -> None:
    hidden = world.guild.create_text_channel("hidden")
    await deny(world, hidden, view_channel=False)
    result = await world.admin.slash(world.news, "subscribe", topic="world", channel=hidden)
    assert "I cannot post there yet." in seen(result)
    assert "View Channel" in seen(result)
    assert not await stored(world)


async def test_pause_and_unsubscribe_where_the_channel_is_gone(world: World) -> None:
    other = world.guild.create_text_channel("short-lived")
    await world.admin.slash(world.news, "subscribe", topic="world", channel=other)
    world.env.backend.delete_channel(other.id)
    await world.env.settle()
    listed = await world.admin.slash(world.news, "subscriptions list")
    assert "It is deleted or asleep, or I cannot see it." in seen(listed)
    await world.admin.slash(world.news, "subscriptions pause", subscription="world")
    (one,) = await stored(world)
    assert one.state is SubscriptionState.PAUSED
    for command in ("why", "history", "edit", "preview"):
        result = await world.admin.slash(world.news, f"subscriptions {command}", subscription="world")
        assert "written down as" not in seen(result)
    assert "Unsubscribed." in seen(await world.admin.slash(world.news, "unsubscribe", subscription="world"))
