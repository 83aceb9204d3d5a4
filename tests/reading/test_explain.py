"""Why each sentence of a summary was chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Article, Document
from bot.reading.reader import Reader
from bot.reading.sentences import split_sentences
from bot.reading.summary import FITTED, explain_summary, rank_sentences, rate_sentences, summarize
from bot.reading.summary.explain import ordinal
from tests.reading.articles import sample_documents, shipwreck

BODY = (
    "The ferry line of Ansel has let its 12 pilots go after a summer without fog on the coast. "
    "They will be paid until the end of the year. "
    "Ships of the ferry line sail between Port Ansel and Skerry Head six times a day in summer. "
    "“The ferry line cannot pay for pilots,” said Nora Blix, who owns it with two brothers. "
    "Hotels of the island open in April and close at the end of October each year. "
    "The county has asked for a meeting about the winter timetable of the ships."
)


def summarized(text: str, headline: str = "", count: int = 3) -> Article:
    sentences = split_sentences(text)
    rated = rate_sentences(text, sentences, headline)
    return Article(
        document=Document(headline, text, datetime(2024, 10, 9, tzinfo=UTC)),
        sentences=sentences,
        summary=summarize(rated, count),
        ranking=rank_sentences(rated),
        entities=(),
        dates=(),
        events=(),
        content_hash="",
        fingerprint=0,
    )


@pytest.mark.parametrize("document", sample_documents()[:12], ids=lambda document: document.origin)
def test_each_sentence_of_a_summary_has_its_reasons(reader: Reader, document: Document) -> None:
    article = reader.read(document)

    choices = explain_summary(article)

    assert tuple(choice.sentence for choice in choices) == article.summary
    for choice in choices:
        place = f"{ordinal(choice.sentence + 1)} sentence of the article"
        assert place in choice.reasons
        assert all(reason == reason.strip() and "\n" not in reason for reason in choice.reasons)


def test_the_reasons_tell_the_real_numbers() -> None:
    article = summarized(BODY, "Ferry line lets pilots go", count=1)

    (choice,) = explain_summary(article)

    merits = rate_sentences(BODY, article.sentences, "Ferry line lets pilots go").merits[0]
    assert choice.reasons[0] == "1st sentence of the article"
    assert f"shares {merits.headline_words} words with the headline" in choice.reasons
    assert any(f"(LexRank {merits.lexrank:.2f})" in reason for reason in choice.reasons)
    assert merits.headline_words == 3


def test_what_weighs_most_is_told_first_and_what_speaks_against_it_last() -> None:
    choices = explain_summary(summarized(BODY, "Ferry line lets pilots go"))

    for choice in choices:
        against = [reason.startswith("although") for reason in choice.reasons]
        assert against == sorted(against)


def test_a_sentence_that_is_taken_along_says_for_whose_sake() -> None:
    text = (
        "The hall was full. Nothing was decided in the hall on Monday. "
        "She wants the ferry line of Ansel, its pilots and its ships to be owned by the island's county. "
        "The ferry line of Ansel has ships and pilots on the island in all months. "
        "The ships of the ferry line sail to the island in summer. "
        "Hotels of the island open in April and close in October."
    )

    first, second = explain_summary(
        summarized(text, "County wants to own the ferry line, its ships, pilots, island", count=2)
    )

    assert first.reasons[0] == "taken along: the next sentence leans on it (“She”)"
    assert second.reasons[0] == "3rd sentence of the article"


def test_a_quotation_that_is_taken_along_says_so() -> None:
    text = (
        "“The line has no money. The ferry line of Ansel needs help for its ships,” said Nora Blix. "
        "The county has asked for a meeting about the winter timetable of the ships. "
        "Hotels of the island open in April and close at the end of October each year. "
        "Fishing boats carry the mail of Skerry Head in the months of storms."
    )

    choices = explain_summary(summarized(text, "Ferry line of Ansel needs help for its ships", count=2))

    assert [choice.sentence for choice in choices] == [0, 1]
    told = [reason for choice in choices for reason in choice.reasons if reason.startswith("taken along")]
    assert len(told) == 1
    assert "quotation" in told[0]


def test_a_summary_that_would_not_be_chosen_now_is_explained_too() -> None:
    article = replace(summarized(BODY), summary=(1, 4))

    choices = explain_summary(article)

    assert [choice.sentence for choice in choices] == [1, 4]
    assert choices[1].reasons[0] == "5th sentence of the article"


def test_where_nothing_is_fit_it_says_so() -> None:
    (choice,) = explain_summary(summarized("Rain.\n\nWind."))

    assert choice.reasons == ("no sentence of the article can be quoted alone",)


def test_a_weight_of_nothing_is_no_reason() -> None:
    sentences = split_sentences(BODY)
    rated = rate_sentences(BODY, sentences, "Ferry line lets pilots go", replace(FITTED, headline=0.0))

    assert rated.merits[0].total(rated.weights) < rated.merits[0].total()


@given(st.text() | st.text(alphabet='aAbB .!?"“”\n'), st.integers(1, 20))
def test_any_summary_is_explained(text: str, count: int) -> None:
    article = summarized(text, count=count)

    choices = explain_summary(article)

    assert tuple(choice.sentence for choice in choices) == article.summary
    assert all(choice.reasons for choice in choices)


def test_explaining_chooses_as_the_reader_did(reader: Reader) -> None:
    for count in range(1, 6):
        article = reader.read(shipwreck(), sentences=count)

        assert tuple(choice.sentence for choice in explain_summary(article)) == article.summary


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (21, "21st"),
        (113, "113th"),
    ],
)
def test_ordinals(number: int, said: str) -> None:
    assert ordinal(number) == said
