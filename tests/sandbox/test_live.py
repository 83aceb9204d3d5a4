"""What keeps the page alive for hours: timers, bounded memory, a log of what went wrong."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.sandbox._simcord import WallClock, take_errors, trim
from bot.sandbox.live import in_background, settle
from bot.sandbox.world import local_timezone
from tests.sandbox.conftest import OpenTab, Stage


async def test_view_times_out_in_real_time(stage: Stage, open_tab: OpenTab) -> None:
    tab = await open_tab()

    await tab.run("who", about="short-lived")

    async with asyncio.timeout(5):
        await stage.bot.expired.wait()


async def test_messages_and_times_are_of_today(stage: Stage, open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.run("who", about="Gallant")

    message = stage.world.news.history(viewer=stage.world.you)[-1]

    assert abs(datetime.now(UTC) - message.created_at).total_seconds() < 60


async def test_hours_of_use_leave_bounded_memory(stage: Stage, open_tab: OpenTab) -> None:
    tab = await open_tab()
    backend = stage.world.env.backend
    for number in range(30):
        await stage.bot.post(stage.world.news.id, f"Post {number}.")
        await tab.run("who", about="Gallant")

    async with stage.preview.acting:
        trim(stage.world.env, log=20, interactions=10, messages=15)
    await tab.sees("Post 29.")

    assert len(backend.messages[stage.world.news.id]) == 15
    assert len(backend.interactions) == len(backend.interaction_tokens) == 10
    assert len(backend.http_requests) <= 20
    assert "Post 0." not in tab.text
    assert (await tab.run("who", about="Biden"))["settlement"] == "settled"


async def test_what_the_bot_raises_is_logged_once_and_forgotten(stage: Stage, open_tab: OpenTab) -> None:
    tab = await open_tab()
    async with stage.preview.acting:
        take_errors(stage.world.env)
    await tab.run("broken")

    async with stage.preview.acting:
        with capture_logs() as logs:
            await settle(stage.world)
            await settle(stage.world)

    assert ["out of order" in entry["error"] for entry in logs] == [True]


async def test_forgotten_tab_is_dropped(
    stage: Stage, open_tab: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_tab()
    assert stage.preview.watched

    monkeypatch.setattr(type(stage.preview), "_PAGE_LEASE_SECONDS", -1.0)
    stage.preview.publish()

    assert not stage.preview.watched


def test_wall_clock_goes_with_the_time_it_is_given() -> None:
    seconds = iter((100.0, 160.0))
    moment = datetime(2024, 10, 9, tzinfo=UTC)
    clock = WallClock(now=lambda: moment, elapsed=lambda: next(seconds))

    clock.advance(3600)

    assert clock.elapsed == 60
    assert clock.now() == moment


@pytest.mark.parametrize(
    ("name", "zone"),
    [("Europe/Paris", "Europe/Paris"), (":Asia/Tokyo", "Asia/Tokyo"), ("nowhere", "UTC"), ("../x", "UTC")],
)
def test_local_timezone_by_name(name: str, zone: str) -> None:
    assert local_timezone(name) == zone


def test_local_timezone_by_the_systems_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ", raising=False)
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/America/New_York")

    assert local_timezone(link=link) == "America/New_York"
    assert local_timezone(link=tmp_path / "missing") == "UTC"


async def test_work_that_loses_a_cancellation_is_ended_all_the_same() -> None:
    began = asyncio.Event()

    async def stubborn() -> None:
        with suppress(asyncio.CancelledError):
            began.set()
            await asyncio.sleep(60)
        await asyncio.sleep(60)

    async with asyncio.timeout(10):
        async with in_background(stubborn()):
            await began.wait()
