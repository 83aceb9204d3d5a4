"""What a subscription is about, in words: for the head of a digest, for lists and choices."""

from __future__ import annotations

from collections.abc import Mapping

from bot.models import Subject, Topic

EVERYTHING = "🗞️ All topics"
MOST_NAMED = 3
"""Of more, only how many."""


def name_subject(subject: Subject, topics: Mapping[str, Topic], feeds: Mapping[int, str]) -> str:
    """Return a subject as plain text on one line: "🌍 World", "BBC News, Ada Holm and 2 more".

    `feeds` are the titles of its feeds by id; a topic or feed that is gone is named as well as can be.
    """
    if subject.everything:
        return EVERYTHING
    names = [
        *(_topic(name, topics) for name in subject.topics),
        *(f"📰 {feeds.get(feed, 'a feed that was removed')}" for feed in subject.feeds),
        *(f"👤 {name}" for name in subject.people),
        *([f"🔎 {subject.search}"] if subject.search else []),
    ]
    more = len(names) - MOST_NAMED
    if more > 0:
        return f"{', '.join(names[:MOST_NAMED])} and {more} more"
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _topic(name: str, topics: Mapping[str, Topic]) -> str:
    topic = topics.get(name)
    return f"{topic.emoji} {topic.title}" if topic else name
