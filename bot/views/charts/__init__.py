"""Pictures that go with answers, readable on a phone in the dark; drawn with Pillow's own font."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from bot.models import Answer, AnswerKind
from bot.views.charts.picture import Picture, files_of
from bot.views.charts.timeline import timeline_description, timeline_picture
from bot.views.charts.trend import trend_description, trend_picture

__all__ = ["Picture", "draw", "files_of", "picture_of"]

_Drawing = tuple[str, Callable[[Answer], bytes | None], Callable[[Answer], str]]
"""The file's name, what draws it (None: there is nothing to draw), and what says it in words."""

_DRAWINGS: Mapping[AnswerKind, _Drawing] = {
    "when": ("timeline.png", timeline_picture, timeline_description),
    "story": ("timeline.png", timeline_picture, timeline_description),
    "trends": ("trends.png", trend_picture, trend_description),
}


def picture_of(answer: Answer) -> Picture | None:
    """Return the picture of an answer, or None when it has none; takes some 50 ms."""
    if answer.kind not in _DRAWINGS:
        return None
    name, drawn, described = _DRAWINGS[answer.kind]
    data = drawn(answer)
    return Picture(name, data, described(answer)) if data is not None else None


async def draw(answer: Answer) -> Picture | None:
    """Return the picture of an answer, drawn beside the event loop."""
    if answer.kind not in _DRAWINGS:
        return None
    return await asyncio.to_thread(picture_of, answer)
