"""An admin changes a subscription by buttons and forms; nothing typed is lost, no button is ever dead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.models.channel import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType
from simcord.results import InteractionResult, ResponseMessage

from bot.digests.naming import name_subject
from bot.models import (
    ClockSchedule,
    IntervalSchedule,
    LiveSchedule,
    Preferences,
    QuietHours,
    RoleMention,
    Scope,
    Subject,
    Subscription,
    SubscriptionState,
)
from bot.views.subscriptions_buttons import desk_id
from tests.cogs.conftest import TOPICS, World, buttons, make_bot, seen
from tests.hostile import HOSTILE


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


# --- the card --------------------------------------------------------------------------------------------


async def test_the_card_says_everything_that_is_set(world: World) -> None:
    role = world.guild.create_role("readers", mentionable=True)
    await world.admin.slash(
        world.news, "subscribe", topic="world, science", person="Gallant", timezone="paris"
    )
    before = await one(world)
    await world.index.subscriptions.change(
        before.id,
        subject=replace(before.subject, search="council -tax"),
        schedule=IntervalSchedule(120, QuietHours("22:00", "07:00", "Europe/Paris")),
        preferences=Preferences(
            length="long",
            order="newest",
            min_sources=3,
            include=("strike", "far right"),
            exclude=("**sport**",),
            languages=("de", "en"),
            mention=RoleMention(role.id, ("breaking",)),
            silent=True,
            say_quiet=True,
        ),
        next_due=before.next_due,
        now=world.bot.clock(),
    )
    card = await world.admin.slash(world.news, "subscriptions edit", subscription=str(before.id))
    text = seen(card)
    assert card.ephemeral
    assert f"in <#{world.news.id}>" in text
    assert f"🟢 The next digest comes <t:{int(before.next_due.timestamp())}:F>" in text
    assert "Topics: **🌍 World**, **🔬 Science**" in text
    assert "Names: **Yoav Gallant**" in text
    assert "Search: council -tax" in text
    assert "Every 2 hours, quiet from 22:00 to 07:00, Europe/Paris." in text
    assert "With one of: **strike**, **far right**" in text
    assert r"Without: **\*\*sport\*\***" in text
    assert "Told by 3 outlets or more" in text
    assert "In **German**, **English**" in text
    assert "Long, the newest story first." in text
    assert f"Calls <@&{role.id}>, when a story has one of: **breaking**." in text
    assert "Silently: nobody gets a notification." in text
    assert "said to be a quiet day" in text
    labels = [label for label in buttons(card) if label != "Change"]
    assert labels == ["Preview", "Post now", "History", "Why?", "Pause", "Unsubscribe"]


async def test_the_usual_is_said_too(world: World) -> None:
    text = seen((await opened(world)).message)
    assert "🗞️ Everything: all topics, all feeds." in text
    assert "All that are new." in text
    assert "Of normal length, the most important story first." in text
    assert "Without news, nothing is posted." in text


async def test_what_keeps_digests_out_is_on_the_card(world: World) -> None:
    other = world.guild.create_text_channel("short-lived")
    await opened(world, channel=other)
    world.env.backend.delete_channel(other.id)
    await world.env.settle()
    again = await world.admin.slash(world.news, "subscriptions edit", subscription=str((await one(world)).id))
    assert "⚠️ The channel does not exist any more." in seen(again)


# --- forms -----------------------------------------------------------------------------------------------


async def test_what_it_is_about(world: World) -> None:
    card = await opened(world, topic="world", person="Gallant")
    form = await press(world, card, "what")
    assert form.modal is not None
    assert prefilled(form) == {
        "topics": ["world"],
        "feeds": "",
        "people": '"Yoav Gallant"',
        "search": "",
    }
    result = await world.admin.submit_modal(
        form, {**prefilled(form), "topics": ["science", "climate"], "people": "", "search": "council"}
    )
    changed = await one(world)
    assert changed.subject == Subject(topics=("science", "climate"), search="council")
    assert "✅ Changed." in seen(card.message)
    assert "Topics: **🔬 Science**" in seen(card.message)
    assert result.response is not None and result.response.id == card.id, "the card changes in place"


async def test_a_form_handed_in_as_it_is_changes_nothing(world: World) -> None:
    card = await opened(world, topic="world", person="Gallant", search="council", days="weekdays")
    before = await one(world)
    for part in ("what", "when", "which", "how"):
        await change(world, card, part)
        assert "That is how it was already." in seen(card.message)
        assert await one(world) == before


async def test_when_it_comes(world: World) -> None:
    card = await opened(world)
    await change(world, card, "when", at="every 3 hours", quiet="22:00-07:00", timezone="new york")
    changed = await one(world)
    assert changed.schedule == IntervalSchedule(180, QuietHours("22:00", "07:00", "America/New_York"))
    assert "Every 3 hours, quiet from 22:00 to 07:00, America/New\\_York." in seen(card.message)
    assert f"<t:{int(changed.next_due.timestamp())}:F>" in seen(card.message)
    await change(world, card, "when", at="as it happens, every 30 minutes", quiet="")
    assert (await one(world)).schedule == LiveSchedule(30)
    await change(world, card, "when", at="07:30, 18:00", days="weekends", timezone="Asia/Kathmandu")
    assert (await one(world)).schedule == ClockSchedule(
        ("07:30", "18:00"), frozenset({5, 6}), "Asia/Kathmandu"
    )


async def test_an_interval_that_becomes_a_time_has_the_servers_zone(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="science", timezone="Asia/Tokyo")
    await world.admin.slash(world.news, "subscribe", topic="world", at="every 2 hours")
    card = await world.admin.slash(world.news, "subscriptions edit", subscription="world")
    assert card.response is not None
    (custom_id,) = [each for each in buttons(card, by="custom_id") if each.endswith(":when")]
    form = await world.admin.click(card.response.message, custom_id=custom_id)
    assert prefilled(form) == {"at": "every 2 hours", "timezone": "Asia/Tokyo", "days": "daily", "quiet": ""}
    await world.admin.submit_modal(form, {**prefilled(form), "at": "09:00"})
    assert "Daily at 09:00, Asia/Tokyo." in seen(card)
    again = await world.admin.slash(world.news, "subscribe", topic="climate", at="every hour")
    assert "Every hour." in seen(again)
    again = await world.admin.slash(world.news, "subscribe", topic="climate", at="noon")
    assert "Daily at 12:00, Asia/Tokyo." in seen(again)


async def test_which_stories(world: World) -> None:
    card = await opened(world)
    await change(
        world,
        card,
        "which",
        include='strike, "far right"',
        exclude="sport",
        sources=["2"],
        languages="German, en",
    )
    assert (await one(world)).preferences == Preferences(
        include=("strike", "far right"), exclude=("sport",), min_sources=2, languages=("de", "en")
    )
    form = await press(world, card, "which")
    assert prefilled(form) == {
        "include": "strike, far right",
        "exclude": "sport",
        "sources": ["2"],
        "languages": "German, English",
    }


async def test_how_it_is_told_and_posted(world: World) -> None:
    role = world.guild.create_role("readers", mentionable=True)
    card = await opened(world)
    await change(
        world, card, "how", length="short", order="oldest", role=[role], words="breaking", switches=["silent"]
    )
    assert (await one(world)).preferences == Preferences(
        length="short", order="oldest", mention=RoleMention(role.id, ("breaking",)), silent=True
    )
    form = await press(world, card, "how")
    assert form.modal is not None
    (chosen,) = form.modal["components"][2]["component"]["default_values"]
    assert chosen == {"id": str(role.id), "type": "role"}
    # taking the role away takes its words along
    await world.admin.submit_modal(form, {"length": "long", "order": "newest", "words": "breaking"})
    assert (await one(world)).preferences == Preferences(length="long", order="newest")


async def test_a_role_that_it_may_not_call(world: World) -> None:
    role = world.guild.create_role("@everyone's **staff**")
    await deny(world, world.news, mention_everyone=False)
    card = await opened(world)
    await change(world, card, "how", role=[role])
    assert "I may not call the role “" in seen(card.message)
    assert "allow anyone to mention it in its settings, or give me the permission" in seen(card.message)
    assert "@everyone" not in seen(card.message)
    assert (await one(world)).preferences.mention is None


async def test_a_role_that_it_may_not_call_any_more(world: World) -> None:
    role = world.guild.create_role("readers")
    card = await opened(world)
    await change(world, card, "how", role=[role])
    assert f"Calls <@&{role.id}>." in seen(card.message)
    await deny(world, world.news, mention_everyone=False)
    await press(world, card, "end")
    await press(world, card, "Keep it")
    assert "⚠️ I may not call the role “readers” in #news" in seen(card.message)
    world.env.backend.delete_role(world.guild.id, role.id)
    await world.env.settle()
    await press(world, card, "end")
    await press(world, card, "Keep it")
    assert "⚠️ The role to call is gone: choose another, or none." in seen(card.message)
    form = await press(world, card, "how")
    assert "role" not in prefilled(form), "Discord would refuse a form with a role that is gone"


async def test_everyone_is_never_called(world: World) -> None:
    card = await opened(world)
    await change(world, card, "how", role=[world.guild.default_role])
    assert "A digest never calls everyone" in seen(card.message)
    assert (await one(world)).preferences.mention is None


async def test_a_slot_that_comes_up_while_a_form_is_open_is_not_lost(world: World) -> None:
    card = await opened(world)
    before = await one(world)
    form = await press(world, card, "which")
    later = before.next_due + timedelta(days=1)
    assert await world.index.subscriptions.move(before, later)
    await world.admin.submit_modal(form, {**prefilled(form), "exclude": "sport"})
    assert (await one(world)).next_due == later


async def test_words_without_a_role(world: World) -> None:
    card = await opened(world)
    await change(world, card, "how", words="breaking")
    assert "Choose the role that these words shall call, or take the words out." in seen(card.message)


# --- wrong input -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "typed", "sentence"),
    [
        ("when", {"at": "25:99"}, "“25:99” is not a time of day"),
        ("when", {"timezone": "Mars/Base"}, "There is no time zone called Mars/Base"),
        ("when", {"days": "someday"}, "“someday” is not a day"),
        ("when", {"at": "every 2 hours", "quiet": "all day"}, "nothing would ever be posted"),
        ("when", {"at": "23:00", "quiet": "22:00-07:00"}, "23:00 is inside the quiet hours"),
        ("when", {"at": "every 1 minute"}, "An interval is at least 15 minutes here"),
        ("what", {"people": "Xzqvwy"}, "Nobody in the news is called “Xzqvwy”"),
        ("what", {"feeds": "The Curier"}, "No feed here is called “The Curier”"),
        ("what", {"search": "-council"}, "There is no word in that to look for"),
        ("what", {"search": "topic:gardening"}, "There is no topic “gardening”."),
        ("which", {"include": "strik*"}, r"“strik\*” has a \* in it"),
        ("which", {"exclude": "?!"}, "“?!” has no letter or digit"),
        ("which", {"include": "tax", "exclude": "Tax"}, "“tax” is both asked for and left out"),
        ("which", {"languages": "Klingon"}, "I know no language “Klingon”"),
        ("how", {"words": "[a-z]"}, "has a \\[ in it"),
    ],
)
async def test_nothing_typed_is_lost(world: World, part: str, typed: dict[str, str], sentence: str) -> None:
    card = await opened(world, topic="world")
    before = await one(world)
    await change(world, card, part, **typed)
    text = seen(card.message)
    assert "Nothing was changed" in text
    assert sentence in text
    assert "**You typed**" in text
    assert await one(world) == before
    again = await press(world, card, "Try again")
    held = prefilled(again)
    assert {name: held[name] for name in typed} == typed
    # and mended, it is taken
    mended = {"at": "09:00", "quiet": "", "people": "", "feeds": "", "search": "council", "include": "tax",
              "exclude": "", "languages": "", "words": "", "timezone": "UTC", "days": "daily"}  # fmt: skip
    await world.admin.submit_modal(again, {**held, **{name: mended[name] for name in held if name in mended}})
    assert "Nothing was changed" not in seen(card.message)


async def test_leaving_it_as_it_was(world: World) -> None:
    card = await opened(world, topic="world")
    await change(world, card, "when", at="never")
    await press(world, card, "Leave it as it was")
    assert "Daily at 08:00, UTC." in seen(card.message)


async def test_what_was_typed_is_told_to_who_typed_it_alone(world: World) -> None:
    card = await opened(world)
    await change(world, card, "when", at="my secret")
    kept = buttons(card.message)["Try again"]["custom_id"].rpartition(":")[2]
    cog: Any = world.bot.get_cog("Subscriptions")
    assert cog.forms.find(world.admin.id, kept)["at"] == ("my secret",)
    assert cog.forms.find(world.member.id, kept) is None


async def test_a_change_into_another_ones_subject(world: World) -> None:
    await world.admin.slash(world.news, "subscribe", topic="science")
    await world.admin.slash(world.news, "subscribe", topic="world")
    card = await world.admin.slash(world.news, "subscriptions edit", subscription="world")
    assert card.response is not None
    (custom_id,) = [each for each in buttons(card, by="custom_id") if each.endswith(":what")]
    form = await world.admin.click(card.response.message, custom_id=custom_id)
    await world.admin.submit_modal(form, {**prefilled(form), "topics": ["science"]})
    assert "There is a digest of just that there already: edit that one instead." in seen(card)


async def test_hostile_text_in_every_field(world: World) -> None:
    card = await opened(world)
    for part, names in (
        ("what", ("people", "search", "feeds")),
        ("when", ("at", "timezone", "days", "quiet")),
        ("which", ("include", "exclude", "languages")),
        ("how", ("words",)),
    ):
        for text in list(HOSTILE.values())[::4]:
            form = await press(world, card, part)
            longest = {
                each["component"]["custom_id"]: each["component"].get("max_length", 4000)
                for each in form.modal["components"]  # type: ignore[index]
            }
            sane = text.encode(errors="replace").decode()
            values = {name: sane[: longest[name]] for name in names}
            await world.admin.submit_modal(form, {**prefilled(form), **values})
            assert "written down as" not in seen(card.message), (part, text)
            if "Leave it as it was" in buttons(card.message):
                await press(world, card, "Leave it as it was")


# --- restarts, and who may press -------------------------------------------------------------------------


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


# --- pause, resume, end ----------------------------------------------------------------------------------


async def test_pause_and_resume_on_the_card(world: World) -> None:
    card = await opened(world, topic="world")
    await press(world, card, "Pause")
    assert "⏸️ Paused since <t:" in seen(card.message)
    assert (await one(world)).state is SubscriptionState.PAUSED
    await press(world, card, "Resume")
    assert "✅ Resumed." in seen(card.message)
    assert (await one(world)).state is SubscriptionState.ACTIVE


async def test_resuming_checks_what_it_may_do(world: World) -> None:
    card = await opened(world, topic="world")
    await press(world, card, "Pause")
    await deny(world, world.news, send_messages=False)
    refused = await press(world, card, "Resume")
    assert "I cannot post there yet." in seen(refused)
    assert "Send Messages" in seen(refused)
    assert (await one(world)).state is SubscriptionState.PAUSED


async def test_ending_asks_once(world: World) -> None:
    card = await opened(world, topic="world")
    await press(world, card, "Unsubscribe")
    assert f"End 🌍 World in <#{world.news.id}>?" in seen(card.message)
    assert await one(world)
    await press(world, card, "Keep it")
    assert "**What**" in seen(card.message)
    await press(world, card, "Unsubscribe")
    await press(world, card, "Unsubscribe")
    assert "gets no more digests." in seen(card.message)
    assert not await world.index.subscriptions.of_guild(Scope(guild=world.guild.id, user=None))
