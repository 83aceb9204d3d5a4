"""Publishing posts of announcement channels to the channels that follow them.

Discord takes ten an hour in a channel; more wait here, counted by the ledger, and never in discord.py. Sent
is sent: a post that cannot be published stays in its own channel, and the ledger says why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord
import structlog

from bot.delivery.outcomes import NO_ANSWER
from bot.delivery.pacing import Pace
from bot.delivery.repeats import PublishingLimited
from bot.models import Delivery

if TYPE_CHECKING:
    from bot.index import Index

MOST_AN_HOUR = 10
"""Posts published of one channel; Discord's limit."""
HOUR = timedelta(hours=1)
PATIENCE = timedelta(days=1)
"""After which a post that could not be published is left as it is."""
PUBLISH_SECONDS = 30.0
MOST_AT_ONCE = 1000
"""Posts looked at in one go."""

_ALREADY_CROSSPOSTED = 40033

log = structlog.get_logger()


class Publishing:
    """Publishes what waits for it; one for a process."""

    def __init__(
        self, index: Index, client: discord.Client, pace: Pace, *, clock: Callable[[], datetime]
    ) -> None:
        self._index = index
        self._client = client
        self._pace = pace
        self._clock = clock
        self._rests: dict[int, datetime] = {}
        """Until when nothing more is published of a channel, because Discord said so."""
        self._running = asyncio.Lock()

    async def run_once(self) -> None:
        """Publish what waits, as far as it is allowed; the rest waits on. Raises :class:`StorageError`."""
        if not self._client.is_ready() or self._running.locked():
            return
        async with self._running:
            channels: dict[int, list[Delivery]] = {}
            for delivery in await self._index.deliveries.to_publish(MOST_AT_ONCE):
                channels.setdefault(delivery.channel, []).append(delivery)
            await asyncio.gather(*(self._publish_of(channel, posts) for channel, posts in channels.items()))

    async def _publish_of(self, channel: int, posts: list[Delivery]) -> None:
        """Publish posts of one channel, the oldest first, until it has had its ten."""
        now = self._clock()
        left = MOST_AN_HOUR - await self._index.deliveries.count_published(channel, now - HOUR)
        for post in posts:
            if now - (post.finished_at or post.claimed_at) > PATIENCE:
                await self._give_up(post, "It could not be published to the channels that follow for a day.")
            elif left > 0 and now >= self._rests.get(channel, now):
                left -= 1
                await self._publish(post)

    async def _publish(self, post: Delivery) -> None:
        await self._pace.turn()
        message = self._client.get_partial_messageable(post.channel).get_partial_message(post.message or 0)
        try:
            # what discord.py sleeps after a 429 is cut short where it is not kept from it (see `once`)
            async with asyncio.timeout(PUBLISH_SECONDS):
                await message.publish()
        except PublishingLimited as error:
            self._rest(post, timedelta(seconds=error.seconds))
        except discord.HTTPException as error:
            await self._judge(post, error)
        except NO_ANSWER as error:
            log.info("digest.publishing_waits", delivery=post.id, reason=type(error).__name__)
            self._rest(post, timedelta(minutes=5))
        else:
            await self._done(post)

    async def _judge(self, post: Delivery, error: discord.HTTPException) -> None:
        if error.code == _ALREADY_CROSSPOSTED:
            # by this bot before it crashed, or by somebody's hand
            await self._done(post)
        elif error.status == 429:
            self._rest(post, HOUR)
        elif error.status >= 500 or error.status in (401, 408):
            log.info("digest.publishing_waits", delivery=post.id, reason=f"Discord answered {error.status}")
        elif error.status == 404:
            await self._give_up(
                post, "It was deleted before it could be published to the channels that follow."
            )
        else:
            await self._give_up(
                post,
                "Discord does not let the bot publish it to the channels that follow "
                f"({error.text or error.status}).",
            )

    def _rest(self, post: Delivery, span: timedelta) -> None:
        self._rests[post.channel] = self._clock() + span
        log.info("digest.publishing_rests", channel=post.channel, seconds=span.total_seconds())

    async def _done(self, post: Delivery) -> None:
        await self._index.deliveries.mark_published(post.id, self._clock())
        self._rests.pop(post.channel, None)
        log.info("digest.published", delivery=post.id, channel=post.channel)

    async def _give_up(self, post: Delivery, reason: str) -> None:
        await self._index.deliveries.give_up_publishing(post.id, reason)
        log.warning("digest.not_published", delivery=post.id, channel=post.channel, reason=reason)
