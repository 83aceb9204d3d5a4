"""What a clause says that a person is: "She is the mayor", "who runs a bakery", "hired as its chief".

Titles and appositions stand in ``roles.py``; these are the ways of saying it with a verb.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .agreement import Marked
from .lexicon import ABBREVIATED_TITLES, DETERMINERS, HONORIFICS, ROLE_MODIFIERS, ROLE_NOUNS
from .names import fold
from .phrases import CLOSERS, RELATIVES, Role, clause_end, noun_phrase
from .tagger import Span

LONGEST_DOING = 9
"""Words of "runs a bakery on the harbour"; what is longer says more than a role."""

_BEING = frozenset("is was became remains".split())
_ADVERBS = frozenset("now also currently still then once today".split())
_PRONOUNS = frozenset({"he", "she"})
_APPOINTING = frozenset(
    "appoint appointed appoints choose chooses chose chosen elect elected elects hire hired hires name"
    " named names"
    " nominated nominates pick picked picks promoted recruited replaced tapped".split()
)
_DOING = frozenset(
    "chairs co-founded co-owns coaches coordinates directs edits founded heads leads manages oversees"
    " owns represents"
    " runs supervises teaches".split()
)
"""Verbs that say what a person does for a living, in the forms that say it."""


def predicated_roles(marked: Marked, span: Span) -> list[Role]:
    """Return the roles that a clause around one mention of a person gives it."""
    if span.kind != "person":
        return []
    found = [_after_being(marked, span), _before_being(marked, span), _appointment(marked, span)]
    return [role for role in found if role is not None]


def doing_of(marked: Marked, span: Span) -> Role | None:
    """Return "runs a bakery" after "Marco Paredes, 54, who": less than a role, and better than nothing."""
    words = marked.words
    i = _after_age(words, span.end)
    if span.kind != "person" or words[i : i + 2] != (",", "who") or words[i + 2 : i + 3] == ():
        return None
    start = i + 2
    if words[start].lower() not in _DOING:
        return None
    end = start + 1
    while end < len(words) and words[end] not in CLOSERS | RELATIVES | {"and", "but"}:
        end += 1
    return Role(start, end, before=False) if 2 <= end - start <= LONGEST_DOING else None


def roles_of_pronouns(document: Sequence[Marked]) -> Mapping[tuple[int, Span], tuple[int, Role]]:
    """Return, by (chunk, mention), the (chunk, role) that the next sentence tells ("She is the mayor").

    Only where the sentence before names one person and nobody else: else nobody knows who "she" is.
    """
    told: dict[tuple[int, Span], tuple[int, Role]] = {}
    for n in range(1, len(document)):
        words = document[n].words
        if words[0].lower() not in _PRONOUNS or len(words) < 4:
            continue
        role = _being(document[n], 1)
        persons = [span for span in document[n - 1].spans if span.kind == "person"]
        if role and len({fold(document[n - 1].words[span.end - 1]) for span in persons}) == 1:
            told[n - 1, persons[0]] = (n, role)
    return told


def _after_being(marked: Marked, span: Span) -> Role | None:
    """Return "mayor of Quito" after "Ana Ruiz is the" or "Ana Ruiz, who was"."""
    words = marked.words
    i = _after_age(words, span.end)
    if words[i : i + 2] == (",", "who"):
        i += 2
    return _being(marked, i)


def _being(marked: Marked, i: int) -> Role | None:
    """Return the role that follows the verb at `i`, if it is one of being."""
    words = marked.words
    if i >= len(words) or words[i].lower() not in _BEING:
        return None
    i += 1
    while i < len(words) and words[i].lower() in _ADVERBS:
        i += 1
    return _told(marked, i)


def _told(marked: Marked, start: int) -> Role | None:
    """Return the role that begins at `start` with a determiner, a modifier or the noun itself."""
    words = marked.words
    if start >= len(words):
        return None
    low = words[start].lower()
    opens = low in DETERMINERS or low in ROLE_NOUNS or low in ROLE_MODIFIERS or words[start][:1].isupper()
    return noun_phrase(marked, start, clause_end(words, start), "person") if opens else None


def _before_being(marked: Marked, span: Span) -> Role | None:
    """Return "lawyer" of "Her lawyer is Ana Ruiz"."""
    words = marked.words
    verb = span.start - 1
    while verb > 0 and (words[verb].lower() in HONORIFICS or words[verb].lower() in ABBREVIATED_TITLES):
        verb -= 1
    if verb < 2 or words[verb].lower() not in _BEING or words[0].lower() not in DETERMINERS:
        return None
    role = noun_phrase(marked, 0, verb, "person")
    return role if role and role.end == verb else None


def _appointment(marked: Marked, span: Span) -> Role | None:
    """Return "chief scientist" of "hired Ana Ruiz as its chief scientist"."""
    words = marked.words
    if words[span.end : span.end + 1] != ("as",):
        return None
    appointed = any(word.lower() in _APPOINTING for word in words[max(0, span.start - 6) : span.start])
    return _told(marked, span.end + 1) if appointed else None


def _after_age(words: Sequence[str], i: int) -> int:
    """Return the place after ", 54" when an age stands at `i`, else `i`."""
    aged = i + 2 < len(words) and words[i] == "," and words[i + 1].isdigit() and words[i + 2] == ","
    return i + 2 if aged else i
