"""The names of one sentence that the tagger overlooked or cut short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.models import EntityKind

from .gaps import Capitals, Find, capitals_of, opens, run_start
from .gazetteers import KnownName
from .judgement import Judge
from .lexicon import (
    ABBREVIATED_TITLES,
    CALENDAR_WORDS,
    DIRECTIONS,
    EVENT_ENDINGS,
    FINITE_VERBS,
    FUNCTION_WORDS,
    HONORIFICS,
    ORGANISATION_ENDINGS,
    ORGANISATION_HEADS,
    ORGANISATION_NOUNS,
    PLACE_ENDINGS,
    ROLE_NOUNS,
    SAYING_VERBS,
    STORM_WORDS,
)
from .names import is_acronym
from .tagger import Span

_PLACE_CLASSES = frozenset({"country", "region"})
_PLACE_PREPOSITIONS = frozenset("in at from near outside across throughout around".split())
_NAME_LINKS = frozenset("al bin ibn de del della der den di da dos du la le van von".split())
_TITLES_WITH_PERIOD = HONORIFICS | ABBREVIATED_TITLES
_GENERIC_WORDS = ORGANISATION_ENDINGS | ORGANISATION_HEADS | PLACE_ENDINGS | DIRECTIONS
_WATERS = frozenset({"Bay", "Gulf", "Isle", "Sea", "Strait", "Straits", "Cape", "Republic", "Kingdom"})
_PLURAL_OWNERS = ("s", "men", "people", "children")
_SURNAME_LINKS = frozenset({"von", "van", "bin", "de", "del", "di", "ten", "ter"})
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})


def may_hold_names(words: Sequence[str]) -> bool:
    """Say whether a sentence can hold names: not one of small words after a plain first one."""
    opening = words[0]
    if not opening.istitle() or opening.lower() not in FUNCTION_WORDS:
        return True
    return not all(word.islower() or not word[0].isalpha() for word in words[1:])


@dataclass(frozen=True, slots=True)
class Refiner:
    """The way from the tagger's spans to the names of a sentence, rule by rule."""

    judge: Judge

    def refine(self, words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
        """Return the names of one sentence, in order and apart, from what the tagger found."""
        kept = [better for span in spans for better in self.judge.judged(words, span)]
        capitals = capitals_of(words)
        kept = capitals.fill(words, kept, (self._known, self._titled))
        kept = self._of_names(words, capitals, kept)
        kept = self._of_places(words, capitals, kept)
        kept = self._grown_persons(words, kept)
        kept = capitals.fill(words, kept, (self._runs, self._called, self._employers, self._openers))
        kept = self._owned_names(words, kept)
        return [span for span in _acronyms(words, kept) if not _is_storm(words, span)]

    def _known(self, words: Sequence[str], capitals: Capitals, spans: Sequence[Span]) -> Find:
        """Find well-known places and organisations."""
        shouting = 2 * len(capitals.starts) > len(words) and sum(
            word.isupper() for word in words
        ) > 0.6 * len(words)

        def find(start: int, stop: int) -> Span | None:
            match = self.judge.gazetteers.match_at(words, start, stop)
            if match is None:
                return None
            end, known = match
            kind = self._kind_here(words, start, end, known, shouting)
            return Span(start, end, kind) if kind else None

        return find

    def _kind_here(
        self, words: Sequence[str], start: int, end: int, known: KnownName, shouting: bool
    ) -> EntityKind | None:
        alone = end - start == 1
        low = words[start].lower()
        goes_on = end < len(words) and words[end][:1].isupper() and words[end].lower() not in ROLE_NOUNS
        namesake = alone and (
            low in self.judge.gazetteers.first_names or low in self.judge.gazetteers.last_names
        )
        placed = start > 0 and words[start - 1].lower() in _PLACE_PREPOSITIONS
        if known.classes & _PLACE_CLASSES and not (shouting and low in FUNCTION_WORDS):
            return None if namesake and not placed and low in self.judge.gazetteers.first_names else "place"
        if alone and (low in FUNCTION_WORDS or low in CALENDAR_WORDS) and not words[start].isupper():
            return None
        if "demonym" in known.classes:
            return None
        if "organisation" in known.classes:
            unsure = alone and not words[start].isupper() and (goes_on or opens(words, start))
            return None if unsure or shouting else "organisation"
        return "place" if not goes_on and (not alone or (placed and not namesake)) else None

    def _titled(self, words: Sequence[str], capitals: Capitals, spans: Sequence[Span]) -> Find:
        """Find persons after a title: "Mr. Okafor", "Defense Minister Yoav Gallant"."""

        def find(start: int, stop: int) -> Span | None:
            if not start or not self.judge.may_be_person(words[start]):
                return None
            before = words[start - 1]
            low = before.lower()
            formal = low in _TITLES_WITH_PERIOD or (low in ROLE_NOUNS and before[:1].isupper())
            first = words[start].lower() in self.judge.gazetteers.first_names
            if not formal and not (low in ROLE_NOUNS and first):
                return None
            end = start + 1
            while end < stop and end - start < 4 and self.judge.may_be_person(words[end], inside=True):
                end += 1
            while end > start and words[end - 1] in _NAME_LINKS:
                end -= 1
            if not formal and end - start < 2:
                return None
            return Span(start, end, "person") if end > start else None

        return find

    def _of_names(self, words: Sequence[str], capitals: Capitals, spans: Sequence[Span]) -> list[Span]:
        """Add "Ministry of Health", and let "Bank" or "National Bank" go on with "of Ecuador"."""
        kept = list(spans)
        if "of" not in words and "for" not in words:
            return kept
        for i in range(1, len(words) - 1):
            if words[i] not in {"of", "for"} or words[i - 1].lower() not in ORGANISATION_HEADS:
                continue
            if not words[i - 1][:1].isupper():
                continue
            end = capitals.run_end(i + 2 if words[i + 1] == "the" else i + 1)
            if end is None:
                continue
            start = i - 1
            for span in kept:
                if span.start < i <= span.end:
                    start, end = min(start, span.start), max(end, span.end)
                elif span.start < end <= span.end:
                    end = span.end
            while start > 0 and words[start - 1].lower() == "university":
                start -= 1
            kept = [span for span in kept if span.end <= start or span.start >= end]
            kept.append(Span(start, end, "organisation"))
        return sorted(kept)

    def _of_places(self, words: Sequence[str], capitals: Capitals, spans: Sequence[Span]) -> list[Span]:
        """Let "Gulf" or "Strait" go on with "of Finland"."""
        kept = list(spans)
        if _WATERS.isdisjoint(words):
            return kept
        for i in range(1, len(words) - 1):
            if words[i] != "of" or words[i - 1] not in _WATERS:
                continue
            end = capitals.run_end(i + 1)
            if end is not None:
                kept = [span for span in kept if span.end < i or span.start >= end]
                kept.append(Span(i - 1, end, "place"))
        return sorted(kept)

    def _grown_persons(self, words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
        """Give persons the surname after and the given name before that the tagger cut off."""
        grown: list[Span] = []
        for n, (start, end, kind) in enumerate(spans):
            left = grown[-1].end if grown else 0
            right = spans[n + 1].start if n + 1 < len(spans) else len(words)
            if kind == "person":
                start = self._start_with_links(words, left, start)
                end = self._end_of_person(words, start, end, right)
            grown.append(Span(start, end, kind))
        return grown

    def _end_of_person(self, words: Sequence[str], start: int, end: int, right: int) -> int:
        """Return where a person's name ends that begins with a given name or goes on with a surname."""
        first = words[start].lower() in self.judge.gazetteers.first_names
        while end < right and end - start < 4:
            after_links = end
            while first and after_links < right and words[after_links] in _NAME_LINKS:
                after_links += 1
            if after_links == right:
                break
            month = first and end - start == 1 and self._surname_like_month(words, after_links)
            if not month and not self.judge.may_be_person(words[after_links]):
                break
            if not first and words[after_links].lower() not in self.judge.gazetteers.last_names:
                break
            end = after_links + 1
        return end

    def _start_with_links(self, words: Sequence[str], left: int, start: int) -> int:
        """Return where a person's name begins: "von der" and a given name before it belong to it."""
        linked = start
        while linked > left and words[linked - 1] in _NAME_LINKS:
            linked -= 1
        named = linked > left and self.judge.may_be_person(words[linked - 1])
        given = named and words[linked - 1].lower() in self.judge.gazetteers.first_names
        if given or (linked < start and named and not opens(words, linked - 1)):
            return linked - 1
        arabic = named and words[start][:3].lower() in {"al-", "el-"}
        if arabic or (named and linked - 1 > left and self._is_title(words[linked - 2])):
            return linked - 1
        return linked if linked < start and words[linked] in _SURNAME_LINKS else start

    @staticmethod
    def _is_title(word: str) -> bool:
        """Say whether a word is a title before a name: "President", "Dr."."""
        return word.lower() in _TITLES_WITH_PERIOD or (word.lower() in ROLE_NOUNS and word[:1].isupper())

    def _surname_like_month(self, words: Sequence[str], i: int) -> bool:
        """Say whether "May" or "March" after a given name is a surname: no number follows."""
        low = words[i].lower()
        dated = i + 1 < len(words) and words[i + 1][:1].isdigit()
        return (
            words[i].istitle()
            and low in CALENDAR_WORDS
            and low in self.judge.gazetteers.last_names
            and not dated
        )

    def _owned_names(self, words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
        """Give "Association" back its "International Longshoremen's"."""
        if _POSSESSIVES.isdisjoint(words) and all(one.end <= other.start for one, other in pairwise(spans)):
            return list(spans)
        kept: list[Span] = []
        for span in _with_lone_endings(words, spans):
            start = self._start_of_owned(words, span) if span.kind == "organisation" else span.start
            while kept and kept[-1].end > start:
                start = min(start, kept.pop().start)
            if start < span.start or span in spans:
                kept.append(span._replace(start=start))
        return kept

    def _start_of_owned(self, words: Sequence[str], span: Span) -> int:
        """Return where a body's name begins that holds a possessive: "Harbour and Ferry Workers' Union"."""
        start = span.start
        if start > 1 and words[start - 1] in _POSSESSIVES:
            owner = words[start - 2]
            plural = owner[:1].isupper() and owner.endswith(_PLURAL_OWNERS)
            return (
                run_start(words, start - 2) if plural and not self.judge.gazetteers.lookup([owner]) else start
            )
        if any(word in _POSSESSIVES for word in words[start + 1 : span.end - 1]):
            return run_start(words, start)
        return start

    def _runs(self, words: Sequence[str], capitals: Capitals, spans: Sequence[Span]) -> Find:
        """Find persons by their given name, and runs of capitals that end as a body or place does."""

        def find(start: int, stop: int) -> Span | None:
            if not words[start][:1].isupper() or words[start].lower() in FUNCTION_WORDS:
                return None
            end = capitals.run_end(start, stop) or start
            if end - start < 2 or end - start > 6 or words[start].lower() in CALENDAR_WORDS:
                return None
            last, first = words[end - 1].lower(), words[start].lower()
            if last in EVENT_ENDINGS:
                return None
            if last in ORGANISATION_ENDINGS:
                return self._trimmed_people(words, Span(start, end, "organisation"))
            if last in PLACE_ENDINGS:
                return Span(start, end, "place")
            named = first in self.judge.gazetteers.first_names and end - start <= 3
            sure = not opens(words, start) or words[end - 1].lower() in self.judge.gazetteers.last_names
            if (
                named
                and sure
                and all(self.judge.may_be_person(word, inside=True) for word in words[start:end])
            ):
                return Span(start, end, "person")
            return None

        return find

    def _called(self, words: Sequence[str], capitals: Capitals, spans: Sequence[Span]) -> Find:
        """Find what the noun beside it tells to be a body: "the journal Nature", "the maker, Vorn,"."""

        def find(start: int, stop: int) -> Span | None:
            end = capitals.run_end(start, stop)
            if end is None or end - start > 3 or start < 2:
                return None
            noun = start - 2 if words[start - 1] == "," and words[end : end + 1] == (",",) else start - 1
            beside = words[noun] in ORGANISATION_NOUNS and (noun < start - 1 or words[noun] not in ROLE_NOUNS)
            plain = any(self._is_plain(word) for word in words[start:end])
            return Span(start, end, "organisation") if beside and not plain else None

        return find

    def _is_plain(self, word: str) -> bool:
        """Say whether a capitalised word is a title, a people, or a person's given name."""
        low = word.lower()
        common = low in ROLE_NOUNS or low in FUNCTION_WORDS or low in CALENDAR_WORDS
        return common or low in self.judge.gazetteers.first_names or self.judge.is_people(word)

    def _openers(self, words: Sequence[str], capitals: Capitals, spans: Sequence[Span]) -> Find:
        """Find the unknown word that opens a sentence and acts as names do: "Vornwick stopped flying"."""

        def find(start: int, stop: int) -> Span | None:
            word, low = words[start], words[start].lower()
            if not opens(words, start) or not word.istitle() or len(word) < 4 or start + 1 >= stop:
                return None
            after = words[start + 1]
            acts = (
                after in FINITE_VERBS or after in SAYING_VERBS or after in {"'s", "’s"} or after[-2:] == "ed"
            )
            if not acts or self._is_plain(word) or self._is_common(low):
                return None
            if self.judge.gazetteers.lookup([word]) or low in _GENERIC_WORDS or low in ORGANISATION_NOUNS:
                return None
            namesake = low in self.judge.gazetteers.last_names
            return Span(start, start + 1, "person" if namesake else "organisation")

        return find

    def _is_common(self, low: str) -> bool:
        """Say whether a word, or what it is a form of, is one that English writes small."""
        common = self.judge.gazetteers.common_words
        forms = (low, low + "s", low.removesuffix("s"), low.removesuffix("es"), low.removesuffix("ed"))
        return any(form in common for form in (*forms, low.removesuffix("ing"), low.removesuffix("ly")))

    def _employers(self, words: Sequence[str], capitals: Capitals, spans: Sequence[Span]) -> Find:
        """Find the unknown owner of a role beside a person: "Ana Ruiz, Iberfon's technical director"."""
        persons = {span.end for span in spans if span.kind == "person"}

        def find(start: int, stop: int) -> Span | None:
            if not start or words[start - 1] != "," or start - 1 not in persons:
                return None
            end = capitals.run_end(start, stop)
            if end is None or words[end : end + 1] not in {("'s",), ("’s",)}:
                return None
            roles = any(word.lower() in ROLE_NOUNS for word in words[end + 1 : end + 5])
            people = self.judge.is_people(" ".join(words[start:end]))
            return Span(start, end, "organisation") if roles and not people else None

        return find

    def _trimmed_people(self, words: Sequence[str], span: Span) -> Span | None:
        """Return an organisation without the people before it, or None when nothing but one word is left."""
        start = span.start
        while start < span.end and self.judge.is_people(words[start]):
            start += 1
        return span._replace(start=start) if span.end - start > 1 else None


def _with_lone_endings(words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Return `spans` with words after a possessive that might end an organisation's name: "'s Union"."""
    taken = {i for span in spans for i in range(span.start, span.end)}
    lone = [
        Span(i, i + 1, "organisation")
        for i in range(2, len(words))
        if i not in taken
        and words[i - 1] in _POSSESSIVES
        and words[i][:1].isupper()
        and words[i].lower() in ORGANISATION_ENDINGS
    ]
    return sorted([*spans, *lone])


def _acronyms(words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Let "(ILA)" be what the name before it is."""
    if "(" not in words:
        return sorted(spans)
    kept = list(spans)
    for span in spans:
        if span.end + 2 >= len(words) or words[span.end] != "(" or words[span.end + 2] != ")":
            continue
        short = span.end + 1
        if span.kind != "person" and span.end - span.start > 1 and is_acronym(words[short]):
            kept = [other for other in kept if not other.start <= short < other.end]
            kept.append(Span(short, short + 1, span.kind))
    return sorted(kept)


def _is_storm(words: Sequence[str], span: Span) -> bool:
    for word in words[max(0, span.start - 1) : span.end][:2]:
        if word[:1].isupper() and word.lower() in STORM_WORDS:
            return True
    return False
