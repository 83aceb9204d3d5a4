"""Where digests go: every kind of channel that takes messages, forums, and members' private messages."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import discord
import pytest
from simcord.builders import ChannelHandle

from bot.delivery.outcomes import Refused, Sent, Unknown
from bot.delivery.publishing import Publishing
from bot.delivery.targets.finding import Post
from bot.delivery.targets.forums import NAME_LIMIT, ForumTarget, name_post
from bot.delivery.targets.tags import MOST_TAGS, tags_for
from bot.digests.composing.composer import Composer
from bot.models import (
    Claim,
    ClockSchedule,
    Delivery,
    DeliveryState,
    Digest,
    IntervalSchedule,
    LiveSchedule,
    Preferences,
    Publication,
    QuietHours,
    RoleMention,
    Schedule,
    Subject,
    SubscriptionState,
    Topic,
)
from tests.delivery.conftest import DAILY, Desk, text_of
from tests.delivery.test_recovery import Crash, crash
from tests.digests.newsroom import NOW, publish, write

MINUTE = timedelta(minutes=1)
WORLD = Topic("world", "World", "", "🌍", {})
TOPICS = MappingProxyType({"world": WORLD})


async def make_forum(desk: Desk, *tags: str, requires: bool = False) -> ChannelHandle:
    """Return a forum with these tags."""
    forum = desk.guild.create_forum_channel("debates")
    model = desk.env.backend.channels[forum.id]
    model.available_tags = [
        {
            "id": str(900 + place),
            "name": name,
            "moderated": name.startswith("mod"),
            "emoji_id": None,
            "emoji_name": None,
        }
        for place, name in enumerate(tags)
    ]
    desk.env.backend.announce_channel_update(forum.id)
    await desk.env.settle()
    if requires:
        in_memory(desk, forum)._flags = discord.ChannelFlags(require_tag=True).value
    return forum


def in_memory(desk: Desk, forum: ChannelHandle) -> discord.ForumChannel:
    found = desk.env.bot.get_channel(forum.id)
    assert isinstance(found, discord.ForumChannel)
    return found


def posted(forum: ChannelHandle) -> list[str]:
    """Return the names of a forum's posts."""
    return [str(thread.name) for thread in forum.threads]


# --- channels of messages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["create_voice_channel", "create_stage_channel", "create_news_channel"])
async def test_a_digest_goes_to_any_channel_that_takes_messages(desk: Desk, kind: str) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    channel = getattr(desk.guild, kind)("elsewhere")
    await desk.env.settle()
    subscription = await desk.subscribe(channel=channel.id)
    await desk.tick().run_once()
    (message,) = channel.history()
    assert "Ferries stop at noon" in text_of(message)
    assert (await desk.newest(subscription)).message == message.id


async def test_silent_digests_come_without_a_notification(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    await desk.subscribe(preferences=Preferences(silent=True))
    await desk.tick().run_once()
    (body,) = desk.sent_bodies()
    assert discord.MessageFlags._from_value(body["flags"]).suppress_notifications


async def test_a_locked_thread_pauses_with_the_mend(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    bot = desk.env.bot.get_channel(desk.news.id)
    assert isinstance(bot, discord.TextChannel)
    thread = await bot.create_thread(name="Old talk", type=discord.ChannelType.public_thread)
    await desk.env.settle()
    subscription = await desk.subscribe(channel=thread.id)
    locked = bot.guild.get_thread(thread.id)
    assert locked is not None
    locked.locked = True
    await desk.forbid(manage_threads=False)
    await desk.tick().run_once()
    assert (await desk.current(subscription)).pause_reason == "The thread is locked."
    assert "Unlock it, or give the bot Manage Threads there." in desk.private()[0]
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "failed")]


# --- roles -------------------------------------------------------------------------------------------------


