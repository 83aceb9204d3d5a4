"""ingest: articles into the index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Nutgraf

pytestmark = pytest.mark.filterwarnings("default::ResourceWarning")


def test_files_are_read_once(nutgraf: Nutgraf, article_file: Path) -> None:
    first = nutgraf("ingest", article_file, "--workers", "1", "--db", "own.db")
    second = nutgraf("ingest", article_file, "--workers", "1", "--db", "own.db")

    assert (first.code, first.out) == (0, "1 new, 0 same, 0 failed\n")
    assert (second.code, second.out) == (0, "0 new, 1 same, 0 failed\n")
    best = nutgraf("who", "Arrieta", "--json", "--db", "own.db").json["answers"][0]
    assert best["text"] == "Tomas Arrieta"


def test_folders_and_what_is_wrong_in_them(nutgraf: Nutgraf, article_file: Path, alone: Path) -> None:
    (alone / "empty.txt").write_bytes(b"")
    (alone / "notes.md").write_text("No article.")

    result = nutgraf("ingest", alone, "missing.txt", "--workers", "1", "--db", "own.db")

    assert (result.code, result.out) == (1, "1 new, 0 same, 2 failed\n")
    told = [line for line in result.err.splitlines() if line.startswith("nutgraf: ")]
    assert any("empty.txt" in line and "empty" in line for line in told)
    assert any("missing.txt" in line for line in told)


def test_lines(nutgraf: Nutgraf) -> None:
    article = {
        "title": "Ferry strike is off",
        "text": "The crews of the ferry called off their strike on Monday, the union said.",
        "published": "2024-10-08",
        "source": "Port Ansel Herald",
    }

    result = nutgraf(
        "ingest",
        "--jsonl",
        "-",
        "--workers",
        "1",
        "--db",
        "own.db",
        stdin=json.dumps(article).encode() + b"\nno json\n",
    )

    assert (result.code, result.out) == (1, "1 new, 0 same, 1 failed\n")
    assert "standard input:2" in result.err
    found = nutgraf("search", "ferry strike", "--json", "--db", "own.db").json
    assert next(iter(found["articles"].values()))["source"] == "Port Ansel Herald"
