"""What an article must have besides words: the same by words and without, and only for who may see it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.index import Filter, Index
from bot.index.filters import FEW
from bot.models import Scope, Window
from tests.index.making import (
    ANY_TIME,
    EVERYONE,
    TODAY,
    add_feed,
    article,
    database_of,
    migrations,
    person,
    run_sql,
    store,
)

NOBODY = tuple(range(10_000, 10_000 + 2 * FEW))
"""Ids of no entity, so many that a filter on them is asked in the other way."""


@pytest.fixture
async def people(index: Index) -> dict[str, int]:
    """Store a few articles and return the ids of whom they name."""
    ruiz, lind = person("Ana Ruiz"), person("Bo Lind")
    await store(index, article("Ruiz at the ferry.", headline="One", source="Courier", names=(ruiz,)))
    both = article("Ruiz and Lind at the ferry.", headline="Both", source="Herald", names=(ruiz, lind))
    await store(index, both, topic="sports")
    await store(
        index, article("A ferry.", headline="None", source=None, day=TODAY - timedelta(3)), topic=None
    )
    return {
        name: (await index.entities.find(name, EVERYONE, limit=1))[0].id for name in ("ana ruiz", "bo lind")
    }


async def found(index: Index, only: Filter, scope: Scope = EVERYONE, **options: Any) -> list[str]:
    """Return the headlines that a filter lets through, after looking with words and without."""
    chosen: dict[str, Any] = {"window": ANY_TIME, "limit": 10} | options
    ids = await index.articles.filtered(only, scope, **chosen)
    assert await index.articles.match('"ferry"', scope, only=only, **chosen) == ids
    assert ids == sorted(ids, reverse=True)
    return sorted(each.article.document.headline for each in await index.articles.get_many(ids, scope))


async def test_each_condition_and_its_opposite(index: Index, people: dict[str, int]) -> None:
    ruiz, lind = people["ana ruiz"], people["bo lind"]
    assert await found(index, Filter()) == ["Both", "None", "One"]
    assert await found(index, Filter(topics=("world",))) == ["One"]
    assert await found(index, Filter(topics=("world", "sports"))) == []
    assert await found(index, Filter(not_topics=("world",))) == ["Both", "None"]
    assert await found(index, Filter(sources=("Courier", "Herald"))) == ["Both", "One"]
    assert await found(index, Filter(not_sources=("Courier",))) == ["Both", "None"]
    assert await found(index, Filter(sources=("Courier",), not_sources=("Courier",))) == []
    for more in ((), NOBODY):
        assert await found(index, Filter(named=((ruiz, *more),))) == ["Both", "One"]
        assert await found(index, Filter(named=((ruiz, *more), (lind, *more)))) == ["Both"]
        assert await found(index, Filter(named=((ruiz, lind, *more),))) == ["Both", "One"]
        assert await found(index, Filter(not_named=(lind, *more))) == ["None", "One"]
        assert await found(index, Filter(named=((ruiz, *more),), not_topics=("sports",))) == ["One"]


async def test_days_limits_and_unwanted_words_hold_as_well(index: Index, people: dict[str, int]) -> None:
    ruiz = people["ana ruiz"]
    recent = Window(since=TODAY)
    assert await found(index, Filter(not_topics=("world",)), window=recent) == ["Both"]
    assert await found(index, Filter(named=((ruiz,),)), limit=1) == ["Both"]
    kept = await index.articles.filtered(
        Filter(named=((ruiz,),)), EVERYONE, window=ANY_TIME, without='"lind" OR "zzqx"', limit=5
    )
    assert [each.article.document.headline for each in await index.articles.get_many(kept, EVERYONE)] == [
        "One"
    ]


async def test_unwanted_words_are_looked_up_once_and_not_for_each_article(
    index: Index, people: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = database_of(index)
    asked: list[tuple[str, Any]] = []

    async def read(sql: str, parameters: Any = (), **options: Any) -> list[Any]:
        asked.append((sql, parameters))
        return []

    with monkeypatch.context() as patched:
        patched.setattr(database, "read", read)
        await index.articles.filtered(
            Filter(topics=("world",)), EVERYONE, window=ANY_TIME, without='"the"', limit=5
        )
    ((sql, parameters),) = asked
    plan = [str(step["detail"]) for step in await database.read(f"EXPLAIN QUERY PLAN {sql}", parameters)]
    looking = next(number for number, step in enumerate(plan) if "article_fts VIRTUAL TABLE" in step)
    assert plan[looking - 1].startswith("LIST SUBQUERY")


async def test_nobody_sees_through_a_filter_what_is_not_theirs(index: Index, people: dict[str, int]) -> None:
    await add_feed(index, 9, "guild:2")
    secret = article("Ruiz on a ferry.", headline="Secret", source="Gazette", names=(person("Ana Ruiz"),))
    await store(index, secret, feed=9)
    for only in (
        Filter(sources=("Gazette",)),
        Filter(named=((people["ana ruiz"],),), not_sources=("Courier", "Herald")),
        Filter(not_sources=("Courier", "Herald"), topics=("world",)),
    ):
        assert await found(index, only) == []
        assert await found(index, only, Scope(1, None)) == []
        assert await found(index, only, Scope(2, None)) == ["Secret"]
    assert await index.articles.sources(EVERYONE) == ["Courier", "Herald"]
    assert await index.articles.sources(Scope(2, None)) == ["Courier", "Gazette", "Herald"]


async def test_an_index_from_before_knows_its_outlets_after_the_migration(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    index = await Index.open(path, migrations())
    await add_feed(index, 9, "guild:2")
    await store(index, article("One.", source="Courier"), article("Two.", source=None))
    await store(index, article("Three.", source="Gazette"), feed=9)
    for statement in ("DROP TABLE source_feed", "DROP INDEX article_by_source", "PRAGMA user_version = 2"):
        await run_sql(index, statement)
    await index.close()
    index = await Index.open(path, [each for each in migrations() if each[0] <= 3])
    assert await index.articles.sources(Scope(2, None)) == ["Courier", "Gazette"]
    assert await index.articles.sources(EVERYONE) == ["Courier"]
    assert await index.check() == []
    await index.close()
