"""How one story of a digest reads: at length with its sentences, or in a line."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import Digest, DigestStory, Quote
from bot.views.budget import clip, width
from bot.views.escape import emphasise, escape, escape_line
from bot.views.phrases import OUTLET_LIMIT, counted, dotted, headline, moment, outlet, source_line

BRIEF_HEADLINE_LIMIT = 140
FIRST_STORIES = 3
_ALSO_LIMIT = 3
_UPDATE = "🔄"


def story_text(story: DigestStory, quotes: Sequence[str], *, lead: bool) -> str:
    """Return a story at length: headline, its sentences as quotes, and who tells it."""
    title = headline(story.citation)
    lines = [f"### {title}" if lead else f"**{title}**", *quotes]
    if story.updates is not None:
        lines.insert(0, f"{_UPDATE} **Update** · new since {moment(story.updates, 'R')}")
    lines.append(source_line(story.citation, with_headline=False, more=also_in(story)))
    return "\n".join(lines)


def brief_line(story: DigestStory) -> str:
    """Return a story in a line: its headline, linked, and the outlet."""
    title = headline(story.citation, BRIEF_HEADLINE_LIMIT)
    shown = title if story.updates is None else f"{_UPDATE} {title}"
    return f"- {dotted([shown, outlet(story.citation)])}"


def beginning(digest: Digest) -> str:
    """Return the first stories of a digest in a line each, and how many more it has."""
    lines = [
        f"- {dotted([headline(each.citation), outlet(each.citation)])}"
        for each in digest.all_stories[:FIRST_STORIES]
    ]
    more = len(digest.all_stories) - FIRST_STORIES
    if more > 0:
        lines.append(f"-# and {counted(more, 'more story', 'more stories')}")
    return "\n".join(lines)


def whole_quote(quote: Quote, room: int) -> str | None:
    """Return a sentence as a block quote, or None where it cannot be shown whole in `room` characters.

    Where the room is short, what is in bold loses its marks.
    """
    for text in (emphasise(quote.text, quote.highlights), escape_line(quote.text)):
        if text and width(text) + 2 <= room:
            return f"> {text}"
    return None


def also_in(story: DigestStory) -> str:
    """Return "also in The Herald, The Post and 2 more", or nothing."""
    own = story.citation.source
    others = (other.source for other in story.also_in)
    outlets = list(dict.fromkeys(source for source in others if source and source != own))
    if not outlets:
        return ""
    named = ", ".join(escape(clip(name, OUTLET_LIMIT)) for name in outlets[:_ALSO_LIMIT])
    more = len(outlets) - _ALSO_LIMIT
    return f"also in {named}{f' and {more} more' if more > 0 else ''}"
