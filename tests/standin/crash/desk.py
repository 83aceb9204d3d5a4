"""The index that the bot works on: subscriptions of several kinds, and new stories in each round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.index import Index
from bot.models import Delivery, IntervalSchedule, Subject, SubscriptionId
from bot.resources import migrations
from tests.digests.newsroom import publish, write
from tests.standin.world import GUILD, OWNER, Channel, Kind, World

HOURLY = IntervalSchedule(60)
STORIES = 3
"""New in each round; a digest holds more."""
CHATTER = 120
"""Messages of members in the busy channel, before and after each round: more than a page of history."""
KINDS = (Kind.FORUM, Kind.ANNOUNCEMENT, Kind.DM)
"""One of each is subscribed, besides two text channels."""
_TOPIC = "world"
_EVERYTHING = Subject()


@dataclass(frozen=True, slots=True)
class Place:
    """A subscription and the channel that it posts to."""

    subscription: SubscriptionId
    channel: Channel


class Desk:
    """Writes to the index while the bot is dead, and looks into it while it lives."""

    def __init__(self, folder: Path, world: World) -> None:
        self._path = folder / "nutgraf.db"
        self._world = world
        self.places: list[Place] = []
        self.published: list[str] = []
        """A word of each story that stands in no other."""
        self._busy: Channel

    async def subscribe(self, kinds: tuple[Kind, ...]) -> None:
        """Subscribe #news (twice), a busy channel, and a new channel of each kind."""
        news, *_ = self._world.channels.values()
        self._busy = self._world.add(Kind.TEXT, "busy")
        others = (
            self._world.private_channel(OWNER)
            if kind is Kind.DM
            else self._world.add(kind, kind.name.lower())
            for kind in kinds
        )
        index = await Index.open(self._path, migrations())
        for channel in (news, self._busy, *others):
            await self._put(index, channel, Subject(topics=(_TOPIC,)))
        # what one of the two has shown is nothing new to the other
        await self._put(index, news, _EVERYTHING)
        await index.close()

    async def _put(self, index: Index, channel: Channel, subject: Subject) -> None:
        now = self._world.clock()
        private = channel.kind is Kind.DM
        put, _ = await index.subscriptions.put(
            guild=None if private else GUILD,
            member=channel.recipient if private else None,
            channel=channel.recipient or channel.id,
            subject=subject,
            schedule=HOURLY,
            created_by=OWNER,
            now=now,
            next_due=now + timedelta(minutes=1),
        )
        self.places.append(Place(put.id, channel))

    async def next_round(self, move_to: Callable[[datetime], None]) -> None:
        """Let new stories come in, and time pass until all subscriptions are due."""
        index = await Index.open(self._path, migrations())
        put = [await index.subscriptions.by_id(place.subscription) for place in self.places]
        move_to(max(each.next_due for each in put if each is not None) + timedelta(seconds=1))
        now = self._world.clock()
        new = [f"Harbour{len(self.published) + number}x" for number in range(STORIES)]
        # stories of which none is like another
        stories = (write(f"{word} greets {word}a, {word}b and {word}c", day=now.date()) for word in new)
        await publish(index, *stories, topic=_TOPIC, now=now)
        await index.close()
        self.published += new
        self._world.chatter(self._busy, CHATTER)

    def busy_day(self) -> None:
        """Let members write after a crash, too."""
        self._world.chatter(self._busy, CHATTER)

    async def is_settled(self, at: datetime) -> bool:
        """Say whether nothing is unfinished, and all that was due at a moment is in the ledger."""
        index = await Index.open(self._path, migrations(), read_only=True)
        try:
            return not (
                await index.deliveries.unfinished()
                or await index.deliveries.to_publish(1)
                or await index.subscriptions.due(at, 1)
            )
        finally:
            await index.close()

    async def ledger(self) -> list[Delivery]:
        """Return all deliveries."""
        index = await Index.open(self._path, migrations(), read_only=True)
        try:
            kept = [await index.deliveries.recent(place.subscription, 1_000_000) for place in self.places]
        finally:
            await index.close()
        return [row for rows in kept for row in rows]