async def call(desk: Desk, role: int, *, times: int = 1) -> list[dict[str, Any]]:
    """Post digests that call a role, and return what was sent."""
    compose = Composer.compose

    async def calling(composer: Composer, **asked: Any) -> Digest | None:
        digest = await compose(composer, **asked)
        return replace(digest, mention=role) if digest else None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Composer, "compose", calling)
        for time in range(times):
            await publish(desk.index, write(f"Story number {time}"), now=desk.clock())
            await desk.tick().run_once()
            await desk.until(desk.clock() + timedelta(days=1))
    return desk.sent_bodies()


async def test_a_digest_calls_its_role_and_nobody_else(desk: Desk) -> None:
    role = desk.guild.create_role("Readers")
    await desk.env.settle()
    await desk.subscribe(preferences=Preferences(mention=RoleMention(role.id)))
    (body,) = await call(desk, role.id)
    assert body["allowed_mentions"] == {"parse": [], "roles": [role.id]}


async def test_a_role_that_may_not_be_called_is_left_out_and_that_is_told_once(desk: Desk) -> None:
    role = desk.guild.create_role("Readers")
    await desk.env.settle()
    await desk.forbid(mention_everyone=False)
    await desk.subscribe()
    bodies = await call(desk, role.id, times=2)
    assert [body["allowed_mentions"] for body in bodies] == [{"parse": []}] * 2
    (told,) = desk.private()
    assert f"the bot may not mention <@&{role.id}>" in told
    assert "Allow anyone to mention it" in told


# --- forums ------------------------------------------------------------------------------------------------


async def test_a_forum_gets_a_post_a_digest_with_the_tags_of_its_topics(desk: Desk) -> None:
    forum = await make_forum(desk, "Sports", "WORLD!", "World")
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe(channel=forum.id, preferences=Preferences(silent=True))
    await desk.tick().run_once()
    (post,) = forum.threads
    assert post.name == "📰 World · 5 Jan 2026"
    assert "Ferries stop at noon" in text_of(post.history()[0])
    (body,) = desk.bodies(f"/channels/{forum.id}/threads")
    assert body["applied_tags"] == ["901"]
    assert body["message"]["allowed_mentions"] == {"parse": []}
    assert discord.MessageFlags._from_value(body["message"]["flags"]).suppress_notifications
    assert (await desk.newest(subscription)).message == post.id


async def test_a_post_whose_process_died_is_found_and_not_made_again(desk: Desk) -> None:
    forum = await make_forum(desk)
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe(channel=forum.id)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
        patch.setattr(desk.index.deliveries, "mark_sent", crash)
        await desk.tick().run_once()
    asked = len(desk.env.http_requests)
    await desk.until(NOW + MINUTE)
    await desk.tick().run_once()
    # the post may not be there yet
    assert len(desk.env.http_requests) == asked
    await desk.until(NOW + 2 * MINUTE)
    await desk.tick().run_once()
    assert len(posted(forum)) == 1
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "sent")]
    assert (await desk.newest(subscription)).message == forum.threads[0].id


async def test_a_post_that_was_archived_meanwhile_is_found(desk: Desk) -> None:
    forum = await make_forum(desk)
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe(channel=forum.id)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
        patch.setattr(desk.index.deliveries, "mark_sent", crash)
        await desk.tick().run_once()
    thread = desk.env.bot.get_channel(forum.threads[0].id)
    assert isinstance(thread, discord.Thread)
    await thread.edit(archived=True)
    await desk.until(NOW + timedelta(hours=30))
    await desk.tick().run_once()
    assert len(posted(forum)) == 1
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "sent"), ("2026-01-06T07:30", "empty")]


async def test_a_post_that_was_never_made_is_made_after_a_while(desk: Desk) -> None:
    forum = await make_forum(desk)
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe(channel=forum.id)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
        patch.setattr(ForumTarget, "send", crash)
        await desk.tick().run_once()
    tick = desk.tick()
    for minute in range(4):
        await desk.until(NOW + minute * MINUTE)
        await tick.run_once()
    assert len(posted(forum)) == 1
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "sent")]


