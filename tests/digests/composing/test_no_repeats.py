"""No story twice in a channel: days of news, several outlets, two subscriptions, and posts that failed."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest

from bot.index import Index
from bot.models import Claim, Scope, Slot, Subject
from tests.digests.composing.making import CHANNEL, DAY, WORLD, composer, subscribed, told
from tests.digests.newsroom import NOW, copy_of, publish, write

HOUR = timedelta(hours=1)
WORDS = """harbour council orchard glacier senator violin tunnel harvest lantern granite parliament ferry
meadow satellite bakery reactor stadium canal archive monsoon tractor observatory mayor referee cathedral
vineyard quarry locomotive surgeon beekeeper""".split()
OUTLETS = ("The Post", "The Herald", "The Times", "The Sun", "The Star")


@pytest.mark.parametrize("seed", range(3))
async def test_each_story_is_told_once_whatever_comes_in(index: Index, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    subscriptions = {
        WORLD: await subscribed(index),
        Subject(): await subscribed(index, topic="all"),
    }
    written, shown = [], Counter[str]()
    for hour in range(0, 48, 3):
        now = NOW + hour * HOUR
        for number in range(chance.randrange(4)):
            said = chance.sample(WORDS, 14)
            headline = f"{' '.join(said[:4])} {hour} {number}"
            written.append(write(headline, f"The {' '.join(said)} were told.", day=now.date()))
            await publish(index, written[-1], topic=chance.choice(["world", "politics"]), now=now)
        for _ in range(chance.randrange(4) if written else 0):
            original = chance.choice(written[-6:])
            await publish(index, copy_of(original, chance.choice(OUTLETS)), now=now)
        made = composer(index, now=now + HOUR, stories=3)
        for subject, subscription in subscriptions.items():
            digest = await made.compose(subject=subject, scope=Scope(1, None), channel=CHANNEL)
            if digest is None:
                continue
            claim = Claim(subscription, Slot(f"post:{hour}", now), now + DAY, digest)
            delivery = await index.deliveries.claim_extra(claim, now + HOUR)
            assert delivery is not None
            if chance.random() < 0.2:
                # its stories come with a later one
                await index.deliveries.mark_failed(delivery.id, "Discord was away.", now + HOUR)
            else:
                shown.update(told(digest))
    assert shown
    assert set(shown.values()) == {1}
    rest = await composer(index, now=NOW + 60 * HOUR, stories=8).compose(
        subject=Subject(), scope=Scope(1, None), channel=CHANNEL
    )
    assert not set(told(rest)) & set(shown)
