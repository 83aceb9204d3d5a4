"""Who, what and when of one article."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.models import Article, DatedEvent, Document, Entity, EntityKind, Sentence
from bot.reading.gist import find_gist

TEXT = "Biden called Netanyahu on Wednesday. The attack came on Oct. 1, and a trip on Tuesday was off."


def entity(name: str, kind: EntityKind = "person") -> Entity:
    return Entity(name, kind, ())


def event(words: str, day: date, sentence: int) -> DatedEvent:
    start = TEXT.index(words)
    return DatedEvent(sentence, start, start + len(words), day, "day", year_given=False)


def article(headline: str, entities: tuple[Entity, ...] = (), events: tuple[DatedEvent, ...] = ()) -> Article:
    return Article(
        document=Document(headline, TEXT, datetime(2024, 10, 9, tzinfo=UTC)),
        sentences=(Sentence(0, 36, 0), Sentence(37, len(TEXT), 0)),
        summary=(0,),
        ranking=(0, 1),
        entities=entities,
        dates=(),
        events=events,
        content_hash="",
        fingerprint=0,
    )


def test_who_is_people_and_organisations_before_places() -> None:
    found = find_gist(
        article("H", (entity("Iran", "place"), entity("Joe Biden"), entity("NATO", "organisation")))
    )

    assert found.who == ("Joe Biden", "NATO")
    assert find_gist(article("H", (entity("Iran", "place"),))).who == ("Iran",)
    assert find_gist(article("H")).who == ()


@pytest.mark.parametrize(
    ("headline", "event_words"),
    [
        ("Biden, Netanyahu hold rare call on Iran", "hold rare call on Iran"),
        ("Joe Biden and Netanyahu hold rare call", "hold rare call"),
        ("Biden’s trip to Angola is off", "trip to Angola is off"),
        ("BIDEN: the trip is off", "the trip is off"),
        ("Bidens of Scranton meet again", "Bidens of Scranton meet again"),
        ("Biden wins", "Biden wins"),
        ("Call ends after Biden protests", "Call ends after Biden protests"),
    ],
)
def test_what_is_the_headline_without_the_actor_it_opens_on(headline: str, event_words: str) -> None:
    found = find_gist(article(headline, (entity("Joe Biden"), entity("Benjamin Netanyahu"))))

    assert found.what == (event_words, "Biden called Netanyahu on Wednesday.")


def test_without_a_headline_the_best_sentence_tells_what() -> None:
    assert find_gist(article("")).what == ("Biden called Netanyahu on Wednesday.",)


def test_when_is_the_day_of_the_point_first_and_the_publish_day_at_last() -> None:
    events = (
        event("Oct. 1", date(2024, 10, 1), 1),
        event("Tuesday", date(2024, 10, 8), 1),
        event("Wednesday", date(2024, 10, 9), 0),
    )

    assert find_gist(article("H", events=events)).when == (
        (date(2024, 10, 9), "Wednesday"),
        (date(2024, 10, 1), "Oct. 1"),
        (date(2024, 10, 8), "Tuesday"),
    )
    assert find_gist(article("H", events=events[:1])).when == (
        (date(2024, 10, 1), "Oct. 1"),
        (date(2024, 10, 9), ""),
    )
