"""Three weeks of the simulated year (python -m bench.year lives through all of it)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from bench import year as bench_year
from bench.yearlong.plan import ZONES, Plan
from bench.yearlong.verdict import repeats
from bench.yearlong.year import Report, Year
from bot.digests.schedules.zones import load_timezone

DAYS = 21
"""From before the clocks go back in Europe until after they do in America."""


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    """Keep what goes wrong on purpose to ourselves."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


async def lived(path: Path, subscriptions: int, seed: int, days: int = DAYS) -> tuple[Year, Report]:
    year = Year(Plan(subscriptions, days, seed), path / "index.db", seed)
    return year, await year.live()


def test_the_zones_are_forty_and_known_to_this_machine() -> None:
    assert len(set(ZONES)) == 40
    assert all(load_timezone(zone) for zone in ZONES)


async def test_three_weeks_of_forty_zones_are_accounted_for_in_words(tmp_path: Path) -> None:
    _, report = await lived(tmp_path, subscriptions=40, seed=1)
    assert report.faults == []
    # it was no quiet three weeks
    assert report.crashes >= 4
    assert report.verdict.slots > 500
    assert report.posted > 200
    assert {"posted", "empty", "missed", "paused"} <= set(report.verdict.outcomes)


async def test_another_three_weeks(tmp_path: Path) -> None:
    _, report = await lived(tmp_path, subscriptions=12, seed=3)
    assert report.faults == []
    assert report.posted > 40


async def test_the_same_seed_is_the_same_time_again(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    _, first = await lived(tmp_path, subscriptions=6, seed=4, days=10)
    _, second = await lived(tmp_path / "again", subscriptions=6, seed=4, days=10)
    assert first.verdict == second.verdict
    assert (first.posted, first.ticks, first.happened) == (second.posted, second.ticks, second.happened)


async def test_a_digest_that_stands_twice_is_noticed(tmp_path: Path) -> None:
    year, report = await lived(tmp_path, subscriptions=6, seed=4, days=10)
    assert report.repeated == []
    (*_, last) = year.posted
    channels = {message.delivery: message.delivery for message in year.posted}
    assert repeats([*year.posted, last], channels) == [f"delivery {last.delivery} stands 2 times"]
    (first, *_) = (message for message in year.posted if message.digest.all_stories)
    again = replace(first, delivery=0)
    assert repeats([first, again], {first.delivery: 7, 0: 7})[0].endswith(f"by {first.delivery} and 0")


def test_its_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_year.main(["--subscriptions", "6", "--days", "8", "--seed", "5"]) == 0
    said = capsys.readouterr().out
    assert "slots accounted for" in said
    assert "repeated: 0, faults: 0" in said
