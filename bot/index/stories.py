"""Stories: which articles tell one event, as :mod:`bot.stories` decided when they came in.

An article that everybody sees belongs to a story of such articles. One that a guild or a member added joins
such a story or one of their own, and is seen in it by them alone: it never ties together what others see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.index import codec
from bot.index.articles import bounds
from bot.index.database import Database
from bot.index.scoping import GLOBAL, scope_parameters, visible
from bot.models import ArticleId, Scope, StoryId, Window

TELLING_NAMES = 10
"""So many of an article's most salient names are looked for in other articles."""


@dataclass(frozen=True, slots=True)
class Placement:
    """An article's story, among the articles of one owner."""

    article: ArticleId
    owner: str
    story: StoryId


class StoryStore:
    """Reads for answers take the scope of whoever asks; the others serve ingest alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, ids: Iterable[ArticleId], scope: Scope) -> dict[ArticleId, StoryId]:
        """Return the story of each article; one whose story is not decided yet is a story of its own."""
        asked = list(ids)
        rows = await self._database.read(
            """
            SELECT article_id, story_id
            FROM story_article
            WHERE article_id IN (SELECT value FROM json_each(:ids))
                AND owner IN ('global', :scope_guild, :scope_user)
            ORDER BY owner DESC
            """,
            {"ids": codec.dump(asked), **_owners(scope)},
        )
        found = {ArticleId(row["article_id"]): StoryId(row["story_id"]) for row in rows}
        return {each: found.get(each, StoryId(each)) for each in asked}

    async def members(self, stories: Iterable[StoryId], scope: Scope) -> dict[StoryId, list[ArticleId]]:
        """Return the articles of each story that the scope sees, newest first; without any it is absent."""
        asked = list(dict.fromkeys(stories))
        rows = await self._database.read(
            f"""
            SELECT DISTINCT story_article.story_id, story_article.article_id
            FROM story_article
            WHERE story_article.story_id IN (SELECT value FROM json_each(:stories))
                AND story_article.owner IN ('global', :scope_guild, :scope_user)
                AND {visible("story_article.article_id")}
            ORDER BY story_article.article_id DESC
            """,  # noqa: S608 - constants only
            {"stories": codec.dump(asked), **scope_parameters(scope)},
        )
        found: dict[StoryId, list[ArticleId]] = defaultdict(list)
        for row in rows:
            found[StoryId(row["story_id"])].append(ArticleId(row["article_id"]))
        missing = [each for each in asked if each not in found]
        for each in await self._undecided(missing, scope):
            found[StoryId(each)] = [each]
        return dict(found)

    async def _undecided(self, stories: Sequence[StoryId], scope: Scope) -> list[ArticleId]:
        """Return those of the stories that are single articles whose story is not decided yet."""
        if not stories:
            return []
        rows = await self._database.read(
            f"""
            SELECT article.id
            FROM article
            WHERE article.id IN (SELECT value FROM json_each(:stories))
                AND NOT EXISTS (SELECT 1 FROM story_article WHERE story_article.article_id = article.id)
                AND {visible("article.id")}
            """,  # noqa: S608 - constants only
            {"stories": codec.dump(stories), **scope_parameters(scope)},
        )
        return [ArticleId(row["id"]) for row in rows]

    # --- for ingest -------------------------------------------------------------------------------------

    async def pending(self, limit: int, *, newest_day: bool = False) -> list[ArticleId]:
        """Return articles whose story is still to be decided, the oldest first; or the newest day's alone."""
        since = "(SELECT max(article_id) >> :bits << :bits FROM story_pending)" if newest_day else "0"
        rows = await self._database.read(
            f"""
            SELECT article_id FROM story_pending
            WHERE article_id >= {since}
            ORDER BY article_id
            LIMIT :limit
            """,  # noqa: S608 - constants
            {"bits": codec.SEQUENCE_BITS, "limit": limit},
        )
        return [ArticleId(row["article_id"]) for row in rows]

    async def count_pending(self) -> int:
        """Return for how many articles a story is still to be decided."""
        return int((await self._database.read("SELECT count(*) FROM story_pending"))[0][0])

    async def owners(self, article: ArticleId) -> list[str]:
        """Return among whose articles an article needs a story: everybody's, or each of its owners'."""
        rows = await self._database.read(
            """
            SELECT DISTINCT feed.owner
            FROM article_source
            JOIN feed ON feed.id = article_source.feed_id
            WHERE article_source.article_id = ?
            ORDER BY feed.owner
            """,
            (article,),
        )
        owners = [str(row["owner"]) for row in rows]
        return [GLOBAL] if GLOBAL in owners else owners

    async def candidates(
        self, article: ArticleId, owner: str, *, words: str | None, days: int, limit: int
    ) -> list[StoryId]:
        """Return the stories that an article may belong to: those it shares most salient names with first.

        Looked at are articles published within `days` of it, of everybody's and of the owner's; those that
        match `words`, an FTS5 expression, come after those that share names.
        """
        day = codec.day_of(article)
        window = bounds(Window(day - timedelta(days), day + timedelta(days)))
        shared = await self._database.read(
            """
            WITH told AS (
                SELECT entity_id, salience FROM article_entity
                WHERE article_id = :article
                ORDER BY salience DESC
                LIMIT :names
            ), near AS (
                SELECT other.article_id, sum(told.salience) AS weight
                FROM told
                JOIN article_entity AS other INDEXED BY article_entity_by_entity
                    ON other.entity_id = told.entity_id AND other.article_id BETWEEN :first AND :last
                WHERE other.article_id <> :article
                GROUP BY other.article_id
                ORDER BY weight DESC, other.article_id DESC
                LIMIT 4 * :limit
            )
            SELECT story_article.story_id
            FROM near
            JOIN story_article ON story_article.article_id = near.article_id
            WHERE story_article.owner IN ('global', :owner)
            ORDER BY near.weight DESC, near.article_id DESC
            """,
            {"article": article, "owner": owner, "names": TELLING_NAMES, "limit": limit, **window},
        )
        alike = (
            await self._database.read(
                """
            SELECT story_article.story_id
            FROM article_fts
            JOIN story_article ON story_article.article_id = article_fts.rowid
            WHERE article_fts MATCH :words
                AND article_fts.rowid BETWEEN :first AND :last
                AND article_fts.rowid <> :article
                AND story_article.owner IN ('global', :owner)
            ORDER BY article_fts.rowid DESC
            LIMIT :limit
            """,
                {"words": words, "article": article, "owner": owner, "limit": limit, **window},
            )
            if words
            else []
        )
        found = dict.fromkeys(StoryId(row["story_id"]) for row in [*shared, *alike])
        return list(found)[: 2 * limit]

    async def place(self, placements: Sequence[Placement]) -> None:
        """Write which stories articles belong to, one for each owner, and that they are decided."""
        shared = [(each.article, each.story) for each in placements if each.owner == GLOBAL]
        async with self._database.transaction() as transaction:
            # what everybody sees by now opens no story of a guild's own any more
            await transaction.write_many(
                "DELETE FROM story_article WHERE article_id = ? AND owner <> 'global'",
                [(article,) for article, _ in shared],
            )
            await transaction.write_many(
                "UPDATE story_article SET story_id = ? WHERE story_id = ? AND owner <> 'global'",
                [(story, article) for article, story in shared],
            )
            await transaction.write_many(
                """
                INSERT INTO story_article (article_id, owner, story_id) VALUES (?, ?, ?)
                ON CONFLICT (article_id, owner) DO NOTHING
                """,
                [(each.article, each.owner, each.story) for each in placements],
            )
            await transaction.write_many(
                "DELETE FROM story_pending WHERE article_id = ?", [(each.article,) for each in placements]
            )

    async def start_over(self) -> int:
        """Forget all stories, so that each article's is decided anew; returns how many articles there are."""
        async with self._database.transaction() as transaction:
            await transaction.write("DELETE FROM story_article")
            return await transaction.write(
                "INSERT OR IGNORE INTO story_pending (article_id) SELECT id FROM article"
            )


def _owners(scope: Scope) -> dict[str, str | int | None]:
    parameters = scope_parameters(scope)
    return {name: parameters[name] for name in ("scope_guild", "scope_user")}
