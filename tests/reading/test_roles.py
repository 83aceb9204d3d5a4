"""What the text says people and organisations are: titles, appositions, and nothing garbled."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.models import Sentence
from tests.reading.test_entities import find, finder, the


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        # titles before the name
        (
            "A visit by Japan's Defense Minister Kenji Mori was cancelled.",
            "Kenji Mori",
            "Japan's Defense Minister",
        ),
        ("US President Joe Biden spoke on Wednesday.", "Joe Biden", "US President"),
        (
            "It was said that Polish Prime Minister Donald Tusk would come.",
            "Donald Tusk",
            "Polish Prime Minister",
        ),
        ("Vice President Kamala Harris joined the call.", "Kamala Harris", "Vice President"),
        (
            "Her opponent former President Donald Trump criticized the plan.",
            "Donald Trump",
            "former President",
        ),
        ("He wrote to Secretary of State Antony Blinken on Monday.", "Antony Blinken", "Secretary of State"),
        (
            "The letter reached White House press secretary Anna Cole on Friday.",
            "Anna Cole",
            "White House press secretary",
        ),
        (
            "Police thanked the hospital's chief surgeon Ravi Patel.",
            "Ravi Patel",
            "the hospital's chief surgeon",
        ),
        ("They met Sen. Maria Lopez in Ohio.", "Maria Lopez", "Sen."),
        # appositions after it
        (
            "Tomas Rivera, chief executive of Marlow Energy, said sales fell.",
            "Tomas Rivera",
            "chief executive of Marlow Energy",
        ),
        ("Dr. Lena Falk, the hospital's director, resigned.", "Lena Falk", "hospital's director"),
        (
            "Claudia Vega, a climate scientist and former mayor of Mexico City, won.",
            "Claudia Vega",
            "climate scientist and former mayor of Mexico City",
        ),
        ("“We waited,” said Anna Keller, 54, a teacher in Vienna.", "Anna Keller", "teacher in Vienna"),
        (
            "Maria Lopez, the Democratic candidate to succeed him, on Tuesday said no.",
            "Maria Lopez",
            "Democratic candidate",
        ),
        ("Peter Stone, a fisherman who lost his boat, wept.", "Peter Stone", "fisherman"),
        # appositions before it
        ("The company's chairman, Peter Stone, declined to comment.", "Peter Stone", "company's chairman"),
        ("The mayor of Quito, Ana Ruiz, said the road was closed.", "Ana Ruiz", "mayor of Quito"),
        # in a clause
        (
            "Cars will be banned, Lucía Andrade told reporters on Tuesday. She is the mayor of Quito.",
            "Lucía Andrade",
            "mayor of Quito",
        ),
        ("Ana Ruiz is now the mayor of Quito.", "Ana Ruiz", "mayor of Quito"),
        ("Joe Ssali, who was bishop of Kampala, died on Thursday.", "Joe Ssali", "bishop of Kampala"),
        ("Her lawyer is Dr. Lena Falk.", "Lena Falk", "lawyer"),
        ("The bank hired Priya Rao as its chief economist.", "Priya Rao", "chief economist"),
        ("“Nobody asked,” said Marco Ruiz, 54, who runs a bakery.", "Marco Ruiz", "runs a bakery"),
        # after the name
        ("They met Governor Tim Walz of Minnesota.", "Tim Walz", "Governor of Minnesota"),
        ("Tim Walz, Minnesota's governor, spoke.", "Tim Walz", "Minnesota's governor"),
        (
            "The speaker of the lower house, Anna Keller, threw them out.",
            "Anna Keller",
            "speaker of the lower house",
        ),
        ("It was signed by State Sen. Maria Lopez.", "Maria Lopez", "State Sen."),
        (
            "Hattie Corbin, the mill's owner and the granddaughter of its founder, told workers.",
            "Hattie Corbin",
            "mill's owner",
        ),
        # organisations
        (
            "Kelpline Energy, a tidal-power start-up, hired ten people.",
            "Kelpline Energy",
            "tidal-power start-up",
        ),
    ],
)
def test_the_role_is_told_in_the_texts_own_words(text: str, name: str, role: str) -> None:
    assert the(find(text), name).role == role


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anna Keller, who lives in Vienna, wept.", "Anna Keller"),
        ("Anna Keller, 54, wept.", "Anna Keller"),
        ("Anna Keller, on Tuesday, wept.", "Anna Keller"),
        ("Anna Keller, Peter Stone and Maria Lopez came.", "Anna Keller"),
        ("After meeting Anna Keller, the prime minister ordered troops to withdraw.", "Anna Keller"),
        ("Business groups want Anna Keller to act.", "Anna Keller"),
        ("He met his counterpart Anna Keller in Vienna.", "Anna Keller"),
        ("Anna Keller, the president said, would come.", "Anna Keller"),
        ("On Monday Anna Keller left Vienna.", "Anna Keller"),
        ("Anna Keller and the director of the museum left Vienna.", "Anna Keller"),
    ],
)
def test_there_is_no_role_where_none_is_told(text: str, name: str) -> None:
    assert the(find(text), name).role is None


def test_the_more_telling_role_is_kept() -> None:
    text = "President Emilia Stone spoke first. Stone, a physicist and former mayor of Quito, said little."

    assert the(find(text), "Emilia Stone").role == "physicist and former mayor of Quito"


def test_a_verb_before_the_title_is_not_taken_along() -> None:
    text = "Business groups want President Emilia Stone to send the strikers back to work."

    assert the(find(text), "Emilia Stone").role == "President"


_PIECES = st.sampled_from(
    "Anna Keller , . the a an of 's director president former chief executive who said and her 54 ( ) \u2014 "
    "Vienna to minister Marlow Energy company based in on Tuesday hospital for scientist with its".split()
)


@settings(max_examples=150, deadline=None)
@example("the who 's director Anna")
@given(st.lists(_PIECES, min_size=2, max_size=40).map(" ".join))
def test_roles_are_short_pieces_of_the_text(text: str) -> None:
    squeezed = " ".join(text.split())

    for entity in finder().find(text, [Sentence(0, len(text), 0)]):
        role = entity.role
        if role is None:
            continue
        assert role in squeezed
        assert len(role) <= 85
        assert any(c.isalpha() for c in role)
        assert "who" not in role.split()
