"""Articles that tell stories together."""

from __future__ import annotations

from bot.index import Index, Placement
from bot.models import Article, ArticleId, StoryId
from tests.index.making import store_one


async def store_story(
    index: Index, *articles: Article, feed: int = 1, owner: str = "global", story: StoryId | None = None
) -> list[ArticleId]:
    """Store articles as one story, of `story` or of the first; return their ids."""
    ids = [await store_one(index, each, feed=feed) for each in articles]
    home = story or StoryId(ids[0])
    for each in ids:
        await index.stories.place([Placement(each, owner, home)])
    return ids
