"""Faults of the stand-in befall the requests that they name, as often as they say."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.standin.conftest import Asker
from tests.standin.faults import Fault, silence
from tests.standin.server import StandIn
from tests.standin.world import CHANNEL

MESSAGES = f"/channels/{CHANNEL}/messages"


async def test_a_fault_answers_otherwise_so_often_and_after_so_many(bot: Asker, standin: StandIn) -> None:
    standin.inject(Fault("GET /users/*", status=503, body={"message": "Away"}, times=2, spares=1))

    answers = [await bot.ask("GET", "/users/@me") for _ in range(4)]

    assert bot.statuses == [200, 503, 503, 200]
    assert answers[1] == {"message": "Away"}
    assert standin.count("GET /users/@me") == 4


async def test_others_are_not_befallen(bot: Asker, standin: StandIn) -> None:
    standin.inject(Fault("POST *", status=500))

    await bot.ask("GET", "/users/@me")

    assert bot.statuses == [200]


async def test_what_is_left_without_an_answer_is_done_and_answered_when_told(
    bot: Asker, standin: StandIn
) -> None:
    fault = standin.inject(silence(standin.posting()))

    saying = asyncio.create_task(bot.say("News"))
    await standin.asked(standin.posting())
    assert (len(standin.messages), saying.done()) == (1, False)
    standin.heal(fault)

    assert (await saying)["content"] == "News"


@pytest.mark.parametrize(("does", "messages"), [(True, 1), (False, 0)])
async def test_a_connection_is_dropped_after_what_was_asked_is_done_or_before(
    bot: Asker, standin: StandIn, does: bool, messages: int
) -> None:
    struck: list[int] = []
    fault = Fault("POST *", "drop", does=does, then=lambda: struck.append(len(standin.messages)))
    standin.inject(fault)

    with pytest.raises(aiohttp.ClientError):
        await bot.say("News")

    assert struck == [messages]


async def test_what_is_not_known_is_a_404_and_noted(bot: Asker, standin: StandIn) -> None:
    assert await bot.refused("GET", "/guilds/1/audit-logs") == (404, 0)
    assert await bot.refused("DELETE", f"{MESSAGES}/1") == (404, 0)

    assert standin.complaints == ["GET /guilds/1/audit-logs", f"DELETE {MESSAGES}/1"]
