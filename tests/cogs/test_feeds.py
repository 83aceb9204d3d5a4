"""Admins follow feeds without leaving Discord, and are told what is wrong with one in a sentence."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from xml.sax.saxutils import escape as xml_escape

import pytest
import simcord

from bot.models import FeedState
from bot.reading import Reader
from bot.settings import SourceSettings
from bot.sources.feeds.opml import MAX_OPML_BYTES, OpmlFeed, read_opml, write_opml
from tests.cogs.conftest import NOW, Shown, World, _components, buttons, seen
from tests.cogs.feed_desk import BAKERY, FERRY, SOURCES, FeedDesk, make_service
from tests.cogs.test_hostile import MENTIONS, PINGS, assert_fits
from tests.hostile import HOSTILE
from tests.ingest.feeds.conftest import Entry
from tests.newsserver import LoopbackSockets, NewsServer
from tests.views.making import parts

FEED_COMMANDS = {"add", "remove", "list", "check", "mute", "import", "export"}


@pytest.fixture
async def desk(
    world: World, news_server: NewsServer, reader: Reader, request: pytest.FixtureRequest
) -> AsyncIterator[FeedDesk]:
    """Return the guild and the news server; `parametrize("desk", [{...}], indirect=True)` sets sources."""
    settings = {"sources": SOURCES | getattr(request, "param", {})}
    sockets = LoopbackSockets()
    sources = SourceSettings.model_validate(settings["sources"])
    service = make_service(world.index, reader, sockets, sources)
    world.bot.settings = world.bot.settings.model_copy(update={"sources": sources})
    async with service:
        world.bot.feeds = service
        yield FeedDesk(world, news_server, service, sockets, reader, settings)
    assert sockets.refused == []


def message(result: simcord.InteractionResult) -> Any:
    """Return what a command answered, to press its buttons."""
    assert result.response is not None
    return result.response.message


def last(result: simcord.InteractionResult) -> Shown:
    """Return what was said last: an error comes after "thinking…"."""
    return result.followups[-1] if result.followups else result


def options(result: simcord.InteractionResult) -> list[dict[str, Any]]:
    """Return the options of the select that is shown."""
    return next(part["options"] for part in parts(_components(result)) if part["type"] == 3)


async def test_managing_feeds_is_hidden_from_members(desk: FeedDesk) -> None:
    named = {f"feed {name}" for name in FEED_COMMANDS}
    assert named <= set(desk.admin.available_commands(desk.news))
    assert not named & set(desk.world.member.available_commands(desk.news))


# --- adding ----------------------------------------------------------------------------------------------


async def test_a_feed_is_shown_before_it_is_followed(desk: FeedDesk) -> None:
    result = await desk.run("add", url=desk.serve(FERRY, BAKERY))
    text = seen(result)
    assert result.ephemeral
    assert "### 📰 The Herald" in text
    assert "[Ferry runs aground off Gull Point](<https://herald.example/" in text
    assert "**A digest from it would read**" in text
    assert "> The ferry Marigold ran aground" in text
    assert "seen in Harbour News only" in text
    assert buttons(result)["Follow"]["disabled"] is False
    assert await desk.feeds() == []


async def test_a_feed_whose_news_is_too_old_for_digests_says_so(desk: FeedDesk) -> None:
    text = seen(await desk.run("add", url=desk.serve(replace(FERRY, published=NOW - timedelta(days=9)))))
    assert "⚠️ Its newest article is older than 7 days: digests begin with what comes next." in text
    assert "[Follow]" in text


async def test_following_polls_at_once_and_its_articles_answer_this_guild_alone(desk: FeedDesk) -> None:
    result = await desk.run("add", url=desk.serve(FERRY, BAKERY))
    await desk.admin.click(message(result), label="Follow")
    assert "### ✅ Following The Herald" in seen(result)
    assert "[Follow]" not in seen(result)
    await desk.service.items.read_waiting()
    (feed,) = await desk.feeds()
    assert feed.web.last_success == NOW
    assert (feed.owner, feed.added_by) == (f"guild:{desk.world.guild.id}", desk.admin.id)

    stranger, channel = desk.elsewhere()
    await desk.world.env.settle()
    assert "Gull Point" in seen(await desk.world.member.slash(desk.news, "search", query="Marigold"))
    assert "Bakers strike" in seen(await desk.admin.slash(desk.news, "latest"))
    assert "Gull Point" not in seen(await stranger.slash(channel, "search", query="Marigold"))
    assert "Bakers strike" not in seen(await stranger.slash(channel, "latest"))
    assert "Gull Point" not in seen(await desk.world.member.user.slash("search", query="Marigold"))


async def test_a_page_offers_its_feeds(desk: FeedDesk) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{path}">'
        for title, path in (("News", "/feed.xml"), ("Sport @everyone", "/sport.xml"))
    )
    html = f"<!doctype html><html><head><title>Herald</title>{links}</head><body><p>Hi.</p></body></html>"
    desk.server.put("/", html, content_type="text/html")
    desk.serve(FERRY)
    result = await desk.run("add", url=desk.url("/"))
    assert "That page names 2 feeds. Which one shall be followed?" in seen(result)
    assert [each["label"] for each in options(result)] == ["News", "Sport @everyone"]

    # the second one is not there: a sentence, and another can be chosen
    missing = await desk.admin.select(message(result), [options(result)[1]["value"]])
    assert "404" in seen(last(missing))
    await desk.admin.select(message(result), [options(result)[0]["value"]])
    assert "> The ferry Marigold ran aground" in seen(result)
    await desk.admin.click(message(result), label="Follow")
    assert "Following The Herald" in seen(result)
    assert [feed.web.url for feed in await desk.feeds()] == [desk.url()]


async def test_a_feed_that_moved_is_followed_at_its_new_address(desk: FeedDesk) -> None:
    desk.serve(FERRY, path="/new.xml")
    desk.server.redirect("/feed.xml", desk.url("/new.xml"), 301)
    result = await desk.run("add", url=desk.url())
    await desk.admin.click(message(result), label="Follow")
    assert [feed.web.url for feed in await desk.feeds()] == [desk.url("/new.xml")]


async def test_a_feed_that_is_followed_already_is_not_offered(desk: FeedDesk) -> None:
    url = desk.serve(FERRY)
    feed = await desk.follow()
    again = await desk.run("add", url=url)
    assert "The Herald is followed already" in seen(again) and not buttons(again)
    await desk.index.feeds.remove(feed.id)

    shared = await desk.follow(owner="global")
    assert "followed already" in seen(await desk.run("add", url=url))
    await desk.index.feeds.mute(shared.id, desk.world.guild.id, muted=True)
    assert "hidden here: /feed mute with muted: False shows it" in seen(last(await desk.run("add", url=url)))
    assert len(await desk.feeds()) == 1


@pytest.mark.parametrize("desk", [{"feeds_per_guild": 1}], indirect=True)
async def test_the_limit_is_said_before_and_at_the_press(desk: FeedDesk) -> None:
    first = await desk.run("add", url=desk.serve(FERRY))
    second = await desk.run("add", url=desk.serve(BAKERY, path="/other.xml"))
    await desk.admin.click(message(first), label="Follow")
    pressed = await desk.admin.click(message(second), label="Follow")
    assert "This server follows 1 feed, and 1 is the most. /feed remove" in seen(last(pressed))
    third = await desk.run("add", url=desk.url("/other.xml"))
    assert "1 is the most" in seen(last(third))

    # room is made: the offer still stands
    (feed,) = await desk.feeds()
    await desk.run("remove", feed=f"feed:{feed.id}")
    await desk.admin.click(message(second), label="Follow")
    assert "Following The Herald" in seen(second)


BAD = {
    "nothing there": ("http://herald.example:{port}/none.xml", "404"),
    "no feed": ("http://herald.example:{port}/words.html", "names no feed either."),
    "no host": ("http://nobody.invalid/feed", "nobody.invalid"),
    "private": ("http://10.0.0.1/", "10.0.0.1"),
    "link local": ("http://169.254.169.254/latest/meta-data", "169.254.169.254"),
    "a file": ("file:///etc/passwd", "http://"),
    "a script": ("javascript:alert(1)", "http://"),
    "a user": ("http://a:b@herald.example/", "user name or password"),
    "2,000 characters": ("http://herald.example:{port}/" + "x" * 1960, "404"),
}


async def test_what_cannot_be_followed_is_told_in_a_sentence(desk: FeedDesk) -> None:
    desk.server.put("/words.html", "<!doctype html><p>Hello, harbour.", content_type="text/html")
    for name, (address, part) in BAD.items():
        said = seen(last(await desk.run("add", url=address.format(port=desk.server.port))))
        assert part in said.replace("\\", ""), name
        assert said.count("\n") == 0 and "went wrong" not in said, name
    assert await desk.feeds() == []
    assert {request.host for request in desk.server.requests()} <= {"herald.example"}


async def test_discord_takes_no_address_that_is_longer_than_any(desk: FeedDesk) -> None:
    with pytest.raises(simcord.SetupError):
        await desk.run("add", url="http://herald.example/" + "x" * 4000)


async def test_whatever_is_given_as_an_address_or_a_feed_is_answered(desk: FeedDesk) -> None:
    desk.serve(FERRY)
    await desk.follow()
    for name, whole in HOSTILE.items():
        for command, option, text in (("add", "url", whole[:2000]), ("check", "feed", whole[:2000])):
            if len(text) < 4:
                continue
            said = seen(last(await desk.run(command, **{option: text})))
            assert said and "went wrong" not in said, (name, command)
            assert not PINGS.search(said) and not MENTIONS.search(said), (name, command)


async def test_hostile_titles_harm_no_layout(desk: FeedDesk) -> None:
    texts = [
        *HOSTILE.values(),
        "<script>alert(1)</script>",
        "<b>x</b>" * 60,
        "x" * 500,
        "![a](http://evil.example/b.png)",
    ]
    entries = [
        replace(FERRY, title=clean(text), guid=str(number), link=f"https://herald.example/{number}")
        for number, text in enumerate(texts)
    ]
    for number in range(0, len(entries), 5):
        some, path = entries[number : number + 5], f"/{number}.xml"
        desk.serve(*some, path=path, title=xml_escape(some[0].title))
        result = await desk.run("add", url=desk.url(path))
        assert_shown_well(result)
        await desk.admin.click(message(result), label="Follow")
        assert_shown_well(result)
    for page in (1, 2):
        assert_shown_well(await desk.run("list", page=page))
    for feed in await desk.feeds():
        assert_shown_well(await desk.run("check", feed=f"feed:{feed.id}"))
        assert_shown_well(await desk.run("remove", feed=f"feed:{feed.id}"))


def clean(text: str) -> str:
    """Return what XML can hold of a text."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\u202e\u200b") or "nothing"


