"""Articles: what was read, found again by id, by day, by words, and by what a channel has not been shown."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.index import codec
from bot.index.adding import Item, note_seen, write_articles
from bot.index.codec import SEQUENCE_BITS
from bot.index.database import READ_SECONDS, Database
from bot.index.filters import EVERYTHING, FEW, Filter
from bot.index.scoping import VISIBLE, VISIBLE_FEEDS, scope_parameters, visible
from bot.models import ArticleId, Scope, StoredArticle, Window

FOLDER_FEED = 1
"""The feed that watched folders and ingested files belong to."""
HEADLINES_LOOKED_AT = 5_000


_PARTS = (
    """
    SELECT article_entity.*, entity.kind
    FROM article_entity
    JOIN entity ON entity.id = article_entity.entity_id
    WHERE article_entity.article_id IN (SELECT value FROM json_each(?))
    ORDER BY article_entity.salience DESC, entity.id
    """,
    """
    SELECT * FROM dated_event
    WHERE article_id IN (SELECT value FROM json_each(?))
    ORDER BY article_id, number
    """,
    """
    SELECT * FROM article_topic
    WHERE article_id IN (SELECT value FROM json_each(?))
    ORDER BY score DESC, topic
    """,
)
"""What hangs on articles, by their ids: entities, events, topics."""

_NOT_SHOWN = f"""
    AND NOT EXISTS (
        SELECT 1 FROM delivery_article AS shown
        WHERE shown.channel = :channel AND shown.article_id = article.id
    )
    AND {visible("article.id", "AND visible_source.backlog = 0")}
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class AddResult:
    """What adding a batch did."""

    new: tuple[ArticleId, ...]
    same: int
    """How many were there already."""


