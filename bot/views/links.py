"""What the pages that a message links to say, in their own sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.models import DigestStory
from bot.views.budget import TEXT_LIMIT, clip, width
from bot.views.escape import escape
from bot.views.layout import INK, QUIET, Card, container, rule
from bot.views.phrases import headline, quoted, source_line

_QUOTE_LIMIT = 420
_ADDRESS_LIMIT = 120
_REASON_LIMIT = 300


@dataclass(frozen=True, slots=True)
class LinkSummary:
    """A link, and what its page says, or why that is not known."""

    address: str
    story: DigestStory | None
    reason: str = ""


def links_view(summaries: Sequence[LinkSummary]) -> Card:
    """Return the summaries one below the other; where not all fits, each keeps its first sentences."""
    room = (TEXT_LIMIT - 20) // max(1, len(summaries))
    parts: list[ui.Item[Any]] = []
    for each in summaries:
        parts += [rule()] if parts else []
        parts.append(ui.TextDisplay(_block(each, room)))
    told = any(each.story is not None for each in summaries)
    return Card(container(parts, INK if told else QUIET))


def _block(summary: LinkSummary, room: int) -> str:
    if summary.story is None:
        address = escape(clip(summary.address, _ADDRESS_LIMIT))
        return f"⚠️ **{address}**\n{escape(clip(summary.reason, _REASON_LIMIT))}"
    citation = summary.story.citation
    title, source = f"### {headline(citation)}", source_line(citation, with_headline=False)
    if width(title) + width(source) > room // 2:
        # an address may be long: it is in the message anyway
        title = f"### {escape(clip(citation.headline, room // 4))}"
    lines = [title]
    left = room - width(title) - width(source) - 2
    for quote in summary.story.quotes:
        said = quoted(quote, min(_QUOTE_LIMIT, left) if len(lines) == 1 else _QUOTE_LIMIT)
        if width(said) + 1 > left:
            break
        lines.append(said)
        left -= width(said) + 1
    return "\n".join([*lines, source])
