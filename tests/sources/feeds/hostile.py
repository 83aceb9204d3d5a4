"""Feeds that are odd, broken or made to hurt, of our own making; run as a program, it parses them all.

As a program (``python -m tests.sources.feeds.hostile``) it limits its own memory to what it has and 300 MB,
gives each feed five seconds, and prints a line of JSON for each: name, what came of it, seconds.
"""

from __future__ import annotations

import json
import random
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bot.sources.failures import FeedError
from bot.sources.feeds.discovery import discover_feeds
from bot.sources.feeds.parsing import parse_feed
from tests.sources.feeds.samples import ALL, RSS_2, URL, rss

MEMORY = 300 * 2**20
SECONDS = 5.0
DAMAGED = 600
"""How many damaged feeds there are, beside those made to hurt."""

_LAUGHS = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 12))
_JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": ['


def _json_of(value: object) -> bytes:
    keys = ("id url external_url title content_html content_text summary image banner_image date_published"
            " date_modified authors author tags language attachments").split()  # fmt: skip
    items = [
        dict.fromkeys(keys, value),
        value,
        {"id": value, "title": "T", "tags": [value], "authors": [value]},
    ]
    head = {"version": value, "title": value, "home_page_url": value, "language": value, "items": items}
    return json.dumps(head).encode()


_VALUES: tuple[object, ...] = (
    None,
    True,
    7,
    -1.5,
    "",
    "text",
    [],
    {},
    [[]],
    [{}],
    {"a": {}},
    [None],
    "\x00",
    10**25,
)
_DATES = (
    "",
    "0",
    "-1",
    "9" * 400,
    "0000-00-00",
    "9999-12-31T23:59:59-14:00",
    "Mon, 99 Foo 99999 99:99:99 ZZZZ",
    "٢٠٢٤-١٠-٠٩",
    "2024-10-09T08:00:00+99:99",
    "T",
    "W",
    "1e999",
    "24:00",
    "Wed, 09 Oct 2024 08:00:00 " + "(x" * 200,
)


def _dated(number: int, date: str) -> str:
    return f"<item><title>{number}</title><pubDate>{date}</pubDate></item>"


def _many_items(count: int, text: str = "x") -> str:
    return "".join(
        f"<item><title>Item {n}</title><guid>{n}</guid><description>{text}</description></item>"
        for n in range(count)
    )


