"""The article in a web page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MAX_PAGE_BYTES = 2_000_000
"""What is read of a page; the rest is cut off."""


@dataclass(frozen=True, slots=True)
class Page:
    """An article as its page gives it, all of it plain text. Can be pickled."""

    url: str
    """Where it was fetched."""
    headline: str
    """One line, never empty."""
    text: str
    """Paragraphs parted by one blank line; never empty."""
    published: datetime | None = None
    """Aware, UTC; midnight where `day_only`."""
    day_only: bool = False
    byline: str | None = None
    outlet: str | None = None
    canonical_url: str | None = None
    """Absolute http(s) address that the page calls its own, on the same site; None where it names none."""
    picture: str | None = None
    language: str | None = None
    """Lower case ("en-gb")."""
    paywalled: bool = False
    """The page says that its text must be paid for: `text` may be a teaser."""


def read_page(html: bytes, *, url: str, content_type: str | None = None) -> Page:
    """Return the article in the body of an answer, already decompressed.

    Pure. Raises :class:`bot.sources.failures.PageError` when there is none: no HTML, no text, or nothing but a
    cookie notice, a login form or a check for robots.
    """
    raise NotImplementedError
