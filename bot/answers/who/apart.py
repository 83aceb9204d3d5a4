"""Whether articles that name one name speak of one bearer: a footballer and a minister are two. Pure.

It leans to one: two cards for one person mislead more than one card that has a stray sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.names import name_words

_FIELDS: Mapping[str, str] = {
    "sport": """
        footballer striker goalkeeper midfielder defender winger forward quarterback pitcher batsman bowler
        cricketer golfer boxer wrestler cyclist swimmer sprinter runner athlete jockey skier skater coach
        player wicketkeeper outfielder catcher racer rower gymnast referee champion medallist medalist
        """,
    "politics": """
        minister senator congressman congresswoman lawmaker politician mayor councillor councilor governor
        premier chancellor ambassador diplomat deputy legislator parliamentarian mp secretary candidate
        """,
    "law": """
        judge lawyer attorney prosecutor solicitor barrister magistrate defendant suspect detective sheriff
        """,
    "arts": """
        singer actor actress painter novelist poet musician composer guitarist drummer rapper sculptor dancer
        pianist violinist filmmaker playwright comedian author conductor
        """,
    "science": """
        physicist chemist biologist astronomer mathematician geologist ecologist researcher scientist
        economist historian archaeologist professor
        """,
    "medicine": "doctor surgeon nurse midwife physician epidemiologist cardiologist paediatrician dentist",
    "business": "businessman businesswoman entrepreneur banker investor founder ceo financier baker farmer",
    "faith": "bishop archbishop priest rabbi imam cardinal pastor vicar",
}
FIELDS: Mapping[str, frozenset[str]] = {
    word: frozenset(field for field, words in _FIELDS.items() if word in words.split())
    for words in _FIELDS.values()
    for word in words.split()
}
"""What somebody of a role works in. Words such as "president", "captain" or "director" stand in any field."""
COMMON = 1 / 3
"""A topic, a place or a companion tells of a group that at least such a share of its articles has."""
SHARED_PLACES = 1 / 3
"""Two people may have so much of the fewer places in common."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One article that has the name, with what stands around it."""

    story: int
    role: str | None = None
    companions: frozenset[str] = frozenset()
    """People and organisations named beside."""
    places: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()

    @property
    def fields(self) -> frozenset[str]:
        """What the role says they work in; empty where it says nothing."""
        words = name_words(self.role or "")
        return frozenset(field for word in words for field in FIELDS.get(word, ()))


def bearers(sightings: Sequence[Sighting]) -> list[list[int]]:
    """Return the numbers of the sightings of each bearer of the name, the most often seen first.

    Kept apart are only those whose roles are of different fields, and whose topics, places and companions
    have nothing to do with each other.
    """
    groups = _connected(sightings)
    fields = [_fields(sightings, group) for group in groups]
    sure = _joined([group for group, known in zip(groups, fields, strict=True) if known], sightings)
    for one, other in combinations(range(len(sure)), 2):
        if not _unrelated(sure[one], sure[other], sightings):
            # one doubt is enough: they may all be one
            return [list(range(len(sightings)))]
    if len(sure) < 2:
        return [list(range(len(sightings)))]
    for group in (group for group, known in zip(groups, fields, strict=True) if not known):
        max(sure, key=lambda each: (_likeness(group, each, sightings), len(each))).extend(group)
    return sorted((sorted(group) for group in sure), key=lambda group: (-len(group), group))


def _connected(sightings: Sequence[Sighting]) -> list[list[int]]:
    """Return groups of sightings of one story or with a companion in common."""
    parents = list(range(len(sightings)))

    def root(number: int) -> int:
        while parents[number] != number:
            number = parents[number]
        return number

    first: dict[object, int] = {}
    for number, sighting in enumerate(sightings):
        for sign in (("story", sighting.story), *(("beside", name) for name in sorted(sighting.companions))):
            parents[root(number)] = root(first.setdefault(sign, number))
    groups: dict[int, list[int]] = {}
    for number in range(len(sightings)):
        groups.setdefault(root(number), []).append(number)
    return list(groups.values())


def _fields(sightings: Sequence[Sighting], group: Sequence[int]) -> frozenset[str]:
    return frozenset[str]().union(*(sightings[number].fields for number in group))


def _joined(groups: Sequence[Sequence[int]], sightings: Sequence[Sighting]) -> list[list[int]]:
    """Return the groups with those joined that have a field in common, also over a third."""
    joined: list[tuple[frozenset[str], list[int]]] = []
    for group in groups:
        fields, members = _fields(sightings, group), list(group)
        for other in [each for each in joined if each[0] & fields]:
            joined.remove(other)
            fields, members = fields | other[0], members + other[1]
        joined.append((fields, members))
    return [members for _, members in joined]


def _unrelated(one: Sequence[int], other: Sequence[int], sightings: Sequence[Sighting]) -> bool:
    """Say whether nothing around two groups has to do with each other."""
    topics = [_common([sightings[number].topics for number in group]) for group in (one, other)]
    places = [_common([sightings[number].places for number in group]) for group in (one, other)]
    shared = len(places[0] & places[1])
    fewer = min(map(len, places))
    if topics[0] & topics[1] or shared > SHARED_PLACES * fewer:
        return False
    # where nothing is known around them, their roles alone do not part them
    return all(topics) or all(places)


def _likeness(group: Sequence[int], other: Sequence[int], sightings: Sequence[Sighting]) -> int:
    signs = [
        frozenset[str]().union(*(sightings[number].topics | sightings[number].places for number in members))
        for members in (group, other)
    ]
    return len(signs[0] & signs[1])


def _common(sets: Sequence[frozenset[str]]) -> frozenset[str]:
    counts = Counter(each for members in sets for each in members)
    return frozenset(each for each, count in counts.items() if count >= COMMON * len(sets))