def assert_shown_well(result: simcord.InteractionResult) -> None:
    shown = last(result)
    said = seen(shown)
    assert "went wrong" not in said
    assert not PINGS.search(said) and not MENTIONS.search(said), said
    assert not any(letter in said for letter in "\u202e\u2067\x00\x1b"), said
    assert_fits(_components(shown))


# --- pressing late, twice, or without the right -------------------------------------------------------------


async def test_nobody_else_can_press(desk: FeedDesk) -> None:
    result = await desk.run("add", url=desk.serve(FERRY))
    with pytest.raises(simcord.SetupError, match="not visible"):
        await desk.world.member.click(message(result), label="Follow")


async def test_an_offer_is_taken_once(desk: FeedDesk) -> None:
    result = await desk.run("add", url=desk.serve(FERRY))
    other = await desk.run("add", url=desk.url())
    await desk.admin.click(message(result), label="Follow")
    with pytest.raises(simcord.SetupError, match="No matching component"):
        await desk.admin.click(message(result), label="Follow")
    await desk.admin.click(message(other), label="Follow")
    assert "followed already" in seen(other)
    assert len(await desk.feeds()) == 1
    # its time being over, the confirmation still stands
    await desk.world.env.advance_time(15 * 60)
    assert "Following The Herald" in seen(result)


