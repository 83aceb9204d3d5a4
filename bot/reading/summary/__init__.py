"""The extractive summary: sumy's LexRank among the merits of a sentence, chosen against repetition, guarded.

LexRank (Erkan and Radev, 2004) finds the sentences that most others resemble. News puts the point first, so
a position prior is added; a sentence that repeats what is chosen already gains less (maximal marginal
relevance, Carbonell and Goldstein, 1998), and so does one that takes more words than are left for it.

The sentences that nobody could understand alone are never quoted alone: :func:`rank_sentences` leaves them
out, :func:`summarize` takes along what they need.
"""

from __future__ import annotations

from bot.reading.summary.choice import Rated, rank_sentences, rate_sentences, shortened, summarize
from bot.reading.summary.explain import Choice, explain_summary
from bot.reading.summary.merits import FITTED, Weights

__all__ = [
    "FITTED",
    "Choice",
    "Rated",
    "Weights",
    "explain_summary",
    "rank_sentences",
    "rate_sentences",
    "shortened",
    "summarize",
]
