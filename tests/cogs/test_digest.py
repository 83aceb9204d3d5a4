"""A digest on demand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.cogs.conftest import NOW, TOPICS, World, seen
from tests.hostile import HOSTILE


async def test_a_digest_now_is_private_quoted_and_cited(world: World) -> None:
    result = await world.member.slash(world.news, "digest", topic="climate")
    text = seen(result)
    assert result.ephemeral
    assert text.startswith(f"## {TOPICS['climate'].emoji} {TOPICS['climate'].title}")
    assert "\n### " in text
    assert "\n> " in text
    assert "never rewritten" in text


async def test_without_a_topic_it_is_about_everything(world: World) -> None:
    assert "All topics" in seen(await world.member.slash(world.news, "digest"))
    assert "All topics" in seen(await world.member.slash(world.news, "digest", topic="all"))


async def test_several_topics_people_and_a_search_are_one_subject(world: World) -> None:
    text = seen(
        await world.member.slash(
            world.news, "digest", topic="science, sports", person="Nadal", search="harbour", length="short"
        )
    )
    assert text.startswith("## ")
    title = text.splitlines()[0]
    assert "Science" in title and "Sports" in title and "Nadal" in title


async def test_it_works_in_direct_messages_and_for_who_installed_it(world: World) -> None:
    user = world.env.create_user("solo")
    assert "All topics" in seen(await user.slash("digest"))


async def test_topics_are_completed_one_after_the_other(world: World) -> None:
    first = await world.member.autocomplete(world.news, "digest", "topic", "scie")
    assert [choice["value"] for choice in first] == ["Science"]
    second = await world.member.autocomplete(world.news, "digest", "topic", "Science, s")
    assert "Science, Sports" in [choice["value"] for choice in second]
    assert "Science, Science" not in [choice["value"] for choice in second]
    anything = await world.member.autocomplete(world.news, "digest", "topic", "")
    assert anything[0]["value"] == "all"


async def test_people_and_feeds_are_completed(world: World) -> None:
    people = await world.member.autocomplete(world.news, "digest", "person", "Rafael Nadal, gall")
    assert people[0]["value"].startswith("Rafael Nadal, ") and "Gallant" in people[0]["value"]
    await world.index.feeds.follow(
        url="https://herald.example/x", title="The Herald", owner="global", added_by=None, now=NOW
    )
    feeds = await world.member.autocomplete(world.news, "digest", "feed", "hera")
    assert [choice["name"] for choice in feeds] == ["The Herald"]
    said = seen(await world.member.slash(world.news, "digest", feed=feeds[0]["value"]))
    assert "went wrong" not in said
    assert "no feed" not in said.casefold()


@pytest.mark.parametrize("option", ["topic", "person", "feed", "search"])
async def test_hostile_options_are_answered_or_told_off(world: World, option: str) -> None:
    for name, whole in HOSTILE.items():
        result = await world.member.slash(world.news, "digest", **{option: whole[:300]})
        said = seen(result)
        assert said, name
        assert "went wrong" not in said, (name, said)
        assert "@everyone" not in said and "\u202e" not in said, name
        choices = await world.member.autocomplete(world.news, "digest", option, whole[:100])
        assert len(choices) <= 25


async def test_an_unknown_topic_is_named(world: World) -> None:
    said = seen(await world.member.slash(world.news, "digest", topic="gardening"))
    assert "There is no topic “gardening”. There are: all, world" in said


@pytest.mark.parametrize("world", [{"digests": {"max_age_days": 1}}], indirect=True)
async def test_no_news_is_said_and_what_to_do(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.bot, "clock", lambda: datetime(2030, 1, 1, tzinfo=UTC))
    said = seen(await world.member.slash(world.news, "digest", topic="sports"))
    sports = TOPICS["sports"]
    assert f"There is no news of the last day on {sports.emoji} {sports.title}. Try" in said
    assert "/follow" in said
    everything = seen(await world.member.slash(world.news, "digest"))
    assert "There is no news of the last day. /latest shows" in everything
