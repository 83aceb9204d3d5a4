"""How an article whose publisher changed its words is written anew, under the id that it has."""

from __future__ import annotations

from datetime import datetime

from bot.index import codec
from bot.index.adding import Item, count_entities, write_parts
from bot.index.database import Transaction
from bot.models import ArticleId

_CHANGED = (
    "content_hash",
    "fingerprint",
    "headline",
    "text",
    "caption",
    "byline",
    "url",
    "trailer",
    "language",
    "publisher_topics",
    "picture",
    "teaser",
    "reading",
)
"""What a change touches: not the day, which the id says, nor the outlet, by which articles are counted."""

# without naming the entities, all that any feed speaks of would be looked through
FORGET_UNSPOKEN = """
    DELETE FROM entity_feed
    WHERE feed_id = :feed
        AND articles <= 0
        AND entity_id IN (SELECT entity_id FROM article_entity WHERE article_id = :article)
"""


async def change_article(
    transaction: Transaction, article: ArticleId, item: Item, web_feed: int, now: datetime
) -> ArticleId:
    """Give an article the words that a feed has now, and return it.

    It stays as it is when another article has these words already, or when others have it from elsewhere:
    what one guild's feed says must change nothing for anybody else. Nor does a teaser replace a whole text.
    """
    if not await _is_only_of(transaction, article, web_feed):
        return article
    if item[0].document.teaser and await _is_whole(transaction, article):
        return article
    columns = codec.article_columns(item[0], article, now)
    same = await transaction.read("SELECT id FROM article WHERE content_hash = ?", (columns["content_hash"],))
    if same:
        return article
    feeds = [
        row["feed_id"]
        for row in await transaction.read(
            "SELECT feed_id FROM article_source WHERE article_id = ?", (article,)
        )
    ]
    for feed in feeds:
        await _uncount_entities(transaction, article, feed)
    for statement in (
        "DELETE FROM article_topic WHERE article_id = ?",
        "DELETE FROM dated_event WHERE article_id = ?",
        "DELETE FROM article_entity WHERE article_id = ?",
    ):
        await transaction.write(statement, (article,))
    assignments = ", ".join(f"{name} = :{name}" for name in _CHANGED)
    await transaction.write(
        f"UPDATE article SET {assignments}, last_changed = :first_seen WHERE id = :id",  # noqa: S608
        columns,
    )
    await write_parts(transaction, [(article, item)])
    for feed in feeds:
        await count_entities(transaction, [article], feed)
    return article


async def _is_whole(transaction: Transaction, article: ArticleId) -> bool:
    rows = await transaction.read("SELECT teaser FROM article WHERE id = ?", (article,))
    return bool(rows) and not rows[0]["teaser"]


async def _is_only_of(transaction: Transaction, article: ArticleId, web_feed: int) -> bool:
    others = await transaction.read(
        """
        SELECT 1
        FROM article_source
        JOIN feed ON feed.id = article_source.feed_id
        WHERE article_source.article_id = ? AND feed.web_feed_id IS NOT ?
        LIMIT 1
        """,
        (article, web_feed),
    )
    return not others


async def _uncount_entities(transaction: Transaction, article: ArticleId, feed: int) -> None:
    await transaction.write(
        """
        UPDATE entity_feed
        SET articles = articles - 1,
            salience = max(0.0, salience - (
                SELECT said.salience FROM article_entity AS said
                WHERE said.article_id = :article AND said.entity_id = entity_feed.entity_id
            ))
        WHERE feed_id = :feed
            AND entity_id IN (SELECT entity_id FROM article_entity WHERE article_id = :article)
        """,
        {"article": article, "feed": feed},
    )
    await transaction.write(FORGET_UNSPOKEN, {"article": article, "feed": feed})
