"""Members who follow the news in their direct messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.models import (
    ArticleId,
    Claim,
    ClockSchedule,
    IntervalSchedule,
    LiveSchedule,
    QuietHours,
    Scope,
    Slot,
    Subject,
    Subscription,
    SubscriptionState,
    Window,
)
from tests.cogs.conftest import NOW, TOPICS, World, seen
from tests.hostile import HOSTILE
from tests.index.making import article, person
from tests.views.making import digest

SCIENCE = f"{TOPICS['science'].emoji} {TOPICS['science'].title}"
DAILY = frozenset(range(7))
BEGINNING = ArticleId(0)


async def follows(world: World) -> list[Subscription]:
    return await world.index.subscriptions.of_member(world.member.id)


def letters(world: World) -> list[discord.Message]:
    """Return what the bot wrote to the member in private."""
    return world.member.user.dm_channel.history(viewer=world.member.user)


def close_messages(world: World, **failure: Any) -> None:
    private = world.member.user.dm_channel
    fields = {"status": 403, "code": 50007, "times": None} | failure
    world.env.inject_error("POST", f"/channels/{private.id}/messages", **fields)


# --- following -------------------------------------------------------------------------------------------


async def test_a_member_follows_a_topic_and_is_told_all_about_it(world: World) -> None:
    result = await world.member.slash(
        world.news,
        "follow",
        topic="science",
        at="07:30",
        timezone="Europe/Paris",
        days="weekdays",
        length="short",
    )
    text = seen(result)
    assert result.ephemeral
    assert f"### ✅ You follow {SCIENCE}\nOn weekdays at 07:30, Europe/Paris. The next one comes <t:" in text
    assert "**Sent now, it would begin with**\n- " in text
    assert "I keep your member id, what you follow, and which articles you were shown" in text
    (one,) = await follows(world)
    assert (one.guild, one.member, one.channel, one.created_by) == (None, *[world.member.id] * 3)
    assert one.subject == Subject(topics=("science",))
    assert one.schedule == ClockSchedule(("07:30",), frozenset(range(5)), "Europe/Paris")
    assert one.preferences.length == "short"
    assert one.next_due > NOW
    assert one.scope == Scope(None, world.member.id)


async def test_the_first_message_comes_at_once(world: World) -> None:
    await world.member.slash(world.news, "follow", topic="science")
    (letter,) = letters(world)
    assert seen(letter).startswith(
        f"### 📬 This is where your digest will come\n{SCIENCE}. Daily at 08:00, UTC."
    )
    assert "`/unfollow` ends it" in seen(letter)


async def test_people_and_searches_can_be_followed_and_everything(world: World) -> None:
    await world.member.slash(world.news, "follow", person="Nadal", search="cup final")
    await world.member.slash(
        world.news, "follow", at="as it happens", quiet="22:00-07:00", timezone="Asia/Tokyo"
    )
    both, everything = await follows(world)
    assert both.subject == Subject(people=("Rafael Nadal",), search="cup final")
    assert everything.subject.everything
    assert everything.schedule == LiveSchedule(15, QuietHours("22:00", "07:00", "Asia/Tokyo"))


async def test_it_works_in_direct_messages_and_for_who_installed_it(world: World) -> None:
    user = world.env.create_user("solo")
    assert "You follow" in seen(await user.slash("follow", topic="sports"))
    (one,) = await world.index.subscriptions.of_member(user.id)
    assert (one.guild, one.member) == (None, user.id)
    said = seen(await user.slash("unfollow", what="sports"))
    assert "Nothing is kept any more" in said


async def test_closed_messages_are_found_now_and_nothing_is_kept(world: World) -> None:
    close_messages(world)
    result = await world.member.slash(world.news, "follow", topic="science")
    assert result.ephemeral
    assert "your direct messages are closed to me" in seen(result)
    assert "Privacy Settings" in seen(result)
    assert await follows(world) == []


async def test_nothing_is_kept_when_discord_is_ill(world: World) -> None:
    close_messages(world, status=400, code=0)
    said = seen(await world.member.slash(world.news, "follow", topic="science"))
    assert "Discord did not take my direct message to you (400): try again" in said
    assert await follows(world) == []


async def test_following_the_same_again_changes_only_what_is_said(world: World) -> None:
    await world.member.slash(
        world.news,
        "follow",
        topic="science",
        at="07:30",
        timezone="Europe/Paris",
        days="weekends",
        length="long",
    )
    said = seen(await world.member.slash(world.news, "follow", topic="science", at="18:00"))
    assert f"Changed: you follow {SCIENCE}\nOn weekends at 18:00, Europe/Paris" in said
    (one,) = await follows(world)
    assert one.preferences.length == "long"
    # an interval has no weekdays
    await world.member.slash(world.news, "follow", topic="science", at="every 2 hours")
    (one,) = await follows(world)
    assert one.schedule == IntervalSchedule(120)


async def test_following_again_resumes_what_closed_messages_paused(world: World) -> None:
    await world.member.slash(world.news, "follow", topic="science", at="07:30", timezone="Europe/Paris")
    (one,) = await follows(world)
    await world.index.subscriptions.pause(one.id, "Your direct messages are closed to me.", NOW)
    said = seen(await world.member.slash(world.news, "follow", topic="science"))
    assert f"Resumed: you follow {SCIENCE} again\nDaily at 07:30, Europe/Paris" in said
    (again,) = await follows(world)
    assert (again.id, again.state) == (one.id, SubscriptionState.ACTIVE)
    assert again.schedule == one.schedule


async def test_the_zone_is_asked_for_once(world: World) -> None:
    await world.member.slash(world.news, "follow", topic="science", timezone="Europe/Paris")
    await world.member.slash(world.news, "follow", topic="sports", at="09:00")
    *_, last = await follows(world)
    assert last.schedule == ClockSchedule(("09:00",), DAILY, "Europe/Paris")


@pytest.mark.parametrize("world", [{"digests": {"max_follows": 2}}], indirect=True)
async def test_the_most_that_one_member_may_follow(world: World) -> None:
    for topic in ("science", "sports", "world"):
        result = await world.member.slash(world.news, "follow", topic=topic)
    assert "You follow 2 digests already, and 2 is the most. /unfollow ends one." in seen(result)
    assert len(await follows(world)) == 2
    # changing one of them is no more than there was
    assert "Changed" in seen(await world.member.slash(world.news, "follow", topic="sports", at="09:00"))


async def test_what_a_server_added_for_itself_is_not_followed_in_private(world: World) -> None:
    followed = await world.index.feeds.follow(
        url="https://own.example/x", title="Own", owner=f"guild:{world.guild.id}", added_by=1, now=NOW
    )
    told = article("Zebulon Quark spoke to the board on Monday.", names=(person("Zebulon Quark"),))
    await world.index.articles.add([(told, ())], feed=followed.feed.id, now=NOW)
    offered = await world.member.autocomplete(world.news, "digest", "person", "Zebul")
    assert [choice["name"] for choice in offered] == ["Zebulon Quark"]
    assert await world.member.autocomplete(world.news, "follow", "person", "Zebul") == []
    said = seen(await world.member.slash(world.news, "follow", person="Zebulon Quark"))
    assert "Nobody in the news is called" in said
    assert await follows(world) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"at": "25:99"}, "not a time of day"),
        ({"timezone": "Mars/Base"}, "Mars"),
        ({"days": "someday"}, "not a day"),
        ({"topic": "gardening"}, "There is no topic"),
        ({"quiet": "tomorrow"}, "quiet"),
        ({"at": "every minute"}, "at least"),
    ],
)
async def test_options_that_make_no_sense_are_told_off(
    world: World, options: dict[str, str], said: str
) -> None:
    answer = seen(await world.member.slash(world.news, "follow", **options))
    assert answer.startswith("⚠️ ")
    assert said in answer
    assert await follows(world) == []
    assert letters(world) == []


@pytest.mark.parametrize("option", ["topic", "person", "search", "at", "timezone", "days", "quiet"])
async def test_hostile_options_are_told_off(world: World, option: str) -> None:
    for name in (
        "SQL",
        "mentions",
        "emoji",
        "right to left",
        "Chinese",
        "controls",
        "nothing",
        "1,000 characters",
    ):
        longest = 200 if option in {"at", "timezone", "days", "quiet"} else 300
        said = seen(await world.member.slash(world.news, "follow", **{option: HOSTILE[name][:longest]}))
        assert said, name
        assert "went wrong" not in said, (name, said)
        assert "@everyone" not in said and "\u202e" not in said, name


# --- unfollowing -----------------------------------------------------------------------------------------


async def test_what_is_followed_is_offered_then_everything(world: World) -> None:
    await world.member.slash(world.news, "follow", topic="science")
    await world.member.slash(world.news, "follow", topic="sports")
    choices = await world.member.autocomplete(world.news, "unfollow", "what", "")
    assert choices[0]["name"] == f"{SCIENCE} · daily at 08:00, UTC"
    assert choices[-1]["value"] == "everything"
    said = seen(await world.member.slash(world.news, "unfollow", what=choices[0]["value"]))
    assert f"You no longer follow:\n- {SCIENCE}" in said
    assert "Nothing is kept" not in said
    (left,) = await follows(world)
    assert left.subject.topics == ("sports",)


async def test_everything_is_nothing_kept(world: World) -> None:
    await world.member.slash(world.news, "follow", topic="science")
    await world.member.slash(world.news, "follow", topic="sports")
    one, other = await follows(world)
    (newest,) = await world.index.articles.latest(Scope.everyone(), topic=None, window=Window(), limit=1)
    for each in (one, other):
        shown = digest(1)
        story = replace(shown.stories[0], citation=replace(shown.stories[0].citation, article=newest.id))
        claim = Claim(each, Slot("once", NOW), NOW + timedelta(days=1), replace(shown, stories=(story,)))
        assert await world.index.deliveries.claim_extra(claim, NOW) is not None
    assert await world.index.deliveries.shown(world.member.id, BEGINNING)
    await world.member.slash(world.news, "unfollow", what=str(one.id))
    assert await world.index.deliveries.shown(world.member.id, BEGINNING)
    said = seen(await world.member.slash(world.news, "unfollow", what="Everything"))
    assert "Nothing is kept any more of what you followed and were shown." in said
    assert await follows(world) == []
    assert not await world.index.deliveries.shown(world.member.id, BEGINNING)


async def test_nobody_unfollows_for_another(world: World) -> None:
    await world.member.slash(world.news, "follow", topic="science")
    (one,) = await follows(world)
    assert "You follow nothing" in seen(await world.admin.slash(world.news, "unfollow", what=str(one.id)))
    await world.admin.slash(world.news, "follow", topic="sports")
    said = seen(await world.admin.slash(world.news, "unfollow", what=str(one.id)))
    assert "Choose one of them, or everything" in said
    assert len(await follows(world)) == 1


async def test_what_is_not_followed_is_told(world: World) -> None:
    await world.member.slash(world.news, "follow", topic="science")
    for name in ("SQL", "mentions", "6,000 characters", "nothing", "right to left"):
        said = seen(await world.member.slash(world.news, "unfollow", what=HOSTILE[name] + "x"))
        assert f"You follow: {SCIENCE}. Choose one of them, or everything." in said, name
    assert await world.member.autocomplete(world.news, "unfollow", "what", HOSTILE["mentions"]) == []
