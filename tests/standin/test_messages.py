"""Messages of the stand-in, as its users rely on them: nonces, pages, publishing, refusals."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.standin import routes
from tests.standin.conftest import ANNOUNCEMENTS, Asker, Clock
from tests.standin.server import StandIn
from tests.standin.world import CHANNEL, OWNER, World

MESSAGES = f"/channels/{CHANNEL}/messages"
NONCE: dict[str, Any] = {"nonce": "ng-d-1", "enforce_nonce": True}


async def test_a_nonce_is_honoured_for_minutes_and_then_forgotten(bot: Asker, clock: Clock) -> None:
    first = await bot.say("News", **NONCE)
    clock.move(minutes=4)
    second = await bot.say("News again", **NONCE)
    clock.move(minutes=2)
    third = await bot.say("News at last", **NONCE)

    assert second == first
    assert third["id"] != first["id"]
    assert [each["content"] for each in await bot.ask("GET", MESSAGES)] == ["News at last", "News"]


async def test_a_nonce_that_is_not_to_be_enforced_is_not(bot: Asker) -> None:
    await bot.say("News", nonce="ng-d-1")
    await bot.say("News", nonce="ng-d-1")

    assert len(await bot.ask("GET", MESSAGES)) == 2


async def test_an_id_tells_when_a_message_was_written(bot: Asker, clock: Clock) -> None:
    message = await bot.say("News")

    assert discord.utils.snowflake_time(int(message["id"])) == clock.now


async def test_a_page_is_the_newest_messages_and_after_an_id_the_next_ones(
    bot: Asker, standin: StandIn
) -> None:
    standin.world.chatter(standin.world.channel(CHANNEL), 120)
    own = await bot.say("News")

    newest = await bot.ask("GET", MESSAGES)
    oldest = await bot.ask("GET", MESSAGES, after=0, limit=100)
    rest = await bot.ask("GET", MESSAGES, after=oldest[0]["id"], limit=100)

    assert (len(newest), newest[0]) == (50, own)
    assert (len(oldest), oldest[-1]["content"]) == (100, "Message 0 of a busy day")
    assert [each["content"] for each in rest[:2]] == ["News", "Message 119 of a busy day"]
    assert len(rest) == 21


@given(
    st.integers(0, 30),
    st.sampled_from(["before", "after", "around"]),
    st.integers(0, 29),
    st.integers(1, 100),
)
def test_a_page_lies_beside_its_id_with_no_gap(messages: int, side: str, at: int, limit: int) -> None:
    world = World()
    world.chatter(world.channel(CHANNEL), messages)
    numbers = [int(each["id"]) for each in world.channel(CHANNEL).messages]
    pivot = numbers[at] if at < messages else world.snowflake()

    page = routes.do(world, "GET", MESSAGES, None, {side: str(pivot), "limit": str(limit)})

    found = [int(each["id"]) for each in page][::-1]
    before, after = [n for n in numbers if n < pivot], [n for n in numbers if n > pivot]
    if side == "before":
        assert found == before[-limit:]
    elif side == "after":
        assert found == after[:limit]
    else:
        assert len(found) <= limit
        first = numbers.index(found[0]) if found else 0
        assert found == numbers[first : first + len(found)]
        assert pivot in found or pivot not in numbers


@pytest.mark.parametrize("limit", [0, 101])
async def test_a_page_has_at_most_a_hundred_messages(bot: Asker, limit: int) -> None:
    await bot.ask("GET", MESSAGES, limit=limit)

    assert bot.statuses == [400]


async def test_a_message_can_be_read_and_changed_by_who_wrote_it(bot: Asker, standin: StandIn) -> None:
    own = await bot.say("News")
    standin.world.chatter(standin.world.channel(CHANNEL), 1)
    other = (await bot.ask("GET", MESSAGES))[0]["id"]

    await bot.ask("PATCH", f"{MESSAGES}/{own['id']}", {"content": "Old news"})

    assert (await bot.ask("GET", f"{MESSAGES}/{own['id']}"))["content"] == "Old news"
    assert await bot.refused("PATCH", f"{MESSAGES}/{other}", {"content": "Mine"}) == (403, 50005)
    assert await bot.refused("GET", f"{MESSAGES}/1") == (404, 10008)


async def test_what_the_bot_may_not_do_is_refused(bot: Asker, standin: StandIn) -> None:
    channel = standin.world.channel(CHANNEL)
    await bot.say("News")

    channel.denied = discord.Permissions(read_message_history=True)
    assert await bot.ask("GET", MESSAGES) == []
    channel.denied = discord.Permissions(send_messages=True)
    assert await bot.refused("POST", MESSAGES, {"content": "News"}) == (403, 50013)
    channel.denied = discord.Permissions(view_channel=True)
    assert await bot.refused("POST", MESSAGES, {"content": "News"}) == (403, 50001)
    assert await bot.refused("GET", "/channels/5/messages") == (404, 10003)


async def test_a_post_of_an_announcement_channel_is_published_once_and_ten_an_hour(
    bot: Asker, clock: Clock
) -> None:
    posts = [await bot.say(f"News {number}", ANNOUNCEMENTS) for number in range(11)]
    paths = [f"/channels/{ANNOUNCEMENTS}/messages/{post['id']}/crosspost" for post in posts]

    published = [await bot.ask("POST", path) for path in paths[:10]]
    clock.move(minutes=20)
    limited = await bot.ask("POST", paths[10])
    clock.move(minutes=40)

    assert all(discord.MessageFlags._from_value(each["flags"]).crossposted for each in published)
    assert (bot.statuses[-1], limited["retry_after"]) == (429, 2400)
    assert (await bot.ask("POST", paths[10]))["flags"] == 1
    assert await bot.refused("POST", paths[10]) == (400, 40033)


async def test_only_an_announcement_channel_publishes(bot: Asker) -> None:
    message = await bot.say("News")

    assert await bot.refused("POST", f"{MESSAGES}/{message['id']}/crosspost") == (400, 50024)


async def test_a_member_is_told_in_private_unless_they_take_no_messages(bot: Asker, standin: StandIn) -> None:
    opened = await bot.ask("POST", "/users/@me/channels", {"recipient_id": str(OWNER)})
    again = await bot.ask("POST", "/users/@me/channels", {"recipient_id": str(OWNER)})
    await bot.say("News", opened["id"])
    standin.world.closed_to_dms.add(OWNER)

    assert opened["id"] == again["id"]
    assert [message["content"] for message in standin.messages] == ["News"]
    path = f"/channels/{opened['id']}/messages"
    assert await bot.refused("POST", path, {"content": "News"}) == (403, 50007)
