"""Who and what an article names: kinds, joining, names, offsets, and texts that nobody would write."""

from __future__ import annotations

import pickle
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pytest

from bot.errors import ReadingError
from bot.models import Entity, Sentence
from bot.reading.entities import EntityFinder, load_entity_finder


@lru_cache(maxsize=1)
def finder() -> EntityFinder:
    return load_entity_finder()


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Cut a test's text at its full stops: a paragraph a line."""
    spans = re.finditer(
        r"\S[^\n]*?(?:(?<!\b[A-Z])(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bSen)\.[”\"]?(?=\s|$)|$)",
        text,
        re.MULTILINE,
    )
    return tuple(Sentence(m.start(), m.end(), text.count("\n", 0, m.start())) for m in spans)


def find(text: str, headline: str = "") -> tuple[Entity, ...]:
    return finder().find(text, sentences_of(text), headline)


def named(entities: Sequence[Entity], kind: str) -> set[str]:
    return {entity.name for entity in entities if entity.kind == kind}


def the(entities: Sequence[Entity], name: str) -> Entity:
    (found,) = [entity for entity in entities if entity.name == name]
    return found


def printed(text: str, entity: Entity) -> list[str]:
    return [text[mention.start : mention.end] for mention in entity.mentions]


SUMMIT = (
    "French President Emmanuel Macron flew to Ottawa for talks with Canada's Foreign Minister Nora Brandt.\n"
    "Macron said France and Canada would send aid to Lebanon. Brandt's office said the US would help.\n"
    "The United States and the United Nations welcomed the plan. Iranian and Israeli officials said no."
)


def test_a_news_report_yields_its_people_places_and_organisations() -> None:
    found = find(SUMMIT)

    assert named(found, "person") == {"Emmanuel Macron", "Nora Brandt"}
    assert named(found, "place") == {"Ottawa", "France", "Canada", "Lebanon", "United States"}
    assert named(found, "organisation") == {"United Nations"}


def test_surnames_are_joined_to_the_full_name_without_the_possessive() -> None:
    found = find(SUMMIT)

    assert printed(SUMMIT, the(found, "Emmanuel Macron")) == ["Emmanuel Macron", "Macron"]
    assert printed(SUMMIT, the(found, "Nora Brandt")) == ["Nora Brandt", "Brandt"]


def test_mentions_name_their_sentence() -> None:
    entity = the(find(SUMMIT), "Emmanuel Macron")

    assert [mention.sentence for mention in entity.mentions] == [0, 1]


def test_us_and_united_states_are_one_place() -> None:
    assert printed(SUMMIT, the(find(SUMMIT), "United States")) == ["US", "United States"]


@pytest.mark.parametrize(
    ("text", "name", "mentions"),
    [
        (
            "The International Longshoremen's Association (ILA) walked out. The ILA wants a raise.",
            "International Longshoremen's Association",
            ["International Longshoremen's Association", "ILA", "ILA"],
        ),
        (
            "The World Health Organization sent vaccines. Doctors at the WHO said more would follow.",
            "World Health Organization",
            ["World Health Organization", "WHO"],
        ),
        (
            "Marlow Energy said on Friday it would close its plant. Workers at Marlow heard it on the radio.",
            "Marlow Energy",
            ["Marlow Energy", "Marlow"],
        ),
        (
            "Donald J. Trump spoke in Ohio. Crowds cheered Donald Trump for an hour. Trump then left.",
            "Donald J. Trump",
            ["Donald J. Trump", "Donald Trump", "Trump"],
        ),
        (
            "Ursula von der Leyen spoke in Brussels. Later von der Leyen met students.",
            "Ursula von der Leyen",
            ["Ursula von der Leyen", "von der Leyen"],
        ),
        (
            "Vega, a climate scientist, took office on Tuesday. Claudia Vega won the vote in June.",
            "Claudia Vega",
            ["Vega", "Claudia Vega"],
        ),
        (
            "Britain's Keir Starmer met Xi Jinping in Rio. Starmer said Xi had listened.",
            "Xi Jinping",
            ["Xi Jinping", "Xi"],
        ),
    ],
)
def test_short_forms_are_joined(text: str, name: str, mentions: list[str]) -> None:
    assert printed(text, the(find(text), name)) == mentions


def test_two_people_with_one_surname_stay_two() -> None:
    text = "Anna Keller and Peter Keller opened a bakery in Vienna. Keller said the rent was high."

    found = find(text)

    assert {"Anna Keller", "Peter Keller"} <= named(found, "person")
    assert printed(text, the(found, "Anna Keller")) == ["Anna Keller"]
    assert printed(text, the(found, "Peter Keller")) == ["Peter Keller"]


def test_a_namesake_who_comes_later_does_not_part_a_surname_from_its_owner() -> None:
    text = "Anna Keller opened a bakery in Vienna. Keller said the rent was high. Her rival is Peter Keller."

    assert printed(text, the(find(text), "Anna Keller")) == ["Anna Keller", "Keller"]


def test_a_surname_that_is_also_a_month_stays_with_its_given_name() -> None:
    assert named(find("Theresa May flew to Brussels in May."), "person") == {"Theresa May"}


def test_titles_are_no_part_of_a_name() -> None:
    text = (
        "Vice President Kamala Harris called Mr. Okafor on Sunday. US President Joe Biden was there. "
        "Dr. Lena Falk treated Senator Maria Lopez."
    )

    assert named(find(text), "person") == {"Kamala Harris", "Okafor", "Joe Biden", "Lena Falk", "Maria Lopez"}


