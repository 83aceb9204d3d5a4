"""Looking before following: what is at an address, and what its newest articles say."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import ReadingError, SourceError
from bot.ingest.feeds import jobs
from bot.ingest.feeds.jobs import ReadyFeed
from bot.ingest.pool import ReaderPool
from bot.ingest.pump import Clock
from bot.ingest.worker import Reading
from bot.models import Document
from bot.sources.feeds.discovery import FoundFeed
from bot.sources.feeds.model import FeedItem, ParsedFeed
from bot.sources.feeds.opml import OpmlList
from bot.sources.pages.extraction import Page
from bot.sources.web.fetcher import Fetched, Fetcher

SAMPLES = 3
"""Articles read to show what a feed would bring."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is at an address: a feed, or a page that names some."""

    url: str
    """Where it is for good: normalised, and after permanent redirects."""
    ready: ReadyFeed | None
    found: tuple[FoundFeed, ...] = ()
    """The feeds that the page names, the likeliest first; never empty where there is no feed."""

    @property
    def feed(self) -> ParsedFeed | None:
        """The feed, if it is one."""
        return self.ready.feed if self.ready else None

    @property
    def title(self) -> str:
        """What the feed calls itself, or else its address."""
        named = self.feed.title if self.feed else ""
        return named or self.url.partition("://")[2]


class FeedLooker:
    """Looks at addresses that somebody typed."""

    def __init__(self, pool: ReaderPool, fetcher: Fetcher, public: Fetcher, *, clock: Clock) -> None:
        """Take what fetches for the operator and for admins, and what fetches `public`ly, for anybody."""
        self._pool = pool
        self._fetcher = fetcher
        self._public = public
        self._clock = clock

    async def look_at(self, address: str) -> Look:
        """Return what is at an address.

        Raises :class:`SourceError` with a sentence when there is nothing that can be followed.
        """
        fetched = await self._fetcher.fetch(address)
        url, body = fetched.moved_to or fetched.url, jobs.Body.of(fetched)
        try:
            task = jobs.FeedBody(body, url, url.partition("://")[2], self._clock())
            return Look(url, await self._pool.run(jobs.parse, task, name=url))
        except ReadingError as error:
            found = await self._feeds_of(body)
            if not found:
                sentence = f"{error} It names no feed either." if _is_page(fetched) else str(error)
                raise SourceError(sentence) from error
            return Look(url, None, found)

    async def sample(self, look: Look) -> list[Reading]:
        """Return the newest few articles of a feed, read from what the feed says alone."""
        items = look.ready.items if look.ready else ()
        documents = {id(each.item): each.document for each in items}
        chosen = newest([each.item for each in items if each.document and each.document.text], SAMPLES)
        read = await asyncio.gather(
            *(self._pool.read(document) for item in chosen if (document := documents[id(item)])),
            return_exceptions=True,
        )
        return [reading for reading in read if isinstance(reading, Reading)]

    async def page(self, address: str) -> Document:
        """Return the article on a page, for the operator; raises :class:`SourceError` when there is none."""
        return await self._page(address, self._fetcher)

    async def read_page(self, address: str) -> Reading:
        """Return what the article on a page says, for anybody: private networks are not asked.

        Raises :class:`SourceError` or :class:`ReadingError`.
        """
        return await self._pool.read(await self._page(address, self._public))

    async def _page(self, address: str, fetcher: Fetcher) -> Document:
        fetched = await fetcher.fetch_page(address)
        try:
            page = await self._pool.run(jobs.extract, jobs.Body.of(fetched), name=address)
        except ReadingError as error:
            raise SourceError(str(error)) from error
        return _from_page(page, fetched, self._clock)

    async def feeds_in(self, file: bytes) -> OpmlList:
        """Return the feeds of an OPML file; raises :class:`SourceError` when it is none."""
        try:
            return await self._pool.run(jobs.read_list, file, name="an OPML file")
        except ReadingError as error:
            raise SourceError(str(error)) from error

    async def _feeds_of(self, body: jobs.Body) -> tuple[FoundFeed, ...]:
        try:
            return await self._pool.run(jobs.discover, body, name=body.url)
        except ReadingError:
            # a page that cannot be read names none; why it is no feed was told already
            return ()


def newest(items: Sequence[FeedItem], most: int) -> list[FeedItem]:
    """Return the newest items, those without a date in the feed's order after the dated ones."""
    dated = sorted(
        (item for item in items if item.published), key=lambda item: str(item.published), reverse=True
    )
    return [*dated, *(item for item in items if not item.published)][:most]


def _is_page(fetched: Fetched) -> bool:
    return "html" in fetched.content_type


def _from_page(page: Page, fetched: Fetched, clock: Clock) -> Document:
    return Document(
        headline=page.headline,
        text=page.text,
        published=page.published or clock(),
        published_guessed=page.published is None,
        byline=page.byline,
        source=page.outlet,
        url=page.canonical_url or fetched.final_url,
        language=page.language.partition("-")[0] if page.language else "en",
        origin=fetched.url,
        picture=page.picture,
        teaser=page.paywalled,
    )