async def test_between_two_tries_of_a_post_there_is_time_for_it_to_appear(desk: Desk) -> None:
    forum = await make_forum(desk)
    await publish(desk.index, write("Ferries stop at noon"))
    await desk.subscribe(channel=forum.id)
    send = ForumTarget.send

    async def lost(target: ForumTarget, post: Post) -> Sent | Refused | Unknown:
        await send(target, post)
        return Unknown("Discord could not be reached (TimeoutError).")

    # the first process dies before it sends; the second one's answer gets lost, much later
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ForumTarget, "send", crash)
        with pytest.raises(Crash):
            await desk.tick().run_once()
        await desk.until(NOW + timedelta(hours=3))
        patch.setattr(ForumTarget, "send", lost)
        tick = desk.tick()
        await tick.run_once()
    asked = len(desk.env.http_requests)
    await desk.until(NOW + timedelta(hours=3, minutes=1))
    await tick.run_once()
    assert len(desk.env.http_requests) == asked
    await desk.until(NOW + timedelta(hours=3, minutes=2))
    await tick.run_once()
    assert len(posted(forum)) == 1


async def test_a_post_that_waited_its_turn_for_long_has_its_time_to_appear_as_well(desk: Desk) -> None:
    forum = await make_forum(desk)
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe(channel=forum.id)
    claim_all = desk.index.deliveries.claim_all

    async def early(claims: list[Claim], now: datetime) -> list[Delivery | None]:
        return await claim_all(claims, now - 4 * MINUTE)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
        patch.setattr(desk.index.deliveries, "claim_all", early)
        patch.setattr(desk.index.deliveries, "mark_sent", crash)
        await desk.tick().run_once()
    assert (await desk.newest(subscription)).claimed_at == NOW
    await desk.tick().run_once()
    assert (await desk.newest(subscription)).state is DeliveryState.CLAIMED
    await desk.until(NOW + 2 * MINUTE)
    await desk.tick().run_once()
    assert len(posted(forum)) == 1


async def test_where_a_forum_cannot_be_looked_through_the_post_is_held(desk: Desk) -> None:
    forum = await make_forum(desk)
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe(channel=forum.id)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
        patch.setattr(desk.index.deliveries, "mark_sent", crash)
        await desk.tick().run_once()
    desk.news = forum
    await desk.forbid(read_message_history=False)
    await desk.until(NOW + 3 * MINUTE)
    await desk.tick().run_once()
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "held")]
    assert "Give it Read Message History there." in desk.private()[0]


async def test_a_forum_that_asks_for_a_tag_it_does_not_have_pauses_with_the_mend(desk: Desk) -> None:
    forum = await make_forum(desk, "Sports", requires=True)
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe(channel=forum.id)
    await desk.tick().run_once()
    assert posted(forum) == []
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "failed")]
    assert "Make one that is called so, or “News”" in desk.private()[0]


async def test_a_forum_that_asks_for_a_tag_takes_a_general_one(desk: Desk) -> None:
    forum = await make_forum(desk, "📰 News", requires=True)
    digest = Digest(Subject(), "All", (), NOW)
    channel = in_memory(desk, forum)
    assert [tag.id for tag in tags_for(channel, channel.guild.me, digest, {})] == [900]
    channel._flags = 0
    assert tags_for(channel, channel.guild.me, digest, {}) == []


async def test_a_post_has_five_tags_at_most_and_none_for_moderators_only(desk: Desk) -> None:
    names = ("mod one", *(f"topic {number}" for number in range(8)))
    forum = await make_forum(desk, *names)
    channel = in_memory(desk, forum)
    digest = Digest(Subject(topics=("mod-one", *names[1:])), "Much", (), NOW)
    everyone = channel.guild.default_role
    await channel.set_permissions(channel.guild.me, manage_threads=False)
    await desk.env.settle()
    assert everyone is not None
    tags = tags_for(channel, channel.guild.me, digest, {})
    assert [tag.name for tag in tags] == [f"topic {number}" for number in range(MOST_TAGS)]


