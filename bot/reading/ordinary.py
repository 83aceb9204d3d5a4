"""Ordinary English words: those that running text writes small."""

from __future__ import annotations

import functools
from importlib.resources import files


@functools.cache
def ordinary_words() -> frozenset[str]:
    """Return some 7,000 words, lower case; the list's sources are named in its first line."""
    text = (files("bot.reading.entities") / "data" / "common_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
