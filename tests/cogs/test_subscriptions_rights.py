"""No button is ever dead, and none is pressed by who may not: restarts, other guilds, lost rights."""

from __future__ import annotations

from typing import Any

import discord

from bot.digests.options.naming import name_subject
from bot.models import ClockSchedule, Scope, SubscriptionState
from bot.views.subscriptions_buttons import desk_id
from tests.cogs.conftest import TOPICS, World, make_bot, seen
from tests.cogs.subscription_desk import one, opened, prefilled, press


async def test_buttons_and_forms_live_through_restarts(world: World) -> None:
    card = await opened(world, topic="world")
    await world.env.restart_bot(make_bot(world.index))
    form = await press(world, card, "when")
    # restarted while the form is open
    await world.env.restart_bot(make_bot(world.index))
    await world.admin.submit_modal(form, {**prefilled(form), "at": "nonsense"})
    assert "“nonsense” is not a time of day" in seen(card.message)
    # and once more: what was typed is still to be read, and the form holds what is set
    await world.env.restart_bot(make_bot(world.index))
    again = await press(world, card, "Try again")
    assert prefilled(again)["at"] == "08:00"
    await world.admin.submit_modal(again, {**prefilled(again), "at": "09:00"})
    assert (await one(world)).schedule == ClockSchedule(("09:00",), frozenset(range(7)), "UTC")
    for part in ("pause", "resume", "end", "Keep it"):
        await world.env.restart_bot(make_bot(world.index))
        await press(world, card, part)
    assert "The next digest comes" in seen(card.message)


async def test_who_lost_the_right_presses_in_vain(world: World) -> None:
    card = await opened(world, topic="world")
    form = await press(world, card, "when")
    managers = world.guild.roles["Managers"]
    world.env.backend.remove_member_role(world.guild.id, world.admin.id, managers.id)
    await world.env.settle()
    for part in ("when", "pause", "end", "post", "history"):
        refused = await press(world, card, part)
        assert "Only those who may use /subscriptions in this server may press that." in seen(
            refused.followups[0] if refused.followups else refused
        )
    late = await world.admin.submit_modal(form, {**prefilled(form), "at": "09:00"})
    assert "Only those who may use /subscriptions" in seen(late)
    assert (await one(world)).schedule == ClockSchedule(("08:00",), frozenset(range(7)), "UTC")


async def test_who_was_given_the_command_may_press(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    editors = world.guild.create_role("Editors")
    known = {each.name: each for each in await world.bot.tree.fetch_commands()}
    world.guild.set_command_permissions(known["subscriptions"], {editors: True})
    editor = world.guild.add_member(world.env.create_user("ed"), roles=[editors])
    await world.env.settle()
    card = await editor.slash(world.news, "subscriptions edit", subscription="world")
    assert card.response is not None
    await press(world, card.response, "pause", by=editor)
    assert (await one(world)).state is SubscriptionState.PAUSED
    # in person it may be taken from them again
    world.guild.set_command_permissions(known["subscriptions"], {editors: True, editor: False})
    refused = await press(world, card.response, "resume", by=editor)
    assert "Only those who may use /subscriptions" in seen(refused)


async def test_a_subscription_of_another_guild_is_not_touched(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="world")
    theirs = await one(world)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("general")
    managers = elsewhere.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    stranger = elsewhere.add_member(world.env.create_user("eve"), roles=[managers])
    await world.env.settle()
    await stranger.slash(channel, "subscribe", topic="science")
    card = await stranger.slash(channel, "subscriptions edit", subscription="science")
    assert card.response is not None
    # a forged card: its buttons name the other guild's subscription
    message = world.env.backend.get_message(channel.id, card.response.id)
    own = (await world.index.subscriptions.of_guild(Scope(guild=elsewhere.id, user=None)))[0]

    def forge(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: forge(value) for key, value in part.items()}
        if isinstance(part, list):
            return [forge(value) for value in part]
        return part.replace(f"ng:e:{own.id}:", f"ng:e:{theirs.id}:") if isinstance(part, str) else part

    message.components = forge(message.components)
    await stranger.click(card.response.message, custom_id=desk_id(theirs.id, "pause"))
    assert "That subscription has ended" in seen(card)
    assert await world.index.subscriptions.by_id(theirs.id) == theirs


async def test_what_was_ended_meanwhile_says_so(world: World) -> None:
    card = await opened(world, topic="world")
    form = await press(world, card, "when")
    gone = await one(world)
    await world.admin.slash(world.news, "unsubscribe", subscription="world")
    late = await world.admin.submit_modal(form, {**prefilled(form), "at": "09:00"})
    assert "That subscription has ended" in seen(late)
    assert name_subject(gone.subject, TOPICS, {}) == "🌍 World"


async def test_a_card_that_was_dismissed_while_its_form_was_open(world: World) -> None:
    card = await opened(world, topic="world")
    form = await press(world, card, "when")
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10008)
    result = await world.admin.submit_modal(form, {**prefilled(form), "at": "09:00"})
    assert result.ephemeral
    assert "Daily at 09:00, UTC." in seen(result)
