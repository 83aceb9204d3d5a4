"""The stand-in as discord.py sees it: channels of each type, what is allowed there, and what can be done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import discord
import discord.gateway
import discord.http
import pytest
import yarl

from tests.standin.conftest import ANNOUNCEMENTS, FORUM, Clock
from tests.standin.server import API, PATIENCE, StandIn
from tests.standin.world import CHANNEL, GUILD, OWNER, Kind


@pytest.fixture
async def client(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[discord.Client]:
    """Return a client that is connected."""
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{standin.port}{API}")
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(standin.gateway.url))
    news = standin.world.channel(CHANNEL)
    news.denied = discord.Permissions(read_message_history=True)
    standin.world.add(Kind.THREAD, "storm", parent=news, number=3004)
    intents = discord.Intents.none()
    intents.guilds = True
    async with discord.Client(intents=intents, guild_ready_timeout=0.1, max_messages=None) as made:
        await made.login("abc.def.ghi")
        connecting = asyncio.create_task(made.connect())
        async with asyncio.timeout(PATIENCE):
            await made.wait_until_ready()
        yield made
        await made.close()
        with suppress(asyncio.CancelledError):
            await connecting
    assert standin.complaints == []


async def test_it_sees_the_channels_and_what_it_may_do_there(client: discord.Client) -> None:
    guild = client.get_guild(GUILD)
    assert guild is not None
    news, announcements, forum = (guild.get_channel(number) for number in (CHANNEL, ANNOUNCEMENTS, FORUM))

    assert isinstance(news, discord.TextChannel)
    assert not news.permissions_for(guild.me).read_message_history
    assert news.permissions_for(guild.me).send_messages
    assert isinstance(announcements, discord.TextChannel)
    assert announcements.is_news()
    assert isinstance(forum, discord.ForumChannel)
    assert [tag.name for tag in forum.available_tags] == ["World", "Climate"]
    thread = guild.get_thread(3004)
    assert thread is not None
    assert thread.parent == news


async def test_it_posts_in_a_forum_and_finds_the_post(
    client: discord.Client, standin: StandIn, clock: Clock
) -> None:
    forum = client.get_channel(FORUM)
    assert isinstance(forum, discord.ForumChannel)

    made = await forum.create_thread(name="World", content="News", applied_tags=forum.available_tags[:1])
    active = await forum.guild.active_threads()
    standin.world.channel(made.thread.id).archived_at = clock.now
    archived = [thread async for thread in forum.archived_threads()]

    assert made.message.id == made.thread.id
    assert [tag.name for tag in made.thread.applied_tags] == ["World"]
    assert made.thread in active
    assert archived == [made.thread]
    assert [message.content async for message in archived[0].history()] == ["News"]
    assert isinstance(await client.fetch_channel(made.thread.id), discord.Thread)


async def test_it_publishes_what_it_posts_in_an_announcement_channel(client: discord.Client) -> None:
    channel = client.get_channel(ANNOUNCEMENTS)
    assert isinstance(channel, discord.TextChannel)

    message = await channel.send("News")
    await message.publish()

    assert (await channel.fetch_message(message.id)).flags.crossposted
    with pytest.raises(discord.HTTPException) as refused:
        await message.publish()
    assert refused.value.code == 40033


async def test_it_writes_to_a_member_and_changes_what_it_wrote(client: discord.Client) -> None:
    private = await client.create_dm(discord.Object(OWNER))

    message = await private.send("News")
    await message.edit(content="Old news")

    assert [each.content async for each in private.history()] == ["Old news"]


async def test_a_nonce_is_answered_with_the_message_that_has_it(client: discord.Client) -> None:
    channel = client.get_channel(ANNOUNCEMENTS)
    assert isinstance(channel, discord.TextChannel)

    first, second = [await channel.send("News", nonce="ng-d-1") for _ in range(2)]

    assert first.id == second.id


async def test_what_is_not_allowed_is_told_as_by_discord(client: discord.Client, standin: StandIn) -> None:
    news = client.get_channel(CHANNEL)
    assert isinstance(news, discord.TextChannel)
    standin.world.channel(CHANNEL).denied = discord.Permissions(send_messages=True)

    with pytest.raises(discord.Forbidden) as refused:
        await news.send("News")

    assert refused.value.code == 50013