class ArticleStore:
    """Reads take the scope of whoever asks; there is no other way to an article."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        items: Sequence[Item],
        *,
        feed: int = FOLDER_FEED,
        now: datetime,
    ) -> AddResult:
        """Store a batch in one transaction; what is there already is only noted as seen in `feed`."""
        ordered = sorted(items, key=lambda item: item[0].document.published)
        hashes = [article.content_hash for article, _ in ordered]
        async with self._database.transaction() as transaction:
            rows = await transaction.read(
                "SELECT id, content_hash FROM article WHERE content_hash IN (SELECT value FROM json_each(?))",
                (codec.dump(hashes),),
            )
            known = {row["content_hash"]: ArticleId(row["id"]) for row in rows}
            # a text that comes twice in one batch is written once
            fresh = {each[0].content_hash: each for each in ordered if each[0].content_hash not in known}
            new = await write_articles(transaction, list(fresh.values()), now)
            known |= dict(zip(fresh, new, strict=True))
            await note_seen(transaction, [known[each] for each in hashes], feed, now)
        return AddResult(tuple(new), len(ordered) - len(new))

    async def known(self, content_hashes: Sequence[str], *, feed: int = FOLDER_FEED) -> set[str]:
        """Return those hashes of which an article was seen in `feed`: adding these would change nothing.

        For ingest alone, which asks on nobody's behalf.
        """
        rows = await self._database.read(
            """
            SELECT article.content_hash
            FROM article
            JOIN article_source ON article_source.article_id = article.id
            WHERE article_source.feed_id = ?
                AND article.content_hash IN (SELECT value FROM json_each(?))
            """,
            (feed, codec.dump(list(content_hashes))),
        )
        return {row["content_hash"] for row in rows}

    async def get(self, article_id: ArticleId, scope: Scope) -> StoredArticle | None:
        """Return one article, or None when there is none or the scope does not see it."""
        found = await self.get_many([article_id], scope)
        return found[0] if found else None

    async def get_many(self, ids: Sequence[ArticleId], scope: Scope) -> list[StoredArticle]:
        """Return the articles that the scope sees, in the order of `ids`."""
        listed = codec.dump(list(ids))
        # side by side, on as many connections as are free
        rows, parts = await asyncio.gather(
            self._database.read(
                f"""
                SELECT article.*
                FROM article
                WHERE article.id IN (SELECT value FROM json_each(:ids)) AND {VISIBLE}
                """,  # noqa: S608 - VISIBLE is a constant
                {"ids": listed, **scope_parameters(scope)},
            ),
            asyncio.gather(*(self._part(statement, listed) for statement in _PARTS)),
        )
        by_id = {row["id"]: codec.stored_article(row, *(part[row["id"]] for part in parts)) for row in rows}
        return [by_id[each] for each in ids if each in by_id]

    async def latest(
        self, scope: Scope, *, topic: str | None, window: Window, limit: int
    ) -> list[StoredArticle]:
        """Return the newest articles, newest publish day first."""
        return await self._select(scope, topic=topic, window=window, limit=limit)

    async def unseen(
        self,
        scope: Scope,
        *,
        topic: str | None,
        published_since: date | None,
        channel: int,
        limit: int,
    ) -> list[StoredArticle]:
        """Return the newest articles that no delivery to `channel` may have shown yet.

        What was in a feed before somebody followed it is left out, but for its newest three articles.
        """
        return await self._select(
            scope,
            topic=topic,
            window=Window(since=published_since),
            limit=limit,
            condition=_NOT_SHOWN,
            parameters={"channel": channel},
        )

    async def match(
        self,
        expression: str,
        scope: Scope,
        *,
        window: Window,
        topic: str | None = None,
        only: Filter = EVERYTHING,
        limit: int,
        seconds: float = READ_SECONDS,
    ) -> list[ArticleId]:
        """Return the newest articles that match an FTS5 expression, newest first.

        `expression` must come from :mod:`bot.query.words`, which quotes what users type. How well an article
        matches is not told: FTS5's bm25 counts the articles of everybody, also those that the scope does not
        see. Raises :class:`SlowQueryError` past `seconds`.
        """
        rows = await self._database.read(
            f"""
            SELECT article_fts.rowid AS id
            FROM article_fts
            WHERE article_fts MATCH :expression
                AND article_fts.rowid BETWEEN :first AND :last
                AND {_in_topic(topic, "article_fts.rowid")}
                AND {only.condition("article_fts.rowid")}
                AND {visible("article_fts.rowid")}
            ORDER BY article_fts.rowid DESC
            LIMIT :limit
            """,  # noqa: S608 - constants only
            {
                "expression": expression,
                "topic": topic,
                "limit": limit,
                **only.parameters(),
                **bounds(window),
                **scope_parameters(scope),
            },
            seconds=seconds,
        )
        return [ArticleId(row["id"]) for row in rows]

    async def filtered(
        self,
        only: Filter,
        scope: Scope,
        *,
        window: Window,
        without: str | None = None,
        limit: int,
        seconds: float = READ_SECONDS,
    ) -> list[ArticleId]:
        """Return the newest articles that a filter lets through, whatever their words, newest first.

        `without` is an FTS5 expression that none of them matches. Raises :class:`SlowQueryError` past
        `seconds`.
        """
        # looked up once: for each article by itself, common words would take seconds
        unwanted = """AND chosen.id NOT IN (
            SELECT article_fts.rowid FROM article_fts
            WHERE article_fts MATCH :without AND article_fts.rowid BETWEEN :first AND :last
        )"""
        found: set[ArticleId] = set()
        for chosen, wanted in _chosen_by(only):
            rows = await self._database.read(
                f"""
                SELECT chosen.id
                FROM ({chosen}) AS chosen
                WHERE chosen.id BETWEEN :first AND :last
                    AND {only.condition("chosen.id")}
                    {unwanted if without else ""}
                    AND {visible("chosen.id")}
                ORDER BY chosen.id DESC
                LIMIT :limit
                """,  # noqa: S608 - constants only
                {
                    "wanted": wanted,
                    "without": without,
                    "limit": limit,
                    **bounds(window),
                    **only.parameters(),
                    **scope_parameters(scope),
                },
                seconds=seconds,
            )
            found.update(ArticleId(row["id"]) for row in rows)
        return sorted(found, reverse=True)[:limit]

    async def sources(self, scope: Scope) -> list[str]:
        """Return the outlets of the articles that the scope sees, those of most articles first."""
        rows = await self._database.read(
            f"""
            SELECT source_feed.source
            FROM source_feed
            WHERE source_feed.feed_id IN {VISIBLE_FEEDS}
            GROUP BY source_feed.source
            ORDER BY sum(source_feed.articles) DESC, source_feed.source
            """,  # noqa: S608 - VISIBLE_FEEDS is a constant
            scope_parameters(scope),
        )
        return [str(row["source"]) for row in rows]

    async def headlines(self, prefix: str, scope: Scope, limit: int) -> list[str]:
        """Return the newest headlines that hold `prefix` at the start of a word, newest first.

        They are looked for among the newest :data:`HEADLINES_LOOKED_AT` articles that the scope sees.
        """
        escaped = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        rows = await self._database.read(
            f"""
            SELECT newest.headline
            FROM (
                SELECT article.id, article.headline
                FROM article INDEXED BY article_headline
                WHERE {VISIBLE}
                ORDER BY article.id DESC
                LIMIT :looked_at
            ) AS newest
            WHERE newest.headline LIKE :start ESCAPE '\\' OR newest.headline LIKE :inside ESCAPE '\\'
            ORDER BY newest.id DESC
            LIMIT :limit
            """,  # noqa: S608 - VISIBLE is a constant
            {
                "start": f"{escaped}%",
                "inside": f"% {escaped}%",
                "limit": limit,
                "looked_at": HEADLINES_LOOKED_AT,
                **scope_parameters(scope),
            },
        )
        return list(dict.fromkeys(str(row["headline"]) for row in rows))

    async def count(self, scope: Scope) -> int:
        """Return how many articles the scope sees."""
        rows = await self._database.read(
            f"SELECT count(*) AS n FROM article WHERE {VISIBLE}",  # noqa: S608 - VISIBLE is a constant
            scope_parameters(scope),
        )
        return int(rows[0]["n"])

    async def newest_day(self, scope: Scope) -> date | None:
        """Return the newest publish day that the scope sees, or None when it sees nothing."""
        rows = await self._database.read(
            f"SELECT id FROM article WHERE {VISIBLE} ORDER BY id DESC LIMIT 1",  # noqa: S608
            scope_parameters(scope),
        )
        return codec.day_of(rows[0]["id"]) if rows else None

    async def _select(
        self,
        scope: Scope,
        *,
        topic: str | None,
        window: Window,
        limit: int,
        condition: str = "",
        parameters: dict[str, Any] | None = None,
    ) -> list[StoredArticle]:
        rows = await self._database.read(
            f"""
            SELECT article.id
            FROM article
            WHERE article.id BETWEEN :first AND :last
                AND {_in_topic(topic, "article.id")}
                AND {VISIBLE}
                {condition}
            ORDER BY article.id DESC
            LIMIT :limit
            """,  # noqa: S608 - constants only
            {
                "topic": topic,
                "limit": limit,
                **bounds(window),
                **scope_parameters(scope),
                **(parameters or {}),
            },
        )
        # by id in SQL, which is free at any size; by the hour within a day only what was chosen
        found = await self.get_many([ArticleId(row["id"]) for row in rows], scope)
        return sorted(
            found,
            key=lambda each: (each.id >> SEQUENCE_BITS, each.article.document.published, each.id),
            reverse=True,
        )

    async def _part(self, statement: str, listed: str) -> dict[int, list[sqlite3.Row]]:
        """Return what one of :data:`_PARTS` gives for articles, by article id."""
        grouped: dict[int, list[sqlite3.Row]] = defaultdict(list)
        for row in await self._database.read(statement, (listed,)):
            grouped[row["article_id"]].append(row)
        return grouped


def _in_topic(topic: str | None, article_id: str) -> str:
    if topic is None:
        return "TRUE"
    return f"""EXISTS (
        SELECT 1 FROM article_topic
        WHERE article_topic.topic = :topic AND article_topic.article_id = {article_id}
    )"""  # noqa: S608 - the name of a column


def _chosen_by(only: Filter) -> list[tuple[str, str | int | None]]:
    """Return what to look through for a filter, as SQL for a table of ids with its parameter `wanted`.

    Each is in the order of ids already, so that the newest are found without looking at the others.
    """
    named = min(only.named, key=len, default=())
    if 0 < len(named) <= FEW:
        by_name = """
            SELECT article_entity.article_id AS id
            FROM article_entity INDEXED BY article_entity_by_entity
            WHERE article_entity.entity_id = :wanted"""
        return [(by_name, entity) for entity in named]
    if only.sources:
        by_source = "SELECT id FROM article INDEXED BY article_by_source WHERE source = :wanted"
        return [(by_source, source) for source in only.sources]
    if only.topics:
        return [("SELECT article_id AS id FROM article_topic WHERE topic = :wanted", only.topics[0])]
    return [("SELECT id FROM article", None)]


def bounds(window: Window) -> dict[str, int]:
    """Return the ids between which the articles of a window lie, as parameters `first` and `last`."""
    first = codec.to_day_number(window.since or date.min)
    last = codec.to_day_number(window.until or date.max)
    return {"first": first << SEQUENCE_BITS, "last": ((last + 1) << SEQUENCE_BITS) - 1}
