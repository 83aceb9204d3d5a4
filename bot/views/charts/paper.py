"""What pictures are drawn on: a dark sheet with round corners, drawn large and shown small, so smooth."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from bot.views.charts.lettering import font

WIDTH = 960
"""Pixels: on a phone about a third of that in points, so that letters of 27 px are read."""
FINER = 2
"""Drawn so many times as large: Pillow's circles and lines have no smooth edges of their own."""
CORNER = 28
COLOURS = 64
"""Of the file: a quarter of the size, and no eye sees it in grey letters on a grey sheet."""

SHEET = (0x25, 0x27, 0x2C)
"""Near Discord's own dark grey; on its light theme a dark card."""
INK = (0xF2, 0xF3, 0xF5)
SOFT = (0xC9, 0xCD, 0xD3)
QUIET = (0x93, 0x99, 0xA3)
LINE = (0x4A, 0x4E, 0x57)

Colour = tuple[int, int, int]


def rgb(colour: int) -> Colour:
    """Return 0xRRGGBB as Pillow takes it."""
    return colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF


def mixed(colour: Colour, share: float, ground: Colour = SHEET) -> Colour:
    """Return the colour laid thinly over the ground: 0 leaves the ground, 1 covers it."""
    red, green, blue = (
        round(share * over + (1 - share) * under) for over, under in zip(colour, ground, strict=True)
    )
    return red, green, blue


class Paper:
    """A sheet to draw on; all lengths are pixels of the finished picture."""

    def __init__(self, height: int) -> None:
        self.height = height
        self._image = Image.new("RGB", (WIDTH * FINER, height * FINER), SHEET)
        self._draw = ImageDraw.Draw(self._image)

    def box(
        self,
        corners: tuple[float, float, float, float],
        radius: float,
        fill: Colour | None,
        outline: Colour | None = None,
        border: float = 0,
    ) -> None:
        """Draw a box with round corners."""
        left, top, right, bottom = (value * FINER for value in corners)
        self._draw.rounded_rectangle(
            (left, top, right, bottom), radius * FINER, fill, outline, round(border * FINER)
        )

    def dot(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """Draw a filled circle."""
        self._draw.ellipse(
            [(each * FINER) for each in (x - radius, y - radius, x + radius, y + radius)], fill
        )

    def upright(self, x: float, top: float, bottom: float, colour: Colour, thickness: float) -> None:
        """Draw a line from top to bottom."""
        self.box((x - thickness / 2, top, x + thickness / 2, bottom), 0, colour)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        colour: Colour,
        *,
        bold: bool = False,
        anchor: str = "ls",
    ) -> float:
        """Write words on a baseline `y`, from `x` on ("ls") or up to it ("rs"); return their width."""
        letters = font(size * FINER)
        stroke = 1 if bold else 0
        self._draw.text(
            (x * FINER, y * FINER), words, colour, letters, anchor, stroke_width=stroke, stroke_fill=colour
        )
        return letters.getlength(words) / FINER

    def png(self) -> bytes:
        """Return the finished picture, transparent beyond its corners."""
        shown = self._image.reduce(FINER)
        shown.putalpha(_corners(self.height))
        buffer = io.BytesIO()
        # of the methods the one that keeps transparency (Pillow's Image.quantize)
        shown.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(buffer, "PNG")
        return buffer.getvalue()


def _corners(height: int) -> Image.Image:
    mask = Image.new("L", (WIDTH * FINER, height * FINER), 0)
    box = (0, 0, WIDTH * FINER - 1, height * FINER - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, CORNER * FINER, 255)
    return mask.reduce(FINER)
