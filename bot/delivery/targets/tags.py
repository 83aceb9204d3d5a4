"""The tags of a forum's post: those that are called as the digest's topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import discord

from bot.models import Digest, Subject, Topic

MOST_TAGS = 5
"""Of one post; Discord's limit."""
GENERAL_TAGS = ("news", "digest")
"""Names of tags that fit every digest; taken only where no topic has a tag and the forum requires one."""


def tags_for(
    forum: discord.ForumChannel, me: discord.Member, digest: Digest, topics: Mapping[str, Topic]
) -> list[discord.ForumTag]:
    """Return the tags of a digest's post: its subject's topics first, then its stories', by frequency."""
    told = Counter(name for story in digest.all_stories for name in story.topics)
    names = dict.fromkeys((*digest.subject.topics, *(name for name, _ in told.most_common())))
    return _fitting(forum, me, names, topics)


def tags_promised(
    forum: discord.ForumChannel, me: discord.Member, subject: Subject, topics: Mapping[str, Topic]
) -> list[discord.ForumTag]:
    """Return the tags that every digest of a subject will have, whatever its stories are."""
    return _fitting(forum, me, subject.topics, topics)


def _fitting(
    forum: discord.ForumChannel, me: discord.Member, names: Iterable[str], topics: Mapping[str, Topic]
) -> list[discord.ForumTag]:
    usable = _usable(forum, me)
    found: dict[int, discord.ForumTag] = {}
    for name in names:
        titles = (name, topics[name].title) if name in topics else (name,)
        found.update((tag.id, tag) for title in titles if (tag := usable.get(_plain(title))))
    if not found and forum.flags.require_tag:
        found.update((tag.id, tag) for name in GENERAL_TAGS if (tag := usable.get(name)))
    return list(found.values())[:MOST_TAGS]


def _usable(forum: discord.ForumChannel, me: discord.Member) -> dict[str, discord.ForumTag]:
    """Return the tags that the bot may use, by name; of two with one name, the first."""
    moderates = forum.permissions_for(me).manage_threads
    allowed = (tag for tag in reversed(forum.available_tags) if moderates or not tag.moderated)
    return {name: tag for tag in allowed if (name := _plain(tag.name))}


def _plain(name: str) -> str:
    """Return a name's letters and digits: "🌍 World" is called "world"."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in name).split()).casefold()
