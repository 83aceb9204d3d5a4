"""What members follow in private, and that nothing of it stays behind."""

from __future__ import annotations

from datetime import timedelta

from bot.index import Index
from bot.models import ArticleId, Claim, IntervalSchedule, Slot, Subject, Subscription, SubscriptionId
from tests.index.making import NOW, article
from tests.index.subscribing import digest_of, subscribe

MEMBER, OTHER = 70, 71
BEGINNING = ArticleId(0)
HOURLY = IntervalSchedule(60)


async def follow(index: Index, topic: str, member: int = MEMBER) -> Subscription:
    made, _ = await index.subscriptions.put(
        guild=None,
        member=member,
        channel=member,
        subject=Subject(topics=(topic,)),
        schedule=HOURLY,
        created_by=member,
        now=NOW,
        next_due=NOW,
    )
    return made


async def show(index: Index, *subscriptions: Subscription) -> None:
    (one,) = (await index.articles.add([(article(headline=f"For {len(subscriptions)}"), ())], now=NOW)).new
    for subscription in subscriptions:
        claim = Claim(subscription, Slot("once", NOW), NOW + timedelta(hours=1), digest_of(one))
        assert await index.deliveries.claim(claim, NOW) is not None


async def test_what_was_shown_is_known_while_anything_is_followed(index: Index) -> None:
    world, sport, others = (
        await follow(index, "world"),
        await follow(index, "sport"),
        await follow(index, "world", OTHER),
    )
    await show(index, world, sport, others)
    assert await index.subscriptions.end_following(MEMBER, [world.id]) == 1
    assert await index.deliveries.shown(MEMBER, BEGINNING)
    assert await index.subscriptions.end_following(MEMBER, [sport.id]) == 1
    assert await index.deliveries.shown(MEMBER, BEGINNING) == {}
    assert await index.subscriptions.of_member(MEMBER) == []
    assert await index.deliveries.recent(sport.id, 10) == []
    assert await index.subscriptions.events(sport.id) == []
    # another's is left alone
    assert await index.deliveries.shown(OTHER, BEGINNING)


async def test_nobody_ends_what_another_follows(index: Index) -> None:
    mine, theirs = await follow(index, "world"), await follow(index, "world", OTHER)
    channels = await subscribe(index)
    for each in (theirs.id, channels.id, SubscriptionId(999)):
        assert await index.subscriptions.end_following(MEMBER, [each]) == 0
    assert await index.subscriptions.of_member(OTHER) == [theirs]
    assert await index.subscriptions.of_member(MEMBER) == [mine]
    assert await index.subscriptions.by_id(channels.id) is not None


async def test_removing_the_last_forgets_as_well_and_a_channel_is_not_forgotten(index: Index) -> None:
    mine, channels = await follow(index, "world"), await subscribe(index)
    await show(index, mine, channels)
    await index.subscriptions.remove(mine.id)
    await index.subscriptions.remove(channels.id)
    assert await index.deliveries.shown(MEMBER, BEGINNING) == {}
    assert await index.deliveries.shown(channels.channel, BEGINNING)
