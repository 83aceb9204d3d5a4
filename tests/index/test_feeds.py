"""Who follows which feed, and what becomes of what is in it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import resources
from bot.index import Index
from bot.index.changing import FORGET_UNSPOKEN
from bot.models import FeedState
from tests.index.following import (
    GUILD,
    LATER,
    NEW,
    OTHER,
    URL,
    change,
    follow,
    headlines,
    poll,
    read,
    update,
)
from tests.index.making import ANY_TIME, EVERYONE, NOW, TODAY, article, person


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[Index]:
    """Return an empty index."""
    opened = await Index.open(tmp_path / "nutgraf.db", resources.migrations())
    yield opened
    assert await opened.check() == []
    await opened.close()


async def test_two_guilds_follow_one_address_that_is_polled_once(index: Index) -> None:
    mine, theirs = await follow(index), await follow(index, "guild:8")
    assert mine.id != theirs.id and mine.web == theirs.web
    assert [feed.url for feed in await index.web_feeds.due(NOW, 10)] == [URL]
    tax = article("The tax passed.", headline="Tax")
    await poll(index, mine.web, change("a", tax))
    assert await index.web_feeds.due(NOW, 10) == []
    assert len(await read(index, [tax])) == 1
    assert await headlines(index, GUILD) == await headlines(index, OTHER) == {"Tax"}
    assert await headlines(index, EVERYONE) == set()


async def test_following_twice_is_said(index: Index) -> None:
    first = await index.feeds.follow(url=URL, title="Herald", owner="guild:7", added_by=1, now=NOW)
    again = await index.feeds.follow(url=URL, title="Other", owner="guild:7", added_by=2, now=LATER)
    assert first.new and not again.new
    assert again.feed == first.feed
    assert await index.feeds.count("guild:7") == 1


async def test_an_item_waits_until_it_is_read_and_is_read_once(index: Index) -> None:
    feed = await follow(index)
    tax = article("The tax passed.", headline="Tax")
    await poll(index, feed.web, change("a", tax))
    (waiting,) = await index.web_feeds.waiting(NOW, 10)
    assert waiting.document == tax.document
    assert await index.web_feeds.store({waiting: (tax, ())}, NOW) != []
    assert await index.web_feeds.store({waiting: (tax, ())}, NOW) == []
    assert await index.web_feeds.waiting(NOW, 10) == []
    known = await index.web_feeds.known(feed.web.id, ["a", "b"])
    assert known["a"].id == waiting.id and "b" not in known
    assert (await index.web_feeds.counts(feed.web.id)).read == 1


async def test_a_poll_of_a_feed_that_was_removed_meanwhile_writes_nothing(index: Index) -> None:
    feed = await follow(index)
    await index.feeds.remove(feed.id)
    assert not await index.web_feeds.record(feed.web, update(), [change("a", article())], NOW)
    assert await index.web_feeds.waiting(NOW, 10) == []


async def test_what_was_there_before_is_found_but_in_no_digest(index: Index) -> None:
    feed = await follow(index)
    old = article("The old tax passed.", headline="Old")
    new = article("The new tax passed.", headline="New")
    await poll(index, feed.web, change("a", old, backlog=True), change("b", new))
    await read(index, [old, new])
    assert await headlines(index, GUILD) == {"New"}
    assert await index.articles.count(GUILD) == 2


async def test_who_follows_later_sees_all_and_the_newest_three_in_digests(index: Index) -> None:
    feed = await follow(index)
    days = [
        article(f"On day {number} the tax passed.", headline=f"Day {number}", day=TODAY - timedelta(number))
        for number in range(5)
    ]
    await poll(index, feed.web, *(change(str(number), each) for number, each in enumerate(days)))
    await read(index, days)
    await follow(index, "guild:8")
    assert await index.articles.count(OTHER) == 5
    assert await headlines(index, OTHER) == {"Day 0", "Day 1", "Day 2"}
    assert len(await headlines(index, GUILD)) == 5


async def test_changed_words_replace_the_article_and_keep_its_id(index: Index) -> None:
    feed = await follow(index)
    before = article("Ana Quist won.", headline="Vote", names=(person("Ana Quist"),))
    await poll(index, feed.web, change("a", before))
    (first,) = await read(index, [before])
    (item,) = (await index.web_feeds.known(feed.web.id, ["a"])).values()
    after = article("Rolf Nygard won after a recount.", headline="Vote", names=(person("Rolf Nygard"),))
    await poll(index, feed.web, change("a", after, item.id))
    assert await read(index, [after]) == []
    stored = await index.articles.get(first, GUILD)
    assert stored is not None and "recount" in stored.article.document.text
    assert [each.name for each in stored.article.entities] == ["Rolf Nygard"]
    assert await index.articles.match('"Quist"', GUILD, window=ANY_TIME, limit=5) == []
    assert await index.articles.match('"recount"', GUILD, window=ANY_TIME, limit=5) == [first]
    assert [each.name for each in await index.entities.find("", GUILD, limit=5)] == ["Rolf Nygard"]


async def test_an_edit_in_one_guilds_feed_changes_nothing_for_others(index: Index) -> None:
    mine = await follow(index)
    shared = await follow(index, "global", "https://courier.example/rss")
    text = article("The tax passed.", headline="Tax")
    await poll(index, mine.web, change("a", text))
    await index.web_feeds.record(shared.web, update(shared.web.url), [change("x", text)], NOW)
    await read(index, [text])
    (item,) = (await index.web_feeds.known(mine.web.id, ["a"])).values()
    forged = article("The tax failed.", headline="Tax")
    await poll(index, mine.web, change("a", forged, item.id))
    await read(index, [forged])
    (seen,) = await index.articles.latest(EVERYONE, topic=None, window=ANY_TIME, limit=5)
    assert seen.article.document.text == "The tax passed."


async def test_a_removed_feed_is_seen_no_more_and_not_shown_again_when_it_returns(index: Index) -> None:
    feed = await follow(index)
    tax = article("The tax passed.", headline="Tax")
    await poll(index, feed.web, change("a", tax))
    (stored,) = await read(index, [tax])
    await index.feeds.remove(feed.id)
    assert await index.articles.count(GUILD) == 0
    assert await index.web_feeds.by_url(URL) is None
    again = await follow(index)
    await poll(index, again.web, change("a", tax))
    assert await read(index, [tax]) == []
    (seen,) = await index.articles.latest(GUILD, topic=None, window=ANY_TIME, limit=5)
    assert seen.id == stored


async def test_a_shared_feed_can_be_muted_in_one_guild(index: Index) -> None:
    feed = await follow(index, "global")
    tax = article("The tax passed.", headline="Tax")
    await poll(index, feed.web, change("a", tax))
    await read(index, [tax])
    await index.feeds.mute(feed.id, 7, muted=True)
    assert await headlines(index, GUILD) == set()
    assert await headlines(index, OTHER) == {"Tax"}
    assert [each.muted for each in await index.feeds.visible(GUILD)] == [True]
    assert [each.muted for each in await index.feeds.visible(OTHER)] == [False]
    await index.feeds.mute(feed.id, 7, muted=False)
    assert await headlines(index, GUILD) == {"Tax"}


async def test_a_guild_sees_its_own_feeds_and_the_shared_ones(index: Index) -> None:
    await follow(index, "global", "https://courier.example/rss")
    await follow(index)
    await follow(index, "guild:8", "https://secret.example/rss")
    assert [each.web.url for each in await index.feeds.visible(GUILD)] == [
        URL,
        "https://courier.example/rss",
    ]
    assert len(await index.feeds.all()) == 3


async def test_a_move_to_an_address_that_is_followed_already_joins_both(index: Index) -> None:
    old, new = await follow(index), await follow(index, "guild:8", "https://herald.example/new.xml")
    tax = article("The tax passed.", headline="Tax")
    moved = update(new.web.url, FeedState.MOVED, "It moved.")
    assert await index.web_feeds.record(old.web, moved, [change("a", tax)], NOW)
    assert [each.web.url for each in await index.feeds.visible(GUILD)] == [new.web.url]
    assert await index.web_feeds.by_url(URL) is None
    await read(index, [tax])
    assert await headlines(index, GUILD) == await headlines(index, OTHER) == {"Tax"}


async def test_who_follows_both_addresses_keeps_what_either_brought_and_is_told(index: Index) -> None:
    old, new = await follow(index), await follow(index, url=NEW)
    tax, ferry = article("The tax passed.", headline="Tax"), article("The ferry sails.", headline="Ferry")
    await poll(index, old.web, change("a", tax), change("b", ferry, backlog=True))
    await read(index, [tax, ferry])
    assert await index.web_feeds.record(old.web, update(NEW, FeedState.MOVED, "It moved."), [], NOW)
    assert await headlines(index, GUILD) == {"Tax"}
    assert len(await index.articles.latest(GUILD, topic=None, window=ANY_TIME, limit=10)) == 2
    assert await index.articles.sources(GUILD) == ([tax.document.source] if tax.document.source else [])
    assert [(each.feed, each.text) for each in await index.feeds.notices(10)] == [(new.id, "It moved.")]


async def test_what_moves_to_an_address_that_had_it_already_is_news_to_who_comes_along(index: Index) -> None:
    old, new = await follow(index), await follow(index, "guild:8", NEW)
    early, tax = article("The old law.", headline="Law"), article("The tax passed.", headline="Tax")
    changes = [change("a", early, backlog=True), change("b", tax)]
    assert await index.web_feeds.record(new.web, update(NEW), changes, NOW)
    await read(index, [early, tax])
    moved = update(NEW, FeedState.MOVED, "It moved.")
    assert await index.web_feeds.record(old.web, moved, [change("b", tax)], NOW)
    assert await index.web_feeds.waiting(NOW, 10) == []
    assert await headlines(index, GUILD) == {"Tax"}
    assert len(await index.articles.latest(GUILD, topic=None, window=ANY_TIME, limit=10)) == 2


async def test_what_came_along_with_a_move_is_known_at_the_new_address(index: Index) -> None:
    old, new = await follow(index), await follow(index, "guild:8", NEW)
    tax = article("The tax passed.", headline="Tax")
    moved = update(NEW, FeedState.MOVED, "It moved.")
    assert await index.web_feeds.record(old.web, moved, [change("a", tax)], NOW)
    (item,) = await index.web_feeds.waiting(NOW, 10)
    assert (await index.web_feeds.known(new.web.id, ["a"]))["a"].id == item.id


async def test_a_gone_feed_to_which_another_moves_is_polled_again(index: Index) -> None:
    old, new = await follow(index), await follow(index, "guild:8", NEW)
    assert await index.web_feeds.record(new.web, update(NEW, FeedState.GONE), [], NOW)
    assert await index.web_feeds.record(old.web, update(NEW, FeedState.MOVED, "It moved."), [], NOW)
    assert [each.url for each in await index.web_feeds.due(NOW, 10)] == [NEW]


async def test_a_move_is_kept_and_told_once_to_each_who_follows(index: Index) -> None:
    feed = await follow(index)
    await follow(index, "guild:8")
    new = "https://herald.example/new.xml"
    assert await index.web_feeds.record(feed.web, update(new, FeedState.MOVED, "It moved."), [], NOW)
    notices = await index.feeds.notices(10)
    assert {(each.owner, each.text) for each in notices} == {
        ("guild:7", "It moved."),
        ("guild:8", "It moved."),
    }
    await index.feeds.forget_notices([each.id for each in notices])
    assert await index.feeds.notices(10) == []
    moved = await index.web_feeds.by_url(new)
    assert moved is not None and moved.id == feed.web.id


async def test_a_poll_of_a_feed_that_was_removed_and_added_meanwhile_writes_nothing(index: Index) -> None:
    feed = await follow(index)
    await index.feeds.remove(feed.id)
    again = await follow(index)
    assert not await index.web_feeds.record(feed.web, update(), [], NOW)
    assert await index.web_feeds.get(again.web.id) == again.web


async def test_a_gone_feed_that_somebody_adds_is_polled_again(index: Index) -> None:
    feed = await follow(index)
    assert await index.web_feeds.record(feed.web, update(state=FeedState.GONE), [], NOW)
    assert (await follow(index, "guild:8")).web.state is FeedState.OK
    assert [each.id for each in await index.web_feeds.due(NOW, 10)] == [feed.web.id]


async def test_a_paused_feed_that_somebody_adds_stays_paused(index: Index) -> None:
    feed = await follow(index)
    await index.feeds.pause(feed.id, paused=True, now=NOW)
    assert (await follow(index, "guild:8")).web.state is FeedState.PAUSED


async def test_a_gone_or_paused_feed_is_not_polled(index: Index) -> None:
    feed = await follow(index)
    await index.feeds.pause(feed.id, paused=True, now=NOW)
    assert await index.web_feeds.due(LATER, 10) == []
    await index.feeds.pause(feed.id, paused=False, now=NOW)
    assert [each.state for each in await index.web_feeds.due(LATER, 10)] == [FeedState.OK]
    await index.web_feeds.record(feed.web, update(state=FeedState.GONE), [], NOW)
    assert await index.web_feeds.due(LATER + timedelta(days=400), 10) == []


async def test_a_feed_rests_while_the_bot_is_in_no_guild_that_follows_it(index: Index) -> None:
    await follow(index)
    await follow(index, "guild:8")
    await index.feeds.rest(7, resting=True)
    assert len(await index.web_feeds.due(NOW, 10)) == 1
    await index.feeds.rest(8, resting=True)
    assert await index.web_feeds.due(NOW, 10) == []
    await index.feeds.rest(7, resting=False)
    assert len(await index.web_feeds.due(NOW, 10)) == 1


async def test_an_item_whose_page_could_not_be_had_waits_longer(index: Index) -> None:
    feed = await follow(index)
    await poll(index, feed.web, change("a", article()))
    (item,) = await index.web_feeds.waiting(NOW, 10)
    await index.web_feeds.postpone(item, LATER)
    assert await index.web_feeds.waiting(NOW, 10) == []
    assert [each.attempts for each in await index.web_feeds.waiting(LATER, 10)] == [1]
    await index.web_feeds.refuse(item, "There are no words in it.")
    assert await index.web_feeds.waiting(LATER, 10) == []
    assert (await index.web_feeds.counts(feed.web.id)).refused == 1


async def test_the_same_words_in_two_feeds_are_one_article(index: Index) -> None:
    one, two = await follow(index), await follow(index, "guild:8", "https://courier.example/rss")
    text = article("The tax passed.", headline="Tax")
    await poll(index, one.web, change("a", text))
    await index.web_feeds.record(two.web, update(two.web.url), [change("a", text)], NOW)
    assert len(await read(index, [text])) == 1
    assert await headlines(index, GUILD) == await headlines(index, OTHER) == {"Tax"}


async def test_words_that_come_while_the_earlier_ones_are_read_are_read_too(index: Index) -> None:
    feed = await follow(index)
    first = article("The tax passed.", headline="Tax")
    second = article("The tax passed after all.", headline="Tax passes")
    await poll(index, feed.web, change("a", first))
    (in_hand,) = await index.web_feeds.waiting(NOW, 10)
    await poll(index, feed.web, change("a", second, in_hand))
    assert await index.web_feeds.store({in_hand: (first, ())}, NOW) == []
    await index.web_feeds.refuse(in_hand, "It could not be read.")
    await index.web_feeds.postpone(in_hand, LATER)
    assert len(await read(index, [second])) == 1
    assert await headlines(index, GUILD) == {"Tax passes"}


async def test_what_is_read_of_a_removed_feed_never_becomes_an_item_of_another(index: Index) -> None:
    mine = await follow(index)
    secret, tax = article("The secret.", headline="Secret"), article("The tax passed.", headline="Tax")
    await poll(index, mine.web, change("a", secret))
    (in_hand,) = await index.web_feeds.waiting(NOW, 10)
    await index.feeds.remove(mine.id)
    theirs = await follow(index, "guild:8", "https://courier.example/rss")
    assert await index.web_feeds.record(theirs.web, update(theirs.web.url), [change("b", tax)], NOW)
    assert await index.web_feeds.store({in_hand: (secret, ())}, NOW) == []
    await read(index, [tax])
    assert await headlines(index, OTHER) == {"Tax"}


async def test_an_edit_looks_at_the_entities_of_its_article_alone(index: Index, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "nutgraf.db")) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {FORGET_UNSPOKEN}", {"article": 1, "feed": 1})
        assert [step for *_, step in plan if "SCAN" in step] == []
