"""What the words of a /when say about the day that is wanted: one or all, past or coming, begin or end."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from enum import Enum

from bot.query.irregular import BASE_FORMS


class Tense(Enum):
    """When the event lies, as the question has it."""

    PAST = "past"
    FUTURE = "future"
    OPEN = "open"


class Aspect(Enum):
    """Which day of an event that lasts is asked for."""

    BEGIN = "begin"
    END = "end"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a /when is to be answered."""

    direct: bool
    """One day is asked for ("when is the vote"); else the words name a subject ("missiles")."""
    tense: Tense = Tense.OPEN
    aspect: Aspect = Aspect.ANY


_ASKS = re.compile(
    r"""(?:so\s+|and\s+|but\s+|now\s+)?
    (?:(?:on|in|at|since|until|till?|by|from|after|before)\s+)?
    (?:when(?:['’]s)?\s+(?:did|do|does|is|was|are|were|am|will|would|shall|should|has|have|had|can|could|may|must)\b
      |when(?:['’]s|\s+the)\b
      |(?:what|which)(?:['’]?s|\s+is|\s+was)?\s+(?:the\s+)?(?:\w+\s+)?
       (?:day|date|days|dates|month|year|week|deadline|time|hour)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_AUXILIARY = re.compile(
    r"(?:did|do|does|is|was|are|were|will|would|has|have|had|can|could)\s+\S+\s+\S+", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NO_VERBS = frozenset("united hundred red bed seed feed speed breed shed sacred wicked naked rugged".split())
_NO_SUBJECTS = frozenset(
    "a an the of in on at by for to with and or from his her its their this that".split()
)

_PAST = re.compile(r"\b(?:did|was|were|had|has|have)\b", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:will|shall|going to|due|would)\b|\b(?:when|date)(?:['’]s| is| are| do| does)\b", re.I
)
_DUE = re.compile(r"\b(?:is|are) (?:\w+ ){0,6}?(?:due|planned|scheduled|expected)\b", re.I)

BEGINNING = frozenset("begin begins began begun beginning start starts started starting commence".split())
ENDING = frozenset("end ends ended ending finish finishes finished over".split())


def read_question(about: str, *, direct: bool | None = None) -> Asked:
    """Return how the words want to be answered, by the words alone; `direct` says so when it is known."""
    words = [word.casefold() for word in _WORD.findall(about)]
    if direct is None:
        direct = _asks_for_one_day(about, words)
    return Asked(True, _tense(about, words), _aspect(words)) if direct else Asked(False)


def _asks_for_one_day(about: str, words: list[str]) -> bool:
    """Say whether the words are a question or have a verb with a subject before it."""
    text = about.strip()
    if len(words) < 2:
        return False
    if _ASKS.match(text) or _AUXILIARY.match(text):
        return True
    if text.endswith("?") and len(words) > 2:
        return True
    return any(
        _is_past(word) and before not in _NO_SUBJECTS and word != "said"
        for before, word in itertools.pairwise(words)
    )


def _is_past(word: str) -> bool:
    return word in BASE_FORMS or (len(word) > 4 and word.endswith("ed") and word not in _NO_VERBS)


def _tense(about: str, words: list[str]) -> Tense:
    if _DUE.search(about):
        return Tense.FUTURE
    if _PAST.search(about) or (not _ASKS.match(about.strip()) and any(map(_is_past, words))):
        return Tense.PAST
    return Tense.FUTURE if _FUTURE.search(about) else Tense.OPEN


def _aspect(words: list[str]) -> Aspect:
    # the last of them is the verb: "when did the start of the season end"
    for word in reversed(words):
        if word in BEGINNING:
            return Aspect.BEGIN
        if word in ENDING:
            return Aspect.END
    return Aspect.ANY
