"""Whom words name: which entities of the index have them as their name, their short forms joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.index import EntityRecord, Index
from bot.models import EntityKind, Scope
from bot.names import name_words

QUESTION_WORDS = frozenset("who whom whose is are was were".split())
TITLES = frozenset(
    """
    mr mrs ms miss dr sir lady lord president prime minister chancellor premier king queen prince princess
    pope senator governor mayor councillor secretary general judge justice speaker professor captain
    """.split()
)
"""What may stand before a name, and is no part of it in the index."""
MOST_RECORDS = 50
"""Of those who have a name, so many of the best known are looked at."""
GENERATIONS = frozenset("jr sr ii iii iv junior senior".split())
"""Words that make a longer name another person's."""
DOMINANT = 4.0
"""A short form that several have is whose salience is so many times that of the others together."""
KNOWN_IN_FULL = 0.2
"""A short form belongs to a full name that is at least so well known: articles give names in full first, so
that one who goes by a single name ("Adele") is told from a namesake."""
LEAST_OF_BEST = 0.03
"""One who is so much less known than the best known of a name is not meant by it."""


@dataclass(frozen=True, slots=True)
class Named:
    """One person, organisation or place, under all the forms of its name."""

    name: str
    kind: EntityKind
    keys: frozenset[str]
    ids: tuple[int, ...]
    salience: float


async def whom_words_name(index: Index, about: str, scope: Scope, *, limit: int) -> list[Named]:
    """Return whom the words name, best known first: the bearer of the whole name, or all of a part of it."""
    asked = [word for word in name_words(about) if word not in QUESTION_WORDS]
    untitled = [word for word in asked if word not in TITLES]
    for words in (asked, untitled) if 0 < len(untitled) < len(asked) else (asked,):
        if not words:
            continue
        records = await index.entities.named(words, scope, limit=MOST_RECORDS)
        if records and len(records[0].key.split()) > 1 and len(words) > 1:
            surname = records[0].key.split()[-1]
            records += await index.entities.named([surname], scope, limit=MOST_RECORDS)
        if found := _meant(words, join_forms(records)):
            return found[:limit]
    return []


def _meant(asked: Sequence[str], known: Sequence[Named]) -> list[Named]:
    """Return those of the known whom the words can mean, best known first."""
    bearers = [each for each in known if any(set(asked) <= set(key.split()) for key in each.keys)]
    exact = [each for each in bearers if " ".join(asked) in each.keys]
    if exact and len(asked) > 1:
        return exact[:1]
    people = [each for each in bearers if each in exact or each.kind == "person"]
    chosen = people or bearers
    least = LEAST_OF_BEST * max((each.salience for each in chosen), default=0.0)
    return [each for each in chosen if each.salience >= least]


def join_forms(records: Iterable[EntityRecord]) -> list[Named]:
    """Return the entities with the short forms of their names joined where they can mean nobody else.

    Best known first. A pure function of the records, whatever their order.
    """
    different = {record.id: record for record in records}.values()
    fullest_first = sorted(different, key=lambda each: (-len(each.key.split()), -each.salience, each.key))
    groups: list[list[EntityRecord]] = []
    for record in fullest_first:
        fuller = [group for group in groups if any(is_short_form(record, each) for each in group)]
        fuller.sort(key=_salience, reverse=True)
        rivals = sum(map(_salience, fuller[1:]))
        if (
            fuller
            and _salience(fuller[0]) >= DOMINANT * rivals
            and _salience(fuller[0]) >= KNOWN_IN_FULL * record.salience
        ):
            fuller[0].append(record)
        else:
            groups.append([record])
    joined = (_named(group) for group in groups)
    return sorted(joined, key=lambda each: (-each.salience, each.name))


def is_short_form(short: EntityRecord, full: EntityRecord) -> bool:
    """Say whether one name is a shorter form of the other: "Biden" or "Joe Biden" of "Joe R. Biden"."""
    some, all_ = short.key.split(), full.key.split()
    if short.kind != full.kind or short.kind == "place" or not set(some) < set(all_):
        return False
    if short.kind == "organisation":
        return all_[: len(some)] == some
    more = set(all_) - set(some)
    if more & GENERATIONS:
        return False
    return (
        len(some) == 1 or all(len(word) == 1 for word in more) or (some[0], some[-1]) == (all_[0], all_[-1])
    )


def _salience(group: Sequence[EntityRecord]) -> float:
    return sum(record.salience for record in group)


def _named(group: Sequence[EntityRecord]) -> Named:
    whole = [each for each in group if " " in each.key] or group
    best = max(whole, key=lambda each: (each.salience, each.key))
    keys = frozenset(each.key for each in group)
    return Named(best.name, best.kind, keys, tuple(each.id for each in group), _salience(group))
