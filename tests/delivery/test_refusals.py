"""What Discord refuses: paused with a reason, and told once to who subscribed, in private."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest

from bot.delivery.guilds import guild_joined, guild_left, guilds_present
from bot.delivery.targets.permissions import describe_missing, missing_permissions
from bot.delivery.targets.sender import nonce_of
from bot.models import ClockSchedule, DeliveryId, Subject, SubscriptionState
from tests.delivery.conftest import DAILY, Desk
from tests.digests.newsroom import NOW, publish, write


async def test_when_discord_forbids_it_the_subscription_pauses_and_who_made_it_is_told_once(
    desk: Desk,
) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    desk.env.inject_error(
        "POST", f"/channels/{desk.news.id}/messages", status=403, code=50013, message="Missing Permissions"
    )
    tick = desk.tick()
    await tick.run_once()
    await tick.run_once()
    paused = await desk.current(subscription)
    assert paused.state is SubscriptionState.PAUSED
    assert paused.pause_reason == "Discord does not let the bot post in the channel (Missing Permissions)."
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "failed")]
    (told,) = desk.private()
    assert told.startswith(f"The digest of 📰 World in <#{desk.news.id}> (Harbour Town) is paused.")
    assert "Give it View Channel and Send Messages there." in told
    assert "`/subscriptions resume`" in told
    assert desk.posts() == []
    # once it may post again, the story that was refused comes
    await desk.index.subscriptions.resume(subscription.id, NOW + timedelta(days=1), NOW)
    await desk.until(NOW + timedelta(days=1))
    await tick.run_once()
    (post,) = desk.posts()
    assert "Ferries stop at noon" in post


async def test_a_notice_calls_feeds_by_their_titles(desk: Desk) -> None:
    feeds = desk.index.feeds
    url, owner = "https://bay.example/rss", f"guild:{desk.guild.id}"
    bay = await feeds.follow(url=url, title="The *Bay*", owner=owner, added_by=None, now=NOW)
    subscription, _ = await desk.index.subscriptions.put(
        guild=desk.guild.id,
        channel=desk.news.id,
        subject=Subject(feeds=(bay.feed.id,)),
        schedule=DAILY,
        created_by=desk.admin.id,
        now=NOW,
        next_due=NOW,
    )
    await desk.forbid(send_messages=False)
    await desk.tick().run_once()
    assert (await desk.current(subscription)).state is SubscriptionState.PAUSED
    (told,) = desk.private()
    assert told.startswith(r"The digest of 📰 The \*Bay\* in <#")


async def test_a_missing_permission_is_named_and_nothing_is_tried(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    await desk.forbid(send_messages=False)
    await desk.tick().run_once()
    assert desk.sent_bodies() == []
    (told,) = desk.private()
    assert f"The bot lacks the permission Send Messages in <#{desk.news.id}>." in told
    assert (await desk.current(subscription)).state is SubscriptionState.PAUSED
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "failed")]
    assert await desk.reasons(subscription) == [
        f"The bot lacks the permission Send Messages in <#{desk.news.id}>."
    ]


async def test_a_deleted_channel_pauses(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    desk.env.backend.delete_channel(desk.news.id)
    await desk.env.settle()
    tick = desk.tick()
    await tick.run_once()
    await tick.run_once()
    paused = await desk.current(subscription)
    assert paused.pause_reason == "The channel does not exist any more."
    (told,) = desk.private()
    assert told.endswith("Choose another channel with `/subscribe`."), "what is deleted is not resumed"


async def test_a_channel_deleted_after_the_claim_ends_the_delivery(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    tick = desk.tick()
    desk.env.inject_error("POST", f"/channels/{desk.news.id}/messages", status=500)
    await tick.run_once()
    desk.env.backend.delete_channel(desk.news.id)
    await desk.env.settle()
    await desk.until(NOW + timedelta(minutes=1))
    await tick.run_once()
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "failed")]
    assert (await desk.current(subscription)).state is SubscriptionState.PAUSED
    assert len(desk.private()) == 1


async def test_a_closed_direct_message_is_no_error(desk: Desk) -> None:
    subscription = await desk.subscribe()
    await desk.forbid(view_channel=False)
    desk.env.inject_error(
        "POST", "/users/@me/channels", status=403, code=50007, message="Cannot send messages to this user"
    )
    await desk.tick().run_once()
    assert desk.private() == []
    assert (await desk.current(subscription)).state is SubscriptionState.PAUSED


async def test_a_message_that_discord_finds_wrong_is_given_up_and_later_ones_come(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    desk.env.inject_error(
        "POST", f"/channels/{desk.news.id}/messages", status=400, code=50035, message="Invalid Form Body"
    )
    tick = desk.tick()
    await tick.run_once()
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "failed")]
    assert "Invalid Form Body" in str((await desk.newest(subscription)).reason)
    assert (await desk.current(subscription)).state is SubscriptionState.ACTIVE
    await desk.until(NOW + timedelta(days=1))
    await tick.run_once()
    assert len(desk.posts()) == 1


async def test_a_kicked_bot_pauses_and_resumes_on_return(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    await desk.index.subscriptions.put(
        guild=desk.guild.id + 1,
        channel=1,
        subject=subscription.subject,
        schedule=subscription.schedule,
        created_by=desk.admin.id,
        now=NOW,
        next_due=NOW,
    )
    assert await guild_left(desk.index, desk.guild.id, NOW) == 1
    assert (await desk.current(subscription)).pause_reason == "The bot is no longer in the server."
    assert await guild_joined(desk.index, desk.guild.id, NOW + timedelta(days=9)) == 1
    back = await desk.current(subscription)
    assert (back.state, back.next_due) == (SubscriptionState.ACTIVE, NOW + timedelta(days=10))


async def test_on_return_one_unknown_zone_keeps_no_other_digest_paused(desk: Desk) -> None:
    lost = await desk.subscribe(ClockSchedule(("07:30",), frozenset({0}), "Mars/Base"))
    kept = await desk.subscribe(topic="sports")
    await guild_left(desk.index, desk.guild.id, NOW)
    assert await guild_joined(desk.index, desk.guild.id, NOW) == 1
    assert (await desk.current(lost)).state is SubscriptionState.PAUSED
    assert (await desk.current(kept)).state is SubscriptionState.ACTIVE


async def test_a_pause_by_an_admin_outlasts_a_kick(desk: Desk) -> None:
    subscription = await desk.subscribe()
    await desk.index.subscriptions.pause(subscription.id, "Paused by editor.", NOW)
    await guild_left(desk.index, desk.guild.id, NOW)
    assert await guild_joined(desk.index, desk.guild.id, NOW) == 0
    assert (await desk.current(subscription)).pause_reason == "Paused by editor."


async def test_a_guild_that_was_left_while_the_bot_was_down_pauses_and_comes_back(desk: Desk) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    await desk.subscribe(topic="sports")
    later = await desk.subscribe(channel=9, next_due=NOW + timedelta(hours=1))
    desk.env.backend.remove_guild(desk.guild.id)
    await desk.env.settle()
    await desk.tick().run_once()
    assert (await desk.current(subscription)).pause_reason == "The bot is no longer in the server."
    assert (await desk.current(later)).state is SubscriptionState.PAUSED
    (told,) = desk.private()
    assert told.endswith("Invite it again, and its digests resume by themselves.")
    assert await guilds_present(desk.index, [desk.guild.id, 5], NOW) == 3
    assert (await desk.current(subscription)).state is SubscriptionState.ACTIVE


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ("send_messages", ("Send Messages",)),
        ("read_message_history", ("Read Message History",)),
        ("embed_links", ("Embed Links",)),
    ],
)
async def test_what_is_missing_is_known_when_subscribing(
    desk: Desk, lacking: str, words: tuple[str, ...]
) -> None:
    channel = desk.env.bot.get_channel(desk.news.id)
    assert isinstance(channel, discord.TextChannel)
    assert missing_permissions(channel, channel.guild.me) == ()
    await desk.forbid(**{lacking: False})
    missing = missing_permissions(channel, channel.guild.me)
    assert missing == words
    assert (
        describe_missing(channel, missing) == f"The bot lacks the permission {words[0]} in {channel.mention}."
    )


async def test_a_hidden_channel_lacks_everything(desk: Desk) -> None:
    channel = desk.env.bot.get_channel(desk.news.id)
    assert isinstance(channel, discord.TextChannel)
    await desk.forbid(view_channel=False)
    said = describe_missing(channel, missing_permissions(channel, channel.guild.me))
    assert "permissions View Channel, Send Messages, Embed Links and Read Message History in" in said


def test_a_nonce_always_fits() -> None:
    assert len(nonce_of(DeliveryId(2**63 - 1))) <= 25
