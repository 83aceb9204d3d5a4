"""The composition: parts are opened and closed in order, and the bot asks Discord for little."""

from __future__ import annotations

import asyncio
from pathlib import Path

import discord
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.app import Nutgraf, Services, open_parts, reader_pool, run, utc_now
from bot.errors import ConfigError, StartupError, StorageError
from bot.index import Index
from bot.models import Scope
from bot.resources import load_topics
from bot.settings import IngestSettings, Settings
from tests.cli.conftest import ARTICLE


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings whose files are the test's own."""
    return Settings(db=tmp_path / "folder" / "nutgraf.db", ingest=IngestSettings(workers=1))


async def test_parts_are_open_inside_and_closed_afterwards(settings: Settings) -> None:
    async with open_parts(settings) as parts:
        assert await parts.index.articles.count(Scope.everyone()) == 0
        assert "climate" in parts.topics

    # the lock is free again
    async with open_parts(settings):
        pass


async def test_parts_are_closed_when_what_uses_them_fails(settings: Settings) -> None:
    with pytest.raises(ZeroDivisionError):
        async with open_parts(settings):
            raise ZeroDivisionError

    async with open_parts(settings):
        pass


async def test_for_reading_there_must_be_an_index(settings: Settings) -> None:
    with pytest.raises(StorageError, match="There is no index"):
        async with open_parts(settings, read_only=True):
            pass
    assert not settings.db.exists()


async def test_wrong_topics_are_told_before_an_index_is_made(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml"):
        async with open_parts(settings.model_copy(update={"topics": tmp_path / "none.toml"})):
            pass
    assert not settings.db.exists()


def test_the_time_is_aware() -> None:
    assert utc_now().utcoffset() is not None


async def test_the_bot_sees_guilds_only_and_mentions_nobody(settings: Settings, index: Index) -> None:
    async with Nutgraf(settings, index, load_topics()) as bot:
        assert [name for name, wanted in bot.intents if wanted] == ["guilds"]
        assert bot.allowed_mentions is not None
        assert bot.allowed_mentions.to_dict() == discord.AllowedMentions.none().to_dict()
        assert bot.help_command is None


async def test_services_read_what_arrives_in_the_watched_folder(
    settings: Settings, index: Index, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    async with Nutgraf(settings.model_copy(update={"watch": inbox}), index, load_topics()) as bot:
        services = Services(bot)
        await services.start()
        try:
            (inbox / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
            async with asyncio.timeout(30):
                # nobody tells the test of a new article
                while not await index.articles.count(Scope.everyone()):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        finally:
            await services.stop()

    found = await index.articles.headlines("Ferry", Scope.everyone(), 5)
    assert found == ["Ferry runs aground off Skerry Head, all rescued"]


async def test_services_that_were_never_started_can_be_stopped(settings: Settings, index: Index) -> None:
    async with Nutgraf(settings, index, load_topics()) as bot:
        await Services(bot).stop()


async def test_a_watcher_that_fails_is_told_and_stopping_still_works(
    settings: Settings, index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.app.FolderWatcher.run", fail)
    async with Nutgraf(settings.model_copy(update={"watch": tmp_path}), index, load_topics()) as bot:
        services = Services(bot)
        with capture_logs() as logs:
            await services.start()
            await asyncio.sleep(0)
            await services.stop()

    assert [(entry["event"], entry["task"]) for entry in logs if entry["log_level"] == "error"] == [
        ("task.failed", "folder watcher")
    ]


async def test_the_pool_reads_with_the_given_topics(settings: Settings) -> None:
    async with reader_pool(settings, load_topics()) as pool:
        assert pool is not None


async def test_where_the_reader_cannot_be_loaded_nothing_is_left_running(
    settings: Settings, index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: object) -> None:
        raise StartupError("The reader cannot be loaded.")

    monkeypatch.setattr("bot.app.ReaderPool.start", fail)
    before = asyncio.all_tasks()
    async with Nutgraf(settings.model_copy(update={"watch": tmp_path}), index, load_topics()) as bot:
        with pytest.raises(StartupError, match="The reader cannot be loaded"):
            await Services(bot).start()
        assert asyncio.all_tasks() == before


async def test_a_network_that_hangs_up_is_told_in_a_sentence(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setattr("discord.http.Route.BASE", f"http://127.0.0.1:{port}/api/v10")
    async with server:
        with pytest.raises(StartupError, match="Discord cannot be reached"):
            await run(settings.model_copy(update={"token": SecretStr("abc.def.ghi")}))
