"""Keeping inside Discord's limits, which it counts in UTF-16 units and over the whole message."""

from __future__ import annotations

from bot.views.escape import escape, flat

TEXT_LIMIT = 4000
"""Characters in all text displays of one Components V2 message."""
COMPONENT_LIMIT = 40
"""Components of one message, nested ones included."""
LABEL_LIMIT = 80
"""Characters of a button's label."""

ELLIPSIS = "…"


def width(text: str) -> int:
    """Return the length as Discord's client counts it: a character beyond U+FFFF is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clip(text: str, limit: int) -> str:
    """Return `text` on one line, plain, cut at a word's end; its *escaped* form is at most `limit` wide.

    Cutting comes before escaping, so that no escape sequence can be cut in two.
    """
    words = flat(text)
    if width(escape(words)) <= limit:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if _clipped_width(words[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    cut = low
    while cut and _clipped_width(words[:cut]) > limit:  # a longer cut can escape shorter: ":a:" against ":a"
        cut -= 1
    if not cut:
        return ELLIPSIS if limit >= len(ELLIPSIS) else ""
    return _whole_words(words, cut) + ELLIPSIS


def _clipped_width(prefix: str) -> int:
    return width(escape(prefix.rstrip() + ELLIPSIS))


def _whole_words(words: str, cut: int) -> str:
    """Step back to a word's end, unless that would lose more than a third (one endless word)."""
    if words[cut : cut + 1] != " ":
        space = words.rfind(" ", 0, cut)
        if space > cut * 2 // 3:
            cut = space
    return words[:cut].rstrip(" ,;:–—-")


def label(text: str, limit: int = LABEL_LIMIT) -> str:
    """Return `text` for a button or a choice, where nothing is formatted: one line, at most `limit` wide."""
    words = flat(text)
    if width(words) <= limit:
        return words
    taken = 0
    for cut, character in enumerate(words):
        taken += width(character)
        if taken > limit - len(ELLIPSIS):
            return words[:cut].rstrip() + ELLIPSIS
    return words
