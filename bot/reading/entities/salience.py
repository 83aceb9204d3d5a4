"""How much an article is about each name in it."""

from __future__ import annotations

from collections.abc import Sequence

from .joining import Group
from .names import fold

LEAD_SENTENCES = 3

_MENTIONS, _EARLINESS, _HEADLINE, _LEAD = 0.4, 0.15, 0.3, 0.15


def salience(group: Group, most_mentions: int, length: int, headline: frozenset[str]) -> float:
    """Return 0 to 1: mentions beside the most mentioned, earliness, standing in the headline and in the lead.

    `length` is the text's; `headline` holds the folded words of the headline.
    """
    first = group.occurrences[0].mention
    mentions = len(group.occurrences) / max(1, most_mentions)
    early = 1 - first.start / max(1, length)
    in_headline = any(_in_headline(o.words, headline) for o in group.occurrences)
    in_lead = first.sentence < LEAD_SENTENCES
    score = _MENTIONS * mentions + _EARLINESS * early + _HEADLINE * in_headline + _LEAD * in_lead
    return round(min(1.0, max(0.0, score)), 4)


def _in_headline(words: Sequence[str], headline: frozenset[str]) -> bool:
    return all(fold(word) in headline for word in words if word[:1].isalnum())
