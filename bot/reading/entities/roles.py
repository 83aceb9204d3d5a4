"""What the text says a person or organisation is: the title before a name, the apposition beside it.

A role is a piece of the text as printed (two, of a title that goes on after the name). Where a phrase might
be garbled, there is none: a wrong role is worse.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import EntityKind

from .agreement import LONGEST_ACRONYM, Marked
from .lexicon import (
    ABBREVIATED_TITLES,
    CALENDAR_WORDS,
    CONNECTIVES,
    DETERMINERS,
    FUNCTION_WORDS,
    HONORIFICS,
    PHRASE_STARTERS,
    POINTING_NOUNS,
    PREPOSITIONS,
    RELATION_NOUNS,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
)
from .names import is_acronym
from .phrases import (
    CLOSERS,
    HEADS,
    LOOKBACK,
    MAX_ROLE_LENGTH,
    POSSESSIVES,
    RELATIVES,
    Role,
    noun_phrase,
    person_at,
)
from .predications import predicated_roles
from .tagger import Span

_GOVERNING = frozenset(
    "archbishop bishop chancellor emir gov gov. governor"
    " king mayor minister premier president prince princess"
    " queen rep. sen. senator sheriff sultan".split()
)
"""Titles after which, and a name, "of ..." says of what."""
_PEOPLE_ENDINGS = ("an", "ish", "ese", "i", "ch", "ss", "sh")


def roles_of(marked: Marked, span: Span) -> list[Role]:
    """Return the roles that stand beside one mention, as printed; often none."""
    if span.kind == "place":
        found = [_apposition_after(marked, span)]
    else:
        found = [
            _title_before(marked, span),
            _apposition_after(marked, span),
            _apposition_before(marked, span),
            *predicated_roles(marked, span),
        ]
    return [role for role in found if role is not None and _tells_something(marked.words, role, span.kind)]


def role_text(marked: Marked, role: Role, text: str) -> str:
    """Return a role's words as printed, on one line."""
    chunk = marked.chunk
    pieces = [(role.start, role.end), *([role.tail] if role.tail else [])]
    printed = (text[chunk.starts[start] : chunk.end(end - 1)] for start, end in pieces)
    return " ".join(" ".join(printed).split())


def informative(words: Sequence[str], role: Role) -> float:
    """Return how much a role tells, to choose among several: whose, of what, and how exactly."""
    inside = words[role.start : role.end]
    named = sum(word[:1].isupper() and word.lower() not in ROLE_NOUNS for word in inside)
    owned = any(word in POSSESSIVES or word == "of" for word in inside)
    return min(len(inside), 5) * 0.5 + min(named, 2) + owned + 1.5 * role.before + (role.tail is not None)


# --- before the name ---------------------------------------------------------------------------------------


def _title_before(marked: Marked, span: Span) -> Role | None:
    """Return "Israel's Defense Minister" before "Yoav Gallant"; "chipmaker" before "Nvidia"."""
    words = marked.words
    heads = HEADS[span.kind]
    end = span.start
    while end > 0 and words[end - 1].lower() in HONORIFICS:
        end -= 1
    if end == 0:
        return None
    start = end - 1
    low = words[start].lower()
    if low in ABBREVIATED_TITLES and span.kind == "person":
        while start > 0 and words[start - 1].lower() in ABBREVIATED_TITLES | {"state"}:
            start -= 1
        return Role(start, end, before=True, tail=_realm(marked, span, low))
    of_title = _state_title(words, end) if span.kind == "person" else None
    if of_title is not None:
        start = of_title
    elif low not in heads or _inside_name(marked, start, heads):
        return None
    start = _with_modifiers(marked, start, heads)
    realm = _realm(marked, span, words[end - 1].lower()) if span.kind == "person" else None
    return Role(start, end, before=True, tail=realm)


def _realm(marked: Marked, span: Span, title: str) -> tuple[int, int] | None:
    """Return where "of Minnesota" stands after "Governor Walz", if something does."""
    if title not in _GOVERNING or marked.words[span.end : span.end + 1] != ("of",):
        return None
    places = (place for place in marked.spans if place.start == span.end + 1 and place.kind != "person")
    return next(((span.end, place.end) for place in places), None)


