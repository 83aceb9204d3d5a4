"""Feeds: who follows which feed of the web, who does not want it, and what they are still to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.index import codec, feed_codec
from bot.index.adding import note_seen
from bot.index.database import Database, Transaction
from bot.index.feed_codec import WEB_FEED_COLUMNS
from bot.index.scoping import scope_parameters
from bot.models import ArticleId, Feed, FeedId, FeedNotice, Scope

NEWEST_SHOWN = 3
"""How many of the items that were in a feed before it was followed may appear in digests."""

_FEEDS = f"""
    SELECT
        feed.id AS feed_id, feed.owner, feed.title, feed.added_by, feed.added_at,
        EXISTS (
            SELECT 1 FROM feed_mute
            WHERE feed_mute.guild = :scope_guild_id AND feed_mute.feed_id = feed.id
        ) AS muted,
        {WEB_FEED_COLUMNS}
    FROM feed
    JOIN web_feed ON web_feed.id = feed.web_feed_id
"""  # noqa: S608 - constants


_FEED_AT = f"{_FEEDS} WHERE web_feed.url = :url AND feed.owner = :owner"
"""An owner's feed at an address; its parameters come from :func:`_at`."""


@dataclass(frozen=True, slots=True)
class Following:
    """What following a feed did."""

    feed: Feed
    new: bool
    """False when its owner followed it already."""


