"""Members ask; what they see is quoted, cited, private, and can be shared."""

from __future__ import annotations

import re

import discord
import pytest

from bot.errors import StorageError
from bot.index import Index
from bot.models import Scope
from tests.cogs.conftest import World, buttons, make_bot, seen


async def test_who_says_role_and_quotes_with_a_source(world: World) -> None:
    result = await world.member.slash(world.news, "who", about="Gallant")
    text = seen(result)
    assert result.ephemeral
    assert "### 👤 Who · Gallant" in text
    assert "**Yoav Gallant** · Israel's Defense Minister" in text
    assert "\n> " in text
    assert "\n-# " in text


async def test_what_quotes_the_event(world: World) -> None:
    text = seen(await world.member.slash(world.news, "what", about="ferry strike"))
    assert "### 📰 What · ferry strike" in text
    assert "erry" in text.partition("\n> ")[2]


async def test_when_gives_days(world: World) -> None:
    text = seen(await world.member.slash(world.news, "when", about="missiles"))
    assert "**1 October 2024**" in text


async def test_ask_takes_a_question(world: World) -> None:
    question = "Who was due to visit Washington?"
    text = seen(await world.member.slash(world.news, "ask", question=question))
    assert f"### 💬 {question}" in text
    assert "Gallant" in text


async def test_search_and_its_pages(world: World) -> None:
    result = await world.member.slash(world.news, "search", query="council")
    text = seen(result)
    assert "### 🔎 Search · council" in text
    assert "1 to 5 of" in text
    assert result.response is not None
    await world.member.click(result.response.message, label="Next")
    assert "6 to 6 of 6" in seen(result)
    await world.member.click(result.response.message, label="Back")
    assert seen(result) == text


async def test_a_search_too_long_for_buttons_still_turns_its_pages(world: World) -> None:
    query = "council " + " ".join(f"-word{n}" for n in range(14))
    result = await world.member.slash(world.news, "search", query=query)
    assert "1 to 5 of" in seen(result)
    assert result.response is not None
    await world.member.click(result.response.message, label="Next")
    assert "-# 6 to 6 of 6\n" in seen(result)
    await world.member.click(result.response.message, label="Share to channel")
    assert "-# 6 to 6 of 6 · Shared by" in seen(world.news.history(viewer=world.admin)[-1])


async def test_what_fails_while_such_a_search_is_turned_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "council " + " ".join(f"-word{n}" for n in range(14))
    result = await world.member.slash(world.news, "search", query=query)

    async def broken(*_: object, **__: object) -> None:
        raise StorageError("The disk is gone.")

    monkeypatch.setattr(world.index.articles, "match", broken)
    assert result.response is not None
    pressed = await world.member.click(result.response.message, label="Next")
    assert "The disk is gone." in seen(pressed)
    assert pressed.ephemeral


async def test_filters_of_a_search(world: World) -> None:
    told = await world.member.slash(world.news, "search", query="council topic:gardening")
    assert "There is no topic “gardening”. There are: world" in seen(told)
    found = seen(await world.member.slash(world.news, "search", query='source:"port ansel" topic:Politics'))
    assert "-# 1 to 3 of 3" in found
    assert found.count("-# Port Ansel Courier · ") == 3


async def test_latest_of_a_topic(world: World) -> None:
    text = seen(await world.member.slash(world.news, "latest", topic="climate"))
    assert text.startswith("### 🗞️ Latest news · Climate\n**")
    assert "Milton" in text


async def test_trends_show_what_rises_and_can_be_turned_and_shared(world: World) -> None:
    result = await world.member.slash(world.news, "trends")
    text = seen(result)
    assert result.ephemeral
    assert text.startswith("### 📈 Rising\n**")
    assert re.search(r"\n-# [▁-█]{8} \d+ stories this week, \d+ the week before\n> ", text)
    assert result.response is not None
    await world.member.click(result.response.message, label="Next")
    assert "6 to" in seen(result)
    await world.member.click(result.response.message, label="Back")
    assert seen(result) == text
    await world.member.click(result.response.message, label="Share to channel")
    assert "Shared by" in seen(world.news.history(viewer=world.admin)[-1])


async def test_trends_of_a_topic(world: World) -> None:
    text = seen(await world.member.slash(world.news, "trends", topic="world"))
    assert text.startswith("### 📈 Rising · World\n")
    refused = await world.member.slash(world.news, "trends", topic="@everyone' OR 1=1 --")
    said = seen(refused.followups[-1] if refused.followups else refused)
    assert said.startswith("⚠️ There is no topic")
    assert "@everyone" not in said


async def test_who_tells_what_somebody_was_and_with_whom(world: World) -> None:
    text = seen(await world.member.slash(world.news, "who", about="Qiust"))
    assert "-# Showing Harald Quist." in text
    assert "**Harald Quist** · councillor for Ward 3\n-# until 2 October 2024: Speaker\n-# with " in text


