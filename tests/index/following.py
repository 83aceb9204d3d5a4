"""Feeds that are followed, polled and read in tests of the index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.index import Index
from bot.models import (
    Article,
    ArticleId,
    Feed,
    FeedState,
    FeedUpdate,
    ItemChange,
    Scope,
    WaitingItem,
    WebFeed,
)
from tests.index.making import NOW

URL = "https://herald.example/feed.xml"
NEW = "https://herald.example/new.xml"
LATER = NOW + timedelta(hours=1)
GUILD = Scope(7, None)
OTHER = Scope(8, None)
CHANNEL = 70


async def follow(index: Index, owner: str = "guild:7", url: str = URL) -> Feed:
    following = await index.feeds.follow(url=url, title="Herald", owner=owner, added_by=1, now=NOW)
    return following.feed


def update(url: str = URL, state: FeedState = FeedState.OK, notice: str | None = None) -> FeedUpdate:
    return FeedUpdate(
        url=url,
        title="The Herald",
        site_url="https://herald.example/",
        state=state,
        reason=None,
        next_poll=NOW + timedelta(minutes=15),
        succeeded=True,
        failures=0,
        etag='"1"',
        last_modified=None,
        issued_by=None,
        notice=notice,
    )


def change(key: str, words: Article, known: WaitingItem | int | None = None, **more: bool) -> ItemChange:
    number = known.id if isinstance(known, WaitingItem) else known
    return ItemChange((key, None), (key,), NOW, number, words.document, **more)  # type: ignore[arg-type]


async def poll(index: Index, feed: WebFeed, *changes: ItemChange) -> None:
    assert await index.web_feeds.record(feed, update(), changes, NOW)


async def read(index: Index, articles: Sequence[Article]) -> list[ArticleId]:
    """Read all waiting items, whose words are those of the articles."""
    by_headline = {each.document.headline: each for each in articles}
    waiting = await index.web_feeds.waiting(NOW, 100)
    items = {item: (by_headline[item.document.headline], ()) for item in waiting}
    return await index.web_feeds.store(items, NOW)


async def headlines(index: Index, scope: Scope) -> set[str]:
    found = await index.articles.unseen(scope, topic=None, published_since=None, channel=CHANNEL, limit=50)
    return {each.article.document.headline for each in found}
