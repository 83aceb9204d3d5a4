"""Which story an article belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from bot.models import StoryId
from bot.stories.events import LIKE_ENOUGH, likeness
from bot.stories.telling import Telling


def choose_story(telling: Telling, anchors: Mapping[StoryId, Telling]) -> StoryId | None:
    """Return the story that an article joins, or None when it opens its own.

    `anchors` are the articles that opened the stories. An article joins by the anchor alone, so that a chain
    of loose likenesses never ties unlike ends together; of several, by the likest one, then the oldest.
    """
    likest = min(((-likeness(telling, anchor), story) for story, anchor in anchors.items()), default=None)
    return likest[1] if likest is not None and -likest[0] >= LIKE_ENOUGH else None
