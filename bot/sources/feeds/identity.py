"""When an item of a feed is one that was seen before. Pure deciders.

What decides, in this order; see :func:`identify`:

1. the guid, when the address agrees or is missing, or else the title or the text's opening agrees;
2. the address, when the guid agrees or is missing, or else the title or the opening agrees;
3. the wording, when nothing else speaks against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.sources.feeds.model import FeedItem


@dataclass(frozen=True, slots=True)
class ItemKeys:
    """Short stable hashes (at most 20 ASCII characters each) of what an item can be known by.

    Keep all of them with a stored item; look items up by :attr:`lookup`. The same from run to run.
    """

    guid: str | None
    url: str | None
    """Of the address without tracking parameters; None where there is none, or it is a site's front page."""
    wording: str | None
    """Of title and opening together; None where there are no words."""
    title: str | None
    opening: str | None
    content: str
    """Of the whole text: it differs when the text was edited (not by space, case or typography alone)."""

    @property
    def lookup(self) -> tuple[str, ...]:
        """The keys under which a stored item is to be found: guid, address, wording, as far as there are any."""
        return tuple(key for key in (self.guid, self.url, self.wording) if key is not None)


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item that was stored at an earlier poll of the same feed."""

    id: int
    keys: ItemKeys
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Identified:
    """An item of this poll, and whether it was seen before."""

    item: FeedItem
    keys: ItemKeys
    """What to store: without the guid or address that does not identify in this feed."""
    known: int | None
    """The stored item's id; None when it is new."""
    edited: bool
    """It is known, and its title or text is another than the stored one."""


def canonical_url(url: str) -> str:
    """Return one form for all spellings of an article's address; for comparing, not for fetching.

    https, host in lower case without "www.", "m." or "amp.", neither default port nor fragment nor tracking
    parameters, the query sorted, no trailing slash. What is no http(s) address comes back stripped.
    """
    raise NotImplementedError


def keys_of(item: FeedItem, feed_url: str) -> ItemKeys:
    """Return the keys of an item of the feed at `feed_url`."""
    raise NotImplementedError


def identify(
    items: Sequence[FeedItem], known: Mapping[str, KnownItem], *, feed_url: str
) -> tuple[Identified, ...]:
    """Return each different item of one poll once, in the feed's order, and which stored item it is.

    `known` maps each of the stored items' lookup keys to its item: those of this feed alone. To fetch only what
    is needed, ask the index for the :attr:`ItemKeys.lookup` of all items.
    """
    raise NotImplementedError
