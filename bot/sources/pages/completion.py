"""A teaser completed by the page that it leads to."""

from __future__ import annotations

from dataclasses import replace

from bot.models import Document
from bot.sources.pages.extraction import Page


def completed(document: Document, page: Page) -> Document:
    """Return an article that a feed gave the beginning of, with what its page has more.

    The feed's word counts for the headline, and for the date unless that was guessed; a page's date that is
    later than the guess, which is when the item was fetched, is none. What is behind a pay
    wall stays a teaser: its page's text is taken only where it says more than the feed's.
    """
    published = page.published if document.published_guessed else None
    if published is not None and published > document.published:
        published = None
    more = len(page.text) > len(document.text)
    return replace(
        document,
        text=page.text if more else document.text,
        teaser=page.paywalled or (document.teaser and not more),
        published=published or document.published,
        published_guessed=document.published_guessed and published is None,
        byline=document.byline or page.byline,
        source=document.source or page.outlet,
        url=page.canonical_url or document.url,
        picture=document.picture or page.picture,
        language=page.language.partition("-")[0] if page.language else document.language,
    )
