"""What Discord answers, and what is made of it: each has its place."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest

from bot.delivery.outcomes import (
    ACCOUNT_GONE,
    CHANNEL_DELETED,
    GUILD_LEFT,
    MESSAGES_CLOSED,
    NO_ANSWER,
    NOTHING_SHARED,
    Refused,
    Unknown,
    judge,
    unreached,
)

TAG_MISSING = (
    "The forum asks for a tag on every post, and none that the bot may use is called as a topic of it."
)


def answer(status: int, code: int = 0, message: str = "No") -> discord.HTTPException:
    """Return what discord.py raises for an answer of Discord's."""
    response = cast("aiohttp.ClientResponse", SimpleNamespace(status=status, reason="reason"))
    kind: type[discord.HTTPException] = discord.HTTPException
    if status == 403:
        kind = discord.Forbidden
    elif status == 404:
        kind = discord.NotFound
    elif status >= 500:
        kind = discord.DiscordServerError
    return kind(response, {"code": code, "message": message})


@pytest.mark.parametrize(
    ("status", "code"),
    [
        *((401, 0), (408, 0), (429, 0), (429, 20016), (429, 20028)),
        *((500, 0), (502, 0), (503, 0), (524, 0), (403, 20026)),
    ],
)
def test_what_may_be_better_in_a_while_is_tried_again(status: int, code: int) -> None:
    assert isinstance(judge(answer(status, code)), Unknown)


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (403, 50013, "Discord does not let the bot post in the channel (No)."),
        (403, 50001, "Discord does not let the bot post in the channel (No)."),
        (403, 0, "Discord does not let the bot post in the channel (No)."),
        (403, 50007, MESSAGES_CLOSED),
        (403, 50278, NOTHING_SHARED),
        (404, 10013, ACCOUNT_GONE),
        (404, 10003, CHANNEL_DELETED),
        (404, 0, CHANNEL_DELETED),
        (400, 10003, CHANNEL_DELETED),
        (404, 10004, GUILD_LEFT),
        (400, 50008, "The channel takes no messages any more."),
        (400, 50024, "The channel takes no messages any more."),
        (400, 50083, "The thread is archived."),
        (403, 160005, "The thread is locked."),
        (400, 160006, "The server has as many open threads as Discord allows."),
        (400, 160007, "The server has as many open threads as Discord allows."),
        (400, 40066, TAG_MISSING),
        (400, 40067, TAG_MISSING),
    ],
)
def test_what_stays_refused_pauses_with_a_reason(status: int, code: int, reason: str) -> None:
    refused = judge(answer(status, code))
    assert isinstance(refused, Refused)
    assert refused.pauses
    assert refused.reason == reason


@pytest.mark.parametrize(("status", "code"), [(400, 50035), (400, 200000), (400, 240000), (413, 40005)])
def test_a_message_that_discord_finds_wrong_is_given_up_alone(status: int, code: int) -> None:
    refused = judge(answer(status, code, "Words of Discord's"))
    assert isinstance(refused, Refused)
    assert not refused.pauses
    assert "Words of Discord's" in refused.reason


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        ConnectionResetError(),
        OSError("no route"),
        aiohttp.ClientConnectionError(),
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientPayloadError(),
        discord.RateLimited(60),
    ],
)
def test_an_answer_that_got_lost_is_no_refusal(error: Any) -> None:
    assert isinstance(error, NO_ANSWER)
    assert isinstance(unreached(error), Unknown)
