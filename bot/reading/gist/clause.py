"""The clause that a headline or a lead sentence opens on: who does it (subject), what is done (predicate).

No tagger: headlines are short and their grammar is narrow. The finite verb is the first word that is a verb
by its form and may be one by what stands beside it; what stands before it is the subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.gist.headline_words import Word, split_words
from bot.reading.gist.lexicon import (
    ADDRESSING,
    ADVERBS,
    ATTRIBUTING,
    BEFORE_NO_VERB,
    CLAUSE_ENDS,
    COUNTS,
    NOT_A_NOUN,
    PLURALS,
    PREPOSITIONS,
    RELATIVES,
    SELDOM_NOUNS,
    TIME_NOUN,
)
from bot.reading.gist.verbs import BASE, PARTICIPLES, PLAIN_BASE, POSSIBLE_SINGULAR, is_sure_verb

_FINITE, _SURE, _LIKELY, _UNLIKELY = 4, 3, 2, 1

LONGEST_LISTED = 4
"""Words that the last item of a list may have."""
MOST_CHARACTERS = 600
"""A clause is found in so much, or it is none."""
_ATTRIBUTION_WORDS = 4
"""Words of ", tests show" in which the verb stands."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A subject and its predicate, by the indices of the clause's first word, its verb, and its end."""

    text: str
    words: tuple[Word, ...]
    first: int
    verb: int
    end: int

    @property
    def subject(self) -> tuple[Word, ...]:
        """The words before the verb."""
        return self.words[self.first : self.verb]

    def quote(self, first: int, last: int) -> str:
        """Return the words from `first` up to `last`, as printed, without marks at the edges."""
        if first >= last:
            return ""
        return self.text[self.words[first].start : self.words[last - 1].end]


def find_clause(text: str, names: frozenset[str]) -> Clause | None:
    """Return the first clause of a text that has a verb of its own, or None when there is none."""
    words = split_words(text[:MOST_CHARACTERS], names)
    addressing = None
    first = 0
    while first < len(words):
        end = _clause_end(words, first)
        verb = _finite_verb(words, first, end)
        if verb is not None:
            clause = Clause(text, words, first, verb, end)
            if words[first].plain not in ADDRESSING:
                return clause
            # "You knew it, but the Cubs have won": the reader is no actor
            addressing = addressing or clause
        first = end + 1
    return addressing


def _clause_end(words: Sequence[Word], first: int, *, also_as: bool = True) -> int:
    """Return where the clause ends that begins at `first`: at a side clause, ", and" or ", police say"."""
    for place in range(first + 1, len(words)):
        word, before = words[place], words[place - 1]
        opens_another = word.plain in CLAUSE_ENDS and (also_as or word.plain != "as")
        if opens_another and not _is_preposition(words, place):
            return place
        if before.ends_phrase and word.plain in ("and", "but"):
            return place
        if before.ends_phrase and any(
            near.plain in ATTRIBUTING for near in words[place : place + _ATTRIBUTION_WORDS]
        ):
            return place
    return len(words)


def _is_preposition(words: Sequence[Word], place: int) -> bool:
    """Whether what can open a side clause opens none: "since 1977", "a week after", "named as speaker"."""
    word, before = words[place].plain, words[place - 1].plain
    if word in ("since", "until", "till"):
        following = words[place + 1 : place + 2]
        return bool(following) and (following[0].is_name or following[0].plain[0].isdigit())
    if word in ("after", "before", "since") and TIME_NOUN.match(before):
        return True
    if word != "as":
        return False
    # a further "as" is not asked what it is: every one would ask all behind it
    return _finite_verb(words, place + 1, _clause_end(words, place + 1, also_as=False)) is None


def _finite_verb(words: Sequence[Word], first: int, end: int) -> int | None:
    """Return the index of the likeliest finite verb of the words from `first` up to `end`."""
    best, best_strength = None, 0
    relative = False
    for place in range(first + 1, end):
        if words[place].plain in RELATIVES:
            relative = True
            continue
        if relative and _can_be_verb(words[place].plain):
            # "the man who won it": the verb of the side clause
            relative = False
            continue
        strength = _strength(words[first:end], place - first)
        if strength > best_strength:
            best, best_strength = place, strength
            if strength == _FINITE:
                break
    return best


def _can_be_verb(plain: str) -> bool:
    return plain in BASE or plain in POSSIBLE_SINGULAR or is_sure_verb(plain)


