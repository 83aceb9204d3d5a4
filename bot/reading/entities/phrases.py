"""Noun phrases that say what somebody is, as runs of tokens: "former mayor of Quito"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.models import EntityKind

from .agreement import Marked
from .lexicon import (
    CALENDAR_WORDS,
    CONNECTIVES,
    DETERMINERS,
    FINITE_VERBS,
    FUNCTION_WORDS,
    ORGANISATION_NOUNS,
    PLACE_NOUNS,
    PREPOSITIONS,
    RELATION_NOUNS,
    ROLE_NOUNS,
)
from .names import is_acronym

MAX_ROLE_LENGTH = 80
"""Characters."""

HEADS: dict[EntityKind, frozenset[str]] = {
    "person": ROLE_NOUNS,
    "organisation": ORGANISATION_NOUNS,
    "place": PLACE_NOUNS,
}
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
CLOSERS = frozenset(
    {",", ".", ";", ":", "—", "–", "-", "--", ")", "”", '"', "?", "!", "who", "which", "whose"}
)
RELATIVES = frozenset({"who", "whom", "whose", "which", "that", "where", "when", "because", "while"})
_ENDING_PARTICIPLES = frozenset(
    "with based accused charged known wanted credited convicted responsible killed born named jailed best"
    " tasked due".split()
)
"""Words after which a text says more than the role: it ends before them."""
_PRONOUNS = frozenset({"its", "his", "her", "their", "him", "them", "it", "us", "me"})
_AMOUNTS = frozenset(
    "about almost decades many more nearly over several ten two three four five six seven eight nine"
    " years".split()
)
LOOKBACK = 12
"""Tokens; no role before a name is longer."""


class Role(NamedTuple):
    """A role as a run of tokens of its chunk, and how it was found."""

    start: int
    end: int
    before: bool
    """Whether it is a title before the name."""
    tail: tuple[int, int] | None = None
    """What stands after the name and belongs to it: "of Minnesota" of "Governor Walz of Minnesota"."""


def clause_end(words: Sequence[str], start: int) -> int:
    """Return where the phrase that begins at `start` ends at the latest: at a comma, a stop or a "who"."""
    end = start
    while end < len(words) and words[end].lower() not in CLOSERS:
        end += 1
    return end


def noun_phrase(marked: Marked, start: int, end: int, kind: EntityKind) -> Role | None:
    """Return the role that ``words[start:end]`` is, cut where a clause begins, or None when it is none."""
    words = marked.words
    head = _head(marked, start, end, HEADS[kind])
    if head is None:
        return None
    stop = head + 1
    while stop < end:
        low = words[stop].lower()
        if low in RELATIVES or low in CALENDAR_WORDS or low in _ENDING_PARTICIPLES:
            break
        if low in FINITE_VERBS and words[stop - 1] != "to":
            return None
        if low == "and" and stop + 1 < end and person_at(marked, stop + 1):
            break
        if low == "for" and stop + 1 < end and _begins_time(words[stop + 1]):
            break
        if (
            person_at(marked, stop)
            and words[stop - 1].lower() in ROLE_NOUNS | {"state"}
            and _runs_on(marked, stop, end)
        ):
            return None
        stop += 1
    stop = _shortened(marked, head, stop)
    stop = _before_pronoun(words, head, stop)
    while stop > head + 1 and words[stop - 1].lower() in FUNCTION_WORDS | POSSESSIVES:
        stop -= 1
    begin = start
    while begin < head and words[begin].lower() in DETERMINERS | CONNECTIVES:
        begin += 1
    return Role(begin, stop, before=False)


def _begins_time(word: str) -> bool:
    """Say whether what follows "for" is how long, which is no part of a role."""
    return word[0].isdigit() or word.lower() in _AMOUNTS


def _runs_on(marked: Marked, i: int, end: int) -> bool:
    """Say whether more than a possessive or a preposition follows the person at `i`: then it is a clause."""
    after = next((span.end for span in marked.spans if span.start <= i < span.end), end)
    return after < end and marked.words[after].lower() not in PREPOSITIONS | POSSESSIVES


def _before_pronoun(words: Sequence[str], head: int, stop: int) -> int:
    """Return an end that leaves out "to succeed him" or "of its founder": nobody knows whom that means."""
    for i in range(head + 1, stop):
        if words[i].lower() in _PRONOUNS and not is_acronym(words[i]):
            while i > head + 1 and words[i - 1].lower() not in PREPOSITIONS | {"and", "to"}:
                i -= 1
            return _before_bare_relation(words, head, i - 1) if i > head + 1 else head + 1
    return stop


def _before_bare_relation(words: Sequence[str], head: int, stop: int) -> int:
    """Return an end before "and the granddaughter" where "of its founder" was cut off."""
    if words[stop - 1].lower() not in RELATION_NOUNS:
        return stop
    joint = next((i for i in range(stop - 1, head, -1) if words[i] == "and"), None)
    return stop if joint is None else joint


def _head(marked: Marked, start: int, end: int, heads: frozenset[str]) -> int | None:
    """Return the place of the role noun on which the phrase hangs: the last before what is said of it."""
    words = marked.words
    head: int | None = None
    for i in range(start, min(end, start + LOOKBACK)):
        low = words[i].lower()
        if head is not None and (
            low in PREPOSITIONS or low in {"to", "and", "or", "who"} | _ENDING_PARTICIPLES
        ):
            return head
        if low in heads and not person_at(marked, i):
            head = i
        elif (
            (low in FUNCTION_WORDS and low not in DETERMINERS)
            or not (low[:1].isalnum() or low in POSSESSIVES)
            or (low in DETERMINERS and i > start)
            or (person_at(marked, i) and (i + 1 >= end or words[i + 1] not in POSSESSIVES))
        ):
            return None
    return head if head is not None and head == end - 1 else None


def _shortened(marked: Marked, head: int, stop: int) -> int:
    """Return an end at which the phrase is at most `MAX_ROLE_LENGTH` long, before a preposition or "and"."""
    chunk, words = marked.chunk, marked.words
    limit = chunk.starts[head] + MAX_ROLE_LENGTH - 25
    while stop > head + 1 and chunk.end(stop - 1) > limit:
        stop -= 1
        while stop > head + 1 and words[stop].lower() not in PREPOSITIONS | {"and", "to"}:
            stop -= 1
    return stop


def person_at(marked: Marked, i: int) -> bool:
    """Say whether a word belongs to a person's name."""
    return any(span.start <= i < span.end and span.kind == "person" for span in marked.spans)
