"""Feeds of the web as the poller sees them: which is due, what was in it before, what is still to be read.

A poll is one transaction, and so is reading a batch of items: a process that is killed at any point goes on
where the last one ended.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from bot.index import codec, feed_codec
from bot.index.adding import Item, note_seen
from bot.index.changing import change_article
from bot.index.database import Database, Transaction
from bot.index.feed_codec import WEB_FEED_COLUMNS
from bot.index.finding import find_or_write
from bot.index.merging import feed_moved_to, follow_instead
from bot.models import (
    ArticleId,
    FeedId,
    FeedState,
    FeedUpdate,
    ItemChange,
    ItemId,
    StoredItem,
    WaitingItem,
    WebFeed,
    WebFeedId,
)

NO_WORDS = "There are no words in it."


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """What became of all items that a feed ever had."""

    read: int
    waiting: int
    refused: int


class WebFeedStore:
    """For the poller and for diagnoses, which ask on nobody's behalf."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: datetime, limit: int, *, without: Collection[WebFeedId] = ()) -> list[WebFeed]:
        """Return feeds that are to be polled, the longest waiting first, `without` some."""
        rows = await self._database.read(
            f"""
            SELECT {WEB_FEED_COLUMNS}
            FROM web_feed
            WHERE state NOT IN ('gone', 'paused')
                AND next_poll <= ?
                AND id NOT IN (SELECT value FROM json_each(?))
                AND EXISTS (SELECT 1 FROM feed WHERE feed.web_feed_id = web_feed.id AND feed.resting = 0)
            ORDER BY next_poll, id
            LIMIT ?
            """,  # noqa: S608 - constants
            (codec.to_seconds(now), codec.dump(list(without)), limit),
        )
        return [feed_codec.web_feed(row) for row in rows]

    async def forget_future_polls(self, now: datetime) -> int:
        """Let feeds that were polled later than now be due: the clock was ahead then; returns how many."""
        async with self._database.transaction() as transaction:
            return await transaction.write(
                "UPDATE web_feed SET next_poll = :now, last_poll = :now WHERE last_poll > :now + 3600",
                {"now": codec.to_seconds(now)},
            )

    async def get(self, web_feed: WebFeedId) -> WebFeed | None:
        """Return a feed, or None when nobody follows it any more."""
        rows = await self._database.read(
            f"SELECT {WEB_FEED_COLUMNS} FROM web_feed WHERE id = ?",  # noqa: S608 - constants
            (web_feed,),
        )
        return feed_codec.web_feed(rows[0]) if rows else None

    async def by_url(self, url: str) -> WebFeed | None:
        """Return the feed at an address, or None."""
        rows = await self._database.read(
            f"SELECT {WEB_FEED_COLUMNS} FROM web_feed WHERE url = ?",  # noqa: S608 - constants
            (url,),
        )
        return feed_codec.web_feed(rows[0]) if rows else None

    async def known(self, web_feed: WebFeedId, lookup: Iterable[str]) -> dict[str, StoredItem]:
        """Return the items that were in a feed before, by those of the keys that they have."""
        rows = await self._database.read(
            """
            SELECT web_item_key.key, web_item.id, web_item.keys, web_item.published_at
            FROM web_item_key
            JOIN web_item ON web_item.id = web_item_key.item_id
            WHERE web_item_key.web_feed_id = ? AND web_item_key.key IN (SELECT value FROM json_each(?))
            """,
            (web_feed, codec.dump(list(lookup))),
        )
        return {
            row["key"]: StoredItem(
                ItemId(row["id"]),
                tuple(json.loads(row["keys"])),
                None if row["published_at"] is None else codec.to_moment(row["published_at"]),
            )
            for row in rows
        }

    async def record(
        self, feed: WebFeed, update: FeedUpdate, changes: Sequence[ItemChange], now: datetime
    ) -> bool:
        """Write down a poll: how it went, and the items that are new or changed, which wait to be read.

        False when the feed was removed or changed by somebody meanwhile: nothing is written then.
        """
        async with self._database.transaction() as transaction:
            merged = await feed_moved_to(transaction, feed, update.url)
            changed = await transaction.write(
                """
                UPDATE web_feed
                SET url = :url, title = :title, site_url = :site_url,
                    changed_at = CASE WHEN state = :state THEN changed_at ELSE :now END,
                    state = :state, reason = :reason, next_poll = :next_poll, last_poll = :now,
                    last_success = CASE WHEN :succeeded THEN :now ELSE last_success END,
                    last_new = CASE WHEN :new THEN :now ELSE last_new END,
                    failures = :failures, etag = :etag, last_modified = :last_modified,
                    issued_by = :issued_by
                WHERE id = :id AND url = :before AND state NOT IN ('gone', 'paused')
                """,
                {
                    "url": feed.url if merged else update.url,
                    "title": update.title,
                    "site_url": update.site_url,
                    "state": update.state,
                    "reason": update.reason,
                    "next_poll": codec.to_seconds(update.next_poll),
                    "now": codec.to_seconds(now),
                    "succeeded": update.succeeded,
                    "new": any(change.known is None for change in changes),
                    "failures": update.failures,
                    "etag": update.etag,
                    "last_modified": update.last_modified,
                    "issued_by": update.issued_by,
                    "id": feed.id,
                    "before": feed.url,
                },
            )
            if not changed:
                return False
            await _write_changes(transaction, feed.id, changes, now)
            if update.notice:
                await transaction.write(
                    """
                    INSERT INTO feed_notice (feed_id, created_at, text)
                    SELECT id, ?, ? FROM feed WHERE web_feed_id = ?
                    """,
                    (codec.to_seconds(now), update.notice, feed.id),
                )
            if merged:
                await follow_instead(transaction, feed.id, merged, now)
        return True

    async def waiting(
        self, now: datetime, limit: int, *, without: Collection[WebFeedId] = ()
    ) -> list[WaitingItem]:
        """Return items that are to be read, the longest waiting first, `without` those of some feeds."""
        rows = await self._database.read(
            """
            SELECT id, web_feed_id, document, wants_page, attempts
            FROM web_item
            WHERE state = 'waiting'
                AND not_before <= ?
                AND web_feed_id NOT IN (SELECT value FROM json_each(?))
            ORDER BY not_before, id
            LIMIT ?
            """,
            (codec.to_seconds(now), codec.dump(list(without)), limit),
        )
        return [feed_codec.waiting_item(row) for row in rows]

    async def store(
        self,
        items: Mapping[WaitingItem, Item],
        now: datetime,
        *,
        again: Mapping[WaitingItem, datetime] | None = None,
    ) -> list[ArticleId]:
        """Put items into the index, for all who follow their feeds, in one transaction; return new articles.

        An item whose words were changed replaces its article, unless others have the article from elsewhere.
        One that was given other words, or removed, while it was read is left out. Those of `again` go on
        waiting, until then: their pages could not be had, and are to be asked again.
        """
        later = {each.id: until for each, until in (again or {}).items()}
        new: list[ArticleId] = []
        read = {each.id: item for each, item in items.items()}
        async with self._database.transaction() as transaction:
            waiting = await _still_waiting(transaction, items)
            first = [row for row in waiting if row["article_id"] is None]
            ids, new = await find_or_write(
                transaction, [(read[row["id"]], row["web_feed_id"]) for row in first], now
            )
            articles = dict(zip((row["id"] for row in first), ids, strict=True))
            for row in waiting:
                if row["article_id"] is not None:
                    changed = await change_article(
                        transaction, row["article_id"], read[row["id"]], row["web_feed_id"], now
                    )
                    articles[row["id"]] = changed
            await _note_followers(
                transaction,
                [(row["web_feed_id"], articles[row["id"]], bool(row["backlog"])) for row in first],
                now,
            )
            await transaction.write_many(
                """
                UPDATE web_item SET state = 'read', document = NULL, reason = NULL, article_id = ?
                WHERE id = ?
                """,
                [(article, item) for item, article in articles.items() if item not in later],
            )
            await transaction.write_many(
                "UPDATE web_item SET article_id = ?, attempts = attempts + 1, not_before = ? WHERE id = ?",
                [
                    (article, codec.to_seconds(later[item]), item)
                    for item, article in articles.items()
                    if item in later
                ],
            )
        return new

    async def refuse(self, item: WaitingItem, reason: str) -> None:
        """Give up an item that cannot be read; `reason` is a sentence for `/feed check`.

        Not if it was given other words meanwhile: those wait to be read.
        """
        await self._write(
            """
            UPDATE web_item SET state = 'refused', document = NULL, reason = ?
            WHERE id = ? AND state = 'waiting' AND document = ?
            """,
            (reason, item.id, feed_codec.document_to_json(item.document)),
        )

    async def postpone(self, item: WaitingItem, until: datetime) -> None:
        """Try an item again later: its page could not be had, and it says nothing by itself.

        Not if it was given other words meanwhile.
        """
        await self._write(
            """
            UPDATE web_item SET attempts = attempts + 1, not_before = ?
            WHERE id = ? AND state = 'waiting' AND document = ?
            """,
            (codec.to_seconds(until), item.id, feed_codec.document_to_json(item.document)),
        )

    async def counts(self, web_feed: WebFeedId) -> ItemCounts:
        """Return what became of a feed's items."""
        rows = await self._database.read(
            "SELECT state, count(*) AS n FROM web_item WHERE web_feed_id = ? GROUP BY state", (web_feed,)
        )
        by_state = {row["state"]: row["n"] for row in rows}
        return ItemCounts(*(by_state.get(state, 0) for state in ("read", "waiting", "refused")))

    async def by_state(self) -> dict[FeedState, int]:
        """Return how many feeds are in each state."""
        rows = await self._database.read("SELECT state, count(*) AS n FROM web_feed GROUP BY state")
        return {FeedState(row["state"]): row["n"] for row in rows}

    async def count_waiting(self) -> int:
        """Return how many items of all feeds wait to be read, also those that rest for now."""
        rows = await self._database.read("SELECT count(*) AS n FROM web_item WHERE state = 'waiting'")
        return int(rows[0]["n"])

    async def last_refusal(self, web_feed: WebFeedId) -> str | None:
        """Return why the newest item that could not be read could not."""
        rows = await self._database.read(
            """
            SELECT reason FROM web_item
            WHERE web_feed_id = ? AND state = 'refused'
            ORDER BY id DESC
            LIMIT 1
            """,
            (web_feed,),
        )
        return rows[0]["reason"] if rows else None

    async def _write(self, sql: str, parameters: tuple[object, ...]) -> None:
        async with self._database.transaction() as transaction:
            await transaction.write(sql, parameters)


