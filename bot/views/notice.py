"""One sentence in a coloured box: something went wrong, something was done, something to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from discord import ui

from bot.views.budget import TEXT_LIMIT, clip, width
from bot.views.escape import escape
from bot.views.layout import FAILURE, INK, SUCCESS, Card, container

NoticeKind = Literal["error", "success", "info"]

_LOOKS: Mapping[NoticeKind, tuple[str, int]] = {
    "error": ("⚠️", FAILURE),
    "success": ("✅", SUCCESS),
    "info": ("ℹ️", INK),
}


def notice_view(text: str, kind: NoticeKind, *, lines: Sequence[str] = ()) -> Card:
    """Return a card that says `text`, escaped; `lines` below are Markdown already, each kept if it fits."""
    emoji, colour = _LOOKS[kind]
    said = [f"{emoji} {escape(clip(text, TEXT_LIMIT // 2))}"]
    for line in lines:
        if sum(map(width, said)) + len(said) + width(line) <= TEXT_LIMIT:
            said.append(line)
    return Card(container([ui.TextDisplay("\n".join(said))], colour))
