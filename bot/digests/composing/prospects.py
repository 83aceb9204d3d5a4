"""The stories that may be in a digest, looked for once for all digests of a moment that share them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.digests.composing.choosing import (
    Eligible,
    RankedStory,
    Ranking,
    Refused,
    Rules,
    Sieve,
    rank,
    rank_upon,
)
from bot.digests.composing.meaning import Meant, what_is_meant
from bot.digests.composing.once import Once
from bot.digests.composing.sights import Sight, sight_of
from bot.index import CandidateRow, FeedOwners, Index, Layer, Wanted
from bot.models import ArticleId, Preferences, Scope, StoryId, Subject, Topic, Window
from bot.query.words import phrase_expression

OLDER_DAYS = timedelta(days=7)
"""How far back before the oldest day stories are told of as too old."""
MOST_OLDER = 500
SETTLING = timedelta(minutes=10)
"""So long is waited for an article's story to be found; if the finding stands still, news goes on."""
NOTHING = Sieve(Ranking([]), Rules())


@dataclass(frozen=True, slots=True)
class Prospects:
    """The stories of a subject, for some eyes and wishes."""

    sight: Sight
    base: Sieve
    own: Sieve
    hidden: frozenset[StoryId]
    """Of those that everybody sees, the ones that are otherwise for these eyes."""
    note: str = ""

    async def eligible(self) -> AsyncIterator[Eligible]:
        """Yield those that may be told, the most important first; others have their turn meanwhile."""
        own = iter(self.own.eligible)
        mine = next(own, None)
        place = 0
        while True:
            while place < len(self.base.eligible):
                shared = self.base.eligible[place]
                place += 1
                if shared.story.id in self.hidden:
                    continue
                while mine is not None and mine.story.place < shared.story.place:
                    yield mine
                    mine = next(own, None)
                yield shared
            if not self.base.look_further():
                break
            await asyncio.sleep(0)
        while mine is not None:
            yield mine
            mine = next(own, None)

    @property
    def refused(self) -> list[Refused]:
        """Those that may not be told."""
        shared = [each for each in self.base.refused if each.story.id not in self.hidden]
        return [*shared, *self.own.refused]


class ProspectFinder:
    """Finds the stories of subjects at one moment."""

    def __init__(
        self, index: Index, topics: Mapping[str, Topic], *, now: datetime, max_age_days: int
    ) -> None:
        self._index = index
        self._topics = topics
        self._now = now
        self._settled = now - SETTLING
        self.oldest: date | None = now.date() - timedelta(days=max_age_days) if max_age_days else None
        self._feeds: Once[FeedOwners] = Once()
        self._meant: Once[Meant] = Once()
        self._rankings: Once[Ranking] = Once()
        self._sieves: dict[Hashable, Sieve] = {}
        self._sights: dict[Scope, Sight] = {}
        self._having: Once[frozenset[ArticleId]] = Once()

    async def sight(self, scope: Scope) -> Sight:
        """Return what a scope sees."""
        sight = self._sights.get(scope)
        if sight is None:
            sight = sight_of(scope, await self._feeds.get(None, self._index.candidates.feed_owners))
            # most see what everybody sees
            sight = self._sights.setdefault(sight.scope, sight)
            self._sights[scope] = sight
        return sight

    async def find(
        self, subject: Subject, scope: Scope, preferences: Preferences, *, backlog: bool
    ) -> Prospects:
        """Return the stories of a subject that a scope sees; `backlog`: also what was there before."""
        sight = await self.sight(scope)
        meant = await self._meaning(subject, sight)
        wishes = (
            preferences.min_sources,
            preferences.languages,
            preferences.include,
            preferences.exclude,
            backlog,
        )
        base_key = (meant.wanted, sight.base)
        base = await self._rankings.get(base_key, lambda: self._rank(meant.wanted, sight.base))
        rules = await self._rules(preferences, backlog=backlog)
        sieve = self._sieves.setdefault((base_key, wishes), Sieve(base, rules))
        if sight.own is None:
            return Prospects(sight, sieve, NOTHING, frozenset(), meant.note)
        own = await self._rankings.get(
            (meant.wanted, sight), lambda: self._rank_own(meant.wanted, sight.own, base)
        )
        mine = self._sieves.setdefault((meant.wanted, sight, wishes), Sieve(own, rules))
        mine.look_at_all()
        return Prospects(sight, sieve, mine, frozenset(own.ids), meant.note)

    async def note(self, subject: Subject, scope: Scope) -> str:
        """Return what of a subject finds nothing any more, in sentences."""
        return (await self._meaning(subject, await self.sight(scope))).note

    async def too_old(self, subject: Subject, scope: Scope) -> list[RankedStory]:
        """Return the stories of the days before the oldest day, most important first."""
        if self.oldest is None:
            return []
        sight = await self.sight(scope)
        meant = await self._meaning(subject, sight)
        window = Window(self.oldest - OLDER_DAYS, self.oldest - timedelta(days=1))
        found: list[CandidateRow] = []
        for layer in (sight.base, sight.own):
            if layer is not None:
                found += await self._index.candidates.find_rows(
                    meant.wanted, layer, window, settled=self._settled, most=MOST_OLDER
                )
        unique = {row[0]: row for row in found}
        ranking = rank(unique.values(), self._now)
        return ranking.part(0, len(ranking))

    async def having(self, words: Iterable[str]) -> tuple[tuple[str, frozenset[ArticleId]], ...]:
        """Return words and phrases as typed, each with the articles of the days that have it."""
        return tuple([(typed, await self._articles_having(typed)) for typed in words])

    async def _articles_having(self, typed: str) -> frozenset[ArticleId]:
        return await self._having.get(typed, lambda: self._match(typed))

    async def _match(self, typed: str) -> frozenset[ArticleId]:
        expression = phrase_expression(typed)
        if expression is None:
            return frozenset()
        return await self._index.candidates.matching(expression, Window(self.oldest))

    async def _rules(self, preferences: Preferences, *, backlog: bool) -> Rules:
        return Rules(
            min_sources=preferences.min_sources,
            languages=frozenset(preferences.languages),
            include=await self.having(preferences.include),
            exclude=await self.having(preferences.exclude),
            backlog=backlog,
        )

    async def _meaning(self, subject: Subject, sight: Sight) -> Meant:
        return await self._meant.get(
            (subject, sight.scope),
            lambda: what_is_meant(
                self._index,
                subject,
                sight.scope,
                topics=self._topics,
                feeds=sight.feeds,
                window=Window(self.oldest),
                today=self._now.date(),
            ),
        )

    async def _rank(self, wanted: Wanted, layer: Layer) -> Ranking:
        found = await self._index.candidates.find_rows(
            wanted, layer, Window(self.oldest), settled=self._settled
        )
        return await asyncio.to_thread(rank, found, self._now)

    async def _rank_own(self, wanted: Wanted, layer: Layer | None, base: Ranking) -> Ranking:
        assert layer is not None  # noqa: S101 - asked for only then
        found = await self._index.candidates.find_rows(
            wanted, layer, Window(self.oldest), settled=self._settled
        )
        return await asyncio.to_thread(rank_upon, base, found, self._now)
