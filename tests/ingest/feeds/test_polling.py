"""A feed as the bot sees it over days and weeks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import ReadingError, StorageError
from bot.models import Document, FeedState
from tests.ingest.feeds.conftest import GUILD, LONG, OTHER, START, Entry, World, changed, rss
from tests.newsserver import NewsServer
from tests.newsserver.replies import Reply, bomb, drip, endless, packed, raw, short, silence

TAX, FERRY, WARD = Entry("Tax passes"), Entry("Ferry sails"), Entry("Ward closes")


async def test_new_items_are_read_and_known_ones_are_not_read_again(world: World) -> None:
    world.server.put("/feed.xml", rss(TAX))
    await world.follow()
    await world.work()
    assert await world.headlines() == ["Tax passes"]
    world.server.put("/feed.xml", rss(FERRY, TAX))
    await world.pass_time(minutes=20)
    world.server.put("/feed.xml", rss(WARD, FERRY))
    await world.pass_time(minutes=20)
    assert await world.headlines() == ["Ferry sails", "Tax passes", "Ward closes"]
    feed = await world.feed()
    assert feed.web.title == "The Herald" and feed.web.state is FeedState.OK
    assert feed.web.last_new == world.now


async def test_a_feed_is_not_asked_before_it_is_due(world: World) -> None:
    world.server.put("/feed.xml", rss(TAX))
    await world.follow()
    await world.work()
    await world.pass_time(minutes=14)
    assert len(world.server.requests("/feed.xml")) == 1
    await world.pass_time(minutes=4)
    assert len(world.server.requests("/feed.xml")) == 2


async def test_a_clock_that_was_years_ahead_keeps_no_feed_from_being_read(world: World) -> None:
    world.server.put("/feed.xml", rss(TAX))
    await world.follow()
    await world.pass_time(days=2_000)
    world.now = START
    world.server.put("/feed.xml", rss(FERRY, TAX))
    await world.pass_time(minutes=1)
    assert await world.headlines() == ["Ferry sails", "Tax passes"]
    await world.pass_time(minutes=1)
    assert len(world.server.requests("/feed.xml")) == 2


async def test_all_of_a_first_poll_is_indexed_and_the_newest_three_are_news(world: World) -> None:
    entries = [Entry(f"Report {day}", published=START - timedelta(days=day)) for day in range(40)]
    world.server.put("/feed.xml", rss(*reversed(entries)))
    await world.follow()
    await world.work()
    assert len(await world.headlines()) == 40
    assert await world.news() == ["Report 0", "Report 1", "Report 2"]
    world.server.put("/feed.xml", rss(FERRY, *entries))
    await world.pass_time(minutes=20)
    assert await world.news() == ["Ferry sails", "Report 0", "Report 1", "Report 2"]


async def test_a_feed_that_was_empty_when_it_was_added_floods_nobody_either(world: World) -> None:
    world.server.put("/feed.xml", rss())
    await world.follow()
    await world.work()
    world.server.put("/feed.xml", rss(*(Entry(f"Report {number}") for number in range(20))))
    await world.pass_time(minutes=20)
    assert len(await world.headlines()) == 20
    assert len(await world.news()) == 3


async def test_two_servers_share_one_fetch_and_keep_their_own_feeds(world: World) -> None:
    world.server.put("/feed.xml", rss(TAX))
    mine = await world.follow()
    await world.follow(owner="guild:8")
    await world.work()
    assert len(world.server.requests("/feed.xml")) == 1
    assert await world.headlines(GUILD) == await world.headlines(OTHER) == ["Tax passes"]
    await world.index.feeds.remove(mine.id)
    world.server.put("/feed.xml", rss(FERRY, TAX))
    await world.pass_time(minutes=20)
    assert await world.headlines(GUILD) == []
    assert await world.headlines(OTHER) == ["Ferry sails", "Tax passes"]


CHANGES: dict[str, dict[str, object]] = {
    "date": {"published": START + timedelta(days=1)},
    "no date": {"published": None},
    "title case": {
        "title": "TAX PASSES",
        "guid": "tag:Tax passes",
        "link": "https://herald.example/tax-passes",
    },
    "tracking": {"link": "https://herald.example/tax-passes?utm_source=rss&fbclid=x1"},
    "guid": {"guid": "tag:another"},
}


@pytest.mark.parametrize("what", CHANGES)
async def test_an_item_is_known_again_when_something_about_it_changes(world: World, what: str) -> None:
    world.server.put("/feed.xml", rss(TAX, FERRY))
    await world.follow()
    await world.work()
    before = await world.articles()
    world.server.put(
        "/feed.xml", rss(*changed([TAX, FERRY], 0, text=f"Tax passes was told. {LONG}", **CHANGES[what]))
    )
    await world.pass_time(minutes=20)
    world.server.put("/feed.xml", rss(FERRY, TAX, FERRY))
    await world.pass_time(minutes=20)
    after = await world.articles()
    assert {each.id for each in after} == {each.id for each in before}
    assert {each.first_seen for each in after} == {START}


async def test_an_edited_text_changes_the_article_and_is_no_news(world: World) -> None:
    world.server.put("/feed.xml", rss(TAX))
    await world.follow()
    await world.work()
    (before,) = await world.articles()
    edited = replace(TAX, text=f"Correction: the tax did not pass. {LONG}")
    world.server.put("/feed.xml", rss(edited))
    await world.pass_time(minutes=20)
    (after,) = await world.articles()
    assert after.id == before.id and after.first_seen == before.first_seen
    assert after.article.document.text.startswith("Correction")
    assert (await world.feed()).web.last_new == START


async def test_an_item_that_comes_late_is_read(world: World) -> None:
    world.server.put("/feed.xml", rss(TAX))
    await world.follow()
    await world.work()
    late = Entry("Ward closes", published=START - timedelta(days=3))
    world.server.put("/feed.xml", rss(TAX, late))
    await world.pass_time(minutes=20)
    assert await world.news() == ["Tax passes", "Ward closes"]


async def test_nobody_is_shown_that_an_article_will_be_published(world: World) -> None:
    wrong = [
        Entry("In two hours", published=START + timedelta(hours=2)),
        Entry("In 2040", published=START.replace(year=2040)),
    ]
    world.server.put("/feed.xml", rss(*wrong))
    await world.follow()
    await world.work()
    found = {each.article.document.headline: each.article.document for each in await world.articles()}
    assert [document.published for document in found.values()] == [START, START]
    assert not found["In two hours"].published_guessed and found["In 2040"].published_guessed


async def test_what_is_unchanged_is_not_sent_again(world: World) -> None:
    world.server.put("/feed.xml", rss(TAX), etag='"1"', last_modified="Wed, 09 Oct 2024 08:00:00 GMT")
    await world.follow()
    await world.work()
    await world.pass_time(minutes=20)
    first, second = world.server.requests("/feed.xml")
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == '"1"'
    assert second.headers["if-modified-since"] == "Wed, 09 Oct 2024 08:00:00 GMT"
    assert (await world.feed()).web.last_success == world.now


async def test_feed_and_server_say_how_often_they_want_to_be_asked(world: World) -> None:
    world.server.put("/feed.xml", rss(TAX, head="<ttl>120</ttl>"), headers={"Cache-Control": "max-age=3600"})
    await world.follow()
    await world.work()
    await world.pass_time(minutes=110)
    assert len(world.server.requests("/feed.xml")) == 1
    await world.pass_time(minutes=25)
    assert len(world.server.requests("/feed.xml")) == 2


async def test_a_moved_feed_is_read_from_its_new_address_and_told_once(world: World) -> None:
    world.server.redirect("/feed.xml", world.url("/new.xml"), 301)
    world.server.put("/new.xml", rss(TAX))
    await world.follow()
    await world.work()
    assert await world.state() is FeedState.MOVED
    (told,) = await world.told()
    assert world.url("/new.xml") in told
    await world.pass_time(minutes=20)
    assert len(world.server.requests("/feed.xml")) == 1
    assert await world.state() is FeedState.OK and await world.told() == []


async def test_a_passing_redirect_moves_nothing(world: World) -> None:
    world.server.redirect("/feed.xml", world.url("/new.xml"), 302)
    world.server.put("/new.xml", rss(TAX))
    await world.follow()
    await world.work()
    assert (await world.feed()).web.url == world.url()
    assert await world.headlines() == ["Tax passes"]


async def test_a_feed_that_is_gone_is_asked_no_more_and_told_once(world: World) -> None:
    world.server.fail("/feed.xml", 410)
    await world.follow()
    await world.work()
    assert await world.state() is FeedState.GONE
    assert len(await world.told()) == 1
    await world.pass_time(days=400)
    assert len(world.server.requests("/feed.xml")) == 1 and await world.told() == []


async def test_an_outage_of_weeks_is_waited_out_told_once_and_nothing_is_missed(world: World) -> None:
    world.server.put("/feed.xml", rss(TAX))
    await world.follow()
    await world.work()
    world.server.fail("/feed.xml", 503)
    told = []
    for _ in range(21 * 24):
        await world.pass_time(hours=1)
        told += await world.told()
    assert len(told) == 1 and "503" in told[0]
    assert await world.state() is FeedState.FAILING
    assert 20 <= len(world.server.requests("/feed.xml")) <= 40
    world.server.put("/feed.xml", rss(WARD, FERRY, TAX))
    await world.pass_time(hours=28)
    assert len(await world.told()) == 1
    assert await world.state() is FeedState.OK
    assert await world.headlines() == ["Ferry sails", "Tax passes", "Ward closes"]


async def test_who_says_when_to_come_back_is_not_asked_before(world: World) -> None:
    world.server.fail("/feed.xml", 429, retry_after=7200)
    await world.follow()
    await world.work()
    await world.pass_time(minutes=115)
    assert len(world.server.requests("/feed.xml")) == 1
    await world.pass_time(minutes=10)
    assert len(world.server.requests("/feed.xml")) == 2


BROKEN: dict[str, Reply] = {
    "broken gzip": packed(b"this is not gzip"),
    "a bomb": bomb(64),
    "cut short": short(b"<rss"),
    "no HTTP": raw(b"hello\r\n\r\n"),
    "cut off": raw(b"HTTP/1.1 200 OK\r\nContent-Le"),
    "endless": endless(),
}


@pytest.mark.parametrize("what", BROKEN)
async def test_a_broken_answer_is_a_reason_and_the_next_good_one_is_read(world: World, what: str) -> None:
    world.server.answer("/feed.xml", BROKEN[what])
    await world.follow()
    await world.work()
    reason = (await world.feed()).web.reason
    assert reason and reason.endswith(".") and "herald.example" in reason
    world.server.put("/feed.xml", rss(TAX))
    await world.pass_time(hours=1)
    assert await world.headlines() == ["Tax passes"]
    assert (await world.feed()).web.reason is None


async def test_a_page_where_a_feed_was_is_told_in_words(world: World) -> None:
    page = "<!doctype html><title>Hello</title><p>Words.</p>"
    world.server.put("/feed.xml", page, content_type="text/html")
    await world.follow()
    for _ in range(3):
        await world.pass_time(hours=2)
    (told,) = await world.told()
    assert "feed" in told
    assert await world.state() is FeedState.FAILING


async def test_one_bad_feed_holds_up_no_other(world: World) -> None:
    world.server.answer("/slow.xml", silence(), host="slow.example")
    world.server.put("/feed.xml", rss(TAX))
    await world.index.feeds.follow(
        url=world.url("/slow.xml", host="slow.example"), title="Slow", owner="guild:8", added_by=1, now=START
    )
    await world.follow()
    polling = asyncio.create_task(world.service.poller.poll_due())
    await world.server.until_busy(1)
    async with asyncio.timeout(4):
        while not await world.headlines():
            await world.service.items.read_waiting()
    polling.cancel()
    await asyncio.wait([polling])


async def test_a_teaser_is_read_from_its_page(world: World) -> None:
    link = world.url("/ferry")
    body = f"<h1>Ferry sails</h1><p>{LONG}</p><p>The engine was replaced in the yard at last.</p>"
    page = f"<html><head><title>Ferry sails</title></head><body><article>{body}</article></body></html>"
    world.server.put("/ferry", page, content_type="text/html")
    world.server.put("/feed.xml", rss(replace(FERRY, text="The ferry sails …", link=link)))
    await world.follow()
    await world.work()
    (article,) = await world.articles()
    assert "engine was replaced" in article.article.document.text
    assert not article.article.document.teaser
    assert len(world.server.requests("/robots.txt")) == 1


async def test_a_page_that_robots_may_not_read_leaves_the_teaser(world: World) -> None:
    world.server.put("/robots.txt", "User-agent: *\nDisallow: /ferry", content_type="text/plain")
    world.server.put("/feed.xml", rss(replace(FERRY, text="The ferry sails …", link=world.url("/ferry"))))
    await world.follow()
    await world.work()
    (article,) = await world.articles()
    assert article.article.document.teaser
    assert world.server.requests("/ferry") == []


async def test_while_a_page_is_down_the_teaser_stands_in_for_it(world: World) -> None:
    world.server.fail("/ferry", 503)
    world.server.put("/feed.xml", rss(replace(FERRY, text="The ferry sails …", link=world.url("/ferry"))))
    await world.follow()
    await world.work()
    (teaser,) = await world.articles()
    assert teaser.article.document.teaser
    body = f"<h1>Ferry sails</h1><p>The engine was replaced. {LONG}</p>"
    page = f"<html><body><article>{body}</article></body></html>"
    world.server.put("/ferry", page, content_type="text/html")
    await world.pass_time(minutes=20)
    (whole,) = await world.articles()
    assert whole.id == teaser.id
    assert "engine was replaced" in whole.article.document.text and not whole.article.document.teaser


async def test_while_a_page_is_down_an_edited_teaser_does_not_replace_its_text(world: World) -> None:
    body = f"<h1>Ferry sails</h1><p>The engine was replaced. {LONG}</p>"
    page = f"<html><body><article>{body}</article></body></html>"
    world.server.put("/ferry", page, content_type="text/html")
    cut = replace(FERRY, text="The ferry sails …", link=world.url("/ferry"))
    world.server.put("/feed.xml", rss(cut))
    await world.follow()
    await world.work()
    world.server.fail("/ferry", 503)
    world.server.put("/feed.xml", rss(replace(cut, text="The ferry sails at last …")))
    await world.pass_time(minutes=20)
    (article,) = await world.articles()
    assert "engine was replaced" in article.article.document.text
    world.server.put("/ferry", page.replace("replaced", "repaired"), content_type="text/html")
    await world.pass_time(minutes=20)
    (article,) = await world.articles()
    assert "engine was repaired" in article.article.document.text


async def test_a_page_that_stays_down_is_left_alone_after_three_tries(world: World) -> None:
    world.server.fail("/ferry", 503)
    cut = replace(FERRY, text="The ferry sails …", link=world.url("/ferry"))
    world.server.put("/feed.xml", rss(cut))
    feed = await world.follow()
    for _ in range(6):
        await world.pass_time(hours=1)
    assert await world.headlines() == ["Ferry sails"]
    assert len(world.server.requests("/ferry")) == 3
    counts = await world.index.web_feeds.counts(feed.web.id)
    assert (counts.read, counts.waiting, counts.refused) == (1, 0, 0)


async def test_an_item_of_a_title_alone_waits_for_its_page_and_is_then_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wordless(_: Document) -> Any:
        raise ReadingError("There are no words in it.")

    monkeypatch.setattr(world.service.items._pool, "read", wordless)
    world.server.fail("/bare", 503)
    world.server.put("/feed.xml", rss(replace(WARD, text=" ", link=world.url("/bare"))))
    feed = await world.follow()
    await world.work()
    assert (await world.index.web_feeds.counts(feed.web.id)).waiting == 1
    for _ in range(6):
        await world.pass_time(hours=1)
    assert len(world.server.requests("/bare")) == 3
    assert (await world.index.web_feeds.counts(feed.web.id)).refused == 1


async def test_a_slow_drip_ends(server: NewsServer, world: World) -> None:
    server.answer("/feed.xml", drip(b"x" * 100_000, every=0.01))
    feed = await world.follow()
    async with asyncio.timeout(15):
        poll = await world.service.poller.poll(feed.web)
    assert poll.trouble is not None and poll.trouble.passing


async def test_a_bug_that_one_feed_brings_out_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.server.put("/feed.xml", rss(TAX))
    await world.follow()
    bad = world.url("/bad.xml", host="bad.example")
    await world.index.feeds.follow(url=bad, title="Bad", owner="guild:8", added_by=1, now=START)
    fetch = world.service.poller._fetcher.fetch

    async def failing(url: str, **how: Any) -> Any:
        if url == bad:
            raise ZeroDivisionError
        return await fetch(url, **how)

    monkeypatch.setattr(world.service.poller._fetcher, "fetch", failing)
    await world.work()
    assert await world.headlines() == ["Tax passes"]
    (feed,) = await world.index.feeds.visible(OTHER)
    assert feed.web.reason and "mistake of the bot's" in feed.web.reason
    assert feed.web.next_poll > world.now


async def test_a_bug_that_one_item_brings_out_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = world.service.items._pool.read

    async def failing(document: Document) -> Any:
        if document.headline == "Ferry sails":
            raise ZeroDivisionError
        return await read(document)

    monkeypatch.setattr(world.service.items._pool, "read", failing)
    world.server.put("/feed.xml", rss(TAX, FERRY, WARD))
    feed = await world.follow()
    await world.work()
    assert await world.headlines() == ["Tax passes", "Ward closes"]
    assert (await world.index.web_feeds.counts(feed.web.id)).refused == 1


async def test_what_the_index_refuses_is_one_item_and_not_its_batch(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = world.index.web_feeds.store

    async def refusing(read: Mapping[Any, Any], now: datetime, **how: Any) -> Any:
        if any(article.document.headline == "Ferry sails" for article, _ in read.values()):
            raise StorageError("A number is larger than any it can hold.")
        return await store(read, now, **how)

    monkeypatch.setattr(world.index.web_feeds, "store", refusing)
    world.server.put("/feed.xml", rss(TAX, FERRY, WARD))
    feed = await world.follow()
    await world.work()
    assert await world.headlines() == ["Tax passes", "Ward closes"]
    assert await world.index.web_feeds.last_refusal(feed.web.id) == "A number is larger than any it can hold."


async def test_an_index_that_takes_nothing_loses_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.server.put("/feed.xml", rss(TAX, FERRY))
    await world.follow()

    async def refusing(*_: Any, **__: Any) -> Any:
        raise StorageError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(world.index.web_feeds, "record", refusing)
        with pytest.raises(StorageError):
            await world.service.poller.poll_due()
    with monkeypatch.context() as patch:
        patch.setattr(world.index.web_feeds, "store", refusing)
        await world.service.poller.poll_due()
        with pytest.raises(StorageError):
            await world.service.items.read_waiting()
    await world.work()
    assert await world.headlines() == ["Ferry sails", "Tax passes"]