def _state_title(words: Sequence[str], end: int) -> int | None:
    """Return where "Secretary of State" or "Minister for Health" begins, if one ends before `end`."""
    i = end - 1
    while i > 0 and words[i][:1].isupper() and words[i].lower() not in ROLE_NOUNS:
        i -= 1
    if i == end - 1 or end - i > 5 or words[i] not in {"of", "for", "the"}:
        return None
    if words[i] == "the" and i:
        i -= 1
    if i < 1 or words[i] not in {"of", "for"} or words[i - 1].lower() not in ROLE_NOUNS:
        return None
    return i - 1 if words[i - 1][:1].isupper() else None


def _with_modifiers(marked: Marked, head: int, heads: frozenset[str]) -> int:
    """Return where the phrase begins that ends in the role noun at `head`."""
    words = marked.words
    start = head
    while start > max(0, head - LOOKBACK):
        word = words[start - 1]
        if word in POSSESSIVES:
            return _with_possessor(marked, start - 1) if start > 1 else start
        if words[start].lower() in PHRASE_STARTERS and not word[:1].isupper():
            break
        if not _may_modify(word) or person_at(marked, start - 1):
            break
        if not _known_modifier(marked, start - 1, heads):
            formal = words[head][:1].isupper()
            first = None if formal else _start_of_plain_words(marked, start - 1, heads)
            return start if first is None else first
        start -= 1
    if words[start].endswith("-old"):
        start += 1
    return start


def _known_modifier(marked: Marked, i: int, heads: frozenset[str]) -> bool:
    """Say whether a word before a role noun surely belongs to it: "former", "Israeli", "Google"."""
    word = marked.words[i]
    low = word.lower()
    if low in ROLE_MODIFIERS or low in heads or low.endswith("-old"):
        return True
    if not word[:1].isupper():
        return False
    # a sentence's first capital tells nothing, unless the title after it has one too, or it is a people's
    if word.isupper() and len(word) > LONGEST_ACRONYM:
        return False
    telling = i > 0 or marked.words[i + 1][:1].isupper() or low.endswith(_PEOPLE_ENDINGS)
    return telling or _inside_name(marked, i, frozenset())


def _start_of_plain_words(marked: Marked, last: int, heads: frozenset[str]) -> int | None:
    """Return where a role with unlisted words begins ("the harbour pilot"), or None if one may be a verb.

    Only a determiner, a possessor or a comma before it shows that such words belong to the role.
    """
    words = marked.words
    start = last + 1
    while start > max(0, last - 3):
        word = words[start - 1]
        if word in POSSESSIVES:
            return _with_possessor(marked, start - 1) if start > 1 else start
        if word == "," or word.lower() in DETERMINERS:
            return start
        if not _may_modify(word) or person_at(marked, start - 1):
            return None
        if not _known_modifier(marked, start - 1, heads) and not _plain_modifier(word.lower()):
            return None
        start -= 1
    return start if start == 0 and last == 0 else None


def _may_modify(word: str) -> bool:
    """Say whether a word may stand inside a title at all; "US" may, "us" may not."""
    low = word.lower()
    if is_acronym(word) or low.endswith("-old"):
        return True
    return word[:1].isalpha() and low not in FUNCTION_WORDS and low not in CALENDAR_WORDS


def _plain_modifier(low: str) -> bool:
    """Say whether an unlisted word may stand before a role noun: "climate" may, "accusing" may not."""
    return (low.replace("-", "").isalpha() and not low.endswith(("ing", "ed", "ly"))) or low in {
        "newly",
        "elected",
    }


