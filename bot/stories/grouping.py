"""Which story an article belongs to, and which articles of a few tell one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.models import StoredArticle, StoryId
from bot.stories.events import LIKE_ENOUGH, likeness
from bot.stories.telling import Telling, telling_of


def choose_story(telling: Telling, anchors: Mapping[StoryId, Telling]) -> StoryId | None:
    """Return the story that an article joins, or None when it opens its own.

    `anchors` are the articles that opened the stories. An article joins by the anchor alone, so that a chain
    of loose likenesses never ties unlike ends together; of several, by the likest one, then the oldest.
    """
    likest = min(((-likeness(telling, anchor), story) for story, anchor in anchors.items()), default=None)
    return likest[1] if likest is not None and -likest[0] >= LIKE_ENOUGH else None


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
