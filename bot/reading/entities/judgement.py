"""One name as the tagger found it: trimmed, dropped when it is none, and of the right kind.

The model was trained on an encyclopaedia and on tweets; what it gets wrong of news is mostly regular: titles
taken into names, peoples taken for places, events taken for bodies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.models import EntityKind

from .gazetteers import Gazetteers, KnownName
from .lexicon import (
    ABBREVIATED_TITLES,
    BODY_BEGINNINGS,
    CALENDAR_WORDS,
    COMMON_ACRONYMS,
    CONNECTIVES,
    DIRECTIONS,
    EVENT_ENDINGS,
    FUNCTION_WORDS,
    HONORIFICS,
    ORGANISATION_ENDINGS,
    ORGANISATION_HEADS,
    ORGANISATION_NOUNS,
    PLACE_BEGINNINGS,
    PLACE_ENDINGS,
    PREPOSITIONS,
    REGNAL_TITLES,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
    TRADES,
)
from .names import is_acronym
from .tagger import Span

_PLACE_CLASSES = frozenset({"country", "region"})
_NAME_LINKS = frozenset("al bin ibn de del della der den di da dos du la le van von".split())
_TITLES_WITH_PERIOD = HONORIFICS | ABBREVIATED_TITLES
_GENERIC_WORDS = ORGANISATION_ENDINGS | ORGANISATION_HEADS | PLACE_ENDINGS | DIRECTIONS
_PLACE_PREPOSITIONS = frozenset("in at from near outside across throughout around of".split())
_BODY_LINKS = frozenset(
    "a against and at by des et for from in of on sur the to under und upon with without y".split()
)
"""Small words inside the names of bodies, works and places."""
_BODIES = ORGANISATION_NOUNS | {"site", "portal"}
_LED_BY = frozenset(
    "analyst ceo chair chairman chairwoman co-founder economist employees executive founder shareholders"
    " shares spokesman spokesperson spokeswoman stake stock strategist".split()
)
"""What a company has: "chief executive of", "an analyst at"."""
_SURNAMES_LIKE_EVENTS = frozenset({"day", "bill", "war"})
_ASIDES = frozenset("above below did does down had has nearby was were".split())
"""What opens a sentence or a caption before a name, capitalised for that alone."""
_FIRMS = frozenset("broadcaster builder contractor developer operator producer publisher retailer".split())
"""Nouns that may be a person's as well, and beside an unknown name seldom are."""
_BUILT = frozenset("airport avenue boulevard bridge palace square stadium station street".split())
"""What is named after persons in full."""
_ROADS = frozenset({"avenue", "boulevard"})
_EARTHLY = frozenset(
    "bay coast county creek harbor harbour hills island islands lake mountain mountains peninsula river"
    " road sea strait street valley village".split()
)


