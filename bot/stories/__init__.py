"""Which articles tell the same text, and which the same event: pure deciders."""

from __future__ import annotations

from bot.stories.grouping import group_events, same_event, same_text

__all__ = ["group_events", "same_event", "same_text"]
