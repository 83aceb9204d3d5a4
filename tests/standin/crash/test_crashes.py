"""Killed anywhere, the bot loses no digest and posts none twice; ``python -m bench.crashes`` for hundreds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.models import Delivery, DeliveryId, DeliveryState, SubscriptionId
from tests.standin.crash.counting import lost, posts, repeated
from tests.standin.crash.harness import crash
from tests.standin.crash.points import WORK
from tests.standin.world import CHANNEL, CROSSPOSTED, OWNER, Kind, World

POINTS = 12
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


async def test_killed_at_points_of_its_work_it_loses_and_repeats_nothing(tmp_path: Path) -> None:
    report = await crash(tmp_path, points=POINTS, seed=6)

    assert report.lost == []
    assert report.repeated == []
    assert report.complaints == []
    assert report.points == POINTS
    assert set(WORK) <= set(report.kills)
    assert report.by_discord["done"]


def digest(delivery: int, *stories: str) -> dict[str, Any]:
    """Return the body of a digest's message."""
    button = {"type": 2, "style": 2, "label": "More", "custom_id": f"ng:d:{delivery}:7"}
    text = {"type": 10, "content": "\n".join(f"**{story} greets {story}a**" for story in stories)}
    return {
        "components": [{"type": 17, "components": [{"type": 9, "components": [text], "accessory": button}]}]
    }


def row(delivery: int, message: object, state: DeliveryState = DeliveryState.SENT) -> Delivery:
    number = int(str(message)) if message else None
    return Delivery(
        DeliveryId(delivery), SubscriptionId(1), "slot", state, CHANNEL, NOON, NOON, None, message=number
    )


def test_what_is_in_its_channel_once_is_neither_lost_nor_repeated() -> None:
    world = World()
    news = world.channel(CHANNEL)
    one = world.post(news, digest(1, "Harbour0x", "Harbour1x"))
    two = world.post(news, digest(2, "Harbour10x"))
    there = list(posts(world.channels.values()))

    assert repeated(there) == []
    stories = ["Harbour0x", "Harbour1x", "Harbour10x"]
    ledger = [row(1, one["id"]), row(2, two["id"]), row(3, None, DeliveryState.EMPTY)]
    assert lost(ledger, there, stories, [CHANNEL]) == []


def test_what_is_missing_is_lost() -> None:
    world = World()
    world.post(world.channel(CHANNEL), digest(1, "Harbour0x"), author=OWNER)
    world.post(world.private_channel(OWNER), {"content": "It is held back."})
    there = list(posts(world.channels.values()))

    found = lost([row(1, 5), row(2, None, DeliveryState.HELD)], there, ["Harbour0x"], [CHANNEL])

    assert [re.sub(r" \d+", "", text) for text in found] == [
        "delivery is marked as sent and not in its channel",
        "delivery is held: None",
        "story Harbour0x is not in channel",
        "the bot wrote: It is held back.",
    ]


def test_what_followers_of_an_announcement_channel_did_not_get_is_lost() -> None:
    world = World()
    channel = world.add(Kind.ANNOUNCEMENT, "announcements")
    message = world.post(channel, digest(1, "Harbour0x"))
    ledger, stories = [row(1, message["id"])], ["Harbour0x"]

    before = lost(ledger, list(posts([channel])), stories, [channel.id])
    message["flags"] |= CROSSPOSTED
    after = lost(ledger, list(posts([channel])), stories, [channel.id])

    assert before == [f"message {message['id']} was not published"]
    assert after == []


def test_what_is_there_twice_is_repeated() -> None:
    world = World()
    news = world.channel(CHANNEL)
    world.post(news, digest(1, "Harbour0x"))
    world.post(news, digest(1, "Harbour1x"))
    world.post(news, digest(2, "Harbour0x"))

    assert repeated(list(posts(world.channels.values()))) == [
        "delivery 1 was posted 2 times",
        f"story Harbour0x was posted 2 times in channel {CHANNEL}",
    ]