@pytest.mark.parametrize(
    ("schedule", "day"),
    [
        (ClockSchedule(("07:30",), frozenset({0}), "Pacific/Auckland"), "6 Jan 2026"),
        (IntervalSchedule(60), "5 Jan 2026"),
        (LiveSchedule(60, QuietHours("22:00", "07:00", "Pacific/Auckland")), "6 Jan 2026"),
        (ClockSchedule(("07:30",), frozenset({0}), "Mars/Base"), "5 Jan 2026"),
    ],
)
def test_a_post_is_named_by_the_day_of_who_reads_it(schedule: Schedule, day: str) -> None:
    at = datetime(2026, 1, 5, 20, tzinfo=UTC)
    assert name_post(Digest(Subject(), "🌍 World", (), at), schedule) == f"🌍 World · {day}"


@pytest.mark.parametrize("title", ["", "  \n ", "x" * 500, "a\nb" * 200])
def test_a_post_has_always_a_name_that_discord_takes(title: str) -> None:
    name = name_post(Digest(Subject(), title, (), NOW), DAILY)
    assert 1 <= len(name) <= NAME_LIMIT
    assert "\n" not in name
    assert name.endswith(" · 5 Jan 2026")


# --- announcements -----------------------------------------------------------------------------------------


async def not_yet(_: Publishing) -> None:
    """Publish nothing."""


async def announce(desk: Desk, posts: int = 1) -> ChannelHandle:
    """Post digests in a channel of announcements, and publish none."""
    channel = desk.guild.create_news_channel("announcements")
    await desk.env.settle()
    await desk.subscribe(IntervalSchedule(5), channel=channel.id)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Publishing, "run_once", not_yet)
        for number in range(posts):
            await desk.until(NOW + number * 5 * MINUTE)
            await publish(desk.index, write(f"Story number {number}"), now=desk.clock())
            await desk.tick().run_once()
    return channel


def published(channel: ChannelHandle) -> int:
    # simcord sets the flag of a crosspost, where Discord sets that of what was crossposted
    return sum(message.flags.value & 3 > 0 for message in channel.history())


async def test_a_post_of_announcements_is_published_once(desk: Desk) -> None:
    channel = await announce(desk)
    assert published(channel) == 0
    tick = desk.tick()
    await tick.publish()
    await tick.publish()
    assert published(channel) == 1
    assert len(desk.bodies(f"/channels/{channel.id}/messages/{channel.history()[0].id}/crosspost")) == 1


async def test_what_is_posted_is_published_at_once(desk: Desk) -> None:
    channel = await announce(desk)
    await desk.tick().run_once()
    assert published(channel) == 1


async def test_ten_an_hour_are_published_and_the_rest_waits(desk: Desk) -> None:
    channel = await announce(desk, posts=12)
    tick = desk.tick()
    await tick.publish()
    assert published(channel) == 10
    for minute in (5, 59):
        await desk.until(NOW + timedelta(minutes=55 + minute))
        await desk.tick().publish()
        assert published(channel) == 10
    await desk.until(NOW + timedelta(minutes=55 + 61))
    await tick.publish()
    assert published(channel) == 12


async def test_what_was_published_before_a_crash_is_done(desk: Desk) -> None:
    channel = await announce(desk)
    (message,) = channel.history()
    desk.env.inject_error(
        "POST", "/channels/*/messages/*/crosspost", status=400, code=40033, message="Already crossposted"
    )
    await desk.tick().publish()
    (waiting, done) = (await desk.index.deliveries.to_publish(10), message.id)
    assert waiting == []
    assert done


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (404, 10008, "It was deleted before it could be published"),
        (403, 50013, "Discord does not let the bot publish it"),
    ],
)
async def test_what_cannot_be_published_stays_where_it_is_with_the_reason(
    desk: Desk, status: int, code: int, words: str
) -> None:
    channel = await announce(desk)
    subscription = (await desk.index.subscriptions.active_after(0, 1))[0]  # type: ignore[arg-type]
    desk.env.inject_error("POST", "/channels/*/messages/*/crosspost", status=status, code=code, message="No")
    await desk.tick().publish()
    row = await desk.newest(subscription)
    assert row.publication is Publication.GIVEN_UP
    assert row.state is DeliveryState.SENT
    assert words in str(row.reason)
    assert published(channel) == 0


