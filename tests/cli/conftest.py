"""Running a command in this process, as ``main`` runs it, away from this machine's settings."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

ARTICLE = """\
Source: Port Ansel Herald
URL: https://herald.example/ferry

The ferry Lady Carrow on the rocks on Tuesday. Photo: Jo Arne

Ferry runs aground off Skerry Head, all rescued

By Nora Blix

Wednesday, 10/09/2024

A ferry with 84 people on board ran aground off Skerry Head on Tuesday, the coast guard said.

Captain Tomas Arrieta told investigators that the radar had failed minutes before the ship struck a rock.

Divers will look at the hull on Thursday, and two fishing boats will carry the mail until the ship is mended.

The island of Skerry Head has asked for a new light on the rocks for more than 30 years, without success.

More News
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one value on standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The values on standard output, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Nutgraf = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to an empty folder, with no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("NUTGRAF_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def nutgraf(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nutgraf:
    """Run `nutgraf` with arguments and bytes on standard input."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "argv", ["nutgraf", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 0
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


@pytest.fixture
def article_file(alone: Path) -> Path:
    """Return the path of an article file."""
    path = alone / "ferry.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path