async def test_offers_are_greyed_when_their_time_is_over(desk: FeedDesk) -> None:
    link = '<link rel="alternate" type="application/rss+xml" title="News" href="/{}.xml">'
    desk.server.put("/", link.format(1) + link.format(2), content_type="text/html")
    offer = await desk.run("add", url=desk.serve(FERRY))
    choice = await desk.run("add", url=desk.url("/"))
    await desk.world.env.advance_time(15 * 60)
    assert buttons(offer)["Follow"]["disabled"] is True
    assert "> The ferry Marigold" in seen(offer)
    (select,) = [part for part in parts(_components(choice)) if part["type"] == 3]
    assert select["disabled"] is True


async def test_an_offer_of_before_a_restart_says_that_it_is_over(desk: FeedDesk) -> None:
    link = '<link rel="alternate" type="application/rss+xml" title="News" href="/{}.xml">'
    desk.server.put("/", link.format(1) + link.format(2), content_type="text/html")
    offer = await desk.run("add", url=desk.serve(FERRY))
    choice = await desk.run("add", url=desk.url("/"))
    await desk.restart()
    over = "That offer is over: /feed add with the address shows it again."
    pressed = await desk.admin.click(message(offer), label="Follow")
    assert pressed.ephemeral and over in seen(pressed)
    chosen = await desk.admin.select(message(choice), ["0"])
    assert chosen.ephemeral and over in seen(chosen)
    assert await desk.feeds() == []


