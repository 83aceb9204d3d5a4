"""What the filters of a search stand for in the index: topics, outlets, and whom a name may mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.errors import QueryError
from bot.index import Filter, Index
from bot.models import Scope, Topic
from bot.names import name_words
from bot.query.search_language import Search, outlets_meant

MOST_NAMESAKES = 200
"""Entities that one name may mean, best known first."""
OUTLETS_NAMED = 12
"""In the sentence about an outlet that there is not."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a search's filters stand for in the index."""

    filter: Filter
    nobody: str | None = None
    """What was typed as a name and is nobody's."""


async def resolve_filters(
    index: Index, asked: Search, scope: Scope, topics: Mapping[str, Topic] | None
) -> Meant:
    """Return what a search's filters mean to a scope.

    Raises :class:`QueryError` when one names a topic or an outlet that there is not.
    """
    known = await index.articles.sources(scope) if asked.sources or asked.not_sources else []
    named = []
    for typed in asked.people:
        ids = await whom_it_may_mean(index, typed, scope)
        if not ids:
            return Meant(Filter(), nobody=typed)
        named.append(ids)
    not_named = [each for typed in asked.not_people for each in await whom_it_may_mean(index, typed, scope)]
    only = Filter(
        topics=tuple(dict.fromkeys(_topic(typed, topics) for typed in asked.topics)),
        sources=tuple(name for typed in asked.sources for name in _sources(typed, known)),
        named=tuple(named),
        not_topics=tuple(_topic(typed, topics) for typed in asked.not_topics),
        not_sources=tuple(name for typed in asked.not_sources for name in _sources(typed, known)),
        not_named=tuple(dict.fromkeys(not_named)),
    )
    return Meant(only)


async def whom_it_may_mean(index: Index, typed: str, scope: Scope) -> tuple[int, ...]:
    """Return the ids of whom a name may mean: those who bear all its words, or else words that begin so."""
    words = set(name_words(typed))
    if not words:
        return ()
    records = await index.entities.find(typed, scope, limit=MOST_NAMESAKES)
    whole = [record for record in records if words <= set(record.key.split())]
    return tuple(record.id for record in whole or records)


def _topic(typed: str, topics: Mapping[str, Topic] | None) -> str:
    wanted = " ".join(typed.split()).casefold()
    if topics is None:
        return wanted
    for topic in topics.values():
        if wanted in {topic.name.casefold(), topic.title.casefold()}:
            return topic.name
    raise QueryError(f"There is no topic “{typed[:60]}”. There are: {', '.join(topics)}.")


def _sources(typed: str, known: Sequence[str]) -> tuple[str, ...]:
    if found := outlets_meant(typed, known):
        return found
    if not known:
        raise QueryError("No article here says which outlet it is from, so source: finds nothing.")
    others = ", ".join(known[:OUTLETS_NAMED])
    more = f" and {len(known) - OUTLETS_NAMED} more" if len(known) > OUTLETS_NAMED else ""
    raise QueryError(f"There is no outlet “{typed[:60]}”. There are: {others}{more}.")
