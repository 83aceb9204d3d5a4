"""What speaks for and against two tellings being of one event, in figures."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.stories.bitmaps import has_word
from bot.stories.telling import Telling

LEAST_NUMBERS = 4
"""Of texts with fewer numbers, one that they share is not all of them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Figures from 0 to 1, but for the counts of actions."""

    likest_name: float
    """How much both are about the name that they share most."""
    lead_names_covered: float
    """Of the names in headline and lead of each, by salience, the part that the other has; the smaller."""
    leading_covered: float
    """Of what each is most about, the part that the other names at all; of the two, the larger."""
    strangers: float
    """1 when each has a leading person whom the other does not name."""
    numbers: float
    """Of the numbers of the one with fewer, the part that both have."""
    undated: float
    """1 when they are published on different days and do not date an event to one day first."""
    new_actions: float
    """Kinds of happening in the later headline and lead that the earlier article does not have at all."""
    new_headline_actions: float
    """The same of the headline alone."""


def weigh(one: Telling, other: Telling) -> Evidence:
    """Return the evidence; the same whichever comes first."""
    earlier, later = (one, other) if one.published <= other.published else (other, one)
    apart = (later.published - earlier.published).days
    leading = _leading_covered(earlier, later), _leading_covered(later, earlier)
    same_day = earlier.days[:1] == later.days[:1] != ()
    # of articles of one day either may be the later one
    turns = [(later, earlier)] if apart else [(later, earlier), (earlier, later)]
    return Evidence(
        likest_name=_likest_name(earlier.names, later.names),
        lead_names_covered=min(_lead_covered(earlier, later), _lead_covered(later, earlier)),
        leading_covered=max(leading),
        strangers=float(_strangers(earlier, later)),
        numbers=_shared_numbers(earlier.numbers, later.numbers),
        undated=float(bool(apart) and not same_day),
        new_actions=max((new.lead_actions & ~old.actions).bit_count() for new, old in turns),
        new_headline_actions=max((new.headline_actions & ~old.actions).bit_count() for new, old in turns),
    )


def _likest_name(ours: Mapping[str, int], theirs: Mapping[str, int]) -> float:
    shared = [ours[name] * theirs[name] for name in ours.keys() & theirs.keys()]
    return math.sqrt(max(shared, default=0)) / 100


def _lead_covered(one: Telling, other: Telling) -> float:
    whole = sum(one.names[name] for name in one.lead_names)
    found = sum(one.names[name] for name in one.lead_names if has_word(other.words, name))
    return found / whole if whole else 0.0


def _leading_covered(one: Telling, other: Telling) -> float:
    whole = sum(weight for weight, _ in one.leading)
    named = sum(weight for weight, words in one.leading if _names_any(other, words))
    return named / whole if whole else 0.0


def _strangers(one: Telling, other: Telling) -> bool:
    if not one.person or not other.person:
        return False
    return not _names_any(one, other.person) and not _names_any(other, one.person)


def _names_any(telling: Telling, words: Collection[str]) -> bool:
    return any(has_word(telling.words, word) for word in words)


def _shared_numbers(ours: Mapping[str, int], theirs: Mapping[str, int]) -> float:
    shared = sum(ours[number] for number in ours.keys() & theirs.keys())
    return shared / max(LEAST_NUMBERS, min(sum(ours.values()), sum(theirs.values())))
