"""What an article is compared by: a small value, made once an article and kept while the article is not."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from sys import intern

from bot.models import Article, Entity, StoredArticle
from bot.names import name_words
from bot.stories.actions import actions_in
from bot.stories.bitmaps import shingles, word_set
from bot.stories.common import COMMON, IN_MANY_NAMES
from bot.words import STOP_WORDS, stem, to_words

COMPARED_CHARACTERS = 6_000
"""News tells its event long before; the rest of a very long text is not compared."""
LEAD_WORDS = 45
"""Words of the body that tell what is new: the first paragraph of an agency report."""
MOST_NAMES = 40
MOST_NUMBERS = 40
RECENT = timedelta(days=7)
"""A day further back is the background of what is told."""
MOST_DAYS = 4
NAME_LETTERS = 6
"""Names are compared by their first letters: "Branimirova" and "Branimir", "Mozambique" and "Mozambican"."""
UNREAD_SALIENCE = 30
"""Of a word that is written like a name and that the reader took for none."""
MOST_LEADING = 3
PLACE_WEIGHT = 0.4
"""Who and what an article is about tells more of its event than where it is."""
LEADING_PLACE_WEIGHT = 0.6
SPEAKER = re.compile(
    r"spokes|police|prosecut|judge|magistrate|coroner|analyst|fire|duty|detective", re.IGNORECASE
)
"""In the role of somebody who speaks of events of many kinds, and is none of them: weighs as a place does."""

_WRITTEN = re.compile(r"((?:^|[.!?:\"“”‘—–•]) *)?(?<!\w)([^\W\d_][^\W_]*(?:['’-][^\W_]+)*)", re.MULTILINE)
"""What a word opens (a sentence, a quotation, a line: a capital there says nothing), if any, and the word."""
_NUMBER = re.compile(r"\d+(?:[.,:-]\d+)*")
_PART = re.compile(r"[-'.]")
_NUMERALS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split()
    )
}
_TELLS_LITTLE = frozenset("0123")
_SMALL = 20
_YEARS = range(1900, 2101)

Leading = tuple[float, tuple[str, ...]]
"""How much an article is about somebody or something, and the words of the name."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How an article tells its event, in less than ten kilobytes, without the article."""

    published: date
    days: tuple[date, ...]
    """Recent days, none after the publish day, that the text dates events to, in its order."""
    names: Mapping[str, int]
    """Words of names, by their first letters, with the salience of whom they name: 0 to 100."""
    lead_names: tuple[str, ...]
    """Those of the names' words that headline and lead have."""
    leading: tuple[Leading, ...]
    """What the article is most about, the most first."""
    person: tuple[str, ...]
    """The words of the name of the most salient person."""
    numbers: Mapping[str, int]
    """Weights: 2 for a number that is seldom the same by chance, 1 for a small one or a year."""
    headline: frozenset[str]
    """Stems."""
    headline_actions: int
    lead_actions: int
    """Of headline and lead, as bits (see :mod:`bot.stories.actions`)."""
    actions: int
    words: bytes
    """All stems and, by their first letters, all words of headline and text."""
    shingles: int
    length: int
    """Words that were compared."""


def telling_of(article: StoredArticle) -> Telling:
    """Return what an article is compared by."""
    read = article.article
    text = read.document.text[:COMPARED_CHARACTERS]
    heading, body = to_words(read.document.headline), to_words(text)
    stems = frozenset(map(_stem, filter(_tells, (*heading, *body))))
    in_heading = frozenset(map(_stem, filter(_tells, heading)))
    parts = _letter_set({*heading, *body})
    in_lead = in_heading.union(map(_stem, filter(_tells, body[:LEAD_WORDS])))
    people = [entity for entity in read.entities if entity.kind == "person" and not is_setting(entity)]
    names = _names(read, text)
    return Telling(
        published=read.document.day,
        days=_days(read),
        names=names,
        lead_names=tuple(sorted(names.keys() & _letter_set((*heading, *body[:LEAD_WORDS])))),
        leading=_leading(read.entities),
        person=_name(people[0]) if people else (),
        numbers=_numbers(f"{read.document.headline}\n{text}", (*heading, *body)),
        headline=in_heading,
        headline_actions=actions_in(in_heading),
        lead_actions=actions_in(in_lead),
        actions=actions_in(stems),
        words=word_set((*stems, *parts)),
        shingles=shingles(body),
        length=len(body),
    )


