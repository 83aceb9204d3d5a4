"""What rises, as a picture: a row a finding, its stories week by week as bars, the newest bar in colour."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from bot.models import Answer, Finding
from bot.views.budget import ELLIPSIS
from bot.views.escape import flat
from bot.views.layout import KIND_COLOURS

WIDTH = 900
"""Pixels: a phone shows a picture of Discord at about 400 points, so that 24 pixels are read as 11 points."""
MOST_ROWS = 10
MOST_BARS = 8

_SCALE = 2
"""Drawn so much larger and then reduced, because Pillow draws round corners without smoothing."""
_MARGIN = 36
_HEAD = 92
_ROW = 88
_FOOT = 24
_BARS_AT = 520
_BARS_WIDTH = 252
_BARS_HEIGHT = 56
_GAP = 6
_LEAST_BAR = 4
_NAME_SIZE = 30
_SMALL_SIZE = 22
_NUMBER_SIZE = 34

_Colour = tuple[int, int, int]
_GROUND: _Colour = (30, 31, 34)
"""Discord's darkest grey: the picture sits on its own ground, whatever the theme around it."""
_TEXT: _Colour = (242, 243, 245)
_QUIET: _Colour = (163, 166, 175)
_LINE: _Colour = (49, 51, 56)
_BEFORE: _Colour = (92, 96, 109)
_NONE: _Colour = (58, 60, 67)

_PLAIN = str.maketrans(
    {
        "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l",
        "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ð": "d",
        "þ": "th",
    }
)  # fmt: skip
"""Letters that Unicode does not take apart."""

_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def trend_picture(answer: Answer) -> bytes | None:
    """Return the picture as PNG, :data:`WIDTH` pixels wide; None when no finding has counts."""
    rows = [finding for finding in answer.findings if finding.counts][:MOST_ROWS]
    if not rows:
        return None
    height = _HEAD + _ROW * len(rows) + _FOOT
    image = Image.new("RGB", (WIDTH * _SCALE, height * _SCALE), _GROUND)
    canvas = _Canvas(ImageDraw.Draw(image))
    topic = f" in {answer.about.title()}" if answer.about else ""
    canvas.text((_MARGIN, 46), f"Rising{topic}", _NUMBER_SIZE, _TEXT, room=_BARS_AT - _MARGIN - 20)
    weeks = max(len(finding.counts[-MOST_BARS:]) for finding in rows)
    legend = f"stories a week, {weeks} weeks"
    canvas.text((WIDTH - _MARGIN, 48), legend, _SMALL_SIZE, _QUIET, room=WIDTH - _BARS_AT, anchor="rm")
    for number, finding in enumerate(rows):
        _draw_row(canvas, finding, _HEAD + number * _ROW)
    smooth = image.resize((WIDTH, height), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    smooth.save(file, "PNG", optimize=True)
    return file.getvalue()


class _Canvas:
    """Draws in the pixels of the finished picture."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw
        self._fonts: dict[int, _Font] = {}

    def text(
        self,
        at: tuple[float, float],
        text: str,
        size: int,
        colour: _Colour,
        *,
        room: float,
        anchor: str = "lm",
    ) -> None:
        """Write one line, cut to `room` pixels; `anchor` is Pillow's ("lm": left, middle)."""
        font = self._font(size)
        place = (at[0] * _SCALE, at[1] * _SCALE)
        self._draw.text(place, _clipped(text, font, room * _SCALE), colour, font, anchor=anchor)

    def box(self, x: float, y: float, width: float, height: float, colour: _Colour, *, radius: float) -> None:
        """Fill a box with round corners."""
        corners = (x * _SCALE, y * _SCALE, (x + width) * _SCALE - 1, (y + height) * _SCALE - 1)
        self._draw.rounded_rectangle(corners, min(radius, height / 2) * _SCALE, colour)

    def _font(self, size: int) -> _Font:
        if size not in self._fonts:
            self._fonts[size] = ImageFont.load_default(size * _SCALE)
        return self._fonts[size]


def trend_description(answer: Answer) -> str:
    """Return what the picture shows, in words."""
    shown = [finding for finding in answer.findings if finding.counts]
    told = [f"{flat(each.text)}: {', '.join(map(str, each.counts))}." for each in shown]
    return f"Stories a week, the oldest week first. {' '.join(told)}"


def _draw_row(canvas: _Canvas, finding: Finding, top: int) -> None:
    canvas.box(_MARGIN, top, WIDTH - 2 * _MARGIN, 1.5, _LINE, radius=0)
    room = _BARS_AT - _MARGIN - 24
    middle = top + _ROW / 2
    role = flat(finding.role or "")
    canvas.text((_MARGIN, middle - (15 if role else 0)), finding.text, _NAME_SIZE, _TEXT, room=room)
    if role:
        canvas.text((_MARGIN, middle + 20), role, _SMALL_SIZE, _QUIET, room=room)
    _draw_bars(canvas, finding.counts[-MOST_BARS:], middle + _BARS_HEIGHT / 2)
    number = f"{finding.counts[-1]:,}"
    end = WIDTH - _MARGIN
    canvas.text(
        (end, middle), number, _NUMBER_SIZE, _accent(), room=end - _BARS_AT - _BARS_WIDTH, anchor="rm"
    )


def _draw_bars(canvas: _Canvas, counts: Sequence[int], bottom: float) -> None:
    step = _BARS_WIDTH / MOST_BARS
    most = max(1, *counts)
    for place, count in enumerate(counts, start=MOST_BARS - len(counts)):
        height = max(_LEAST_BAR, _BARS_HEIGHT * max(0, count) / most)
        newest = place == MOST_BARS - 1
        colour = _accent() if newest else _BEFORE if count > 0 else _NONE
        canvas.box(_BARS_AT + place * step, bottom - height, step - _GAP, height, colour, radius=5)


def _accent() -> _Colour:
    colour = KIND_COLOURS["trends"]
    return colour >> 16, colour >> 8 & 0xFF, colour & 0xFF


def drawable(text: str) -> str:
    """Return the text in the letters that Pillow's own font has: those of ASCII; "Erdogan" for "Erdoğan".

    What has no such form is left out: the card under the picture has every name in full.
    """
    parts = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return " ".join("".join(letter for letter in parts if letter.isascii()).split())


def _clipped(text: str, font: _Font, room: float) -> str:
    """Return the text on one line, cut with an ellipsis to be at most `room` wide in the font."""
    words = drawable(flat(text)[:200])
    if font.getlength(words) <= room:
        return words
    while words and font.getlength(words.rstrip() + ELLIPSIS) > room:
        words = words[:-1]
    return words.rstrip(" ,;:–—-") + ELLIPSIS
