"""An admin at the cards of a server's subscriptions: presses, fills in forms, hands them in."""

from __future__ import annotations

from typing import Any

import discord
import simcord
from simcord.backend.models.channel import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType
from simcord.results import InteractionResult, ResponseMessage

from bot.models import Scope, Subscription
from bot.views.subscriptions_buttons import desk_id
from tests.cogs.conftest import World, buttons


async def one(world: World) -> Subscription:
    (only,) = await world.index.subscriptions.of_guild(Scope(guild=world.guild.id, user=None))
    return only


async def opened(world: World, **options: Any) -> ResponseMessage:
    """Subscribe #news and return the card of it."""
    await world.admin.slash(world.news, "subscribe", **options)
    card = await world.admin.slash(world.news, "subscriptions edit", subscription=str((await one(world)).id))
    assert card.response is not None
    return card.response


async def press(
    world: World, card: ResponseMessage, part: str, *, by: simcord.MemberActor | None = None
) -> InteractionResult:
    """Press the button of a part, or the only one whose label that is."""
    labels = buttons(card.message)
    custom_id = desk_id((await one(world)).id, part)  # type: ignore[arg-type]
    custom_id = labels[part]["custom_id"] if part in labels else custom_id
    return await (by or world.admin).click(card.message, custom_id=custom_id)


async def change(world: World, card: ResponseMessage, part: str, **values: Any) -> InteractionResult:
    """Open a part's form, give what is set in it anew but for `values`, and hand it in."""
    form = await press(world, card, part)
    return await world.admin.submit_modal(form, {**prefilled(form), **values})


def prefilled(form: InteractionResult) -> dict[str, Any]:
    """Return what a form holds when it opens."""
    assert form.modal is not None
    values: dict[str, Any] = {}
    for field in form.modal["components"]:
        part = field["component"]
        if part["type"] == 4:
            values[part["custom_id"]] = part.get("value") or ""
        elif part["type"] == 21:
            (values[part["custom_id"]],) = [each["value"] for each in part["options"] if each.get("default")]
        elif "options" in part:
            values[part["custom_id"]] = [each["value"] for each in part["options"] if each.get("default")]
        else:
            assert not part.get("default_values"), "give the role by its handle"
    return values


async def deny(world: World, channel: ChannelHandle, **permissions: bool) -> None:
    """Take permissions from the bot in a channel."""
    allow, deny = discord.PermissionOverwrite(**permissions).pair()
    bot = world.env.backend.bot_user.id
    overwrite = Overwrite(bot, OverwriteType.MEMBER, allow=allow.value, deny=deny.value)
    world.env.backend.set_overwrite(channel.id, overwrite)
    await world.env.settle()