async def test_without_the_service_there_is_a_sentence(desk: FeedDesk) -> None:
    result = await desk.run("add", url=desk.serve(FERRY))
    await desk.follow("/other.xml")
    desk.world.bot.feeds = None
    stopping = "Feeds are not being read right now"
    assert stopping in seen(last(await desk.admin.click(message(result), label="Follow")))
    assert stopping in seen(last(await desk.run("add", url=desk.url())))
    assert stopping in seen(last(await desk.run("check", feed="The Herald")))
    assert stopping in seen(last(await desk.run("import", file=("a.opml", write_opml([])))))
    assert "1 of 50" in seen(await desk.run("list"))


# --- removing and muting ---------------------------------------------------------------------------------


async def test_removing_an_own_feed_takes_its_articles_away(desk: FeedDesk) -> None:
    desk.serve(FERRY)
    await desk.follow()
    assert "The Herald is not followed any more." in seen(await desk.run("remove", feed="the herald"))
    assert await desk.feeds() == []
    assert "Gull Point" not in seen(await desk.admin.slash(desk.news, "search", query="Marigold"))


async def test_a_shared_feed_is_muted_here_and_shown_again(desk: FeedDesk) -> None:
    desk.serve(FERRY)
    await desk.follow(owner="global")
    stranger, channel = desk.elsewhere()
    await desk.world.env.settle()

    async def found() -> tuple[bool, bool]:
        here = await desk.admin.slash(desk.news, "search", query="Marigold")
        there = await stranger.slash(channel, "search", query="Marigold")
        return "Gull Point" in seen(here), "Gull Point" in seen(there)

    assert await found() == (True, True)
    refused = seen(last(await desk.run("remove", feed="The Herald")))
    assert "All servers share that feed: /feed mute hides it here." in refused
    assert "is hidden here" in seen(await desk.run("mute", feed="The Herald"))
    assert "🔇" in seen(await desk.run("list")) and "shared · muted here" in seen(await desk.run("list"))
    assert await found() == (False, True)
    assert "is shown here again" in seen(await desk.run("mute", feed="The Herald", muted=False))
    assert await found() == (True, True)


