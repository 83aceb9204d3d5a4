"""The tick with discord.py's own HTTP, on a Discord of this machine whose answers get lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

import discord
import discord.gateway
import discord.http
import pytest
import yarl

from bot.app import Nutgraf
from bot.delivery.repeats import guarded_requests
from bot.delivery.tick import Tick
from bot.index import Index
from bot.models import Delivery, IntervalSchedule, Publication, Subject, Subscription
from bot.settings import DigestSettings, Settings
from bot.views.digest import digest_view
from tests.digests.newsroom import NOW, publish, write
from tests.standin.faults import Fault
from tests.standin.server import API, PATIENCE, StandIn, serving
from tests.standin.world import CHANNEL, GUILD, OWNER, Kind, World

ANNOUNCEMENTS, FORUM = 3002, 3003
HOURLY = IntervalSchedule(60)


@dataclass
class Newsroom:
    """A bot on a stand-in, and the index that it works on."""

    index: Index
    client: discord.Client
    standin: StandIn
    now: list[datetime] = field(default_factory=lambda: [NOW])

    def move(self, **span: float) -> None:
        """Let time pass."""
        self.now[0] += timedelta(**span)

    def tick(self) -> Tick:
        """Return the tick of a process that has just started."""
        return Tick(
            self.index,
            DigestSettings(),
            MappingProxyType({}),
            clock=lambda: self.now[0],
            client=self.client,
            view=digest_view,
        )

    async def subscribe(self, channel: int, *, member: int | None = None) -> Subscription:
        """Subscribe a channel, or a member."""
        put, _ = await self.index.subscriptions.put(
            guild=None if member else GUILD,
            member=member,
            channel=channel,
            subject=Subject(topics=("world",)),
            schedule=HOURLY,
            created_by=OWNER,
            now=self.now[0],
            next_due=self.now[0],
        )
        return put

    async def row(self, subscription: Subscription) -> Delivery:
        """Return the last row of a subscription's ledger."""
        return (await self.index.deliveries.recent(subscription.id, 1))[0]


@pytest.fixture
async def newsroom(index: Index, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newsroom]:
    now = [NOW]
    world = World(lambda: now[0])
    world.add(Kind.ANNOUNCEMENT, "announcements", number=ANNOUNCEMENTS)
    world.add(Kind.FORUM, "digests", number=FORUM, tags=("World", "Climate"))
    intents = discord.Intents.none()
    intents.guilds = True
    async with serving(world) as standin:
        monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{standin.port}{API}")
        monkeypatch.setattr(
            discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(standin.gateway.url)
        )
        async with discord.Client(
            intents=intents, guild_ready_timeout=0.1, max_messages=None, http_trace=guarded_requests()
        ) as client:
            await client.login("abc.def.ghi")
            connecting = asyncio.create_task(client.connect())
            async with asyncio.timeout(PATIENCE):
                await client.wait_until_ready()
            await publish(index, write("Ferries stop at noon"))
            yield Newsroom(index, client, standin, now)
            await client.close()
            with suppress(asyncio.CancelledError):
                await connecting
        assert standin.complaints == []


async def test_a_post_that_was_made_though_discord_had_a_problem_is_found_and_not_made_again(
    newsroom: Newsroom,
) -> None:
    subscription = await newsroom.subscribe(FORUM)
    posting = f"POST /channels/{FORUM}/threads"
    newsroom.standin.inject(Fault(posting, status=502, does=True, times=1))
    tick = newsroom.tick()
    await tick.run_once()
    # discord.py would have asked for it five times
    assert newsroom.standin.count(posting) == 1
    assert (await newsroom.row(subscription)).state == "claimed"
    newsroom.move(minutes=2)
    await tick.run_once()
    assert newsroom.standin.count(posting) == 1
    row = await newsroom.row(subscription)
    (post,) = newsroom.standin.world.threads()
    assert (row.state, row.message) == ("sent", post.id)
    assert post.name == "world · 5 Jan 2026"
    assert [int(tag) for tag in post.applied] == [next(iter(newsroom.standin.world.channel(FORUM).tags))]


@pytest.mark.parametrize("does", [True, False])
async def test_a_connection_that_breaks_after_sending_loses_and_repeats_nothing(
    newsroom: Newsroom, does: bool
) -> None:
    subscription = await newsroom.subscribe(CHANNEL)
    newsroom.standin.inject(Fault(newsroom.standin.posting(), "drop", does=does, times=1))
    tick = newsroom.tick()
    await tick.run_once()
    assert "could not be reached" in str((await newsroom.row(subscription)).reason)
    # Discord has forgotten the nonce
    newsroom.move(minutes=29)
    await tick.run_once()
    assert len(newsroom.standin.messages) == 1
    assert (await newsroom.row(subscription)).message == int(newsroom.standin.messages[0]["id"])


async def test_when_others_have_published_ten_in_the_hour_nothing_sleeps(newsroom: Newsroom) -> None:
    subscription = await newsroom.subscribe(ANNOUNCEMENTS)
    newsroom.standin.world.channel(ANNOUNCEMENTS).crossposts = [NOW] * 10
    tick = newsroom.tick()
    async with asyncio.timeout(PATIENCE):
        await tick.run_once()
        await tick.publish()
    row = await newsroom.row(subscription)
    assert (row.state, row.publication) == ("sent", Publication.WAITING)
    publishing = f"POST /channels/{ANNOUNCEMENTS}/messages/{row.message}/crosspost"
    assert newsroom.standin.count(publishing) == 1
    newsroom.move(hours=1)
    await tick.publish()
    assert (await newsroom.row(subscription)).publication is Publication.DONE
    assert newsroom.standin.count(publishing) == 2


async def test_a_member_whose_messages_are_closed_is_paused_kindly(newsroom: Newsroom) -> None:
    subscription = await newsroom.subscribe(OWNER, member=OWNER)
    newsroom.standin.world.closed_to_dms.add(OWNER)
    await newsroom.tick().run_once()
    paused = await newsroom.index.subscriptions.by_id(subscription.id)
    assert paused is not None
    assert "Your private messages are closed to the bot" in str(paused.pause_reason)
    assert newsroom.standin.messages == []


async def test_the_bot_itself_keeps_discord_py_from_repeating(index: Index) -> None:
    trace = Nutgraf(Settings(), index, {}).http.http_trace
    assert trace is not None
    assert len(trace.on_request_end) == 1
