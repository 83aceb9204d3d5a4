"""The bot is killed at any point of a poll: the next run reads all items, each once."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from bot.index import Index
from bot.models import Window
from bot.resources import migrations
from tests.ingest.feeds.conftest import GUILD, LONG, START, Entry, rss
from tests.newsserver import NewsServer

ROOT = Path(__file__).parents[3]
POINTS = 20
TEASER = "The ferry sails …"
PATIENCE = 120.0


async def killed_at(folder: Path, urls: list[str], points: list[int]) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.ingest.feeds.killed_run", str(folder), *urls, "--", *map(str, points)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    output, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, errors.decode()
    return output.decode()


async def test_killed_at_any_point_the_next_run_reads_every_item_once(
    server: NewsServer, tmp_path: Path
) -> None:
    host = "herald.example"
    entries = [Entry(f"Report {number}") for number in range(6)]
    teasers = [
        Entry(f"Ferry {number}", TEASER, link=server.url(f"/{number}", host=host)) for number in range(3)
    ]
    for number in range(3):
        body = f"<h1>Ferry {number}</h1><p>Boat {number} sails. {LONG}</p>"
        server.put(
            f"/{number}", f"<html><body><article>{body}</article></body></html>", content_type="text/html"
        )
    shared = replace(entries[0], guid="tag:elsewhere", link="https://courier.example/report")
    server.put("/one.xml", rss(*entries, *teasers), etag='"1"')
    server.put("/two.xml", rss(shared, Entry("Only here")), etag='"2"')
    urls = [server.url(path, host=host) for path in ("/one.xml", "/two.xml")]

    steps = int((await killed_at(tmp_path, urls, [0])).split()[1])
    assert steps > 40
    lot = random.Random(20)  # noqa: S311 - no secret
    points = lot.sample(range(1, steps + 1), POINTS)
    await killed_at(tmp_path, urls, points)

    expected = Counter(entry.title for entry in (*entries, *teasers, Entry("Only here")))
    for point in (0, *points):
        index = await Index.open(tmp_path / f"{point}.db", migrations())
        found = await index.articles.latest(GUILD, topic=None, window=Window(), limit=100)
        assert Counter(each.article.document.headline for each in found) == expected, point
        assert all(
            "Boat" in each.article.document.text
            for each in found
            if "Ferry" in each.article.document.headline
        )
        assert await index.web_feeds.waiting(START, 10) == [], point
        assert [feed.web.etag for feed in await index.feeds.visible(GUILD)] == ['"1"', '"2"'], point
        assert await index.check() == [], point
        await index.close()
