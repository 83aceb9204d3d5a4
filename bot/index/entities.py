"""Entities: who and what articles name, and in which of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.index import codec
from bot.index.database import Database, Transaction
from bot.index.scoping import VISIBLE, scope_parameters
from bot.models import ArticleId, Entity, EntityKind, Scope, Window
from bot.names import name_key, name_words

MAX_WORDS = 8
"""No name has more words that tell it from others."""


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """An entity of the index, with how much the scope's articles speak of it."""

    id: int
    name: str
    kind: EntityKind
    key: str
    articles: int
    salience: float
    """Summed over the articles."""


class EntityStore:
    """Reads take the scope of whoever asks, and count only what it sees."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def names(self, prefix: str, scope: Scope, limit: int) -> list[str]:
        """Return names of which some word begins with the prefix ("" gives all), best known first."""
        return list(dict.fromkeys(record.name for record in await self.find(prefix, scope, limit=limit)))

    async def words_like(self, word: str, scope: Scope) -> list[str]:
        """Return words of names that a slip of the pen may have turned into `word`.

        They have its first letter and, give or take two, its length.
        """
        rows = await self._database.read(
            f"""
            SELECT DISTINCT entity_word.word
            FROM entity_word
            WHERE entity_word.word >= :first AND entity_word.word < :first_end
                AND length(entity_word.word) BETWEEN :shortest AND :longest
                AND EXISTS (
                SELECT 1
                FROM article_entity
                JOIN article ON article.id = article_entity.article_id
                WHERE article_entity.entity_id = entity_word.entity_id AND {VISIBLE}
            )
            """,  # noqa: S608 - VISIBLE is a constant
            {
                "first": word[:1],
                "first_end": word[:1] + "\U0010ffff",
                "shortest": len(word) - 2,
                "longest": len(word) + 2,
                **scope_parameters(scope),
            },
        )
        return [str(row["word"]) for row in rows]

    async def find(self, prefix: str, scope: Scope, *, limit: int) -> list[EntityRecord]:
        """Return entities of which every word of `prefix` begins a word, best known first."""
        words = name_words(prefix)[:MAX_WORDS]
        conditions = "".join(
            f"""AND EXISTS (
                SELECT 1 FROM entity_word
                WHERE entity_word.entity_id = entity.id
                    AND entity_word.word >= :word{number} AND entity_word.word < :word{number}_end
            )
            """  # noqa: S608 - only the number of a parameter
            for number in range(len(words))
        )
        parameters: dict[str, object] = {"limit": limit, **scope_parameters(scope)}
        for number, word in enumerate(words):
            parameters |= {f"word{number}": word, f"word{number}_end": word + "\U0010ffff"}
        rows = await self._database.read(
            f"""
            SELECT entity.id, article_entity.name, entity.kind, entity.key,
                count(*) AS articles, sum(article_entity.salience) AS salience,
                max(article_entity.salience)
            FROM entity
            JOIN article_entity ON article_entity.entity_id = entity.id
            JOIN article ON article.id = article_entity.article_id
            WHERE {VISIBLE} {conditions}
            GROUP BY entity.id
            ORDER BY sum(article_entity.salience) DESC, entity.key
            LIMIT :limit
            """,  # noqa: S608 - the words are bound, the rest is constant
            parameters,
        )
        # beside max(), SQLite takes the bare column from the row of the maximum: the name is spelt as in the
        # article of this scope that is most about it (https://www.sqlite.org/lang_select.html#bareagg)
        return [EntityRecord(*tuple(row)[:6]) for row in rows]

    async def articles(
        self, entity_ids: Sequence[int], scope: Scope, *, window: Window, topic: str | None, limit: int
    ) -> list[ArticleId]:
        """Return the articles that name any of the entities, newest first."""
        first = codec.to_day_number(window.since) << 20 if window.since else -(1 << 62)
        last = (codec.to_day_number(window.until) + 1) << 20 if window.until else 1 << 62
        rows = await self._database.read(
            f"""
            SELECT article.id
            FROM article_entity
            JOIN article ON article.id = article_entity.article_id
            WHERE article_entity.entity_id IN (SELECT value FROM json_each(:entities))
                AND article.id >= :first AND article.id < :last
                AND (:topic IS NULL OR EXISTS (
                    SELECT 1 FROM article_topic
                    WHERE article_topic.topic = :topic AND article_topic.article_id = article.id
                ))
                AND {VISIBLE}
            GROUP BY article.id
            ORDER BY article.id DESC
            LIMIT :limit
            """,  # noqa: S608 - constants only
            {
                "entities": codec.dump(list(entity_ids)),
                "first": first,
                "last": last,
                "topic": topic,
                "limit": limit,
                **scope_parameters(scope),
            },
        )
        return [ArticleId(row["id"]) for row in rows]


async def write_entities(transaction: Transaction, article_id: int, entities: Sequence[Entity]) -> None:
    """Store an article's entities; those with one key and kind become one, with the mentions of all."""
    alike: dict[tuple[str, EntityKind], list[Entity]] = {}
    for entity in entities:
        if key := name_key(entity.name):
            alike.setdefault((key, entity.kind), []).append(entity)
    for (key, kind), same in alike.items():
        rows = await transaction.read(
            """
            INSERT INTO entity (kind, key, name) VALUES (?, ?, ?)
            ON CONFLICT (key, kind) DO UPDATE SET key = excluded.key
            RETURNING id
            """,
            (kind, key, same[0].name),
        )
        entity_id = rows[0]["id"]
        await transaction.write_many(
            "INSERT OR IGNORE INTO entity_word (word, entity_id) VALUES (?, ?)",
            [(word, entity_id) for word in set(key.split())],
        )
        mentions = sorted([m.start, m.end, m.sentence] for entity in same for m in entity.mentions)
        await transaction.write(
            """
            INSERT INTO article_entity (article_id, entity_id, name, role, salience, mentions)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            (
                article_id,
                entity_id,
                same[0].name,
                next((entity.role for entity in same if entity.role), None),
                max(entity.salience for entity in same),
                codec.dump(mentions),
            ),
        )
