"""Who, what and when of one article, from what the reader found in it."""

from __future__ import annotations

from bot.reading.gist.finder import Gist, find_gist

__all__ = ["Gist", "find_gist"]
