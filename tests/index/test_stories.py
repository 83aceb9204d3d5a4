"""Which articles are one story, for whose eyes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.index import Index, Placement
from bot.models import ArticleId, Scope, StoryId
from tests.index.making import EVERYONE, TODAY, add_feed, article, person, run_sql, store, store_one

HERE, ELSEWHERE = Scope(1, None), Scope(2, None)


async def join(index: Index, story: ArticleId, *articles: ArticleId, owner: str = "global") -> None:
    for each in articles:
        await index.stories.place([Placement(each, owner, StoryId(story))])


async def story_of(index: Index, ids: list[ArticleId], scope: Scope = EVERYONE) -> dict[int, int]:
    found = await index.stories.of(ids, scope)
    return {int(article): int(story) for article, story in found.items()}


async def members(index: Index, story: int, scope: Scope = EVERYONE) -> list[ArticleId]:
    found = await index.stories.members([StoryId(story)], scope)
    assert set(found) <= {StoryId(story)}
    return found.get(StoryId(story), [])


async def three(index: Index) -> list[ArticleId]:
    return [await store_one(index, article(headline=f"Telling {number}")) for number in range(3)]


async def test_an_article_whose_story_is_not_decided_is_a_story_of_its_own(index: Index) -> None:
    one, *_ = await three(index)
    assert await story_of(index, [one]) == {one: one}
    assert await members(index, one) == [one]
    assert await members(index, 5) == []
    assert await story_of(index, []) == {}


async def test_a_story_has_its_articles_newest_first(index: Index) -> None:
    one, two, other = await three(index)
    await join(index, one, one, two)
    await join(index, other, other)
    assert await story_of(index, [two, other]) == {two: one, other: other}
    assert await members(index, one) == [two, one]


async def test_what_is_to_be_decided_is_known_until_it_is(index: Index) -> None:
    ids = await three(index)
    assert await index.stories.pending(2) == ids[:2]
    await join(index, ids[0], ids[0])
    assert await index.stories.pending(10) == ids[1:]
    assert await index.stories.count_pending() == 2
    assert await index.stories.start_over() == 1
    assert await index.stories.pending(10) == ids
    assert await story_of(index, ids) == dict(zip(ids, ids, strict=True))


async def test_a_guilds_article_is_in_the_story_for_that_guild_alone(index: Index) -> None:
    feed = await add_feed(index, 7, "guild:1")
    shared, private = (
        await store_one(index, article(headline="Shared")),
        await store_one(index, article(headline="Private"), feed=feed),
    )
    assert await index.stories.owners(shared) == ["global"]
    assert await index.stories.owners(private) == ["guild:1"]
    await join(index, shared, shared)
    await join(index, shared, private, owner="guild:1")
    assert await members(index, shared, HERE) == [private, shared]
    for scope in (EVERYONE, ELSEWHERE):
        assert await members(index, shared, scope) == [shared]


async def test_what_a_guild_mutes_is_in_no_story_for_it(index: Index) -> None:
    feed = await add_feed(index, 7, "global")
    muted, other = (
        await store_one(index, article(headline="Muted"), feed=feed),
        await store_one(index, article(headline="Other")),
    )
    await join(index, muted, muted, other)
    await run_sql(index, "INSERT INTO feed_mute VALUES (1, 7)")
    assert await members(index, muted, HERE) == [other]
    assert await members(index, muted, ELSEWHERE) == [other, muted]


async def test_a_guilds_article_that_everybody_sees_by_now_takes_its_followers_along(index: Index) -> None:
    feed = await add_feed(index, 7, "guild:1")
    first, second = article(headline="First"), article(headline="Second")
    opened = await store_one(index, first, feed=feed)
    follower = await store_one(index, second, feed=feed)
    everybodys = await store_one(index, article(headline="Everybody's"))
    await join(index, opened, opened, follower, owner="guild:1")
    await join(index, everybodys, everybodys)
    await store(index, first)
    assert await index.stories.pending(5) == [opened]
    await join(index, everybodys, opened)
    assert await members(index, everybodys, HERE) == [everybodys, follower, opened]
    assert await members(index, everybodys, ELSEWHERE) == [everybodys, opened]


@pytest.mark.parametrize(
    ("owner", "expected"), [("global", {"Near", "Words"}), ("guild:1", {"Near", "Words", "Private"})]
)
async def test_candidates_share_names_or_headline_words_within_days(
    index: Index, owner: str, expected: set[str]
) -> None:
    feed = await add_feed(index, 7, "guild:1")
    names = (person("Ana Ruiz"),)
    said = "Harbour master Ana Ruiz closed the quay."
    made = {
        "Near": article(said, headline="Near", names=names),
        "Words": article("No name here.", headline="Words of the quay closed"),
        "Private": article(said, headline="Private", names=names),
        "Long ago": article(said, headline="Long ago", names=names, day=TODAY - timedelta(days=9)),
        "Nothing": article("No name here.", headline="Nothing in common"),
    }
    ids = {
        word: await store_one(index, each, feed=feed if word == "Private" else 1)
        for word, each in made.items()
    }
    for word, each in ids.items():
        await join(index, each, each, owner="guild:1" if word == "Private" else "global")
    asked = await store_one(index, article(said, headline="Asked", names=names))
    found = await index.stories.candidates(
        asked, owner, words='headline : ("quay" AND "closed")', days=3, limit=10
    )
    assert {word for word, each in ids.items() if StoryId(each) in found} == expected
