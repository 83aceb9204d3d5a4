"""Entities: who and what articles name, and in which of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.index import codec
from bot.index.articles import bounds
from bot.index.database import Database
from bot.index.scoping import VISIBLE, VISIBLE_FEEDS, scope_parameters, visible
from bot.models import ArticleId, EntityKind, Scope, Window
from bot.names import name_words

MAX_WORDS = 8
"""No name has more words that tell it from others."""
SHORT_PREFIX = 2
"""Letters: so few begin too many names to look through; those in the newest articles are offered."""
NEWEST = 250
"""Articles whose names are offered before anything telling is typed."""
MENTIONS_LOOKED_AT = 10_000
"""Articles that name one entity, so that a common name does not cost more with every article there is."""
SOUNDS_LIKE = {"c": "ks", "f": "p", "g": "j", "i": "y", "j": "gy", "k": "cq", "p": "f", "q": "k", "s": "cz",
    "v": "w", "w": "v", "y": "ij", "z": "s"}  # fmt: skip
"""First letters that are written for one another: "Camala", "Youssef" for "Jussef"."""

Alike = Callable[[str, Sequence[str]], list[str]]
"""Given a word and many others, returns those that may be meant by it, nearest first; runs in a thread."""


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """An entity of the index, with how much the scope's articles speak of it."""

    id: int
    name: str
    """Spelt as in the article of this scope that is most about it."""
    kind: EntityKind
    key: str
    articles: int
    """An article that comes in two of the scope's feeds counts twice."""
    salience: float
    """Summed over the articles."""


