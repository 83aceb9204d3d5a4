"""The small pieces that cards are made of: days, quoted sentences, source lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from bot.models import Citation, Precision, Quote
from bot.views.budget import clip, width
from bot.views.escape import emphasise, escape, link

HEADLINE_LIMIT = 220
OUTLET_LIMIT = 60
TEASER = "🔒 beginning only"
QUOTE_LIMIT = 600
"""A sentence that is longer is cut; any other is shown whole or not at all."""

_MONTHS = "January February March April May June July August September October November December".split()


def readable_day(day: date, precision: Precision = "day") -> str:
    """Return "9 October 2024", "October 2024" or "2024"."""
    if precision == "year":
        return str(day.year)
    month = f"{_MONTHS[day.month - 1]} {day.year}"
    return month if precision == "month" else f"{day.day} {month}"


def moment(at: datetime, style: str) -> str:
    """Return a time that each reader sees in their own zone; `style` is Discord's letter (R, D, f, F)."""
    return f"<t:{int(at.astimezone(UTC).timestamp())}:{style}>"


def coming(due: datetime, *, live: bool) -> str:
    """Return when a digest comes, after "comes"; `live`: as it happens, `due` being the next look."""
    if live:
        return f"as soon as there is news, from {moment(due, 'f')} on"
    return f"{moment(due, 'F')} ({moment(due, 'R')})"


def quoted(quote: Quote, limit: int = QUOTE_LIMIT) -> str:
    """Return a sentence as a block quote, what matters in it in bold."""
    text = quote.text
    whole = emphasise(text, quote.highlights)
    if width(whole) + 2 > limit:
        # the bold marks go first, then the end of the sentence
        whole = escape(clip(text, limit - 2))
    return f"> {whole or '…'}"


def headline(citation: Citation, limit: int = HEADLINE_LIMIT) -> str:
    """Return the headline, linked when there is an address."""
    return link(clip(citation.headline, limit), citation.url) or "Untitled"


def outlet(citation: Citation) -> str:
    """Return the outlet's name, escaped; empty when it is not known."""
    return escape(clip(citation.source or "", OUTLET_LIMIT))


def source_line(citation: Citation, *, with_headline: bool = True, day: str = "", more: str = "") -> str:
    """Return the small line under a quote: outlet · headline · day · how long ago · more.

    An article of which only the beginning was had is marked.
    """
    title = headline(citation) if with_headline else ""
    ago, mark = moment(citation.published, "R"), TEASER if citation.teaser else ""
    return f"-# {dotted([outlet(citation), title, day, ago, mark, more])}"


def dotted(parts: Iterable[str]) -> str:
    """Join what is there with middle dots."""
    return " · ".join(part for part in parts if part)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return "1 story" or "3 stories"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
