"""From a feed's item, and where it helps the page behind it, to the article."""

from __future__ import annotations

from datetime import datetime

from bot.models import Document
from bot.sources.feeds.model import FeedItem
from bot.sources.pages.extraction import Page


def is_teaser(item: FeedItem) -> bool:
    """Tell whether an item gives only the beginning of its article, so that its page is worth fetching."""
    raise NotImplementedError


def to_document(
    item: FeedItem,
    page: Page | None = None,
    feed_title: str | None = None,
    *,
    fetched: datetime,
    origin: str = "",
) -> Document | None:
    """Return the article of an item: the page's text where the feed gives a teaser, else the feed's own.

    `page` is what the item's address answers, None where it was not fetched or could not be read; `feed_title`
    names the outlet where neither item nor page does. `fetched`, an aware datetime, stands in for a missing date
    (`published_guessed`). `origin` is told to the operator; the item's address when "". The document is marked
    `teaser` where no more than the beginning was had. None when there are no words in it.
    """
    raise NotImplementedError
