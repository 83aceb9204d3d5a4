"""The built wheel, unpacked outside the tree: it carries all that the program reads, and works from there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from bot.resources import samples

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, offline, with the build backend itself."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    built = subprocess.run(  # noqa: S603
        [sys.executable, "-c", build, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    return folder / built.stdout.split()[-1]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel's packages, away from the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, *arguments: str, cwd: Path) -> str:
    """Run Python with the unpacked wheel and the libraries, without the checkout; return what it prints."""
    # -S leaves out .pth files, by which an editable install would bring the checkout back
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUTGRAF_")}
    environment["PYTHONPATH"] = os.pathsep.join([str(installed), sysconfig.get_paths()["purelib"]])
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-S", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_carries_data_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "bot/_data/config/topics.toml" in names
    assert "bot/_data/config/nutgraf.toml" in names
    assert "bot/_data/config/feeds.opml" in names
    assert len([name for name in names if name.startswith("bot/_data/seeds/")]) == len(samples())
    assert any(name.startswith("bot/reading/entities/data/") for name in names)
    assert {"bot/py.typed", "cogs/py.typed"} <= set(names)
    assert any(name.startswith("bot/sandbox/page/") for name in names)
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"bot", "cogs"}
    assert not [name for name in names if "__pycache__" in name]


def test_what_ships_is_found_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    script = """
import bot, json
from bot.reading import load_reader
from bot.resources import default_config, load_topics, migrations, samples
topics = load_topics()
load_reader(topics)
print(json.dumps([bot.__file__, len(topics), len(samples()), len(migrations()), len(default_config())]))
"""
    place, *counts = json.loads(run(installed, "-c", script, cwd=tmp_path))

    assert Path(place).is_relative_to(installed)
    assert counts[:2] == [9, len(samples())]
    assert all(counts)


def test_articles_are_ingested_and_asked_about_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    seeds = installed / "bot" / "_data" / "seeds"
    two = ["2024-10-08-gallant-visit-called-off.txt", "2024-10-09-biden-netanyahu-call.txt"]

    report = run(installed, "-m", "bot.cli", "ingest", *[str(seeds / name) for name in two], cwd=tmp_path)
    answer = json.loads(run(installed, "-m", "bot.cli", "who", "Gallant", "--json", cwd=tmp_path))

    assert report == "2 new, 0 same, 0 failed\n"
    assert answer["answers"][0]["text"] == "Yoav Gallant"
    assert (tmp_path / "data" / "nutgraf.db").is_file()


def test_the_script_is_named(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    entry_points = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))

    assert "nutgraf = bot.cli:main" in archive.read(entry_points).decode()
