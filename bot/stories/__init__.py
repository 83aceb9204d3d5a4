"""Which articles tell the same text, which the same event, and which tells it best: pure deciders."""

from __future__ import annotations

from bot.stories.events import LIKE_ENOUGH, likeness, same_event
from bot.stories.grouping import choose_story
from bot.stories.tellers import best_teller
from bot.stories.telling import Telling, telling_of
from bot.stories.texts import same_text

__all__ = [
    "LIKE_ENOUGH",
    "Telling",
    "best_teller",
    "choose_story",
    "likeness",
    "same_event",
    "same_text",
    "telling_of",
]