MONSTERS: dict[str, Callable[[], bytes]] = {
    "nested 100,000 deep": lambda: rss("<a>" * 100_000 + "</a>" * 100_000),
    "nested 100,000 deep in an item": lambda: rss("<item><description>" + "<div>" * 100_000),
    "100,000 open paragraphs": lambda: rss("<item><description>" + "<p>" * 100_000 + "</description></item>"),
    "escaped HTML 100,000 deep": lambda: rss(
        "<item><title>T</title><description>" + "&lt;div&gt;" * 100_000 + "</description></item>"
    ),
    "20,000 attributes": lambda: rss("<item " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/>"),
    "200 attributes a hundred times": lambda: rss(
        ("<item " + " ".join(f'a{n}="1"' for n in range(199)) + "><title>T</title></item>") * 100
    ),
    "20,000 namespaces": lambda: rss("<item " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(20_000)) + "/>"),
    "90 namespaces an item": lambda: rss(
        ("<item " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(90)) + "><title>T</title></item>") * 1_000
    ),
    "20,000 undeclared prefixes": lambda: rss("".join(f"<n{n}:a>x</n{n}:a>" for n in range(20_000))),
    "billion laughs": lambda: (
        f'<!DOCTYPE rss [<!ENTITY lol0 "lol">{_LAUGHS}]>'.encode()
        + rss("<item><title>&lol11;</title></item>")
    ),
    "quadratic blow-up": lambda: (
        b'<!DOCTYPE rss [<!ENTITY a "'
        + b"A" * 100_000
        + b'">]>'
        + rss(f"<item><title>{'&a;' * 20_000}</title></item>")
    ),
    "parameter entities": lambda: (
        b"<!DOCTYPE rss [<!ENTITY % a \"<!ENTITY b 'c'>\"> %a;]>" + rss("<item><title>&b;</title></item>")
    ),
    "an external entity": lambda: (
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss("<item><title>&x;</title></item>")
    ),
    "an external entity on the network": lambda: (
        b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>'
        + rss("<item><title>&x;</title></item>")
    ),
    "inclusions": lambda: rss(
        '<item xmlns:xi="http://www.w3.org/2001/XInclude">'
        '<xi:include href="file:///etc/passwd" parse="text"/></item>'
    ),
    "a document type that does not end": lambda: b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 50_000,
    "a feed inside a document type": lambda: b"<!DOCTYPE x [<!ENTITY a '<rss>'>]><rss><channel/></rss>",
    "20,000 items": lambda: rss(_many_items(20_000)),
    "20,000 items that break off": lambda: rss(_many_items(20_000))[:-40],
    "20,000 items, not well-formed": lambda: rss(_many_items(20_000, "<b>x")),
    "20,000 items all the same": lambda: rss("<item><title>T</title></item>" * 20_000),
    "a title of 5 MB": lambda: rss(f"<item><title>{'word ' * 1_000_000}</title></item>"),
    "a word of 5 MB": lambda: rss(
        f"<item><title>T</title><description>{'x' * 5_000_000}</description></item>"
    ),
    "a guid and a link of 1 MB": lambda: rss(
        f"<item><guid>{'g' * 10**6}</guid><link>http://a/{'l' * 10**6}</link></item>"
    ),
    "100,000 categories": lambda: rss(
        "<item><title>T</title>" + "<category>c</category>" * 100_000 + "</item>"
    ),
    "30,000 links": lambda: rss(
        "<item><title>T</title>" + "<link>http://a.example/</link>" * 30_000 + "</item>"
    ),
    "30,000 authors": lambda: rss(
        "<item><title>T</title>" + "<author>a@b.example (C)</author>" * 30_000 + "</item>"
    ),
    "30,000 pictures": lambda: rss(
        '<item xmlns:media="http://search.yahoo.com/mrss/"><title>T</title>'
        + '<media:content url="x" medium="image"/>' * 30_000
        + "</item>"
    ),
    "a million blanks": lambda: rss(" " * 1_000_000),
    "8 MB of blanks and nothing else": lambda: b" " * 8_000_000,
    "a million less-than signs": lambda: b"<rss>" + b"<" * 1_000_000,
    "a million ampersands": lambda: b"<rss>" + b"&" * 1_000_000,
    "300,000 open comments": lambda: b"<rss>" + b"<!--" * 300_000,
    "300,000 open sections": lambda: b"<rss>" + b"<![CDATA[" * 200_000,
    "open declarations": lambda: b"<rss>" + b"<!" * 300_000,
    "open instructions": lambda: b"<rss>" + b"<?" * 300_000,
    "open tags": lambda: b"<rss>" + b"<item " * 200_000,
    "open ends": lambda: b"<rss>" + b"</item " * 200_000,
    "open quotes": lambda: b"<rss>" + b'<item a="' * 100_000,
    "item ends only": lambda: b"<rss>" + b"</item>" * 200_000,
    "a name of a million letters": lambda: b"<rss><" + b"a" * 1_000_000,
    "a prefix of a million letters": lambda: b"<rss><" + b"a" * 1_000_000 + b":b/></rss>",
    "references to no letter": lambda: rss(
        "<item><title>" + "&#xFFFFFFFF;&#0;&#55296;" * 10_000 + "</title></item>"
    ),
    "ampersands in HTML": lambda: rss(
        "<item><description>&lt;p&gt;" + "&amp;" * 200_000 + "</description></item>"
    ),
    "comments in HTML": lambda: rss(f"<item><description>{'&lt;!--' * 100_000}</description></item>"),
    "an image in an image": lambda: rss(f"<item><description>{'&lt;img ' * 100_000}</description></item>"),
    "NULs": lambda: rss("<item><title>a\0b</title></item>") + b"\0" * 100_000,
    "NULs only": lambda: b"\0" * 1_000_000,
    "half of UTF-16": lambda: RSS_2.encode("utf-16")[:-1],
    "UTF-16 in UTF-8": lambda: RSS_2.encode() + RSS_2.encode("utf-16"),
    "mixed encodings": lambda: (
        rss("<item><title>é</title></item>") + rss("<item><title>é</title></item>").decode().encode("latin-1")
    ),
    "surrogates": lambda: rss("<item><title>\ud800 \udfff</title></item>"),
    "bidi and control letters": lambda: rss("<item><title>\u202e\u2066\u200f\x1b[31m\x07 T</title></item>"),
    "text that is UTF-7": lambda: b"<?xml version='1.0' encoding='utf-7'?>+ADw-rss+AD4-",
    "EBCDIC": lambda: RSS_2.encode("cp037", "replace"),
    "base64 content": lambda: (
        b'<feed xmlns="http://purl.org/atom/ns#" version="0.3"><entry>'
        b'<content mode="base64">!!!</content></entry></feed>'
    ),
    "base address after base address": lambda: (
        b"<feed>" + b'<entry xml:base="http://[/">' * 150 + b"<link href='x'/>"
    ),
    "dates of all sorts": lambda: rss("".join(_dated(*row) for row in enumerate(_DATES))),
    "JSON nested 100,000 deep": lambda: b'{"items":' + b"[" * 100_000,
    "JSON nested in an item": lambda: (_JSON + '{"id":' * 100_000).encode(),
    "JSON of 1.3 million lists": lambda: (_JSON + "[]," * 1_300_000 + "[]]}").encode(),
    "JSON of 8 MB": lambda: (_JSON + '"x",' * 2_000_000 + "1]}").encode(),
    "JSON with a number of 10,000 digits": lambda: (_JSON + '{"id":' + "9" * 10_000 + "}]}").encode(),
    "JSON with 20,000 items": lambda: (
        _JSON + ",".join(f'{{"id":{n},"title":"{n}"}}' for n in range(20_000)) + "]}"
    ).encode(),
    "JSON with surrogates": lambda: (
        _JSON + '{"id":"\\ud800","title":"\\udfff","content_text":"\\u0000"}]}'
    ).encode(),
    "JSON that is no numbers": lambda: (_JSON + '{"id":NaN,"title":Infinity}]}').encode(),
    "JSON of one key twice": lambda: b'{"items":[],"items":7,"version":[]}',
    "a sitemap of 50,000": lambda: (
        b"<urlset>" + b"<url><loc>http://a.example/</loc></url>" * 50_000 + b"</urlset>"
    ),
    "a sitemap nested deep": lambda: b"<urlset>" + b"<url>" * 100_000,
    "a sitemap index of 50,000": lambda: (
        b"<sitemapindex>" + b"<sitemap><loc>/x</loc></sitemap>" * 50_000 + b"</sitemapindex>"
    ),
    "a sitemap of wrong elements": lambda: (
        b"<urlset><url><news><title><b>x</b></title></news></url></urlset>"
    ),
    **{f"JSON where all is {value!r:.20}": partial(_json_of, value) for value in _VALUES},
}


