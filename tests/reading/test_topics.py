"""Topic labels: a table of headlines with their topics, and how the scorer weighs what it finds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Article, Document, Topic
from bot.reading.topics import TopicScorer
from bot.resources import load_topics

SCORER = TopicScorer(load_topics())


@dataclass(frozen=True, slots=True)
class Labelled:
    """A headline and the beginning of its article; "world politics?" is about the world, perhaps politics."""

    topics: str
    headline: str
    lead: str

    @property
    def wanted(self) -> set[str]:
        """The topics it must be given."""
        return {topic for topic in self.topics.split() if not topic.endswith("?")}

    @property
    def allowed(self) -> set[str]:
        """The topics it may be given."""
        return {topic.rstrip("?") for topic in self.topics.split()}


EASY = [
    Labelled(
        "world",
        "Envoys meet in Doha to save truce",
        "Diplomats from five countries gathered on Sunday to keep a ceasefire alive after rockets "
        "hit the border.",
    ),
    Labelled(
        "world",
        "UN votes to send peacekeepers to the valley",
        "The Security Council agreed to a force of 4,000 soldiers after months of fighting between "
        "rebels and the army.",
    ),
    Labelled(
        "world",
        "Two neighbours reopen embassies after ten years",
        "The foreign ministers shook hands on a treaty that ends a decade without an ambassador on "
        "either side.",
    ),
    Labelled(
        "world politics?",
        "Generals seize power in island coup",
        "Troops surrounded the palace before dawn and a junta declared that the president had been removed.",
    ),
    Labelled(
        "world",
        "Drone strikes black out half of Kharkiv",
        "Russian drones and missiles hit power stations overnight, the Ukrainian military said on Friday.",
    ),
    Labelled(
        "politics",
        "Opposition wins by-election in mining town",
        "Voters turned out in record numbers and handed the seat to a first-time candidate of the "
        "opposition party.",
    ),
    Labelled(
        "politics",
        "Senate rejects budget by three votes",
        "Lawmakers sent the bill back to the lower house after a debate that lasted until midnight.",
    ),
    Labelled(
        "politics",
        "Mayor will not seek a third term",
        "The mayor told the city council that the campaign of next spring would be fought without her.",
    ),
    Labelled(
        "politics",
        "Coalition talks break down in the north",
        "The ruling party and its smaller partner could not agree on who should lead the cabinet "
        "after the election.",
    ),
    Labelled(
        "politics",
        "Parliament backs vote at sixteen",
        "Members of parliament approved legislation that lowers the voting age before the next "
        "general election.",
    ),
    Labelled(
        "business",
        "Biscuit maker to cut 300 jobs after profit falls",
        "The company told investors that sales had dropped by a tenth and that two factories would close.",
    ),
    Labelled(
        "business",
        "Central bank holds interest rates",
        "Policymakers said that inflation was falling more slowly than economists had hoped.",
    ),
    Labelled(
        "business",
        "Shares in shipbuilder jump on takeover offer",
        "The stock market welcomed a bid of $2 billion by a private equity fund.",
    ),
    Labelled(
        "business",
        "Bus drivers vote to strike over wages",
        "The trade union said that its members had turned down the latest pay offer from their employer.",
    ),
    Labelled(
        "business",
        "Unemployment at its lowest since spring",
        "Firms added workers in every industry but one, according to the jobs report on Friday.",
    ),
    Labelled(
        "technology",
        "Chatbot maker opens its model to everyone",
        "The artificial intelligence start-up said that developers could download the software for free.",
    ),
    Labelled(
        "technology",
        "Phone maker delays folding screen",
        "The smartphone was to run a new operating system, but engineers found a fault in the device.",
    ),
    Labelled(
        "technology",
        "Hackers steal passwords of a million users",
        "A data breach at an online platform laid open names and emails, the company said.",
    ),
    Labelled(
        "technology",
        "Village gets fast internet at last",
        "A broadband network reached the last hundred homes, ten years after it was promised.",
    ),
    Labelled(
        "technology",
        "Driverless taxis take to the motorway",
        "The robotaxi firm switched on software that lets its electric cars travel at full speed.",
    ),
    Labelled(
        "science",
        "Telescope finds water on a faraway planet",
        "Astronomers saw the sign of vapour in the light of an exoplanet 120 light years away.",
    ),
    Labelled(
        "science",
        "Bones of an unknown dinosaur dug up by farmer",
        "The fossil belongs to a new species, researchers at the university said.",
    ),
    Labelled(
        "science",
        "Physicists weigh the lightest particle",
        "The experiment took twelve years in a laboratory under a mountain.",
    ),
    Labelled(
        "science",
        "Rover drills deeper on Mars than ever",
        "NASA said that the sample of rock may be three billion years old.",
    ),
    Labelled(
        "health",
        "Measles outbreak closes two schools",
        "Doctors asked parents to have their children vaccinated after thirty cases in a week.",
    ),
    Labelled(
        "health",
        "New drug slows Alzheimer's in large trial",
        "Patients who took the treatment for two years kept more of their memory, the hospital said.",
    ),
    Labelled(
        "health",
        "Nurses warn of empty wards this winter",
        "A third of beds at the hospital cannot be used because there is nobody to care for the patients.",
    ),
    Labelled(
        "health",
        "Tiredness clinic swamped after first month",
        "Physicians at the clinic say that long waits for a diagnosis make the illness worse.",
    ),
    Labelled(
        "climate",
        "Typhoon nears the southern islands",
        "Forecasters expect winds of 180 kilometres an hour and a storm surge along the coast.",
    ),
    Labelled(
        "climate",
        "Wildfire jumps the river and threatens town",
        "Residents were told to leave as flames spread through a forest dried out by months of drought.",
    ),
    Labelled(
        "climate",
        "Beavers bring the wetland back",
        "Conservationists say that the animals have done more for wildlife in the valley than any "
        "dam of concrete.",
    ),
    Labelled(
        "climate",
        "Country to shut its last coal plant",
        "Emissions of carbon dioxide have halved since wind farms went up along the coast.",
    ),
    Labelled(
        "sports",
        "Late goal lifts United to the top",
        "The striker scored in stoppage time and the league has a new leader.",
    ),
    Labelled(
        "sports",
        "Teenager wins first tennis title in Rome",
        "She beat the champion in three sets, the youngest player in the final for thirty years.",
    ),
    Labelled(
        "sports",
        "Marathon record falls by eleven seconds",
        "The runner broke away after thirty kilometres and had the last mile to herself.",
    ),
    Labelled(
        "sports",
        "Coach sacked after sixth defeat in a row",
        "The club has not won a match since August and sits last in the table.",
    ),
    Labelled(
        "culture",
        "Booker Prize goes to a debut about lighthouse keepers",
        "The novel, written on night shifts, is the first by its author.",
    ),
    Labelled(
        "culture",
        "Lost film of the silent age is shown again",
        "The cinema was full for a screening that a pianist accompanied as in 1921.",
    ),
    Labelled(
        "culture",
        "Museum gives bronze back to its village",
        "The sculpture had stood in the gallery for a century.",
    ),
    Labelled(
        "culture",
        "Opera house sells every seat for a year",
        "The orchestra and its conductor owe their luck to a singer of twenty-four.",
    ),
]

HARD = [
    # the word of another topic
    Labelled(
        "climate business?",
        "Apple harvest fails after late frost",
        "Growers in the valley lost most of the crop when the temperature fell below zero; "
        "forecasters expect more of "
        "such weather.",
    ),
    Labelled(
        "business",
        "Supermarkets begin a price war over milk",
        "The largest retailer cut prices by a fifth and its rivals followed within hours.",
    ),
    Labelled(
        "business world?",
        "Trade war weighs on exporters",
        "Manufacturers fear for sales as tariffs on steel take effect on Monday.",
    ),
    Labelled(
        "politics",
        "Storm of criticism over minister's flights",
        "The opposition asked in parliament who had paid for the trips during the election campaign.",
    ),
    Labelled(
        "politics",
        "Governor wins second term in landslide",
        "Democrats kept the state, and the Republican candidate conceded before midnight.",
    ),
    Labelled(
        "technology",
        "Computer virus stops the trams",
        "Malware that came by email locked the servers of the transport network.",
    ),
    Labelled(
        "sports",
        "Outsiders storm to third straight win",
        "The team scored four goals in the second half and the coach praised the young goalkeeper.",
    ),
    Labelled(
        "culture",
        "Star Wars director turns to the stage",
        "The film-maker will put on a play in a small theatre, his first drama without a screen.",
    ),
    Labelled(
        "culture",
        "Nobel Prize in literature for a teller of short stories",
        "The Swedish Academy praised the author for prose of great calm.",
    ),
    Labelled(
        "politics health?",
        "Death penalty debate returns to the senate",
        "Lawmakers will vote on a bill that abolishes capital punishment.",
    ),
    Labelled(
        "science",
        "Space probe sends its last picture",
        "The spacecraft ran out of power beyond the orbit of Saturn.",
    ),
    Labelled(
        "politics business?",
        "Police probe mayor's contracts",
        "The city council asked the attorney general to look at deals that the mayor signed before "
        "the election.",
    ),
    Labelled(
        "sports health?",
        "Captain out for season with knee injury",
        "The midfielder hurt a ligament in the match on Saturday, the club said.",
    ),
    Labelled(
        "health sports?",
        "Concussion clinic opens for rugby players",
        "Doctors at the hospital will follow patients for ten years to learn how the brain recovers.",
    ),
    # two topics
    Labelled(
        "culture technology",
        "Hackers shut down national library",
        "Ransomware has locked the catalogue, and readers of the museum's archive cannot order a "
        "book online.",
    ),
    Labelled(
        "technology business",
        "Chip maker's shares fall as demand for AI cools",
        "Semiconductor stocks lost $200 billion after the company told investors that revenue would shrink.",
    ),
    Labelled(
        "climate politics",
        "Carbon tax splits the governing coalition",
        "Lawmakers of both parties vote this week on a bill to cut emissions before the election.",
    ),
    Labelled(
        "health science?",
        "Gene therapy lets deaf children hear",
        "Five patients regained hearing after doctors at the hospital put a working gene into the inner ear.",
    ),
    Labelled(
        "culture sports?",
        "Film about a forgotten boxer wins in Venice",
        "The documentary took the festival's first prize; its director is a former heavyweight.",
    ),
    Labelled(
        "world climate?",
        "Earthquake rescue brings enemies to the table",
        "Diplomats from both nations agreed to a ceasefire so that aid convoys can cross the border.",
    ),
]


def article(headline: str, text: str, topics: tuple[str, ...] = ()) -> Article:
    document = Document(headline, text, datetime(2024, 10, 9, tzinfo=UTC), topics=topics)
    return Article(document, (), (), (), (), (), (), "", 0)


def labels(headline: str, text: str) -> list[str]:
    return [label.topic for label in SCORER.label(article(headline, text))]


@pytest.mark.parametrize("example", [*EASY, *HARD], ids=lambda example: example.headline)
def test_an_article_is_filed_where_a_reader_would_look_for_it(example: Labelled) -> None:
    found = set(labels(example.headline, example.lead))

    assert example.wanted <= found <= example.allowed


def test_the_clearest_topic_comes_first_with_the_highest_score() -> None:
    found = SCORER.label(
        article("Rovers reach cup final", "The striker scored twice. The mayor will hold a parade.")
    )

    assert found[0].topic == "sports"
    assert [label.score for label in found] == sorted((label.score for label in found), reverse=True)
    assert all(label.score >= 1 for label in found)


def test_small_talk_has_no_topic() -> None:
    assert labels("A walk in the lane", "It was a fine morning and nobody was about.") == []


def test_a_word_far_down_counts_less_than_one_in_the_headline() -> None:
    filler = "Nothing much was said about it.\n\n" * 4

    assert labels("Hospital", filler) == ["health"]
    assert labels("Nothing", filler + "A hospital stands there.") == []


def test_a_text_without_paragraphs_has_a_lead_all_the_same() -> None:
    filler = "Nothing much was said about it. " * 60

    assert labels("Nothing", "The hospital has a clinic. " + filler) == ["health"]
    assert labels("Nothing", filler + "The hospital has a clinic.") == []


def test_one_word_repeated_for_ever_is_counted_three_times() -> None:
    thrice = SCORER.label(article("Nothing", "hospital " * 3))
    often = SCORER.label(article("Nothing", "hospital " * 60))

    assert thrice == often


def test_the_publisher_s_own_label_counts_in_any_spelling() -> None:
    plain = article("A walk in the lane", "It was a fine morning.")
    labelled = replace(
        plain, document=replace(plain.document, topics=("CULTURE", "Climate and environment", "Cats"))
    )

    assert {label.topic for label in SCORER.label(labelled)} == {"culture", "climate"}


def test_the_longest_phrase_wins_and_an_excluded_one_takes_points_off() -> None:
    pets = Topic(
        "pets", "Pets", "", "", words={"dog": 1.0, "hot dog stand": 0.5}, excluded=("dog days",), threshold=1
    )
    scorer = TopicScorer({"pets": pets})

    assert scorer.label(article("Dog", ""))[0].score == 3.0
    assert scorer.label(article("Hot dog stand", ""))[0].score == 1.5
    assert scorer.label(article("Dog days", "dog")) == ()


def test_plurals_and_capitals_are_folded() -> None:
    assert labels("HOSPITALS", "") == labels("hospital", "") == ["health"]


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_can_be_labelled(headline: str, text: str, given_topics: list[str]) -> None:
    found = SCORER.label(article(headline, text, tuple(given_topics)))

    assert {label.topic for label in found} <= set(load_topics())
