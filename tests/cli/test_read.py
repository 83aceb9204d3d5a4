"""read: what the reader finds in articles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import ARTICLE, Nutgraf
from tests.cli.test_answers import assert_shape
from tests.cli.test_usage import documented_json

FULL, *_ = documented_json()


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
    assert "Summary\n  [1] “A ferry with 84 people on board" in result.out
    assert re.search(r"Tomas Arrieta +person +Captain", result.out)
    assert "2024-10-08  Tuesday" in result.out


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
