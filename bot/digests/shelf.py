"""Stories read from the index and told, each once for all digests of a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime

from bot.digests.choosing import Eligible
from bot.digests.development import find_development
from bot.digests.telling import MOST_ALSO_IN, Telling, tell, tell_update
from bot.index import Candidate, Index
from bot.models import ArticleId, Citation, Scope, StoredArticle

MOST_TELLERS = 6
"""Of a story's articles, so many are read to find the one that tells it best."""
MOST_KNOWN = 12
"""Of those that were shown, so many are read to tell what is new."""
AT_ONCE = 8
"""Articles that are read in one go: putting one together takes a third of a millisecond."""


class Shelf:
    """What was read and told."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._articles: dict[ArticleId, StoredArticle] = {}
        self._citations: dict[ArticleId, Citation] = {}
        self._tellings: dict[Hashable, Telling | None] = {}
        self._reading = asyncio.Lock()

    async def prepare(self, stories: Iterable[Eligible], scope: Scope) -> None:
        """Read what is needed to tell some stories, all at once."""
        new = [each for each in stories if _key(each) not in self._tellings]
        if new:
            await self._read([id for each in new for id in _ids(_to_read(each.tellers))], scope)
            await self._cite([id for each in new for id in _ids(_to_cite(each))], scope)

    async def telling(self, story: Eligible, scope: Scope) -> Telling | None:
        """Return how a story is told, the same for all that ask; None when it cannot be quoted."""
        key = _key(story)
        if key not in self._tellings:
            await self.prepare([story], scope)
            tellers = self._known(_to_read(story.tellers))
            others = self._cited(_to_cite(story))
            told = tell(story.story.id, story.story.told_at, tellers, others)
            self._tellings.setdefault(key, told)
        return self._tellings[key]

    async def update(
        self,
        story: Eligible,
        new: Sequence[Candidate],
        shown: Sequence[ArticleId],
        shown_at: datetime,
        scope: Scope,
    ) -> Telling | None:
        """Return how what is new of a shown story is told; None when that is nothing worth telling."""
        newest = _to_read(new)
        known = sorted(shown, reverse=True)[:MOST_KNOWN]
        key = (story.story.id, _ids(newest), tuple(known), shown_at)
        if key not in self._tellings:
            await self._read([*known, *_ids(newest)], scope)
            before = [self._articles[each] for each in known if each in self._articles]
            found = await asyncio.to_thread(find_development, before, self._known(newest))
            told = None
            if found is not None:
                told_at = found.article.article.document.published
                told = tell_update(story.story.id, told_at, found.article, found.sentences, shown_at)
            self._tellings.setdefault(key, told)
        return self._tellings[key]

    async def _read(self, ids: Iterable[ArticleId], scope: Scope) -> None:
        async with self._reading:
            missing = [each for each in dict.fromkeys(ids) if each not in self._articles]
            for start in range(0, len(missing), AT_ONCE):
                for article in await self._index.articles.get_many(missing[start : start + AT_ONCE], scope):
                    self._articles[article.id] = article

    async def _cite(self, ids: Iterable[ArticleId], scope: Scope) -> None:
        missing = [each for each in dict.fromkeys(ids) if each not in self._citations]
        if missing:
            self._citations |= await self._index.candidates.citations(missing, scope)

    def _known(self, candidates: Sequence[Candidate]) -> list[StoredArticle]:
        return [self._articles[each.article] for each in candidates if each.article in self._articles]

    def _cited(self, candidates: Sequence[Candidate]) -> list[Citation]:
        return [self._citations[each.article] for each in candidates if each.article in self._citations]


def _ids(candidates: Sequence[Candidate]) -> tuple[ArticleId, ...]:
    return tuple([each.article for each in candidates])


def _to_read(tellers: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the articles of which the best is looked for: whole ones with a name behind them, the newest."""
    if len(tellers) <= MOST_TELLERS:
        return tellers
    return sorted(tellers, key=lambda each: (each.teaser, each.source is None))[:MOST_TELLERS]


def _to_cite(story: Eligible) -> list[Candidate]:
    """Return one article of each outlet that is not read."""
    read = _to_read(story.tellers)
    chosen = set(_ids(read))
    one: dict[str | ArticleId, Candidate] = {}
    for each in (*story.tellers, *story.others):
        if each.article not in chosen:
            one.setdefault(each.source or each.article, each)
    return list(one.values())[: MOST_ALSO_IN + MOST_TELLERS]


def _key(story: Eligible) -> Hashable:
    return story.story.id, _ids(story.tellers), _ids(story.others)
