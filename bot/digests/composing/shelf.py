"""Stories read from the index and told, each once for all digests of a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime

from bot.digests.composing.choosing import Eligible
from bot.digests.composing.development import find_development
from bot.digests.composing.once import Once
from bot.digests.composing.telling import MOST_ALSO_IN, Telling, tell, tell_update
from bot.index import Candidate, Index
from bot.models import ArticleId, Scope, StoredArticle

MOST_TELLERS = 6
"""Of a story's articles, so many are read to find the one that tells it best."""
MOST_KNOWN = 12
"""Of those that were shown, so many are read to tell what is new."""
AT_ONCE = 6
"""Articles, and stories, that are read in one go: putting an article together takes half a millisecond."""


class Shelf:
    """What was told; an article that was read for it is not kept."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._tellings: dict[Hashable, Telling | None] = {}
        self._updates: Once[Telling | None] = Once()
        self._reading = asyncio.Lock()

    async def tell_all(self, stories: Iterable[Eligible], scope: Scope) -> None:
        """Read and tell some stories, all at once, so that :meth:`telling` need not read each by itself."""
        missing = [each for each in stories if each.key not in self._tellings]
        if not missing:
            return
        async with self._reading:
            missing = [each for each in missing if each.key not in self._tellings]
            for start in range(0, len(missing), AT_ONCE):
                await self._tell(missing[start : start + AT_ONCE], scope)

    async def telling(self, story: Eligible, scope: Scope) -> Telling | None:
        """Return how a story is told, the same for all that ask; None when it cannot be quoted."""
        key = story.key
        if key not in self._tellings:
            await self.tell_all([story], scope)
        return self._tellings[key]

    async def update(
        self,
        story: Eligible,
        new: Sequence[Candidate],
        shown: Iterable[ArticleId],
        shown_at: datetime,
        scope: Scope,
    ) -> Telling | None:
        """Return how what is new of a shown story is told; None when that is nothing worth telling."""
        newest = _ids(_to_read(new))
        known = tuple(sorted(shown, reverse=True)[:MOST_KNOWN])
        key = (story.story.id, newest, known, shown_at)
        return await self._updates.get(
            key, lambda: self._look_for_news(story, newest, known, shown_at, scope)
        )

    async def _tell(self, stories: Sequence[Eligible], scope: Scope) -> None:
        articles = await self._read([id for each in stories for id in _ids(_to_read(each.tellers))], scope)
        beside = [each.article for story in stories for each in _to_cite(story)]
        cited = await self._index.candidates.citations(beside, scope) if beside else {}
        for story in stories:
            tellers = [articles[id] for id in _ids(_to_read(story.tellers)) if id in articles]
            others = [cited[each.article] for each in _to_cite(story) if each.article in cited]
            self._tellings[story.key] = tell(story.story.id, story.story.told_at, tellers, others)

    async def _look_for_news(
        self,
        story: Eligible,
        newest: Sequence[ArticleId],
        known: Sequence[ArticleId],
        shown_at: datetime,
        scope: Scope,
    ) -> Telling | None:
        articles = await self._read([*known, *newest], scope)
        before = [articles[each] for each in known if each in articles]
        since = [articles[each] for each in newest if each in articles]
        found = await asyncio.to_thread(find_development, before, since)
        if found is None:
            return None
        told_at = int(found.article.article.document.published.timestamp())
        return tell_update(story.story.id, told_at, found.article, found.sentences, shown_at)

    async def _read(self, ids: Iterable[ArticleId], scope: Scope) -> dict[ArticleId, StoredArticle]:
        found: dict[ArticleId, StoredArticle] = {}
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), AT_ONCE):
            for article in await self._index.articles.get_many(wanted[start : start + AT_ONCE], scope):
                found[article.id] = article
        return found


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
