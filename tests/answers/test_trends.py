"""/trends: what rises, counted in stories week by week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import AnswerOptions, trends
from bot.answers.trends import likeliest, rise
from bot.index import EntityRecord, Index, Placement, TrendCandidate
from bot.models import Answer, Article, ArticleId, Entity, Scope, StoryId
from tests.answers.conftest import EVERYONE, TODAY, Desk, texts
from tests.answers.test_properties import check
from tests.index.making import add_feed, article, person, store, store_one


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


async def ask(
    index: Index, *, scope: Scope = EVERYONE, topic: str | None = None, today: date = TODAY, limit: int = 10
) -> Answer:
    return await trends(index, scope=scope, options=AnswerOptions(topic=topic, limit=limit), today=today)


def told(number: int, days: int, *names: Entity) -> Article:
    said = " and ".join(each.name for each in names)
    return article(
        f"{said} came to the harbour of the town for the {number}th time, as the harbour master said.",
        headline=f"Harbour {number}", day=ago(days), names=names,
    )  # fmt: skip


async def tell(
    index: Index, name: str, *days: int, role: str | None = None, first: int = 0
) -> list[ArticleId]:
    """Store an article about somebody on each of the days, each its own story."""
    return [
        await store_one(index, told(first + number, each, person(name, role)), topic=None)
        for number, each in enumerate(days)
    ]


# --- the score -------------------------------------------------------------------------------------------

COUNTS = st.lists(st.integers(0, 500), min_size=2, max_size=8)


@given(COUNTS, st.integers(1, 50))
def test_more_now_never_gives_less(counts: list[int], more: int) -> None:
    assert rise([*counts[:-1], counts[-1] + more]) > rise(counts)


@given(COUNTS, st.data())
def test_fewer_before_never_gives_less(counts: list[int], data: st.DataObject) -> None:
    fewer = [data.draw(st.integers(0, count)) for count in counts[:-1]]
    assert rise([*fewer, counts[-1]]) >= rise(counts)


def test_what_stands_out() -> None:
    assert rise([3, 3, 3, 3]) == 0
    assert rise([5]) == 5
    assert rise([0, 0, 0, 9]) > rise([4, 4, 4, 12]) > rise([40, 40, 40, 48]) > 0 > rise([3, 3, 1])


@given(st.lists(st.tuples(st.integers(2, 300), st.integers(2, 9000)), max_size=12), st.integers(1, 5))
def test_the_likeliest_are_some_of_the_candidates(known: list[tuple[int, int]], most: int) -> None:
    candidates = [
        TrendCandidate(EntityRecord(n, f"N{n}", "person", f"n{n}", total, 1.0), stories)
        for n, (stories, total) in enumerate(known)
    ]
    chosen = likeliest(candidates, most)
    assert len(chosen) == min(most, len(candidates))
    assert set(chosen) <= set(candidates)
    assert likeliest(candidates[::-1], most) == chosen


# --- what a member sees ----------------------------------------------------------------------------------


async def test_who_is_in_more_stories_than_before_rises(index: Index) -> None:
    await tell(index, "Ana Ruiz", 0, 1, 2, 9, role="mayor")
    await tell(index, "Bo Lind", 0, 1, 8, 9, 15, 16, 22, 23, first=10)
    await tell(index, "Ida Falk", 0, 30, first=20)
    answer = await ask(index)
    assert answer.kind == "trends"
    (first,) = answer.findings
    assert (first.text, first.role) == ("Ana Ruiz", "mayor")
    assert first.counts == (0, 0, 0, 0, 0, 0, 1, 3)
    (said,) = first.quotes
    assert said.text.startswith("Ana Ruiz came") and answer.citations[said.article].published.date() == TODAY
    await check(answer, index)


async def test_copies_of_one_story_count_once(index: Index) -> None:
    copies = await tell(index, "Ana Ruiz", 0, 0, 1, 1)
    await tell(index, "Bo Lind", 0, 1, first=10)
    assert texts(await ask(index)) == ["Ana Ruiz", "Bo Lind"]
    for each in copies:
        await index.stories.place([Placement(each, "global", StoryId(copies[0]))])
    assert texts(await ask(index)) == ["Bo Lind"]


async def test_topics_rise_beside_names_and_alone_narrow_them(index: Index) -> None:
    for number in range(4):
        await store(index, told(number, number, person("Ana Ruiz")), topic="climate")
    await store(index, told(8, 10, person("Ana Ruiz")), topic="climate")
    await store(index, *(told(20 + days, days, person("Bo Lind")) for days in (0, 1)), topic="sports")
    everything = await ask(index)
    assert {"Ana Ruiz", "Climate", "Bo Lind", "Sports"} == set(texts(everything))
    climate = next(each for each in everything.findings if each.text == "Climate")
    assert (climate.role, climate.counts[-2:]) == ("topic", (1, 4))
    narrowed = await ask(index, topic="climate")
    assert (narrowed.about, texts(narrowed)) == ("climate", ["Ana Ruiz"])
    assert narrowed.findings[0].counts[-2:] == (1, 4)


async def test_short_forms_are_counted_with_the_full_name(index: Index) -> None:
    await tell(index, "Ana Ruiz", 0, 1)
    await tell(index, "Ruiz", 2, 3, first=10)
    (card,) = (await ask(index)).findings
    assert (card.text, card.counts[-1]) == ("Ana Ruiz", 4)


async def test_the_weeks_end_on_the_newest_day_that_there_is_news_of(index: Index) -> None:
    await tell(index, "Ana Ruiz", 0, 1, 2)
    late = await ask(index, today=TODAY + timedelta(days=500))
    assert texts(late) == ["Ana Ruiz"]
    assert late.note == f"Of the week to {TODAY.day} {TODAY:%B %Y}, the newest there is."
    assert (await ask(index)).note is None
    # what is dated later than today is not read
    assert texts(await ask(index, today=ago(8))) == []


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
async def test_days_at_the_ends_of_the_calendar(index: Index, day: date) -> None:
    for number in range(3):
        made = article(f"Ana Ruiz spoke for the {number}th time about the ferry to the people of the town.",
            headline=f"Ferry {number}", day=day, names=(person("Ana Ruiz"),))  # fmt: skip
        await store(index, made)
    for today in (date.min, TODAY, date.max):
        assert (await ask(index, today=today)).kind == "trends"


async def test_an_empty_index_and_an_unknown_topic_have_nothing_that_rises(index: Index) -> None:
    assert not (await ask(index)).found
    await tell(index, "Ana Ruiz", 0, 1)
    assert not (await ask(index, topic="' OR 1=1 --")).found


async def test_the_samples_have_what_rises(desk: Desk) -> None:
    for topic in (None, "world", "climate"):
        answer = await ask(desk.index, topic=topic)
        assert answer.found
        await check(answer, desk.index)
        for finding in answer.findings:
            assert len(finding.counts) == 8
            assert finding.counts[-1] >= 2
            assert len(finding.quotes) == 1
    assert len((await ask(desk.index, limit=3)).findings) == 3


async def test_private_articles_of_another_guild_do_not_count(index: Index) -> None:
    await add_feed(index, 9, "guild:1")
    public = await tell(index, "Ana Ruiz", 0, 1, 2, 9, role="mayor")
    await tell(index, "Bo Lind", 0, 8, first=10)
    stranger = Scope(2, 6)
    before = [await ask(index, scope=stranger, topic=topic) for topic in (None, "world")]
    secret = [told(30 + n, n % 30, person("Bo Lind"), person("Ana Ruiz", "crook")) for n in range(20)]
    added = await store(index, *secret, feed=9)
    for each in added.new:
        await index.stories.place([Placement(each, "guild:1", StoryId(public[0]))])
    # newer and older than all that others see
    await store(index, told(90, -3, person("Zora Quill")), told(91, 300, person("Zora Quill")), feed=9)
    assert [await ask(index, scope=stranger, topic=topic) for topic in (None, "world")] == before
    assert await ask(index, scope=Scope(1, None)) != before[0]
