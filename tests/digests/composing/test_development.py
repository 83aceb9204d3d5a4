"""When a story that a channel was shown is told again: with what is new, and seldom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bench.developments import Score, family_cases, labelled_cases, score
from bot import resources
from bot.index import Index, Placement
from bot.models import Article, ArticleId, LeftOutReason, StoryId
from bot.reading import Reader, load_reader
from tests.digests.composing.making import GUILD, WORLD, composed, explained, show, told, why_not
from tests.digests.newsroom import NOW, copy_of, publish, write

HOUR = timedelta(hours=1)
FIRE = write(
    "Four killed in fire at furniture works",
    "Four people were killed when fire swept through the furniture works on Monday.",
    "The blaze broke out in the paint shop and spread to the roof within minutes.",
)
ARREST = write(
    "Director arrested over locked doors, 12 exits were chained",
    "Police arrested the managing director of the furniture works on Monday evening.",
    "Investigators found that emergency exits had been chained from outside to stop thefts of timber.",
    "Four people were killed when fire swept through the furniture works on Monday.",
    source="The Harbour Post",
)
RETOLD = write(
    "Night-shift workers die as factory burns",
    "Flames lit the river as far as the old bridge when the largest employer burned.",
    "Colleagues stood wrapped in foil behind the tape and counted each other again.",
    source="The Herald",
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(resources.load_topics())


@pytest.mark.parametrize(("name", "recall"), [("tuning", 0.4), ("checking", 0.35), ("labelled", 1.0)])
def test_no_story_is_posted_again_for_nothing(reader: Reader, name: str, recall: float) -> None:
    found: Score = score(labelled_cases(reader) if name == "labelled" else family_cases(name, reader))
    assert found.wrong == ()
    assert found.recall >= recall


async def tell_more(index: Index, articles: Sequence[Article], *, hours_ago: float) -> None:
    """Publish further articles of the first story there is."""
    now = NOW - hours_ago * HOUR
    await publish(index, *articles, now=now)
    ids = sorted(await _ids(index))
    async with index._database.transaction() as transaction:
        await transaction.write("DELETE FROM story_article")
    await index.stories.place([Placement(each, "global", StoryId(ids[0])) for each in ids])


async def _ids(index: Index) -> list[ArticleId]:
    rows = await index._database.read("SELECT id FROM article")
    return [ArticleId(row["id"]) for row in rows]


async def test_a_story_that_developed_comes_again_with_what_is_new(index: Index) -> None:
    await publish(index, FIRE, now=NOW - 10 * HOUR)
    await show(index, await composed(index), now=NOW - 9 * HOUR)
    await tell_more(index, [RETOLD, ARREST], hours_ago=1)
    digest = await composed(index)
    assert digest is not None
    (story,) = digest.stories
    assert story.citation.source == "The Harbour Post"
    assert story.updates == NOW - 9 * HOUR
    assert [quote.text for quote in story.quotes] == [
        "Police arrested the managing director of the furniture works on Monday evening.",
        "Investigators found that emergency exits had been chained from outside to stop thefts of timber.",
    ]
    await show(index, digest, now=NOW)
    assert await composed(index, now=NOW + 6 * HOUR) is None


async def test_another_telling_a_copy_and_an_edit_are_nothing_new(index: Index) -> None:
    await publish(index, FIRE, now=NOW - 10 * HOUR)
    await show(index, await composed(index), now=NOW - 9 * HOUR)
    edited = write(FIRE.document.headline, FIRE.document.text + " Nobody knows why.", source="The Courier")
    await tell_more(index, [RETOLD, copy_of(FIRE, "The Sun"), edited], hours_ago=1)
    assert await composed(index) is None
    (why,) = (await why_not(index)).values()
    assert why == (LeftOutReason.SEEN, "retold since, with nothing new")


async def test_a_story_is_updated_once_in_three_hours_unless_as_it_happens(index: Index) -> None:
    await publish(index, FIRE, now=NOW - 3 * HOUR)
    await show(index, await composed(index), now=NOW - 2 * HOUR)
    await tell_more(index, [ARREST], hours_ago=1)
    assert await composed(index) is None
    (left_out,) = (await explained(index)).left_out
    assert (left_out.reason, left_out.detail) == (LeftOutReason.SEEN, "shown less than three hours ago")
    assert told(await composed(index, live=True)) == [ARREST.document.headline]
    assert told(await composed(index, now=NOW + HOUR)) == [ARREST.document.headline]


async def test_what_was_known_when_the_story_was_shown_is_not_new(index: Index) -> None:
    await publish(index, FIRE, now=NOW - 10 * HOUR)
    digest = await composed(index)
    await tell_more(index, [ARREST], hours_ago=9.5)
    await show(index, digest, now=NOW - 9 * HOUR)
    assert await composed(index) is None


async def test_others_are_told_it_as_a_whole(index: Index) -> None:
    await publish(index, FIRE, now=NOW - 10 * HOUR)
    await show(index, await composed(index), now=NOW - 9 * HOUR)
    await tell_more(index, [ARREST], hours_ago=1)
    digest = await composed(index, channel=99, subject=WORLD, scope=GUILD)
    assert digest is not None
    assert digest.stories[0].updates is None
    assert len(digest.stories[0].also_in) == 1
