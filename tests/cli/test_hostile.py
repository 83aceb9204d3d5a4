"""Whatever is typed on the command line, there is an answer or one plain line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Nutgraf
from tests.hostile import HOSTILE

COMMANDS = ("who", "what", "when", "ask", "search")


@pytest.mark.parametrize("command", COMMANDS)
def test_hostile_text_is_answered_or_told_off(nutgraf: Nutgraf, sample_file: Path, command: str) -> None:
    for number, (name, text) in enumerate(HOSTILE.items()):
        options = ("--json",) if number % 2 else ()
        result = nutgraf(command, *options, "--db", sample_file, "--", text)
        assert result.code in {0, 2}, (name, result)
        assert bool(result.out) == (result.code == 0), (name, result)
        assert result.err.count("\n") == (result.code == 2), (name, result)
        assert "Traceback" not in result.err, (name, result)
        result.out.encode()  # a lone surrogate would not print


@pytest.mark.parametrize("command", COMMANDS)
def test_what_was_not_found_is_named_without_what_moves_the_cursor(
    nutgraf: Nutgraf, sample_file: Path, command: str
) -> None:
    out = nutgraf(command, "zzqx \x1b[31m\ud800\u202e", "--db", sample_file).out
    assert "Nothing was found about zzqx \ufffd[31m\ufffd\ufffd." in out


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--since", "--until", "--topic"])
def test_hostile_options_are_told_off_in_one_line(
    nutgraf: Nutgraf, sample_file: Path, command: str, option: str
) -> None:
    for name in ("SQL", "lone surrogates", "6,000 characters", "emoji", "controls", "markdown"):
        result = nutgraf(command, "council", f"{option}={HOSTILE[name]}", "--db", sample_file)
        assert (result.code, result.out) == (2, ""), (name, result)
        assert result.err.count("\n") == 1, (name, result)
