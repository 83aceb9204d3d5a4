"""Why something could not be had from its source, each as a sentence that a person can act on.

::

    SourceError
    ├── DocumentError            one document: `origin` says where, `reason` says why
    │   └── UnsettledFileError   it was being written while it was read: worth another look
    ├── FeedError                what an address answers is not a feed
    ├── PageError                what an address answers is not an article
    └── OpmlError                a file is not a list of feeds
"""

from __future__ import annotations

from bot.errors import SourceError


class DocumentError(SourceError):
    """One document could not be had; ``str(error)`` is "origin: reason"."""

    def __init__(self, origin: str, reason: str) -> None:
        super().__init__(f"{origin}: {reason}" if origin else reason)
        self.origin = origin
        self.reason = reason


class UnsettledFileError(DocumentError):
    """The file changed while it was read, so what was read may be half of it."""


class FeedError(SourceError):
    """No feed was found in what was fetched; the sentence does not name the address."""

    def __init__(self, sentence: str, *, is_page: bool = False) -> None:
        super().__init__(sentence)
        self.is_page = is_page
        """It is a web page: :func:`bot.sources.feeds.discovery.discover_feeds` may find its feeds."""


class PageError(SourceError):
    """No article was found in a page; the sentence does not name the address."""


class OpmlError(SourceError):
    """A file is not a list of feeds, or is too large a one."""
