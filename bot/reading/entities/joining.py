"""Which mentions name the same person, organisation or place, and what it is best called.

A short form is joined only where exactly one full name of the article can be meant; else it stays by itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.models import EntityKind, Mention

from .agreement import LONGEST_ACRONYM
from .gazetteers import Gazetteers
from .lexicon import ORGANISATION_ENDINGS, ORGANISATION_HEADS, REGNAL_TITLES
from .names import family_name, fold, initials, is_acronym, without_suffix
from .tagger import Span

Folded = tuple[str, ...]

_LEGAL_FORMS = frozenset(
    {"inc", "corp", "corporation", "co", "company", "ltd", "limited", "llc", "plc", "group", "ag"}
)
_ARTICLE_PREFIX = re.compile(r"\A(?:al|el)-")

_NICKNAMES = {
    short: full
    for full, shorts in {
        "joseph": "joe joey", "william": "bill will billy", "robert": "bob rob bobby", "michael": "mike",
        "james": "jim jimmy", "thomas": "tom tommy", "richard": "dick rick", "edward": "ed eddie ted",
        "anthony": "tony", "donald": "don", "benjamin": "ben bibi", "daniel": "dan danny", "david": "dave",
        "steven": "steve", "stephen": "steve", "timothy": "tim", "christopher": "chris", "nicholas": "nick",
        "alexander": "alex sasha", "matthew": "matt", "andrew": "andy", "samuel": "sam", "kenneth": "ken",
        "elizabeth": "liz beth", "katherine": "kate kathy", "margaret": "maggie", "jennifer": "jen jenny",
        "susan": "sue", "deborah": "debbie", "rebecca": "becky", "jacob": "jake", "charles": "charlie chuck",
        "gregory": "greg", "jeffrey": "jeff", "lawrence": "larry", "ronald": "ron", "patrick": "pat",
    }.items()
    for short in shorts.split()
}  # fmt: skip


class Occurrence(NamedTuple):
    """A mention together with its words and its place among the chunks."""

    words: tuple[str, ...]
    kind: EntityKind
    mention: Mention
    chunk: int
    span: Span


@dataclass(slots=True)
class Group:
    """All occurrences of one entity, by the folded words of each form."""

    kind: EntityKind
    full: Folded
    """The fullest form, by which others are joined."""
    occurrences: list[Occurrence] = field(default_factory=list)
    usual: str | None = None
    """The name that a gazetteer gives it."""


def join(occurrences: Iterable[Occurrence], gazetteers: Gazetteers) -> list[Group]:
    """Return the occurrences grouped by whom or what they name; each group in the order of the text."""
    forms: dict[EntityKind, defaultdict[Folded, list[Occurrence]]] = {
        "person": defaultdict(list),
        "organisation": defaultdict(list),
        "place": defaultdict(list),
    }
    for occurrence in occurrences:
        forms[occurrence.kind][tuple(fold(word) for word in occurrence.words)].append(occurrence)
    groups = [
        *_join_forms(forms["person"], "person", _meant_person, gazetteers),
        *_join_forms(forms["organisation"], "organisation", _meant_organisation, gazetteers),
        *_join_forms(forms["place"], "place", _meant_place, gazetteers),
    ]
    for group in groups:
        group.occurrences.sort(key=lambda o: o.mention.start)
    return groups


def _join_forms(
    forms: dict[Folded, list[Occurrence]],
    kind: EntityKind,
    meant: Callable[[Folded, Occurrence, Sequence[Group]], list[Group]],
    gazetteers: Gazetteers,
) -> list[Group]:
    """Group forms, the longest first; `meant` tells which groups a form may belong to."""
    groups: list[Group] = []
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    by_usual: dict[str, Group] = {}
    for form in sorted(forms, key=lambda f: (-len(f), is_acronym(forms[f][0].words[0]))):
        sample = forms[form][0]
        known = gazetteers.lookup(sample.words) if kind != "person" else None
        usual = known.usual if known and known.classes != {"city"} else None
        group = by_usual.get(usual) if usual else None
        if group is None:
            last = max(occurrence.mention.start for occurrence in forms[form])
            near = {n for key in _asked(form, sample) for n in by_key.get(key, ())}
            candidates = meant(form, sample, [groups[n] for n in sorted(near)])
            if len(candidates) > 1 and len(form) == 1:
                candidates = [g for g in candidates if _introduced(g, last)]
            group = candidates[0] if len(candidates) == 1 else None
        if group is None:
            group = Group(kind, form)
            for key in _keys(form, sample):
                by_key[key].append(len(groups))
            groups.append(group)
        if usual:
            group.usual = group.usual or usual
            by_usual.setdefault(usual, group)
        group.occurrences += forms[form]
    return groups


def _keys(full: Folded, sample: Occurrence) -> set[str]:
    """Return under what a group is looked for: each of its words, its surname, its acronyms."""
    keys = set(full)
    if sample.kind == "person" and len(full) > 1:
        keys.add(family_name(without_suffix(full))[-1])
        keys.add(_ARTICLE_PREFIX.sub("", family_name(full)[-1]))
    elif sample.kind == "organisation":
        keys.update(_acronyms(sample.words))
    return keys


def _asked(form: Folded, sample: Occurrence) -> set[str]:
    """Return keys of which every group that may be meant by a form has at least one."""
    if sample.kind == "place":
        return {form[0]}
    if sample.kind == "organisation":
        acronym = len(form) == 1 and is_acronym(sample.words[0])
        return {form[0], _letters(sample.words[0])} if acronym else {form[0]}
    form = _without_reign(form)
    if len(form) > 1:
        return {form[0], family_name(without_suffix(form))[-1]}
    return {_ARTICLE_PREFIX.sub("", form[0])}


def _introduced(group: Group, before: int) -> bool:
    """Say whether the text has given the full name by `before`: later namesakes cannot be meant.

    An organisation's acronym may come before its name.
    """
    acronym = group.kind == "organisation"
    return acronym or min(occurrence.mention.start for occurrence in group.occurrences) < before


# --- who is meant ------------------------------------------------------------------------------------------


def _meant_person(form: Folded, _: Occurrence, groups: Sequence[Group]) -> list[Group]:
    form = _without_reign(form)
    if len(form) > 1:
        return [group for group in groups if _same_full_name(form, group.full)]
    word = _ARTICLE_PREFIX.sub("", form[0])
    by_surname = [
        g for g in groups if len(g.full) > 1 and _ARTICLE_PREFIX.sub("", family_name(g.full)[-1]) == word
    ]
    if by_surname:
        return by_surname
    return [g for g in groups if len(g.full) > 1 and word in g.full]


def _without_reign(form: Folded) -> Folded:
    """Return "francis" of "pope francis"."""
    return form[1:] if len(form) == 2 and form[0] in REGNAL_TITLES else form


def _same_full_name(form: Folded, full: Folded) -> bool:
    """Say whether two names of several words are one person's; middle and short first names do not count."""
    if len(full) < 2:
        return False
    if _within(form, full):
        return True
    one, other = without_suffix(form), without_suffix(full)
    if family_name(one)[-1] != family_name(other)[-1] or not _same_first_name(one[0], other[0]):
        return False
    middle_one, middle_other = one[1:-1], other[1:-1]
    return not (middle_one and middle_other) or middle_one[0][0] == middle_other[0][0]


