"""Forums of the stand-in: posts with tags, found again among active and archived threads."""

from __future__ import annotations

from tests.standin.conftest import FORUM, Asker, Clock
from tests.standin.server import StandIn
from tests.standin.world import CHANNEL, GUILD

ACTIVE = f"/guilds/{GUILD}/threads/active"
ARCHIVED = f"/channels/{FORUM}/threads/archived/public"
POSTING = f"/channels/{FORUM}/threads"


async def test_a_post_is_a_thread_whose_first_message_has_its_id(bot: Asker, standin: StandIn) -> None:
    tag = next(iter(standin.world.channel(FORUM).tags))
    body = {"name": "World", "message": {"content": "News"}, "applied_tags": [str(tag)]}

    post = await bot.ask("POST", POSTING, body)

    messages = await bot.ask("GET", f"/channels/{post['id']}/messages")
    assert [(each["id"], each["content"]) for each in messages] == [(post["id"], "News")]
    assert (post["parent_id"], post["applied_tags"]) == (str(FORUM), [str(tag)])
    assert (await bot.ask("GET", f"/channels/{post['id']}"))["name"] == "World"


async def test_a_post_has_no_nonce(bot: Asker) -> None:
    body = {"name": "World", "message": {"content": "News", "nonce": "ng-d-1", "enforce_nonce": True}}

    first, second = [await bot.ask("POST", POSTING, body) for _ in range(2)]

    assert first["id"] != second["id"]


async def test_posts_are_listed_active_or_archived_the_newest_first(
    bot: Asker, standin: StandIn, clock: Clock
) -> None:
    posts = []
    for number in range(4):
        clock.move(minutes=1)
        body = {"name": f"Day {number}", "message": {"content": "News"}}
        posts.append(await bot.ask("POST", POSTING, body))
    for post in posts[:3]:
        clock.move(days=1)
        standin.world.channel(post["id"]).archived_at = clock.now

    page = await bot.ask("GET", ARCHIVED, limit=2)
    before = page["threads"][-1]["thread_metadata"]["archive_timestamp"]
    rest = await bot.ask("GET", ARCHIVED, limit=2, before=before)

    assert [each["name"] for each in (await bot.ask("GET", ACTIVE))["threads"]] == ["Day 3"]
    assert ([each["name"] for each in page["threads"]], page["has_more"]) == (["Day 2", "Day 1"], True)
    assert ([each["name"] for each in rest["threads"]], rest["has_more"]) == (["Day 0"], False)


async def test_a_message_wakes_an_archived_thread(bot: Asker, standin: StandIn, clock: Clock) -> None:
    post = await bot.ask("POST", POSTING, {"name": "World", "message": {"content": "News"}})
    standin.world.channel(post["id"]).archived_at = clock.now

    await bot.say("More news", post["id"])

    assert len((await bot.ask("GET", ACTIVE))["threads"]) == 1


async def test_a_forum_takes_posts_only_and_other_channels_none(bot: Asker, standin: StandIn) -> None:
    body = {"name": "World", "message": {"content": "News"}, "applied_tags": ["7"]}

    assert await bot.refused("POST", f"/channels/{FORUM}/messages", {"content": "News"}) == (400, 50008)
    assert await bot.refused("POST", POSTING, body) == (400, 50035)
    assert await bot.refused("POST", f"/channels/{CHANNEL}/threads", body) == (404, 0)
