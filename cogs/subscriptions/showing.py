"""The cards of subscriptions, put together from what the index and Discord know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.digests.composing.composer import Composer
from bot.digests.options.languages import language_name
from bot.digests.options.naming import name_subject
from bot.digests.schedules.accounting import account_for
from bot.digests.schedules.parsing import describe
from bot.models import (
    Delivery,
    DeliveryState,
    DigestPreview,
    LiveSchedule,
    Subject,
    Subscription,
    SubscriptionState,
)
from bot.views.escape import escape
from bot.views.notice import notice_view
from bot.views.phrases import counted, moment
from bot.views.subscriptions import SubscriptionLine, is_live, subscriptions_view
from bot.views.subscriptions_card import SubscriptionWords, subscription_view
from bot.views.subscriptions_past import (
    DELIVERIES_A_PAGE,
    history_view,
    left_out_view,
    message_url,
    why_view,
)
from cogs.options import scope_of
from cogs.subscriptions.places import is_forum, problem_at, problem_with_role, seen_channel, titles_of

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]

ACCOUNTS = 10
MOST_PAGES = 50
"""Of a history."""
ENDED = "That subscription has ended; /subscriptions list shows those there are."


async def title_of(bot: Nutgraf, subscription: Subscription) -> str:
    """Return what a subscription is about, in plain text."""
    return name_subject(subscription.subject, bot.topics, await titles_of(bot, [subscription]))


async def named(bot: Nutgraf, subscription: Subscription) -> str:
    """Return what a subscription is about and where, as Markdown."""
    return f"{escape(await title_of(bot, subscription))} in <#{subscription.channel}>"


async def line_of(bot: Nutgraf, subscription: Subscription) -> SubscriptionLine:
    """Return a subscription in a few words."""
    return (await _lines(bot, [subscription]))[0]


async def _lines(bot: Nutgraf, stored: Sequence[Subscription]) -> list[SubscriptionLine]:
    titles = await titles_of(bot, stored)
    return [
        SubscriptionLine(
            one,
            name_subject(one.subject, bot.topics, titles),
            describe(one.schedule),
            str(seen_channel(bot, one.guild, one.channel) or ""),
        )
        for one in stored
    ]


async def list_page(interaction: Interaction, page: int) -> ui.LayoutView:
    """Return a page (from 0) of all subscriptions of the guild."""
    bot = interaction.client
    stored = await bot.index.subscriptions.of_guild(scope_of(interaction))
    return subscriptions_view(await _lines(bot, stored), page)


async def card(bot: Nutgraf, subscription: Subscription, *, done: str = "") -> ui.LayoutView:
    """Return the card of a subscription with everything that is set; `done`: what was just changed."""
    subject = subscription.subject
    titles = await titles_of(bot, [subscription])
    words = SubscriptionWords(
        title=name_subject(subject, bot.topics, titles),
        topics=[name_subject(Subject(topics=(name,)), bot.topics, {}) for name in subject.topics],
        feeds=[titles.get(feed, "a feed that was removed") for feed in subject.feeds],
        schedule=describe(subscription.schedule),
        languages=[language_name(code) for code in subscription.preferences.languages],
    )
    problem = await _problem(bot, subscription) or _role_problem(bot, subscription)
    return subscription_view(subscription, words, problem=problem, done=done)


async def _problem(bot: Nutgraf, subscription: Subscription) -> str:
    return await problem_at(bot, subscription.guild or 0, subscription.channel, subscription.subject)


def _role_problem(bot: Nutgraf, subscription: Subscription) -> str:
    mention, home = subscription.preferences.mention, bot.get_guild(subscription.guild or 0)
    if mention is None or home is None:
        return ""
    place = seen_channel(bot, subscription.guild, subscription.channel)
    return escape(problem_with_role(home, place, mention.role))


async def explained(bot: Nutgraf, subscription: Subscription) -> DigestPreview:
    """Return what the next digest would be if it came now, and what is left out."""
    composer = Composer(bot.index, bot.settings.digests, bot.topics, now=bot.clock())
    return await composer.explain(
        subject=subscription.subject,
        scope=subscription.scope,
        channel=subscription.channel,
        preferences=subscription.preferences,
        live=isinstance(subscription.schedule, LiveSchedule),
    )


async def left_out_page(
    bot: Nutgraf, subscription: Subscription, preview: DigestPreview, page: int = 0
) -> ui.LayoutView:
    """Return a page (from 0) of what the next digest leaves out."""
    days = bot.settings.digests.max_age_days
    return left_out_view(subscription, await title_of(bot, subscription), preview, days=days, page=page)


async def history_page(bot: Nutgraf, subscription: Subscription, page: int) -> ui.LayoutView:
    """Return a page (from 0) of the digests there were, or the last page."""
    pages = -(-await bot.index.deliveries.count(subscription.id) // DELIVERIES_A_PAGE)
    last = max(0, min(pages, MOST_PAGES) - 1)
    page = max(0, min(page, last))
    # of each row its whole digest is read: no more of them than are shown
    rows = await bot.index.deliveries.recent(subscription.id, DELIVERIES_A_PAGE, page * DELIVERIES_A_PAGE)
    return history_view(
        subscription,
        await title_of(bot, subscription),
        rows,
        page=page,
        more=page < last,
        forum=is_forum(bot, subscription.guild, subscription.channel),
    )


async def why_card(bot: Nutgraf, subscription: Subscription) -> ui.LayoutView:
    """Return what happened at the last slots."""
    return why_view(
        subscription,
        await title_of(bot, subscription),
        await account_for(bot.index, subscription, bot.clock(), ACCOUNTS),
        problem=await _problem(bot, subscription),
        forum=is_forum(bot, subscription.guild, subscription.channel),
    )


async def posted_card(bot: Nutgraf, subscription: Subscription, delivery: Delivery | None) -> ui.LayoutView:
    """Return how a digest that was asked for now went."""
    where = await named(bot, subscription)
    if delivery is None or delivery.state is DeliveryState.EMPTY:
        return notice_view(
            "There is nothing new to post.",
            "info",
            lines=[f"{where}. *Preview* (`/subscriptions preview`) shows what is left out, and why."],
        )
    if delivery.state is DeliveryState.SENT and delivery.message is not None:
        forum = is_forum(bot, subscription.guild, subscription.channel)
        url = message_url(subscription.guild, delivery.channel, delivery.message, forum=forum)
        told = (
            counted(len(delivery.digest.all_stories), "story", "stories") if delivery.digest else "a digest"
        )
        following = f"The next one by its schedule comes as before, {moment(subscription.next_due, 'R')}."
        if is_live(subscription):
            following = "Further news comes as before, as it happens."
        if subscription.state is SubscriptionState.PAUSED:
            following = "By its schedule none comes: it is paused."
        return notice_view("Posted.", "success", lines=[f"{where}: [{told}](<{url}>). {following}"])
    if delivery.state is DeliveryState.CLAIMED:
        return notice_view(
            "It is not posted yet: the bot tries again in the next minutes.",
            "info",
            lines=[f"{where}. {escape(delivery.reason or '')}"],
        )
    return notice_view(
        "It could not be posted.", "error", lines=[f"{where}. {escape(delivery.reason or '')}"]
    )