async def _write_changes(
    transaction: Transaction, web_feed: WebFeedId, changes: Sequence[ItemChange], now: datetime
) -> None:
    if not changes:
        return
    rows = await transaction.read("SELECT coalesce(max(id), 0) AS last FROM web_item")
    following = count(int(rows[0]["last"]) + 1)
    numbered = [(next(following) if each.known is None else each.known, each) for each in changes]
    await transaction.write_many(
        """
        INSERT INTO web_item
            (id, web_feed_id, keys, published_at, first_seen, backlog, wants_page, document, state, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                number,
                web_feed,
                codec.dump(each.keys),
                None if each.published is None else codec.to_seconds(each.published),
                codec.to_seconds(now),
                int(each.backlog),
                int(each.wants_page),
                _document(each),
                *(("refused", NO_WORDS) if each.document is None else ("waiting", None)),
            )
            for number, each in numbered
            if each.known is None
        ],
    )
    await transaction.write_many(
        "UPDATE web_item SET keys = ? WHERE id = ?",
        [(codec.dump(each.keys), number) for number, each in numbered if each.known is not None],
    )
    await transaction.write_many(
        """
        UPDATE web_item
        SET state = 'waiting', document = ?, wants_page = ?, attempts = 0, not_before = 0, last_changed = ?
        WHERE id = ?
        """,
        [
            (_document(each), int(each.wants_page), codec.to_seconds(now), number)
            for number, each in numbered
            if each.known is not None and each.document is not None
        ],
    )
    await transaction.write_many(
        """
        INSERT INTO web_item_key (web_feed_id, key, item_id) VALUES (?, ?, ?)
        ON CONFLICT (web_feed_id, key) DO UPDATE SET item_id = excluded.item_id
        """,
        [(web_feed, key, number) for number, each in numbered for key in each.lookup],
    )


def _document(change: ItemChange) -> str | None:
    return None if change.document is None else feed_codec.document_to_json(change.document)


async def _still_waiting(transaction: Transaction, items: Iterable[WaitingItem]) -> list[sqlite3.Row]:
    """Return the rows of the items that wait with the words that they had when they were taken to be read.

    The number does not say so: an item may be edited meanwhile, and a removed one's number is given anew.
    """
    read = {each.id: each.document for each in items}
    rows = await transaction.read(
        """
        SELECT id, web_feed_id, document, wants_page, attempts, backlog, article_id FROM web_item
        WHERE state = 'waiting' AND id IN (SELECT value FROM json_each(?))
        """,
        (codec.dump(list(read)),),
    )
    return [row for row in rows if feed_codec.waiting_item(row).document == read[row["id"]]]


async def _note_followers(
    transaction: Transaction, stored: Sequence[tuple[int, ArticleId, bool]], now: datetime
) -> None:
    """Let all who follow the feeds see the articles; takes (web feed, article, is it from before)."""
    rows = await transaction.read(
        "SELECT id, web_feed_id FROM feed WHERE web_feed_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (codec.dump(sorted({web_feed for web_feed, _, _ in stored})),),
    )
    for row in rows:
        mine = [(article, old) for web_feed, article, old in stored if web_feed == row["web_feed_id"]]
        await note_seen(
            transaction,
            [article for article, _ in mine],
            FeedId(row["id"]),
            now,
            backlog=[article for article, old in mine if old],
        )
