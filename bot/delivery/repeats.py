"""Requests that discord.py must not repeat, or wait with, by itself.

discord.py sends a request again after a 500, 502, 504 or 524, up to five times. A message has its nonce, so
it still comes once; a forum's post has none, and the answer may have been lost after the post was made. And
it sleeps for as long as a 429 says, which for publishing can be an hour.
"""

from __future__ import annotations

import re
from types import SimpleNamespace

import aiohttp

_POSTING = re.compile(r"/channels/\d+/threads$")
_PUBLISHING = re.compile(r"/channels/\d+/messages/\d+/crosspost$")
_USUAL_WAIT = 600.0


class NotRepeated(aiohttp.ClientError):
    """Discord had a problem with a request that is better looked after than repeated."""


class PublishingLimited(aiohttp.ClientError):
    """No more can be published for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"nothing more is published for {seconds:.0f} s")
        self.seconds = seconds


def guarded_requests() -> aiohttp.TraceConfig:
    """Return what a client takes as `http_trace` for such requests to raise these errors at once."""
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_look_at)
    return trace


async def _look_at(
    session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
) -> None:
    status, path = params.response.status, params.url.path
    if params.method != "POST" or (status != 429 and status < 500):
        return
    if status >= 500 and _POSTING.search(path):
        raise NotRepeated(f"Discord had a problem ({status}).")
    if status == 429 and _PUBLISHING.search(path):
        raise PublishingLimited(_seconds(params.response.headers.get("Retry-After", "")))


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        return _USUAL_WAIT
    return min(max(seconds, 1.0), 86_400.0) if seconds == seconds else _USUAL_WAIT
