"""Which article of the index an item is, when its words are there already."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.index import codec
from bot.index.adding import Item, write_articles
from bot.index.database import Transaction
from bot.models import ArticleId

FromFeed = tuple[Item, int]
"""An item and the web feed that it came from."""


async def find_or_write(
    transaction: Transaction, items: Sequence[FromFeed], now: datetime
) -> tuple[list[ArticleId], list[ArticleId]]:
    """Return the articles with the items' words, in their order, and which of these had to be written.

    An article that some who follow the feed do not see yet, and whose address is another than the item's, is
    not taken: a private feed's links may open what only its owner paid for. The item has one of its own then.
    """
    known = await _by_hash(transaction, items)
    fresh: dict[str, Item] = {}
    feeds: dict[str, int] = {}
    hashes = []
    for item, web_feed in items:
        name, own = _names(item)
        if name in known:
            article, url = known[name]
            common = url == item[0].document.url or await _all_see(transaction, article, web_feed)
        elif name in fresh:
            url = fresh[name][0].document.url
            common = url == item[0].document.url or await _all_follow(transaction, feeds[name], web_feed)
        else:
            common = True
        name = name if common else own
        if name not in known:
            fresh.setdefault(name, (replace(item[0], content_hash=name), item[1]))
            feeds.setdefault(name, web_feed)
        hashes.append(name)
    ordered = sorted(fresh.values(), key=lambda item: item[0].document.published)
    new = await write_articles(transaction, ordered, now)
    ids = {name: article for name, (article, _) in known.items()}
    ids |= {article.content_hash: each for (article, _), each in zip(ordered, new, strict=True)}
    return [ids[name] for name in hashes], new


def _names(item: Item) -> tuple[str, str]:
    """Return the hash of an item's words, and that of its words at its address."""
    words, url = item[0].content_hash, item[0].document.url or ""
    return words, f"{words}@{hashlib.blake2b(url.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


async def _by_hash(
    transaction: Transaction, items: Sequence[FromFeed]
) -> dict[str, tuple[ArticleId, str | None]]:
    """Return the articles with the items' words, and their addresses."""
    names = [name for item, _ in items for name in _names(item)]
    rows = await transaction.read(
        "SELECT id, content_hash, url FROM article WHERE content_hash IN (SELECT value FROM json_each(?))",
        (codec.dump(names),),
    )
    return {row["content_hash"]: (ArticleId(row["id"]), row["url"]) for row in rows}


async def _all_see(transaction: Transaction, article: ArticleId, web_feed: int) -> bool:
    """Tell whether everybody who follows a feed sees an article already."""
    rows = await transaction.read(
        """
        SELECT 1
        FROM feed
        WHERE feed.web_feed_id = ?
            AND NOT EXISTS (
                SELECT 1
                FROM article_source
                JOIN feed AS other ON other.id = article_source.feed_id
                WHERE article_source.article_id = ? AND other.owner IN (feed.owner, 'global')
            )
        LIMIT 1
        """,
        (web_feed, article),
    )
    return not rows


async def _all_follow(transaction: Transaction, other: int, web_feed: int) -> bool:
    """Tell whether everybody who follows a feed sees what comes from another one."""
    rows = await transaction.read(
        """
        SELECT 1
        FROM feed
        WHERE feed.web_feed_id = :feed
            AND NOT EXISTS (
                SELECT 1 FROM feed AS other
                WHERE other.web_feed_id = :other AND other.owner IN (feed.owner, 'global')
            )
        LIMIT 1
        """,
        {"feed": web_feed, "other": other},
    )
    return not rows
