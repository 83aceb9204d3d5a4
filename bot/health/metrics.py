"""Figures for Prometheus, read from the index whenever they are asked for; and whether the bot is alive."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.errors import StartupError, StorageError
from bot.index import Index
from bot.models import FeedState
from bot.settings import HealthSettings

log = structlog.get_logger(__name__)

Handler = Callable[[web.Request], Awaitable[web.Response]]


class HealthServer:
    """Serves ``/healthz`` and ``/metrics``, from `start` to `stop`."""

    def __init__(self, index: Index, settings: HealthSettings) -> None:
        self._index = index
        self._settings = settings
        self._runner: web.AppRunner | None = None
        self.port: int | None = None
        """Where it serves, once started."""

    async def start(self) -> None:
        """Listen; raises :class:`StartupError` when the port is taken."""
        if self._settings.port is None:
            return
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._settings.host, self._settings.port)
        try:
            await site.start()
        except OSError as error:
            await self.stop()
            where = f"{self._settings.host}:{self._settings.port}"
            raise StartupError(
                f"The health page cannot be served at {where}: {error.strerror or error}."
            ) from error
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening."""
        runner, self._runner, self.port = self._runner, None, None
        if runner is not None:
            await runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        """Answer 200 while the index can be read, else 503 with the reason."""
        try:
            await self._index.web_feeds.count_waiting()
        except StorageError as error:
            return web.Response(status=503, text=f"{error}\n")
        return web.Response(text="ok\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        try:
            body = await metrics(self._index)
        except StorageError as error:
            log.error("metrics.not_read", reason=str(error))
            return web.Response(status=503, text=f"{error}\n")
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})


async def metrics(index: Index) -> bytes:
    """Return the figures in Prometheus' text format; raises :class:`StorageError`."""
    registry = CollectorRegistry()
    feeds = Gauge(
        "nutgraf_feeds", "Addresses of feeds that are followed, by state.", ["state"], registry=registry
    )
    by_state = await index.web_feeds.by_state()
    for state in FeedState:
        feeds.labels(state.value).set(by_state.get(state, 0))
    waiting = Gauge("nutgraf_feed_items_waiting", "Items of feeds that wait to be read.", registry=registry)
    waiting.set(await index.web_feeds.count_waiting())
    pending = Gauge(
        "nutgraf_articles_pending", "Articles whose story is still to be found.", registry=registry
    )
    pending.set(await index.stories.count_pending())
    return generate_latest(registry)
