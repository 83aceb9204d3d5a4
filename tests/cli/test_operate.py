"""doctor, config, db and backup."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.cli.output import print_json
from tests.cli.conftest import Nutgraf
from tests.cli.test_usage import documented_json

CHECK = documented_json()[-1]


@pytest.fixture
def own_index(sample_file: Path, alone: Path) -> Path:
    """Return a copy of the samples' index to write to."""
    return Path(shutil.copy(sample_file, alone / "own.db"))


def test_the_doctor_says_what_to_do(nutgraf: Nutgraf, own_index: Path) -> None:
    result = nutgraf("doctor", "--db", own_index)

    assert result.code == 1
    assert "✗ Bot token: No bot token" in result.out
    assert "See the README: Run it for real." in result.out
    assert "✓ Index: " in result.out


def test_the_doctor_s_json_has_the_documented_keys(
    nutgraf: Nutgraf, own_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUTGRAF_TOKEN", "abc.def.ghi")

    result = nutgraf("doctor", "--json", "--db", own_index)

    assert result.code == 0
    assert all(list(each) == list(CHECK) for each in result.json)
    assert all(each["success"] and each["resolution"] is None for each in result.json)
    assert "abc.def" not in result.out


def test_the_settings_in_force(nutgraf: Nutgraf, alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (alone / "nutgraf.toml").write_text("[digests]\nstories = 4\n")
    monkeypatch.setenv("NUTGRAF_TOKEN", "abc.def.ghi")

    shown = nutgraf("config", "show", "--db", "x.db")
    as_json = nutgraf("config", "show", "--db", "x.db", "--json")

    assert "digests.stories = 4\n" in shown.out
    assert "db = x.db\n" in shown.out
    assert as_json.json["digests"]["stories"] == 4
    assert "abc.def" not in shown.out + as_json.out


def test_the_default_settings_can_be_begun_with(nutgraf: Nutgraf, alone: Path) -> None:
    (alone / "nutgraf.toml").write_text(nutgraf("config", "show", "--default").out, encoding="utf-8")

    result = nutgraf("config", "check")

    assert (result.code, result.out) == (0, "The settings are in order.\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [("colour = 1", "There is no setting called colour."), ("topics = 'x.toml'", "x.toml: cannot be read")],
)
def test_a_mistake_in_settings_or_topics_is_1(nutgraf: Nutgraf, alone: Path, text: str, told: str) -> None:
    (alone / "nutgraf.toml").write_text(text)

    result = nutgraf("config", "check")

    assert (result.code, result.out) == (1, "")
    assert told in result.err


def test_an_index_is_checked_and_vacuumed(nutgraf: Nutgraf, own_index: Path) -> None:
    assert nutgraf("db", "check", "--db", own_index).out == "The index is sound.\n"
    assert nutgraf("db", "vacuum", "--db", own_index).out == "Done.\n"


def test_damage_is_found(nutgraf: Nutgraf, own_index: Path) -> None:
    content = bytearray(own_index.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 3 * 4096] = b"\x5a" * (3 * 4096)
    own_index.write_bytes(content)

    result = nutgraf("db", "check", "--db", own_index)

    assert result.code in (1, 69)
    assert result.err.startswith("nutgraf: ")
    assert "Traceback" not in result.err


def test_a_backup_answers_as_the_index_does(nutgraf: Nutgraf, own_index: Path, alone: Path) -> None:
    copy = alone / "copy.db"

    assert nutgraf("backup", copy, "--db", own_index).out == f"Copied to {copy}.\n"
    first, second = (nutgraf("who", "Gallant", "--json", "--db", path) for path in (own_index, copy))
    assert first.json == second.json

    again = nutgraf("backup", copy, "--db", own_index)
    assert again.code == 69
    assert "exists already" in again.err


def test_a_backup_that_cannot_be_written(nutgraf: Nutgraf, own_index: Path) -> None:
    result = nutgraf("backup", "no/such/folder/copy.db", "--db", own_index)

    assert (result.code, result.out, result.err.count("\n")) == (69, "", 1)


def test_json_is_printed_whatever_is_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"text": "\ud800 é"})
    print_json({"text": "é"})

    broken, whole = capsys.readouterr().out.splitlines()
    assert json.loads(broken) == {"text": "\ud800 é"}
    assert whole == '{"text": "é"}'
