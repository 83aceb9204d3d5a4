"""Every private name of simcord that the sandbox needs, in one place.

simcord is made for tests: its clock stands still, its page is published by hand, and a page shows one
channel. The sandbox wants the opposite, so it reaches behind simcord's public surface. The version is pinned
(:mod:`bot.sandbox.preflight`) and the names are checked at start: another simcord gives one plain sentence.
Nothing outside this module uses a name of simcord that begins with an underscore.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any, ClassVar, cast

import discord
import simcord
from aiohttp import web
from simcord._clock import Clock
from simcord.backend.cdn import CDN_BASE
from simcord.backend.errors import BackendError, SetupError
from simcord.builders import ChannelHandle
from simcord.preview import (
    Preview,
    _component_projection,
    _markdown,
    _messages,
    _queries,
    _require_preview_runtime,
    _snapshot,
)
from simcord.preview._pages import _Page
from simcord.preview._server import PreviewServer

from bot.errors import StartupError

# Settling waits for everything the bot has begun; a command that takes longer is shown as unfinished.
SETTLE_SECONDS = 15.0

_CLASSES: Mapping[type, tuple[str, ...]] = {
    Preview: (
        "_action",
        "_advance_presentation_time",
        "_get_page",
        "_open_page",
        "_page_payload",
        "_prune_expired",
        "_publish",
        "_publish_message_pages",
    ),
    PreviewServer: ("_authorized", "_index", "_static", "_pages", "_STATIC_FILES", "_SECURITY_HEADERS"),
    _Page: ("channel_id", "revision", "target_id", "window_end_id"),
}
_ENV = ("backend", "settle_timeout", "_errors", "_error_ids", "_errors_acknowledged")
_BACKEND = (
    "bot_user",
    "cdn",
    "clock",
    "delete_message",
    "edit_message",
    "get_message",
    "http_requests",
    "interaction_tokens",
    "interactions",
    "messages",
    "subscribers",
    "transcript",
)
_PREVIEW = ("_origin", "_pages", "_python", "_server", "capability", "channel")
_PARSE = "markdown_tokens"
_MARKDOWN_USERS = (_component_projection, _messages, _queries, _snapshot)
_AVATAR = "nutgraf"
_PAGE = files("bot.sandbox") / "page"
_QUOTE_END = re.compile(r"(?m)^(>(?!>>)[^\n]*\n)(?![>\s]|\Z)")
_HEAD = '<link rel="stylesheet" href="/preview.css">'


def check_simcord() -> None:
    """Raise :class:`StartupError` unless simcord has what this module reaches for and can show its page."""
    for owner, names in _CLASSES.items():
        _require(owner, names)
    for module in (_markdown, *_MARKDOWN_USERS):
        _require(module, (_PARSE,))
    try:
        _require_preview_runtime()
    except SetupError as error:
        raise StartupError(f"The sandbox's page cannot be shown: {error}") from error


def _require(owner: object, names: Sequence[str]) -> None:
    missing = [name for name in names if not hasattr(owner, name)]
    if missing:
        name = getattr(owner, "__name__", type(owner).__name__)
        raise StartupError(
            f"The sandbox does not fit the installed simcord: {name} has no {', '.join(missing)}."
        )


class WallClock:
    """Real time where simcord has time that only a test moves on."""

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        # not time.monotonic, which simcord replaces for the bot
        elapsed: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._now = now
        self._elapsed = elapsed
        self._start = elapsed()

    @property
    def elapsed(self) -> float:
        """Seconds since the simulated Discord was made."""
        return self._elapsed() - self._start

    def now(self) -> datetime:
        """Return the present, aware, in UTC."""
        return self._now()

    def advance(self, seconds: float) -> None:
        """Do nothing: real time is not moved."""


def make_env(bot: discord.Client, clock: WallClock, name: str) -> simcord.Env:
    """Return a simulated Discord, not yet started, in which `bot` is called `name` and time is real."""
    shards = 1 if isinstance(bot, discord.AutoShardedClient) and bot.shard_count is None else None
    env = simcord.Env(bot, check_errors=False, shard_count=shards, settle_timeout=SETTLE_SECONDS)
    _require(env, _ENV)
    _require(env.backend, _BACKEND)
    env.backend.clock = cast(Clock, clock)
    env.backend.bot_user.name = name
    env.backend.bot_user.avatar = _AVATAR
    _leave_first_answers_unmarked(env)
    return env


def _leave_first_answers_unmarked(env: simcord.Env) -> None:
    """Have an answer that takes the place of "thinking…" not called "(edited)": on Discord it is not."""
    backend = cast(Any, env.backend)
    edit = backend.edit_message

    def edit_message(channel_id: int, message_id: int, fields: dict[str, Any]) -> Any:
        thinking = backend.get_message(channel_id, message_id).flags & discord.MessageFlags.loading.flag
        message = edit(channel_id, message_id, fields)
        if thinking:
            message.edited_timestamp = None
        return message

    backend.edit_message = edit_message


def _avatar(env: simcord.Env) -> Mapping[str, tuple[str, bytes]]:
    """Return the bot's picture under the address that simcord's page asks for."""
    url = f"{CDN_BASE}/avatars/{env.backend.bot_user.id}/{_AVATAR}.png"
    return {url: ("avatar.png", (_PAGE / "avatar.png").read_bytes())}


def on_change(env: simcord.Env, notice: Callable[[], None]) -> None:
    """Call `notice` after each event of the simulated gateway."""
    env.backend.subscribers.append(lambda event, payload: notice())


def take_errors(env: simcord.Env) -> list[BaseException]:
    """Return what the bot raised since the last call and forget it; simcord keeps it for a test's end."""
    taken = list(env._errors)
    env._errors.clear()
    env._error_ids.clear()
    env._errors_acknowledged = 0
    return taken


