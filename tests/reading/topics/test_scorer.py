"""How the scorer weighs what it finds: parts of the text, phrases, names, hints, exclusions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Article, Document, Entity, EntityKind, Mention, Topic
from bot.reading.topics import TopicScorer
from bot.resources import load_topics
from tests.bounded import ends
from tests.reading.topics.labelled import PUBLISHED

SCORER = TopicScorer(load_topics())
FILLER = "Nothing much was said about it.\n\n" * 4


def article(
    headline: str, text: str, topics: tuple[str, ...] = (), entities: tuple[Entity, ...] = ()
) -> Article:
    document = Document(headline, text, PUBLISHED, topics=topics)
    return Article(document, (), (), (), entities, (), (), "", 0)


def entity(text: str, name: str, kind: EntityKind) -> Entity:
    start = text.index(name)
    return Entity(name, kind, (Mention(start, start + len(name), 0),))


def topic(
    name: str,
    words: dict[str, float] | None = None,
    *,
    entities: dict[tuple[str, EntityKind | None], float] | None = None,
    excluded: tuple[str, ...] = (),
    threshold: float = 1,
) -> Topic:
    return Topic(name, name.title(), "", "", words or {}, excluded, threshold, entities or {})


def scores(topics: list[Topic], *parts: str, entities: tuple[Entity, ...] = ()) -> dict[str, float]:
    headline, text = (*parts, "")[:2]
    scorer = TopicScorer({each.name: each for each in topics})
    return {label.topic: label.score for label in scorer.label(article(headline, text, entities=entities))}


def labels(headline: str, text: str) -> list[str]:
    return [label.topic for label in SCORER.label(article(headline, text))]


# --- parts of the text -----------------------------------------------------------------------------------


def test_the_clearest_topic_comes_first_with_the_highest_score() -> None:
    found = SCORER.label(
        article("Rovers reach cup final", "The striker scored twice. The mayor will hold a parade.")
    )

    assert found[0].topic == "sports"
    assert [label.score for label in found] == sorted((label.score for label in found), reverse=True)
    assert all(label.score >= 1 for label in found)


def test_small_talk_has_no_topic() -> None:
    assert labels("A walk in the lane", "It was a fine morning and nobody was about.") == []


def test_the_headline_counts_more_than_the_lead_and_the_lead_more_than_the_rest() -> None:
    pets = [topic("pets", {"dog": 1}, threshold=0.1)]

    headline, lead, body = (
        scores(pets, "Dog"),
        scores(pets, "", "A dog."),
        scores(pets, "", FILLER + "A dog."),
    )

    assert headline["pets"] > lead["pets"] > body["pets"]


def test_a_text_without_paragraphs_has_a_lead_all_the_same() -> None:
    pets = [topic("pets", {"dog": 1}, threshold=0.01)]
    filler = "Nothing much was said about it. " * 60

    assert scores(pets, "", "A dog. " + filler)["pets"] > scores(pets, "", filler + "A dog.")["pets"]


def test_a_word_repeated_is_counted_three_times() -> None:
    pets = [topic("pets", {"dog": 1})]

    assert scores(pets, "dog dog dog") == scores(pets, "dog dog dog dog dog")


def test_what_is_lost_in_a_long_text_counts_less() -> None:
    pets = [topic("pets", {"dog": 1}, threshold=0.01)]

    assert scores(pets, "A dog and " + "so on " * 40)["pets"] < scores(pets, "A dog and so on")["pets"]
    long, short = FILLER + "dog " + "so on " * 400, FILLER + "dog so on"
    assert scores(pets, "", long)["pets"] < scores(pets, "", short)["pets"]


# --- words and phrases -----------------------------------------------------------------------------------


def test_the_longest_phrase_wins_and_an_excluded_one_takes_points_off() -> None:
    pets = [topic("pets", {"dog": 1, "hot dog stand": 0.5}, excluded=("dog days",))]

    assert scores(pets, "Dog") == {"pets": 3}
    assert scores(pets, "Hot dog stand") == {"pets": 1.5}
    assert scores(pets, "Dog days", "dog") == {}


def test_a_phrase_of_one_topic_keeps_its_words_from_the_others() -> None:
    both = [topic("world", {"war": 3}), topic("business", {"trade war": 3})]

    assert scores(both, "A trade war begins") == {"business": 9}


def test_what_one_topic_excludes_the_others_still_hear() -> None:
    both = [topic("sports", {"race": 3}, excluded=("space race",)), topic("science", {"space": 3})]

    assert scores(both, "A space race begins") == {"science": 9}


def test_plurals_capitals_hyphens_and_possessives_are_folded() -> None:
    care = [topic("care", {"hospital": 1, "play off": 1, "city": 1})]

    for headline in ("HOSPITALS", "hospital", "The hospital's", "the hospital’s", "Play-offs", "Cities"):
        assert scores(care, headline) == {"care": 3}, headline


def test_a_word_listed_in_the_plural_is_not_found_in_the_singular() -> None:
    money = [
        topic("money", {"shares": 1, "stock": 1, "oil price": 1}),
        topic("other", {"prices": 1, "share": 1}),
    ]

    assert scores(money, "Shares fall") == {"money": 3, "other": 3}
    assert scores(money, "They share a secret") == {"other": 3}
    assert scores(money, "Oil prices fall") == {"money": 3}


def test_a_star_stands_for_any_end_of_a_word() -> None:
    health = [topic("health", {"vaccin*": 1}), topic("pets", {"vaccine dog": 1})]

    for headline in ("Vaccines", "Vaccinated", "A vaccination", "Vaccine"):
        assert scores(health, headline) == {"health": 3}, headline
    assert scores(health, "A vaccine dog") == {"pets": 3}
    assert scores(health, "A vacation") == {}


def test_many_hints_do_not_make_a_topic() -> None:
    sports = [topic("sports", {"goalkeeper": 3, "win": 1, "score": 1, "final": 1, "round": 1}, threshold=9)]

    assert scores(sports, "Win, score, final, round", "A win, a score, a final, a round") == {}
    assert scores(sports, "Goalkeeper, win, final") == {"sports": round(15 / 9, 3)}


# --- names -----------------------------------------------------------------------------------------------


def test_a_name_counts_as_it_is_printed_and_not_otherwise() -> None:
    money = [topic("money", entities={("Federal Reserve", None): 1, ("Fed", None): 1})]

    assert scores(money, "Federal Reserve waits") == {"money": 3}
    assert scores(money, "The Fed's choice") == scores(money, "The Fed’s choice") == {"money": 3}
    assert scores(money, "Farmers fed the hens in the federal reserve") == {}


def test_a_name_of_a_kind_counts_where_the_reader_found_that_kind() -> None:
    tech = [topic("technology", entities={("Apple", "organisation"): 1})]
    company, harvest = "Last week Apple raised prices.", "Apple harvest fails in the valley."

    assert scores(tech, "Apple raises prices", company, entities=(entity(company, "Apple", "organisation"),))
    assert scores(tech, "Apple harvest fails", harvest) == {}
    assert scores(tech, "Apple in Paris", company, entities=(entity(company, "Apple", "person"),)) == {}


def test_a_short_form_has_the_kind_of_the_full_name() -> None:
    tech = [topic("technology", entities={("Apple", "organisation"): 1})]
    text = "Apple Inc. said so. Apple was sure."
    company = Entity("Apple Inc.", "organisation", (Mention(0, 10, 0), Mention(20, 25, 1)))

    assert scores(tech, "", text, entities=(company,))


def test_one_name_can_be_two_things() -> None:
    both = [
        topic("science", entities={("Mercury", "place"): 1}),
        topic("sports", entities={("Mercury", "organisation"): 1}),
    ]
    text = "At night Mercury shone."

    assert scores(both, "", text, entities=(entity(text, "Mercury", "place"),)).keys() == {"science"}
    assert scores(both, "", text, entities=(entity(text, "Mercury", "organisation"),)).keys() == {"sports"}


def test_a_longer_phrase_beats_a_name_and_a_name_a_word() -> None:
    both = [
        topic("technology", {"amazon": 1}, entities={("Amazon", None): 2}),
        topic("climate", {"amazon rainforest": 1}),
    ]

    assert scores(both, "Amazon") == {"technology": 6}
    assert scores(both, "Amazon rainforest") == {"climate": 3}
    assert scores(both, "amazon") == {"technology": 3}


# --- the publisher's labels, and why ---------------------------------------------------------------------


def test_the_publisher_s_own_label_counts_in_any_spelling() -> None:
    plain = article("A walk in the lane", "It was a fine morning.")
    labelled = replace(
        plain, document=replace(plain.document, topics=("CULTURE", "Climate and environment", "Cats"))
    )

    assert {label.topic for label in SCORER.label(labelled)} == {"culture", "climate"}


def test_what_was_counted_can_be_told() -> None:
    scorer = TopicScorer(
        {"pets": topic("pets", {"dog": 2}, entities={("Rex", None): 1}, excluded=("cat",), threshold=2)}
    )

    told = scorer.explain(article("Dog Rex", "A cat."))

    assert [(each.phrase, each.points) for each in told] == [("dog", 3), ("Rex", 1.5), ("cat", -1.5)]


@pytest.mark.parametrize(
    "text",
    [
        "word" * 50_000,
        "a.b'c" * 40_000,
        "war " * 50_000,
        "NATO's " * 30_000,
        "\n" * 200_000,
        "\n \n" * 50_000,
    ],
    ids=["one word", "dots", "one word again and again", "one name", "empty lines", "blank lines"],
)
def test_a_monstrous_text_takes_no_monstrous_time(text: str) -> None:
    with ends():
        SCORER.label(article(text, text))


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_can_be_labelled_and_explained(headline: str, text: str, given_topics: list[str]) -> None:
    made = article(headline, text, tuple(given_topics))

    assert {label.topic for label in SCORER.label(made)} <= set(load_topics())
    assert all(each.topic in load_topics() for each in SCORER.explain(made))


@given(
    st.lists(st.sampled_from(["war", "trade war", "the", "trade", "NATO", "peace", "Apple"]), max_size=30),
    st.dictionaries(st.sampled_from(["war", "trade war", "tra*", "peace"]), st.floats(0.1, 9), max_size=4),
)
def test_scores_are_finite_and_sorted_whatever_the_words_weigh(
    said: list[str], words: dict[str, float]
) -> None:
    scorer = TopicScorer(
        {"one": topic("one", words, entities={("NATO", None): 2}), "two": topic("two", {"war": 1})}
    )

    found = [label.score for label in scorer.label(article(" ".join(said), " ".join(reversed(said))))]

    assert found == sorted(found, reverse=True)
    assert all(1 <= score < 1e4 for score in found)
