"""What keeps digests out of a channel is found when somebody subscribes, and said with its mend."""

from __future__ import annotations

from types import MappingProxyType

import discord
import pytest

from bot.delivery.targets.permissions import (
    PostableChannel,
    describe_missing,
    may_mention,
    missing_permissions,
    problem_with,
    remark_on,
)
from bot.models import Subject, Topic
from tests.delivery.conftest import Desk
from tests.delivery.test_targets import make_forum

TOPICS = MappingProxyType({"world": Topic("world", "World News", "", "🌍", {})})
WORLD = Subject(topics=("world",))


async def made(desk: Desk, kind: str) -> PostableChannel:
    """Return a channel of a kind, and let :meth:`Desk.forbid` be about it."""
    desk.news = getattr(desk.guild, f"create_{kind}_channel")("elsewhere")
    await desk.env.settle()
    found = desk.env.bot.get_channel(desk.news.id)
    assert isinstance(found, PostableChannel)
    return found


def problem(channel: object, desk: Desk, subject: Subject = WORLD) -> str | None:
    """Return what is said to who subscribes a channel."""
    guild = desk.env.bot.get_guild(desk.guild.id)
    assert guild is not None
    return problem_with(channel, guild.me, subject=subject, topics=TOPICS)


@pytest.mark.parametrize("kind", ["text", "news", "voice", "stage", "forum"])
async def test_every_kind_of_channel_that_takes_digests_will_do(desk: Desk, kind: str) -> None:
    channel = await made(desk, kind)
    assert problem(channel, desk) is None


@pytest.mark.parametrize("kind", ["text", "news", "voice", "stage", "forum"])
async def test_a_missing_permission_is_named_with_where_it_is_granted(desk: Desk, kind: str) -> None:
    channel = await made(desk, kind)
    await desk.forbid(send_messages=False)
    asked = "Create Posts" if kind == "forum" else "Send Messages"
    assert problem(channel, desk) == (
        f"The bot lacks the permission {asked} in {channel.mention}. "
        "Grant that in the channel's settings, then try again."
    )


async def test_a_voice_channel_whose_chat_the_bot_cannot_open_is_refused(desk: Desk) -> None:
    channel = await made(desk, "voice")
    await desk.forbid(connect=False)
    assert "Connect" in str(problem(channel, desk))


async def test_what_takes_no_digests_is_refused_in_words(desk: Desk) -> None:
    category = desk.guild.create_category("Section")
    await desk.env.settle()
    for nothing in (desk.env.bot.get_channel(category.id), None, "general"):
        assert "choose one of these" in str(problem(nothing, desk))


async def test_a_media_channel_is_refused_in_words(desk: Desk) -> None:
    channel = await made(desk, "forum")
    assert isinstance(channel, discord.ForumChannel)
    channel._type = discord.ChannelType.media.value
    assert problem(channel, desk) == (
        "A media channel takes pictures and videos only: choose a forum or a text channel."
    )


async def test_a_locked_thread_is_refused_and_an_archived_one_remarked_on(desk: Desk) -> None:
    news = desk.env.bot.get_channel(desk.news.id)
    assert isinstance(news, discord.TextChannel)
    thread = await news.create_thread(name="Old talk", type=discord.ChannelType.public_thread)
    await desk.env.settle()
    assert problem(thread, desk) is None
    assert remark_on(thread) == ""
    thread.archived = True
    assert problem(thread, desk) is None
    assert "Discord opens it again" in remark_on(thread)
    thread.locked = True
    # who may manage threads may write in locked ones
    assert problem(thread, desk) is None
    await desk.forbid(manage_threads=False)
    assert "unlock it, or give the bot Manage Threads" in str(problem(thread, desk))


@pytest.mark.parametrize(
    ("tags", "subject", "words"),
    [
        (("World-News",), WORLD, None),
        (("world",), WORLD, None),
        (("News",), WORLD, None),
        (("News",), Subject(feeds=(1,)), None),
        (("Sports",), WORLD, "make one that is called “World News”"),
        (("Sports",), Subject(), "make one that is called “News”"),
        ((), Subject(topics=("gone",)), "make one that is called “News”"),
    ],
)
async def test_a_forum_that_asks_for_a_tag_must_have_one_that_fits(
    desk: Desk, tags: tuple[str, ...], subject: Subject, words: str | None
) -> None:
    forum = desk.env.bot.get_channel((await make_forum(desk, *tags, requires=True)).id)
    said = problem(forum, desk, subject)
    assert said is None if words is None else words in str(said)


async def test_a_role_may_be_called_when_anybody_may_or_the_bot_may_call_all(desk: Desk) -> None:
    role = desk.guild.create_role("Readers")
    await desk.env.settle()
    channel = desk.env.bot.get_channel(desk.news.id)
    assert isinstance(channel, discord.TextChannel)
    me, readers = channel.guild.me, channel.guild.get_role(role.id)
    assert readers is not None
    assert may_mention(channel, readers, me)
    assert not may_mention(channel, channel.guild.default_role, me)
    await desk.forbid(mention_everyone=False)
    assert not may_mention(channel, readers, me)
    readers.mentionable = True
    assert may_mention(channel, readers, me)


async def test_several_missing_permissions_are_one_sentence(desk: Desk) -> None:
    channel = await made(desk, "forum")
    await desk.forbid(view_channel=False)
    said = describe_missing(channel, missing_permissions(channel, channel.guild.me))
    assert "permissions View Channel, Create Posts, Embed Links and Read Message History in" in said


async def test_an_announcement_channel_is_remarked_on(desk: Desk) -> None:
    assert "ten an hour at most" in remark_on(await made(desk, "news"))
    assert remark_on(await made(desk, "text")) == ""