def _strength(words: Sequence[Word], place: int) -> int:
    """Return how surely a word is the verb of what stands before it: 0 not at all, 3 surely."""
    word, before = words[place], words[place - 1]
    following = words[place + 1] if place + 1 < len(words) else None
    if word.plain == "to" and following is not None:
        # "Hospital to close its ward"
        return _UNLIKELY if following.plain in BASE or following.plain == "be" else 0
    if word.is_name or before.plain in BEFORE_NO_VERB or before.is_possessive:
        return 0
    plain = word.plain.rpartition("-")[2]
    if is_sure_verb(plain):
        return _strength_of_sure(words, place)
    if "-" in word.plain:
        return 0
    if plain in POSSIBLE_SINGULAR:
        if following is not None and _does(words, place + 1):
            # "air strikes kill": the plural of a noun
            return 0
        return _LIKELY if before.is_name else _UNLIKELY
    if plain in BASE:
        if _is_plural(words, place):
            return _LIKELY
        return _UNLIKELY if before.is_name and following is not None else 0
    # a verb that the list lacks: "Ishiba dissolves"
    return _UNLIKELY if before.is_name and plain.endswith("s") and _names_several(plain) else 0


def _strength_of_sure(words: Sequence[Word], place: int) -> int:
    """Tell the finite verb from the participle: "stabbed on stage | loses sight", "newly | released data"."""
    plain = words[place].plain
    following = words[place + 1] if place + 1 < len(words) else None
    if _is_adjective(words, place):
        return _UNLIKELY
    if plain in PARTICIPLES and following is not None and _is_noun(following):
        return _UNLIKELY
    passive = plain.endswith("ed") or plain in PARTICIPLES
    return _SURE if passive and following is not None and following.plain in PREPOSITIONS else _FINITE


def _is_adjective(words: Sequence[Word], place: int) -> bool:
    """Whether a participle stands before its noun: "two injured workers", "newly released data"."""
    word, before = words[place], words[place - 1]
    following = words[place + 1] if place + 1 < len(words) else None
    if following is None or word.ends_phrase or not word.plain.endswith("ed") or not _is_noun(following):
        return False
    return (
        before.plain in COUNTS
        or before.plain[0].isdigit()
        or before.plain.endswith("ly")
        or "-" in word.plain
    )


def _does(words: Sequence[Word], place: int) -> bool:
    """Whether a word behind a plural is its verb ("kill 12", "target a port"), not a noun ("protest in")."""
    word = words[place]
    if word.is_name or word.plain not in BASE:
        return False
    behind = words[place + 1] if place + 1 < len(words) else None
    return (
        word.plain in PLAIN_BASE
        or word.plain in SELDOM_NOUNS
        or (
            behind is not None
            and (behind.is_name or behind.plain in ("a", "an", "the") or behind.plain[0].isdigit())
        )
    )


def _is_noun(word: Word) -> bool:
    return (
        not word.is_name
        and word.plain not in NOT_A_NOUN
        and word.plain[:1].isalpha()
        and word.plain[-2:] != "ly"
    )


def _is_plural(words: Sequence[Word], place: int) -> bool:
    """Whether what stands before may be several: "Cubs", "police", "talks in Cairo", "Biden and Xi"."""
    before = place - 1
    while before > 0 and (words[before].plain in ADVERBS or words[before].plain.endswith("ly")):
        before -= 1
    plain = words[before].plain
    if _names_several(plain):
        # "council passes harbour tax": a verb before a noun
        return before == 0 or words[before].is_name or plain not in POSSIBLE_SINGULAR or _does(words, place)
    head = next((at - 1 for at in range(1, before + 1) if words[at].plain in PREPOSITIONS), before)
    if head != before and _names_several(words[head].plain) and _does(words, place):
        return True
    return _is_coordinated(words, before)


def _is_coordinated(words: Sequence[Word], last: int) -> bool:
    """Whether the word closes a list: "Biden, Netanyahu", "scientists Ambros and Ruvkun"."""
    for place in range(last, max(0, last - LONGEST_LISTED), -1):
        if words[place].plain in PREPOSITIONS or words[place].plain.endswith("ing"):
            return False
        if words[place - 1].plain in ("and", "&") or words[place - 1].ends_phrase:
            return True
    return False


def _names_several(plain: str) -> bool:
    return plain in PLURALS or (plain.endswith("s") and not plain.endswith(("ss", "'s", "us", "is")))