class FeedStore:
    """What admins read is bound to their guild; `all` and the notices are for the operator and the poller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def follow(
        self,
        *,
        url: str,
        title: str,
        owner: str,
        added_by: int | None,
        now: datetime,
        site_url: str | None = None,
        first_poll: datetime | None = None,
    ) -> Following:
        """Let an owner follow the feed at an address; a feed that is new is polled at `first_poll`, or now.

        One that was given up as gone is asked again, as if it were new.
        Of what a feed that others follow has had before, the owner sees everything, and the newest three
        articles may appear in digests.
        """
        async with self._database.transaction() as transaction:
            await transaction.write(
                """
                INSERT INTO web_feed (url, title, site_url, state, changed_at, next_poll)
                VALUES (:url, :title, :site_url, 'ok', :now, :first_poll)
                ON CONFLICT (url) DO UPDATE
                SET state = 'ok', reason = NULL, failures = 0, changed_at = :now, next_poll = :first_poll
                WHERE state = 'gone'
                """,
                {
                    "url": url,
                    "title": title,
                    "site_url": site_url,
                    "now": codec.to_seconds(now),
                    "first_poll": codec.to_seconds(first_poll or now),
                },
            )
            new = await transaction.read(
                """
                INSERT INTO feed (owner, kind, title, web_feed_id, added_by, added_at)
                SELECT :owner, 'web', :title, web_feed.id, :added_by, :now FROM web_feed WHERE url = :url
                ON CONFLICT (web_feed_id, owner) WHERE web_feed_id IS NOT NULL DO NOTHING
                RETURNING id, web_feed_id
                """,
                {
                    "owner": owner,
                    "title": title,
                    "added_by": added_by,
                    "now": codec.to_seconds(now),
                    "url": url,
                },
            )
            if new:
                await _show_earlier(transaction, FeedId(new[0]["id"]), new[0]["web_feed_id"], now)
            rows = await transaction.read(_FEED_AT, _at(url, owner))
        return Following(feed_codec.feed(rows[0]), bool(new))

    async def visible(self, scope: Scope) -> list[Feed]:
        """Return the feeds that the scope follows and those that everybody sees, muted ones too, by title."""
        rows = await self._database.read(
            f"""
            {_FEEDS}
            WHERE feed.owner IN ('global', :scope_guild, :scope_user)
            ORDER BY feed.owner = 'global', feed.title COLLATE NOCASE, feed.id
            """,
            scope_parameters(scope),
        )
        return [feed_codec.feed(row) for row in rows]

    async def titles(self, feeds: Sequence[int], scope: Scope) -> dict[int, str]:
        """Return the titles of those of some feeds that are the scope's or everybody's, muted ones too."""
        rows = await self._database.read(
            """
            SELECT id, title FROM feed
            WHERE id IN (SELECT value FROM json_each(:feeds))
                AND owner IN ('global', :scope_guild, :scope_user)
            """,
            {"feeds": codec.dump(list(feeds)), **scope_parameters(scope)},
        )
        return {row["id"]: row["title"] for row in rows}

    async def all(self) -> list[Feed]:
        """Return all feeds of all owners, by owner and title; for the operator."""
        rows = await self._database.read(
            f"""
            {_FEEDS}
            ORDER BY feed.owner, feed.title COLLATE NOCASE, feed.id
            """,
            {"scope_guild_id": None},
        )
        return [feed_codec.feed(row) for row in rows]

    async def followed(self, owner: str, url: str) -> Feed | None:
        """Return an owner's feed at an address, or None."""
        rows = await self._database.read(_FEED_AT, _at(url, owner))
        return feed_codec.feed(rows[0]) if rows else None

    async def count(self, owner: str) -> int:
        """Return how many feeds an owner follows."""
        rows = await self._database.read(
            "SELECT count(*) AS n FROM feed WHERE owner = ? AND web_feed_id IS NOT NULL", (owner,)
        )
        return int(rows[0]["n"])

    async def articles(self, feed: FeedId) -> int:
        """Return how many articles came from a feed."""
        rows = await self._database.read(
            "SELECT count(*) AS n FROM article_source WHERE feed_id = ?", (feed,)
        )
        return int(rows[0]["n"])

    async def remove(self, feed: FeedId) -> None:
        """Follow a feed no more; what only its owner saw of it is seen by nobody, until it is followed again.

        The articles stay, so that a channel is not shown them a second time.
        """
        async with self._database.transaction() as transaction:
            await transaction.write("DELETE FROM feed WHERE id = ? AND web_feed_id IS NOT NULL", (feed,))
            await _forget_unfollowed(transaction)

    async def mute(self, feed: FeedId, guild: int, *, muted: bool) -> None:
        """Let a guild see a shared feed no more, or again."""
        statement = (
            "INSERT OR IGNORE INTO feed_mute (guild, feed_id) VALUES (?, ?)"
            if muted
            else "DELETE FROM feed_mute WHERE guild = ? AND feed_id = ?"
        )
        async with self._database.transaction() as transaction:
            await transaction.write(statement, (guild, feed))

    async def rest(self, guild: int, *, resting: bool) -> None:
        """Leave a guild's feeds alone while the bot is not in it, unless others follow them."""
        async with self._database.transaction() as transaction:
            await transaction.write(
                "UPDATE feed SET resting = ? WHERE owner = ?", (int(resting), f"guild:{guild}")
            )

    async def pause(self, feed: FeedId, *, paused: bool, now: datetime) -> None:
        """Leave the address of a feed alone, for all who follow it, or poll it again from now on."""
        async with self._database.transaction() as transaction:
            await transaction.write(
                """
                UPDATE web_feed
                SET state = :state, reason = :reason, changed_at = :now, next_poll = :now, failures = 0
                WHERE id = (SELECT web_feed_id FROM feed WHERE id = :feed)
                """,
                {
                    "state": "paused" if paused else "ok",
                    "reason": "The operator paused it." if paused else None,
                    "now": codec.to_seconds(now),
                    "feed": feed,
                },
            )

    async def notices(self, limit: int) -> list[FeedNotice]:
        """Return what is still to be told, oldest first."""
        rows = await self._database.read(
            """
            SELECT feed_notice.id, feed_notice.feed_id, feed_notice.text,
                feed.owner, feed.added_by, feed.title
            FROM feed_notice
            JOIN feed ON feed.id = feed_notice.feed_id
            ORDER BY feed_notice.id
            LIMIT ?
            """,
            (limit,),
        )
        return [feed_codec.notice(row) for row in rows]

    async def forget_notices(self, notices: Sequence[int]) -> None:
        """Take notices off the list: they were told, or there is nobody to tell."""
        async with self._database.transaction() as transaction:
            await transaction.write(
                "DELETE FROM feed_notice WHERE id IN (SELECT value FROM json_each(?))",
                (codec.dump(list(notices)),),
            )


def _at(url: str, owner: str) -> dict[str, str | None]:
    return {"url": url, "owner": owner, "scope_guild_id": None}


async def _show_earlier(transaction: Transaction, feed: FeedId, web_feed: int, now: datetime) -> None:
    """Let who follows a feed from now on see what it had before."""
    rows = await transaction.read(
        """
        SELECT DISTINCT article_id FROM web_item
        WHERE web_feed_id = ? AND article_id IS NOT NULL
        ORDER BY article_id DESC
        """,
        (web_feed,),
    )
    ids = [ArticleId(row["article_id"]) for row in rows]
    await note_seen(transaction, ids, feed, now, backlog=ids[NEWEST_SHOWN:])


async def _forget_unfollowed(transaction: Transaction) -> None:
    await transaction.write(
        """
        DELETE FROM web_feed
        WHERE NOT EXISTS (SELECT 1 FROM feed WHERE feed.web_feed_id = web_feed.id)
        """
    )
