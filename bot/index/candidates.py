"""What may be in a digest: a light row an article, read from indexes alone, without touching its text.

What everybody sees is asked for once for all who see it; what a guild or a member added is a layer of its own
upon it, looked for from its few articles outwards.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.index import codec
from bot.index.articles import bounds
from bot.index.database import Database
from bot.index.scoping import GLOBAL, VISIBLE, scope_parameters
from bot.models import ArticleId, Citation, Scope, StoryId, Window

MOST_CANDIDATES = 20_000
"""Of more articles, the newest so many are looked at: two days' of a large installation."""
MOST_OLDER_STORIES = 500
"""Beyond them, so many stories that most articles tell: what matters is not lost to what is merely new."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that a digest may tell, or that tells a story which one may."""

    article: ArticleId
    story: StoryId
    published: datetime
    first_seen: datetime
    language: str
    source: str | None
    teaser: bool
    backlog: bool
    """It was in each of its feeds before these were followed."""
    wanted: bool
    """Of the subject; otherwise it only tells the same as one that is."""
    score: float = 0.0
    """How clearly it is about one of the subject's topics, the highest."""
    salience: float = 0.0
    """0 to 1: how much it is about one of the subject's people, the highest."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A subject as the index knows it: what is of any of these; of none of them when there are none."""

    everything: bool = False
    topics: tuple[str, ...] = ()
    feeds: tuple[int, ...] = ()
    entities: tuple[int, ...] = ()
    articles: tuple[ArticleId, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """Of which feeds articles are looked for, and for whose eyes."""

    feeds: frozenset[int]
    scope: Scope = field(default_factory=Scope.everyone)
    """Whose feeds they are; everybody's unless it says."""
    beside: frozenset[int] = frozenset()
    """Other feeds that the scope sees, too: their articles count where they tell the same story."""

    @property
    def shared(self) -> bool:
        """Whether they are everybody's."""
        return self.scope == Scope.everyone()


@dataclass(frozen=True, slots=True)
class FeedOwners:
    """Who sees which feeds."""

    shared: frozenset[int]
    own: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """By `feed.owner`."""
    muted: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """By guild."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a channel was shown of a story, or may have been."""

    at: datetime
    """When it was last."""
    articles: tuple[ArticleId, ...]


class CandidateStore:
    """Reads for composing digests; what of it is shown is read again through the scope."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def feed_owners(self) -> FeedOwners:
        """Return who sees which feeds."""
        feeds = await self._database.read("SELECT id, owner FROM feed")
        mutes = await self._database.read("SELECT guild, feed_id FROM feed_mute")
        own: dict[str, set[int]] = defaultdict(set)
        for row in feeds:
            own[row["owner"]].add(row["id"])
        muted: dict[int, set[int]] = defaultdict(set)
        for row in mutes:
            muted[row["guild"]].add(row["feed_id"])
        return FeedOwners(
            frozenset(own.pop(GLOBAL, ())),
            {owner: frozenset(ids) for owner, ids in own.items()},
            {guild: frozenset(ids) for guild, ids in muted.items()},
        )

    async def find(
        self, wanted: Wanted, layer: Layer, window: Window, *, most: int = MOST_CANDIDATES
    ) -> list[Candidate]:
        """Return the articles of a subject, and what else tells their stories, in no order.

        Of more than `most`, these are the newest by publish day, and the older ones of the
        :data:`MOST_OLDER_STORIES` stories that most articles tell.
        """
        chosen, parameters = _chosen(wanted, layer, window)
        if not chosen:
            return []
        rows = await self._database.read(
            f"{chosen} {_ROWS} ORDER BY chosen.id DESC",
            {**parameters, "most": most},
        )
        if len(rows) >= most:
            parameters |= {"last": rows[-1]["article"] - 1, "stories": MOST_OLDER_STORIES}
            rows += await self._database.read(
                f"{chosen}, {_TOLD_BY_MOST} {_ROWS} WHERE story IN (SELECT story_id FROM told_by_most)",  # noqa: S608
                {**parameters, "most": 10 * most},
            )
        found = await asyncio.to_thread(_candidates, rows)
        if wanted.everything and layer.shared:
            return found
        # also where others tell the story, though not to the subject
        beside = await self._database.read(
            _BESIDE,
            {
                "stories": codec.dump(sorted({each.story for each in found})),
                "all_feeds": codec.dump(sorted(layer.feeds | layer.beside)),
                **_owners(layer.scope),
            },
        )
        known = {each.article for each in found}
        return found + await asyncio.to_thread(
            _candidates, [row for row in beside if row["article"] not in known]
        )

    async def matching(self, expression: str, window: Window) -> frozenset[ArticleId]:
        """Return the articles of some days that match an FTS5 expression, whoever sees them.

        For sifting candidates, which somebody sees; `expression` must come from :mod:`bot.query.words`.
        """
        rows = await self._database.read(
            """
            SELECT article_fts.rowid AS id
            FROM article_fts
            WHERE article_fts MATCH :expression AND article_fts.rowid BETWEEN :first AND :last
            """,
            {"expression": expression, **bounds(window)},
        )
        return frozenset([ArticleId(row["id"]) for row in rows])

    async def shown(
        self, channels: Sequence[int], scope: Scope, since: date | None
    ) -> dict[int, dict[StoryId, Shown]]:
        """Return what each channel was shown, of articles published since a day, by the scope's stories."""
        # put together here and for many channels: it is asked for each of ten thousand at eight o'clock
        rows = await self._database.read(
            f"""
            SELECT shown.channel, {_story("shown.article_id")} AS story,
                max(shown.shown_at), group_concat(shown.article_id)
            FROM delivery_article AS shown
            WHERE shown.channel IN (SELECT value FROM json_each(:channels)) AND shown.article_id >= :first
            GROUP BY shown.channel, story
            """,  # noqa: S608 - constants only
            {
                "channels": codec.dump(list(channels)),
                "first": bounds(Window(since))["first"],
                **_owners(scope),
            },
        )
        found: dict[int, dict[StoryId, Shown]] = {channel: {} for channel in channels}
        for channel, story, at, articles in rows:
            ids = tuple([ArticleId(int(each)) for each in articles.split(",")])
            found[channel][StoryId(story)] = Shown(codec.to_moment(at), ids)
        return found

    async def citations(self, ids: Iterable[ArticleId], scope: Scope) -> dict[ArticleId, Citation]:
        """Return how the articles that the scope sees are cited."""
        rows = await self._database.read(
            f"""
            SELECT article.id, article.headline, article.source, article.url, article.published_at,
                article.teaser
            FROM article
            WHERE article.id IN (SELECT value FROM json_each(:ids)) AND {VISIBLE}
            """,  # noqa: S608 - VISIBLE is a constant
            {"ids": codec.dump(list(ids)), **scope_parameters(scope)},
        )
        return {
            ArticleId(row["id"]): Citation(
                article=ArticleId(row["id"]),
                headline=row["headline"],
                source=row["source"],
                url=row["url"],
                published=codec.to_moment(row["published_at"]),
                teaser=bool(row["teaser"]),
            )
            for row in rows
        }


# --- SQL -------------------------------------------------------------------------------------------------


def _story(article_id: str) -> str:
    """Return the story of the article whose id is in a column, as :func:`_owners` see it."""
    return f"""coalesce((
        SELECT story_article.story_id FROM story_article
        WHERE story_article.article_id = {article_id}
            AND story_article.owner IN ('global', :scope_guild, :scope_user)
        ORDER BY story_article.owner = 'global' DESC
        LIMIT 1
    ), {article_id})"""  # noqa: S608 - the name of a column


_FEEDS = "(SELECT value FROM json_each(:feeds))"
_ALL_FEEDS = "(SELECT value FROM json_each(:all_feeds))"


def _seen(article_id: str, feeds: str = _FEEDS) -> str:
    return f"""EXISTS (
        SELECT 1 FROM article_source
        WHERE article_source.article_id = {article_id} AND article_source.feed_id IN {feeds}
    )"""  # noqa: S608 - constants only


def _backlog(article_id: str) -> str:
    return f"""coalesce((
        SELECT min(article_source.backlog) FROM article_source
        WHERE article_source.article_id = {article_id} AND article_source.feed_id IN {_ALL_FEEDS}
    ), 1)"""  # noqa: S608 - constants only


_COLUMNS = """
    article.published_at, article.first_seen, article.language, article.source, article.teaser
"""

_ROWS = f"""
    SELECT chosen.id AS article, {_story("chosen.id")} AS story, {_COLUMNS},
        {_backlog("chosen.id")} AS backlog, 1 AS wanted, chosen.score, chosen.salience
    FROM chosen
    CROSS JOIN article INDEXED BY article_to_choose ON article.id = chosen.id
"""  # noqa: S608 - constants

_TOLD_BY_MOST = """
    told_by_most AS (
        SELECT story_id
        FROM story_article
        WHERE article_id BETWEEN :first AND :last AND owner IN ('global', :scope_guild, :scope_user)
        GROUP BY story_id
        HAVING count(*) > 1
        ORDER BY count(*) DESC, story_id DESC
        LIMIT :stories
    )
"""

_BESIDE = f"""
    SELECT member.article_id AS article, member.story_id AS story, {_COLUMNS},
        {_backlog("member.article_id")} AS backlog, 0 AS wanted, 0.0 AS score, 0.0 AS salience
    FROM json_each(:stories) AS asked
    CROSS JOIN story_article AS member INDEXED BY story_article_by_story
        ON member.story_id = asked.value AND member.owner IN ('global', :scope_guild, :scope_user)
    CROSS JOIN article INDEXED BY article_to_choose ON article.id = member.article_id
    WHERE {_seen("member.article_id", _ALL_FEEDS)}
"""  # noqa: S608 - constants


def _chosen(wanted: Wanted, layer: Layer, window: Window) -> tuple[str, dict[str, str | int | None]]:
    """Return the beginning of a statement, in which `chosen` has the articles of a subject, "" for none."""
    feeds = sorted(layer.feeds.intersection(wanted.feeds))
    parameters: dict[str, str | int | None] = {
        "feeds": codec.dump(sorted(layer.feeds)),
        "all_feeds": codec.dump(sorted(layer.feeds | layer.beside)),
        **_owners(layer.scope),
        "entities": codec.dump(wanted.entities),
        "articles": codec.dump(wanted.articles),
        "topics": codec.dump(wanted.topics),
        **bounds(window),
        **{f"topic{number}": topic for number, topic in enumerate(wanted.topics)},
        **{f"feed{number}": feed for number, feed in enumerate(feeds)},
    }
    parts = [_of_feed(f"feed{number}") for number in range(len(feeds))]
    parts += _shared_parts(wanted) if layer.shared else _own_parts(wanted)
    if not parts or not layer.feeds:
        return "", parameters
    return (
        f"""
        WITH own AS (
            SELECT DISTINCT article_source.article_id AS id
            FROM article_source INDEXED BY article_source_by_feed
            WHERE article_source.feed_id IN {_FEEDS} AND article_source.article_id BETWEEN :first AND :last
            ORDER BY article_source.article_id DESC
            LIMIT :most
        ), chosen AS (
            SELECT id, max(score) AS score, max(salience) AS salience
            FROM ({" UNION ALL ".join(f"SELECT * FROM ({part})" for part in parts)})
            GROUP BY id
            ORDER BY id DESC
            LIMIT :most
        )
        """,  # noqa: S608 - constants, and numbers of parameters
        parameters,
    )


def _of_feed(parameter: str) -> str:
    return f"""
        SELECT article_id AS id, 0.0 AS score, 0.0 AS salience
        FROM article_source INDEXED BY article_source_by_feed
        WHERE feed_id = :{parameter} AND article_id BETWEEN :first AND :last
        ORDER BY article_id DESC
        LIMIT :most
    """  # noqa: S608 - the name of a parameter


def _shared_parts(wanted: Wanted) -> list[str]:
    """Return what looks through the days for what the many feeds of everybody have of a subject."""
    parts = [
        f"""
        SELECT article_id AS id, score, 0.0 AS salience
        FROM article_topic
        WHERE topic = :topic{number} AND article_id BETWEEN :first AND :last AND {_seen("article_id")}
        ORDER BY article_id DESC
        LIMIT :most
        """  # noqa: S608 - constants, and the number of a parameter
        for number in range(len(wanted.topics))
    ]
    if wanted.everything:
        parts.append(
            f"""
            SELECT id, 0.0 AS score, 0.0 AS salience
            FROM article INDEXED BY article_to_choose
            WHERE id BETWEEN :first AND :last AND {_seen("id")}
            ORDER BY id DESC
            LIMIT :most
            """  # noqa: S608 - constants only
        )
    if wanted.entities:
        parts.append(
            f"""
            SELECT article_id AS id, 0.0 AS score, salience
            FROM article_entity INDEXED BY article_entity_by_entity
            WHERE entity_id IN (SELECT value FROM json_each(:entities))
                AND article_id BETWEEN :first AND :last AND {_seen("article_id")}
            ORDER BY article_id DESC
            LIMIT :most
            """  # noqa: S608 - constants only
        )
    if wanted.articles:
        parts.append(
            f"""
            SELECT value AS id, 0.0 AS score, 0.0 AS salience
            FROM json_each(:articles)
            WHERE value BETWEEN :first AND :last AND {_seen("value")}
            """  # noqa: S608 - constants only
        )
    return parts


def _own_parts(wanted: Wanted) -> list[str]:
    """Return what asks each of the few articles of somebody's own feeds whether it is of a subject."""
    parts = []
    if wanted.everything:
        parts.append("SELECT id, 0.0 AS score, 0.0 AS salience FROM own")
    if wanted.topics:
        parts.append(
            """
            SELECT own.id, article_topic.score, 0.0 AS salience
            FROM own
            CROSS JOIN article_topic
                ON article_topic.article_id = own.id
                AND article_topic.topic IN (SELECT value FROM json_each(:topics))
            """
        )
    if wanted.entities:
        parts.append(
            """
            SELECT own.id, 0.0 AS score, article_entity.salience
            FROM own
            CROSS JOIN article_entity
                ON article_entity.article_id = own.id
                AND article_entity.entity_id IN (SELECT value FROM json_each(:entities))
            """
        )
    if wanted.articles:
        parts.append(
            """
            SELECT own.id, 0.0 AS score, 0.0 AS salience
            FROM own
            WHERE own.id IN (SELECT value FROM json_each(:articles))
            """
        )
    return parts


def _owners(scope: Scope) -> dict[str, str | int | None]:
    parameters = scope_parameters(scope)
    return {name: parameters[name] for name in ("scope_guild", "scope_user")}


def _candidates(rows: Sequence[sqlite3.Row]) -> list[Candidate]:
    return [
        Candidate(
            article=ArticleId(row[0]),
            story=StoryId(row[1]),
            published=codec.to_moment(row[2]),
            first_seen=codec.to_moment(row[3]),
            language=row[4],
            source=row[5],
            teaser=bool(row[6]),
            backlog=bool(row[7]),
            wanted=bool(row[8]),
            score=row[9],
            salience=row[10],
        )
        for row in rows
    ]
