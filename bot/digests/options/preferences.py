"""Which stories a digest takes, and how much of them it tells: from what an admin types, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.digests.options.languages import languages_as_typed, parse_languages
from bot.digests.options.typed import join, on_one_line, shown, split
from bot.errors import QueryError
from bot.models import Length, Order, Preferences
from bot.query.words import plain_words

MOST_PHRASES = 20
LONGEST_PHRASE = 60
"""Characters."""
LONGEST_TEXT = 2_000
"""Characters of all phrases together, with what parts them."""
MOST_SOURCES = 10

LENGTHS: Mapping[Length, str] = {"short": "short", "normal": "normal", "long": "long"}
ORDERS: Mapping[Order, str] = {
    "importance": "most important first",
    "newest": "newest first",
    "oldest": "oldest first",
}

_PATTERN = re.compile(r"[*\\|^\[\]{}]")
"""Signs of patterns, which no name has."""
_USUAL = Preferences()

_Choice = TypeVar("_Choice", bound=str)


@dataclass(frozen=True, slots=True)
class PreferenceWords:
    """Preferences as they would be typed; what has a list of its own (a role, switches) is not among them."""

    include: str = ""
    exclude: str = ""
    languages: str = ""
    min_sources: str = ""
    length: str = ""
    order: str = ""


def parse_preferences(words: PreferenceWords, before: Preferences = _USUAL) -> Preferences:
    """Return what was typed; a role and the switches stay as they were `before`.

    What is empty is as usual. Raises :class:`QueryError`.
    """
    include, exclude = parse_phrases(words.include), parse_phrases(words.exclude)
    if both := {_key(phrase) for phrase in include} & {_key(phrase) for phrase in exclude}:
        phrase = next(phrase for phrase in include if _key(phrase) in both)
        raise QueryError(f"{shown(phrase)} is both asked for and left out: take it out of one of the two.")
    return replace(
        before,
        include=include,
        exclude=exclude,
        languages=parse_languages(words.languages),
        min_sources=parse_min_sources(words.min_sources),
        length=_choice(words.length, LENGTHS, _USUAL.length, "a length"),
        order=_choice(words.order, ORDERS, _USUAL.order, "an order"),
    )


def preferences_as_typed(preferences: Preferences) -> PreferenceWords:
    """Return what :func:`parse_preferences` takes back."""
    return PreferenceWords(
        include=phrases_as_typed(preferences.include),
        exclude=phrases_as_typed(preferences.exclude),
        languages=languages_as_typed(preferences.languages),
        min_sources=str(preferences.min_sources),
        length=LENGTHS[preferences.length],
        order=ORDERS[preferences.order],
    )


def parse_phrases(text: str) -> tuple[str, ...]:
    """Return words and phrases in their order, each once: ``strike, far right, "fire, flood"``.

    Commas, lines and quotation marks part them. They are plain words: no wildcards, no patterns. Raises
    :class:`QueryError` for what cannot be looked for, and for more than :data:`MOST_PHRASES`.
    """
    phrases: dict[tuple[str, ...], str] = {}
    for piece in split(text, longest=LONGEST_TEXT, noun="a list of words"):
        phrases.setdefault(_key(_checked(piece.text)), piece.text)
    if len(phrases) > MOST_PHRASES:
        raise QueryError(f"{len(phrases)} words and phrases are too many; {MOST_PHRASES} are the most.")
    return tuple(phrases.values())


def phrases_as_typed(phrases: Sequence[str]) -> str:
    """Return what :func:`parse_phrases` takes back."""
    return join(phrases)


def parse_min_sources(text: str) -> int:
    """Return how many outlets must tell a story, 1 to :data:`MOST_SOURCES`; raises :class:`QueryError`."""
    typed = on_one_line(text)
    if not typed:
        return _USUAL.min_sources
    # int() reads all digits of Unicode, and a long run of them takes its time
    number = int(typed) if len(typed) <= 3 and typed.isascii() and typed.isdecimal() else 0
    if not 1 <= number <= MOST_SOURCES:
        raise QueryError(f"{shown(text)} is no number of sources; write one from 1 to {MOST_SOURCES}.")
    return number


def _checked(phrase: str) -> str:
    if sign := _PATTERN.search(phrase):
        raise QueryError(
            f"{shown(phrase)} has a {sign[0]} in it: words are looked for as they are, in all their forms, "
            "and there are no wildcards or patterns. Leave it out."
        )
    if not plain_words(phrase):
        raise QueryError(f"{shown(phrase)} has no letter or digit that could be looked for.")
    if len(phrase) > LONGEST_PHRASE:
        raise QueryError(
            f"{shown(phrase)} has {len(phrase)} characters; {LONGEST_PHRASE} are the most for one phrase. "
            "Commas part phrases."
        )
    return phrase


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(plain_words(phrase))


def _choice(text: str, choices: Mapping[_Choice, str], usual: _Choice, noun: str) -> _Choice:
    typed = on_one_line(text).casefold()
    if not typed:
        return usual
    for choice, words in choices.items():
        if typed in {choice, words}:
            return choice
    raise QueryError(f"{shown(text)} is not {noun}; there are: {', '.join(choices)}.")
