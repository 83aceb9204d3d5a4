"""Who added a feed is told what changed about it: once, in private, and nobody is pinged."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import discord
import pytest

from bot.delivery.feed_notices import tell_feed_changes
from bot.models import Feed, FeedState, FeedUpdate
from tests.delivery.conftest import Desk
from tests.hostile import HOSTILE

BROKEN = "The server of herald.example answered 503. It is tried again; `/feed check` tells more."


async def follow(desk: Desk, title: str = "The Herald", *, owner: str = "", by: int | None = 0) -> Feed:
    following = await desk.index.feeds.follow(
        url=f"https://herald.example/{len(title)}{owner}",
        title=title,
        owner=owner or f"guild:{desk.guild.id}",
        added_by=desk.admin.id if by == 0 else by,
        now=desk.clock(),
    )
    return following.feed


async def change(desk: Desk, feed: Feed, notice: str = BROKEN) -> None:
    """Write down a poll after which those who added the feed are to be told."""
    update = FeedUpdate(
        url=feed.web.url,
        title=feed.web.title,
        site_url=None,
        state=FeedState.FAILING,
        reason=notice,
        next_poll=desk.clock() + timedelta(hours=1),
        succeeded=False,
        failures=3,
        etag=None,
        last_modified=None,
        issued_by=None,
        notice=notice,
    )
    assert await desk.index.web_feeds.record(feed.web, update, (), desk.clock())


async def tell(desk: Desk) -> int:
    """Do what the bot does each minute."""
    with desk.env._bot_scope():
        return await tell_feed_changes(desk.index, desk.env.bot)


async def test_who_added_a_feed_is_told_once(desk: Desk) -> None:
    await change(desk, await follow(desk))
    assert await tell(desk) == 1
    assert await tell(desk) == 0
    (said,) = desk.private()
    assert said == (
        "📰 **The Herald** (in Harbour Town): The server of herald.example answered 503. "
        "It is tried again; `/feed check` tells more."
    )
    assert desk.posts() == []


async def test_each_guild_that_follows_a_feed_is_told_of_it(desk: Desk) -> None:
    feed = await follow(desk)
    other = desk.env.create_guild("Elsewhere")
    eve = other.add_member(desk.env.create_user("eve"))
    await desk.env.settle()
    await desk.index.feeds.follow(
        url=feed.web.url, title="Herald", owner=f"guild:{other.id}", added_by=eve.id, now=desk.clock()
    )
    await change(desk, feed)
    assert await tell(desk) == 2
    assert len(desk.private()) == 1
    (hers,) = eve.user.dm_channel.history()
    assert "Herald** (in Elsewhere):" in hers.content


async def test_who_takes_no_private_messages_is_not_tried_again_and_holds_up_nobody(desk: Desk) -> None:
    await change(desk, await follow(desk, "Quiet"))
    await change(desk, await follow(desk, "Loud one"))
    desk.env.inject_error(
        "POST", "/channels/*/messages", status=403, code=50007, message="Cannot send messages to this user"
    )
    assert await tell(desk) == 1
    assert await tell(desk) == 0
    (said,) = desk.private()
    assert "Loud one" in said


async def test_a_guild_that_the_bot_has_left_is_not_told(desk: Desk) -> None:
    await change(desk, await follow(desk, owner="guild:123456"))
    assert await tell(desk) == 0
    assert desk.private() == []
    assert await desk.index.feeds.notices(10) == []


async def test_the_operators_feeds_are_told_in_the_log(desk: Desk) -> None:
    await change(desk, await follow(desk, owner="global", by=None))
    assert await tell(desk) == 0
    assert await desk.index.feeds.notices(10) == []


async def test_no_title_formats_or_pings(desk: Desk) -> None:
    titles = [*HOSTILE.values(), "x" * 500]
    for number, title in enumerate(titles):
        feed = await follow(desk, title.encode("utf-8", "replace").decode(), owner="")
        await change(desk, feed, f"It has moved to https://herald.example/{number}/**@everyone**.")
        await tell(desk)
        await desk.index.feeds.remove(feed.id)
    said = desk.private()
    assert len(said) == len(titles)
    for text in said:
        assert text.startswith("📰 **") and "** (in Harbour Town): It has moved" in text
        assert "@everyone" not in text and "<@1" not in text and "\u202e" not in text
        assert "\n" not in text and len(text) < 2_000
        assert r"/\*\*@" in text


async def test_after_a_crash_it_is_not_told_twice(desk: Desk) -> None:
    await change(desk, await follow(desk))

    class Crash(BaseException):
        """The process ends."""

    send = discord.DMChannel.send

    async def send_and_crash(channel: discord.DMChannel, *args: object, **how: object) -> None:
        await send(channel, *args, **how)  # type: ignore[call-overload]
        raise Crash

    with mock.patch("discord.DMChannel.send", send_and_crash), pytest.raises(Crash):
        await tell(desk)
    assert await tell(desk) == 0
    assert len(desk.private()) == 1


async def test_when_discord_cannot_be_reached_it_is_told_later(desk: Desk) -> None:
    await change(desk, await follow(desk))
    with mock.patch("discord.Client.create_dm", side_effect=TimeoutError):
        assert await tell(desk) == 0
    assert await tell(desk) == 1
    assert len(desk.private()) == 1


async def test_what_may_have_been_sent_is_not_repeated(desk: Desk) -> None:
    await change(desk, await follow(desk))
    with mock.patch("discord.DMChannel.send", side_effect=TimeoutError):
        assert await tell(desk) == 0
    assert await tell(desk) == 0
    assert desk.private() == []


async def test_where_admins_chose_a_channel_they_are_told_there(desk: Desk) -> None:
    desks = desk.guild.create_text_channel("admins")
    await desk.env.settle()
    await desk.index.guilds.set_admin_channel(desk.guild.id, desks.id)
    await change(desk, await follow(desk))
    assert await tell(desk) == 1
    assert next(message.content for message in desks.history()).startswith("📰 **The Herald**")
    assert desk.private() == [] and desk.posts() == []


async def test_a_chosen_channel_that_is_gone_is_no_reason_to_be_silent(desk: Desk) -> None:
    await desk.index.guilds.set_admin_channel(desk.guild.id, 12345)
    await change(desk, await follow(desk))
    assert await tell(desk) == 1
    assert len(desk.private()) == 1


async def test_a_channel_of_another_guild_is_never_told(desk: Desk) -> None:
    elsewhere = desk.env.create_guild("Elsewhere").create_text_channel("news")
    await desk.env.settle()
    await desk.index.guilds.set_admin_channel(desk.guild.id, elsewhere.id)
    await change(desk, await follow(desk))
    assert await tell(desk) == 1
    assert list(elsewhere.history()) == [] and len(desk.private()) == 1


async def test_where_the_bot_may_not_write_it_tells_in_private(desk: Desk) -> None:
    with mock.patch("bot.delivery.notices._send", side_effect=_closed_channel()):
        await desk.index.guilds.set_admin_channel(desk.guild.id, desk.news.id)
        await change(desk, await follow(desk))
        assert await tell(desk) == 1


def _closed_channel() -> list[Exception | None]:
    response = mock.Mock(status=403, reason="Forbidden")
    return [discord.Forbidden(response, {"code": 50001, "message": "Missing Access"}), None]
