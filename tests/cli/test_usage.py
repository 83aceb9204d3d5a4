"""What all commands have in common: help, exit codes, and that each is documented."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from bot import __version__
from bot.cli import app
from tests.cli.conftest import Nutgraf

DOCUMENT = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def commands() -> dict[str, Any]:
    """Return every command by its full name ("config show")."""
    found: dict[str, Any] = {}
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    for name, command in root.commands.items():
        if isinstance(command, TyperGroup):
            found |= {f"{name} {inner}": each for inner, each in command.commands.items()}
        else:
            found[name] = command
    return found


COMMANDS = commands()
NEED_INDEX = [
    ("who", "x"),
    ("what", "x"),
    ("when", "x"),
    ("ask", "Who came?"),
    ("search", "x"),
    ("digest", "all"),
    ("backup", "b.db"),
    ("db", "check"),
    ("db", "vacuum"),
]


def documented_json() -> list[Any]:
    """Return the examples of JSON in the document, in its order."""
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", DOCUMENT, re.DOTALL)]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_for_itself_and_each_option(nutgraf: Nutgraf, name: str) -> None:
    result = nutgraf(*name.split(), "--help")

    assert result.code == 0
    assert COMMANDS[name].help
    for parameter in COMMANDS[name].params:
        assert getattr(parameter, "help", None), f"{parameter.name} has no help"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_documented_with_each_option(name: str) -> None:
    headings = "\n".join(line for line in DOCUMENT.splitlines() if line.startswith("###"))

    assert f"`nutgraf {name}" in headings
    for parameter in COMMANDS[name].params:
        for option in parameter.opts:
            if option.startswith("--"):
                assert f"`{option}" in DOCUMENT or f" {option} " in DOCUMENT, (
                    f"{option} is not in docs/cli.md"
                )


def test_nothing_is_documented_that_is_not_there() -> None:
    headings = "\n".join(line for line in DOCUMENT.splitlines() if line.startswith("###"))

    inner = "|".join(sorted({name.split()[1] for name in COMMANDS if " " in name}))
    commands = re.findall(rf"`nutgraf ([a-z]+(?: (?:{inner}))?)", headings)
    assert set(commands) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_an_index_and_a_settings_file(name: str) -> None:
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts}

    assert {"--db", "--config"} <= options


def test_the_version(nutgraf: Nutgraf) -> None:
    assert nutgraf("--version").out == f"nutgraf {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [("who",), ("whom", "x"), ("who", "x", "--colour"), ("who", "x", "--limit", "0"), ("config",)],
)
def test_wrong_usage_is_2(nutgraf: Nutgraf, arguments: tuple[str, ...]) -> None:
    assert nutgraf(*arguments).code == 2


@pytest.mark.parametrize("arguments", NEED_INDEX, ids=" ".join)
def test_no_index_yet_is_69_and_one_line_and_none_is_made(
    nutgraf: Nutgraf, alone: Path, arguments: tuple[str, ...]
) -> None:
    result = nutgraf(*arguments, "--db", "missing.db")

    assert (result.code, result.out) == (69, "")
    assert re.fullmatch(r"nutgraf: There is no index at missing\.db.*\n", result.err)
    assert list(alone.iterdir()) == []


@pytest.mark.parametrize("arguments", NEED_INDEX, ids=" ".join)
def test_a_damaged_index_is_69_and_one_line(
    nutgraf: Nutgraf, alone: Path, arguments: tuple[str, ...]
) -> None:
    (alone / "bad.db").write_bytes(b"This is no index. " * 500)

    result = nutgraf(*arguments, "--db", "bad.db")

    assert (result.code, result.out) == (69, "")
    assert re.fullmatch(r"nutgraf: .*bad\.db.*damaged.*\n", result.err)


@pytest.mark.parametrize(
    "arguments", [("who", "x"), ("read", "a.txt"), ("ingest", "a.txt"), ("run",), ("doctor",)], ids=" ".join
)
def test_a_mistake_in_the_settings_is_69_and_one_line(
    nutgraf: Nutgraf, alone: Path, arguments: tuple[str, ...]
) -> None:
    (alone / "nutgraf.toml").write_text("colour = 1\n")

    result = nutgraf(*arguments)

    assert (result.code, result.out, result.err) == (69, "", "nutgraf: There is no setting called colour.\n")
