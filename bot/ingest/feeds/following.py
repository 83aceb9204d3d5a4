"""Following feeds: one that somebody looked at, or a whole list of another reader's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import QueryError
from bot.index import Following, Index
from bot.sources.feeds.opml import OpmlFeed
from bot.sources.web.addresses import Networks, parse_address
from bot.sources.web.failures import FetchError

SPREAD = timedelta(seconds=2)
"""The feeds of a list are polled so far apart, for the first time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be followed."""

    feeds: int | None
    """How many an owner may have; None: any number."""
    networks: Networks
    """What may be asked beyond the public internet."""


@dataclass(frozen=True, slots=True)
class ListReport:
    """What became of a list of feeds."""

    followed: int
    known: int
    """Followed already."""
    refused: tuple[tuple[str, str], ...]
    """Title and a sentence."""


async def follow(
    index: Index,
    *,
    url: str,
    title: str,
    site_url: str | None,
    owner: str,
    added_by: int | None,
    limits: Limits,
    now: datetime,
) -> Following:
    """Follow a feed; raises :class:`QueryError` when its owner has as many as may be."""
    known = await index.feeds.followed(owner, url)
    if known is not None:
        return Following(known, new=False)
    await check_room(index, owner, limits)
    return await index.feeds.follow(
        url=url, title=title, site_url=site_url, owner=owner, added_by=added_by, now=now
    )


async def check_room(index: Index, owner: str, limits: Limits) -> None:
    """Raise :class:`QueryError` when an owner has as many feeds as may be."""
    if limits.feeds is not None and (count := await index.feeds.count(owner)) >= limits.feeds:
        feeds = "feed" if count == 1 else "feeds"
        raise QueryError(
            f"This server follows {count} {feeds}, and {limits.feeds} is the most. /feed remove ends one."
        )


async def follow_list(
    index: Index,
    feeds: Sequence[OpmlFeed],
    *,
    owner: str,
    added_by: int | None,
    limits: Limits,
    now: datetime,
) -> ListReport:
    """Follow all feeds of a list that may be asked, up to the limit; whether they work, polling will show."""
    followed = known = 0
    refused: list[tuple[str, str]] = []
    for each in feeds:
        try:
            url = str(parse_address(each.url, allowed=limits.networks))
        except FetchError as error:
            refused.append((each.title, str(error)))
            continue
        if await index.feeds.followed(owner, url) is not None:
            known += 1
            continue
        if limits.feeds is not None and await index.feeds.count(owner) >= limits.feeds:
            refused.append((each.title, f"There is room for {limits.feeds} feeds, and no more."))
            continue
        await index.feeds.follow(
            url=url,
            title=each.title,
            owner=owner,
            added_by=added_by,
            now=now,
            first_poll=now + SPREAD * followed,
        )
        followed += 1
    return ListReport(followed, known, tuple(refused))