def damaged(count: int = DAMAGED, seed: int = 20241009) -> Iterator[tuple[str, bytes]]:
    """Yield good feeds of all kinds that were cut off, flipped, doubled, mixed and scrambled."""
    chance = random.Random(seed)  # noqa: S311
    names = list(ALL)
    for number in range(count):
        name = names[number % len(names)]
        body = bytearray(ALL[name])
        for _ in range(chance.choice((1, 1, 2, 5))):
            _damage(body, chance)
        yield f"damaged {number}: {name}", bytes(body)


def _damage(body: bytearray, chance: random.Random) -> None:
    start, end = sorted(chance.randrange(len(body) + 1) for _ in range(2))
    match chance.randrange(8):
        case 0:
            del body[start:]
        case 1:
            del body[: min(start, 200)]
        case 2:
            for place in (chance.randrange(len(body) or 1) for _ in range(chance.choice((1, 10, 100)))):
                body[place : place + 1] = bytes([chance.randrange(256)])
        case 3:
            del body[start : min(end, start + 300)]
        case 4:
            body[start:start] = body[start : min(end, start + 2_000)] * chance.choice((1, 3, 50))
        case 5:
            other = chance.choice(list(ALL.values()))
            body[start:start] = other[: chance.randrange(len(other))]
        case 6:
            sign = chance.choice(
                (b"<", b">", b"&", b'"', b"]]>", b"<![CDATA[", b"<!--", b"\0", b"\xff", b"&#x0;", b"</item>")
            )
            body[start:start] = sign * chance.choice((1, 20))
        case _:
            tags = [b"title", b"item", b"link", b"entry", b"rss", b"description", b"guid", b"channel"]
            body[:] = body.replace(
                b"<" + chance.choice(tags), b"<" + chance.choice(tags), chance.choice((1, -1))
            )


def outcome(body: bytes) -> str:
    """Return what came of a feed in a word; whatever is not foreseen is raised."""
    discover_feeds(body[:200_000], url=URL)
    try:
        feed = parse_feed(body, url=URL, content_type="application/rss+xml")
    except FeedError as error:
        sentence = str(error)
        assert sentence.endswith(".") and 10 < len(sentence) < 200, sentence
        return "refused"
    for item in feed.items:
        text = f"{item.title}{item.byline}{item.summary}{item.content}"
        assert "<script" not in text and "\x00" not in text and "\u202e" not in text, text[:200]
        assert "\n" not in item.title and len(item.title) <= 500 and len(item.content) <= 200_000
        assert item.url is None or item.url.lower().startswith(("http://", "https://"))
        assert "root:" not in text, "a file was read"
    return f"{len(feed.items)} items"


def _memory_now() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _give_up(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Parse all hostile feeds within the limits and print what came of each."""
    outcome(ALL["rss 2"])
    limit = _memory_now() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    signal.signal(signal.SIGVTALRM, _give_up)
    feeds = [(name, make()) for name, make in MONSTERS.items()] if sys.argv[1:] == ["all"] else []
    for name, body in [*feeds, *damaged()]:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        began = time.process_time()
        try:
            told = outcome(body)
        except BaseException as error:
            told = f"failed: {type(error).__name__}: {str(error)[:200]}"
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        sys.stdout.write(json.dumps([name, told, round(time.process_time() - began, 3)]) + "\n")


if __name__ == "__main__":
    main()
