"""Finding the story of each article that came in: candidates from the index, decided by :mod:`bot.stories`.

The index keeps a list of articles whose story is still to be found, so that a run which is killed goes on
with the next, and re-clustering a whole index can be stopped and taken up again.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

import structlog

from bot.errors import ReadingError, StorageError
from bot.index import Index, Placement, owner_scope
from bot.ingest.pool import ReaderPool
from bot.ingest.story_jobs import Choice, Comparison, Kept, choose
from bot.models import ArticleId, StoredArticle, StoryId
from bot.words import STOP_WORDS, to_words

BATCH = 100
"""Articles taken from the list at once."""
DAYS = 3
"""Articles published further apart are not compared; the deciders are stricter yet."""
CANDIDATES = 12
"""Stories that share names, and as many whose headlines share words; comparing one takes a millisecond."""
HEADLINE_WORDS = 6
KEPT = 5_000
"""Tellings kept in memory, some kilobytes each: those of the days to which most articles are compared."""

RETRY_SECONDS = 60.0
"""How long the index is left alone when it takes nothing."""

log = structlog.get_logger(__name__)


class StoryFinder:
    """Puts articles into stories, one after the other, so that each can open the story of the next.

    With a pool, articles are compared in its workers: questions are answered meanwhile.
    """

    def __init__(self, index: Index, pool: ReaderPool | None = None) -> None:
        self._index = index
        self._pool = pool
        self._kept: OrderedDict[ArticleId, Kept] = OrderedDict()
        self._came: asyncio.Event | None = None

    async def settle(self) -> None:
        """Find the stories of what was added: now, or leave it to :meth:`run_for_ever` where that runs."""
        if self._came is None:
            await self.run()
        else:
            self._came.set()

    async def run_for_ever(self) -> None:
        """Find the stories of what is there and of what comes, those of the newest day first.

        After an update of the program that may be a whole index: what comes in does not wait for that.
        """
        self._came = asyncio.Event()
        try:
            while True:
                self._came.clear()
                try:
                    await self.run(newest_first=True)
                except StorageError as error:
                    log.error("stories.not_found", reason=str(error))
                    await asyncio.sleep(RETRY_SECONDS)
                else:
                    await self._came.wait()
        finally:
            self._came = None

    async def run(
        self, on_progress: Callable[[int], None] | None = None, *, newest_first: bool = False
    ) -> int:
        """Find the stories of all articles that have none yet, day by day; returns how many.

        `on_progress` is told how many are done. Raises :class:`bot.errors.StorageError`.
        """
        done = 0
        while pending := await self._index.stories.pending(BATCH, newest_day=newest_first):
            for article in pending:
                placements = [
                    Placement(article, owner, await self._story_or_own(article, owner))
                    for owner in await self._index.stories.owners(article)
                ]
                await self._index.stories.place(placements)
                done += 1
                if on_progress is not None:
                    on_progress(done)
        return done

    async def _story_or_own(self, article: ArticleId, owner: str) -> StoryId:
        """Return the story that an article joins, or opens: also when a bug keeps it from being compared."""
        try:
            return await self._story_among(article, owner)
        except StorageError:
            raise
        except Exception:  # else this article would hold up all others, for ever
            log.error("story.failed", article=article, exc_info=True)
            return StoryId(article)

    async def _story_among(self, article: ArticleId, owner: str) -> StoryId:
        """Return the story that an article joins among those of an owner, or the one that it opens."""
        stored = await self._index.articles.get(article, owner_scope(owner))
        if stored is None:
            # it was hidden or deleted meanwhile
            return StoryId(article)
        candidates = await self._index.stories.candidates(
            article, owner, words=_headline_pairs(stored), days=DAYS, limit=CANDIDATES
        )
        if not candidates:
            return StoryId(article)
        choice = await self._choose(Comparison(stored, await self._anchors(candidates, owner)))
        self._keep(choice.made)
        return choice.story or StoryId(article)

    async def _choose(self, comparison: Comparison) -> Choice:
        if self._pool is not None:
            try:
                return await self._pool.run(choose, comparison, name="stories")
            except ReadingError as error:
                # the workers are ending or broken; the article is compared here
                log.warning("stories.compared_here", reason=str(error))
        return await asyncio.to_thread(choose, None, comparison)

    async def _anchors(
        self, stories: Iterable[StoryId], owner: str
    ) -> Mapping[StoryId, Kept | StoredArticle]:
        """Return the articles that opened stories, as they are kept; those that are gone are absent."""
        anchors: dict[StoryId, Kept | StoredArticle] = {}
        for story in stories:
            kept = self._kept.get(ArticleId(story))
            if kept is not None:
                self._kept.move_to_end(ArticleId(story))
                anchors[story] = kept
                continue
            # one by one: questions are answered in between
            stored = await self._index.articles.get(ArticleId(story), owner_scope(owner))
            if stored is not None:
                anchors[story] = stored
        return anchors

    def _keep(self, made: Mapping[ArticleId, Kept]) -> None:
        self._kept.update(made)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def _headline_pairs(stored: StoredArticle) -> str | None:
    """Return the FTS5 expression for headlines with two of the words of an article's own, or None."""
    words = to_words(stored.article.document.headline)
    telling = [word for word in words if len(word) > 2 and word.isalnum() and word not in STOP_WORDS]
    pairs = combinations(dict.fromkeys(telling[: 2 * HEADLINE_WORDS]), 2)
    # to_words leaves letters and digits, so that nothing in a word can end the quotation
    expressions = [f'("{one}" AND "{other}")' for one, other in pairs][: HEADLINE_WORDS * HEADLINE_WORDS]
    return f"headline : ({' OR '.join(expressions)})" if expressions else None
