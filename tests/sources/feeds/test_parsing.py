"""Feeds of all kinds, good, sloppy and broken: what a reader of the feed is given."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest

from bot.sources.failures import FeedError
from bot.sources.feeds.model import FeedItem
from bot.sources.feeds.parsing import parse_feed
from tests.sources.feeds.samples import (
    ALL,
    ATOM_03,
    ATOM_10,
    JSON_FEED,
    RSS_091,
    RSS_2,
    RSS_10,
    SITEMAP,
    SITEMAP_INDEX,
    URL,
    rss,
)


def only_item(body: bytes, content_type: str | None = None) -> FeedItem:
    (item,) = parse_feed(body, url=URL, content_type=content_type).items
    return item


def test_an_rss_feed_is_read_whole() -> None:
    feed = parse_feed(RSS_2.encode(), url=URL)

    assert (feed.kind, feed.title, feed.site_url) == (
        "rss",
        "The Harbour Post",
        "https://www.harbourpost.example/",
    )
    assert (feed.description, feed.language) == ("News of Port Ansel & the bay", "en-gb")
    assert (feed.ttl_minutes, sorted(feed.skip_hours), sorted(feed.skip_days)) == (30, [0, 3], [6])
    assert feed.warnings == ()
    ferry, bog, tern = feed.items
    assert ferry == FeedItem(
        guid="post-1001",
        url="https://www.harbourpost.example/news/ferry-strike-ends?utm_source=rss",
        title="Ferry crews end strike",
        summary="The ferries sail again on Thursday.",
        content="The ferries sail again on Thursday, the owners said.\n\n"
        "Crews had asked for better pay at night.\n\nNights are paid double.\n\nSundays are free.",
        published=datetime(2024, 10, 9, 6, tzinfo=UTC),
        byline="Jane Doe",
        picture="https://cdn.harbourpost.example/ferry-small.jpg",
        language="en-gb",
        categories=("Transport", "Strikes"),
    )
    assert bog.title == "Peat bog at Hollin Moss to be restored"
    assert bog.url == bog.guid == "https://www.harbourpost.example/news/peat-bog"
    assert (bog.published, bog.day_only) == (datetime(2024, 10, 8, tzinfo=UTC), True)
    assert bog.source == "The Moorland Gazette"
    assert (
        tern.title == "A tern was seen attacking the town hall's clock again, for the third time this week."
    )
    assert tern.published == datetime(2024, 10, 7, 21, 5, tzinfo=UTC)


def test_rss_091_reads_without_its_document_type() -> None:
    feed = parse_feed(RSS_091.encode("latin-1"), url=URL, content_type="text/xml")

    assert feed.title == "Café news"
    assert [item.title for item in feed.items] == ["Crème brûlée is back"]


def test_rss_1_and_both_atoms_are_read() -> None:
    eels = only_item(RSS_10.encode())
    assert (eels.title, eels.byline, eels.url) == (
        "Eels return to the bay",
        "Ann Lee",
        "https://bay.example/eel",
    )
    assert eels.published == datetime(2024, 10, 7, 12, tzinfo=UTC)

    atom = parse_feed(ATOM_10.encode(), url=URL)
    assert (atom.kind, atom.title, atom.site_url) == ("atom", "Moor & Dale", "https://moor.example/blog/")
    (sheep,) = atom.items
    assert sheep.url == "https://moor.example/blog/sheep"
    assert sheep.picture == "https://moor.example/blog/sheep.png"
    assert sheep.content == "There are 4,000 < 5,000.\n\nAll well."
    assert (sheep.byline, sheep.language, sheep.categories) == ("Ann Lee, Bob Moss", "en-us", ("Farms",))
    assert sheep.published == datetime(2024, 10, 9, 9, 0, 0, 500_000, tzinfo=UTC)
    assert sheep.updated == datetime(2024, 10, 9, 10, tzinfo=UTC)

    old = only_item(ATOM_03.encode())
    assert (old.title, old.published) == ("Still here", datetime(2004, 5, 6, 7, 8, 9, tzinfo=UTC))


def test_a_json_feed_is_read() -> None:
    feed = parse_feed(JSON_FEED.encode(), url="https://quay.example/feed.json")

    assert (feed.kind, feed.title, feed.site_url) == ("json", "Quay Notes", "https://quay.example/")
    crane, sums = feed.items
    assert (crane.guid, crane.url) == ("7", "https://quay.example/notes/7")
    assert (crane.content, crane.byline) == ("The crane was moved.\n\nSlowly.", "Kim Poe")
    assert (crane.picture, crane.categories) == ("https://quay.example/crane.jpg", ("Port",))
    assert crane.published == datetime(2024, 10, 9, 6, tzinfo=UTC)
    assert (sums.content, sums.title) == ("1 < 2 & that is that.", "1 < 2 & that is that.")
    assert sums.url == "https://else.example/8"


def test_a_news_sitemap_is_a_feed_and_an_index_lists_others() -> None:
    feed = parse_feed(SITEMAP.encode(), url=URL)
    assert (feed.kind, feed.title) == ("sitemap", "The Harbour Post")
    (item,) = feed.items
    assert (item.title, item.source, item.paywalled) == (
        "Council passes harbour tax",
        "The Harbour Post",
        True,
    )
    assert (item.categories, item.picture) == (
        ("tax", "harbour"),
        "https://www.harbourpost.example/tax.jpg",
    )
    assert (item.published, item.day_only) == (datetime(2024, 10, 2, tzinfo=UTC), True)

    index = parse_feed(SITEMAP_INDEX.encode(), url=URL)
    assert (index.kind, index.items) == ("sitemap-index", ())
    assert index.sitemaps == (
        "https://www.harbourpost.example/news-1.xml",
        "https://www.harbourpost.example/news-2.xml",
    )

    with pytest.raises(FeedError, match="names no news"):
        parse_feed(SITEMAP.replace("news:news", "news:other").encode(), url=URL)


@pytest.mark.parametrize("name", ALL)
def test_what_was_read_can_be_sent_between_processes(name: str) -> None:
    feed = parse_feed(ALL[name], url=URL)

    assert pickle.loads(pickle.dumps(feed)) == feed  # noqa: S301
    error = pickle.loads(pickle.dumps(FeedError("This is a web page.", is_page=True)))  # noqa: S301
    assert (str(error), error.is_page) == ("This is a web page.", True)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        (name, encoding)
        for name in ALL
        for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
        # JSON without a mark is UTF-8
        if name != "json" or encoding not in ("utf-16-le", "utf-16-be")
    ],
)
def test_the_encoding_is_seen_whatever_is_declared(name: str, encoding: str) -> None:
    text = ALL[name].decode("latin-1" if name == "rss 0.91" else "utf-8")

    feed = parse_feed(text.encode(encoding), url=URL, content_type="text/xml; charset=koi8-r")

    assert feed == parse_feed(ALL[name], url=URL)


@pytest.mark.parametrize(
    ("declared", "header", "written"),
    [
        ("utf-8", None, "utf-8"),
        ("iso-8859-1", None, "utf-8"),
        (None, "text/xml", "utf-8"),
        (None, "text/xml; charset=iso-8859-1", "utf-8"),
        ("utf-8", None, "cp1252"),
        ("iso-8859-1", None, "cp1252"),
        (None, None, "cp1252"),
        ("us-ascii", None, "cp1252"),
        ("utf-16", None, "utf-8"),
        ("utf-7", None, "utf-8"),
        ("unicode_escape", None, "utf-8"),
        ("no-such-thing", "text/xml; charset=\x00", "cp1252"),
    ],
)
def test_wrong_declarations_do_no_harm(declared: str | None, header: str | None, written: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = declaration.encode() + rss("<item><title>X</title></item>").replace(
        b"X", "“Café” – naïve".encode(written)
    )

    assert only_item(body, header).title == "“Café” – naïve"


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("windows-1251", "Мэр города"),
        ("gb2312", "市议会投票"),
        ("shift_jis", "市長が話す"),
        ("iso-2022-jp", "市長が話す"),
        ("euc-kr", "시장이 말했다"),
        ("iso-8859-2", "Řeka zůstala"),
    ],
)
def test_other_letters_are_read_as_declared(encoding: str, title: str) -> None:
    body = rss("<item><title>X</title></item>").replace(b"X", title.encode(encoding))

    assert only_item(f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + body).title == title
    assert only_item(body, f"application/rss+xml; charset={encoding}").title == title


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Q&amp;A", "Q&A"),
        ("Q&amp;amp;A", "Q&A"),
        ("It&amp;amp;#39;s on", "It's on"),
        ("<![CDATA[It&#8217;s on]]>", "It’s on"),
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("&amp;lt;b&amp;gt;Bold&amp;lt;/b&amp;gt; move", "Bold move"),
        ("Prices < wages? No: 3 &lt; 4", "Prices < wages? No: 3 < 4"),
        ("Q&A &nbsp; &eacute;t&eacute;", "Q&A été"),
        ("Two\n  lines\t here", "Two lines here"),
        ("a\u202eb\u200bc\u2066d\x00e\x07", "abcde"),
        ("&#0;&#x1F;&#99999999999;kept", "kept"),
        ("&unknown; thing", "&unknown; thing"),
    ],
)
def test_titles_are_plain_text(written: str, shown: str) -> None:
    assert (
        only_item(rss(f"<item><title>{written}</title><link>http://a.example/1</link></item>")).title == shown
    )


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/a?b=1&amp;c=2", "https://www.harbourpost.example/a?b=1&c=2"),
        ("a", "https://www.harbourpost.example/feeds/a"),
        ("//b.example/x", "https://b.example/x"),
        ("\n http://b.example/\n a b \n", "http://b.example/a%20b"),
        ("<![CDATA[https://b.example/?a=1&b=2]]>", "https://b.example/?a=1&b=2"),
        ("javascript:alert(1)", None),
        ("data:text/html,hello", None),
        ("file:///etc/passwd", None),
        ("http://[", None),
        ("http://b.example:99999/", None),
        ("https://b.example/" + "x" * 3_000, None),
        ("mailto:desk@b.example", None),
    ],
)
def test_links_are_absolute_web_addresses(link: str, url: str | None) -> None:
    assert only_item(rss(f"<item><title>T</title><link>{link}</link></item>")).url == url


def test_an_item_without_a_link_is_found_at_its_guid() -> None:
    item = only_item(rss("<item><title>T</title><guid isPermaLink='false'>https://a.example/9</guid></item>"))

    assert item.url == "https://a.example/9"


def test_pixels_are_no_pictures() -> None:
    html = (
        "&lt;img src='https://t.example/1.gif' width='1' height='1'&gt;"
        "&lt;p&gt;x&lt;img src='/big.jpg'&gt;&lt;/p&gt;"
    )
    item = only_item(rss(f"<item><title>T</title><description>{html}</description></item>"))

    assert item.picture == "https://www.harbourpost.example/big.jpg"


def test_a_mail_address_is_no_byline() -> None:
    item = only_item(rss("<item><title>T</title><author>desk@a.example (By Jane Doe)</author></item>"))
    assert item.byline == "Jane Doe"
    assert only_item(rss("<item><title>T</title><author>desk@a.example</author></item>")).byline is None


def test_an_aggregator_s_title_loses_the_outlet_behind_it() -> None:
    source = "<source url='https://a.example/'>The Gazette</source>"
    item = only_item(rss(f"<item><title>Eels return - in masses - The Gazette</title>{source}</item>"))

    assert (item.title, item.source) == ("Eels return - in masses", "The Gazette")


def test_the_same_item_twice_is_one_and_a_changed_one_is_not() -> None:
    first = "<item><title>One</title><guid>1</guid></item>"
    feed = parse_feed(rss(first + first + first.replace("One", "Two")), url=URL)

    assert [item.title for item in feed.items] == ["One", "Two"]


def test_a_feed_that_breaks_off_gives_its_whole_items() -> None:
    items = "".join(f"<item><title>Item {n}</title><guid>{n}</guid></item>" for n in range(12))
    body = rss(items + "<item><title>Half an it")[: -len("</channel></rss>")]

    feed = parse_feed(body, url=URL)

    assert [item.title for item in feed.items] == [f"Item {n}" for n in range(12)]
    assert feed.warnings == ("The feed breaks off after 12 items.",)
    cut = parse_feed(JSON_FEED.encode()[:-60], url=URL)
    assert [item.title for item in cut.items] == ["Crane moved"]
    assert cut.warnings == ("The feed breaks off after 1 item.",)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("</channel>", ""),
        lambda text: text.replace(' xmlns:dc="http://purl.org/dc/elements/1.1/"', ""),
        lambda text: text.replace("Ferry crews", "Ferry & crews"),
        lambda text: text.replace("Ferry crews", "Ferry\x0b\x00 crews &nbsp;"),
        lambda text: text.replace("<guid isPermaLink=", "<guid isPermaLink=false x="),
        lambda text: "<br />\n<b>Warning</b>: a notice of the server<br />\n" + text,
        lambda text: "\n\n   " + text + "<!-- cached -->",
        lambda text: text + text,
        lambda text: text + "<script>track(1 < 2)</script>",
        lambda text: text.replace("?>", "?><!DOCTYPE rss [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]>", 1),
    ],
)
def test_sloppy_feeds_are_read_all_the_same(damage: object) -> None:
    assert callable(damage)
    feed = parse_feed(damage(RSS_2).encode(), url=URL)

    assert len(feed.items) == 3
    assert feed.items[0].title.startswith("Ferry")
    assert feed.items[0].byline == "Jane Doe"


def test_no_more_items_are_read_than_asked_for() -> None:
    items = "".join(f"<item><title>Item {n}</title></item>" for n in range(50))
    feed = parse_feed(rss(items), url=URL, max_items=5)
    assert [item.title for item in feed.items] == [f"Item {n}" for n in range(5)]
    assert feed.warnings == ("Only the first 5 of its 50 items were read.",)

    assert len(parse_feed(JSON_FEED.encode(), url=URL, max_items=1).items) == 1
    assert len(parse_feed(SITEMAP.encode(), url=URL, max_items=1).items) == 1


@pytest.mark.parametrize(
    ("body", "sentence", "is_page"),
    [
        (b"", "There is nothing in it.", False),
        (b" \n\t", "There is nothing in it.", False),
        (
            b"<!DOCTYPE html><html><head><title>Home</title></head></html>",
            "This is a web page, not a feed.",
            True,
        ),
        (
            b"<?xml version='1.0'?>\n<html xmlns='x'><body>Hi</body></html>",
            "This is a web page, not a feed.",
            True,
        ),
        (b"<div>part of a page</div>", "This is a web page, not a feed.", True),
        (
            b"<opml version='2.0'><body/></opml>",
            "This is a list of feeds (OPML), not a feed: import it instead.",
            False,
        ),
        (b"%PDF-1.7", "This is a PDF, not a feed.", False),
        (b"\x1f\x8b\x08", "This is a compressed file, not a feed.", False),
        (b'{"items": 3}', "This is JSON, but not a JSON Feed: it has no list of items.", False),
        (b"[1, 2]", "This is JSON, but not a JSON Feed: it has no list of items.", False),
        (b"{not json", "This is neither XML nor JSON that can be read, so no feed.", False),
    ],
)
def test_what_is_no_feed_is_refused_in_a_sentence(body: bytes, sentence: str, is_page: bool) -> None:
    with pytest.raises(FeedError) as refused:
        parse_feed(body, url=URL)

    assert (str(refused.value), refused.value.is_page) == (sentence, is_page)


@pytest.mark.parametrize(
    ("head", "minutes"),
    [
        ("<ttl>30</ttl>", 30),
        ("<ttl>0</ttl>", None),
        ("<ttl>99999999</ttl>", 10_080),
        ("<ttl>soon</ttl>", None),
        ("<ttl>٣</ttl>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 360),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 60),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
    ],
)
def test_how_long_a_feed_asks_to_be_left_alone(head: str, minutes: int | None) -> None:
    assert parse_feed(rss("", f"<title>T</title>{head}"), url=URL).ttl_minutes == minutes