async def test_dates_narrow_the_question(world: World) -> None:
    text = seen(
        await world.member.slash(world.news, "what", about="Nadal", since="2024-10-01", until="2024-10-02")
    )
    assert "1 October 2024 to 2 October 2024" in text
    assert "**Nothing found**" in text


async def test_nothing_found_offers_near_words_that_work(world: World) -> None:
    result = await world.member.slash(world.news, "what", about="zzqx")
    assert "Nothing found" in seen(result)
    near = next(iter(buttons(result)))
    assert result.response is not None
    await world.member.click(result.response.message, label=near)
    assert f"### 📰 What · {near}" in seen(result)
    assert "Nothing found" not in seen(result)


@pytest.mark.parametrize(
    ("command", "options", "sentence"),
    [
        (
            "who",
            {"about": "Gallant", "since": "when pigs fly"},
            "cannot read “when pigs fly” as a day (since)",
        ),
        ("what", {"about": "tax", "since": "2024-10-09", "until": "2024-10-01"}, ""),
        (
            "when",
            {"about": "tax", "topic": "gardening"},
            "There is no topic “gardening”. There are: world, politics",
        ),
        ("search", {"query": "\u200b"}, ""),
        ("ask", {"question": "   "}, ""),
    ],
)
async def test_wrong_input_is_answered_with_a_sentence(
    world: World, command: str, options: dict[str, str], sentence: str
) -> None:
    result = await world.member.slash(world.news, command, **options)
    said = seen(result.followups[-1] if result.followups else result)
    assert result.ephemeral
    assert said.startswith("⚠️ ")
    assert sentence in said
    assert "went wrong" not in said


@pytest.mark.parametrize(
    "hostile",
    [
        "@everyone", "<@1234567890123456789>", "`x` **y** ||z||", "# big\n> quote", "' OR 1=1 --",
        'AND OR NOT "', "\u202etaxes", "*" * 200,
    ],
)  # fmt: skip
async def test_hostile_questions_neither_ping_nor_break(world: World, hostile: str) -> None:
    for command, option in (("who", "about"), ("what", "about"), ("search", "query"), ("ask", "question")):
        result = await world.member.slash(world.news, command, **{option: hostile})
        said = seen(result.followups[-1] if result.followups else result)
        assert said
        assert "went wrong" not in said
        assert "@everyone" not in said
        assert "<@1" not in said


async def test_an_answer_can_be_shared_once(world: World) -> None:
    result = await world.member.slash(world.news, "who", about="Gallant")
    assert world.news.last_message is None or world.news.last_message.flags.ephemeral
    assert result.response is not None
    await world.member.click(result.response.message, label="Share to channel")
    public = world.news.history(viewer=world.admin)[-1]
    assert not public.flags.ephemeral
    assert f"Shared by <@{world.member.id}>" in seen(public)
    assert "Yoav Gallant" in seen(public)
    assert not buttons(public)
    assert buttons(result)["Shared"]["disabled"]


