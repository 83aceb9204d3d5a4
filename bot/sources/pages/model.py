"""What a page says. Can be pickled; loads nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
