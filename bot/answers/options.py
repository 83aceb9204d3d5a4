"""What can be said beside the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.models import Topic, Window


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """Narrows an answer: to a window of days, to a topic, to so many findings."""

    window: Window = field(default_factory=Window)
    topic: str | None = None
    limit: int = 5
    offset: int = 0
    """So many findings are passed over, by answers that tell their total (a search)."""
    topics: Mapping[str, Topic] | None = None
    """Those there are, by name, for a search that names one in its words; None: any name is taken."""