@dataclass(frozen=True, slots=True)
class Judge:
    """The rules for one name, over one set of gazetteers."""

    gazetteers: Gazetteers

    def judged(self, words: Sequence[str], span: Span) -> list[Span]:
        """Return `span` trimmed and with the right kind, or nothing, or both sides of a possessive."""
        if (
            words[span.start].lower() in _TITLES_WITH_PERIOD
            and span.kind == "place"
            and span.end - span.start > 1
        ):
            span = span._replace(kind="person")
        cut = _foreign_word(words, span)
        if cut is not None:
            left, right = Span(span.start, cut, span.kind), Span(cut + 1, span.end, span.kind)
            return [
                part for side in (left, right) if side.start < side.end for part in self.judged(words, side)
            ]
        if (parted := self._from_a_place(words, span)) is not None:
            return parted
        inner = _possessive_in(words, span)
        if (
            inner
            and (known := self.gazetteers.lookup(words[span.start : inner]))
            and known.classes & _PLACE_CLASSES
        ):
            rest = Span(inner + 1, span.end, span.kind)
            return [Span(span.start, inner, "place"), *self.judged(words, rest)]
        span = _with_road(words, self._trimmed(words, span))
        if span.start >= span.end or self._is_no_name(words, span):
            return []
        return [span._replace(kind=self._kind(words, span))]

    def _from_a_place(self, words: Sequence[str], span: Span) -> list[Span] | None:
        """Return "Zhou Lanying" and "China" of "Zhou Lanying of China", or None if that is no person."""
        if span.end - span.start < 4 or span.kind == "organisation":
            return None
        link = next((i for i in range(span.start + 2, span.end - 1) if words[i] == "of"), None)
        if link is None:
            return None
        names = self.gazetteers
        known = names.lookup(words[link + 1 : span.end])
        person = all(self.may_be_person(word, inside=True) for word in words[span.start : link])
        low = words[span.start].lower()
        if known is None or not person or not (low in names.first_names or low in names.last_names):
            return None
        return [Span(span.start, link, "person"), Span(link + 1, span.end, "place")]

    def _trimmed(self, words: Sequence[str], span: Span) -> Span:
        start, end, kind = span
        while end > start and not _may_end(words[end - 1], kind):
            end -= 1
        while start < end and (not _has_letter(words[start]) or words[start].lower() in {"the", "a", "an"}):
            start += 1
        while end - start > 1 and words[start].islower() and words[start] not in _NAME_LINKS:
            start += 1
        while end - start > 1 and _opens_clause(words, start, kind):
            start += 1
        if kind == "organisation":
            number = next((i for i in range(start + 1, end - 1) if words[i][0].isdigit()), end)
            end = number if words[number - 1][:1].isupper() else end
        if kind == "person":
            while start < end and self._is_title_part(words, start, end):
                start += 1
        return Span(start, end, kind)

    def _is_title_part(self, words: Sequence[str], start: int, end: int) -> bool:
        """Say whether the first word of a person's name belongs to a title before it."""
        low = words[start].lower()
        if end - start == 2 and low in REGNAL_TITLES:
            return False
        if low in _TITLES_WITH_PERIOD or words[start] in {"US", "U.S.", "UK", "U.K.", "EU", "UN"}:
            return True
        if (
            low in self.gazetteers.first_names
            and end - start > 1
            and words[start + 1].lower() not in ROLE_NOUNS
        ):
            return False
        if low in ROLE_NOUNS or low in ROLE_MODIFIERS:
            return end - start > 1 or low not in self.gazetteers.last_names
        known = self.gazetteers.lookup(words[start : start + 1])
        return end - start > 1 and known is not None and known.classes == {"demonym"}

    def _is_no_name(self, words: Sequence[str], span: Span) -> bool:
        inside = words[span.start : span.end]
        if not any([word[:1].isupper() or word[:3] == "al-" for word in inside]):
            return True
        lows = [word.lower() for word in inside]
        if all(low in CALENDAR_WORDS or low in FUNCTION_WORDS or low.isdigit() for low in lows):
            # "May" and "Will" are names beside a given name, never alone; "US" and "WHO" are
            return not all(word.isupper() and self.gazetteers.lookup([word]) for word in inside)
        if len(inside) == 1 and inside[0] in COMMON_ACRONYMS:
            return True
        if lows[-1] in EVENT_ENDINGS or lows[0] == "no.":
            named = lows[0] in self.gazetteers.first_names and lows[-1] in _SURNAMES_LIKE_EVENTS
            return len(lows) > 1 and not (named and span.kind == "person")
        if len(lows) == 1 and lows[0] in _GENERIC_WORDS and not self.gazetteers.lookup(inside):
            return lows[0] not in self.gazetteers.last_names or span.kind != "person"
        if all(low in ROLE_NOUNS or low in ROLE_MODIFIERS or self.is_people(low) for low in lows):
            return lows[-1] in ROLE_NOUNS or self.is_people(lows[-1])
        return self.is_people(" ".join(inside))

    def is_people(self, phrase: str) -> bool:
        """Say whether a phrase is a people or its adjective: "Israelis", "South Korean"."""
        known = self.gazetteers.known(phrase.title()) or self.gazetteers.known(phrase)
        return known is not None and "demonym" in known.classes and not known.classes & _PLACE_CLASSES

    def _kind(self, words: Sequence[str], span: Span) -> EntityKind:
        inside = words[span.start : span.end]
        last = inside[-1].lower()
        known = self.gazetteers.lookup(inside)
        if known and (kind := self._sure_kind(inside, known, span.kind)):
            return kind
        if self._stands_before_region(words, span):
            return "place"
        namesake = inside[0].lower() in self.gazetteers.first_names or last in self.gazetteers.last_names
        if span.kind == "person" and not known and len(inside) == 1 and self._is_body(inside[0]):
            return "organisation"
        firstly = inside[0].lower() in self.gazetteers.first_names
        if len(inside) > 1 and last in (_BUILT if span.kind != "organisation" else _ROADS):
            return "place"
        if self._looks_personal(words, span):
            return "person"
        if span.kind == "person" and len(inside) > 1 and last in {"house", "college", "school"}:
            return "organisation"
        if span.kind != "organisation" and len(inside) > 1 and not known and self._is_firm(inside):
            return "organisation"
        if span.kind != "organisation" and not known and self._is_called_body(words, span):
            return "organisation"
        if span.kind != "organisation" and len(inside) > 1 and inside[0].lower() in PLACE_BEGINNINGS:
            return "organisation" if last in ORGANISATION_ENDINGS else "place"
        if firstly and 1 < len(inside) < 4 and self._named_like_person(inside, span.kind):
            return "person"
        if span.kind == "organisation" and len(inside) > 1 and last in _EARTHLY:
            return "place"
        if span.kind != "organisation" and len(inside) > 1 and last in ORGANISATION_ENDINGS and not firstly:
            return "organisation"
        if span.kind == "organisation" and known and known.classes == {"city"} and not namesake:
            return "place"
        if span.kind == "organisation" and len(inside) == 1 and not known and not is_acronym(inside[0]):
            before = words[span.start - 1].lower() if span.start else ""
            return "place" if before in {"in", "near", "outside"} else "organisation"
        if span.kind == "organisation" and not known and self._is_somewhere(words, span):
            return "place"
        if span.kind == "person" and len(inside) > 1 and last in PLACE_ENDINGS and not firstly:
            return "place"
        return span.kind

    def _is_firm(self, inside: Sequence[str]) -> bool:
        """Say whether a name begins or ends as a company's does: "Banco Andino", "Blackmoor Coal"."""
        first, last = inside[0].lower(), inside[-1].lower()
        return first in BODY_BEGINNINGS or (last in TRADES and first not in self.gazetteers.first_names)

    def _is_called_body(self, words: Sequence[str], span: Span) -> bool:
        """Say whether the noun before an unknown name tells that it is a body's: "the airline Fjordwing"."""
        names = self.gazetteers
        lows = [word.lower() for word in words[span.start : span.end]]
        if lows[0] in names.first_names or (lows[-1] in names.last_names and len(lows) > 1):
            return False
        i = span.start - 1
        if i > 0 and words[i] == "," and words[span.end : span.end + 1] in {(",",), (".",)}:
            i -= 1
        if i < 0 or (span.kind == "place" and (i == span.start - 1 or len(lows) == 1)):
            return False
        if i > 0 and words[i] in {"of", "at", "in"} and words[i - 1] in _LED_BY:
            return True
        return words[i] in _BODIES and (words[i] not in ROLE_NOUNS or words[i] in _FIRMS)

    def _is_body(self, word: str) -> bool:
        """Say whether a word in capitals, taken for a person, is rather the acronym of a body: "ILA"."""
        return is_acronym(word) and 3 <= len(word) <= 5 and word.lower() not in self.gazetteers.first_names

    def _named_like_person(self, inside: Sequence[str], kind: EntityKind) -> bool:
        """Say whether a name that begins with a given name goes on as a person's does."""
        if not all(self.may_be_person(word, inside=True) for word in inside[1:]):
            return False
        last = inside[-1].lower()
        return last not in PLACE_ENDINGS and (kind == "place" or last in self.gazetteers.last_names)

    def _looks_personal(self, words: Sequence[str], span: Span) -> bool:
        """Say whether a title before a name or an age after it shows a person whatever the tagger says."""
        start, end, kind = span
        inside = words[start:end]
        if kind == "person" or end - start > 3 or not all(self.may_be_person(w, inside=True) for w in inside):
            return False
        if words[end : end + 1] == (",",) and words[end + 1 : end + 2] and words[end + 1].isdigit():
            return words[end + 2 : end + 3] == (",",) and len(words[end + 1]) == 2
        before = words[start - 1] if start else ""
        low = before.lower()
        return low in _TITLES_WITH_PERIOD or (low in ROLE_NOUNS and before[:1].isupper() and end - start > 1)

    def _is_somewhere(self, words: Sequence[str], span: Span) -> bool:
        """Say whether two unknown words after "in" are rather a place than a body: "in Phu Tho"."""
        before = words[span.start - 1].lower() if span.start else ""
        if before not in {"in", "near", "outside"}:
            return False
        lows = {word.lower() for word in words[span.start : span.end]}
        bodily = lows & (_GENERIC_WORDS | ORGANISATION_NOUNS | _BODY_LINKS)
        plain = not any(word.isupper() for word in words[span.start : span.end])
        return len(lows) == 2 and plain and not bodily

    def _stands_before_region(self, words: Sequence[str], span: Span) -> bool:
        """Say whether a name is one of a place by the region after it: "Valdosta, Georgia"."""
        if span.kind == "person" and span.end - span.start > 1:
            return False
        if words[span.end : span.end + 1] != (",",) or span.end + 1 >= len(words):
            return False
        match = self.gazetteers.match_at(words, span.end + 1)
        if match is None or not match[1].classes & _PLACE_CLASSES:
            return False
        placed = span.start > 0 and words[span.start - 1].lower() in _PLACE_PREPOSITIONS
        return placed and (match[0] == len(words) or not words[match[0]][:1].isalpha())

    def _sure_kind(self, inside: Sequence[str], known: KnownName, kind: EntityKind) -> EntityKind | None:
        """Return the kind of a well-known name, unless it may be a person's as well ("Jordan", "Chad")."""
        low = inside[0].lower()
        if len(inside) == 1 and (low in self.gazetteers.first_names or low in self.gazetteers.last_names):
            if kind == "organisation" and known.classes & _PLACE_CLASSES:
                return "place"
            return "place" if "country" in known.classes and low not in self.gazetteers.first_names else None
        if known.classes & _PLACE_CLASSES:
            return "place"
        return "organisation" if known.classes == {"organisation"} else None

    # --- what the tagger overlooked ------------------------------------------------------------------------

    def may_be_person(self, word: str, inside: bool = False) -> bool:
        """Say whether an unexplained word may belong to a person's name."""
        low = word.lower()
        if inside and low in _NAME_LINKS:
            return True
        if not word[:1].isupper() or low in FUNCTION_WORDS or low in CALENDAR_WORDS:
            return False
        if (
            low in ROLE_NOUNS
            or low in ROLE_MODIFIERS
            or low in ORGANISATION_ENDINGS
            or low in _TITLES_WITH_PERIOD
        ):
            return inside and low in self.gazetteers.last_names
        known = self.gazetteers.lookup([word])
        return known is None or known.classes == {"city"} or low in self.gazetteers.last_names