async def test_when_discord_wants_no_more_a_channel_rests_and_others_do_not(desk: Desk) -> None:
    channel = await announce(desk, posts=3)
    desk.env.inject_error("POST", "/channels/*/messages/*/crosspost", status=429, message="slow down")
    tick = desk.tick()
    await tick.publish()
    await tick.publish()
    asked = [each for each in desk.env.http_requests if each.path.endswith("/crosspost")]
    assert len(asked) == 1
    await desk.until(NOW + timedelta(hours=2))
    await tick.publish()
    assert published(channel) == 3


async def test_after_a_day_a_post_is_not_published_any_more(desk: Desk) -> None:
    channel = await announce(desk)
    desk.env.inject_error("POST", "/channels/*/messages/*/crosspost", status=500, times=None)
    tick = desk.tick()
    await tick.publish()
    assert len(await desk.index.deliveries.to_publish(10)) == 1
    await desk.until(NOW + timedelta(hours=25))
    await tick.publish()
    assert await desk.index.deliveries.to_publish(10) == []
    assert published(channel) == 0


# --- members -----------------------------------------------------------------------------------------------


async def test_a_member_gets_a_digest_in_private(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.follow()
    tick = desk.tick()
    await tick.run_once()
    await desk.until(NOW + timedelta(days=1))
    await publish(desk.index, write("Bridge opens"), now=desk.clock())
    await tick.run_once()
    first, second = desk.admin.user.dm_channel.history()
    assert "Ferries stop at noon" in text_of(first)
    assert "Bridge opens" in text_of(second)
    assert desk.posts() == []
    assert [state for _, state in await desk.ledger(subscription)] == ["sent", "sent"]


async def test_a_private_digest_whose_process_died_is_found(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.follow()
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
        patch.setattr(desk.index.deliveries, "mark_sent", crash)
        await desk.tick().run_once()
    await desk.until(NOW + timedelta(hours=1))
    await desk.tick().run_once()
    assert len(desk.admin.user.dm_channel.history()) == 1
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "sent")]


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (403, 50007, "Your private messages are closed to the bot"),
        (403, 50278, "You share no server with the bot any more"),
        (404, 10013, "The account does not exist any more."),
    ],
)
@pytest.mark.parametrize("path", ["/users/@me/channels", "/channels/*/messages"])
async def test_a_member_who_cannot_be_written_to_is_left_in_peace(
    desk: Desk, status: int, code: int, words: str, path: str
) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.follow()
    await desk.index.guilds.set_admin_channel(desk.guild.id, desk.news.id)
    desk.env.inject_error("POST", path, status=status, code=code, message="No", times=None)
    tick = desk.tick()
    for day in range(3):
        await desk.until(NOW + timedelta(days=day))
        await tick.run_once()
    paused = await desk.current(subscription)
    assert paused.state is SubscriptionState.PAUSED
    assert words in str(paused.pause_reason)
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "failed")]
    # nobody is told: not the admins, and not the member, who cannot be
    desk.env.backend.faults.clear()
    assert desk.posts() == []
    assert len([each for each in desk.env.http_requests if each.method == "POST"]) <= 2


async def test_a_member_s_digest_that_is_held_is_told_to_the_member_alone(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    await desk.follow()
    await desk.index.guilds.set_admin_channel(desk.guild.id, desk.news.id)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
        patch.setattr(desk.index.deliveries, "mark_sent", crash)
        await desk.tick().run_once()
    desk.env.inject_error("GET", "/channels/*/messages", status=403, code=50001, message="Missing Access")
    await desk.tick().run_once()
    assert desk.posts() == []
    told = [text for text in desk.private() if "held back" in text]
    assert len(told) == 1
    assert "that you follow" in told[0]


async def test_two_digests_of_one_member_do_not_overlap(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    await desk.follow()
    tick = desk.tick()
    await asyncio.gather(tick.run_once(), tick.run_once())
    assert len(desk.admin.user.dm_channel.history()) == 1