def test_peoples_days_and_months_are_no_names() -> None:
    text = (
        "Israeli, Iranian, Palestinian and American diplomats met on Wednesday. "
        "Americans and Germans will vote in March, and Democrats hope for September."
    )

    assert find(text) == ()


def test_storms_are_no_people() -> None:
    text = "Hurricane Milton hit Florida at night. Milton then moved on to Georgia."

    assert named(find(text), "person") == set()


@pytest.mark.parametrize(
    "text",
    [
        "The hurricane is near. Forecasters fear the storm. Milton's eye is 20 miles wide.",
        "A tropical storm crossed the bay. The storm was late. Milton made landfall near Tampa at dawn.",
    ],
)
def test_a_storm_without_its_title_is_nobody(text: str) -> None:
    assert "Milton" not in {entity.name for entity in find(text)}


@pytest.mark.parametrize(
    ("text", "ship"),
    [
        ("The destroyer USS Harding left Norfolk on Monday. Sailors waved from the Harding.", "USS Harding"),
        ("The tanker Eastern Pearl ran aground off Oman.", "Eastern Pearl"),
        ("Smoke rose from a trawler, the Bonnie Jean, near Hull.", "Bonnie Jean"),
    ],
)
def test_ships_are_no_names(text: str, ship: str) -> None:
    assert ship not in {entity.name for entity in find(text)}


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("Rain fell on Florida, and Florida waited. FLORIDA is wet.", "place", {"Florida"}),
        ("Sen. Ada Holm, R-Kansas, met Rep. Joe Ray, D-Ohio.", "place", {"Kansas", "Ohio"}),
        ("A cable on the bed of the Gulf of Finland was cut.", "place", {"Gulf of Finland"}),
        ("They were buried in Valdosta, Georgia, on Friday.", "place", {"Valdosta", "Georgia"}),
        ("Police closed Habib Bourguiba Avenue at noon.", "place", {"Habib Bourguiba Avenue"}),
        ("But Biden said no. Nearby Anna Keller wept.", "person", {"Biden", "Anna Keller"}),
        ("Mrs Delgado called Mr. Okoro on Friday.", "person", {"Delgado", "Okoro"}),
        ("Wang Fang of China won. Mei Lin of China came second.", "person", {"Wang Fang", "Mei Lin"}),
        (
            "Lewis Hamilton won. Hamilton led from start to finish, and Hamilton wept.",
            "person",
            {"Lewis Hamilton"},
        ),
        ("Nobody at the airline Vornwick answered.", "organisation", {"Vornwick"}),
        (
            "Ana Ruiz, Vornwick's technical director, said so. Vornwick apologised.",
            "organisation",
            {"Vornwick"},
        ),
        (
            "The Indian Space Research Organisation lost touch with it. Engineers at ISRO wept.",
            "organisation",
            {"Indian Space Research Organisation"},
        ),
    ],
)
def test_names_are_of_the_right_kind(text: str, kind: str, names: set[str]) -> None:
    assert named(find(text), kind) == names


@pytest.mark.parametrize(
    "name",
    [
        "Abdulaziz al-Harbi",
        "Anahit Sargsyan",
        "Chidinma Okonkwo",
        "Fergal O'Shaughnessy",
        "Harpreet Singh Gill",
        "Katarzyna Bielik",
        "Lee Seo-yeon",
        "Lucía Andrade",
        "Nguyen Minh Quan",
        "Sigrún Jónsdóttir",
        "Tess Amory",
        "Zhou Lanying",
    ],
)
def test_people_from_around_the_world_are_found_whole(name: str) -> None:
    text = f"The road was closed for a week. {name}, a teacher, said nobody had been told. Snow fell all day."

    assert named(find(text), "person") == {name}


def test_a_name_inside_a_compound_is_found() -> None:
    text = "The Hamas-led attack began the Israel-Hamas war."

    found = find(text)

    assert printed(text, the(found, "Hamas")) == ["Hamas", "Hamas"]
    assert printed(text, the(found, "Israel")) == ["Israel"]


def test_a_dateline_in_capitals_is_printed_as_a_name() -> None:
    text = "JERUSALEM - Troops left the north on Monday, a spokesman in Jerusalem said."

    assert printed(text, the(find(text), "Jerusalem")) == ["JERUSALEM", "Jerusalem"]


def test_the_headline_makes_a_name_salient_and_has_no_mentions() -> None:
    text = (
        "Officials in Geneva met Paula Stern. Nobody spoke of it. Another guest was Ahmed Naser, from Cairo."
    )

    plain = the(find(text), "Ahmed Naser")
    raised = the(find(text, "Ahmed Naser comes to Geneva"), "Ahmed Naser")

    assert raised.salience > plain.salience
    assert raised.mentions == plain.mentions


def test_the_most_salient_come_first() -> None:
    found = find(SUMMIT, "Macron in Ottawa for talks")

    assert found[0].name == "Emmanuel Macron"
    assert [e.salience for e in found] == sorted((e.salience for e in found), reverse=True)


def test_a_finder_travels_to_another_process() -> None:
    copy = pickle.loads(pickle.dumps(finder()))  # noqa: S301

    assert copy.find(SUMMIT, sentences_of(SUMMIT)) == find(SUMMIT)


def test_missing_data_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="could not be read"):
        load_entity_finder(tmp_path)
