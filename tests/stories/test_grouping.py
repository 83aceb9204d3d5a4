"""Which articles tell one event: no wrong merge, and as few missed ones as that allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest

from bot.models import Article, ArticleId, StoredArticle
from bot.stories import same_event as tellings_of_one_event
from bot.stories import same_text as tellings_of_one_text
from bot.stories import telling_of
from tests.conftest import AFTERWARDS, Labelled
from tests.index.making import article, person
from tests.stories.grouped import group_events

ONE_EVENT = [
    ("10-02-norhaven-buys-ansel-bay-cannery", "10-03-kelpline-battery-cannery-ice-house"),
    ("10-04-town-hall-ransomware-attack", "10-04-black-tern-attack-town-hall"),
    ("10-06-rovers-lowmoor-cup-report", "10-06-athletic-beaten-breakwater-park"),
    ("10-07-nobel-medicine-microrna", "10-07-ambros-ruvkun-win-nobel"),
    ("10-07-museum-finds-lost-crane-painting", "10-08-elspeth-crane-painting-family"),
    ("10-09-biden-netanyahu-call", "10-09-fifty-minutes-on-the-line"),
    ("10-09-maternity-ward-reprieve", "10-09-lowmoor-midwives-port-ansel"),
    ("10-10-han-kang-wins-nobel", "10-10-poet-of-wounded-bodies"),
    ("10-10-milton-crosses-florida", "10-10-tornadoes-and-torn-roof"),
    ("10-10-nadal-to-retire", "10-10-spain-salutes-nadal"),
]
LOOSE = [("10-01-iran-missile-barrage", "10-02-israel-weighs-reply")]
"""The event and what follows from it: joining them would not be wrong, leaving them apart is not either."""


def stored(made: Article, number: int = 1) -> StoredArticle:
    return StoredArticle(ArticleId(number), made, (), AFTERWARDS)


def same_event(one: StoredArticle, other: StoredArticle) -> bool:
    return tellings_of_one_event(telling_of(one), telling_of(other))


def same_text(one: StoredArticle, other: StoredArticle) -> bool:
    return tellings_of_one_text(telling_of(one), telling_of(other))


def name_of(each: StoredArticle) -> str:
    return each.article.document.origin.removeprefix("2024-").removesuffix(".txt")


@pytest.fixture(scope="module")
def told(samples: list[Labelled]) -> dict[str, StoredArticle]:
    articles = [stored(read, number) for number, (read, _) in enumerate(samples)]
    return {name_of(each): each for each in articles}


def test_every_pair_of_samples_is_judged_rightly(told: dict[str, StoredArticle]) -> None:
    tellings = {name: telling_of(each) for name, each in told.items()}
    joined = {
        frozenset((one, other))
        for one, other in combinations(told, 2)
        if tellings_of_one_event(tellings[one], tellings[other])
    }
    assert joined - {frozenset(pair) for pair in LOOSE} == {frozenset(pair) for pair in ONE_EVENT}


def test_the_samples_fall_into_their_stories_whatever_the_order(told: dict[str, StoredArticle]) -> None:
    for articles in (list(told.values()), list(reversed(told.values()))):
        groups = group_events(articles)
        assert sorted(name_of(each) for group in groups for each in group) == sorted(told)
        several = {frozenset(map(name_of, group)) for group in groups if len(group) > 1}
        assert several - {frozenset(pair) for pair in LOOSE} == {frozenset(pair) for pair in ONE_EVENT}


def test_groups_and_members_keep_the_order_given(told: dict[str, StoredArticle]) -> None:
    articles = list(told.values())
    groups = group_events(articles)
    places = [[articles.index(each) for each in group] for group in groups]
    assert places == sorted(places)
    assert all(group == sorted(group) for group in places)


def test_judging_does_not_depend_on_which_comes_first(told: dict[str, StoredArticle]) -> None:
    for one, other in combinations(list(told.values())[::4], 2):
        assert same_event(one, other) == same_event(other, one)
    assert all(same_event(each, each) for each in told.values())


SPILL = (
    "A tanker spilled oil into Carrow Bay on Monday, and the harbour master, Ana Ruiz, closed the beaches.",
    "The tanker Marigold lost forty tons of oil after it struck a rock near Carrow, Ruiz said.",
    "Fishers in Carrow expect to stay ashore for a week while the oil is pumped from the water.",
)
RETOLD = (
    "Beaches at Carrow were closed on Monday after the tanker Marigold struck a rock and lost its oil.",
    "Harbour master Ana Ruiz said that about forty tons of oil had spilled into Carrow Bay.",
    "The boats of the fishers will stay ashore until the oil is pumped from the water.",
)
NAMES = (person("Ana Ruiz"), person("Carrow", kind="place"))
MONDAY = date(2024, 10, 7)


def spill(*sentences: str, day: date = MONDAY, monday: date = MONDAY) -> StoredArticle:
    headline = sentences[0].split(",")[0]
    days = (("Monday", monday),) if "Monday" in " ".join(sentences) else ()
    return stored(article(*sentences, headline=headline, day=day, names=NAMES, days=days))


def test_two_tellings_of_one_day_are_one_event() -> None:
    assert same_event(spill(*SPILL), spill(*RETOLD))


def test_a_telling_of_the_next_day_is_the_same_event_when_it_tells_of_the_same_day() -> None:
    assert same_event(spill(*SPILL), spill(*RETOLD, day=MONDAY + timedelta(days=1)))


def test_the_same_words_about_another_day_are_another_event() -> None:
    next_day = MONDAY + timedelta(days=1)
    assert not same_event(spill(*SPILL), spill(*RETOLD, day=next_day, monday=next_day))


def test_a_retelling_after_days_is_news_of_its_own() -> None:
    assert not same_event(spill(*SPILL), spill(*RETOLD, day=MONDAY + timedelta(days=3)))


def test_like_words_about_other_people_and_places_are_another_event() -> None:
    elsewhere = article(
        *(sentence.replace("Carrow", "Skerry").replace("Ana Ruiz", "Bo Lind") for sentence in RETOLD),
        day=MONDAY,
        names=(person("Bo Lind"), person("Skerry", kind="place")),
        days=(("Monday", MONDAY),),
    )
    assert not same_event(spill(*SPILL), stored(elsewhere))


def test_a_syndicated_copy_is_the_same_text_and_so_the_same_event() -> None:
    first = article(*SPILL, day=MONDAY)
    copy = replace(first, document=replace(first.document, source="Another Paper", headline="Oil!"))
    assert same_text(stored(first), stored(copy))
    assert same_event(stored(first), stored(copy))
    assert not same_text(stored(first), stored(article(*RETOLD, day=MONDAY)))


def test_a_loose_likeness_does_not_tie_unlike_ends_together() -> None:
    late = spill(*RETOLD, day=MONDAY + timedelta(days=2))
    later = replace(
        late,
        article=replace(
            late.article,
            document=replace(
                late.article.document, published=late.article.document.published + timedelta(days=2)
            ),
        ),
    )
    groups = group_events([spill(*SPILL), late, later])
    assert [len(group) for group in groups] == [2, 1]


def test_articles_of_no_words_or_names_are_nobodys_twins() -> None:
    empty = [stored(article(f"{number}", headline="…")) for number in range(3)]
    assert [len(group) for group in group_events(empty)] == [1, 1, 1]
    assert group_events([]) == []
