"""Stories a week, of names and topics: what is counted, for whose eyes, and within which bounds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.index import Index, trends
from bot.models import Article, ArticleId, Scope
from tests.index.making import EVERYONE, TODAY, add_feed, article, person, store_one

STRANGER = Scope(2, None)


def told(number: int, days: int, *names: str) -> Article:
    return article(
        f"{' and '.join(names)} spoke for the {number}th time about the ferry.",
        headline=f"Ferry {number}",
        day=TODAY - timedelta(days),
        names=tuple(map(person, names)),
    )


async def tell(index: Index, name: str, *days: int, first: int = 0, feed: int = 1) -> list[ArticleId]:
    return [
        await store_one(index, told(first + number, each, name), feed=feed)
        for number, each in enumerate(days)
    ]


async def entity_id(index: Index, word: str, scope: Scope = EVERYONE) -> int:
    return (await index.entities.named([word], scope, limit=1))[0].id


async def test_the_candidates_are_those_of_two_stories_this_week(index: Index) -> None:
    await tell(index, "Ana Ruiz", 0, 3, 6, 40)
    await tell(index, "Bo Lind", 0, 7, first=10)
    (ana,) = await index.trends.candidates(EVERYONE, until=TODAY, topic=None)
    assert (ana.entity.key, ana.stories, ana.entity.articles) == ("ana ruiz", 3, 4)
    assert await index.trends.candidates(EVERYONE, until=TODAY, topic="world") == [ana]
    assert await index.trends.candidates(EVERYONE, until=TODAY, topic="sports") == []


async def test_the_last_day_of_a_week_is_its_own(index: Index) -> None:
    await tell(index, "Ana Ruiz", 0, 6, 7, 13, 14, 21)
    ana = await entity_id(index, "ana")
    (counts,) = await index.trends.stories_of_entities([[ana]], EVERYONE, until=TODAY, weeks=3)
    assert counts == (1, 2, 2)
    sampled = await index.trends.sampled_stories([[ana]], EVERYONE, until=TODAY, weeks=3, topic="world")
    assert sampled == [counts]
    assert await index.trends.stories_of_topics(EVERYONE, until=TODAY, weeks=3) == {"world": counts}


async def test_several_entities_of_one_story_are_one(index: Index) -> None:
    await store_one(index, told(1, 0, "Ana Ruiz", "Bo Lind"))
    both = [await entity_id(index, "ana"), await entity_id(index, "bo")]
    assert await index.trends.stories_of_entities([both, both[:1]], EVERYONE, until=TODAY, weeks=2) == [
        (0, 1),
        (0, 1),
    ]


async def test_no_more_is_read_than_the_bounds_say(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trends, "MOST_STORIES", 2)
    monkeypatch.setattr(trends, "SAMPLED_A_DAY", 3)
    monkeypatch.setattr(trends, "NEWEST_A_DAY", 4)
    await tell(index, "Ana Ruiz", *[1] * 6, *[8] * 5)
    ana = await entity_id(index, "ana")
    assert await index.trends.stories_of_entities([[ana]], EVERYONE, until=TODAY, weeks=2) == [(2, 2)]
    assert await index.trends.stories_of_topics(EVERYONE, until=TODAY, weeks=2) == {"world": (3, 3)}
    (candidate,) = await index.trends.candidates(EVERYONE, until=TODAY, topic=None)
    assert candidate.stories == 4


async def test_what_others_read_neither_counts_nor_takes_a_place(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trends, "MOST_STORIES", 3)
    monkeypatch.setattr(trends, "SAMPLED_A_DAY", 3)
    monkeypatch.setattr(trends, "NEWEST_A_DAY", 3)
    await tell(index, "Ana Ruiz", 1, 1, 1, 9)
    await add_feed(index, 7, "guild:1")
    await tell(index, "Ana Ruiz", *[1] * 5, *[9] * 5, first=50, feed=7)
    await tell(index, "Zora Quill", 0, 0, 400, first=80, feed=7)
    ana = await entity_id(index, "ana")
    for scope in (EVERYONE, STRANGER):
        (candidate,) = await index.trends.candidates(scope, until=TODAY, topic=None)
        assert (candidate.stories, candidate.entity.articles) == (3, 4)
        counts = await index.trends.stories_of_entities([[ana]], scope, until=TODAY, weeks=2)
        assert counts == [(1, 3)]
        assert await index.trends.sampled_stories([[ana]], scope, until=TODAY, weeks=2, topic="world") == [
            (1, 3)
        ]
        assert await index.trends.stories_of_topics(scope, until=TODAY, weeks=2) == {"world": (1, 3)}
        assert await index.trends.oldest_day(scope) == TODAY - timedelta(9)
    assert await index.trends.oldest_day(Scope(1, None)) == TODAY - timedelta(400)


async def test_an_empty_index_counts_nothing(index: Index) -> None:
    assert await index.trends.candidates(EVERYONE, until=TODAY, topic=None) == []
    assert await index.trends.stories_of_entities([], EVERYONE, until=TODAY, weeks=8) == []
    assert await index.trends.stories_of_topics(EVERYONE, until=TODAY, weeks=8) == {}
    assert await index.trends.oldest_day(EVERYONE) is None
