"""What can be said beside the question."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.models import Window


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """Narrows an answer: to a window of days, to a topic, to so many findings."""

    window: Window = field(default_factory=Window)
    topic: str | None = None
    limit: int = 5
