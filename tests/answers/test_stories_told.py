"""/what and /when over stories that several articles tell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.index import Index
from bot.models import Article, Scope, StoryId
from bot.reading import Reader
from tests.answers.conftest import TODAY, Desk, texts
from tests.answers.telling import store_story
from tests.conftest import AFTERWARDS
from tests.index.making import add_feed, article, store

YESTERDAY = TODAY - timedelta(days=1)
WEEK_AGO = TODAY - timedelta(days=7)
OCTOBER_9 = date(2024, 10, 9)


def fire(headline: str = "Fire destroys the cannery", **changes: Any) -> Article:
    fields: dict[str, Any] = {"source": "The Courier", "day": YESTERDAY}
    return article(
        "A fire destroyed the old cannery in the harbour of Carrow on Wednesday night, the brigade said.",
        "Nobody was hurt, and the cause is not known yet, said the brigade's chief, who spoke at the quay.",
        headline=headline,
        days=(("Wednesday night", OCTOBER_9),),
        **fields | changes,
    )


def sequel(headline: str = "Cannery fire was set, police say", **changes: Any) -> Article:
    fields: dict[str, Any] = {"source": "The Herald", "day": TODAY}
    return article(
        "The fire that burnt the Carrow cannery on Wednesday was set with petrol, said police on Thursday.",
        "A man of 40 was questioned about it through the morning and let go at noon, officers told us.",
        headline=headline,
        days=(("Wednesday", OCTOBER_9), ("Thursday", TODAY - timedelta(days=1))),
        **fields | changes,
    )


def silent(**changes: Any) -> Article:
    """Return a teller without the words that are asked for."""
    fields: dict[str, Any] = {"source": "The Wire", "day": TODAY}
    return article(
        "Flames ate the last plant that tinned fish in Carrow, and forty people are without work since then.",
        headline="Forty jobs go up in smoke",
        **fields | changes,
    )


# --- what --------------------------------------------------------------------------------------------------


async def test_a_story_is_told_once_the_newest_development_first(index: Index) -> None:
    await store_story(index, fire(), sequel(), silent())
    (story,) = (await Desk(index).ask("what", "cannery fire")).findings
    assert ["set with petrol" in quote.text for quote in story.quotes] == [True, False]
    assert [citation.source for citation in story.also_in] == ["The Wire"]


async def test_a_teller_that_is_not_quoted_is_named(index: Index) -> None:
    await store_story(
        index, fire(), fire("Cannery burns down", source="The Wire"), fire("Fire!", source=None)
    )
    (story,) = (await Desk(index).ask("what", "cannery fire")).findings
    assert len(story.quotes) + len(story.also_in) == 3
    assert len({quote.article for quote in story.quotes} | {each.article for each in story.also_in}) == 3


async def test_what_several_tell_comes_before_what_one_tells(index: Index) -> None:
    alone = article(
        "A storm tore the roofs from twenty houses in Lowmoor before it moved on.",
        headline="Storm in Lowmoor",
    )
    told = [
        article(
            "A storm tore the roofs from twenty houses in Carrow before it moved on.",
            headline=f"Storm in Carrow ({outlet})",
            source=outlet,
        )
        for outlet in ("A", "B", "C")
    ]
    await store_story(index, *told)
    await store(index, alone)
    found = texts(await Desk(index).ask("what", "storm"))
    assert [text[:13] for text in found] == ["Storm in Carr", "Storm in Lowm"]


async def test_a_common_word_gets_the_stories_about_it_and_no_passing_mention(index: Index) -> None:
    await store_story(index, fire(), sequel())
    passing = [
        article(
            f"The {number}th mayor of Carrow spoke for an hour, and the fire brigade band played after it.",
            headline=f"Mayor number {number} speaks",
        )
        for number in range(4, 9)
    ]
    await store(index, *passing)
    found = texts(await Desk(index).ask("what", "fire"))
    assert found == ["Fire destroys the cannery"]


async def test_the_tellers_stay_in_the_window_that_was_asked_for(index: Index) -> None:
    await store_story(index, fire(day=WEEK_AGO), sequel(), silent(day=WEEK_AGO))
    (story,) = (await Desk(index).ask("what", "cannery fire", since=YESTERDAY)).findings
    assert not story.also_in
    assert len((await Desk(index).ask("what", "cannery fire")).findings[0].also_in) == 1


async def test_only_some_of_very_many_tellers_are_loaded(index: Index) -> None:
    many = [
        article(f"Flames ate plant {n} of Carrow, which tinned fish.", source=f"O{n}", headline=f"Smoke {n}")
        for n in range(30)
    ]
    await store_story(index, sequel(), *many)
    found = (await Desk(index).ask("what", "cannery fire")).findings
    assert sum(len(finding.also_in) for finding in found) == 20


# --- when --------------------------------------------------------------------------------------------------


async def test_an_event_of_several_sources_comes_once(index: Index) -> None:
    await store_story(index, fire(), sequel())
    (event, *rest) = (await Desk(index).ask("when", "cannery fire")).findings
    assert event.day == OCTOBER_9
    assert len(event.also_in) == 1
    assert OCTOBER_9 not in [finding.day for finding in rest]


async def test_an_event_of_two_stories_in_like_words_comes_once(index: Index) -> None:
    await store_story(index, fire())
    await store_story(index, fire("Cannery burns", source="The Wire"))
    (event,) = (await Desk(index).ask("when", "cannery")).findings
    assert [citation.source for citation in event.also_in] in (["The Wire"], ["The Courier"])


async def test_two_events_of_one_day_stay_apart(index: Index) -> None:
    ferry = article(
        "The cannery ferry was launched on Oct. 9 with a bottle of cider and a speech by Nora Blix.",
        headline="New boat for the cannery",
        days=(("Oct. 9", OCTOBER_9),),
    )
    await store_story(index, fire())
    await store_story(index, ferry)
    assert [each.day for each in (await Desk(index).ask("when", "cannery")).findings] == [OCTOBER_9] * 2


async def test_a_plan_is_believed_until_a_newer_article_drops_it(index: Index) -> None:
    plan = article(
        "The lighthouse of Carrow will close on Oct. 30 for want of a keeper, the council said.",
        headline="Carrow lighthouse to close",
        day=WEEK_AGO,
        days=(("Oct. 30", date(2024, 10, 30)),),
    )
    reprieve = article(
        "The lighthouse of Carrow will stay open, the council decided on Oct. 9 after a long debate.",
        headline="Council drops plan to close Carrow lighthouse",
        days=(("Oct. 9", OCTOBER_9),),
    )
    desk = Desk(index)
    await store(index, plan)
    question = "when does the Carrow lighthouse close"
    assert (await desk.ask("when", question)).findings[0].day == date(2024, 10, 30)
    await store(index, reprieve)
    assert (await desk.ask("when", question)).findings[0].day == OCTOBER_9


async def test_a_month_is_said_as_a_month(index: Index, reader: Reader) -> None:
    text = article(
        "The lighthouse of Carrow was sold in August and bought back at once by its keeper, she said."
    )
    read = reader.read(text.document)
    await index.articles.add([(read, [])], now=AFTERWARDS)
    (event,) = (await Desk(index).ask("when", "lighthouse")).findings
    assert (event.day, event.precision) == (date(2024, 8, 1), "month")


# --- whose eyes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["what", "when"])
async def test_a_teller_that_another_guild_added_changes_nothing(index: Index, kind: str) -> None:
    ids = await store_story(index, fire(), sequel())
    await store(index, article("A fire in Lowmoor burnt a barn.", headline="Barn fire", source="Elsewhere"))
    stranger, member = Desk(index, Scope(2, 6)), Desk(index, Scope(1, None))
    questions = ("fire", "cannery fire", "when was the cannery fire", "Forty jobs")
    before = [await stranger.ask(kind, question, limit=15) for question in questions]
    await add_feed(index, 9, "guild:1")
    private = (silent(source="Private"), fire("Fire in the cannery", source="Secret"))
    await store_story(index, *private, feed=9, owner="guild:1", story=StoryId(ids[0]))
    assert [await stranger.ask(kind, question, limit=15) for question in questions] == before
    seen = [await member.ask(kind, question, limit=15) for question in questions]
    assert seen != before
    assert "Secret" in str(seen)


async def test_a_report_of_the_day_is_quoted_before_one_that_comes_back_to_it(index: Index) -> None:
    later = article(
        "The cannery fire, the great fire of the night of Oct. 9, is what the talk in Carrow is about.",
        headline="The cannery fire: what is known",
        day=TODAY,
        days=(("Oct. 9", OCTOBER_9),),
    )
    await store_story(index, fire(), later)
    (event,) = (await Desk(index).ask("when", "when was the cannery fire")).findings
    assert event.quotes[0].text.startswith("A fire destroyed")
    assert [citation.headline for citation in event.also_in] == ["The cannery fire: what is known"]
