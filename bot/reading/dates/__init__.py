"""Time expressions of English news: where they stand, what they mean, and what happened then.

The rules are in `rules_*.py`, one module for each kind of expression; `lexicon` has their words, `grammar`
says what a rule is, `tense` tells past from future, `values` does the calendar arithmetic.
"""

from __future__ import annotations

from bot.reading.dates.events import find_events
from bot.reading.dates.finder import find_dates

__all__ = ["find_dates", "find_events"]