def _may_end(word: str, kind: EntityKind) -> bool:
    """Say whether a name may end in a word: not in punctuation, a clitic, or a small word ("Tomas I")."""
    if not _has_letter(word) or word[0] in "'’" or word.lower() in CALENDAR_WORDS:
        return False
    if word.islower():
        return kind == "organisation" and word not in FUNCTION_WORDS and "." in word
    return word.lower() not in FUNCTION_WORDS or (word.isupper() and len(word) > 1)


def _with_road(words: Sequence[str], span: Span) -> Span:
    """Return a person's name with the "Avenue" that follows it and bears it."""
    after = words[span.end] if span.start < span.end < len(words) else ""
    if span.kind == "person" and after.istitle() and after.lower() in _BUILT:
        return Span(span.start, span.end + 1, "place")
    return span


def _opens_clause(words: Sequence[str], i: int, kind: EntityKind) -> bool:
    """Say whether a word, capitalised as the first, is no part of the name after it: "But Biden"."""
    low = words[i].lower()
    if not words[i].istitle() or low in _NAME_LINKS:
        return False
    if kind == "organisation":
        return low in {"and", "but", "so", "when", "while", "if"}
    return low in CONNECTIVES or low in PREPOSITIONS or low in _ASIDES


def _has_letter(word: str) -> bool:
    return word[:1].isalnum() or any(c.isalnum() for c in word)


def _foreign_word(words: Sequence[str], span: Span) -> int | None:
    """Return where a comma or a small word stands in a span that no name holds ("Ruiz meets Lopez")."""
    for i in range(span.start, span.end):
        word = words[i]
        if word in {",", ";", ":", "—", "–"} and i + 1 < span.end:
            return i if span.kind != "organisation" or word != "," else None
        between = span.start < i < span.end - 1 and words[i + 1][:1].isupper()
        if between and word.islower() and word.isalpha() and _parts_names(word, span.kind):
            return i
    return None


def _parts_names(word: str, kind: EntityKind) -> bool:
    """Say whether a word in small letters cannot stand inside a name: it is none of the links."""
    if kind == "person":
        return len(word) > 3 and word not in _NAME_LINKS
    return word not in _NAME_LINKS and word not in _BODY_LINKS


def _possessive_in(words: Sequence[str], span: Span) -> int | None:
    """Return where a possessive 's stands inside a span, with words of the name on both sides."""
    for i in range(span.start + 1, span.end - 1):
        if words[i] in {"'s", "’s"}:
            return i
    return None