async def test_an_own_feed_is_not_muted_but_removed(desk: FeedDesk) -> None:
    desk.serve(FERRY)
    await desk.follow()
    assert "/feed remove ends it" in seen(last(await desk.run("mute", feed="The Herald")))


# --- listing and checking --------------------------------------------------------------------------------


async def test_the_list_tells_how_each_feed_does(desk: FeedDesk) -> None:
    assert "No feed is followed yet. `/feed add`" in seen(await desk.run("list"))
    desk.serve(FERRY, path="/well.xml", title="Well")
    desk.serve(FERRY, path="/paused.xml", title="Paused")
    desk.server.fail("/gone.xml", 410)
    desk.server.fail("/failing.xml", 404)
    for name in ("well", "gone", "failing", "paused"):
        feed = await desk.follow(f"/{name}.xml", title=name.title())
    await desk.index.feeds.pause(feed.id, paused=True, now=NOW)
    await desk.run("check", feed="Failing")
    await desk.index.feeds.follow(
        url=desk.url("/new.xml"), title="New", owner="global", added_by=None, now=NOW
    )
    text = seen(await desk.run("list"))
    assert "4 of 50 of this server, 1 shared with all servers" in text
    signs = dict(re.findall(r"^(\S+) \*\*\[(\w+)\]", text, re.MULTILINE))
    assert {name: sign for sign, name in signs.items()} == {
        "Failing": "🟠",
        "Gone": "🔴",
        "Paused": "⏸️",
        "Well": "🟢",
        "New": "⚪",
    }
    assert "410" in text and "404" in text and "The operator paused it." in text
    assert text.count("next <t:") == 2 and text.count("next within a minute") == 1


async def test_a_long_list_is_turned_also_after_a_restart(desk: FeedDesk) -> None:
    for number in range(23):
        await desk.index.feeds.follow(
            url=desk.url(f"/{number}.xml"),
            title=f"Feed {number:02}",
            owner=f"guild:{desk.world.guild.id}",
            added_by=1,
            now=NOW,
        )
    result = await desk.run("list")
    assert "1 to 10 of 23 · page 1 of 3" in seen(result)
    assert buttons(result)["Back"]["disabled"] is True
    await desk.admin.click(message(result), label="Next")
    await desk.restart()
    await desk.admin.click(message(result), label="Next")
    assert "Feed 22" in seen(result) and "21 to 23 of 23" in seen(result)
    assert buttons(result)["Next"]["disabled"] is True
    await desk.admin.click(message(result), label="Back")
    assert "11 to 20 of 23" in seen(result)
    assert "page 3 of 3" in seen(await desk.run("list", page=99))


async def checked(desk: FeedDesk, feed: str = "The Herald") -> str:
    return seen(await desk.run("check", feed=feed))


async def test_checking_tells_what_is_new_and_what_was_seen(desk: FeedDesk) -> None:
    desk.serve(FERRY)
    await desk.follow()
    desk.serve(replace(BAKERY, published=NOW - timedelta(days=200)), FERRY)
    text = await checked(desk)
    assert "✅ **Fetched**" in text
    assert "2 items" in text
    assert "1 new, 0 changed, 1 seen before." in text
    assert "1 of 2 is older than 7 days: found by questions, but in no digest." in text
    assert "1 article of it is in the index, 1 item waits to be read." in text
    assert "⚠️" not in text


async def test_checking_tells_that_all_is_too_old_for_digests(desk: FeedDesk) -> None:
    desk.serve(replace(FERRY, published=NOW - timedelta(days=200)))
    await desk.follow()
    text = await checked(desk)
    assert "⚠️ **Too old for digests**\nAll are older than 7 days" in text
    assert "1 item, of 2024-03-24." in text


