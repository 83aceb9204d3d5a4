"""The checks: what is well, and for all else what to do about it."""

from __future__ import annotations

import shutil
import sys
from collections import namedtuple
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.health import run_checks
from bot.index import Index
from bot.models import CheckResult, FeedState, FeedUpdate
from bot.resources import migrations
from bot.settings import Settings


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


async def check(label: str, **given: object) -> CheckResult:
    results = await run_checks(Settings.model_validate(given))
    return next(result for result in results if result.label == label)


async def test_a_new_installation_lacks_only_its_token() -> None:
    results = await run_checks(Settings())

    assert [result.label for result in results if not result.success] == ["Bot token"]
    assert all(result.details for result in results)


async def test_whatever_fails_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_bytes(b"no index " * 1000)
    (tmp_path / "inbox").write_text("no folder")

    results = await run_checks(
        Settings(db=Path("bad.db"), watch=Path("inbox"), topics=Path("missing.toml"), token_file=Path("none"))
    )

    failed = {result.label: result for result in results if not result.success}
    assert set(failed) == {"Bot token", "Topics", "Reader", "Index", "Watched folder"}
    assert all(result.details and result.resolution for result in failed.values())


async def test_the_token_is_not_shown() -> None:
    result = await check("Bot token", token=SecretStr("abc.def.ghi"))

    assert (result.success, result.details) == (True, "given")


async def test_feeds_that_fail_are_named(tmp_path: Path) -> None:
    assert (await check("Feeds")).details == "none followed yet"
    now = datetime(2024, 10, 9, 12, tzinfo=UTC)
    index = await Index.open(tmp_path / "own.db", migrations())
    for name in ("Herald", "Courier"):
        url = f"https://{name.lower()}.example/rss"
        following = await index.feeds.follow(url=url, title=name, owner="global", added_by=None, now=now)
    update = FeedUpdate(
        url=following.feed.web.url,
        title="Courier",
        site_url=None,
        state=FeedState.FAILING,
        reason="It is down.",
        next_poll=now,
        succeeded=False,
        failures=3,
        etag=None,
        last_modified=None,
        issued_by=None,
    )
    assert await index.web_feeds.record(following.feed.web, update, (), now)
    await index.close()
    result = await check("Feeds", db=tmp_path / "own.db")
    assert not result.success and result.resolution
    assert result.details == "2 followed, 1 of them failing or gone: Courier"


async def test_an_index_is_counted(sample_file: Path) -> None:
    result = await check("Index", db=sample_file)

    assert result.success
    assert result.details.endswith("48 articles")


async def test_a_folder_that_is_not_there_yet_is_named(tmp_path: Path) -> None:
    assert (await check("Watched folder", watch=tmp_path / "inbox")).success
    (tmp_path / "inbox").mkdir()
    assert (await check("Watched folder", watch=tmp_path / "inbox")).success


async def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 1, 1))

    result = await check("Disk")

    assert not result.success
    assert "Make room" in result.resolution


async def test_a_python_that_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))

    assert not (await check("Python")).success
