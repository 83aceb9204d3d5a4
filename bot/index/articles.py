"""Articles: what was read, found again by id, by day, by words, and by what a channel has not been shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.errors import StorageError
from bot.index import codec
from bot.index.database import Database, Transaction
from bot.index.entities import write_entities
from bot.index.scoping import VISIBLE, scope_parameters
from bot.models import Article, ArticleId, Scope, StoredArticle, TopicLabel, Window

FOLDER_FEED = 1
"""The feed that watched folders and ingested files belong to."""

SEQUENCE_BITS = 20
"""An id has room for a million articles a day."""


@dataclass(frozen=True, slots=True)
class AddResult:
    """What adding a batch did."""

    new: tuple[ArticleId, ...]
    same: int
    """How many were there already."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that matches words; a smaller `rank` is a better match (FTS5's bm25)."""

    id: ArticleId
    rank: float


class ArticleStore:
    """Reads take the scope of whoever asks; there is no other way to an article."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        items: Sequence[tuple[Article, Sequence[TopicLabel]]],
        *,
        feed: int = FOLDER_FEED,
        now: datetime,
    ) -> AddResult:
        """Store a batch in one transaction; what is there already is only noted as seen in `feed`."""
        new: list[ArticleId] = []
        ordered = sorted(items, key=lambda item: item[0].document.published)
        async with self._database.transaction() as transaction:
            for article, labels in ordered:
                known = await transaction.read(
                    "SELECT id FROM article WHERE content_hash = ?", (article.content_hash,)
                )
                article_id = known[0]["id"] if known else await _insert(transaction, article, labels, now)
                if not known:
                    new.append(ArticleId(article_id))
                await transaction.write(
                    "INSERT OR IGNORE INTO article_source (article_id, feed_id, first_seen) VALUES (?, ?, ?)",
                    (article_id, feed, codec.to_seconds(now)),
                )
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
        rows = await self._database.read(
            f"""
            SELECT article.*
            FROM article
            WHERE article.id IN (SELECT value FROM json_each(:ids)) AND {VISIBLE}
            """,  # noqa: S608 - VISIBLE is a constant
            {"ids": codec.dump(list(ids)), **scope_parameters(scope)},
        )
        parts = await self._parts([row["id"] for row in rows])
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
        """Return the newest articles that no delivery to `channel` may have shown yet."""
        return await self._select(
            scope,
            topic=topic,
            window=Window(since=published_since),
            limit=limit,
            condition="""AND NOT EXISTS (
                SELECT 1 FROM delivery_article AS shown
                WHERE shown.channel = :channel AND shown.article_id = article.id
            )""",
            parameters={"channel": channel},
        )

    async def match(
        self, expression: str, scope: Scope, *, window: Window, topic: str | None = None, limit: int
    ) -> list[Hit]:
        """Return the best matches of an FTS5 expression, best first; the headline counts four times.

        `expression` must come from :mod:`bot.query.words`, which quotes what users type.
        """
        rows = await self._database.read(
            f"""
            SELECT article_fts.rowid AS id, bm25(article_fts, 4.0, 1.0) AS rank
            FROM article_fts
            JOIN article ON article.id = article_fts.rowid
            WHERE article_fts MATCH :expression
                AND article_fts.rowid BETWEEN :first AND :last
                AND {_in_topic(topic)}
                AND {VISIBLE}
            ORDER BY rank
            LIMIT :limit
            """,  # noqa: S608 - constants only
            {
                "expression": expression,
                "topic": topic,
                "limit": limit,
                **_bounds(window),
                **scope_parameters(scope),
            },
        )
        return [Hit(ArticleId(row["id"]), row["rank"]) for row in rows]

    async def headlines(self, prefix: str, scope: Scope, limit: int) -> list[str]:
        """Return the newest headlines that hold `prefix` at the start of a word."""
        escaped = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        rows = await self._database.read(
            f"""
            SELECT article.headline
            FROM article
            WHERE (article.headline LIKE :start ESCAPE '\\' OR article.headline LIKE :inside ESCAPE '\\')
                AND {VISIBLE}
            ORDER BY article.id DESC
            LIMIT :limit
            """,  # noqa: S608 - VISIBLE is a constant
            {"start": f"{escaped}%", "inside": f"% {escaped}%", "limit": limit, **scope_parameters(scope)},
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
        return codec.to_day(int(rows[0]["id"]) >> SEQUENCE_BITS) if rows else None

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
                AND {_in_topic(topic)}
                AND {VISIBLE}
                {condition}
            ORDER BY article.id DESC
            LIMIT :limit
            """,  # noqa: S608 - constants only
            {
                "topic": topic,
                "limit": limit,
                **_bounds(window),
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

    async def _parts(self, ids: Sequence[int]) -> tuple[dict[int, list[Any]], ...]:
        """Return the entities, events and topics of articles, each by article id."""
        statements = (
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
        parts = []
        for statement in statements:
            grouped: dict[int, list[Any]] = defaultdict(list)
            for row in await self._database.read(statement, (codec.dump(list(ids)),)):
                grouped[row["article_id"]].append(row)
            parts.append(grouped)
        return tuple(parts)


def _in_topic(topic: str | None) -> str:
    if topic is None:
        return "TRUE"
    return """EXISTS (
        SELECT 1 FROM article_topic
        WHERE article_topic.topic = :topic AND article_topic.article_id = article.id
    )"""


def _bounds(window: Window) -> dict[str, int]:
    first = codec.to_day_number(window.since or date.min)
    last = codec.to_day_number(window.until or date.max)
    return {"first": first << SEQUENCE_BITS, "last": ((last + 1) << SEQUENCE_BITS) - 1}


async def _insert(
    transaction: Transaction, article: Article, labels: Sequence[TopicLabel], now: datetime
) -> int:
    article_id = await _next_id(transaction, min(article.document.day, now.date()))
    columns = codec.article_columns(article, article_id, now)
    await transaction.write(
        f"INSERT INTO article ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)})",  # noqa: S608
        columns,
    )
    await transaction.write_many(
        "INSERT INTO article_topic (topic, article_id, score) VALUES (?, ?, ?)",
        [(label.topic, article_id, label.score) for label in labels],
    )
    await transaction.write_many(
        'INSERT INTO dated_event (article_id, number, sentence, start, "end", day, precision, year_given)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                article_id,
                number,
                event.sentence,
                event.start,
                event.end,
                codec.to_day_number(event.day),
                event.precision,
                int(event.year_given),
            )
            for number, event in enumerate(article.events)
        ],
    )
    await write_entities(transaction, article_id, article.entities)
    return article_id


async def _next_id(transaction: Transaction, day: date) -> int:
    first = codec.to_day_number(day) << SEQUENCE_BITS
    rows = await transaction.read(
        "SELECT max(id) AS last FROM article WHERE id BETWEEN ? AND ?",
        (first, first + (1 << SEQUENCE_BITS) - 1),
    )
    if rows[0]["last"] is None:
        return first
    following = int(rows[0]["last"]) + 1
    if following >> SEQUENCE_BITS != first >> SEQUENCE_BITS:
        raise StorageError(f"The index is full for {day}: no more than a million articles fit into a day.")
    return following
