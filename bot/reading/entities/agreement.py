"""One document agrees with itself: the same words are the same kind of name wherever they stand.

A sentence may be too thin to tell what "Gallant" is; another of the same article, that says "Yoav Gallant",
is not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.models import EntityKind

from .gazetteers import Gazetteers
from .lexicon import (
    CALENDAR_WORDS,
    DIRECTIONS,
    FUNCTION_WORDS,
    ORGANISATION_ENDINGS,
    PLACE_BEGINNINGS,
    PLACE_ENDINGS,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
    SURNAMES_FIRST,
)
from .nameless import storms, vessels
from .names import family_name, initials, without_suffix
from .tagger import Span
from .tokens import Chunk

Words = tuple[str, ...]

LONGEST_ACRONYM = 5
"""Letters; a longer word in capitals is shouted (a dateline: "JERUSALEM")."""

_WHERE = frozenset({"in", "near", "outside", "at"})
_ENDINGS = ORGANISATION_ENDINGS | PLACE_ENDINGS


class Marked(NamedTuple):
    """A chunk and the names in it, in order and apart."""

    chunk: Chunk
    words: Words
    spans: tuple[Span, ...]


def agree(document: Sequence[Marked], gazetteers: Gazetteers) -> list[Marked]:
    """Return the document with each name of one kind throughout, and its unmarked repeats marked."""
    common = _common_words(document)
    things: set[Words] = {(name,) for name in storms([marked.words for marked in document])}
    things |= vessels([(marked.words, marked.spans) for marked in document], gazetteers)
    document = [_without_doubtful(marked, document, gazetteers, common, things) for marked in document]
    kinds = _kinds(document, gazetteers)
    by_first: defaultdict[str, list[Words]] = defaultdict(list)
    for name in sorted(kinds, key=len, reverse=True):
        if _may_repeat(name, common):
            by_first[name[0]].append(name)
    return [_relabelled(marked, kinds, by_first) for marked in document]


def _without_doubtful(
    marked: Marked,
    document: Sequence[Marked],
    gazetteers: Gazetteers,
    common: frozenset[str],
    things: Collection[Words],
) -> Marked:
    """Return a chunk without storms and ships, and without words capitalised only for opening a sentence."""
    spans = []
    for span in marked.spans:
        word = marked.words[span.start]
        alone = span.end - span.start == 1
        if marked.words[span.start : span.end] in things:
            continue
        if alone and span.start == 0 and _plain(word, gazetteers, common) and not _repeated(word, document):
            continue
        spans.append(span)
    return Marked(marked.chunk, marked.words, tuple(spans))


def _plain(word: str, gazetteers: Gazetteers, common: frozenset[str]) -> bool:
    """Say whether a capitalised word is likely no name: "Bananas", or one that stands in lower case too."""
    low = word.lower()
    if word.isupper() or gazetteers.lookup([word]) or low in gazetteers.first_names:
        return False
    if low in gazetteers.common_words and low not in gazetteers.last_names:
        return True
    return low in common or (low.endswith("s") and low not in gazetteers.last_names)


def _repeated(word: str, document: Sequence[Marked]) -> bool:
    return any(word in marked.words[1:] for marked in document)


def _kinds(document: Sequence[Marked], gazetteers: Gazetteers) -> dict[Words, EntityKind]:
    """Return the kind of each name by majority; full names vote for their parts."""
    votes: defaultdict[Words, Counter[EntityKind]] = defaultdict(Counter)
    for marked in document:
        for start, end, kind in marked.spans:
            votes[marked.words[start:end]][kind] += 2 if end - start > 1 else 1
    kinds = {name: count.most_common(1)[0][0] for name, count in votes.items()}
    for name, kind in list(kinds.items()):
        for part, spreads in _parts(name, kind, gazetteers):
            if not _may_be_part(part, gazetteers, spreads):
                continue
            if part not in kinds:
                if spreads:
                    kinds[part] = kind
                continue
            count = votes.get(part, Counter())
            against = max((number for other, number in count.items() if other != kind), default=0)
            namesake = part[0].lower() in gazetteers.first_names or part[0].lower() in gazetteers.last_names
            sure = kind == "organisation" and (kinds[part] == "place" or not namesake)
            town = kinds[part] == "place" and len(part) == 1
            if sure or (
                kind == "person" and (not spreads or town or votes[name][kind] + count[kind] >= against)
            ):
                kinds[part] = kind
    return kinds


def _parts(name: Words, kind: EntityKind, gazetteers: Gazetteers) -> Iterator[tuple[Words, bool]]:
    """Yield a full name's short forms, each with whether it is marked where the tagger saw nothing."""
    bare = tuple(without_suffix(name))
    if kind == "person" and 2 <= len(bare) <= 5:
        surname = len(family_name(bare))
        yield bare[-1:], True
        if bare[-1][:3] in {"al-", "el-"}:
            yield (bare[-1][:1].upper() + bare[-1][1:],), True
        if surname > 1:
            yield bare[-surname:], True
        # "Xi" stands for Xi Jinping; "Benjamin" alone may be anybody
        first = bare[0].lower()
        yield bare[:1], first in SURNAMES_FIRST or first not in gazetteers.first_names
    elif kind == "organisation" and len(name) > 1:
        word = name[0].lower()
        plain = word in ROLE_MODIFIERS or word in PLACE_BEGINNINGS or word in DIRECTIONS or word == "new"
        acronym = initials(name)
        if len(acronym) > 2 and name[-1][:1].isupper():
            yield (acronym,), True
        yield name[:1], len(name) == 2 and name[1].lower() in ORGANISATION_ENDINGS and not plain


