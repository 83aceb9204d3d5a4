"""How a batch of articles is written: a handful of statements for all of it, in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from bot.errors import StorageError
from bot.index import codec
from bot.index.codec import SEQUENCE_BITS
from bot.index.database import Transaction
from bot.models import Article, ArticleId, Entity, EntityKind, TopicLabel
from bot.names import name_key

Item = tuple[Article, Sequence[TopicLabel]]


async def write_articles(transaction: Transaction, items: Sequence[Item], now: datetime) -> list[ArticleId]:
    """Write articles that the index does not have, and return their ids; the days must ascend."""
    ids = await _new_ids(transaction, [min(article.document.day, now.date()) for article, _ in items])
    numbered = list(zip(ids, items, strict=True))
    columns = [codec.article_columns(article, article_id, now) for article_id, (article, _) in numbered]
    if columns:
        names = columns[0]
        await transaction.write_many(
            f"INSERT INTO article ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})",  # noqa: S608
            columns,
        )
    await write_parts(transaction, numbered)
    return ids


async def write_parts(transaction: Transaction, numbered: Sequence[tuple[ArticleId, Item]]) -> None:
    """Write what hangs on articles: their topics, dated events and entities."""
    await transaction.write_many(
        "INSERT INTO article_topic (topic, article_id, score) VALUES (?, ?, ?)",
        [(label.topic, article_id, label.score) for article_id, (_, labels) in numbered for label in labels],
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
            for article_id, (article, _) in numbered
            for number, event in enumerate(article.events)
        ],
    )
    await _write_entities(
        transaction, [(article_id, article.entities) for article_id, (article, _) in numbered]
    )


async def note_seen(
    transaction: Transaction,
    ids: Sequence[ArticleId],
    feed: int,
    now: datetime,
    *,
    backlog: Collection[ArticleId] = (),
) -> None:
    """Note that articles were seen in a feed: who sees them, and that their stories are to be found.

    Those of `backlog` are in no digest on account of this feed.
    """
    rows = await transaction.read(
        """
        SELECT article_id FROM article_source
        WHERE feed_id = ? AND article_id IN (SELECT value FROM json_each(?))
        """,
        (feed, codec.dump(ids)),
    )
    known, old = {row["article_id"] for row in rows}, set(backlog)
    fresh = [each for each in dict.fromkeys(ids) if each not in known]
    if not fresh:
        return
    await transaction.write_many(
        "INSERT INTO article_source (article_id, feed_id, first_seen, backlog) VALUES (?, ?, ?, ?)",
        [(each, feed, codec.to_seconds(now), int(each in old)) for each in fresh],
    )
    await count_entities(transaction, fresh, feed)
    await transaction.write(
        """
        INSERT INTO source_feed (feed_id, source, articles)
        SELECT :feed, source, count(*)
        FROM article
        WHERE id IN (SELECT value FROM json_each(:ids)) AND source IS NOT NULL
        GROUP BY source
        ON CONFLICT (feed_id, source) DO UPDATE SET articles = articles + excluded.articles
        """,
        {"feed": feed, "ids": codec.dump(fresh)},
    )
    await transaction.write_many(
        "INSERT OR IGNORE INTO story_pending (article_id) VALUES (?)", [(each,) for each in fresh]
    )


async def count_entities(transaction: Transaction, ids: Sequence[ArticleId], feed: int) -> None:
    """Add articles' entities to what a feed's articles speak of."""
    # of several spellings, that of the article which is most about the entity; see migration 0002
    await transaction.write(
        """
        INSERT INTO entity_feed (entity_id, feed_id, articles, salience, best, name)
        SELECT entity_id, :feed, count(*), sum(salience), max(salience), name
        FROM article_entity
        WHERE article_id IN (SELECT value FROM json_each(:ids))
        GROUP BY entity_id
        ON CONFLICT (entity_id, feed_id) DO UPDATE SET
            articles = articles + excluded.articles,
            salience = salience + excluded.salience,
            name = CASE WHEN excluded.best > best THEN excluded.name ELSE name END,
            best = max(best, excluded.best)
        """,
        {"feed": feed, "ids": codec.dump(ids)},
    )


async def _new_ids(transaction: Transaction, days: Sequence[date]) -> list[ArticleId]:
    """Return an id for each of the days, the next free ones."""
    following: dict[date, int] = {}
    ids: list[ArticleId] = []
    for day in days:
        if day not in following:
            first = codec.to_day_number(day) << SEQUENCE_BITS
            rows = await transaction.read(
                "SELECT max(id) AS last FROM article WHERE id BETWEEN ? AND ?",
                (first, first + (1 << SEQUENCE_BITS) - 1),
            )
            last = rows[0]["last"]
            following[day] = first if last is None else int(last) + 1
        if following[day] >> SEQUENCE_BITS != codec.to_day_number(day):
            raise StorageError(
                f"The index is full for {day}: no more than a million articles fit into a day."
            )
        ids.append(ArticleId(following[day]))
        following[day] += 1
    return ids


async def _write_entities(
    transaction: Transaction, articles: Iterable[tuple[ArticleId, Sequence[Entity]]]
) -> None:
    """Store articles' entities; those of one article with one key and kind become one, with all mentions."""
    alike: dict[tuple[str, EntityKind], dict[ArticleId, list[Entity]]] = defaultdict(dict)
    for article_id, entities in articles:
        for entity in entities:
            if key := name_key(entity.name):
                alike[key, entity.kind].setdefault(article_id, []).append(entity)
    if not alike:
        return
    numbers = await _entity_ids(transaction, alike)
    await transaction.write_many(
        """
        INSERT INTO article_entity (article_id, entity_id, name, role, salience, mentions)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        sorted(
            (
                article_id,
                numbers[pair],
                same[0].name,
                next((entity.role for entity in same if entity.role), None),
                max(entity.salience for entity in same),
                codec.dump(sorted([m.start, m.end, m.sentence] for entity in same for m in entity.mentions)),
            )
            for pair, by_article in alike.items()
            for article_id, same in by_article.items()
        ),
    )


async def _entity_ids(
    transaction: Transaction, alike: Mapping[tuple[str, EntityKind], Mapping[ArticleId, Sequence[Entity]]]
) -> dict[tuple[str, EntityKind], int]:
    """Return the ids of entities by key and kind, after adding those that are new."""
    pairs = list(alike)
    known = await _known_entities(transaction, pairs)
    new = [pair for pair in pairs if pair not in known]
    if new:
        await transaction.write_many(
            "INSERT INTO entity (kind, key, name) VALUES (?, ?, ?)",
            [(kind, key, next(iter(alike[key, kind].values()))[0].name) for key, kind in new],
        )
        added = await _known_entities(transaction, new)
        await transaction.write_many(
            "INSERT OR IGNORE INTO entity_word (word, entity_id) VALUES (?, ?)",
            [(word, number) for (key, _), number in added.items() for word in set(key.split())],
        )
        known |= added
    return known


async def _known_entities(
    transaction: Transaction, pairs: Sequence[tuple[str, EntityKind]]
) -> dict[tuple[str, EntityKind], int]:
    rows = await transaction.read(
        """
        SELECT entity.id, entity.key, entity.kind
        FROM json_each(?) AS asked
        JOIN entity ON entity.key = asked.value ->> 0 AND entity.kind = asked.value ->> 1
        """,
        (codec.dump(pairs),),
    )
    return {(row["key"], row["kind"]): row["id"] for row in rows}
