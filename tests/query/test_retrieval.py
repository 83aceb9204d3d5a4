"""Which articles are found for words: in bounded time, and for the eyes of who asks alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.errors import SlowQueryError
from bot.index import Filter, Index
from bot.models import ArticleId, Scope, Window
from bot.query import retrieval
from bot.query.retrieval import Retrieved, newest, retrieve
from bot.query.words import parse_words
from tests.index.making import ANY_TIME, EVERYONE, TODAY, add_feed, article, store


async def look(index: Index, typed: str, scope: Scope = EVERYONE, **options: Any) -> Retrieved:
    chosen: dict[str, Any] = {"window": ANY_TIME, "topic": None, "limit": 10, "enough": 3} | options
    return await retrieve(index, parse_words(typed), scope, **chosen)


async def told(index: Index, found: Retrieved) -> list[str]:
    articles = await index.articles.get_many(found.ids, EVERYONE)
    return [each.article.document.headline for each in articles]


async def test_all_words_come_before_some_and_a_headline_before_the_text(index: Index) -> None:
    await store(
        index,
        article("The ferry to Carrow sank.", headline="In the text"),
        article("A boat is gone.", headline="Carrow ferry lost"),
        article("The ferry sails again.", headline="One word"),
        article("Nothing of it here.", headline="No word"),
    )
    found = await look(index, "ferry carrow")
    assert found.complete
    assert await told(index, found) == ["Carrow ferry lost", "In the text", "One word"]
    assert await told(index, await look(index, "ferry carrow", enough=1)) == [
        "Carrow ferry lost",
        "In the text",
    ]


async def test_an_old_article_with_all_words_but_one_is_found_beyond_the_newest_of_each(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "NEWEST_PARTIAL", 3)
    old = TODAY - timedelta(days=300)
    newer = [
        article(f"The {word} number {n}.", headline=f"Day {n}")
        for word in ("ferry", "mayor")
        for n in range(6)
    ]
    await store(index, *newer, article("The mayor took the ferry.", headline="Both", day=old))
    found = await look(index, "ferry mayor scandal", limit=20)
    assert not found.complete
    assert (await told(index, found))[0] == "Both"


async def test_phrases_and_exclusions_hold_for_every_part(index: Index) -> None:
    await store(
        index,
        article("The oil sheen spread at the quay.", headline="Sheen"),
        article("The oil sheen came from a dredger.", headline="Dredger"),
        article("The sheen of oil at the quay.", headline="Otherwise"),
    )
    assert await told(index, await look(index, '"oil sheen" quay cost -dredger')) == ["Sheen"]
    assert await told(index, await look(index, '"oil sheen" -dredger')) == ["Sheen"]


async def test_what_others_added_changes_nothing(index: Index) -> None:
    headlines = [f"Harbour news {n}" for n in range(6)]
    await store(
        index,
        *(article(f"The ferry met the mayor {n} times." * n, headline=h) for n, h in enumerate(headlines)),
    )
    asked = ("ferry", "ferry mayor", "mayor harbour scandal", '"the ferry"')
    before = [await look(index, typed) for typed in asked]
    feed = await add_feed(index, 7, "guild:1")
    private = [article(f"The scandal ferry harbour mayor {n}.", headline=f"Private {n}") for n in range(30)]
    await store(index, *private, feed=feed)
    assert [await look(index, typed) for typed in asked] == before
    assert [await look(index, typed, Scope(2, 3)) for typed in asked] == before
    assert await look(index, "scandal", Scope(1, None)) != await look(index, "scandal")


async def test_when_all_takes_too_long_fewer_days_are_looked_through_and_that_is_known(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (0, 20, 200):
        await store(
            index, article("The ferry sank.", headline=f"{days} days ago", day=TODAY - timedelta(days))
        )
    match = index.articles.match

    async def slow_beyond_a_month(expression: str, scope: Scope, **options: Any) -> list[ArticleId]:
        since = options["window"].since
        if since is None or since < TODAY - timedelta(days=30):
            raise SlowQueryError("too slow")
        return await match(expression, scope, **options)

    monkeypatch.setattr(index.articles, "match", slow_beyond_a_month)
    found = await look(index, "ferry")
    assert found.days == 30
    assert await told(index, found) == ["0 days ago", "20 days ago"]
    narrow = await look(index, "ferry", window=Window(since=TODAY - timedelta(days=25)))
    assert narrow.days is None


async def test_when_even_a_week_takes_too_long_a_sentence_says_what_to_do(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store(index, article("The ferry sank."))

    async def slow(*_: Any, **__: Any) -> list[ArticleId]:
        raise SlowQueryError("too slow")

    monkeypatch.setattr(index.articles, "match", slow)
    with pytest.raises(SlowQueryError, match="rarer words"):
        await look(index, "ferry")


async def test_a_filter_alone_is_looked_for_over_fewer_days_when_all_take_too_long(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (0, 200):
        old = article("The ferry sank.", headline=f"{days} days ago", day=TODAY - timedelta(days))
        await store(index, old)
    filtered = index.articles.filtered

    async def slow_beyond_a_year(only: Filter, scope: Scope, **options: Any) -> list[ArticleId]:
        since = options["window"].since
        if since is None or since < TODAY - timedelta(days=100):
            raise SlowQueryError("too slow")
        return await filtered(only, scope, **options)

    monkeypatch.setattr(index.articles, "filtered", slow_beyond_a_year)
    words = parse_words("-zzqx", needed=False)
    only = Filter(topics=("world",))
    found = await newest(index, words, EVERYONE, window=ANY_TIME, only=only, limit=10)
    assert (found.days, await told(index, found)) == (90, ["0 days ago"])
