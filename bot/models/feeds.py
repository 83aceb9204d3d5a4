"""Feeds of the web: what is fetched, who follows it, and what was found in it.

A :class:`WebFeed` is what lies at an address: it is fetched once, however many follow it. A :class:`Feed` is
that it is followed: by everybody (the operator's choice), by a guild or by a member.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.models.articles import Document
from bot.models.digests import Digest

FeedId = NewType("FeedId", int)
WebFeedId = NewType("WebFeedId", int)
ItemId = NewType("ItemId", int)


class FeedState(StrEnum):
    """How a feed does."""

    OK = "ok"
    FAILING = "failing"
    """It cannot be read for now; it is tried again for ever, at growing intervals."""
    MOVED = "moved"
    """It was read, but from another address, which is used from now on."""
    GONE = "gone"
    """Its server said that it is no more: it is not asked again."""
    PAUSED = "paused"
    """The operator wants it left alone."""


@dataclass(frozen=True, slots=True)
class WebFeed:
    """A feed at an address of the web, and how reading it went."""

    id: WebFeedId
    url: str
    title: str
    site_url: str | None
    state: FeedState
    reason: str | None
    """A sentence: why it is not simply OK."""
    changed_at: datetime
    """Since when it is in this state."""
    next_poll: datetime
    last_poll: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    """When it last had something new."""
    failures: int = 0
    """How many polls failed one after the other."""
    etag: str | None = None
    last_modified: str | None = None
    issued_by: str | None = None
    """The address that gave these two, after all redirects."""


@dataclass(frozen=True, slots=True)
class Feed:
    """That somebody follows a feed."""

    id: FeedId
    owner: str
    """'global', 'guild:<id>' or 'user:<id>'."""
    title: str
    web: WebFeed
    added_by: int | None
    """The member who added it; None: the operator."""
    added_at: datetime
    muted: bool = False
    """The guild that asks does not want to see it here."""

    @property
    def shared(self) -> bool:
        """Whether everybody sees it."""
        return self.owner == "global"


@dataclass(frozen=True, slots=True)
class StoredItem:
    """What the index knows of an item that was in a feed before."""

    id: ItemId
    keys: tuple[str | None, ...]
    """By which it is known again; the index does not look into them."""
    published: datetime | None


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item of a poll that is new (`known` is None), has changed words, or other keys than before."""

    keys: tuple[str | None, ...]
    lookup: tuple[str, ...]
    """Those of the keys under which it is to be found."""
    published: datetime | None = None
    known: ItemId | None = None
    document: Document | None = None
    """What is to be read into the index; None where only the keys are new."""
    wants_page: bool = False
    """The page behind the item has more to say."""
    backlog: bool = False
    """It was in the feed before anybody followed it, and is in no digest."""


@dataclass(frozen=True, slots=True)
class FeedUpdate:
    """What a poll changes about its feed."""

    url: str
    title: str
    site_url: str | None
    state: FeedState
    reason: str | None
    next_poll: datetime
    succeeded: bool
    failures: int
    etag: str | None
    last_modified: str | None
    issued_by: str | None
    notice: str | None = None
    """A sentence for those who added it, told once."""


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """An item that is still to be read into the index."""

    id: ItemId
    web_feed: WebFeedId
    document: Document
    wants_page: bool
    """The page behind the item has more to say."""
    attempts: int
    """How often its page was asked for in vain."""


@dataclass(frozen=True, slots=True)
class FeedNotice:
    """A change of a feed's state that who added it is to be told."""

    id: int
    feed: FeedId
    owner: str
    added_by: int | None
    title: str
    text: str


# --- before a feed is followed ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class FeedHeadline:
    """An item of a feed, as its list shows it."""

    title: str
    url: str | None
    published: datetime | None


@dataclass(frozen=True, slots=True)
class FeedPreview:
    """A feed as it shows itself before it is followed."""

    url: str
    title: str
    site_url: str | None
    description: str
    items: int
    headlines: tuple[FeedHeadline, ...]
    """The newest few."""
    digest: Digest | None
    """What a digest of it would hold; None where none of its items can be read."""
    warnings: tuple[str, ...] = ()