def _same_first_name(one: str, other: str) -> bool:
    return one == other or _NICKNAMES.get(one, one) == _NICKNAMES.get(other, other)


def _within(part: Folded, whole: Folded) -> bool:
    """Say whether `part` stands in `whole`, in one piece."""
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def _meant_organisation(form: Folded, sample: Occurrence, groups: Sequence[Group]) -> list[Group]:
    core = _core(form)
    same = [g for g in groups if _core(g.full) == core]
    if same:
        return same
    if len(form) == 1 and is_acronym(sample.words[0]):
        letters = _letters(sample.words[0])
        return [g for g in groups if any(letters in _acronyms(o.words) for o in g.occurrences[:1])]
    if core[0] in ORGANISATION_HEADS or (len(core) == 1 and core[0] in ORGANISATION_ENDINGS):
        return []
    starting = [
        g for g in groups if g.full[: len(core)] == core and g.full[len(core)] not in {"of", "and", "'s"}
    ]
    if starting or len(core) == 1:
        return starting
    return [g for g in groups if g.full[-len(core) :] == core]


def _core(form: Folded) -> Folded:
    """Return the name of an organisation without "Inc." and the like."""
    end = len(form)
    while end > 1 and form[end - 1] in _LEGAL_FORMS:
        end -= 1
    return form[:end]


def _letters(acronym: str) -> str:
    return acronym.replace(".", "").upper()


def _acronyms(words: Sequence[str]) -> set[str]:
    """Return the acronyms that the words of a name make, with and without its small words."""
    if len(words) < 2:
        return set()
    every = "".join(word[0] for word in words if word[0].isalpha()).upper()
    return {initials(words), every}


def _meant_place(form: Folded, _: Occurrence, groups: Sequence[Group]) -> list[Group]:
    return [g for g in groups if g.full == form]


# --- what it is called -------------------------------------------------------------------------------------


def best_name(group: Group, text: str) -> str:
    """Return the fullest form of a name as printed; an acronym that everybody knows is spelt out ("US")."""
    fullest = max(
        group.occurrences,
        key=lambda o: (not _short(o), _length(o, group.kind), not o.words[0].isupper(), -o.mention.start),
    )
    printed = " ".join(text[fullest.mention.start : fullest.mention.end].split())
    if group.usual and _short(fullest) and not is_acronym(group.usual):
        return group.usual
    if printed.isupper() and len(printed) > LONGEST_ACRONYM and group.kind != "organisation":
        return group.usual or printed.title()
    return printed


def _short(occurrence: Occurrence) -> bool:
    return len(occurrence.words) == 1 and is_acronym(occurrence.words[0])


def _length(occurrence: Occurrence, kind: EntityKind) -> int:
    return len(occurrence.words) if kind == "person" else occurrence.mention.end - occurrence.mention.start
