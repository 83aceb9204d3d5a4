"""read: what the reader finds in articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ARTICLE, Nutgraf
from tests.cli.test_answers import assert_shape
from tests.cli.test_usage import documented_json

FULL, ERROR, *_ = documented_json()
OF_THE_DOCUMENT = list(FULL)[: list(FULL).index("text") + 1]
FINDINGS = {key: value for key, value in FULL.items() if key not in OF_THE_DOCUMENT}


def test_the_json_has_the_documented_keys(nutgraf: Nutgraf, article_file: Path, alone: Path) -> None:
    result = nutgraf("read", article_file, "--json")

    assert (result.code, result.err) == (0, "")
    assert_shape(result.json, FULL)
    found = result.json
    assert found["headline"] == "Ferry runs aground off Skerry Head, all rescued"
    assert found["caption"].startswith("The ferry Lady Carrow on the rocks")
    assert found["published"] == "2024-10-09"
    assert found["published_guessed"] is False
    assert found["byline"] == "Nora Blix"
    assert found["source"] == "Port Ansel Herald"
    assert found["url"] == "https://herald.example/ferry"
    assert found["trailer"] == "More News"
    assert list(alone.iterdir()) == [article_file]


def test_the_offsets_point_into_the_text(nutgraf: Nutgraf, article_file: Path) -> None:
    found = nutgraf("read", article_file, "--json").json
    text = found["text"]

    sentences = [text[start:end] for start, end in found["sentences"]]
    assert sentences[0].startswith("A ferry with 84 people")
    assert all(sentence.endswith(".") for sentence in sentences)
    assert found["summary"] == sorted(found["summary"])
    tomas = next(entity for entity in found["entities"] if entity["name"] == "Tomas Arrieta")
    assert [text[start:end] for start, end in tomas["mentions"]] == ["Tomas Arrieta"]
    assert {text[each["start"] : each["end"]]: each["value"] for each in found["dates"]}[
        "Tuesday"
    ] == "2024-10-08"
    assert found["when"][0] == {"date": "2024-10-08", "text": "Tuesday"}


def test_the_documented_example_is_what_is_printed(nutgraf: Nutgraf, alone: Path) -> None:
    (alone / "a.txt").write_text(
        "\n\n".join(
            (
                f"Source: {FULL['source']}",
                FULL["headline"],
                f"By {FULL['byline']}",
                "2024-10-09",
                FULL["text"],
                "More News",
            )
        )
    )

    found = nutgraf("read", "a.txt", "--json").json

    # what is named in a text this short is the tagger's to say
    assert {key: value for key, value in found.items() if key not in ("entities", "who", "what")} == {
        key: value for key, value in FULL.items() if key not in ("entities", "who", "what")
    }


def test_standard_input_and_the_length_of_the_summary(nutgraf: Nutgraf) -> None:
    found = nutgraf("read", "-", "--json", "--sentences", "1", stdin=ARTICLE.encode()).json

    assert len(found["summary"]) == 1


def test_for_a_person(nutgraf: Nutgraf, article_file: Path) -> None:
    result = nutgraf("read", article_file)

    assert result.code == 0
    assert result.out.startswith("Ferry runs aground off Skerry Head, all rescued\n")
    assert "Port Ansel Herald · Nora Blix · 2024-10-09" in result.out
    assert "Summary\n  “A ferry with 84 people on board" in result.out
    assert "Tomas Arrieta  person, Captain" in result.out
    assert "2024-10-08 (day): Tuesday" in result.out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "missing.txt"),
        (b"", "empty"),
        (b"\x00\x01\x02" * 100, "binary"),
        (b"Only a headline\n", "no body"),
    ],
)
def test_what_is_no_article_is_1_and_one_line(
    nutgraf: Nutgraf, alone: Path, content: bytes | None, told: str
) -> None:
    if content is not None:
        (alone / "missing.txt").write_bytes(content)

    result = nutgraf("read", "missing.txt", "--json")

    assert (result.code, result.out) == (1, "")
    assert told in result.err
    assert result.err.count("\n") == 1


# --- lines --------------------------------------------------------------------------------------------------


def line(**values: Any) -> bytes:
    return json.dumps(values).encode() + b"\n"


def test_an_article_a_line_gives_findings_a_line(nutgraf: Nutgraf) -> None:
    text = "PARIS (Reuters) - Tomas Arrieta left on Tuesday.\nHe will be back on Friday, the mayor said."
    stdin = line(id=1, title=None, text=text, published="2024-10-09", gold={}) + line(
        id="b", text="It rained."
    )

    result = nutgraf("read", "--jsonl", "-", stdin=stdin)

    assert (result.code, result.err) == (0, "")
    first, second = result.lines
    assert_shape(first, {"id": 1} | FINDINGS)
    assert first["sentences"][0][0] == text.index("Tomas")
    assert [text[start:end] for start, end in first["sentences"]][1].startswith("He will be back")
    assert {each["value"] for each in first["dates"]} == {"2024-10-08", "2024-10-11"}
    assert first["what"][0]["text"] == "Tomas Arrieta left on Tuesday."
    assert second["id"] == "b"


def test_bad_lines_are_reported_in_their_places_and_skipped(nutgraf: Nutgraf, alone: Path) -> None:
    (alone / "articles").write_bytes(
        line(id=1, text="It rained on Monday.")
        + b"no json\n\n"
        + b"\xff\xfe\n"
        + b"[" * 100_000
        + b"\n"
        + b"1" * 5_000
        + b"\n[1]\n"
        + line(id=2)
        + line(id=3, text=7)
        + line(id=4, text="")
        + line(id=5, text="a" * 5_000_000)
        + line(id=6, text="It rained \ud800 on Monday.", published="None")
    )

    result = nutgraf("read", "--jsonl", "articles")

    assert result.code == 1
    assert [each["id"] for each in result.lines] == [1, None, None, None, None, None, 2, 3, 4, 5, 6]
    assert [list(each) == list(ERROR) for each in result.lines] == [False, *[True] * 9, False]


def test_a_file_of_lines_that_is_not_there(nutgraf: Nutgraf) -> None:
    result = nutgraf("read", "--jsonl", "articles")

    assert (result.code, result.err) == (1, "nutgraf: articles cannot be read: No such file or directory.\n")
