"""/story and /latest: one story whole, and the newest stories, for whose eyes they are."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from bot.errors import QueryError
from bot.index import Index, Placement
from bot.models import Scope, StoryId
from tests.answers.conftest import TODAY, Desk, texts
from tests.answers.telling import store_story
from tests.answers.test_properties import HOSTILE, check
from tests.answers.test_stories_told import OCTOBER_9, fire, sequel, silent
from tests.index.making import add_feed, article, migrations, store

YESTERDAY = TODAY - timedelta(days=1)


async def test_a_headline_gets_its_story_with_all_its_sources_and_days(index: Index) -> None:
    await store_story(index, fire(), sequel(), silent())
    await store(index, article("A fire in Lowmoor burnt a barn to the ground.", headline="Barn fire"))
    for about in ("Cannery fire was set, police say", "cannery fire was set police say", "cannery petrol"):
        answer = await Desk(index).ask("story", about, limit=13)
        told, *days = answer.findings
        assert answer.kind == "story"
        assert len(told.also_in) == 2
        assert len({quote.article for quote in told.quotes}) > 1
        assert [event.day for event in days] == sorted(event.day for event in days if event.day)
        assert OCTOBER_9 in [event.day for event in days]
        assert answer.note == "Told in 3 articles of 3 outlets."


async def test_a_day_of_a_story_comes_once(index: Index) -> None:
    await store_story(index, fire(), sequel())
    _, *days = (await Desk(index).ask("story", "cannery fire", limit=13)).findings
    on_the_day = [event for event in days if event.day == OCTOBER_9]
    assert len(on_the_day) == 1
    assert len(on_the_day[0].also_in) == 1


async def test_the_very_headline_is_preferred(index: Index) -> None:
    await store(index, fire("Fire"), fire("Fire in the cannery at night", source="B"), topic="world")
    assert texts(await Desk(index).ask("story", "fire"))[0] == "Fire"


async def test_an_article_alone_is_a_story(lone: Desk) -> None:
    answer = await lone.ask("story", "call drones")
    assert answer.note == "Told in 1 article."
    assert answer.findings[0].quotes
    assert not answer.findings[0].also_in
    await check(answer, lone.index)


async def test_every_headline_of_the_samples_is_a_story(desk: Desk, samples: Any) -> None:
    for read, _ in samples[::3]:
        answer = await desk.ask("story", read.document.headline, limit=13)
        named = [answer.findings[0].text, *(each.headline for each in answer.findings[0].also_in)]
        assert read.document.headline in named
        await check(answer, desk.index)
        assert len(answer.findings) <= 13


async def test_a_misspelt_story_is_put_right_and_an_unknown_one_is_not_made_up(desk: Desk) -> None:
    assert (await desk.ask("story", "Netanyaho")).found
    unknown = await desk.ask("story", "zzqx")
    assert not unknown.found
    assert unknown.near


async def test_a_story_outside_the_window_is_cut_to_it(index: Index) -> None:
    await store_story(index, fire(), sequel())
    answer = await Desk(index).ask("story", "cannery fire", until=YESTERDAY)
    assert answer.note == "Told in 1 article."


async def test_a_story_of_very_many_articles_says_how_many_are_shown(index: Index) -> None:
    many = [
        article(f"Flames ate plant {n} of Carrow, which tinned fish.", source=f"O{n}", headline=f"Smoke {n}")
        for n in range(45)
    ]
    await store_story(index, sequel(), *many)
    answer = await Desk(index).ask("story", "Cannery fire was set")
    assert answer.note == "Told in 46 articles, here the newest 40, of 40 outlets."


def test_whatever_is_asked_there_is_a_story_or_one_sentence(sample_file: Any) -> None:
    with asyncio.Runner() as runner:
        index = runner.run(Index.open(sample_file, migrations(), read_only=True))
        desk = Desk(index)

        @settings(max_examples=40)
        @given(HOSTILE.map(" ".join))
        def ask(about: str) -> None:
            try:
                answer = runner.run(desk.ask("story", about))
            except QueryError as told:
                assert str(told).endswith(".")
            else:
                runner.run(check(answer, index))

        ask()
        runner.run(index.close())


# --- latest ------------------------------------------------------------------------------------------------


async def test_latest_shows_a_story_once_by_its_newest_teller(index: Index) -> None:
    barn = article("A barn burnt in Lowmoor.", headline="Barn burns", day=TODAY - timedelta(days=3))
    await store_story(index, fire(), sequel(), silent())
    await store_story(index, barn)
    first, second = (await Desk(index).ask("latest", limit=10)).findings
    assert first.day == TODAY
    assert len(first.also_in) == 2
    assert (second.text, second.also_in) == ("Barn burns", ())


async def test_latest_names_tellers_beyond_the_newest_articles(index: Index) -> None:
    await store_story(index, fire(day=TODAY - timedelta(days=2)), sequel())
    (only,) = (await Desk(index).ask("latest", limit=1)).findings
    assert [each.headline for each in only.also_in] == ["Fire destroys the cannery"]


async def test_latest_of_a_topic_stays_in_it(index: Index) -> None:
    ids = await store_story(index, sequel())
    (other,) = (await store(index, fire(), topic="sports")).new
    await index.stories.place([Placement(other, "global", StoryId(ids[0]))])
    (only,) = (await Desk(index).ask("latest", topic="world")).findings
    assert not only.also_in


# --- whose eyes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["story", "latest"])
async def test_a_teller_that_another_guild_added_changes_nothing(index: Index, kind: str) -> None:
    ids = await store_story(index, fire(), sequel())
    stranger, member = Desk(index, Scope(2, 6)), Desk(index, Scope(1, None))
    questions = ("cannery fire", "Fire in the cannery", "Forty jobs")
    before = [await stranger.ask(kind, question, limit=13) for question in questions]
    await add_feed(index, 9, "guild:1")
    private = (silent(source="Private"), fire("Fire in the cannery", source="Secret"))
    await store_story(index, *private, feed=9, owner="guild:1", story=StoryId(ids[0]))
    assert [await stranger.ask(kind, question, limit=13) for question in questions] == before
    seen = [await member.ask(kind, question, limit=13) for question in questions]
    assert seen != before
    assert "Secret" in str(seen)
