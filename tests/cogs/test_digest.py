"""A digest on demand, and *More* under it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from bot.index import Index
from bot.models import DeliveryId, Digest
from bot.views.digest import digest_view
from tests.cogs.conftest import TOPICS, World, buttons, make_bot, seen
from tests.views.making import digest


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


async def test_an_unknown_topic_is_named(world: World) -> None:
    said = seen(await world.member.slash(world.news, "digest", topic="gardening"))
    assert "There is no topic “gardening”. There are: all, world" in said


@pytest.mark.parametrize("world", [{"digests": {"max_age_days": 1}}], indirect=True)
async def test_no_news_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.bot, "clock", lambda: datetime(2030, 1, 1, tzinfo=UTC))
    said = seen(await world.member.slash(world.news, "digest", topic="sports"))
    assert "There is no news on sports of the last 1 days" not in said
    assert "There is no news on sports of the last day" in said


async def test_more_tells_the_story_to_who_pressed(world: World) -> None:
    result = await world.member.slash(world.news, "digest", topic="climate")
    headline = re.search(r"^### \[?(.+?)(?:\]\(|$)", seen(result), re.MULTILINE)
    assert headline is not None
    assert result.response is not None
    pressed = await world.member.click(result.response.message, custom_id=first_more(seen_ids(result)))
    assert pressed.ephemeral
    assert headline[1] in seen(pressed)
    assert "**In its own words**" in seen(pressed)


async def test_more_works_under_a_posted_digest_after_a_restart(world: World, index: Index) -> None:
    made = await world.member.slash(world.news, "digest", topic="climate")
    article = int(first_more(seen_ids(made)).rpartition(":")[2])
    await post(world, digest(1), DeliveryId(7), article)
    await world.env.restart_bot(make_bot(index))
    message = world.news.history(viewer=world.admin)[-1]
    pressed = await world.member.click(message, custom_id=f"ng:d:7:{article}")
    assert pressed.ephemeral
    assert "**In its own words**" in seen(pressed)


async def test_more_of_an_article_that_is_gone(world: World) -> None:
    await post(world, digest(1), DeliveryId(7), 1)
    pressed = await world.member.click(world.news.history(viewer=world.admin)[-1], label="More")
    assert "no longer kept" in seen(pressed)


async def post(world: World, made: Digest, delivery: DeliveryId, article: int) -> None:
    """Post a digest of one story as the tick would."""
    channel = world.bot.get_partial_messageable(world.news.id)
    view = digest_view(made, delivery=delivery)
    for item in view.walk_children():
        if getattr(item, "custom_id", "").startswith("ng:d:"):
            item.custom_id = f"ng:d:{delivery}:{article}"  # type: ignore[attr-defined]
    with world.env._bot_scope():
        await channel.send(view=view)
    await world.env.settle()


def seen_ids(result: object) -> list[str]:
    return [button["custom_id"] for button in buttons(result, by="custom_id").values()]  # type: ignore[arg-type]


def first_more(ids: list[str]) -> str:
    return next(custom_id for custom_id in ids if custom_id.startswith("ng:d:"))
