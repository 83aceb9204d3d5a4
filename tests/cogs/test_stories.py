"""Members read a story whole, and the newest ones each once."""

from __future__ import annotations

import pytest

from tests.cogs.conftest import World, buttons, seen
from tests.index.making import add_feed, article, store


async def test_a_story_by_its_headline(world: World) -> None:
    offered = await world.member.autocomplete(world.news, "story", "about", "nadal")
    headline = next(choice["value"] for choice in offered if "Nadal" in choice["value"])
    result = await world.member.slash(world.news, "story", about=headline)
    text = seen(result)
    assert result.ephemeral
    assert text.startswith("### 🧵 Story · ")
    assert "Told in 2 articles of 2 outlets." in text
    assert "-# also in " in text
    assert "\n> " in text
    assert "Next" in buttons(result)


async def test_a_storys_pages_turn_and_it_can_be_shared(world: World) -> None:
    result = await world.member.slash(world.news, "story", about="maternity ward")
    assert result.response is not None
    await world.member.click(result.response.message, label="Next")
    assert "6 to " in seen(result)
    await world.member.click(result.response.message, label="Share to channel")
    assert "Shared by" in seen(world.news.history(viewer=world.admin)[-1])


@pytest.mark.parametrize(
    "about", ["@everyone", "<@1234567890123456789>", "zzqx", "\u202etaxes", "' OR 1=1 --"]
)
async def test_hostile_and_unknown_stories_are_answered(world: World, about: str) -> None:
    result = await world.member.slash(world.news, "story", about=about)
    said = seen(result.followups[-1] if result.followups else result)
    assert said
    assert "went wrong" not in said
    assert "@everyone" not in said


async def test_a_headline_that_another_guild_added_is_not_offered(world: World) -> None:
    await add_feed(world.index, 9, "guild:424242")
    await store(world.index, article("A secret paper says so.", headline="Zyzzyva plan leaks"), feed=9)
    assert not await world.member.autocomplete(world.news, "story", "about", "Zyz")
    assert "Zyzzyva" not in seen(await world.member.slash(world.news, "latest"))


async def test_latest_names_who_else_tells_a_story(world: World) -> None:
    text = seen(await world.member.slash(world.news, "latest"))
    assert "also in " in text
    assert text.count("Nadal to end career") <= 1
