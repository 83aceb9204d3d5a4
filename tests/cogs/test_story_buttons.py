"""What is under digests and stories, pressed at once or years later, by whom it concerns and by whom not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import discord
import pytest
from simcord.builders import ChannelHandle

from bot.digests.composing.composer import Composer
from bot.digests.composing.retelling import retell
from bot.index import Index
from bot.index.articles import FOLDER_FEED
from bot.models import (
    Claim,
    Delivery,
    Digest,
    FeedId,
    IntervalSchedule,
    Scope,
    Slot,
    Subject,
    Subscription,
    Window,
)
from bot.views.digest import digest_view
from tests.cogs.conftest import NOW, TOPICS, World, buttons, make_bot, seen
from tests.index.making import article

EVERYONE = Scope.everyone()
GONE = "no longer kept"


async def made_digest(world: World, *, at_length: int = 2) -> Digest:
    """Return a digest of all there is: a few stories at length, the next eight in brief."""
    index = world.index
    composer = Composer(index, world.bot.settings.digests, TOPICS, now=NOW)
    made = await composer.compose(subject=Subject(), scope=EVERYONE, channel=None)
    assert made is not None
    told = made.all_stories[:at_length]
    known = {story.citation.article for each in told for story in (each,)}
    newest = await index.articles.latest(EVERYONE, topic=None, window=Window(), limit=30)
    others = [each.id for each in newest if each.id not in known][-8:]
    return replace(made, stories=told, in_brief=await retell(index, others, EVERYONE))


async def subscription(world: World, **whose: Any) -> Subscription:
    fields = {"guild": world.guild.id, "channel": world.news.id, "created_by": world.admin.id} | whose
    made, _ = await world.index.subscriptions.put(
        subject=Subject(), schedule=IntervalSchedule(60), now=NOW, next_due=NOW, **fields
    )
    return made


async def post(world: World, made: Digest, to: Subscription, where: ChannelHandle | None = None) -> Delivery:
    """Post a digest as the tick does."""
    channel = where or world.news
    delivery = await world.index.deliveries.claim_extra(Claim(to, Slot("once", NOW), NOW, made), NOW)
    assert delivery is not None
    message = await send(world, digest_view(made, delivery=delivery.id), channel)
    await world.index.deliveries.mark_sent(delivery.id, message.id, NOW)
    return delivery


async def send(world: World, view: discord.ui.LayoutView, channel: ChannelHandle) -> discord.Message:
    with world.env._bot_scope():
        message = await world.bot.get_partial_messageable(channel.id).send(view=view)
    await world.env.settle()
    return message


def newest(channel: ChannelHandle, viewer: Any) -> discord.Message:
    """Return the newest message that is there for all."""
    return [each for each in channel.history(viewer=viewer) if not each.flags.ephemeral][-1]


def answered(result: Any) -> discord.Message:
    assert result.response is not None
    message = result.response.message
    assert isinstance(message, discord.Message)
    return message


def headline(made: Digest) -> str:
    return made.stories[0].citation.headline


def custom_id(made: Any, label: str) -> str:
    return str(buttons(made)[label]["custom_id"])


# --- More ------------------------------------------------------------------------------------------------


async def test_more_tells_the_whole_story_to_who_pressed(world: World) -> None:
    made = await made_digest(world)
    others = made.stories[0].also_in
    await post(world, made, await subscription(world))
    message = newest(world.news, world.member)
    pressed = await world.member.click(message, custom_id=f"ng:d:1:{made.stories[0].citation.article}")
    text = seen(pressed)
    assert pressed.ephemeral
    assert headline(made) in text
    assert "**In its own words**" in text
    assert ("**Also in**" in text) == bool(others)
    for label in ("Who", "When", "Save"):
        assert custom_id(pressed, label).endswith(f":{world.news.id}:{message.id}")


async def test_more_works_after_a_restart(world: World, index: Index) -> None:
    made = await made_digest(world)
    await post(world, made, await subscription(world))
    await world.env.restart_bot(make_bot(index))
    pressed = await world.member.click(
        newest(world.news, world.member), custom_id=f"ng:d:1:{made.stories[0].citation.article}"
    )
    assert headline(made) in seen(pressed)


async def test_a_story_that_is_not_to_be_seen_any_more_is_a_sentence(world: World) -> None:
    made = await made_digest(world, at_length=1)
    await post(world, made, await subscription(world))
    await world.index.feeds.mute(FeedId(FOLDER_FEED), world.guild.id, muted=True)
    message = newest(world.news, world.member)
    for label in ("More", "Who", "When", "Save"):
        assert GONE in seen(await world.member.click(message, label=label))
    assert "can be shown no more" in seen(await world.member.click(message, label="Next page"))


async def test_what_a_server_added_for_itself_is_not_shown_in_another(world: World) -> None:
    feed = (
        await world.index.feeds.follow(
            url="https://own.example/x", title="Own", owner=f"guild:{world.guild.id}", added_by=1, now=NOW
        )
    ).feed
    added = await world.index.articles.add(
        [(article("The secret board met on Monday to talk about it.", headline="A secret board"), ())],
        feed=feed.id,
        now=NOW,
    )
    (own,) = await retell(world.index, added.new, Scope(world.guild.id, None))
    made = replace(await made_digest(world), stories=(own,), in_brief=())
    await post(world, made, await subscription(world))
    assert "A secret board" in seen(await world.member.click(newest(world.news, world.member), label="More"))
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    stranger = elsewhere.add_member(world.env.create_user("sam"))
    await world.env.settle()
    copy = await send(world, digest_view(made, delivery=1), hall)
    for label in ("More", "Who", "When", "Save"):
        assert GONE in seen(await stranger.click(copy, label=label))
    # nor in private, where a story that was saved may be pressed
    saved = await world.member.click(newest(world.news, world.member), label="Save")
    assert "Saved" in seen(saved)
    private = world.member.user.dm_channel
    assert GONE in seen(await world.member.user.click(newest(private, world.member.user), label="Who"))


async def test_a_custom_id_of_nobody_is_a_sentence(world: World) -> None:
    view = digest_view(await made_digest(world, at_length=1), delivery=10**19 + 5)
    message = await send(world, view, world.news)
    for each in ("More", "Next page"):
        said = seen(await world.member.click(message, label=each))
        assert "went wrong" not in said


# --- Who, When -------------------------------------------------------------------------------------------


async def test_who_names_people_with_role_and_sentence_over_all_articles(world: World) -> None:
    made = await made_digest(world)
    await post(world, made, await subscription(world))
    pressed = await world.member.click(newest(world.news, world.member), label="Who")
    text = seen(pressed)
    assert pressed.ephemeral
    assert text.startswith("### 👤 Who · ")
    assert headline(made) in text
    assert len(re.findall(r"^\*\*\w", text, re.MULTILINE)) >= 2
    assert len(re.findall(r"^> ", text, re.MULTILINE)) >= 2


async def test_when_tells_the_days_in_order_of_time(world: World) -> None:
    made = await made_digest(world)
    await post(world, made, await subscription(world))
    pressed = await world.member.click(newest(world.news, world.member), label="When")
    text = seen(pressed)
    assert text.startswith("### 🗓️ When · ")
    years = [int(year) for year in re.findall(r"^\*\*(?:\d+ )?(?:\w+ )?(\d{4})\*\*", text, re.MULTILINE)]
    assert years and years == sorted(years)


async def test_a_story_without_names_and_days_says_so(world: World) -> None:
    added = await world.index.articles.add(
        [(article("It rained all through the night and nobody went out.", headline="Rain"), ())], now=NOW
    )
    made = replace(
        await made_digest(world), stories=await retell(world.index, added.new, EVERYONE), in_brief=()
    )
    await post(world, made, await subscription(world))
    message = newest(world.news, world.member)
    assert "No person or organisation is named" in seen(await world.member.click(message, label="Who"))
    assert "names a day" in seen(await world.member.click(message, label="When"))


# --- Save ------------------------------------------------------------------------------------------------


async def test_save_sends_the_story_with_the_way_back_and_keeps_nothing(world: World) -> None:
    made = await made_digest(world)
    await post(world, made, await subscription(world))
    message = newest(world.news, world.member)
    pressed = await world.member.click(message, label="Save")
    assert pressed.ephemeral
    assert "Saved" in seen(pressed)
    private = world.member.user.dm_channel
    card = newest(private, world.member.user)
    assert headline(made) in seen(card)
    assert buttons(card)["Where it was posted"]["url"] == message.jump_url
    assert "Save" not in buttons(card)
    assert "### 👤 Who" in seen(await world.member.user.click(card, label="Who"))
    assert await world.index.subscriptions.of_member(world.member.id) == []


async def test_save_from_a_story_leads_to_the_digest(world: World) -> None:
    made = await made_digest(world)
    await post(world, made, await subscription(world))
    message = newest(world.news, world.member)
    story = await world.member.click(message, custom_id=f"ng:d:1:{made.stories[1].citation.article}")
    await world.member.click(answered(story), label="Save")
    card = newest(world.member.user.dm_channel, world.member.user)
    assert buttons(card)["Where it was posted"]["url"] == message.jump_url


async def test_save_from_a_page_leads_to_the_digest_as_well(world: World) -> None:
    made = await made_digest(world)
    await post(world, made, await subscription(world))
    message = newest(world.news, world.member)
    page = await world.member.click(message, label="Next page")
    story = await world.member.click(answered(page), custom_id=f"ng:d:1:{made.in_brief[0].citation.article}")
    await world.member.click(answered(story), label="Save")
    card = newest(world.member.user.dm_channel, world.member.user)
    assert buttons(card)["Where it was posted"]["url"] == message.jump_url


async def test_save_with_closed_messages_says_how_to_open_them(world: World) -> None:
    await post(world, await made_digest(world), await subscription(world))
    private = world.member.user.dm_channel
    world.env.inject_error("POST", f"/channels/{private.id}/messages", status=403, code=50007)
    said = seen(await world.member.click(newest(world.news, world.member), label="Save"))
    assert "closed to me" in said
    assert "Privacy Settings" in said


@pytest.mark.parametrize("status", [400, 500])
async def test_save_while_discord_is_ill(world: World, status: int) -> None:
    await post(world, await made_digest(world), await subscription(world))
    private = world.member.user.dm_channel
    path = f"/channels/{private.id}/messages"
    world.env.inject_error("POST", path, status=status, times=None)
    said = seen(await world.member.click(newest(world.news, world.member), label="Save"))
    assert f"({status}): try again" in said


# --- pages -----------------------------------------------------------------------------------------------


async def test_pages_are_for_who_turns_them_and_turn_in_place(world: World) -> None:
    made = await made_digest(world)
    await post(world, made, await subscription(world))
    first = await world.member.click(newest(world.news, world.member), label="Next page")
    assert first.ephemeral
    assert "-# Page 2" in seen(first)
    assert made.in_brief[0].quotes[0].text[:20] in seen(first)
    second = await world.member.click(answered(first), label="Next page")
    assert "-# Page 3" in seen(second)
    assert answered(second).id == answered(first).id
    back = await world.member.click(answered(second), label="Back")
    assert "-# Page 2" in seen(back)


async def test_pages_work_after_a_restart_and_outlive_the_subscription(world: World, index: Index) -> None:
    made = await made_digest(world)
    subscribed = await subscription(world)
    await post(world, made, subscribed)
    await world.env.restart_bot(make_bot(index))
    message = newest(world.news, world.member)
    assert "-# Page 2" in seen(await world.member.click(message, label="Next page"))
    await index.subscriptions.remove(subscribed.id)
    said = seen(await world.member.click(message, label="Next page"))
    assert "### More of this digest\n-# Page 2" in said
    assert made.in_brief[0].citation.headline in said
    # its stories are there still
    assert headline(made) in seen(
        await world.member.click(message, custom_id=f"ng:d:1:{made.stories[0].citation.article}")
    )


async def test_in_another_server_a_page_is_told_as_it_is_seen_there(world: World, index: Index) -> None:
    made = await made_digest(world)
    own = await index.feeds.follow(
        url="https://own.example/rss", title="Own", owner=f"guild:{world.guild.id}", added_by=None, now=NOW
    )
    secret = article("Only this server may read it.", headline="A secret")
    (number,) = (await index.articles.add([(secret, ())], now=NOW, feed=own.feed.id)).new
    cited = replace(made.in_brief[0].citation, article=number, headline="A secret")
    made = replace(made, in_brief=(replace(made.in_brief[0], citation=cited), *made.in_brief[1:]))
    await post(world, made, await subscription(world))
    at_home = await world.member.click(newest(world.news, world.member), label="Next page")
    assert "A secret" in seen(at_home)
    elsewhere = world.env.create_guild("Elsewhere")
    hall = elsewhere.create_text_channel("hall")
    stranger = elsewhere.add_member(world.env.create_user("sam"))
    await world.env.settle()
    await send(world, digest_view(made, delivery=1), hall)
    page = seen(await stranger.click(newest(hall, stranger), label="Next page"))
    assert made.in_brief[1].citation.headline in page
    assert "A secret" not in page
    assert "1 story of this page can be shown no more" in page


async def test_a_story_hidden_since_is_counted_and_not_shown(world: World) -> None:
    followed = await world.index.feeds.follow(
        url="https://lost.example/x", title="Lost", owner="global", added_by=None, now=NOW
    )
    lost = await world.index.articles.add(
        [(article("The lost board met on Monday to talk about it.", headline="Vanished"), ())],
        feed=followed.feed.id,
        now=NOW,
    )
    made = await made_digest(world)
    (story,) = await retell(world.index, lost.new, EVERYONE)
    await post(world, replace(made, in_brief=(story, *made.in_brief)), await subscription(world))
    await world.index.feeds.mute(followed.feed.id, world.guild.id, muted=True)
    text = seen(await world.member.click(newest(world.news, world.member), label="Next page"))
    assert "Vanished" not in text
    assert made.in_brief[0].citation.headline in text
    assert "1 story of this page can be shown no more" in text


async def test_a_digest_for_one_member_has_pages_without_a_ledger(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await made_digest(world)

    async def compose(*_: Any, **__: Any) -> Digest:
        return made

    monkeypatch.setattr(Composer, "compose", compose)
    shown = await world.member.slash(world.news, "digest")
    page = await world.member.click(answered(shown), label="Next page")
    assert page.ephemeral
    assert "### More of your digest\n-# Page 2" in seen(page)
    assert made.in_brief[0].citation.headline in seen(page)
    following = await world.member.click(answered(page), label="Next page")
    assert "-# Page 3" in seen(following)
    assert made.in_brief[-1].citation.headline in seen(following)
    assert answered(following).id != answered(page).id


# --- in private, in forums -------------------------------------------------------------------------------


async def test_a_members_own_digest_has_the_same_buttons(world: World) -> None:
    user = world.member.user
    own = await subscription(world, guild=None, member=user.id, channel=user.id, created_by=user.id)
    made = await made_digest(world)
    await post(world, made, own, user.dm_channel)
    message = newest(user.dm_channel, user)
    assert "-# Page 2" in seen(await user.click(message, label="Next page"))
    assert "### 👤 Who" in seen(await user.click(message, label="Who"))
    await user.click(message, label="Save")
    card = newest(user.dm_channel, user)
    assert buttons(card)["Where it was posted"]["url"] == message.jump_url
    # it is theirs alone
    stranger = world.env.create_user("sam")
    copy = await send(world, digest_view(made, delivery=1), stranger.dm_channel)
    assert "### More of this digest" in seen(await stranger.click(copy, label="Next page"))


async def test_a_forum_post_has_the_same_buttons(world: World) -> None:
    forum = world.guild.create_forum_channel("digests")
    await world.env.settle()
    subscribed = await subscription(world, channel=forum.id)
    made = await made_digest(world)
    delivery = await world.index.deliveries.claim_extra(Claim(subscribed, Slot("once", NOW), NOW, made), NOW)
    assert delivery is not None
    channel = world.bot.get_channel(forum.id)
    assert isinstance(channel, discord.ForumChannel)
    with world.env._bot_scope():
        posted = await channel.create_thread(name="World", view=digest_view(made, delivery=delivery.id))
    await world.env.settle()
    # on Discord a post and its first message have one id
    await world.index.deliveries.mark_sent(delivery.id, posted.thread.id, NOW)
    page = await world.member.click(posted.message, label="Next page")
    assert "-# Page 2" in seen(page)
    story = await world.member.click(
        answered(page), custom_id=f"ng:d:{delivery.id}:{made.in_brief[0].citation.article}"
    )
    await world.member.click(answered(story), label="Save")
    card = newest(world.member.user.dm_channel, world.member.user)
    assert buttons(card)["Where it was posted"]["url"] == (
        f"https://discord.com/channels/{world.guild.id}/{posted.thread.id}/{posted.thread.id}"
    )


# --- a quiet day -----------------------------------------------------------------------------------------


async def test_a_quiet_day_offers_the_latest_news_of_its_topic(world: World) -> None:
    made = replace(await made_digest(world), stories=(), in_brief=(), title="Science")
    made = replace(made, subject=Subject(topics=("science",)))
    await post(world, made, await subscription(world))
    pressed = await world.member.click(newest(world.news, world.member), label="Latest news")
    assert pressed.ephemeral
    assert "Latest news · Science" in seen(pressed)
    await send(world, digest_view(made, delivery=99), world.news)
    other = await world.member.click(newest(world.news, world.member), label="Latest news")
    assert "Latest news" in seen(other)
