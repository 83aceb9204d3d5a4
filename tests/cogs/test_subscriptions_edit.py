"""An admin changes a subscription by buttons and forms; nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.models import (
    ClockSchedule,
    IntervalSchedule,
    LiveSchedule,
    Preferences,
    QuietHours,
    RoleMention,
    Scope,
    Subject,
    SubscriptionState,
)
from tests.cogs.conftest import World, buttons, seen
from tests.cogs.subscription_desk import change, deny, one, opened, prefilled, press
from tests.hostile import HOSTILE

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
    await let_call_everybody(world)
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


async def test_nobody_has_it_call_a_role_that_they_may_not_call(world: World) -> None:
    role = world.guild.create_role("readers")
    card = await opened(world)
    await change(world, card, "how", role=[role])
    assert "You may not call the role “readers” yourself, so digests cannot" in seen(card.message)
    assert (await one(world)).preferences.mention is None
    await let_call_everybody(world)
    await press(world, card, "Leave it as it was")
    await change(world, card, "how", role=[role])
    assert f"Calls <@&{role.id}>." in seen(card.message)


async def test_discord_is_asked_for_a_channel_once_while_a_form_is_taken(world: World) -> None:
    role = world.guild.create_role("readers", mentionable=True)
    other = world.guild.create_text_channel("other")
    await world.env.settle()
    card = await opened(world, channel=other)
    world.env.backend.delete_channel(other.id)
    await world.env.settle()
    form = await press(world, card, "how")
    before = len(world.env.http_requests)
    await world.admin.submit_modal(form, {**prefilled(form), "role": [role]})
    assert f"Calls <@&{role.id}>." in seen(card.message)
    asked = [each.path for each in list(world.env.http_requests)[before:] if each.method == "GET"]
    assert asked == [f"/channels/{other.id}"], "for the card, which does not wait for the answer for long"


async def let_call_everybody(world: World) -> None:
    """Let the admin mention all roles."""
    callers = world.guild.create_role("Callers", permissions=discord.Permissions(mention_everyone=True))
    world.env.backend.add_member_role(world.guild.id, world.admin.id, callers.id)
    await world.env.settle()


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
