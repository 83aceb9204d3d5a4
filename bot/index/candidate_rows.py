"""The statements by which candidates for digests are found: from indexes alone, never from articles' text."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.index import codec
from bot.index.articles import bounds
from bot.index.scoping import scope_parameters
from bot.models import ArticleId, Scope, Window


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


def story_of(article_id: str) -> str:
    """Return the story of the article whose id is in a column, as :func:`_owners` see it."""
    return f"""coalesce((
        SELECT story_article.story_id FROM story_article
        WHERE story_article.article_id = {article_id}
            AND story_article.owner IN ('global', :scope_guild, :scope_user)
        ORDER BY story_article.owner = 'global' DESC
        LIMIT 1
    ), {article_id})"""  # noqa: S608 - the name of a column


PARCELS = 16
_FEEDS = "(SELECT value FROM json_each(:feeds))"
_ALL_FEEDS = "(SELECT value FROM json_each(:all_feeds))"


def _seen(article_id: str, feeds: str = _FEEDS) -> str:
    """Return the condition that the article whose id is in a column, named with its table, is in a feed."""
    return f"""EXISTS (
        SELECT 1 FROM article_source
        WHERE article_source.article_id = {article_id} AND article_source.feed_id IN {feeds}
    )"""  # noqa: S608 - constants only


def _backlog(article_id: str) -> str:
    return f"""coalesce((
        SELECT min(article_source.backlog) FROM article_source
        WHERE article_source.article_id = {article_id} AND article_source.feed_id IN {_ALL_FEEDS}
    ), 1)"""  # noqa: S608 - constants only


def in_parcels(statement: str) -> str:
    """Return the statement that gives the rows of :data:`ROWS` or :data:`BESIDE` as a few arrays of JSON.

    A thread that fetches rows takes Python's lock anew for each of them, and waits for it up to five
    milliseconds while another computes: ten thousand rows then take not 50 milliseconds but many seconds.
    """
    return f"""
        SELECT json_group_array(json_array(
            article, story, published_at, first_seen, language, source, teaser, backlog, wanted,
            score, salience
        ))
        FROM ({statement})
        GROUP BY article % {PARCELS}
    """  # noqa: S608 - constants, and numbers of parameters


_COLUMNS = """
    article.published_at, article.first_seen, article.language, article.source, article.teaser
"""

ROWS = f"""
    SELECT chosen.id AS article, {story_of("chosen.id")} AS story, {_COLUMNS},
        {_backlog("chosen.id")} AS backlog, 1 AS wanted, chosen.score, chosen.salience
    FROM chosen
    CROSS JOIN article INDEXED BY article_to_choose ON article.id = chosen.id
    WHERE (
        article.first_seen <= :settled
        OR NOT EXISTS (SELECT 1 FROM story_pending WHERE story_pending.article_id = chosen.id)
    )
"""  # noqa: S608 - constants

TOLD_BY_MOST = """
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

BESIDE = f"""
    SELECT member.article_id AS article, member.story_id AS story, {_COLUMNS},
        {_backlog("member.article_id")} AS backlog, 0 AS wanted, 0.0 AS score, 0.0 AS salience
    FROM json_each(:stories) AS asked
    CROSS JOIN story_article AS member INDEXED BY story_article_by_story
        ON member.story_id = asked.value AND member.owner IN ('global', :scope_guild, :scope_user)
    CROSS JOIN article INDEXED BY article_to_choose ON article.id = member.article_id
    WHERE member.article_id NOT IN (SELECT value FROM json_each(:known))
        AND {_seen("member.article_id", _ALL_FEEDS)}
"""  # noqa: S608 - constants


def chosen_by(wanted: Wanted, layer: Layer, window: Window) -> tuple[str, dict[str, str | int | None]]:
    """Return the beginning of a statement, in which `chosen` has the articles of a subject, "" for none."""
    feeds = sorted(layer.feeds.intersection(wanted.feeds))
    parameters: dict[str, str | int | None] = {
        "feeds": codec.dump(sorted(layer.feeds)),
        "all_feeds": codec.dump(sorted(layer.feeds | layer.beside)),
        **owners(layer.scope),
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
        WHERE topic = :topic{number} AND article_id BETWEEN :first AND :last
            AND {_seen("article_topic.article_id")}
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
            WHERE id BETWEEN :first AND :last AND {_seen("article.id")}
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
                AND article_id BETWEEN :first AND :last AND {_seen("article_entity.article_id")}
            ORDER BY article_id DESC
            LIMIT :most
            """  # noqa: S608 - constants only
        )
    if wanted.articles:
        parts.append(
            f"""
            SELECT found.value AS id, 0.0 AS score, 0.0 AS salience
            FROM json_each(:articles) AS found
            WHERE found.value BETWEEN :first AND :last AND {_seen("found.value")}
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


def owners(scope: Scope) -> dict[str, str | int | None]:
    """Return the parameters of :func:`story_of`."""
    parameters = scope_parameters(scope)
    return {name: parameters[name] for name in ("scope_guild", "scope_user")}
