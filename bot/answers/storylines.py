"""Articles by the stories they tell, with the other articles that tell those stories, too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, zip_longest

from bot.answers.quoting import cite
from bot.index import Index, day_of
from bot.models import ArticleId, Citation, Scope, StoredArticle, StoryId, Window

MOST_OTHERS = 20
"""Articles loaded for one answer beyond those that match: each takes about a quarter of a millisecond."""

Storylines = dict[StoryId, list[StoredArticle]]
"""Articles by story; stories and articles in the order in which they were given."""


async def by_story(index: Index, articles: Sequence[StoredArticle], scope: Scope) -> Storylines:
    """Return the articles grouped by the stories that the scope sees them in."""
    story_of = await index.stories.of([article.id for article in articles], scope)
    stories: Storylines = defaultdict(list)
    for article in articles:
        stories[story_of[article.id]].append(article)
    return dict(stories)


async def other_tellers(
    index: Index,
    stories: Mapping[StoryId, Sequence[StoredArticle]],
    scope: Scope,
    *,
    window: Window,
    topic: str | None = None,
    most: int = MOST_OTHERS,
) -> Storylines:
    """Return the articles of the stories that are not among those given, newest first, at most `most` in all.

    Only what the scope sees, and what lies in the window and the topic.
    """
    members = await index.stories.members(stories, scope)
    missing: list[list[ArticleId]] = []
    for story, known in stories.items():
        ids = {article.id for article in known}
        missing.append([each for each in members.get(story, ()) if each not in ids and _in(window, each)])
    # in turns, so that one story with a hundred tellers does not take the room of all others
    in_turns = [each for each in chain.from_iterable(zip_longest(*missing)) if each is not None]
    loaded = await index.articles.get_many(in_turns[:most], scope)
    home = {each: story for story, ids in zip(stories, missing, strict=True) for each in ids}
    others: Storylines = defaultdict(list)
    for article in loaded:
        if topic is None or topic in {label.topic for label in article.topics}:
            others[home[article.id]].append(article)
    return dict(others)


def count_sources(articles: Iterable[StoredArticle]) -> int:
    """Return how many outlets tell it; an article without an outlet's name counts as one of its own."""
    return len({article.article.document.source or article.id for article in articles})


def also_in(tellers: Iterable[StoredArticle], shown: Iterable[ArticleId]) -> tuple[Citation, ...]:
    """Return the citations of the tellers that are not shown already, newest first, each once."""
    left_out = set(shown)
    rest = {article.id: article for article in tellers if article.id not in left_out}
    return tuple(cite(rest[each]) for each in sorted(rest, reverse=True))


def _in(window: Window, article: ArticleId) -> bool:
    return (window.since or date.min) <= day_of(article) <= (window.until or date.max)
