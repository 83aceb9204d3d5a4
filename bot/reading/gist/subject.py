"""Whom a clause's subject names, in the fullest form that the article has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.models import Entity
from bot.names import name_words
from bot.reading.gist.clause import Clause
from bot.reading.gist.headline_words import Word
from bot.reading.gist.lexicon import (
    ADVERBS,
    AFTER_NOUN_PHRASE,
    DETERMINERS,
    INDEFINITE,
    INTRODUCING,
    NO_ACTOR,
    ONE_PERSON,
    OPENING_ADVERBS,
    OPENING_OBJECTS,
    PREPOSITIONS,
    TITLES,
)
from bot.reading.gist.verbs import is_sure_verb

MOST_SUBJECT_WORDS = 10
"""A longer subject is a sentence that was read wrongly."""
MOST_NAME_WORDS = 4
"""A longer name is not taken for the full form of a surname."""
MAIN_PERSON_MENTIONS = 3
"""A person named this often may be the one whom the headline calls "man" or "star"."""

COUNTING = re.compile(r"(?:At (?:least|most)|Over|Under|By far|Up to) ")
"""What opens a count, and no side clause."""


def find_subject(clause: Clause | None, entities: Sequence[Entity]) -> list[str]:
    """Return the names, or the words, of a clause's subject; `entities` are the article's, best first.

    Nothing is returned for a pronoun, or for what is hardly a subject.
    """
    if clause is None:
        return []
    names = _list_of_names(clause, entities)
    if names:
        return names
    first, last = _noun_phrase(clause)
    words = clause.words[first:last]
    counting = bool(COUNTING.match(clause.text, clause.words[clause.first].start))
    if not words or len(words) > MOST_SUBJECT_WORDS or (_says_nobody(words[0]) and not counting):
        return []
    if words[-1].is_name:
        begin = _name_begins(clause.words, first, last)
        if begin == first or clause.words[begin - 1].plain != "of":
            return [_full_name(clause.quote(begin, last), entities)]
        # "mayor of Naples", but "Bank of England"
        return [_full_name(clause.quote(first, last), entities)]
    if words[0].plain not in INDEFINITE and (person := _person_called(words[-1].plain, entities)):
        return [person]
    return [clause.quote(first, last)]


def _name_begins(words: Sequence[Word], first: int, last: int) -> int:
    """Return where the name begins that ends at `last`: "Japan's | Ishiba", "star | Max Verstappen"."""
    begin = last
    while begin > first and words[begin - 1].is_name and not words[begin - 1].is_possessive:
        begin -= 1
    return begin if begin < last else last - 1


def _says_nobody(word: Word) -> bool:
    """Whether a subject that opens on this names nobody: a pronoun, or a side clause read wrongly."""
    if word.plain in NO_ACTOR or (word.plain in INTRODUCING and word.plain not in ("over", "under")):
        return True
    return not word.is_name and word.plain.endswith(("ing", "ed"))


def _list_of_names(clause: Clause, entities: Sequence[Entity]) -> list[str]:
    """Return the names of a subject that is nothing but names ("Biden, Netanyahu", "Sudan and Chad")."""
    runs: list[list[int]] = [[]]
    for place in range(clause.first, clause.verb):
        word = clause.words[place]
        if word.plain in ("and", "&"):
            runs.append([])
        elif word.is_name:
            runs[-1].append(place)
            if word.ends_phrase:
                runs.append([])
        else:
            return []
    runs = [run for run in runs if run]
    if len(runs) < 2:
        return []
    return [_full_name(clause.quote(run[0], run[-1] + 1), entities) for run in runs]


def _noun_phrase(clause: Clause) -> tuple[int, int]:
    """Return where the subject's noun phrase begins and ends among the clause's words."""
    words, first, last = clause.words, clause.first, clause.verb
    while first < last and words[first].plain in OPENING_ADVERBS:
        first += 1
    for place in range(first, last):
        if place > first and _ends_phrase(words, first, place):
            last = place
            break
        if words[place].ends_phrase:
            last = place + 1
            break
    while last > first and (words[last - 1].plain in ADVERBS or words[last - 1].plain.endswith("ly")):
        last -= 1
    if first < last - 1 and words[first].plain == "the":
        first += 1
    return first, last


def _ends_phrase(words: Sequence[Word], first: int, place: int) -> bool:
    """Whether the noun phrase ends before it: "police | in Rome", "woman | trying to", "party | (PTI)"."""
    plain = words[place].plain
    following = words[place + 1] if place + 1 < len(words) else None
    if words[place].opens_bracket:
        return True
    if is_sure_verb(plain) and following is not None and following.plain in PREPOSITIONS:
        # "author stabbed on stage"
        return True
    if plain in AFTER_NOUN_PHRASE:
        return not (place == first + 1 and words[first].plain == "up")  # "up to 76 people"
    return (
        plain.endswith("ing")
        and following is not None
        and (following.is_name or following.plain in OPENING_OBJECTS)
        and words[place - 1].plain not in DETERMINERS
    )


def _full_name(name: str, entities: Sequence[Entity]) -> str:
    """Return the fullest form of a name that the article has, or the name itself."""
    words = name_words(name)
    known = [(name_words(entity.name), entity.name) for entity in entities]
    if not words:
        return name
    if len(words) == 1 or words[-2] in TITLES:
        for own, full in known:
            # "Lady" Gaga's is part of the name
            title_apart = len(words) == 1 or words[-2] not in own
            if own[-1:] == words[-1:] and 1 < len(own) <= MOST_NAME_WORDS and title_apart:
                return full
    inside = [(own, full) for own, full in known if own and words[-len(own) :] == own]
    longest, full = max(inside, key=lambda entry: len(entry[0]), default=([], name))
    if len(longest) >= min(2, len(words)):
        return full
    return re.sub(r"[’']s?$", "", name)


def _person_called(noun: str, entities: Sequence[Entity]) -> str | None:
    """Return whom a headline calls "mayor" or "star": the one of that role, else who is named most."""
    if noun not in ONE_PERSON:
        return None
    people = [entity for entity in entities if entity.kind == "person"]
    holders = [person for person in people if person.role and noun in name_words(person.role)]
    if len(holders) == 1:
        return holders[0].name
    if people and len(people[0].mentions) >= MAIN_PERSON_MENTIONS:
        return people[0].name
    return None
