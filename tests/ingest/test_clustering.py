"""Articles find their stories as they come in."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from bot.index import SEQUENCE_BITS, Index
from bot.ingest.clustering import StoryFinder
from bot.ingest.pool import ReaderPool
from bot.models import ArticleId, Scope
from tests.conftest import AFTERWARDS, Labelled
from tests.index.making import ANY_TIME, EVERYONE, add_feed, article, store


async def stories_of(index: Index, scope: Scope = EVERYONE) -> set[frozenset[ArticleId]]:
    """Return the stories of more than one article."""
    found = await index.articles.latest(scope, topic=None, window=ANY_TIME, limit=500)
    stories = await index.stories.of([each.id for each in found], scope)
    members = await index.stories.members(stories.values(), scope)
    return {frozenset(each) for each in members.values() if len(each) > 1}


async def headlines_of(index: Index, scope: Scope = EVERYONE) -> set[frozenset[str]]:
    """Return the same by headlines."""
    named = set()
    for ids in await stories_of(index, scope):
        articles = await index.articles.get_many(sorted(ids), scope)
        named.add(frozenset(each.article.document.headline for each in articles))
    return named


async def test_samples_that_tell_one_event_are_one_story(news: Index) -> None:
    found = await headlines_of(news)
    assert any(all("Nadal" in headline for headline in each) for each in found)
    assert 7 <= len(found) <= 12


async def test_a_run_that_was_stopped_is_gone_on_with(index: Index, samples: list[Labelled]) -> None:
    await index.articles.add(samples, now=AFTERWARDS)

    class Stopped(Exception):
        pass

    def stop(done: int) -> None:
        if done == 20:
            raise Stopped

    with pytest.raises(Stopped):
        await StoryFinder(index).run(stop)
    assert await index.stories.count_pending() == len(samples) - 20
    assert await StoryFinder(index).run() == len(samples) - 20
    first = await headlines_of(index)
    await index.stories.start_over()
    assert await headlines_of(index) == set()
    await StoryFinder(index).run()
    assert await headlines_of(index) == first


async def test_backfilled_articles_find_the_stories_of_their_days(
    index: Index, news: Index, samples: list[Labelled]
) -> None:
    shuffled = random.Random(7).sample(samples, len(samples))  # noqa: S311 - any order will do
    finder = StoryFinder(index)
    for start in range(0, len(shuffled), 7):
        await index.articles.add(shuffled[start : start + 7], now=AFTERWARDS)
        await finder.run()
    together, apart = await headlines_of(index), await headlines_of(news)
    assert len(together & apart) >= len(apart) - 2


async def test_a_private_article_joins_a_story_for_its_guild_and_changes_nothing_for_others(
    index: Index, samples: list[Labelled]
) -> None:
    feed = await add_feed(index, 7, "guild:1")
    private = samples[::2]
    await index.articles.add(private, feed=feed, now=AFTERWARDS)
    await StoryFinder(index).run()
    await index.articles.add(samples[1::2], now=AFTERWARDS)
    await StoryFinder(index).run()
    public = await headlines_of(index)

    await index.stories.start_over()
    await StoryFinder(index).run()
    assert await headlines_of(index) == public
    assert len(await headlines_of(index, Scope(1, None))) > len(public)
    assert await headlines_of(index, Scope(2, None)) == public


async def test_articles_without_names_or_words_open_stories_of_their_own(index: Index) -> None:
    odd = [article("?!", headline=headline) for headline in ("", "…", '"', "a b c", "的 新闻")]
    await store(index, *odd)
    assert await StoryFinder(index).run() == len(odd)
    assert await stories_of(index) == set()


async def test_compared_in_workers_articles_find_the_same_stories(
    index: Index, samples: list[Labelled], pool: ReaderPool
) -> None:
    await index.articles.add(samples, now=AFTERWARDS)
    await StoryFinder(index).run()
    here = await stories_of(index)
    finder = StoryFinder(index, pool)
    for _ in range(2):  # at first from the articles, then from what is kept of them
        await index.stories.start_over()
        await finder.run()
        assert await stories_of(index) == here


async def test_without_its_workers_an_article_is_compared_all_the_same(
    index: Index, samples: list[Labelled], pool: ReaderPool
) -> None:
    await index.articles.add(samples, now=AFTERWARDS)
    await pool.close()
    await StoryFinder(index, pool).run()
    assert len(await stories_of(index)) >= 7


async def test_beside_the_bot_the_newest_day_comes_first(index: Index, samples: list[Labelled]) -> None:
    await index.articles.add(samples, now=AFTERWARDS)
    ids = await index.stories.pending(1_000)
    newest = await index.stories.pending(1_000, newest_day=True)
    assert newest == [each for each in ids if each >> SEQUENCE_BITS == ids[-1] >> SEQUENCE_BITS]
    assert 0 < len(newest) < len(ids)

    finder = StoryFinder(index)
    finding = asyncio.create_task(finder.run_for_ever())
    try:
        async with asyncio.timeout(20):
            while await index.stories.count_pending():  # noqa: ASYNC110 - the index tells nobody
                await asyncio.sleep(0.01)
            found = await stories_of(index)
            assert len(found) >= 7
            await store(index, article("A word on nothing."))
            await finder.settle()
            while await index.stories.count_pending():  # noqa: ASYNC110 - the index tells nobody
                await asyncio.sleep(0.01)
    finally:
        finding.cancel()
        await asyncio.wait([finding])
    # without it, what was added is settled at once
    await store(index, article("Another word on nothing."))
    await finder.settle()
    assert await index.stories.count_pending() == 0


async def test_a_bug_that_one_article_brings_out_holds_up_no_other(
    index: Index, samples: list[Labelled], monkeypatch: pytest.MonkeyPatch
) -> None:
    await index.articles.add(samples, now=AFTERWARDS)
    candidates, calls = index.stories.candidates, iter(range(1_000))

    async def failing(*args: Any, **more: Any) -> Any:
        if next(calls) == 3:
            raise ZeroDivisionError
        return await candidates(*args, **more)

    monkeypatch.setattr(index.stories, "candidates", failing)
    assert await StoryFinder(index).run() == len(samples)
    assert await index.stories.count_pending() == 0
