"""From words to the articles worth reading, in bounded time, whatever the words and the index."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.errors import SlowQueryError
from bot.index import EVERYTHING, Filter, Index, day_of
from bot.models import ArticleId, Scope, Window
from bot.query.ranking import WordHits, rank
from bot.query.words import Words

NEWEST_COMPLETE = 2_000
"""Of the articles that have all the words, so many of the newest are ranked."""
NEWEST_PARTIAL = 500
"""Of those that have one of the words, or all but one."""
MOST_WORDS = 8
"""Of a longer question, the first words alone are looked up one by one."""
SECONDS = 0.5
"""Of each query; then the same is tried over fewer days."""
FEWER_DAYS = (365, 90, 30, 7)


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The articles to read for a question."""

    ids: tuple[ArticleId, ...]
    """Best first."""
    complete: bool
    """Whether some article has all the words."""
    days: int | None = None
    """Only the newest so many days were looked through, because all would have taken too long."""


async def retrieve(
    index: Index,
    words: Words,
    scope: Scope,
    *,
    window: Window,
    topic: str | None,
    limit: int,
    enough: int,
    only: Filter = EVERYTHING,
) -> Retrieved:
    """Return at most `limit` articles that match; with fewer than `enough` that have all the words, those
    that have some come after them.

    Raises :class:`SlowQueryError` when even a week takes too long.
    """  # noqa: D205 - one sentence, on two lines
    search = _Search(index, scope, window, topic, only)
    return await _in_time(search, lambda narrowed: _retrieve(narrowed, words, limit, enough))


async def newest(
    index: Index, words: Words, scope: Scope, *, window: Window, only: Filter, limit: int
) -> Retrieved:
    """Return the newest articles that a filter lets through, without those that the words exclude.

    For a search that has filters and no words. Raises :class:`SlowQueryError` as :func:`retrieve` does.
    """

    async def look(search: _Search) -> Retrieved:
        found = await index.articles.filtered(
            only, scope, window=search.window, without=words.none_of(), limit=limit, seconds=SECONDS
        )
        return Retrieved(tuple(found), bool(found))

    return await _in_time(_Search(index, scope, window, None, only), look)


async def _in_time(search: _Search, look: Callable[[_Search], Awaitable[Retrieved]]) -> Retrieved:
    """Look through all days, or through as many of the newest as there is time for."""
    index, scope, window = search.index, search.scope, search.window
    try:
        return await look(search)
    except SlowQueryError:
        newest_day = await index.articles.newest_day(scope)
        if newest_day is None:
            raise
    last = min(newest_day, window.until or newest_day)
    for days in FEWER_DAYS:
        since = last - timedelta(days - 1)
        if window.since is not None and since <= window.since:
            continue
        try:
            narrowed = replace(search, window=Window(since, last))
            return replace(await look(narrowed), days=days)
        except SlowQueryError:
            continue
    raise SlowQueryError(
        "That takes too long to look for: use rarer words, or narrow it with since or topic."
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """Where is looked, and for whose eyes."""

    index: Index
    scope: Scope
    window: Window
    topic: str | None
    only: Filter

    async def match(self, expression: str, limit: int) -> list[ArticleId]:
        return await self.index.articles.match(
            expression,
            self.scope,
            window=self.window,
            topic=self.topic,
            only=self.only,
            limit=limit,
            seconds=SECONDS,
        )


async def _retrieve(search: _Search, words: Words, limit: int, enough: int) -> Retrieved:
    complete = await search.match(words.all_of(), NEWEST_COMPLETE)
    terms = words.terms[:MOST_WORDS]
    partly = len(words.terms) > 1 and len(complete) < enough
    each = [replace(words, terms=(term,)) for term in terms]
    newest = [await search.match(one.all_of(), NEWEST_PARTIAL) if partly else complete for one in each]
    older: list[set[ArticleId]] = [set() for _ in each]
    if partly and len(terms) > 2:
        # an old article may have all of the words but one, and be beyond the newest of each
        for left_out in range(len(terms)):
            others = replace(words, terms=terms[:left_out] + terms[left_out + 1 :])
            found = await search.match(others.all_of(), NEWEST_PARTIAL)
            for place, articles in enumerate(older):
                articles.update(found if place != left_out else ())
    if len(complete) <= 1 and not partly:
        return Retrieved(tuple(complete), bool(complete))
    candidates = replace(search, window=_within(search.window, complete if not partly else ()))
    # a phrase is in all of them; it tells them apart where the headline has it
    each += [replace(words, terms=(), phrases=(phrase,)) for phrase in words.phrases]
    newest += [complete] * len(words.phrases)
    older += [set() for _ in words.phrases]
    headlines = [await candidates.match(one.in_headline(), NEWEST_COMPLETE) for one in each]
    together = (
        await candidates.match(words.together(), NEWEST_COMPLETE) if len(terms) > 1 and complete else []
    )
    hits = [
        WordHits(found, len(found) >= NEWEST_PARTIAL, tuple(others), heads)
        for found, others, heads in zip(newest, older, headlines, strict=True)
    ]
    ranked = rank(hits, complete=complete, together=together)
    return Retrieved(tuple(ranked[:limit]), bool(complete))


def _within(window: Window, found: Sequence[ArticleId]) -> Window:
    """Return the window cut to the days of what was found: nothing older needs to be looked at again."""
    if not found:
        return window
    oldest = day_of(found[-1])
    return Window(max(oldest, window.since) if window.since else oldest, window.until)
