"""What keeps the sandbox from starting is told in one plain sentence, before anything slow."""

from __future__ import annotations

import importlib.metadata
import socket
import sys
from pathlib import Path

import pytest
from simcord import SetupError
from simcord.preview import Preview

from bot.errors import IndexBusyError, StartupError
from bot.index.lock import OwnerLock
from bot.sandbox import _simcord
from bot.sandbox.preflight import check_extra, check_port, prepare_files, sandbox_settings
from bot.settings import Settings


def test_free_port_is_good(free_port: int) -> None:
    check_port(free_port)


def test_taken_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StartupError, match=rf"^Port {port} is in use by another program .* --port\.$"):
            check_port(port)


def test_impossible_port_is_told() -> None:
    with pytest.raises(StartupError, match="There is no port 99999"):
        check_port(99999)


def test_everything_is_installed_here() -> None:
    check_extra()


@pytest.mark.parametrize("module", ["simcord", "simcord.preview"])
def test_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "bot.sandbox._simcord", raising=False)

    with pytest.raises(StartupError, match=r"nutgraf\[sandbox\]"):
        check_extra()


def test_missing_part_of_the_page_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise SetupError("Preview requires regex")

    monkeypatch.setattr(_simcord, "_require_preview_runtime", missing)

    with pytest.raises(StartupError, match="Preview requires regex"):
        check_extra()


def test_another_simcord_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "4.0.0")

    with pytest.raises(StartupError, match=r"needs simcord 3\.2\.1, and 4\.0\.0 is installed"):
        check_extra()


def test_simcord_without_a_name_that_is_needed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Preview, "_advance_presentation_time")

    with pytest.raises(StartupError, match="Preview has no _advance_presentation_time"):
        check_extra()


def test_sandbox_has_an_index_and_an_inbox_of_its_own(tmp_path: Path) -> None:
    settings = sandbox_settings(Settings(db=tmp_path / "nutgraf.db"))

    assert settings.db == tmp_path / "sandbox.db"
    assert settings.watch == tmp_path / "sandbox-inbox"
    assert settings.digests.max_age_days == 0
    assert settings.digests.min_interval_minutes == 1


def test_watched_folder_of_the_settings_is_kept(tmp_path: Path) -> None:
    assert sandbox_settings(Settings(watch=tmp_path)).watch == tmp_path


@pytest.mark.parametrize("fresh", [True, False])
def test_fresh_removes_the_index_of_earlier_runs(tmp_path: Path, fresh: bool) -> None:
    files = [tmp_path / f"sandbox.db{suffix}" for suffix in ("", "-wal", "-shm")]
    for file in files:
        file.touch()

    prepare_files(sandbox_settings(Settings(db=tmp_path / "nutgraf.db")), fresh=fresh)

    assert [file.exists() for file in files] == [not fresh] * 3
    assert (tmp_path / "sandbox-inbox").is_dir()


def test_index_in_use_is_not_removed(tmp_path: Path) -> None:
    index = tmp_path / "sandbox.db"
    index.touch()
    owner = OwnerLock(index)
    owner.acquire()

    with pytest.raises(IndexBusyError):
        prepare_files(sandbox_settings(Settings(db=tmp_path / "nutgraf.db")), fresh=True)

    assert index.exists()
    owner.release()


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    with pytest.raises(StartupError, match=r"The sandbox cannot use .*file"):
        prepare_files(sandbox_settings(Settings(db=file / "nutgraf.db")), fresh=False)
