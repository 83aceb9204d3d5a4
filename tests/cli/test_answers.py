"""who, what, when, ask, search and digest on the sample articles."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Nutgraf
from tests.cli.test_usage import documented_json

_, _, ANSWER, QUESTION, DIGEST, *_ = documented_json()


def assert_shape(value: Any, example: Any) -> None:
    """Assert that a value has the keys of the documented example, all the way down."""
    if isinstance(example, dict) and all(key.isdigit() for key in example):
        for each in value.values():
            assert_shape(each, next(iter(example.values())))
    elif isinstance(example, dict):
        assert list(value) == list(example)
        for key, inner in example.items():
            assert_shape(value[key], inner)
    elif isinstance(example, list) and example:
        for each in value:
            assert_shape(each, example[0])


@pytest.mark.parametrize(
    "arguments",
    [
        ("who", "Gallant"),
        ("what", "ferry strike"),
        ("when", "missiles"),
        ("ask", "Who was due to visit Washington?"),
        ("search", "ferry"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_the_json_has_the_documented_keys_and_points_into_the_articles(
    nutgraf: Nutgraf, sample_file: Path, arguments: tuple[str, str]
) -> None:
    result = nutgraf(*arguments, "--json", "--db", sample_file)

    assert (result.code, result.err) == (0, "")
    assert_shape(result.json, ANSWER)
    assert result.json["found"] is True
    for answer in result.json["answers"]:
        for sentence in answer["sentences"]:
            assert str(sentence["article"]) in result.json["articles"]
            assert len(sentence["text"]) == sentence["end"] - sentence["start"]


def test_who_says_who_somebody_is(nutgraf: Nutgraf, sample_file: Path) -> None:
    best = nutgraf("who", "Gallant", "--json", "--db", sample_file).json["answers"][0]

    assert (best["text"], best["role"]) == ("Yoav Gallant", "Israel's Defense Minister")


def test_when_gives_the_day(nutgraf: Nutgraf, sample_file: Path) -> None:
    answers = nutgraf("when", "missiles", "--json", "--db", sample_file).json["answers"]

    assert ("2024-10-01", "day") in [(each["date"], each["precision"]) for each in answers]


@pytest.mark.parametrize("command", ["who", "what", "when", "ask", "search"])
def test_nothing_found_is_no_failure(nutgraf: Nutgraf, sample_file: Path, command: str) -> None:
    result = nutgraf(command, "zzqx", "--json", "--db", sample_file)

    assert result.code == 0
    assert result.json["found"] is False
    assert result.json["answers"] == []
    assert "Nothing was found about zzqx." in nutgraf(command, "zzqx", "--db", sample_file).out


def test_for_a_person_the_answer_is_quoted_with_its_source(nutgraf: Nutgraf, sample_file: Path) -> None:
    out = nutgraf("who", "Gallant", "--db", sample_file).out

    assert out.startswith("Yoav Gallant, Israel's Defense Minister\n")
    assert "“" in out
    assert "2024-10-0" in out


def test_ask_says_how_sure_it_is(nutgraf: Nutgraf, sample_file: Path) -> None:
    question = "Who barred Guterres from entering Israel?"

    confidence = nutgraf("ask", question, "--json", "--db", sample_file).json["confidence"]
    out = nutgraf("ask", question, "--db", sample_file).out

    said = {"sure": "Quite sure:", "likely": "Probably:", "unsure": "Perhaps:"}[confidence]
    assert out.startswith(f"{said}\n\nIsrael Katz")
    assert "Quite sure" not in nutgraf("who", "Gallant", "--db", sample_file).out


def test_an_answer_is_no_markup(nutgraf: Nutgraf, sample_file: Path) -> None:
    out = nutgraf("what", "zz [bold]qx[/bold] [/]", "--db", sample_file).out

    assert "Nothing was found about zz [bold]qx[/bold] [/]." in out


def test_windows_topics_and_limits_narrow_the_answer(nutgraf: Nutgraf, sample_file: Path) -> None:
    def found(*options: str) -> list[str]:
        answer = nutgraf("search", "port", "--json", *options, "--db", sample_file).json
        return [article["published"] for article in answer["articles"].values()]

    assert {"2024-10-01"} >= set(found("--until", "2024-10-01"))
    assert all(day >= "2024-10-09" for day in found("--since", "Oct 9 2024"))
    assert len(nutgraf("search", "port", "--limit", "1", "--json", "--db", sample_file).json["answers"]) == 1
    assert found("--topic", "health") != found()


def test_a_search_tells_how_many_there_are(nutgraf: Nutgraf, sample_file: Path) -> None:
    shown = nutgraf("search", "port", "--limit", "3", "--db", sample_file).out
    answer = nutgraf("search", "port", "--limit", "3", "--json", "--db", sample_file).json

    assert (len(answer["answers"]), answer["more"]) == (3, False)
    assert f"\n1 to 3 of {answer['total']}\n" in shown
    assert nutgraf("who", "Gallant", "--json", "--db", sample_file).json["total"] is None


def test_a_search_for_a_topic_that_there_is_not_is_2(nutgraf: Nutgraf, sample_file: Path) -> None:
    result = nutgraf("search", "port topic:cats", "--db", sample_file)

    assert (result.code, result.out) == (2, "")
    assert "There is no topic “cats”. There are: world, politics" in result.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--since", "whenever"), "as a day"),
        (("--topic", "cats"), "There is no topic 'cats': the topics are world,"),
        (("--since", "2024-10-09", "--until", "2024-10-01"), ""),
    ],
)
def test_options_that_make_no_sense_are_2_and_one_line(
    nutgraf: Nutgraf, sample_file: Path, options: tuple[str, ...], told: str
) -> None:
    result = nutgraf("who", "Gallant", *options, "--db", sample_file)

    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("about", ["", "   ", "?!"])
def test_a_question_without_a_word_is_2(nutgraf: Nutgraf, sample_file: Path, about: str) -> None:
    result = nutgraf("who", about, "--db", sample_file)

    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)


# --- ask --jsonl --------------------------------------------------------------------------------------------


def test_questions_a_line_give_answers_a_line(nutgraf: Nutgraf, sample_file: Path) -> None:
    lines = [QUESTION, {"id": "b", "question": "Who was due to visit Washington?"}, {"question": "zzqx?"}]
    stdin = "\n\n".join(json.dumps(line) for line in lines).encode()

    result = nutgraf("ask", "--jsonl", "-", "--db", sample_file, stdin=stdin)

    assert (result.code, result.err) == (0, "")
    assert [line["id"] for line in result.lines] == [7, "b", None]
    for line in result.lines:
        assert_shape(line, {"id": None} | ANSWER)
    assert [line["found"] for line in result.lines][1:] == [True, False]


def test_a_bad_line_is_reported_and_the_others_answered(
    nutgraf: Nutgraf, sample_file: Path, alone: Path
) -> None:
    (alone / "questions").write_bytes(
        b'{"id": 1}\nno json\n[1]\n{"id": 2, "question": null}\n{"id": 3, "question": "?"}\n'
        b'\xff\xfe\n{"id": 4, "question": "Who is Gallant?"}'
    )

    result = nutgraf("ask", "--jsonl", "questions", "--db", sample_file)

    assert result.code == 1
    assert [set(line) == {"id", "error"} for line in result.lines] == [True] * 6 + [False]
    assert result.lines[-1]["found"] is True


def test_a_file_of_questions_that_is_not_there(nutgraf: Nutgraf, sample_file: Path) -> None:
    result = nutgraf("ask", "--jsonl", "questions", "--db", sample_file)

    assert (result.code, result.err) == (1, "nutgraf: questions cannot be read: No such file or directory.\n")


# --- digest -------------------------------------------------------------------------------------------------


def test_a_digest_has_the_documented_keys(
    nutgraf: Nutgraf, sample_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUTGRAF_DIGESTS__MAX_AGE_DAYS", "0")

    result = nutgraf("digest", "climate", "--json", "--db", sample_file)

    assert result.code == 0
    assert_shape(result.json, DIGEST)
    assert 3 <= len(result.json["stories"]) <= 6
    printed = nutgraf("digest", "climate", "--db", sample_file).out
    told = [*result.json["stories"], *result.json["in_brief"]]
    assert all(story["headline"] in " ".join(printed.split()) for story in told)


def test_a_digest_of_old_articles_says_why_it_is_empty(nutgraf: Nutgraf, sample_file: Path) -> None:
    result = nutgraf("digest", "all", "--db", sample_file)

    assert result.code == 0
    assert result.out == (
        "There is nothing to tell about all.\n"
        "Articles older than 7 days are left out (digests.max_age_days).\n"
    )
    assert nutgraf("digest", "all", "--json", "--db", sample_file).json == {
        "topic": "all",
        "reading_minutes_saved": 0,
        "stories": [],
        "in_brief": [],
    }


def test_a_digest_of_an_unknown_topic_is_2(nutgraf: Nutgraf, sample_file: Path) -> None:
    assert nutgraf("digest", "cats", "--db", sample_file).code == 2


# --- pipes --------------------------------------------------------------------------------------------------


def test_a_closed_pipe_ends_quietly(sample_file: Path, alone: Path) -> None:
    questions = alone / "questions"
    questions.write_text('{"id": 1, "question": "Who is Gallant?"}\n' * 300)
    command = [sys.executable, "-m", "bot.cli", "ask", "--jsonl", str(questions), "--db", str(sample_file)]
    root = Path(__file__).parents[2]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root) as process:  # noqa: S603
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read().decode()

    assert process.returncode == 1
    assert errors == ""