async def test_who_may_not_write_may_not_share(world: World) -> None:
    quiet = world.guild.create_text_channel(
        "quiet", overwrites={world.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    result = await world.member.slash(quiet, "who", about="Gallant")
    assert result.response is not None
    pressed = await world.member.click(result.response.message, label="Share to channel")
    assert "You may not send messages" in seen(pressed)
    assert pressed.ephemeral
    assert not quiet.history(viewer=world.admin)


async def test_a_question_too_long_for_buttons_works_for_a_while(world: World) -> None:
    question = (
        "Can you please tell me, if you would be so kind as to, "
        "who it was that was due to visit Washington on Tuesday?"
    )
    result = await world.member.slash(world.news, "ask", question=question)
    assert result.response is not None
    pressed = await world.member.click(result.response.message, label="Share to channel")
    assert "Shared by" in seen(pressed.followups[-1])
    await world.env.advance_time(15 * 60)
    assert all(button["disabled"] for button in buttons(result).values())


@pytest.mark.parametrize("world", [{"answers_public": True}], indirect=True)
async def test_public_answers_turn_their_pages_for_who_presses(world: World) -> None:
    result = await world.member.slash(world.news, "search", query="council")
    before = seen(result)
    assert not result.ephemeral
    assert "Share" not in before
    assert result.response is not None
    pressed = await world.admin.click(result.response.message, label="Next")
    assert pressed.ephemeral
    assert "6 to 6 of 6" in seen(pressed)
    assert seen(result) == before


async def test_buttons_live_through_a_restart(world: World, index: Index) -> None:
    result = await world.member.slash(world.news, "search", query="council")
    assert result.response is not None
    message = result.response.message
    await world.env.restart_bot(make_bot(index))
    await world.member.click(message, label="Next")
    assert "6 to 6 of 6" in seen(result)


@pytest.mark.parametrize("world", [{"answers_public": True}], indirect=True)
async def test_buttons_still_work_the_next_day(world: World) -> None:
    # discord.py would forget them after 15 minutes, had a private card been stored as a view
    private = await world.admin.slash(world.news, "digest")
    public = await world.member.slash(world.news, "search", query="council")
    assert "[More]" in seen(private)
    await world.env.advance_time(24 * 3600)
    assert public.response is not None
    assert "6 to 6 of 6" in seen(await world.member.click(public.response.message, label="Next"))


async def test_in_a_direct_message_there_is_nobody_to_share_with(world: World) -> None:
    user = world.env.create_user("solo")
    result = await user.slash("who", about="Gallant")
    assert "Yoav Gallant" in seen(result)
    assert "Share" not in seen(result)


async def test_autocomplete_offers_names_and_headlines(world: World) -> None:
    offered = await world.member.autocomplete(world.news, "who", "about", "gall")
    assert "Yoav Gallant" in [choice["value"] for choice in offered]
    everything = await world.member.autocomplete(world.news, "what", "about", "")
    assert 0 < len(everything) <= 25
    for text in ("'", '"', "%", "*", "\u202e", "x" * 100):
        assert len(await world.member.autocomplete(world.news, "when", "about", text)) <= 25


async def test_autocomplete_offers_topics_and_days(world: World) -> None:
    topics = await world.member.autocomplete(world.news, "what", "topic", "cli", about="x")
    assert [choice["value"] for choice in topics] == ["climate"]
    days = await world.member.autocomplete(world.news, "what", "since", "last", about="x")
    assert [choice["value"] for choice in days] == ["last", "last week", "last month"]


async def offered(world: World, query: str) -> list[str]:
    choices = await world.member.autocomplete(world.news, "search", "query", query)
    assert len(choices) <= 25
    assert all(0 < len(choice["value"]) <= 100 for choice in choices)
    return [choice["value"] for choice in choices]


@pytest.mark.parametrize(
    ("query", "first", "among"),
    [
        ("", 'source:"Port Ansel Courier"', "topic:world"),
        ("council ", "council ", "council topic:politics"),
        ("council gall", "council gall", 'council "Yoav Gallant"'),
        ("council so", "council so", 'council source:"Harbour Post"'),
        ("council source:tou", "council source:Touchline", "council source:Touchline"),
        ("council -source:", 'council -source:"Port Ansel Courier"', "council -source:Touchline"),
        ("topic:cli", "topic:climate", "topic:climate"),
        ('tax person:"yoav g', 'tax person:"Yoav Gallant"', 'tax person:"Yoav Gallant"'),
        ('"a phrase that is', '"a phrase that is', '"a phrase that is'),
    ],
)
async def test_autocomplete_completes_a_search(world: World, query: str, first: str, among: str) -> None:
    values = await offered(world, query)
    if first != 'source:"Port Ansel Courier"':
        assert values[0] == first
    assert among in values


async def test_autocomplete_of_a_search_takes_anything(world: World) -> None:
    for query in ("'", "source:%", "person:*", "topic:\u202e", "source:" + "x" * 90, "\ud800", "x" * 300):
        await offered(world, query)


async def test_what_is_offered_twice_in_other_letters_is_offered_once(world: World) -> None:
    for typed in ("", "a", "gall", "nobel", "port"):
        choices = await world.member.autocomplete(world.news, "who", "about", typed)
        keys = [choice["value"].casefold() for choice in choices]
        assert len(keys) == len(set(keys)) > 0


async def test_latest_within_days(world: World) -> None:
    text = seen(await world.member.slash(world.news, "latest", since="2024-10-01", until="2024-10-02"))
    assert "1 October 2024 to 2 October 2024" in text
    assert "10 October 2024" not in text


async def test_a_year_beyond_all_news_is_answered_with_what_to_leave_out(world: World) -> None:
    text = seen(await world.member.slash(world.news, "what", about="council", since="9999"))
    assert "**Nothing found** within these limits." in text
    text = seen(await world.member.slash(world.news, "what", about="council", until="0001"))
    assert "until 31 December 1" in text


async def test_autocomplete_survives_a_broken_index(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(prefix: str, scope: Scope, limit: int) -> list[str]:
        raise RuntimeError("boom")

    monkeypatch.setattr(world.index.entities, "names", broken)
    assert await world.member.autocomplete(world.news, "who", "about", "gall") == []


async def test_a_bug_is_told_with_an_id(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(world.index.articles, "latest", broken)
    result = await world.member.slash(world.news, "latest")
    said = seen(result.followups[-1] if result.followups else result)
    assert "Something went wrong on my side. It is written down as " in said
    assert "boom" not in said