async def test_checking_tells_that_the_server_has_nothing_new(desk: FeedDesk) -> None:
    desk.server.put("/feed.xml", '<rss version="2.0"><channel><title>x</title></channel></rss>', etag='"1"')
    await desk.follow()
    text = await checked(desk)
    assert "Its server says that nothing is new." in text
    assert "There has been nothing in it yet." in text


CHECKS: dict[str, tuple[str, str]] = {
    "failing": ("It cannot be read", "503"),
    "missing": ("Look at the address in a browser", "404"),
    "empty": ("there is nothing in it", "Wait for its first item."),
    "a page": ("It cannot be read", "page"),
    "wordless": ("could not be read", "There are no words in it."),
}


@pytest.mark.parametrize("what", CHECKS)
async def test_checking_tells_what_is_wrong(desk: FeedDesk, what: str) -> None:
    match what:
        case "failing":
            desk.server.fail("/feed.xml", 503)
        case "missing":
            desk.server.fail("/feed.xml", 404)
        case "empty":
            desk.serve()
        case "a page":
            desk.server.put("/feed.xml", "<!doctype html><p>Hello.", content_type="text/html")
        case _:
            item = "<item><guid>1</guid><title></title></item>"
            desk.server.put("/feed.xml", f'<rss version="2.0"><channel>{item}</channel></rss>')
    await desk.follow()
    text = await checked(desk)
    assert "⚠️" in text
    assert all(part in text.replace("\\", "") for part in CHECKS[what]), text


async def test_a_feed_that_is_gone_or_paused_is_not_asked(desk: FeedDesk) -> None:
    desk.server.fail("/feed.xml", 410)
    feed = await desk.follow()
    desk.server.forget()
    text = await checked(desk)
    assert "410" in text and "/feed remove" in text
    await desk.index.feeds.remove(feed.id)
    feed = await desk.follow(owner="global")
    assert "until then `/feed mute` hides it here." in await checked(desk)
    await desk.index.feeds.pause(feed.id, paused=True, now=NOW)
    desk.server.forget()
    text = await checked(desk)
    assert "The operator paused it." in text and "`nutgraf feeds resume`" in text
    assert desk.server.requests() == []


# --- lists of other readers ------------------------------------------------------------------------------


def opml(desk: FeedDesk, *paths: str, more: tuple[str, ...] = ()) -> tuple[str, bytes]:
    urls = [*map(desk.url, paths), *more]
    return "feeds.opml", write_opml([OpmlFeed(f"Feed at {url}", url) for url in urls])


async def test_a_list_is_imported_and_again_and_exported(desk: FeedDesk) -> None:
    file = opml(desk, "/a.xml", "/b.xml", more=("http://10.0.0.1/feed", "http://[::1]/feed"))
    text = seen(await desk.run("import", file=file))
    assert "2 feeds followed, 2 left out." in text
    assert "in the next minutes" in text
    assert "10.0.0.1" in text and PINGS.search(text) is None
    assert [feed.web.url for feed in await desk.feeds()] == [desk.url("/a.xml"), desk.url("/b.xml")]
    assert "0 feeds followed, 2 followed already, 2 left out." in seen(await desk.run("import", file=file))
    await desk.follow("/shared.xml", owner="global")

    exported = await desk.run("export")
    (attachment,) = message(exported).attachments
    assert exported.ephemeral and attachment.filename == "nutgraf-feeds.opml"
    listed = read_opml(await attachment.read())
    assert [feed.url for feed in listed.feeds] == [desk.url("/a.xml"), desk.url("/b.xml")]
    assert listed.feeds[0].title == f"Feed at {desk.url('/a.xml')}"