class EntityStore:
    """Reads take the scope of whoever asks, and count only what it sees."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def names(self, prefix: str, scope: Scope, limit: int) -> list[str]:
        """Return names of which some word begins with the prefix ("" gives all), best known first.

        While hardly anything is typed, those that the newest articles speak of most come first.
        """
        words = name_words(prefix)
        if len(words) > 1 or len("".join(words)) > SHORT_PREFIX:
            return list(dict.fromkeys(each.name for each in await self.find(prefix, scope, limit=limit)))
        newest = [each for each in await self._in_the_news(scope) if _begins(each.key, words)]
        names = dict.fromkeys(each.name for each in newest[:limit])
        if len(names) < limit and words:
            names |= dict.fromkeys(each.name for each in await self.find(prefix, scope, limit=limit))
        return list(names)[:limit]

    async def words_like(self, word: str, scope: Scope, *, alike: Alike) -> dict[str, float]:
        """Return words of names that a slip of the pen may have turned into `word`, as `alike` tells.

        Each comes with the salience of those who have it, as far as the scope sees them. Compared are words
        with the same first letter, with one that sounds like it, or with the first two letters exchanged,
        which have give or take two the same length.
        """
        starts = [
            word[:1],
            *(other + word[1:2] for other in SOUNDS_LIKE.get(word[:1], "")),
            word[1:2] + word[:1],
        ]
        known: dict[str, None] = {}
        for start in dict.fromkeys(starts) if word else ():
            rows = await self._database.read(
                """
                SELECT DISTINCT word
                FROM entity_word
                WHERE word >= :start AND word < :end AND length(word) BETWEEN :shortest AND :longest
                """,
                {
                    "start": start,
                    "end": start + "\U0010ffff",
                    "shortest": len(word) - 2,
                    "longest": len(word) + 2,
                },
            )
            known |= dict.fromkeys(str(row["word"]) for row in rows)
        # first compared, which is cheap, then asked whether the scope sees them, which is not; no limit may
        # stand between the two, or words that it does not see could crowd out those that it sees
        near = await asyncio.to_thread(alike, word, list(known))
        rows = await self._database.read(
            f"""
            SELECT entity_word.word, sum(entity_feed.salience) AS salience
            FROM entity_word
            JOIN entity_feed ON entity_feed.entity_id = entity_word.entity_id
            WHERE entity_word.word IN (SELECT value FROM json_each(:near))
                AND entity_feed.feed_id IN {VISIBLE_FEEDS}
            GROUP BY entity_word.word
            """,  # noqa: S608 - VISIBLE_FEEDS is a constant
            {"near": codec.dump(near), **scope_parameters(scope)},
        )
        seen = {str(row["word"]): float(row["salience"]) for row in rows}
        return {each: seen[each] for each in near if each in seen}

    async def find(self, prefix: str, scope: Scope, *, limit: int) -> list[EntityRecord]:
        """Return entities of which every word of `prefix` begins a word, best known first."""
        words = name_words(prefix)[:MAX_WORDS] or [""]
        return await self._select([(word, word + "\U0010ffff") for word in words], scope, limit)

    async def named(self, words: Sequence[str], scope: Scope, *, limit: int) -> list[EntityRecord]:
        """Return entities that have every one of the words in their name, best known first.

        `words` are spelt as by :func:`bot.names.name_words`.
        """
        return await self._select([(word, word + "\0") for word in words[:MAX_WORDS]], scope, limit)

    async def _select(self, spans: list[tuple[str, str]], scope: Scope, limit: int) -> list[EntityRecord]:
        """Return entities that have a word in each of the half-open spans, best known first."""
        # the longest word is of the fewest names: those are looked up, and the others' words compared
        spans = sorted(spans, key=lambda span: len(span[0]), reverse=True)
        conditions = "".join(
            f"""
            AND EXISTS (
                SELECT 1 FROM entity_word AS other
                WHERE other.entity_id = entity.id
                    AND other.word >= :word{number} AND other.word < :word{number}_end
            )
            """  # noqa: S608 - only the number of a parameter
            for number in range(1, len(spans))
        )
        parameters: dict[str, object] = {"limit": limit}
        for number, (first, end) in enumerate(spans):
            parameters |= {f"word{number}": first, f"word{number}_end": end}
        rows = await self._database.read(
            f"""
            SELECT entity.id, entity_feed.name, entity.kind, entity.key,
                sum(entity_feed.articles), sum(entity_feed.salience),
                max(entity_feed.best)
            FROM entity
            JOIN entity_feed ON entity_feed.entity_id = entity.id
            WHERE entity.id IN (
                    SELECT entity_word.entity_id FROM entity_word
                    WHERE entity_word.word >= :word0 AND entity_word.word < :word0_end
                )
                {conditions}
                AND entity_feed.feed_id IN {VISIBLE_FEEDS}
            GROUP BY entity.id
            ORDER BY sum(entity_feed.salience) DESC, entity.key
            LIMIT :limit
            """,  # noqa: S608 - the words are bound, the rest is constant
            {**parameters, **scope_parameters(scope)},
        )
        # beside max(), SQLite takes the bare column from the row of the maximum
        # (https://www.sqlite.org/lang_select.html#bareagg)
        return [EntityRecord(*tuple(row)[:6]) for row in rows]

    async def articles(
        self, entity_ids: Sequence[int], scope: Scope, *, window: Window, topic: str | None, limit: int
    ) -> list[ArticleId]:
        """Return the articles that name any of the entities, newest first.

        Those of a topic are looked for among the newest :data:`MENTIONS_LOOKED_AT` of each entity.
        """
        found: set[ArticleId] = set()
        for entity_id in dict.fromkeys(entity_ids):
            rows = await self._database.read(
                f"""
                SELECT newest.id
                FROM (
                    SELECT article_entity.article_id AS id
                    FROM article_entity INDEXED BY article_entity_by_entity
                    WHERE article_entity.entity_id = :entity
                        AND article_entity.article_id BETWEEN :first AND :last
                        AND {visible("article_entity.article_id")}
                    ORDER BY article_entity.article_id DESC
                    LIMIT :looked_at
                ) AS newest
                WHERE :topic IS NULL OR EXISTS (
                    SELECT 1 FROM article_topic
                    WHERE article_topic.topic = :topic AND article_topic.article_id = newest.id
                )
                ORDER BY newest.id DESC
                LIMIT :limit
                """,  # noqa: S608 - constants only
                {
                    "entity": entity_id,
                    "topic": topic,
                    "limit": limit,
                    "looked_at": limit if topic is None else MENTIONS_LOOKED_AT,
                    **bounds(window),
                    **scope_parameters(scope),
                },
            )
            found.update(ArticleId(row["id"]) for row in rows)
        return sorted(found, reverse=True)[:limit]

    async def _in_the_news(self, scope: Scope) -> list[EntityRecord]:
        """Return whom the newest articles speak of, those most spoken of first."""
        rows = await self._database.read(
            f"""
            SELECT entity.id, article_entity.name, entity.kind, entity.key,
                count(*), sum(article_entity.salience),
                max(article_entity.salience)
            FROM (
                SELECT article.id FROM article WHERE {VISIBLE} ORDER BY article.id DESC LIMIT :newest
            ) AS newest
            JOIN article_entity ON article_entity.article_id = newest.id
            JOIN entity ON entity.id = article_entity.entity_id
            GROUP BY entity.id
            ORDER BY sum(article_entity.salience) DESC, entity.key
            """,  # noqa: S608 - VISIBLE is a constant
            {"newest": NEWEST, **scope_parameters(scope)},
        )
        return [EntityRecord(*tuple(row)[:6]) for row in rows]


def _begins(key: str, prefixes: Sequence[str]) -> bool:
    """Say whether each of the prefixes begins a word of a name's key."""
    return all(any(word.startswith(prefix) for word in key.split()) for prefix in prefixes)