def _may_be_part(part: Words, gazetteers: Gazetteers, spreads: bool) -> bool:
    """Say whether a part of a name can stand for it: no small word, and no country or people."""
    word = part[0]
    if len(part) > 1:
        return True
    if len(word) < 2 or not word[:1].isupper() or word.lower() in FUNCTION_WORDS or word.endswith("."):
        return False
    known = gazetteers.lookup(part)
    return not known or not (
        known.classes & {"country", "region", "demonym"} or ("city" in known.classes and not spreads)
    )


def _common_words(document: Sequence[Marked]) -> frozenset[str]:
    """Return the words that the document also writes in lower case."""
    vocabulary: set[str] = set().union(*[marked.words for marked in document])
    return frozenset(filter(str.islower, vocabulary))


def _may_repeat(name: Words, common: frozenset[str]) -> bool:
    """Say whether a name may be marked wherever its words stand."""
    if len(name) > 1:
        return name[-1][:1].isupper()
    if not name[0][:1].isupper():
        return False
    word = name[0]
    low = word.lower()
    if (
        len(word) < 2
        or low in ROLE_NOUNS
        or low in CALENDAR_WORDS
        or low in FUNCTION_WORDS
        or low in _ENDINGS
    ):
        return word.isupper() and len(word) > 1
    return low not in common


def _relabelled(
    marked: Marked, kinds: Mapping[Words, EntityKind], by_first: Mapping[str, Sequence[Words]]
) -> Marked:
    words = marked.words
    if by_first.keys().isdisjoint(words) and not marked.spans:
        return marked
    spans = [Span(span.start, span.end, _kind_in_document(words, span, kinds)) for span in marked.spans]
    taken = {i for span in spans for i in range(span.start, span.end)}
    end = 0
    for i, word in enumerate(words):
        if i < end or word not in by_first:
            continue
        for name in by_first[word]:
            stop = i + len(name)
            if words[i:stop] == name and taken.isdisjoint(range(i, stop)) and _ends_here(words, stop, taken):
                spans.append(Span(i, stop, kinds[name]))
                taken.update(range(i, stop))
                end = stop
                break
    return Marked(marked.chunk, words, tuple(sorted(spans)))


def _kind_in_document(words: Words, span: Span, kinds: Mapping[Words, EntityKind]) -> EntityKind:
    """Return a name's kind in the document; a namesake of a person stays a place after "in"."""
    name = words[span.start : span.end]
    if all(word.isupper() for word in name) and any(len(word) > LONGEST_ACRONYM for word in name):
        shouted = tuple(word.title() for word in name)
        return kinds.get(shouted, kinds.get(name, span.kind))
    kind = kinds.get(name, span.kind)
    placed = span.start > 0 and words[span.start - 1].lower() in _WHERE
    return "place" if placed and kind == "person" and span.kind == "place" else kind


def _ends_here(words: Words, stop: int, taken: set[int]) -> bool:
    """Say whether a name may end before `stop`: "Harris" in "Harris County" is another name's."""
    if stop >= len(words) or stop in taken or not words[stop][:1].isupper():
        return True
    low = words[stop].lower()
    return low not in PLACE_ENDINGS and low not in ORGANISATION_ENDINGS
