"""What may be in a digest: who sees it, of which subject, and what the bound leaves out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.index import GLOBAL, Candidate, Index, Layer, Wanted
from bot.models import Scope, Window
from tests.digests.newsroom import NOW, TODAY, copy_of, open_index, publish, write

WEEK = Window(since=TODAY - timedelta(days=7))
SHARED = Layer(frozenset({1}))
DAY = timedelta(days=1)


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[Index]:
    opened = await open_index(tmp_path)
    yield opened
    await opened.close()


async def found(index: Index, wanted: Wanted, layer: Layer = SHARED) -> list[Candidate]:
    return await index.candidates.find(wanted, layer, WEEK, settled=NOW)


async def test_a_subject_is_what_is_of_any_of_its_parts(index: Index) -> None:
    await publish(index, write("Quake"), topic="world", score=3.0)
    await publish(index, write("Vote"), topic="politics")
    await publish(index, write("Goal"), topic="sports")
    (quake, vote, goal) = sorted(each.article for each in await found(index, Wanted(everything=True)))
    assert {each.article for each in await found(index, Wanted(topics=("world", "politics")))} == {
        quake,
        vote,
    }
    assert {each.article for each in await found(index, Wanted(topics=("world",), articles=(goal,)))} == {
        quake,
        goal,
    }
    assert len(await found(index, Wanted(feeds=(1,)))) == 3
    assert await found(index, Wanted(feeds=(2,))) == []
    assert await found(index, Wanted()) == []
    (best,) = await found(index, Wanted(topics=("world",)))
    assert (best.score, best.wanted, best.source) == (3.0, True, "The Courier")


async def test_others_count_that_tell_the_story_though_not_to_the_subject(index: Index) -> None:
    quake = write("Quake shakes the coast")
    await publish(index, quake)
    await publish(index, copy_of(quake, "The Post"), topic="science")
    both = await found(index, Wanted(topics=("world",)))
    assert sorted((each.source, each.wanted) for each in both) == [("The Courier", True), ("The Post", False)]
    assert len({each.story for each in both}) == 1


async def test_a_layer_is_seen_by_its_owner(index: Index) -> None:
    await publish(index, write("Everybody's"))
    await publish(index, write("A guild's"), topic="politics")
    async with index._database.transaction() as transaction:
        await transaction.write(
            "INSERT INTO feed (id, owner, kind, title) VALUES (50, 'guild:5', 'web', 'x')"
        )
        await transaction.write(
            "UPDATE article_source SET feed_id = 50 WHERE article_id = (SELECT max(id) FROM article)"
        )
        await transaction.write("INSERT INTO feed_mute (guild, feed_id) VALUES (6, 1)")
    owners = await index.candidates.feed_owners()
    assert (owners.shared, owners.own, owners.muted) == (
        frozenset({1}),
        {"guild:5": frozenset({50})},
        {6: frozenset({1})},
    )
    for wanted in (Wanted(everything=True), Wanted(topics=("world", "politics"))):
        assert len(await found(index, wanted)) == 1
    own = Layer(frozenset({50}), Scope(5, None), beside=frozenset({1}))
    for wanted in (Wanted(everything=True), Wanted(topics=("politics",)), Wanted(feeds=(50,))):
        assert len([each for each in await found(index, wanted, own) if each.wanted]) == 1
    assert await found(index, Wanted(topics=("world",)), own) == []


async def test_of_too_many_the_newest_are_looked_at_and_what_most_outlets_tell(index: Index) -> None:
    quake = write("Quake shakes the coast", day=TODAY - 3 * DAY)
    await publish(index, quake, *(copy_of(quake, f"Outlet {number}") for number in range(3)))
    await publish(index, *(write(f"Old {number}", day=TODAY - 2 * DAY) for number in range(5)))
    await publish(index, *(write(f"New {number}") for number in range(5)))
    some = await index.candidates.find_rows(Wanted(everything=True), SHARED, WEEK, settled=NOW, most=5)
    days = sorted(datetime.fromtimestamp(row[2], UTC).date() for row in some)
    assert days == [TODAY - 3 * DAY] * 4 + [TODAY] * 5


async def test_what_a_channel_was_shown_comes_with_its_story(index: Index) -> None:
    await publish(index, quake := write("Quake shakes the coast"))
    await publish(index, copy_of(quake, "The Post"))
    first, second = sorted(each.article for each in await found(index, Wanted(everything=True)))
    async with index._database.transaction() as transaction:
        await transaction.write_many(
            "INSERT INTO delivery_article (delivery_id, channel, article_id, shown_at) VALUES (?, 7, ?, ?)",
            [(1, second, 100), (2, second, 200)],
        )
    by_channel = await index.candidates.shown([7, 8], Scope.everyone(), None)
    ((story, shown),) = by_channel[7].items()
    assert by_channel[8] == {}
    assert (int(story), set(shown.articles), shown.at.timestamp()) == (first, {second}, 200.0)
    assert await index.candidates.shown([7], Scope.everyone(), NOW.date() + DAY) == {7: {}}
    assert GLOBAL == "global"


async def test_an_article_whose_story_is_still_to_be_found_waits_for_it_a_while(index: Index) -> None:
    await index.articles.add([(write("Ferries stop at noon"), [])], now=NOW)
    everything = Wanted(everything=True)
    assert await index.candidates.find(everything, SHARED, WEEK, settled=NOW - timedelta(minutes=1)) == []
    assert len(await index.candidates.find(everything, SHARED, WEEK, settled=NOW)) == 1
