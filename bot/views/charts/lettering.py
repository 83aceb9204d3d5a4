"""Text in pictures: what the font has letters for, cut and wrapped by its width in pixels."""

from __future__ import annotations

import functools
import unicodedata

from PIL import ImageFont

from bot.views.escape import flat

ELLIPSIS = "…"
_PUNCTUATION = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "„": "“",
        "‟": "“",
        "′": "'",
        "″": '"',
        "•": "·",
        "€": "EUR ",
    }
)
_BEYOND_ASCII = frozenset("«°±´·»‘’“”…‹›")
"""What Pillow's built-in font (Aileron, cut down to Latin) draws besides ASCII."""
MOST_LOST = 0.2
"""Of a text's letters: with more that cannot be drawn, what is left would be no text."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@functools.lru_cache(maxsize=16)
def font(size: int) -> Font:
    """Return Pillow's own font, which comes with it on every system."""
    return ImageFont.load_default(size)


def printable(text: str) -> str:
    """Return the text in the font's letters, on one line: accents go; "" when most of it would be lost."""
    words = flat(text).translate(_PUNCTUATION)
    plain = unicodedata.normalize("NFKD", words)
    kept = "".join(letter for letter in plain if letter.isascii() or letter in _BEYOND_ASCII)
    letters = sum(not unicodedata.combining(letter) for letter in plain)
    return " ".join(kept.split()) if len(kept) >= (1 - MOST_LOST) * letters else ""


def width_of(text: str, size: int) -> float:
    """Return how many pixels wide the text is."""
    return font(size).getlength(text)


def cut(text: str, size: int, room: float) -> str:
    """Return the text, cut at a word's end with an ellipsis where it is wider than `room` pixels."""
    if width_of(text, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle].rstrip() + ELLIPSIS, size) <= room:
            low = middle
        else:
            high = middle - 1
    space = text.rfind(" ", 0, low + 1)
    end = space if space > low * 2 // 3 else low
    return text[:end].rstrip(" ,;:-(") + ELLIPSIS


def wrapped(text: str, size: int, room: float, most: int) -> list[str]:
    """Return the text in at most `most` lines of `room` pixels, the last one cut where there is more."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        taken = 1
        while taken < len(words) and width_of(" ".join(words[: taken + 1]), size) <= room:
            taken += 1
        if width_of(words[0], size) > room:
            break
        lines.append(" ".join(words[:taken]))
        words = words[taken:]
    if words:
        lines.append(cut(" ".join(words), size, room))
    return lines
