"""How a feed that has moved to the address of another one becomes one with it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.index import codec
from bot.index.adding import note_seen
from bot.index.database import Transaction
from bot.models import ArticleId, FeedId, WebFeed, WebFeedId

_TITLE, _OPENING = 3, 4
"""Places in an item's keys of what tells that a guid or address names the same item in both feeds."""


async def feed_moved_to(transaction: Transaction, feed: WebFeed, url: str) -> WebFeedId | None:
    """Return the other feed that is at the address to which this one has moved, if there is one."""
    if url == feed.url:
        return None
    rows = await transaction.read("SELECT id FROM web_feed WHERE url = ? AND id <> ?", (url, feed.id))
    return WebFeedId(rows[0]["id"]) if rows else None


async def follow_instead(transaction: Transaction, old: WebFeedId, new: WebFeedId, now: datetime) -> None:
    """Let those who follow a feed follow another one, with all that they had from it.

    What waits to be read goes along; what the other feed had before, they see as if they followed it anew,
    except that what was new to them is in their digests.
    """
    news = await _hand_over_waiting(transaction, old, new)
    earlier = await _articles(transaction, new)
    for each in await _followers(transaction, old, new):
        if each.there is not None:
            await _join(transaction, each.feed, each.there, now)
            continue
        await transaction.write("UPDATE feed SET web_feed_id = ? WHERE id = ?", (new, each.feed))
        await note_seen(
            transaction, earlier, each.feed, now, backlog=[each for each in earlier if each not in news]
        )
    await transaction.write("DELETE FROM web_feed WHERE id = ?", (old,))
    # it was found there a moment ago
    await transaction.write(
        """
        UPDATE web_feed
        SET state = 'ok', reason = NULL, failures = 0, changed_at = :now, next_poll = :now
        WHERE id = :id AND state = 'gone'
        """,
        {"id": new, "now": codec.to_seconds(now)},
    )


@dataclass(frozen=True, slots=True)
class _Follower:
    """A row of `feed`, and the one by which its owner follows the other address already."""

    feed: FeedId
    there: FeedId | None


async def _followers(transaction: Transaction, old: WebFeedId, new: WebFeedId) -> list[_Follower]:
    rows = await transaction.read(
        """
        SELECT feed.id, other.id AS there
        FROM feed
        LEFT JOIN feed AS other ON other.owner = feed.owner AND other.web_feed_id = ?
        WHERE feed.web_feed_id = ?
        """,
        (new, old),
    )
    return [_Follower(row["id"], row["there"]) for row in rows]


async def _articles(transaction: Transaction, web_feed: WebFeedId) -> list[ArticleId]:
    rows = await transaction.read(
        "SELECT DISTINCT article_id FROM web_item WHERE web_feed_id = ? AND article_id IS NOT NULL",
        (web_feed,),
    )
    return [ArticleId(row["article_id"]) for row in rows]


async def _join(transaction: Transaction, feed: FeedId, other: FeedId, now: datetime) -> None:
    """Let an owner who follows both feeds see by the other one all that was seen by this one."""
    rows = await transaction.read("SELECT article_id, backlog FROM article_source WHERE feed_id = ?", (feed,))
    await note_seen(
        transaction,
        [ArticleId(row["article_id"]) for row in rows],
        other,
        now,
        backlog={ArticleId(row["article_id"]) for row in rows if row["backlog"]},
    )
    await transaction.write("UPDATE feed_notice SET feed_id = ? WHERE feed_id = ?", (other, feed))
    await transaction.write("DELETE FROM feed WHERE id = ?", (feed,))


async def _hand_over_waiting(transaction: Transaction, old: WebFeedId, new: WebFeedId) -> set[ArticleId]:
    """Give a feed the waiting items of another that it does not have; return what it has read of the others.

    Without those that are in no digest.
    """
    rows = await transaction.read(
        """
        SELECT web_item.id, web_item.keys, web_item.backlog, known.id AS there, known.keys AS keys_there,
            known.article_id
        FROM web_item
        LEFT JOIN web_item_key AS mine ON mine.item_id = web_item.id
        LEFT JOIN web_item_key AS theirs ON theirs.web_feed_id = ? AND theirs.key = mine.key
        LEFT JOIN web_item AS known ON known.id = theirs.item_id
        WHERE web_item.web_feed_id = ? AND web_item.state = 'waiting'
        """,
        (new, old),
    )
    known = [row for row in rows if _is_same(row)]
    moving = {row["id"] for row in rows} - {row["id"] for row in known}
    numbers = codec.dump(sorted(moving))
    await transaction.write(
        "UPDATE web_item SET web_feed_id = ? WHERE id IN (SELECT value FROM json_each(?))", (new, numbers)
    )
    await transaction.write(
        """
        UPDATE OR IGNORE web_item_key SET web_feed_id = ?
        WHERE item_id IN (SELECT value FROM json_each(?))
        """,
        (new, numbers),
    )
    return {ArticleId(row["article_id"]) for row in known if row["article_id"] and not row["backlog"]}


def _is_same(row: sqlite3.Row) -> bool:
    if row["there"] is None:
        return False
    mine, theirs = json.loads(row["keys"]), json.loads(row["keys_there"])
    if mine == theirs:
        return True
    return any(
        len(mine) > place and mine[place] is not None and mine[place] == theirs[place]
        for place in (_TITLE, _OPENING)
    )
