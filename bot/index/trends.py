"""How often names and topics are in the news, week by week: counted in stories, within bounds.

A busy index gets thousands of articles a day, of which a question can read a few thousand in all. So who may
rise is looked for in the newest articles of each day of the newest week (:data:`NEWEST_A_DAY`), compared with
how often they are named at all; and only of those most likely to rise are the stories of all weeks counted,
up to :data:`MOST_STORIES` a week. In an index of fewer articles than that, all are read and counted. Topics,
and names within one topic, are counted in the newest :data:`SAMPLED_A_DAY` articles of each day. What is read
of a day, and what counts, are articles that the scope sees.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.index import codec
from bot.index.articles import bounds
from bot.index.codec import SEQUENCE_BITS
from bot.index.database import Database
from bot.index.entities import EntityRecord
from bot.index.scoping import VISIBLE_FEEDS, scope_parameters, visible
from bot.models import Scope, Window

WEEK = timedelta(7)
NEWEST_A_DAY = 200
"""Articles of each day of the newest week in whose names those that may rise are looked for."""
SAMPLED_A_DAY = 60
"""Articles of each day of all weeks in which topics, and names within one topic, are counted."""
LEAST_SALIENCE = 0.25
"""An article that is less about somebody names them in passing."""
MOST_CANDIDATES = 400
MOST_STORIES = 100
"""A week; whoever is in more of them each week does not rise, however often they are named."""


def _story(article_id: str) -> str:
    """Return the SQL for the story of an article, as :meth:`bot.index.stories.StoryStore.of` finds it."""
    return f"""coalesce((
        SELECT told.story_id
        FROM story_article AS told
        WHERE told.article_id = {article_id} AND told.owner IN ('global', :scope_guild, :scope_user)
        ORDER BY told.owner
        LIMIT 1
    ), {article_id})"""  # noqa: S608 - the name of a column


@dataclass(frozen=True, slots=True)
class TrendCandidate:
    """One who may rise: how many of the stories looked at in the newest week are about them."""

    entity: EntityRecord
    """With the articles and the salience of all times."""
    stories: int


class TrendStore:
    """Reads take the scope of whoever asks, and count only what it sees."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def candidates(self, scope: Scope, *, until: date, topic: str | None) -> list[TrendCandidate]:
        """Return those of whom stories tell in the week that ends on `until`, most stories first.

        At most :data:`MOST_CANDIDATES` with two stories or more, from at most seven times
        :data:`NEWEST_A_DAY` articles.
        """
        ids = await self._newest(scope, _days(until, 1), NEWEST_A_DAY, topic)
        rows = await self._database.read(
            f"""
            SELECT entity.id, named.name, entity.kind, entity.key, named.stories,
                sum(entity_feed.articles) AS articles, sum(entity_feed.salience) AS salience
            FROM (
                SELECT article_entity.entity_id, article_entity.name, max(article_entity.salience),
                    count(DISTINCT {_story("article_entity.article_id")}) AS stories
                FROM article_entity
                WHERE article_entity.article_id IN (SELECT value FROM json_each(:ids))
                    AND article_entity.salience >= :least
                GROUP BY article_entity.entity_id
                HAVING count(*) >= 2 AND stories >= 2
                ORDER BY stories DESC, article_entity.entity_id
                LIMIT :limit
            ) AS named
            JOIN entity ON entity.id = named.entity_id
            JOIN entity_feed ON entity_feed.entity_id = entity.id
            WHERE entity_feed.feed_id IN {VISIBLE_FEEDS}
            GROUP BY entity.id
            ORDER BY named.stories DESC, entity.key, entity.kind
            """,  # noqa: S608 - constants only
            {
                "ids": codec.dump(ids),
                "least": LEAST_SALIENCE,
                "limit": MOST_CANDIDATES,
                **scope_parameters(scope),
            },
        )
        return [
            TrendCandidate(
                EntityRecord(
                    row["id"], row["name"], row["kind"], row["key"], row["articles"], row["salience"]
                ),
                row["stories"],
            )
            for row in rows
        ]

    async def stories_of_entities(
        self, entities: Sequence[Sequence[int]], scope: Scope, *, until: date, weeks: int
    ) -> list[tuple[int, ...]]:
        """Return for each set of entities how many stories name any of them, a number a week, oldest first.

        A week's number is at most :data:`MOST_STORIES`.
        """
        rows = await self._database.read(
            f"""
            SELECT wanted.key AS entity, week.key AS week, (
                SELECT count(DISTINCT told.story)
                FROM (
                    SELECT {_story("article_entity.article_id")} AS story
                    FROM json_each(wanted.value) AS one
                    CROSS JOIN article_entity INDEXED BY article_entity_by_entity
                        ON article_entity.entity_id = one.value
                    WHERE article_entity.article_id BETWEEN week.value ->> 0 AND week.value ->> 1
                        AND {visible("article_entity.article_id")}
                    LIMIT :most
                ) AS told
            ) AS stories
            FROM json_each(:entities) AS wanted
            CROSS JOIN json_each(:weeks) AS week
            """,  # noqa: S608 - constants only
            {
                "entities": codec.dump([list(each) for each in entities]),
                "weeks": codec.dump(_weeks(until, weeks)),
                "most": MOST_STORIES,
                **scope_parameters(scope),
            },
        )
        counts = [[0] * weeks for _ in entities]
        for row in rows:
            counts[row["entity"]][row["week"]] = row["stories"]
        return [tuple(each) for each in counts]

    async def sampled_stories(
        self, entities: Sequence[Sequence[int]], scope: Scope, *, until: date, weeks: int, topic: str
    ) -> list[tuple[int, ...]]:
        """Return the same as :meth:`stories_of_entities`, of the sampled articles of one topic alone."""
        ids = await self._newest(scope, _days(until, weeks), SAMPLED_A_DAY, topic)
        numbers = {entity: number for number, group in enumerate(entities) for entity in group}
        rows = await self._database.read(
            f"""
            SELECT article_entity.entity_id AS entity,
                (:last - (article_entity.article_id >> :bits)) / 7 AS weeks_ago,
                {_story("article_entity.article_id")} AS story
            FROM json_each(:ids) AS sampled
            CROSS JOIN article_entity ON article_entity.article_id = sampled.value
            WHERE article_entity.entity_id IN (SELECT value FROM json_each(:entities))
            """,  # noqa: S608 - constants only
            {
                "entities": codec.dump(list(numbers)),
                "ids": codec.dump(ids),
                "last": codec.to_day_number(until),
                "bits": SEQUENCE_BITS,
                **scope_parameters(scope),
            },
        )
        told = {(numbers[row["entity"]], row["weeks_ago"], row["story"]) for row in rows}
        counts = [[0] * weeks for _ in entities]
        for entity, weeks_ago, _ in told:
            counts[entity][weeks - 1 - weeks_ago] += 1
        return [tuple(each) for each in counts]

    async def stories_of_topics(self, scope: Scope, *, until: date, weeks: int) -> dict[str, tuple[int, ...]]:
        """Return for each topic how many of the sampled stories are about it, a number a week, oldest first.

        Sampled are the newest :data:`SAMPLED_A_DAY` articles of each day.
        """
        ids = await self._newest(scope, _days(until, weeks), SAMPLED_A_DAY, None)
        rows = await self._database.read(
            f"""
            SELECT article_topic.topic, (:last - (sampled.value >> :bits)) / 7 AS weeks_ago,
                count(DISTINCT {_story("sampled.value")}) AS stories
            FROM json_each(:ids) AS sampled
            CROSS JOIN article_topic ON article_topic.article_id = sampled.value
            GROUP BY article_topic.topic, weeks_ago
            """,  # noqa: S608 - constants only
            {
                "ids": codec.dump(ids),
                "last": codec.to_day_number(until),
                "bits": SEQUENCE_BITS,
                **scope_parameters(scope),
            },
        )
        counts: dict[str, list[int]] = defaultdict(lambda: [0] * weeks)
        for row in rows:
            counts[row["topic"]][weeks - 1 - row["weeks_ago"]] = row["stories"]
        return {topic: tuple(each) for topic, each in counts.items()}

    async def oldest_day(self, scope: Scope) -> date | None:
        """Return the oldest publish day that the scope sees, or None when it sees nothing."""
        rows = await self._database.read(
            f"SELECT id FROM article WHERE {visible('article.id')} ORDER BY id LIMIT 1",  # noqa: S608
            scope_parameters(scope),
        )
        return codec.day_of(rows[0]["id"]) if rows else None

    async def _newest(self, scope: Scope, days: Sequence[date], each: int, topic: str | None) -> list[int]:
        """Return the newest articles of each day, at most so many of a day."""
        id_, table = (
            ("article.id", "article") if topic is None else ("article_topic.article_id", "article_topic")
        )
        rows = await self._database.read(
            f"""
            SELECT (
                SELECT json_group_array(newest.id)
                FROM (
                    SELECT {id_} AS id
                    FROM {table}
                    WHERE {id_} BETWEEN day.value ->> 0 AND day.value ->> 1
                        AND {"TRUE" if topic is None else "article_topic.topic = :topic"}
                        AND {visible(id_)}
                    ORDER BY {id_} DESC
                    LIMIT :each
                ) AS newest
            ) AS ids
            FROM json_each(:days) AS day
            """,  # noqa: S608 - constants only
            {
                "days": codec.dump([_span(day, day) for day in days]),
                "each": each,
                "topic": topic,
                **scope_parameters(scope),
            },
        )
        return [int(number) for row in rows for number in json.loads(row["ids"])]


def _days(until: date, weeks: int) -> list[date]:
    """Return the days of the weeks that end on a day, the newest first."""
    return [until - timedelta(back) for back in range(7 * weeks)]


def _weeks(until: date, weeks: int) -> list[list[int]]:
    """Return the ids between which the articles of each week lie, the oldest week first."""
    ends = [until - WEEK * back for back in reversed(range(weeks))]
    return [_span(end - timedelta(6), end) for end in ends]


def _span(since: date, until: date) -> list[int]:
    return list(bounds(Window(since, until)).values())
