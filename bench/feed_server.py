"""A server of many feeds on loopback, in a process of its own: what bench.sources asks.

    python -m bench.feed_server --items 20 --delay-ms 10

prints its port and serves until its standard input ends. ``/N`` is feed N, with an ETag: its items are news
in the words of the sample articles, each told apart by its own numbers. Each answer takes the delay.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import random
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from bench.samples import sample_documents

NEWEST = datetime(2024, 10, 11, 6, tzinfo=UTC)
PARAGRAPHS = 6
"""Of a sample, in each item: about 300 words."""


class Feeds:
    """Makes each feed's bytes when they are asked for."""

    def __init__(self, items: int) -> None:
        self._items = items
        self._samples = [
            (document.headline, document.text.split("\n\n")[:PARAGRAPHS]) for document in sample_documents()
        ]

    def body(self, number: int) -> bytes:
        """Return feed `number` as RSS, packed."""
        lot = random.Random(number)  # noqa: S311 - no secret
        items = "".join(self._item(number, place, lot) for place in range(self._items))
        feed = (
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed {number}</title>'
            f"<link>http://feed{number}.example/</link><ttl>1</ttl>{items}</channel></rss>"
        )
        return gzip.compress(feed.encode(), compresslevel=1)

    def _item(self, number: int, place: int, lot: random.Random) -> str:
        headline, paragraphs = lot.choice(self._samples)
        case = f"{number}-{place}"
        told = [f"This is report {case} of {lot.randint(2, 900)} on the matter.", *paragraphs]
        lot.shuffle(told)
        html = escape("".join(f"<p>{escape(paragraph)}</p>" for paragraph in told))
        published = format_datetime(NEWEST - timedelta(minutes=lot.randint(0, 3000)))
        return (
            f"<item><title>{escape(headline)} ({case})</title><guid>tag:{case}</guid>"
            f"<link>http://feed{number}.example/{place}</link><pubDate>{published}</pubDate>"
            f"<description>{html}</description></item>"
        )


async def serve(feeds: Feeds, delay: float) -> None:
    """Serve on a free port of 127.0.0.1 until standard input ends."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                number = int(head.split(" ", 2)[1].strip("/"))
                await asyncio.sleep(delay)
                etag = f'"{number}"'
                if f"if-none-match: {etag}" in head.lower():
                    writer.write(f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode())
                else:
                    body = feeds.body(number)
                    lines = (
                        "HTTP/1.1 200 OK",
                        f"ETag: {etag}",
                        "Content-Type: application/rss+xml",
                        "Content-Encoding: gzip",
                        f"Content-Length: {len(body)}",
                    )
                    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--delay-ms", type=float, default=10.0)
    options = parser.parse_args()
    asyncio.run(serve(Feeds(options.items), options.delay_ms / 1000))