@pytest.mark.parametrize("desk", [{"feeds_per_guild": 2}], indirect=True)
async def test_an_import_stops_at_the_limit(desk: FeedDesk) -> None:
    text = seen(await desk.run("import", file=opml(desk, *(f"/{n}.xml" for n in range(20)))))
    assert "2 feeds followed, 18 left out." in text
    assert "room for 2 feeds" in text and "and 10 more" in text
    assert len(await desk.feeds()) == 2


BAD_FILES = {
    "no OPML": (b"hello", "This is not a list of feeds"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "This is not a list of feeds"),
    "empty": (b"", "This is not a list of feeds"),
    "no feeds": (b'<opml version="2.0"><body/></opml>', "There is no feed in this list."),
    "too large": (b" " * (MAX_OPML_BYTES + 1), "2,000,000 are the most"),
    "only private": (
        b'<opml><body><outline xmlUrl="http://127.0.0.1:22/@everyone" text="**@everyone**"/></body></opml>',
        "0 feeds followed, 1 left out.",
    ),
}


async def test_a_file_that_is_no_list_is_told_in_a_sentence(desk: FeedDesk) -> None:
    for name, (content, sentence) in BAD_FILES.items():
        said = seen(last(await desk.run("import", file=("x.opml", content))))
        assert sentence in said, name
        assert "**@" not in said and not PINGS.search(said), name
    broken = b'<opml><body><outline xmlUrl="%s" text="A"/><outline <<' % desk.url("/a.xml").encode()
    said = seen(last(await desk.run("import", file=("x.opml", broken))))
    assert "1 feed followed" in said and "not well-formed" in said


async def test_there_is_nothing_to_export(desk: FeedDesk) -> None:
    desk.serve(FERRY)
    await desk.follow(owner="global")
    assert "follows no feed of its own yet" in seen(last(await desk.run("export")))


# --- which feeds there are to choose from ----------------------------------------------------------------


async def test_feeds_are_offered_by_title_and_address(desk: FeedDesk) -> None:
    desk.serve(FERRY)
    feed = await desk.follow()
    shared = await desk.follow("/shared.xml", title="A shared one @everyone", owner="global")
    offered = await desk.admin.autocomplete(desk.news, "feed check", "feed", "")
    assert [(each["name"], each["value"]) for each in offered] == [
        ("The Herald", f"feed:{feed.id}"),
        ("A shared one @everyone (shared)", f"feed:{shared.id}"),
    ]
    for typed in ("herald", "  HERALD ", "feed.xml"):
        (one, *_) = await desk.admin.autocomplete(desk.news, "feed check", "feed", typed)
        assert one["value"] == f"feed:{feed.id}"


async def test_another_guilds_feed_is_neither_offered_nor_accepted(desk: FeedDesk) -> None:
    desk.serve(FERRY)
    feed = await desk.follow()
    stranger, channel = desk.elsewhere()
    await desk.world.env.settle()
    for command in ("check", "remove", "mute"):
        assert await stranger.autocomplete(channel, f"feed {command}", "feed", "") == []
        for typed in (f"feed:{feed.id}", str(feed.id), feed.title, feed.web.url):
            said = seen(last(await stranger.slash(channel, f"feed {command}", feed=typed)))
            assert "Choose one of the feeds offered while you type" in said
    assert "No feed is followed yet" in seen(await stranger.slash(channel, "feed list"))
    assert "no feed of its own" in seen(last(await stranger.slash(channel, "feed export")))
    assert [each.web.state for each in await desk.feeds()] == [FeedState.OK]


async def test_two_feeds_of_one_title_are_told_apart_by_their_addresses(desk: FeedDesk) -> None:
    for path in ("/a.xml", "/b.xml"):
        desk.serve(Entry("One"), path=path)
        await desk.follow(path)
    assert "Choose one of the feeds" in seen(last(await desk.run("check", feed="The Herald")))
    assert "not followed any more" in seen(await desk.run("remove", feed=desk.url("/a.xml")))
    assert [feed.web.url for feed in await desk.feeds()] == [desk.url("/b.xml")]
