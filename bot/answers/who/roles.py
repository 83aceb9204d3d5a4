"""Roles that somebody held one after the other, told from the many wordings of one role. Pure."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.models import HeldRole
from bot.names import name_words

OFFICES = frozenset(
    """
    minister secretary president premier chancellor king queen mayor governor senator councillor councilor
    congressman congresswoman lawmaker speaker judge justice prosecutor attorney ambassador envoy director
    executive chief chairman chairwoman chairperson chair head boss ceo leader commander general admiral
    colonel commissioner coach manager captain trainer editor dean rector bishop archbishop cardinal pope
    spokesman spokeswoman spokesperson treasurer clerk curator representative deputy officer
    """.split()
)
"""Heads of roles that one leaves when one takes another; "witness" and "mother of two" are not."""
STATUS = frozenset(
    """
    former ex acting interim outgoing incoming elect designate deputy vice assistant associate shadow late
    caretaker onetime then retired
    """.split()
)
"""Words that make another role of the one they stand beside."""
OVER = frozenset("former ex onetime then late retired".split())
"""Those of a role that was over already when it was told: nobody leaves it for another."""
MOST = 4
"""Roles told of one person."""

_HOLDER = re.compile(r"\s(?:of|for|at|in|on|from|with|to|who|and)\s|,", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?P<holder>.*)(?:['’]s|s['’])\s", re.IGNORECASE)
_SMALL = frozenset("the a an its his her their of for and".split())


@dataclass(frozen=True, slots=True)
class _Parts:
    head: str
    status: frozenset[str]
    field: frozenset[str]
    """What stands before the head: "foreign" minister."""
    owner: frozenset[str]
    """Whose: "Israel's" minister."""
    place: frozenset[str]
    """What follows: minister "of justice"."""

    @property
    def is_office(self) -> bool:
        return self.head in OFFICES

    @property
    def words(self) -> frozenset[str]:
        return self.field | self.owner | self.place


def same_role(one: str, other: str) -> bool:
    """Say whether two wordings can mean one role; in doubt they do."""
    return _same(_parts(one), _parts(other))


def newest_role(told: Sequence[tuple[str, date]]) -> str | None:
    """Return the newest role in its fullest wording ("Israel's Defense Minister" for "Defense Minister").

    `told` lists what somebody was called, the newest first.
    """
    if not told:
        return None
    newest = told[0][0]
    fuller = (role for role, _ in told if newest.casefold() in role.casefold() and same_role(newest, role))
    return max(fuller, key=len, default=newest)


def held_roles(told: Sequence[tuple[str, date]]) -> tuple[HeldRole, ...]:
    """Return the roles that somebody held, the newest first; empty when it was one all the time.

    `told` lists what somebody was called with the day of the article, the newest first. A role is held no
    more when it is an office, and no article has called them so since they are first called by a newer one.
    """
    wordings: list[list[tuple[str, date]]] = []
    for role, day in told:
        group = next((each for each in wordings if all(same_role(role, other) for other, _ in each)), None)
        if group is None:
            wordings.append([(role, day)])
        else:
            group.append((role, day))
    offices = [group for group in wordings if _parts(group[0][0]).is_office]
    if not offices or offices[0] is not wordings[0]:
        return ()
    held = offices[:1]
    for group in (each for each in offices[1:] if not _parts(each[0][0]).status & OVER):
        first_of_newer = min(day for _, day in held[-1])
        if max(day for _, day in group) < first_of_newer:
            held.append(group)
    if len(held) < 2:
        return ()
    return tuple(HeldRole(newest_role(group) or group[0][0], group[0][1]) for group in held[:MOST])


def _same(one: _Parts, other: _Parts) -> bool:
    if one.status != other.status or one.head != other.head:
        return not (one.is_office and other.is_office)
    if one.words <= other.words or other.words <= one.words:
        return True
    pairs = ((one.field, other.field), (one.owner, other.owner), (one.place, other.place))
    # "hospital's director" may be the "director of St. Brannoc"; a foreign minister is no minister of defense
    return not any(some and others and some.isdisjoint(others) for some, others in pairs)


@functools.lru_cache(maxsize=4_096)
def _parts(role: str) -> _Parts:
    before, _, after = _split(role)
    possessive = _POSSESSIVE.match(before)
    owner = frozenset(name_words(possessive["holder"])) - _SMALL if possessive else frozenset()
    named = name_words(before[possessive.end() :] if possessive else before)
    status = frozenset(named) & STATUS
    rest = [word for word in named if word not in STATUS and word not in _SMALL]
    if not rest:
        # "deputy" alone is the head
        rest, status = named[-1:], frozenset(named[:-1]) & STATUS
    head = rest[-1] if rest else ""
    return _Parts(head, status, frozenset(rest[:-1]), owner, frozenset(name_words(after)) - _SMALL)


def _split(role: str) -> tuple[str, str, str]:
    found = _HOLDER.search(role)
    return (role[: found.start()], found.group(), role[found.end() :]) if found else (role, "", "")
