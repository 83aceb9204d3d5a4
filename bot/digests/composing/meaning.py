"""What a subject stands for in the index: whom its names mean, what its saved search finds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from bot.errors import QueryError, SlowQueryError
from bot.index import Index, Wanted
from bot.models import ArticleId, Scope, Subject, Topic, Window
from bot.query.filters import resolve_filters, whom_it_may_mean
from bot.query.search_language import parse_search
from bot.query.words import parse_words

MOST_FOUND = 5_000
"""Articles of a saved search, the newest: many times what a digest can tell."""
SEARCH_SECONDS = 2.0
"""One slow search must not hold up the digests of all others."""
TOO_SLOW = "Its search takes too long: words that are in fewer articles, or a topic or outlet, would help."


@dataclass(frozen=True, slots=True)
class Meant:
    """A subject as the index knows it."""

    wanted: Wanted
    note: str = ""
    """What of it finds nothing, and why, in sentences."""


async def what_is_meant(
    index: Index,
    subject: Subject,
    scope: Scope,
    *,
    topics: Mapping[str, Topic],
    feeds: Collection[int],
    window: Window,
    today: date,
) -> Meant:
    """Return what a subject means to a scope, which sees `feeds`.

    A search that cannot be understood any more, because its topic is gone, finds nothing.
    """
    if subject.everything:
        return Meant(Wanted(everything=True))
    notes = [f"There is no topic “{name[:60]}” any more." for name in subject.topics if name not in topics]
    if gone := sum(feed not in feeds for feed in subject.feeds):
        notes.append(
            "One of its feeds was removed or muted."
            if gone == 1
            else f"{gone} of its feeds were removed or muted."
        )
    entities: list[int] = []
    for name in subject.people:
        found = await whom_it_may_mean(index, name, scope)
        entities += found
        if not found:
            notes.append(f"No name in the news is like “{name[:60]}”.")
    articles: tuple[ArticleId, ...] = ()
    if subject.search:
        try:
            articles = await _found(index, subject.search, scope, topics, window, today)
        except QueryError as error:
            notes.append(str(error))
        except SlowQueryError:
            notes.append(TOO_SLOW)
    wanted = Wanted(
        topics=subject.topics,
        feeds=subject.feeds,
        entities=tuple(dict.fromkeys(entities)),
        articles=articles,
    )
    return Meant(wanted, " ".join(notes))


async def _found(
    index: Index, search: str, scope: Scope, topics: Mapping[str, Topic], window: Window, today: date
) -> tuple[ArticleId, ...]:
    asked = parse_search(search, window, None, today)
    words = parse_words(asked.words, needed=not asked.filtered)
    meant = await resolve_filters(index, asked, scope, topics)
    if meant.nobody is not None:
        raise QueryError(f"No name in the news is like “{meant.nobody[:60]}”.")
    if words.terms or words.phrases:
        found = await index.articles.match(
            words.all_of(),
            scope,
            window=asked.window,
            only=meant.filter,
            limit=MOST_FOUND,
            seconds=SEARCH_SECONDS,
        )
    else:
        found = await index.articles.filtered(
            meant.filter,
            scope,
            window=asked.window,
            without=words.none_of(),
            limit=MOST_FOUND,
            seconds=SEARCH_SECONDS,
        )
    return tuple(found)
