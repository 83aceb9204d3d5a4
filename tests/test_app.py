"""The composition: parts are opened and closed in order, and the bot asks Discord for little."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import discord
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.answers import AnswerOptions, latest
from bot.app import (
    END_JOB,
    POLL_JOB,
    PUBLISH_JOB,
    TELL_JOB,
    TICK_JOB,
    Nutgraf,
    Services,
    open_parts,
    reader_pool,
    run,
    utc_now,
)
from bot.errors import ConfigError, StartupError, StorageError
from bot.index import Index
from bot.models import Scope, WebFeed
from bot.reading import Reader
from bot.resources import load_topics
from bot.settings import IngestSettings, Settings, SourceSettings
from tests.cli.conftest import ARTICLE
from tests.cogs.feed_desk import FERRY, PoolHere
from tests.ingest.feeds.conftest import rss
from tests.newsserver import NewsServer
from tests.newsserver.replies import silence


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


def on_loopback(settings: Settings) -> Settings:
    """Return settings with which feeds on loopback are read, and no others."""
    sources = SourceSettings.model_validate({"private_networks": ["127.0.0.0/8"], "full_text": False})
    return settings.model_copy(update={"sources": sources})


async def follow(index: Index, server: NewsServer, *, url: str = "/feed.xml") -> WebFeed:
    following = await index.feeds.follow(
        url=server.url(url), title="Herald", owner="guild:7", added_by=1, now=utc_now()
    )
    return following.feed.web


async def test_a_feed_that_is_due_at_the_start_is_polled_and_read(
    settings: Settings, index: Index, news_server: NewsServer
) -> None:
    news_server.put("/feed.xml", rss(replace(FERRY, published=utc_now())))
    feed = await follow(index, news_server)
    async with Nutgraf(on_loopback(settings), index, load_topics()) as bot:
        services = Services(bot)
        assert bot.feeds is None
        await services.start()
        try:
            assert bot.feeds is not None
            async with asyncio.timeout(30):
                # nobody tells the test of a new article
                while not await index.articles.count(Scope(7, None)):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        finally:
            await services.stop()
        assert bot.feeds is None

    found = await latest(index, scope=Scope(7, None), options=AnswerOptions(limit=5), today=utc_now().date())
    assert [each.headline for each in found.citations.values()] == [FERRY.title]
    assert await index.articles.count(Scope(8, None)) == 0
    polled = await index.web_feeds.get(feed.id)
    assert polled is not None and polled.next_poll > utc_now()


async def test_feeds_are_polled_every_minute_and_their_changes_told_once_the_bot_is_ready(
    settings: Settings,
    index: Index,
    news_server: NewsServer,
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.app.reader_pool", lambda *_: PoolHere(reader))
    news_server.fail("/feed.xml", 410)
    await follow(index, news_server)
    async with Nutgraf(on_loopback(settings), index, load_topics()) as bot:
        services = Services(bot)
        await services.start()
        try:
            assert services._scheduler is not None
            job = services._scheduler.get_job(TELL_JOB)
            polling = services._scheduler.get_job(POLL_JOB)
            async with asyncio.timeout(30):
                while not await index.feeds.notices(1):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            # it is kept for when there is somebody to tell
            await job.func()
            assert len(await index.feeds.notices(1)) == 1
            monkeypatch.setattr(bot, "is_ready", lambda: True)
            await job.func()
            assert await index.feeds.notices(1) == []
        finally:
            await services.stop()
    assert "second='30'" in str(polling.trigger) and "second='45'" in str(job.trigger)


async def test_stopping_does_not_wait_for_a_server_that_never_answers(
    settings: Settings,
    index: Index,
    news_server: NewsServer,
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.app.reader_pool", lambda *_: PoolHere(reader))
    news_server.answer("/feed.xml", silence())
    feed = await follow(index, news_server)
    before = asyncio.all_tasks()
    async with Nutgraf(on_loopback(settings), index, load_topics()) as bot:
        services = Services(bot)
        await services.start()
        await news_server.until_busy(1)
        # the request itself may take 20 seconds
        async with asyncio.timeout(5):
            await services.stop()
    mine = {task for task in asyncio.all_tasks() - before if "NewsServer" not in repr(task.get_coro())}
    assert mine == set()
    # nothing was written down: the next run polls it again
    again = await index.web_feeds.get(feed.id)
    assert again == feed


async def test_digests_are_posted_and_published_each_minute_and_what_has_nowhere_to_go_ends_each_day(
    settings: Settings, index: Index, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.reader_pool", lambda *_: PoolHere(reader))
    async with Nutgraf(settings, index, load_topics()) as bot:
        services = Services(bot)
        assert bot.tick is None
        await services.start()
        try:
            assert bot.tick is not None
            assert services._scheduler is not None
            triggers = {job.id: str(job.trigger) for job in services._scheduler.get_jobs()}
            # a bot that is not connected is not wrong, and does nothing
            for job in services._scheduler.get_jobs():
                await job.func()
        finally:
            await services.stop()
        assert bot.tick is None
    assert "second='0'" in triggers[TICK_JOB]
    assert "second='15'" in triggers[PUBLISH_JOB]
    assert "1 day" in triggers[END_JOB]


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
