"""Decision 7: whose eyes a read is for decides what it finds, counts and offers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from bot.index import Index
from bot.models import ArticleId, Scope
from tests.index.making import (
    ANY_TIME,
    TODAY,
    add_feed,
    article,
    person,
    run_sql,
    store,
)


def any_word(word: str, known: Sequence[str]) -> list[str]:
    """Take every word as like every other."""
    return list(known)


HERE, ELSEWHERE, MEMBER, STRANGER = 1, 2, 5, 6

WHO_SEES_WHAT = [
    (Scope.everyone(), {"Common", "Mutable"}),
    (Scope(HERE, None), {"Common", "Guildish"}),
    (Scope(HERE, MEMBER), {"Common", "Guildish", "Privy"}),
    (Scope(HERE, STRANGER), {"Common", "Guildish"}),
    (Scope(ELSEWHERE, STRANGER), {"Common", "Mutable"}),
    (Scope(None, MEMBER), {"Common", "Mutable", "Privy"}),
]
"""Of an article each from the folder, a global feed that HERE mutes, a feed of HERE and one of MEMBER."""


@pytest.fixture
async def shared(index: Index) -> AsyncIterator[dict[str, ArticleId]]:
    await add_feed(index, 10, "global")
    await add_feed(index, 11, f"guild:{HERE}")
    await add_feed(index, 12, f"user:{MEMBER}")
    await run_sql(index, "INSERT INTO feed_mute VALUES (?, 10)", HERE)
    ids = {}
    for feed, word in ((1, "Common"), (10, "Mutable"), (11, "Guildish"), (12, "Privy")):
        made = article(
            f"Mayor {word} spoke about the ferry to Carrow.",
            headline=f"{word} ferry news",
            names=(person(f"Ana {word}", "Mayor"), person("Carrow", kind="place")),
        )
        ids[word] = (await store(index, made, feed=feed)).new[0]
    yield ids


@pytest.mark.parametrize(("scope", "seen"), WHO_SEES_WHAT)
async def test_every_read_shows_what_the_scope_sees_and_nothing_else(
    index: Index, shared: dict[str, ArticleId], scope: Scope, seen: set[str]
) -> None:
    ids = {shared[word] for word in seen}
    articles = index.articles
    everything = list(shared.values())

    assert {each.id for each in await articles.get_many(everything, scope)} == ids
    assert {one for one in everything if await articles.get(one, scope) is not None} == ids
    latest = await articles.latest(scope, topic="world", window=ANY_TIME, limit=10)
    assert {each.id for each in latest} == ids
    hits = await articles.match('"ferry"', scope, window=ANY_TIME, limit=10)
    assert set(hits) == ids
    unseen = await articles.unseen(scope, topic=None, published_since=None, channel=1, limit=10)
    assert {each.id for each in unseen} == ids
    assert await articles.count(scope) == len(seen)
    assert await articles.newest_day(scope) == TODAY
    assert set(await articles.headlines("fer", scope, 10)) == {f"{word} ferry news" for word in seen}

    entities = index.entities
    assert set(await entities.names("ana", scope, 10)) == {f"Ana {word}" for word in seen}
    assert bool(await entities.words_like("privi", scope, alike=any_word)) is ("Privy" in seen)
    assert {each.name for each in await entities.named(["ana"], scope, limit=10)} == {
        f"Ana {word}" for word in seen
    }
    (carrow,) = await entities.find("carrow", scope, limit=10)
    assert carrow.articles == len(seen)
    named = await entities.articles([carrow.id], scope, window=ANY_TIME, topic=None, limit=10)
    assert set(named) == ids


async def test_a_feed_that_is_muted_shows_again_when_another_has_the_article_too(
    index: Index, shared: dict[str, ArticleId]
) -> None:
    assert await index.articles.get(shared["Mutable"], Scope(HERE, None)) is None
    muted = article(
        "Mayor Mutable spoke about the ferry to Carrow.",
        headline="Mutable ferry news",
        names=(person("Ana Mutable", "Mayor"),),
    )
    assert (await store(index, muted, feed=1)).same == 1
    assert await index.articles.get(shared["Mutable"], Scope(HERE, None)) is not None


async def test_what_another_guild_reads_changes_neither_spelling_nor_order_of_names(index: Index) -> None:
    await add_feed(index, 11, f"guild:{HERE}")
    loud = article("ANA RUÍZ! ANA RUÍZ!", headline="Loud", names=(person("ANA RUÍZ"), person("Bo Lind")))
    quiet = article("Bo Lind met Ana Ruiz.", headline="Quiet", names=(person("Bo Lind"), person("Ana Ruiz")))
    await store(index, loud, feed=11)
    await store(index, quiet)
    assert await index.entities.names("", Scope.everyone(), 10) == ["Bo Lind", "Ana Ruiz"]
    assert "ANA RUÍZ" in await index.entities.names("", Scope(HERE, None), 10)


async def test_words_near_a_slip_come_from_names_that_are_seen(
    index: Index, shared: dict[str, ArticleId]
) -> None:
    like_privi = await index.entities.words_like("privi", Scope(None, MEMBER), alike=any_word)
    assert list(like_privi) == ["privy"]
    assert await index.entities.words_like("privi", Scope.everyone(), alike=any_word) == {}
