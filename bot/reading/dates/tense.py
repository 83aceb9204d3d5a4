"""Does the sentence look back or ahead? Decides which Tuesday "on Tuesday" is.

The nearest verb before the expression speaks first, then the first one after it; a clause is never left. Only
a bounded stretch of text is looked at.
"""

from __future__ import annotations

import re
from typing import Literal

from bot.reading.dates.lexicon import fold

Direction = Literal["past", "future"]

_REACH = 90
"""Code points looked at on each side."""

_FUTURE = re.compile(
    r"(?<!\w)(?:will|won't|shall|would|may|might|could|can|must|should"
    r"|(?:is|are|'s|'re|be|being) (?:now |also |not |still )?"
    r"(?:expected|scheduled|due|set|slated|to|planning|planned|going|likely|supposed|about)"
    r"|(?:has|have) (?:until|been (?:scheduled|set|slated))"
    r"|(?:plan|expect|hope|intend|aim|want)s? to|upcoming|deadline|begins|starts|opens"
    # the present of a timetable
    r"|faces|takes? place|go(?:es)? to the polls|expires|meets|follows?"
    # what somebody expects, or has put off, is still to come; what was expected may be over
    r"|expects?|(?<!been )(?<!was )(?<!were )expected|forecasts?|puts? off"
    r"|(?:scheduled|planned|slated|expected|due|set) (?:for|to|on|in|by)"
    r"|(?:to be|to go on|to start|to begin))(?!\w)|(?<=\w)'ll(?!\w)"
)
_PAST = re.compile(
    r"(?<!\w)(?:was|were|had|did|said|told|[a-z]{2,14}ed|came|went|fell|rose|took|made|began|won|lost|met|held"
    r"|sold|bought|became|gave|got|hit|led|left|paid|sent|saw|died|shot|spoke|wrote|broke|drew|flew|grew|knew"
    r"|ran|sat|spent|stood|struck|swept|thought|threw|found|felt|fought|built|brought|beat|cut|put|set up"
    r"|has been|have been|has|have|since|after)(?!\w)"
)
_NOT_A_VERB = frozenset(
    "united hundred indeed need speed seed feed red bed wed shed alleged breed greed".split()
)
_CLAUSE_END = re.compile(r"[.;:!?\n](?=\s|$)|\n")
_BETWEEN = re.compile(r"(?: (?!that\b|which\b|who\b|after\b|and\b|but\b)[a-z'-]{1,20}){0,4} ?")


def direction_at(text: str, start: int, end: int) -> Direction | None:
    """Return where the clause around an expression of an article looks, or None when nothing tells."""
    before = _CLAUSE_END.split(_window(text, max(0, start - _REACH), start))[-1]
    after = _CLAUSE_END.split(_window(text, end, end + _REACH), maxsplit=1)[0]
    return _last_verb(before) or _first_verb(after)


def _window(text: str, start: int, end: int) -> str:
    # a capital May is a month or a surname, no auxiliary: folding would hide that
    return fold(text[start:end].replace("May", "___"))


def _last_verb(clause: str) -> Direction | None:
    futures = list(_FUTURE.finditer(clause))
    pasts = [found for found in _PAST.finditer(clause) if found[0] not in _NOT_A_VERB]
    if not futures or not pasts:
        return "future" if futures else "past" if pasts else None
    future, past = futures[-1], pasts[-1]
    if future.end() >= past.end():
        return "future"
    # "will be played on Sunday": the participle belongs to the auxiliary just before it
    return "future" if _BETWEEN.fullmatch(clause, future.end(), past.start()) else "past"


def _first_verb(clause: str) -> Direction | None:
    future = _FUTURE.search(clause)
    past = next((found for found in _PAST.finditer(clause) if found[0] not in _NOT_A_VERB), None)
    if future is None or past is None:
        return "future" if future else "past" if past else None
    return "future" if future.start() <= past.start() else "past"
