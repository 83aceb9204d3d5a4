"""A server with a #news channel in a simulated Discord, an index, and a clock that the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import discord
import pytest
import simcord
from simcord.actors import MemberActor
from simcord.backend.models.channel import Overwrite
from simcord.builders import ChannelHandle, GuildHandle
from simcord.enums import OverwriteType

from bot.delivery.pacing import Pace
from bot.delivery.sending import DigestView
from bot.delivery.tick import Tick
from bot.index import Index
from bot.models import ClockSchedule, Delivery, Preferences, Schedule, Subject, Subscription, Topic
from bot.settings import DigestSettings
from bot.views.digest import digest_view
from tests.digests.newsroom import NOW, open_index

USUAL = Preferences()
TOPICS = MappingProxyType({name: Topic(name, name.title(), "", "📰", {}) for name in ("world", "sports")})
DAILY = ClockSchedule(times=("07:30",), days=frozenset(range(7)), timezone="UTC")


def quiet_client() -> discord.Client:
    """Return a client with the bot's own intents: guilds, and nothing else."""
    intents = discord.Intents.none()
    intents.guilds = True
    return discord.Client(intents=intents)


class Watch:
    """A clock that goes on while somebody sleeps."""

    def __init__(self) -> None:
        self.moment = 0.0

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.moment

    async def sleep(self, seconds: float) -> None:
        """Let time pass, in no time."""
        self.moment += seconds


def free_pace() -> Pace:
    """Return a pace that holds nothing up."""
    watch = Watch()
    return Pace(40, clock=watch, sleep=watch.sleep)


@dataclass
class Desk:
    """Everything that a test of the tick needs at hand."""

    env: simcord.Env
    guild: GuildHandle
    news: ChannelHandle
    admin: MemberActor
    index: Index

    def clock(self) -> datetime:
        """Return the time, which is the simulated Discord's and stands still."""
        return self.env.now()

    async def until(self, moment: datetime) -> None:
        """Let time pass."""
        await self.env.advance_time((moment - self.clock()).total_seconds())

    def tick(self, *, view: DigestView = digest_view) -> Tick:
        """Return the tick of a process that has just started."""
        return Tick(
            self.index,
            DigestSettings(),
            TOPICS,
            clock=self.clock,
            client=self.env.bot,
            view=view,
            pace=free_pace(),
        )

    async def subscribe(
        self,
        schedule: Schedule = DAILY,
        *,
        topic: str = "world",
        next_due: datetime = NOW,
        channel: int | None = None,
        preferences: Preferences = USUAL,
    ) -> Subscription:
        """Subscribe #news (or another channel) in the admin's name."""
        subscription, _ = await self.index.subscriptions.put(
            guild=self.guild.id,
            channel=channel or self.news.id,
            preferences=preferences,
            subject=Subject(topics=(topic,)),
            schedule=schedule,
            created_by=self.admin.id,
            now=self.clock(),
            next_due=next_due,
        )
        return subscription

    async def follow(self, schedule: Schedule = DAILY, *, next_due: datetime = NOW) -> Subscription:
        """Let the admin follow the news in private."""
        subscription, _ = await self.index.subscriptions.put(
            guild=None,
            member=self.admin.id,
            channel=self.admin.id,
            subject=Subject(topics=("world",)),
            schedule=schedule,
            created_by=self.admin.id,
            now=self.clock(),
            next_due=next_due,
        )
        return subscription

    async def current(self, subscription: Subscription) -> Subscription:
        """Read a subscription again."""
        found = await self.index.subscriptions.by_id(subscription.id)
        assert found is not None
        return found

    async def ledger(self, subscription: Subscription) -> list[tuple[str, str]]:
        """Return the slots and states of a subscription's deliveries, oldest first."""
        rows = await self.index.deliveries.recent(subscription.id, 100)
        return [(row.slot_key, row.state.value) for row in reversed(rows)]

    async def reasons(self, subscription: Subscription) -> list[str | None]:
        """Return the reasons of a subscription's deliveries, oldest first."""
        rows = await self.index.deliveries.recent(subscription.id, 100)
        return [row.reason for row in reversed(rows)]

    async def newest(self, subscription: Subscription) -> Delivery:
        """Return the last row of a subscription's ledger."""
        return (await self.index.deliveries.recent(subscription.id, 1))[0]

    async def forbid(self, **permissions: bool) -> None:
        """Take permissions from the bot in #news (`send_messages=False`)."""
        allow, deny = discord.PermissionOverwrite(**permissions).pair()
        bot = self.env.backend.bot_user.id
        overwrite = Overwrite(bot, OverwriteType.MEMBER, allow=allow.value, deny=deny.value)
        self.env.backend.set_overwrite(self.news.id, overwrite)
        await self.env.settle()

    def posts(self) -> list[str]:
        """Return what members read in #news, a text a message."""
        return [text_of(message) for message in self.news.history(viewer=self.admin)]

    def private(self) -> list[str]:
        """Return what the admin has been told in private."""
        return [message.content for message in self.admin.user.dm_channel.history()]

    def sent_bodies(self) -> list[dict[str, Any]]:
        """Return the bodies of all requests that post in #news, whatever came of them."""
        return self.bodies(f"/channels/{self.news.id}/messages")

    def bodies(self, path: str) -> list[dict[str, Any]]:
        """Return the bodies of all requests that were posted to a path, whatever came of them."""
        return [
            dict(request.json or {})
            for request in self.env.http_requests
            if request.method == "POST" and request.path == path
        ]


def text_of(message: discord.Message) -> str:
    """Return all text of a message's layout."""
    return "\n".join(_texts(message.components)) or message.content


def _texts(components: object) -> list[str]:
    texts: list[str] = []
    for component in components if isinstance(components, list | tuple) else ():
        if isinstance(component, discord.TextDisplay):
            texts.append(component.content)
        texts += _texts(getattr(component, "children", ()))
    return texts


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[Index]:
    opened = await open_index(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def simcord_bot() -> discord.Client:
    return quiet_client()


@pytest.fixture
async def desk(simcord_env: simcord.Env, index: Index) -> Desk:
    guild = simcord_env.create_guild("Harbour Town")
    news = guild.create_text_channel("news")
    admin = guild.add_member(simcord_env.create_user("editor"))
    await simcord_env.settle()
    made = Desk(simcord_env, guild, news, admin, index)
    await made.until(NOW)
    return made
