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
    CALENDAR_WORDS,
    COMMON_ACRONYMS,
    DIRECTIONS,
    EVENT_ENDINGS,
    FUNCTION_WORDS,
    HONORIFICS,
    ORGANISATION_ENDINGS,
    ORGANISATION_HEADS,
    PLACE_BEGINNINGS,
    PLACE_ENDINGS,
    REGNAL_TITLES,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
)
from .names import is_acronym
from .tagger import Span

_PLACE_CLASSES = frozenset({"country", "region"})
_NAME_LINKS = frozenset("al bin ibn de del della der den di da dos du la le van von".split())
_TITLES_WITH_PERIOD = HONORIFICS | ABBREVIATED_TITLES
_GENERIC_WORDS = ORGANISATION_ENDINGS | ORGANISATION_HEADS | PLACE_ENDINGS | DIRECTIONS
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
        inner = _possessive_in(words, span)
        if (
            inner
            and (known := self.gazetteers.lookup(words[span.start : inner]))
            and known.classes & _PLACE_CLASSES
        ):
            rest = Span(inner + 1, span.end, span.kind)
            return [Span(span.start, inner, "place"), *self.judged(words, rest)]
        span = self._trimmed(words, span)
        if span.start >= span.end or self._is_no_name(words, span):
            return []
        return [span._replace(kind=self._kind(words, span))]

    def _trimmed(self, words: Sequence[str], span: Span) -> Span:
        start, end, kind = span
        while end > start and not _may_end(words[end - 1], kind):
            end -= 1
        while start < end and (not _has_letter(words[start]) or words[start].lower() in {"the", "a", "an"}):
            start += 1
        while end - start > 1 and words[start].islower() and words[start] not in _NAME_LINKS:
            start += 1
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
        lows = [word.lower() for word in inside]
        if not any(word[:1].isupper() or word[:3] == "al-" for word in inside):
            return True
        if all(low in CALENDAR_WORDS or low in FUNCTION_WORDS or low.isdigit() for low in lows):
            # "May" and "Will" are names beside a given name, never alone; "US" and "WHO" are
            return not all(word.isupper() and self.gazetteers.lookup([word]) for word in inside)
        if len(inside) == 1 and inside[0] in COMMON_ACRONYMS:
            return True
        if lows[-1] in EVENT_ENDINGS or lows[0] == "no.":
            named = lows[0] in self.gazetteers.first_names and lows[-1] in self.gazetteers.last_names
            return len(lows) > 1 and not (named and span.kind == "person")
        if len(lows) == 1 and lows[0] in _GENERIC_WORDS and not self.gazetteers.lookup(inside):
            return lows[0] not in self.gazetteers.last_names or span.kind != "person"
        if all(low in ROLE_NOUNS or low in ROLE_MODIFIERS or self.is_people(low) for low in lows):
            return lows[-1] in ROLE_NOUNS or self.is_people(lows[-1])
        return self.is_people(" ".join(inside))

    def is_people(self, phrase: str) -> bool:
        """Say whether a phrase is a people or its adjective: "Israelis", "South Korean"."""
        known = self.gazetteers.lookup(phrase.title().split(" ")) or self.gazetteers.lookup([phrase])
        return known is not None and "demonym" in known.classes and not known.classes & _PLACE_CLASSES

    def _kind(self, words: Sequence[str], span: Span) -> EntityKind:
        inside = words[span.start : span.end]
        last = inside[-1].lower()
        known = self.gazetteers.lookup(inside)
        if known and (kind := self._sure_kind(inside, known)):
            return kind
        namesake = inside[0].lower() in self.gazetteers.first_names or last in self.gazetteers.last_names
        if span.kind == "person" and not known and len(inside) == 1 and self._is_body(inside[0]):
            return "organisation"
        firstly = inside[0].lower() in self.gazetteers.first_names
        if self._looks_personal(words, span):
            return "person"
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
        if span.kind == "person" and len(inside) > 1 and last in PLACE_ENDINGS and not firstly:
            return "place"
        return span.kind

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

    def _sure_kind(self, inside: Sequence[str], known: KnownName) -> EntityKind | None:
        """Return the kind of a well-known name, unless it may be a person's as well ("Jordan", "Chad")."""
        low = inside[0].lower()
        if len(inside) == 1 and (low in self.gazetteers.first_names or low in self.gazetteers.last_names):
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


def _has_letter(word: str) -> bool:
    return word[:1].isalnum() or any(c.isalnum() for c in word)


def _possessive_in(words: Sequence[str], span: Span) -> int | None:
    """Return where a possessive 's stands inside a span, with words of the name on both sides."""
    for i in range(span.start + 1, span.end - 1):
        if words[i] in {"'s", "’s"}:
            return i
    return None
