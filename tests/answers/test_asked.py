"""What the words of a /when want, by the words alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.asked import Aspect, Tense, read_question
from bot.answers.plans import calls_off, no_longer_planned


@pytest.mark.parametrize(
    ("about", "tense"),
    [
        ("when did Iran attack Israel", Tense.PAST),
        ("did Iran attack Israel", Tense.PAST),
        ("Iran attacked Israel", Tense.PAST),
        ("the ferry sank", Tense.PAST),
        ("When is the vote", Tense.FUTURE),
        ("when's the vote?", Tense.FUTURE),
        ("when will the ward close", Tense.FUTURE),
        ("when is the cannery sale due to be completed", Tense.FUTURE),
        ("what day was the storm", Tense.PAST),
        ("whats the deadline for the names", Tense.OPEN),
        ("so when did the police arrest them", Tense.PAST),
        ("until when do permits count", Tense.FUTURE),
        ("On what day did Israel strike Iran?", Tense.PAST),
        ("the vote on the ferry deal?", Tense.OPEN),
    ],
)
def test_a_question_or_a_verb_with_its_subject_asks_for_one_day(about: str, tense: Tense) -> None:
    asked = read_question(about)
    assert asked.direct
    assert asked.tense is tense


@pytest.mark.parametrize(
    "about",
    [
        "missiles", "Gallant", "visit to Washington", '"visit to Washington"', "maternity ward", "Nobel",
        "Manchester United", "when missiles", "when", "what", "", "the cancelled visit", "ferry strike", "?",
        "a hundred days", "dates", "Did", "missiles?",
    ],
)  # fmt: skip
def test_words_alone_name_a_subject(about: str) -> None:
    assert not read_question(about).direct


@pytest.mark.parametrize(
    ("about", "aspect"),
    [
        ("When did the strike begin?", Aspect.BEGIN),
        ("when did the start of the season end", Aspect.END),
        ("when does it start", Aspect.BEGIN),
        ("when was the strike over", Aspect.END),
        ("when was the strike", Aspect.ANY),
    ],
)
def test_the_beginning_or_the_end_is_asked_for(about: str, aspect: Aspect) -> None:
    assert read_question(about).aspect is aspect


def test_who_knows_says_that_one_day_is_wanted() -> None:
    assert read_question("dockworkers strike begin", direct=True).aspect is Aspect.BEGIN
    assert not read_question("when did it begin", direct=False).direct


@given(st.text(max_size=300))
def test_any_text_is_read(about: str) -> None:
    asked = read_question(about)
    assert asked.direct or asked.tense is Tense.OPEN
    assert isinstance(calls_off(about) and no_longer_planned(about), bool)


@pytest.mark.parametrize(
    "said",
    [
        "Hospital board overturns plan to close maternity ward",
        "Ferry strike called off after deal",
        "The council scrapped its plan for a tax.",
        "The board dropped its plan to shut the ward.",
        "The ward will stay open for two more years.",
        "Thursday's strike is off.",
        "The deal saved the ward from closing.",
        "The visit was cancelled.",
    ],
)
def test_a_dropped_plan_is_told_from_its_words(said: str) -> None:
    assert calls_off(said)


@pytest.mark.parametrize(
    "said",
    [
        "The ward will close on Nov. 30.",
        "Ferry drops anchor",
        "The shop opens on Monday.",
        "He saved a goal.",
    ],
)
def test_a_plan_that_stands_is_none(said: str) -> None:
    assert not calls_off(said)


def test_a_plan_of_the_past_is_told_from_one_that_was_moved() -> None:
    assert no_longer_planned("It had been due to close on Nov. 30.")
    assert no_longer_planned("She had said that the ward would shut on Nov. 30.")
    assert not no_longer_planned("The vote was to be in May and was postponed to Nov. 30.")
    assert not no_longer_planned("The ward will close on Nov. 30.")