@functools.lru_cache(maxsize=65_536)
def name_letters(word: str) -> str:
    """Return what a word of a name is compared by; "^" tells it from a stem."""
    plain = word if word.isascii() else "".join(name_words(word))
    return intern("^" + plain[:NAME_LETTERS])


def _letter_set(words: Iterable[str]) -> set[str]:
    return {name_letters(part) for word in words for part in _PART.split(word)}


def _tells(word: str) -> bool:
    return (len(word) > 1 or word.isdigit()) and word not in STOP_WORDS


@functools.lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return intern(stem(word if word.isascii() else "".join(name_words(word)) or word))


def is_setting(entity: Entity) -> bool:
    """Whether it is where something happens or who tells of it, rather than whom it happens to."""
    return entity.kind == "place" or bool(entity.role and SPEAKER.search(entity.role))


# --- names -----------------------------------------------------------------------------------------------


def _names(article: Article, text: str) -> Mapping[str, int]:
    """Return the words of names; none where the reader found none, as in a language that it cannot read."""
    names: dict[str, int] = {}
    settings = {word for entity in article.entities if is_setting(entity) for word in _name(entity)}
    for entity in article.entities:
        for word in _name(entity):
            weight = PLACE_WEIGHT if word in settings else 1.0
            names[word] = max(round(100 * entity.salience * weight), names.get(word, 0))
    if names:
        for written in _capitalised(text):
            for word in _letters(written):
                names.setdefault(word, UNREAD_SALIENCE)
    return dict(list(names.items())[:MOST_NAMES])


def _name(entity: Entity) -> tuple[str, ...]:
    return _letters(entity.name)


@functools.lru_cache(maxsize=16_384)
def _letters(name: str) -> tuple[str, ...]:
    return tuple(
        name_letters(word)
        for word in name_words(name)
        if _tells(word) and word not in IN_MANY_NAMES and _stem(word) not in COMMON
    )


def _capitalised(text: str) -> list[str]:
    """Return the words that are written with a capital inside sentences, and never without one."""
    small: set[str] = set()
    capital: dict[str, None] = {}
    for found in _WRITTEN.finditer(text):
        word = found[2]
        if word[0].islower():
            small.add(word)
        elif found[1] is None:
            capital[word] = None
    return [word for word in capital if word.casefold() not in small]


def _leading(entities: Iterable[Entity]) -> tuple[Leading, ...]:
    weighed = [
        (entity.salience * (LEADING_PLACE_WEIGHT if is_setting(entity) else 1.0), _name(entity))
        for entity in entities
    ]
    # the sort is stable: of those as salient, the reader's first
    told = sorted(weighed, key=lambda each: -each[0])[:MOST_LEADING]
    return tuple((weight, words) for weight, words in told if words)


# --- numbers and days ------------------------------------------------------------------------------------


def _numbers(text: str, words: Iterable[str]) -> Mapping[str, int]:
    written = [number.replace(",", "") for number in _NUMBER.findall(text)]
    spelled = [_NUMERALS[word] for word in words if word in _NUMERALS]
    told = dict.fromkeys(number for number in (*written, *spelled) if number not in _TELLS_LITTLE)
    return {intern(number): 2 if _seldom(number) else 1 for number in list(told)[:MOST_NUMBERS]}


def _seldom(number: str) -> bool:
    if not number.isdecimal():
        return True
    value = int(number[:12])
    return value > _SMALL and value not in _YEARS


def _days(article: Article) -> tuple[date, ...]:
    published = article.document.day
    told = [
        event.day
        for event in article.events
        if event.precision == "day" and published - RECENT <= event.day <= published
    ]
    return tuple(dict.fromkeys(told))[:MOST_DAYS]