def _with_possessor(marked: Marked, possessive: int) -> int:
    """Return where the owner begins whose 's stands at `possessive`: "Israel", "the hospital"."""
    words = marked.words
    for span in marked.spans:
        if span.start < possessive <= span.end:
            return span.start
    start = possessive - 1
    if words[start] in RELATIVES:
        return possessive + 1
    if words[start][:1].isupper():
        while start > 0 and words[start - 1][:1].isupper() and words[start - 1].lower() not in FUNCTION_WORDS:
            start -= 1
        return start
    while start > 0 and words[start - 1].isalpha() and words[start - 1].lower() not in FUNCTION_WORDS:
        start -= 1
        if possessive - start > 3:
            return possessive + 1
    if start > 0 and words[start - 1].lower() in DETERMINERS:
        return start - 1
    return possessive + 1


def _apposition_before(marked: Marked, span: Span) -> Role | None:
    """Return "the hospital's director" before ", Lena Falk,"."""
    words = marked.words
    comma = span.start - 1
    while comma > 0 and words[comma].lower() in HONORIFICS:
        comma -= 1
    after = words[span.end] if span.end < len(words) else "."
    if span.kind != "person" or comma < 1 or words[comma] != "," or after not in CLOSERS:
        return None
    for start in range(comma - 1, max(-1, comma - LOOKBACK), -1):
        word = words[start].lower()
        if not word[:1].isalnum() and word not in POSSESSIVES:
            return None
        opens = word in {"the", "a", "an", "its", "his", "her", "their", "whose"}
        if opens or start == 0:
            role = noun_phrase(marked, start, comma, "person")
            if (
                role is None
                and opens
                and words[start - 1 : start] not in {("of",), ("in",), ("for",), ("at",)}
            ):
                return None
            if role is not None and role.end == comma:
                return role._replace(before=True)
    return None


# --- after the name ----------------------------------------------------------------------------------------


def _apposition_after(marked: Marked, span: Span) -> Role | None:
    """Return "chief executive of Kelpline Energy" after "Tomas Arrieta," (and after his age)."""
    words = marked.words
    i = span.end
    if i + 2 < len(words) and words[i] == "(" and words[i + 2] == ")":
        i += 3
    if i + 2 < len(words) and words[i] == "," and words[i + 1].isdigit() and words[i + 2] == ",":
        i += 2
    if i + 1 >= len(words) or words[i] != ",":
        return None
    start = i + 1
    end = start
    while end < len(words) and words[end].lower() not in CLOSERS:
        end += 1
    if end == len(words) and words[-1] not in CLOSERS and end - start > 6:
        return None
    if _may_be_next_clause(words, span, start):
        return None
    return noun_phrase(marked, start, end, span.kind)


def _may_be_next_clause(words: Sequence[str], span: Span, start: int) -> bool:
    """Say whether the comma may close an opening clause: "After meeting Gallant, the minister ..."."""
    if words[0].lower() not in PREPOSITIONS and words[0].lower() not in CONNECTIVES:
        return False
    first_comma = "," not in words[: span.start]
    return first_comma and words[start].lower() in {"the", "his", "her", "their", "its", "officials"}


# --- both --------------------------------------------------------------------------------------------------


def _inside_name(marked: Marked, i: int, heads: frozenset[str]) -> bool:
    """Say whether a word belongs to a name that is not itself made of titles."""
    return any(
        span.start <= i < span.end
        and not (span.kind != "person" and marked.words[span.end - 1].lower() in heads)
        for span in marked.spans
    )


def _tells_something(words: Sequence[str], role: Role, kind: EntityKind) -> bool:
    """Say whether a role is worth showing: not "ally" alone, no bare number, not too long."""
    inside = [word.lower() for word in words[role.start : role.end]]
    if not inside or sum(map(len, inside)) + len(inside) - 1 > MAX_ROLE_LENGTH + 5:
        return False
    if not any(word[0].isalpha() for word in inside):
        return False
    if inside[-1] in POINTING_NOUNS and POSSESSIVES.isdisjoint(inside):
        return False
    weak = (
        RELATION_NOUNS
        if kind == "person"
        else frozenset({"group", "giant", "team", "unit", "body", "city", "area"})
    )
    return len(inside) > 1 or inside[0] not in weak
