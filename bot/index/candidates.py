"""What may be in a digest: a light row an article, read from indexes alone, without touching its text.

What everybody sees is asked for once for all who see it; what a guild or a member added is a layer of its own
upon it, looked for from its few articles outwards.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from bot.index import codec
from bot.index.articles import bounds
from bot.index.candidate_rows import (
    BESIDE,
    ROWS,
    TOLD_BY_MOST,
    Layer,
    Wanted,
    chosen_by,
    in_parcels,
    owners,
    story_of,
)
from bot.index.codec import SEQUENCE_BITS
from bot.index.database import Database
from bot.index.scoping import GLOBAL, VISIBLE, scope_parameters
from bot.models import ArticleId, Citation, Scope, StoryId, Window

MOST_CANDIDATES = 20_000
"""Of more articles, the newest so many are looked at: two days' of a large installation."""
MOST_OLDER_STORIES = 500
"""Beyond them, so many stories that most articles tell: what matters is not lost to what is merely new."""
OLDER_DAYS = 14
"""Such stories are looked for in so many days before the newest: older ones are never important enough."""


class Candidate(NamedTuple):
    """An article that a digest may tell, or that tells a story which one may.

    A named tuple with the columns as they are: there are tens of thousands of them, and each is made from its
    row in a tenth of the time that a dataclass with two datetimes takes.
    """

    article: ArticleId
    story: StoryId
    published: int
    """Whole seconds since 1970-01-01 UTC."""
    first_seen: int
    """Whole seconds since 1970-01-01 UTC."""
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


CandidateRow = tuple[ArticleId, StoryId, int, int, str, str | None, bool, bool, bool, float, float]
"""A candidate's values as a plain tuple, which the garbage collector does not look at again and again."""


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
        self, wanted: Wanted, layer: Layer, window: Window, *, settled: datetime
    ) -> list[Candidate]:
        """Return what :meth:`find_rows` does, a little slower."""
        return [Candidate._make(row) for row in await self.find_rows(wanted, layer, window, settled=settled)]

    async def find_rows(
        self,
        wanted: Wanted,
        layer: Layer,
        window: Window,
        *,
        settled: datetime,
        most: int = MOST_CANDIDATES,
    ) -> list[CandidateRow]:
        """Return the articles of a subject, and what else tells their stories, in no order.

        Of more than `most`, these are the newest by publish day, and the older ones of the
        :data:`MOST_OLDER_STORIES` stories that most articles tell. An article that came in after `settled`
        is left out while its story is not found yet: it may tell what a channel was shown.
        """
        chosen, parameters = chosen_by(wanted, layer, window)
        if not chosen:
            return []
        parameters["settled"] = codec.to_seconds(settled)
        found = await self._rows(f"{chosen} {ROWS}", {**parameters, "most": most})
        if len(found) >= most:
            last = min(found)[0] - 1
            first = max(bounds(window)["first"], last - (OLDER_DAYS << SEQUENCE_BITS))
            parameters |= {"first": first, "last": last, "stories": MOST_OLDER_STORIES}
            found += await self._rows(
                f"{chosen}, {TOLD_BY_MOST} {ROWS} AND story IN (SELECT story_id FROM told_by_most)",  # noqa: S608
                {**parameters, "most": 10 * most},
            )
        if wanted.everything and layer.shared:
            return found
        # also where others tell the story, though not to the subject
        beside = await self._rows(
            BESIDE,
            {
                "stories": codec.dump(sorted({row[1] for row in found})),
                "known": codec.dump([row[0] for row in found]),
                "all_feeds": codec.dump(sorted(layer.feeds | layer.beside)),
                **owners(layer.scope),
            },
        )
        return found + beside

    async def _rows(self, statement: str, parameters: Mapping[str, Any]) -> list[CandidateRow]:
        rows = await self._database.read(in_parcels(statement), parameters)
        return await asyncio.to_thread(_unpacked, rows)

    async def matching(self, expression: str, window: Window) -> frozenset[ArticleId]:
        """Return the articles of some days that match an FTS5 expression, whoever sees them.

        For sifting candidates, which somebody sees; `expression` must come from :mod:`bot.query.words`.
        """
        rows = await self._database.read(
            """
            SELECT json_group_array(article_fts.rowid)
            FROM article_fts
            WHERE article_fts MATCH :expression AND article_fts.rowid BETWEEN :first AND :last
            """,
            {"expression": expression, **bounds(window)},
        )
        return frozenset(map(ArticleId, json.loads(rows[0][0])))

    async def shown(
        self, channels: Sequence[int], scope: Scope, since: date | None
    ) -> dict[int, dict[StoryId, Shown]]:
        """Return what each channel was shown, of articles published since a day, by the scope's stories."""
        # put together here and for many channels: it is asked for each of ten thousand at eight o'clock
        rows = await self._database.read(
            f"""
            SELECT channel, json_group_array(json_array(story, at, json(articles)))
            FROM (
                SELECT shown.channel, {story_of("shown.article_id")} AS story, max(shown.shown_at) AS at,
                    json_group_array(shown.article_id) AS articles
                FROM delivery_article AS shown
                WHERE shown.channel IN (SELECT value FROM json_each(:channels)) AND shown.article_id >= :first
                GROUP BY shown.channel, story
            )
            GROUP BY channel
            """,  # noqa: S608 - constants only
            {
                "channels": codec.dump(list(channels)),
                "first": bounds(Window(since))["first"],
                **owners(scope),
            },
        )
        found: dict[int, dict[StoryId, Shown]] = {channel: {} for channel in channels}
        for channel, stories in rows:
            for story, at, articles in json.loads(stories):
                ids = tuple(map(ArticleId, articles))
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


def _unpacked(parcels: Sequence[sqlite3.Row]) -> list[CandidateRow]:
    return [tuple(row) for parcel in parcels for row in json.loads(parcel[0])]
