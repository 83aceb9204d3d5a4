"""Putting a few articles into stories one after the other, as ingest does."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import StoredArticle, StoryId
from bot.stories import Telling, choose_story, telling_of


def group_events(articles: Sequence[StoredArticle]) -> list[list[StoredArticle]]:
    """Return the articles in groups that tell one event each, groups and members in the order given.

    The first article of a group is its anchor.
    """
    groups: dict[StoryId, list[StoredArticle]] = {}
    anchors: dict[StoryId, Telling] = {}
    for place, article in enumerate(articles):
        telling = telling_of(article)
        home = choose_story(telling, anchors)
        if home is None:
            home = StoryId(place)
            anchors[home] = telling
            groups[home] = []
        groups[home].append(article)
    return list(groups.values())
