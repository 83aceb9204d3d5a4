"""Who, what and when of one article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import Article, DatedEvent, Document, Entity, EntityKind, Mention, Sentence
from bot.reading.gist import find_gist

LEAD = "Joe Biden called Benjamin Netanyahu on Wednesday."
TEXT = f"{LEAD} The attack came on Oct. 1, and a trip on Tuesday was off."


def entity(name: str, kind: EntityKind = "person", mentions: int = 0) -> Entity:
    return Entity(name, kind, tuple(Mention(place, place + 1, 0) for place in range(mentions)))


def event(words: str, day: date, sentence: int) -> DatedEvent:
    start = TEXT.index(words)
    return DatedEvent(sentence, start, start + len(words), day, "day", year_given=False)


def article(
    headline: str,
    entities: tuple[Entity, ...] = (),
    events: tuple[DatedEvent, ...] = (),
    text: str = TEXT,
) -> Article:
    end = text.find(". ") + 1 or len(text)
    return Article(
        document=Document(headline, text, datetime(2024, 10, 9, tzinfo=UTC)),
        sentences=(Sentence(0, end, 0), Sentence(end + 1, len(text), 0))
        if end < len(text)
        else (Sentence(0, end, 0),),
        summary=(0,),
        ranking=(0,),
        entities=entities,
        dates=(),
        events=events,
        content_hash="",
        fingerprint=0,
    )


BIDEN, NETANYAHU = entity("Joe Biden"), entity("Benjamin Netanyahu")
UNTOLD = "Nothing more was known."


# --- who ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headline", "actors"),
    [
        ("Netanyahu rejects Biden's plan", ("Benjamin Netanyahu", "Joe Biden")),
        ("Biden, Netanyahu hold rare call on Iran", ("Joe Biden", "Benjamin Netanyahu")),
        ("President Biden and Netanyahu hold call", ("Joe Biden", "Benjamin Netanyahu")),
        ("Aides fear a rift", ("Aides", "Joe Biden", "Benjamin Netanyahu")),
    ],
)
def test_the_headlines_subject_comes_first_in_its_full_name(headline: str, actors: tuple[str, ...]) -> None:
    assert find_gist(article(headline, (BIDEN, NETANYAHU), text=UNTOLD)).who == actors


def test_without_a_telling_headline_the_leads_subject_comes_first() -> None:
    assert find_gist(article("A call at last", (NETANYAHU, BIDEN))).who[0] == "Joe Biden"
    assert find_gist(article("", (NETANYAHU, BIDEN))).who[0] == "Joe Biden"


def test_a_bare_number_is_told_by_the_lead() -> None:
    lead = "At least seven people were killed when a tram left the rails. More were hurt."

    assert find_gist(article("Seven killed in crash", text=lead)).who == ("At least seven people",)


def test_a_star_is_the_person_whom_the_article_names_most() -> None:
    singer = entity("Ada Lindqvist", mentions=3)

    assert find_gist(article("Pop star cancels tour", (singer,), text=UNTOLD)).who == ("Ada Lindqvist",)
    assert find_gist(article("Pop star cancels tour", (entity("A B"),), text=UNTOLD)).who[0] == "Pop star"


def test_a_mayor_is_the_person_of_that_role() -> None:
    ruiz = Entity("Ana Ruiz", "person", (), "mayor of Quito")

    assert find_gist(article("Mayor quits", (BIDEN, ruiz), text=UNTOLD)).who[0] == "Ana Ruiz"
    assert find_gist(article("Mayor quits", (BIDEN,), text=UNTOLD)).who[0] == "Mayor"
    two = (ruiz, Entity("Bo Lund", "person", (), "former mayor"))
    assert find_gist(article("Mayor quits", two, text=UNTOLD)).who[0] == "Mayor"


def test_people_and_organisations_come_before_places_and_short_forms_are_not_repeated() -> None:
    names = (entity("Iran", "place"), BIDEN, entity("Biden"), entity("NATO", "organisation"))

    assert find_gist(article("H", names, text=UNTOLD)).who == ("Joe Biden", "NATO")
    assert find_gist(article("H", (entity("Iran", "place"),), text=UNTOLD)).who == ("Iran",)
    assert find_gist(article("H", text=UNTOLD)).who == ()


# --- what ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headline", "event_words"),
    [
        ("Biden, Netanyahu hold rare call on Iran", "hold rare call on Iran"),
        ("Biden cancels trip after storm", "cancels trip"),
        ("Iran crisis: Biden cancels trip", "cancels trip"),
        ("Biden cancels trip: 'I am needed here'", "cancels trip"),
        ("Biden cancels trip | The Daily Planet", "cancels trip"),
        ("'Needed here' Biden cancels trip", "cancels trip"),
        ("Biden to visit Angola", "to visit Angola"),
        ("Biden wins", "Biden wins"),
        ("Call ends after Biden protests", "Call ends"),
        ("Two injured in crash", "Two injured in crash"),
        ("The long call", "The long call"),
    ],
)
def test_what_is_the_headlines_predicate(headline: str, event_words: str) -> None:
    assert find_gist(article(headline, (BIDEN, NETANYAHU))).what[0] == event_words


def test_the_best_sentence_tells_what_when_the_headline_does_not() -> None:
    assert find_gist(article("")).what == (LEAD,)
    assert find_gist(article(" \t\n…")).what == (LEAD,)


# --- when ---------------------------------------------------------------------------------------------------

EVENTS = (
    event("Oct. 1", date(2024, 10, 1), 1),
    event("Tuesday", date(2024, 10, 8), 1),
    event("Wednesday", date(2024, 10, 9), 0),
)


def test_the_leads_day_comes_first_and_background_after_the_publish_day() -> None:
    assert find_gist(article("H", events=EVENTS)).when == (
        (date(2024, 10, 9), "Wednesday"),
        (date(2024, 10, 8), "Tuesday"),
        (date(2024, 10, 1), "Oct. 1"),
    )
    assert find_gist(article("H", events=EVENTS[:1])).when == (
        (date(2024, 10, 9), ""),
        (date(2024, 10, 1), "Oct. 1"),
    )


def test_the_day_of_the_sentence_that_the_headline_is_about_comes_first() -> None:
    assert find_gist(article("Trip off", events=EVENTS)).when[0] == (date(2024, 10, 8), "Tuesday")


def test_a_day_to_come_comes_first_only_when_the_headline_tells_of_it() -> None:
    later = (event("Tuesday", date(2024, 10, 15), 1),)

    assert find_gist(article("Minister to open bridge", events=later)).when[0] == (
        date(2024, 10, 15),
        "Tuesday",
    )
    assert find_gist(article("Minister opens bridge", events=later)).when[0] == (date(2024, 10, 9), "")


# --- anything at all ----------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(
    headline=st.text(alphabet=st.sampled_from("aA bs'’“”:,-–.1( \n\t|é中\ud800"), max_size=60)
    | st.lists(
        st.sampled_from(
            "Biden Police to as killed strikes , : 'win' the The of at least 7 (AP) – who and not".split()
        ),
        max_size=12,
    ).map(" ".join),
    names=st.lists(st.sampled_from(["Joe Biden", "Biden", "…", "Bank of England", "A", "中文"]), max_size=4),
)
def test_any_headline_has_a_gist_in_its_own_words(headline: str, names: list[str]) -> None:
    found = find_gist(article(headline, tuple(entity(name) for name in names)))

    assert found.what
    assert all(any(letter.isalnum() for letter in words) for words in found.what)
    assert all(words in headline or words == LEAD for words in found.what)
    assert found.when == ((date(2024, 10, 9), ""),)


@pytest.mark.parametrize(
    "piece",
    [
        "as ",
        "who ",
        "A",
        " - A",
        "'a' ",
        "X: ",
        "Biden, ",
        "the ",
        "to win ",
        "strikes kill ",
        " ",
        "“a",
        "- ' ",
    ],
)
def test_a_headline_of_any_length_is_bounded(piece: str) -> None:
    found = find_gist(article(f"Biden {piece * (200_000 // len(piece))}!", (BIDEN,)))

    assert found.what


def test_of_another_language_the_headline_tells_what_and_nothing_who() -> None:
    german = article("Kanzler hält an Plan fest", (BIDEN,))
    german = replace(german, document=replace(german.document, language="de"))

    found = find_gist(german)

    assert (found.who, found.what[0]) == ((), "Kanzler hält an Plan fest")
