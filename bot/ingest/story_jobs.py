"""What a worker process does to find stories: articles compared where that holds nobody up."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ingest.worker import DocumentReader
from bot.models import ArticleId, StoredArticle, StoryId

if TYPE_CHECKING:
    from bot.stories import Telling

Kept = bytes
"""A telling as the main process keeps it: pickled, and never looked into there."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """An article, and those that opened the stories it may join: as kept, or else the articles themselves."""

    article: StoredArticle
    anchors: Mapping[StoryId, Kept | StoredArticle]


@dataclass(frozen=True, slots=True)
class Choice:
    """The story that was chosen, if any, and the tellings that were made on the way."""

    story: StoryId | None
    made: Mapping[ArticleId, Kept]


def choose(_: DocumentReader | None, comparison: Comparison) -> Choice:
    """Return which of the stories an article joins."""
    from bot.stories import choose_story

    made: dict[ArticleId, Kept] = {}
    telling = _telling(comparison.article, made)
    anchors = {story: _telling(anchor, made) for story, anchor in comparison.anchors.items()}
    return Choice(choose_story(telling, anchors), made)


def _telling(anchor: Kept | StoredArticle, made: dict[ArticleId, Kept]) -> Telling:
    from bot.stories import telling_of

    if isinstance(anchor, StoredArticle):
        telling = telling_of(anchor)
        made[anchor.id] = pickle.dumps(telling, protocol=5)
        return telling
    # the bytes came from a process of this program, in this run
    kept: Telling = pickle.loads(anchor)  # noqa: S301
    return kept