def trim(env: simcord.Env, *, log: int, interactions: int, messages: int) -> None:
    """Forget the oldest: calls and events beyond `log`, interactions, and messages of each channel.

    Only between actions: an action reads what it wrote.
    """
    backend = env.backend
    del backend.transcript[:-log]
    del backend.http_requests[:-log]
    for stale in sorted(backend.interactions)[:-interactions]:
        del backend.interactions[stale]
    gone = [token for token, of in backend.interaction_tokens.items() if of not in backend.interactions]
    for token in gone:
        del backend.interaction_tokens[token]
    for channel, kept in list(backend.messages.items()):
        for message in sorted(kept)[:-messages]:
            for attachment in kept[message].attachments:
                backend.cdn._blobs.pop(attachment["url"], None)
            backend.delete_message(channel, message)


@contextmanager
def remembered_markdown() -> Iterator[None]:
    """Let simcord's page remember the texts that it has parsed, for as long as the block lasts.

    It parses every text of every message anew for each picture: two seconds for an hour of digests, in which
    nothing else runs. What comes out depends on the arguments alone.
    """

    @lru_cache(maxsize=4096)
    def parsed(value: str, profile: str, context: str) -> str:
        return json.dumps(_markdown.markdown_tokens(value, profile, context=json.loads(context)))

    def markdown_tokens(
        value: Any, profile: str = "message", *, context: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        if not isinstance(value, str):
            return _markdown.markdown_tokens(value, profile, context=context)
        # on Discord a quote ends with its line; Markdown would take the next one in
        text = _QUOTE_END.sub(r"\1\n", value)
        # a new copy each time: the caller writes into it
        return cast(list[dict[str, Any]], json.loads(parsed(text, profile, json.dumps(context))))

    for module in _MARKDOWN_USERS:
        setattr(module, _PARSE, markdown_tokens)
    try:
        yield
    finally:
        for module in _MARKDOWN_USERS:
            setattr(module, _PARSE, _markdown.markdown_tokens)


class LivePreview(Preview):
    """simcord's page, made live: any channel, at the newest message, answering whenever it is asked."""

    def __init__(
        self,
        env: simcord.Env,
        channels: Mapping[str, ChannelHandle],
        viewers: Sequence[simcord.MemberActor],
        *,
        title: str,
        tips: Sequence[str],
        timezone: str,
        port: int,
    ) -> None:
        super().__init__(
            env,
            next(iter(channels.values())),
            tuple(viewers),
            layout="channel",
            display="responsive",
            width=960,
            height=720,
            locale="en-US",
            timezone=timezone,
            presentation_time=None,
            assets=_avatar(env),
            port=port,
        )
        _require(self, _PREVIEW)
        self.channels = dict(channels)
        self.acting = asyncio.Lock()
        """Held while an action or a settling is under way: simcord refuses a second one."""
        self._by_id = {handle.id: handle for handle in channels.values()}
        self._server = PageServer(self, port, title, tips)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return self._origin

    @property
    def watched(self) -> bool:
        """Whether a browser has the page open."""
        return len(self._pages) > 1  # simcord keeps one for itself

    def follow(self) -> None:
        """Open new pages at the newest message; simcord would hold them at the message they found."""
        if self._python is not None:
            self._python.target_id = self._python.window_end_id = None

    def publish(self) -> None:
        """Show the present state in every open page."""
        self._advance_presentation_time()
        self._publish_message_pages(reason="refresh")

    def _publish_message_pages(self, *, reason: str = "action") -> None:
        """Renew the browsers' pages; simcord's own, which is for its screenshots, nobody looks at."""
        self._prune_expired()
        for page in list(self._pages.values()):
            if page is not self._python and page.id in self._pages:
                self._publish(page, reason=cast(Any, reason))

    def open_page(self, channel: str) -> _Page:
        """Open a page on `channel`, and put back at once the one that an action may be under way in."""
        before, self.channel = self.channel, self.channels[channel]
        try:
            return self._open_page()
        finally:
            self.channel = before

    async def _action(self, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out what a page asks for: one after the other, in that page's channel.

        simcord refuses an action that was begun on a page not quite up to date. Here pages change by
        themselves, so an action counts for the state it arrives in, as on Discord.
        """
        async with self.acting:
            page = self._get_page(context_id)
            self.channel = self._by_id[page.channel_id]
            if isinstance(body, Mapping) and "published_revision" in body:
                body = {**body, "published_revision": page.revision}
            return await super()._action(context_id, body)


class PageServer(PreviewServer):
    """simcord's server with the sandbox's own script and style, and a channel's name for a secret.

    simcord hands a secret over in the address's fragment. Here the fragment names the channel, so that the
    bare address opens the page and ``/#general`` another channel. Other web sites stay out all the same: the
    server listens on loopback, checks Host and Origin, and asks for a header that a foreign page may not set.
    """

    _OWN: ClassVar[dict[str, str]] = {
        "/picker.js": "application/javascript",
        "/sandbox.css": "text/css",
        "/sandbox.js": "application/javascript",
        "/sandbox.svg": "image/svg+xml",
    }
    # the base class serves, and asks _static for, what stands here
    _STATIC_FILES = PreviewServer._STATIC_FILES | {path: path[1:] for path in _OWN}

    def __init__(self, preview: LivePreview, port: int, title: str, tips: Sequence[str]) -> None:
        super().__init__(preview, port)
        self._live = preview
        # a page left open over a restart sees a new run and reloads itself
        self._run = str(time.time_ns())
        self._facts = {
            "channels": json.dumps(list(preview.channels)),
            "run": self._run,
            "tips": json.dumps(list(tips)),
            "title": title,
        }

    def _authorized(self, request: web.Request, *, context: str | None = None) -> bool:
        name = request.headers.get("X-Simcord-Capability", "")
        if name not in self._live.channels:
            return False
        self._live.capability = name
        return super()._authorized(request, context=context)

    async def _pages(self, request: web.Request) -> web.Response:
        if not self._authorized(request):
            raise web.HTTPUnauthorized
        try:
            page = self._live.open_page(request.headers["X-Simcord-Capability"])
        except (SetupError, BackendError) as error:
            raise web.HTTPServiceUnavailable(text=str(error)) from error
        return web.json_response(self._live._page_payload(page), headers=self._SECURITY_HEADERS)

    async def _index(self, request: web.Request) -> web.Response:
        response = cast(web.Response, await super()._index(request))
        page = response.text or ""
        if _HEAD not in page:
            raise web.HTTPInternalServerError(text="simcord's page is not as expected")
        facts = " ".join(f'data-{key}="{html.escape(value)}"' for key, value in self._facts.items())
        head = (
            f'{_HEAD}<link rel="stylesheet" href="/sandbox.css"><link rel="icon" href="/sandbox.svg">'
            f'<script src="/picker.js"></script><script src="/sandbox.js" {facts}></script>'
        )
        response.text = page.replace(_HEAD, head)
        response.headers["X-Sandbox-Run"] = self._run
        return response

    async def _static(self, request: web.Request) -> web.Response:
        content_type = self._OWN.get(request.path)
        if content_type is None:
            return cast(web.Response, await super()._static(request))
        text = (_PAGE / request.path[1:]).read_text(encoding="utf-8")
        return web.Response(text=text, content_type=content_type, headers=self._SECURITY_HEADERS)
