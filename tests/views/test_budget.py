"""Text is cut where a reader would cut it, and never beyond its room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.views.budget import clip, label, width
from bot.views.escape import escape, flat
from tests.views.making import HOSTILE, LONG


@given(LONG, st.integers(0, 300))
def test_what_is_clipped_fits_when_escaped(text: str, limit: int) -> None:
    assert width(escape(clip(text, limit))) <= limit


@given(HOSTILE, st.integers(0, 200))
def test_only_the_end_is_lost(text: str, limit: int) -> None:
    cut = clip(text, limit)
    assert cut in (flat(text), "") or (cut.endswith("…") and flat(text).startswith(cut[:-1]))


def test_cut_at_a_words_end() -> None:
    assert clip("The council passed the harbour tax", 22) == "The council passed…"
    assert clip("The council passed, the harbour", 22) == "The council passed…"
    assert clip("short", 22) == "short"


def test_an_endless_word_is_cut_anyway() -> None:
    assert clip("x" * 50, 10) == "x" * 9 + "…"


def test_an_escape_sequence_counts_whole() -> None:
    assert escape(clip("a****", 6)) == r"a\*\*…"


def test_wide_characters_count_twice() -> None:
    assert width("😀a") == 3
    assert clip("😀😀😀", 5) == "😀😀…"


@given(LONG, st.integers(1, 100))
def test_labels_fit(text: str, limit: int) -> None:
    assert width(label(text, limit)) <= limit
