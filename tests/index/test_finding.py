"""Which article an item is, when its words are there already."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.index import Index
from bot.models import Article
from tests.index.following import GUILD, OTHER, change, follow, poll, update
from tests.index.making import ANY_TIME, NOW, article


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one after the other"])
async def test_nobody_is_shown_the_address_that_anothers_private_feed_gives(
    index: Index, together: bool
) -> None:
    mine, theirs = await follow(index), await follow(index, "guild:8", "https://courier.example/rss")
    links = ["https://herald.example/tax?for=guild-7", "https://herald.example/tax"]
    copies = [article("The tax passed.", headline="Tax", url=link) for link in links]
    for feed, copy in zip((mine, theirs), copies, strict=True):
        assert await index.web_feeds.record(feed.web, update(feed.web.url), [change("a", copy)], NOW)
        if not together:
            await store_waiting(index, copies)
    await store_waiting(index, copies)
    await index.feeds.remove(theirs.id)
    again = await follow(index, "guild:8", "https://courier.example/rss")
    assert await index.web_feeds.record(again.web, update(again.web.url), [change("a", copies[1])], NOW)
    await store_waiting(index, copies)
    assert await index.articles.count(OTHER) == 1
    for scope, link in zip((GUILD, OTHER), links, strict=True):
        found = await index.articles.latest(scope, topic=None, window=ANY_TIME, limit=10)
        assert [each.article.document.url for each in found] == [link]


async def store_waiting(index: Index, copies: Sequence[Article]) -> None:
    by_url = {each.document.url: each for each in copies}
    waiting = await index.web_feeds.waiting(NOW, 100)
    await index.web_feeds.store({item: (by_url[item.document.url], ()) for item in waiting}, NOW)


async def test_two_items_of_a_feed_with_the_same_words_are_one_article(index: Index) -> None:
    feed = await follow(index)
    copies = [
        article("The tax passed.", headline="Tax", url=f"https://herald.example/tax{n}") for n in (1, 2)
    ]
    await poll(index, feed.web, *(change(str(place), copy) for place, copy in enumerate(copies)))
    await store_waiting(index, copies)
    assert await index.articles.count(GUILD) == 1


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one after the other"])
async def test_who_sees_an_article_already_has_it_once(index: Index, together: bool) -> None:
    shared = await follow(index, "global", "https://courier.example/rss")
    mine = await follow(index)
    links = ["https://courier.example/tax", "https://herald.example/tax"]
    copies = [article("The tax passed.", headline="Tax", url=link) for link in links]
    for feed, copy in zip((shared, mine), copies, strict=True):
        assert await index.web_feeds.record(feed.web, update(feed.web.url), [change("a", copy)], NOW)
        if not together:
            await store_waiting(index, copies)
    await store_waiting(index, copies)
    assert len(await index.articles.latest(GUILD, topic=None, window=ANY_TIME, limit=10)) == 1
