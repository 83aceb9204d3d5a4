"""*Summarise links*: the pages behind a message's links, in their own sentences."""

from __future__ import annotations

import pytest
import simcord

from bot.models import Scope
from tests.cogs.conftest import _components, seen
from tests.cogs.feed_desk import FeedDesk
from tests.cogs.test_feeds import desk as desk_of_feeds
from tests.cogs.test_feeds import last
from tests.cogs.test_hostile import PINGS, assert_fits
from tests.hostile import HOSTILE

desk = desk_of_feeds

SENTENCES = (
    "The ferry Marigold ran aground off Gull Point on Wednesday morning with 214 people on board.",
    "Lifeboats brought all passengers ashore within three hours, the coastguard said.",
    "Captain Lena Brandt told reporters that the steering had failed in heavy seas.",
    "The island of Hennock will have no ferry until Saturday, the operator Norlink said.",
)
PAGE = f"""<html><head><title>Ferry aground</title></head><body><nav>Home</nav><article>
<h1>Ferry runs aground</h1>{"".join(f"<p>{sentence}</p>" for sentence in SENTENCES)}</article></body>
</html>"""


async def summarise(desk: FeedDesk, text: str) -> simcord.InteractionResult:
    """Have a member write a message, and another one ask what its links say."""
    message = await desk.admin.send(desk.news, text)
    return await desk.world.member.context_menu(desk.news, "Summarise links", message)


def put(desk: FeedDesk, path: str = "/ferry", page: str = PAGE) -> str:
    desk.server.put(path, page.encode("utf-8", "surrogatepass"), content_type="text/html")
    return desk.url(path)


async def test_a_page_is_told_in_its_own_sentences_and_kept_nowhere(desk: FeedDesk) -> None:
    before = await desk.index.articles.count(Scope.everyone())
    result = await summarise(desk, f"Look at this: {put(desk)}!")
    text = seen(result)
    assert result.ephemeral
    assert "### [Ferry runs aground]" in text
    assert any(sentence in text.replace("**", "") for sentence in SENTENCES)
    assert "Home" not in text
    assert await desk.index.articles.count(Scope.everyone()) == before


async def test_the_first_three_links_are_read_each_with_its_own_outcome(desk: FeedDesk) -> None:
    links = [put(desk), desk.url("/missing"), "http://10.0.0.1/inside", desk.url("/fourth")]
    text = seen(await summarise(desk, " ".join(links)))
    assert "Ferry runs aground" in text
    assert "404 Not Found" in text and "not on the public internet" in text
    assert desk.server.requests("/fourth") == []


async def test_a_message_without_a_link_says_so(desk: FeedDesk) -> None:
    assert "There is no link in that message." in seen(await summarise(desk, "Good morning"))


async def test_a_page_without_sentences_says_so(desk: FeedDesk) -> None:
    link = put(desk, "/empty", "<html><body><p>Log in</p></body></html>")
    assert "⚠️" in seen(await summarise(desk, link))


async def test_a_site_that_wants_to_be_left_alone_is(desk: FeedDesk) -> None:
    desk.server.put("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    assert "robots.txt" in seen(await summarise(desk, put(desk)))
    assert desk.server.requests("/ferry") == []


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_pages_break_nothing(desk: FeedDesk, name: str) -> None:
    said = HOSTILE[name][:2000].replace("<", "&lt;").replace("\x00", "")
    body = f"<article><h1>{said}</h1><p>{said} {' '.join(SENTENCES)}</p></article>"
    result = await summarise(desk, put(desk, page=f"<html><body>{body}</body></html>"))
    shown = last(result)
    assert_fits(_components(shown))
    assert not PINGS.search(seen(shown))


async def test_before_the_services_run_a_sentence(desk: FeedDesk) -> None:
    desk.world.bot.feeds = None
    assert "starting or stopping" in seen(await summarise(desk, put(desk)))
