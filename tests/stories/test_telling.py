"""What articles are compared by: small, the same every time, made of any text."""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.models import Article, ArticleId, StoredArticle, StoryId
from bot.stories import (
    Telling,
    best_teller,
    choose_story,
    likeness,
    same_event,
    same_text,
    telling_of,
)
from tests.conftest import AFTERWARDS, Labelled
from tests.index.making import article, person
from tests.stories.grouped import group_events

MONDAY = date(2024, 10, 7)
LONGEST = 10_240
TEXT = (
    "The council of Carrow voted on Monday to close the old swing bridge for a year of repairs.",
    "Engineers found cracks in three of its four piers, harbour master Ana Ruiz told councillors.",
    "Lorries will be sent over the northern ring road, which adds 14 miles to the way to the port.",
    "Shopkeepers on the quay fear for their trade and have asked for a footbridge before the summer.",
)
ANA = (person("Ana Ruiz"), person("Carrow", kind="place"))

texts = st.lists(st.text(min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=6)


def stored(made: Article, number: int = 1) -> StoredArticle:
    return StoredArticle(ArticleId(number), made, (), AFTERWARDS)


def bridge(*sentences: str, day: date = MONDAY) -> StoredArticle:
    return stored(article(*sentences, headline="Carrow bridge to close for a year", day=day, names=ANA))


def size_of(telling: Telling) -> int:
    """Return the bytes of a telling but for words, which all tellings share."""
    values = [getattr(telling, field.name) for field in fields(telling)]
    return sys.getsizeof(telling) + sum(map(sys.getsizeof, values))


def test_a_telling_is_small_however_long_the_article_is(samples: list[Labelled]) -> None:
    tellings = [telling_of(stored(read)) for read, _ in samples]
    words = [f"word{number} Name{number} {number}" for number in range(30_000)]
    tellings.append(telling_of(bridge(" ".join(words))))
    assert max(map(size_of, tellings)) < LONGEST


def test_an_article_has_the_same_telling_every_time(samples: list[Labelled]) -> None:
    for read, _ in samples[:5]:
        assert telling_of(stored(read, 1)) == telling_of(stored(read, 2))


def test_a_copy_with_another_date_dateline_and_typography_is_the_same_text() -> None:
    copy = ["CARROW, Oct 9 (CNS) — " + TEXT[0].upper(), *(each.replace("'", "’") for each in TEXT[1:])]
    one, other = telling_of(bridge(*TEXT)), telling_of(bridge(*copy, day=MONDAY + timedelta(days=30)))
    assert same_text(one, other)
    assert not same_event(one, other), "a month later it is no news of that day"


def test_a_copy_with_a_sentence_less_is_the_same_text() -> None:
    assert same_text(telling_of(bridge(*TEXT)), telling_of(bridge(*TEXT[:3])))


def test_a_text_that_repeats_half_of_another_is_another_text() -> None:
    later = (
        "Work on the swing bridge was stopped on Friday after a diver lost a hand.",
        "It is the second accident in a week.",
        *TEXT[:2],
    )
    assert not same_text(telling_of(bridge(*TEXT)), telling_of(bridge(*later)))


def test_a_telling_of_the_next_turn_is_not_the_same_event_however_much_it_repeats() -> None:
    wednesday = MONDAY + timedelta(days=2)
    later = article(
        "Carrow opened a footbridge on Wednesday, two days after the vote on the old swing bridge.",
        "The mayor cut the ribbon, and the school band played in the rain for an hour.",
        *TEXT[1:3],
        headline="Carrow footbridge opens",
        day=wednesday,
        names=ANA,
        days=(("Wednesday", wednesday),),
    )
    assert not same_event(telling_of(bridge(*TEXT)), telling_of(stored(later)))


def test_without_names_only_a_copy_is_the_same_event() -> None:
    german = [
        "Der Rat der Stadt hat am Montag beschlossen, die alte Brücke für ein Jahr zu sperren.",
        "Fachleute fanden Risse in drei der vier Pfeiler, wie der Hafenmeister den Räten sagte.",
    ]
    again = ["Die alte Brücke wird für ein Jahr gesperrt, beschloss der Rat der Stadt am Montag.", german[1]]
    one, copy, other = (stored(article(*each, headline="Brücke")) for each in (german, german, again))
    assert same_event(telling_of(one), telling_of(copy))
    assert not same_event(telling_of(one), telling_of(other))


def test_words_too_few_to_tell_anything_are_one_text_under_one_headline_only() -> None:
    one, same, other = (
        telling_of(stored(article("Read more.", headline=headline)))
        for headline in ("Ferry late", "Ferry late", "Mayor ill")
    )
    assert same_text(one, same)
    assert not same_text(one, other)


@given(texts, texts)
def test_any_two_texts_can_be_compared_either_way(ours: list[str], theirs: list[str]) -> None:
    one, other = (telling_of(stored(article(*each, headline=each[0]))) for each in (ours, theirs))
    assert same_text(one, other) == same_text(other, one)
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    if same_text(one, other):
        assert same_event(one, other)


@given(texts)
def test_a_text_with_words_is_itself(sentences: list[str]) -> None:
    telling = telling_of(stored(article(*sentences)))
    assert same_text(telling, telling) == bool(telling.shingles)


def test_an_article_joins_the_likest_story_and_of_equals_the_oldest() -> None:
    telling = telling_of(bridge(*TEXT))
    elsewhere = telling_of(
        stored(article("It rained in Oslo all day long, and the parade was put off again."))
    )
    assert choose_story(telling, {}) is None
    assert choose_story(telling, {StoryId(1): elsewhere}) is None
    assert choose_story(telling, {StoryId(7): telling, StoryId(1): elsewhere, StoryId(3): telling}) == 3


def test_the_fuller_article_tells_best_in_whatever_order_they_come() -> None:
    teaser, full = bridge(TEXT[0]), stored(article(*TEXT, names=ANA), 2)
    unquotable = stored(replace(article(*TEXT, *TEXT, names=ANA), ranking=()), 3)
    assert best_teller([teaser, full, unquotable]) is full
    assert best_teller([unquotable, full, teaser]) is full


def test_of_copies_the_first_stored_tells_best() -> None:
    copies = [stored(article(*TEXT), number) for number in (5, 2, 9)]
    assert best_teller(copies) is copies[1]
    assert group_events(copies) == [copies]
