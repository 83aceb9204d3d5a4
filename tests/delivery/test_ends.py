"""The end of what has been paused for long: digests of deleted channels, and of servers that were left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.delivery.notices import Notices
from bot.models import ArticleId, Subscription, SubscriptionState
from tests.delivery.conftest import Desk
from tests.digests.newsroom import NOW, publish, write

DAY = timedelta(days=1)


async def test_the_digest_of_a_deleted_channel_ends_after_two_weeks_and_the_admins_are_told(
    desk: Desk,
) -> None:
    admins = desk.guild.create_text_channel("admins")
    await desk.env.settle()
    await desk.index.guilds.set_admin_channel(desk.guild.id, admins.id)
    subscription = await desk.subscribe()
    desk.env.backend.delete_channel(desk.news.id)
    await desk.env.settle()
    tick = desk.tick()
    await tick.run_once()
    await desk.until(NOW + 13 * DAY)
    await tick.end_long_paused()
    assert (await desk.current(subscription)).state is SubscriptionState.PAUSED
    await desk.until(NOW + 15 * DAY)
    await tick.end_long_paused()
    await tick.end_long_paused()
    assert await desk.index.subscriptions.by_id(subscription.id) is None
    paused, ended = [message.content for message in admins.history()]
    assert "is paused" in paused
    assert "has ended. Its channel was deleted more than 14 days ago." in ended
    assert desk.private() == []


async def test_the_digests_of_a_server_that_was_left_end_after_months_and_nobody_is_told(desk: Desk) -> None:
    subscription = await desk.subscribe()
    desk.env.backend.remove_guild(desk.guild.id)
    await desk.env.settle()
    tick = desk.tick()
    await tick.run_once()
    told = len(desk.private())
    await desk.until(NOW + 89 * DAY)
    await tick.end_long_paused()
    assert (await desk.current(subscription)).state is SubscriptionState.PAUSED
    await desk.until(NOW + 91 * DAY)
    await tick.end_long_paused()
    assert await desk.index.subscriptions.by_id(subscription.id) is None
    assert len(desk.private()) == told


async def test_nothing_ends_that_an_admin_paused_or_that_is_back(desk: Desk) -> None:
    paused = await desk.subscribe()
    back = await desk.subscribe(topic="sports")
    await desk.index.subscriptions.pause(paused.id, "Paused by editor.", NOW)
    await desk.index.subscriptions.pause(back.id, "The channel does not exist any more.", NOW)
    await desk.until(NOW + 400 * DAY)
    await desk.tick().end_long_paused()
    assert (await desk.current(paused)).state is SubscriptionState.PAUSED
    assert (await desk.current(back)).state is SubscriptionState.PAUSED


async def test_what_is_resumed_while_others_are_told_about_does_not_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, resumed = await desk.subscribe(channel=8), await desk.subscribe(channel=9)
    for each in (gone, resumed):
        await desk.index.subscriptions.pause(each.id, "The channel does not exist any more.", NOW)
    await desk.until(NOW + 15 * DAY)
    told = Notices.ended

    async def and_resume_the_other(self: Notices, subscription: Subscription, reason: str) -> None:
        await told(self, subscription, reason)
        await desk.index.subscriptions.resume(resumed.id, desk.clock() + DAY, desk.clock())

    monkeypatch.setattr(Notices, "ended", and_resume_the_other)
    await desk.tick().end_long_paused()
    assert await desk.index.subscriptions.by_id(gone.id) is None
    assert (await desk.current(resumed)).state is SubscriptionState.ACTIVE


# --- what is long past -------------------------------------------------------------------------------------


async def test_after_more_than_a_year_the_ledger_forgets_and_newer_digests_stay(desk: Desk) -> None:
    subscription = await desk.subscribe()
    tick = desk.tick()
    for days in (0, 300, 420):
        await desk.until(NOW + days * DAY)
        story = write(f"Story of day {days}", day=desk.clock().date())
        await publish(desk.index, story, now=desk.clock())
        await tick.run_once()
    await tick.end_long_paused()
    kept = [row for row in await desk.index.deliveries.recent(subscription.id, 200) if row.digest]
    assert [row.digest.stories[0].citation.headline for row in kept if row.digest] == [
        "Story of day 420",
        "Story of day 300",
    ]
    shown = await desk.index.deliveries.shown(desk.news.id, ArticleId(0))
    assert len(shown) == 2
    assert len(desk.posts()) == 3


async def test_nothing_is_forgotten_by_a_clock_that_is_years_ahead(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(desk.index, write("Ferries stop at noon"))
    subscription = await desk.subscribe()
    await desk.tick().run_once()
    monkeypatch.setattr(desk, "clock", lambda: desk.env.now() + 1000 * DAY)
    await desk.tick().end_long_paused()
    assert await desk.ledger(subscription) == [("2026-01-05T07:30", "sent")]
    assert len(await desk.index.deliveries.shown(desk.news.id, ArticleId(0))) == 1
