"""Finding the story of each article that came in: candidates from the index, decided by :mod:`bot.stories`.

The index keeps a list of articles whose story is still to be found, so that a run which is killed goes on
with the next, and re-clustering a whole index can be stopped and taken up again.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from itertools import combinations

from bot.index import Index, Placement, owner_scope
from bot.models import ArticleId, StoredArticle, StoryId
from bot.stories import Telling, choose_story, telling_of
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


class StoryFinder:
    """Puts articles into stories, one after the other, so that each can open the story of the next."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._tellings: OrderedDict[ArticleId, Telling] = OrderedDict()

    async def run(self, on_progress: Callable[[int], None] | None = None) -> int:
        """Find the stories of all articles that have none yet; returns how many.

        `on_progress` is told how many are done. Raises :class:`bot.errors.StorageError`.
        """
        done = 0
        while pending := await self._index.stories.pending(BATCH):
            for article in pending:
                placements = [
                    Placement(article, owner, await self._story_among(article, owner))
                    for owner in await self._index.stories.owners(article)
                ]
                await self._index.stories.place(placements)
                done += 1
                if on_progress is not None:
                    on_progress(done)
        return done

    async def _story_among(self, article: ArticleId, owner: str) -> StoryId:
        """Return the story that an article joins among those of an owner, or the one that it opens."""
        stored = await self._index.articles.get(article, owner_scope(owner))
        if stored is None:
            # it was hidden or deleted meanwhile
            return StoryId(article)
        candidates = await self._index.stories.candidates(
            article, owner, words=_headline_pairs(stored), days=DAYS, limit=CANDIDATES
        )
        anchors = await self._tellings_of(candidates, owner)
        telling = self._told_by(stored)
        return choose_story(telling, anchors) or StoryId(article)

    async def _tellings_of(self, stories: Iterable[StoryId], owner: str) -> dict[StoryId, Telling]:
        """Return the tellings of the articles that opened stories; those that are gone are absent."""
        asked = list(stories)
        unknown = [ArticleId(story) for story in asked if ArticleId(story) not in self._tellings]
        # one by one, and in no thread: questions are answered in between, and a thread would hold the
        # interpreter for several times as long as one of these takes
        for article in unknown:
            stored = await self._index.articles.get(article, owner_scope(owner))
            if stored is not None:
                self._told_by(stored)
                await asyncio.sleep(0)
        return {
            story: self._tellings[ArticleId(story)] for story in asked if ArticleId(story) in self._tellings
        }

    def _told_by(self, stored: StoredArticle) -> Telling:
        telling = self._tellings.get(stored.id)
        if telling is None:
            telling = telling_of(stored)
            self._tellings[stored.id] = telling
            while len(self._tellings) > KEPT:
                self._tellings.popitem(last=False)
        else:
            self._tellings.move_to_end(stored.id)
        return telling


def _headline_pairs(stored: StoredArticle) -> str | None:
    """Return the FTS5 expression for headlines with two of the words of an article's own, or None."""
    words = to_words(stored.article.document.headline)
    telling = [word for word in words if len(word) > 2 and word.isalnum() and word not in STOP_WORDS]
    pairs = combinations(dict.fromkeys(telling[: 2 * HEADLINE_WORDS]), 2)
    # to_words leaves letters and digits, so that nothing in a word can end the quotation
    expressions = [f'("{one}" AND "{other}")' for one, other in pairs][: HEADLINE_WORDS * HEADLINE_WORDS]
    return f"headline : ({' OR '.join(expressions)})" if expressions else None
