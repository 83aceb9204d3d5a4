"""A digest as a post of a forum, with the tags of its topics.

A forum's post carries no nonce, so Discord cannot tell a second try from a new post. Hence: discord.py is
kept from repeating the request by itself (:mod:`bot.delivery.repeats`), and after a try whose end is not
known (a lost answer, a crash) it takes :data:`SETTLES_AFTER` before the forum is looked through, open and
archived posts; only when the post is not there, it is made again. The window that remains: a post
that Discord makes later than that after it was asked for it, and one that somebody deleted in between, would
come twice.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

import discord

from bot.delivery.outcomes import (
    NotThere,
    Refused,
    Sent,
    Unknown,
    Unseen,
    refused_without_tag,
)
from bot.delivery.pacing import Pace
from bot.delivery.targets.messages import CLOCK_SKEW, belongs_to, looking, too_much, unreadable
from bot.delivery.targets.permissions import describe_missing, may_mention, missing_to_post
from bot.delivery.targets.sender import allowed_mentions, sending
from bot.delivery.targets.tags import tags_for
from bot.digests.schedules.zones import load_timezone
from bot.errors import ScheduleError
from bot.models import ClockSchedule, Delivery, Digest, Schedule, Topic

if TYPE_CHECKING:
    from bot.delivery.targets.finding import Post

SETTLES_AFTER = timedelta(minutes=2)
"""How long after a claim, or a try, Discord is given to show a post."""
NAME_LIMIT = 100
"""Characters of a post's name; Discord's limit."""
MOST_ARCHIVED = 1000
"""Archived posts looked through for one delivery, in requests of 100."""
PAGE = 100
ALWAYS_LOOKED_AT = 3
FIRSTS = 3
"""Messages of a post among which its digest is."""


@dataclass(frozen=True, slots=True)
class ForumTarget:
    """A forum, which gets a post a digest."""

    forum: discord.ForumChannel
    topics: Mapping[str, Topic]
    schedule: Schedule
    """Whose zone says which day it is."""

    @property
    def settles_after(self) -> timedelta:
        """How long after a try it is looked for."""
        return SETTLES_AFTER

    @property
    def publishes(self) -> bool:
        """Nobody follows a forum."""
        return False

    def refusal(self, digest: Digest | None) -> Refused | None:
        """Return why nothing (or not this digest) can be posted, as far as it can be known without asking."""
        me = self.forum.guild.me
        if missing := missing_to_post(self.forum, me):
            return Refused(describe_missing(self.forum, missing), "Allow it in the channel's settings.")
        if digest and self.forum.flags.require_tag and not tags_for(self.forum, me, digest, self.topics):
            return refused_without_tag()
        return None

    def may_mention(self, role: int) -> bool:
        """Return whether a post may call a role."""
        found = self.forum.guild.get_role(role)
        return found is not None and may_mention(self.forum, found, self.forum.guild.me)

    async def send(self, post: Post) -> Sent | Refused | Unknown:
        """Make the one post of a delivery; its first message has its id."""
        return await sending(post.view, lambda: self._create(post))

    async def _create(self, post: Post) -> discord.Thread:
        made = await self.forum.create_thread(
            name=name_post(post.digest, self.schedule),
            view=post.view,
            applied_tags=tags_for(self.forum, self.forum.guild.me, post.digest, self.topics),
            silent=post.silent,
            allowed_mentions=allowed_mentions(post.digest),
        )
        return made.thread

    async def look_for(self, delivery: Delivery, pace: Pace) -> Sent | NotThere | Unseen | Unknown:
        """Look for a delivery's post among those that the bot made since it was claimed.

        Its newest open posts are looked at whatever their age: this machine's clock may have been far ahead.
        """
        if unseen := unreadable(self.forum, "forum"):
            return unseen
        return await looking(self._search(delivery, pace), "forum", "posts")

    async def _search(self, delivery: Delivery, pace: Pace) -> Sent | NotThere | Unseen:
        since = delivery.claimed_at - CLOCK_SKEW
        seen = 0
        async for thread, archived in self._posts(since, pace):
            seen += archived
            if archived and discord.utils.snowflake_time(thread.id) < since:
                continue
            if await self._is_of(delivery, thread, pace):
                return Sent(thread.id)
        return too_much("forum") if seen >= MOST_ARCHIVED else NotThere()

    async def _posts(self, since: datetime, pace: Pace) -> AsyncIterator[tuple[discord.Thread, bool]]:
        """Yield the open posts, then those archived since a moment, each with whether it is archived."""
        open_posts = [
            thread
            for thread in await self.forum.guild.active_threads()
            if thread.parent_id == self.forum.id and thread.owner_id == self.forum.guild.me.id
        ]
        open_posts.sort(key=lambda thread: thread.id, reverse=True)
        for place, thread in enumerate(open_posts):
            if place >= ALWAYS_LOOKED_AT and discord.utils.snowflake_time(thread.id) < since:
                break
            yield thread, False
        await pace.turn()
        seen = 0
        async for thread in self.forum.archived_threads(limit=MOST_ARCHIVED):
            # the last archived come first
            if thread.archive_timestamp < since:
                return
            yield thread, True
            seen += 1
            if seen % PAGE == 0:
                await pace.turn()

    async def _is_of(self, delivery: Delivery, thread: discord.Thread, pace: Pace) -> bool:
        if thread.owner_id != self.forum.guild.me.id:
            return False
        await pace.turn()
        firsts = [message async for message in thread.history(limit=FIRSTS, oldest_first=True)]
        return any(belongs_to(delivery.id, message) for message in firsts)


def name_post(digest: Digest, schedule: Schedule) -> str:
    """Return the name of a digest's post: what it is about, and the day by the subscription's clock."""
    day = f"{digest.composed_at.astimezone(_zone(schedule)):%d %b %Y}".lstrip("0")
    title = " ".join(digest.title.split()) or "News"
    room = NAME_LIMIT - len(day) - 3
    if len(title) > room:
        title = f"{title[: room - 1].rstrip()}…"
    return f"{title} · {day}"


def _zone(schedule: Schedule) -> tzinfo:
    if isinstance(schedule, ClockSchedule):
        name = schedule.timezone
    elif schedule.quiet is not None:
        name = schedule.quiet.timezone
    else:
        return UTC
    try:
        return load_timezone(name)
    except ScheduleError:
        return UTC
