"""The scorers: what counts as right, what as wrong, and what the figures of many articles are."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from bench.scoring import Counts, Example, Tally, Told, aggregate, baseline, load_sets
from bench.scoring.tasks import dates, entities, fivews
from bench.scoring.told import told_by
from bot.models import Document
from bot.reading import Reader
from tests.reading.articles import shipwreck


def example(gold: Any, *, title: str | None = None, text: str = "", published: str | None = None) -> Example:
    return Example("one", title, text, published, gold)


# --- dates and names -------------------------------------------------------------------------------------


def test_a_date_that_is_found_whole_counts_thrice_and_one_that_only_touches_once() -> None:
    gold = [{"start": 0, "end": 10, "value": "2024-10-09"}, {"start": 20, "end": 30, "value": "P3D"}]

    tally = dates(example(gold), Told(dates=((0, 10, "2024-10-09"), (25, 40, "P4D"), (50, 60, "2024"))))

    assert tally.counts["relaxed_f1"] == Counts(hit=2, said=3, gold=2)
    assert tally.counts["strict_f1"] == Counts(hit=1, said=3, gold=2)
    assert tally.counts["value_f1"] == Counts(hit=1, said=3, gold=2)


def test_one_long_date_does_not_answer_for_two() -> None:
    gold = [{"start": 0, "end": 5, "value": "2024"}, {"start": 6, "end": 10, "value": "2025"}]

    assert dates(example(gold), Told(dates=((0, 10, "2024"),))).counts["relaxed_f1"].hit == 1


def test_of_two_dates_that_touch_the_one_that_covers_more_is_compared() -> None:
    gold = [{"start": 0, "end": 10, "value": "2024"}]

    assert dates(example(gold), Told(dates=((0, 2, "1999"), (2, 10, "2024")))).counts["value_f1"].hit == 1


def test_dates_side_by_side_do_not_touch() -> None:
    gold = [{"start": 5, "end": 10, "value": "2024"}]

    assert dates(example(gold), Told(dates=((0, 5, "2024"), (10, 12, "2024")))).counts["relaxed_f1"].hit == 0


def test_a_name_counts_when_both_its_place_and_its_kind_are_right() -> None:
    gold = [{"start": 0, "end": 4, "kind": "person"}, {"start": 10, "end": 14, "kind": "place"}]

    tally = entities(example(gold), Told(mentions=frozenset({(0, 4, "organisation"), (10, 14, "place")})))

    assert tally.counts["place_f1"] == Counts(hit=1, said=1, gold=1)
    assert tally.counts["person_f1"] == Counts(hit=0, said=0, gold=1)
    assert tally.counts["all_f1"] == Counts(hit=1, said=2, gold=2)


# --- who, what, when -------------------------------------------------------------------------------------


def test_who_and_what_are_compared_by_stems_with_the_nearest_gold_answer() -> None:
    pytest.importorskip("snowballstemmer")
    gold = {"who": ["the striking nurses", "Nurses"], "what": ["ended their strike"], "when": []}

    tally = fivews(example(gold), Told(who="Nurse", what="ending their long strikes"))

    assert tally.values["who_f1"] == 100
    assert tally.values["what_f1"] == pytest.approx(200 * 3 / 7)
    assert tally.values["what_hit"] == 100
    assert "when_day" not in tally.values


def test_a_shared_stop_word_is_no_hit() -> None:
    pytest.importorskip("snowballstemmer")
    gold = {"who": ["the mayor"], "what": [], "when": []}

    tally = fivews(example(gold), Told(who="the goat"))

    assert tally.values["who_hit"] == 0
    assert tally.values["who_f1"] == 50


@pytest.mark.parametrize(
    ("said", "day", "near"),
    [("2024-10-08", 100, 100), ("2024-10-09", 0, 100), ("2024-10-10", 0, 0), ("", 0, 0), ("soon", 0, 0)],
)
def test_when_is_the_day_or_one_beside_it(said: str, day: float, near: float) -> None:
    gold = {"who": [], "what": [], "when": ["2024-10-08", "last autumn"]}

    tally = fivews(example(gold), Told(when=said))

    assert tally.values == {"when_day": day, "when_within_a_day": near}


# --- summaries -------------------------------------------------------------------------------------------


def test_a_summary_is_measured_against_as_many_first_sentences() -> None:
    pytest.importorskip("rouge_score")
    from bench.scoring.summaries import intervals, lead_of, summaries

    text = "Rain fell. The dam burst at noon."
    told = Told(sentences=((0, 10), (11, 33)), summary=(1,))

    tally = summaries(example("The dam burst at noon.", text=text), told)

    assert tally.values["rouge1"] == 100
    assert tally.values["rouge1_minus_lead"] == 100
    assert lead_of(tally).values["rouge1"] == 0
    assert intervals([tally])["rouge1_minus_lead"] == (100, 100)


def test_an_article_that_was_not_read_has_an_empty_summary() -> None:
    pytest.importorskip("rouge_score")
    from bench.scoring.summaries import summaries

    assert summaries(example("Anything.", text="Anything."), Told()).values["rouge1"] == 0


# --- sets and figures ------------------------------------------------------------------------------------


def test_averages_are_of_the_articles_that_have_the_measure_and_counts_are_added_up() -> None:
    tallies = [
        Tally(values={"who": 100.0}, counts={"all": Counts(1, 2, 1)}),
        Tally(values={"who": 50.0, "when": 100.0}, counts={"all": Counts(0, 0, 1)}),
    ]

    assert aggregate(tallies) == {"who": 75, "when": 100, "all": 50}


def test_nothing_right_is_nought_and_not_an_error() -> None:
    assert Counts().f1 == 0
    assert aggregate([]) == {}


def test_sets_are_read_from_a_folder_and_told_apart_by_their_first_word(tmp_path: Path) -> None:
    line: dict[str, Any] = {
        "id": 7,
        "title": None,
        "text": "It rained on Monday.",
        "published": None,
        "gold": [],
    }
    (tmp_path / "dates_rain.jsonl").write_text(json.dumps(line) + "\n\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a set", encoding="utf-8")

    [only] = load_sets(tmp_path)

    assert (only.name, only.task) == ("dates_rain", "dates")
    assert only.examples[0].id == "7"
    assert only.examples[0].document().published_guessed


@pytest.mark.parametrize("line", ["[]", "{}", '{"id": 1, "text": "a"}', "nonsense"])
def test_a_line_of_another_shape_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "dates.jsonl").write_text(line, encoding="utf-8")

    with pytest.raises(ValueError, match=r"dates\.jsonl:1 is no line of an evaluation set"):
        load_sets(tmp_path)


def test_the_halves_are_both_there_and_stay_the_same() -> None:
    halves = [Example(str(number), None, "", None, None).half for number in range(200)]

    assert 60 < sum(halves) < 140
    # the first byte of sha256("0") is 0x5f
    assert halves[0] == 1


def test_the_reader_is_scored_by_its_first_answers(reader: Reader) -> None:
    article = reader.read(shipwreck())

    told = told_by(article)

    assert told.when == "2024-10-08"
    assert told.summary == article.summary
    assert (len(told.mentions), len(told.dates)) >= (3, 2)


def test_an_article_that_says_nothing_of_who_is_told_without_it(reader: Reader) -> None:
    undated = Document(headline="", text="it rained.", published=shipwreck().published)

    assert told_by(reader.read(undated)).who == ""


def test_the_trivial_answers_are_headline_publish_day_and_what_stands_out() -> None:
    told = baseline(
        example(
            None,
            title="Goat wins vote in village",
            text="In May 2020 it rained. Then Anna Blix of Norway left on March 3, 2021.",
            published="2024-10-09",
        )
    )

    assert (told.who, told.what, told.when) == ("Goat wins vote", "Goat wins vote in village", "2024-10-09")
    assert {kind for _, _, kind in told.mentions} == {"person", "place"}
    assert [value for _, _, value in told.dates] == ["2020", "2021-03-03"]
    assert math.isclose(aggregate([dates(example([]), told)])["value_f1"], 0)
