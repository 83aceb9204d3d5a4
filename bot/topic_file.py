"""What a topics file may say: read strictly, so that a slip is told and does not silently mean nothing."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from bot.errors import ConfigError
from bot.models import EntityKind, Topic

MAX_WEIGHT = 100
MAX_THRESHOLD = 10_000
MAX_PHRASE = 80
"""Characters of a word, phrase or name."""
MAX_PHRASE_WORDS = 6
SHORTEST_STEM = 3
_LENGTHS = {"title": 80, "description": 300, "emoji": 64}
"""Characters; an emoji may be one of a Discord server, `<:name:id>`."""

_NAME = re.compile(r"[a-z][a-z0-9-]{1,30}")
_RESERVED = {"all"}
_KEYS = {"title", "description", "emoji", "words", "entities", "excluded", "threshold"}
_KINDS: tuple[EntityKind, ...] = get_args(EntityKind)


def parse_topics(text: str, file: str) -> Mapping[str, Topic]:
    """Return the topics that a TOML text holds, by name, in its order.

    Raises :class:`ConfigError` with a sentence that names `file`, the topic, the key and what is wrong.
    """
    try:
        tables: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # also a number of more digits than Python reads, or lists in lists without end
        raise ConfigError(f"{file}: not valid TOML: {error}.") from error
    if not tables:
        raise ConfigError(f"{file}: there is no topic in it.")
    topics: dict[str, Topic] = {}
    called: dict[str, str] = {}
    for name, table in tables.items():
        if not _NAME.fullmatch(name) or name in _RESERVED:
            raise ConfigError(
                f"{file}: {_shown(name)} cannot name a topic: "
                "use 2 to 31 small letters a to z, digits and dashes (and not 'all')."
            )
        try:
            topics[name] = _topic(name, table)
        except ValueError as error:
            raise ConfigError(f"{file}: the topic {name}: {error}.") from error
        for known in {name, topics[name].title.casefold()}:
            if called.setdefault(known, name) != name:
                raise ConfigError(f"{file}: the topics {called[known]} and {name} are both called {known!r}.")
    return topics


def _topic(name: str, table: Any) -> Topic:
    if not isinstance(table, dict):
        raise ValueError("is not written as a table, [name] with keys below it")
    if unknown := set(table) - _KEYS:
        raise ValueError(
            f"{_shown(min(unknown))} is no part of a topic; there are {', '.join(sorted(_KEYS))}"
        )
    words = dict(_weighted_words(_table(table, "words")))
    entities = dict(_weighted_names(_table(table, "entities")))
    if not words and not entities:
        raise ValueError("lacks 'words' (or 'entities'): nothing could be recognised as it")
    excluded = tuple(_phrase(each, "excluded") for each in _strings(table.get("excluded", []), "excluded"))
    if both := words.keys() & set(excluded):
        raise ValueError(f"{_shown(min(both))} stands in 'words' and in 'excluded'")
    return Topic(
        name=name,
        title=_line(table, "title"),
        description=_line(table, "description"),
        emoji=_line(table, "emoji"),
        words=words,
        excluded=excluded,
        threshold=_number(table.get("threshold", 1.0), "threshold", MAX_THRESHOLD),
        entities=entities,
    )


def _line(table: Mapping[str, Any], key: str) -> str:
    if key not in table:
        raise ValueError(f"lacks {key!r}")
    value = table[key]
    if not isinstance(value, str):
        raise ValueError(f"{key!r} must be text in quotes, not {_shown(value)}")
    if len(value) > _LENGTHS[key]:
        raise ValueError(f"{key!r} has {len(value):,} characters; {_LENGTHS[key]} is the most")
    if key == "title" and not value.strip():
        raise ValueError("'title' is empty")
    if any(ord(character) < ord(" ") for character in value):
        raise ValueError(f"{key!r} must be one line")
    return value


def _table(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise ValueError(f'{key!r} must be a table of weights, as in: 3 = ["first", "second"]')
    return value


def _weighted_words(table: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    seen: dict[str, float] = {}
    for key, phrases in table.items():
        weight = _number(key, "weight", MAX_WEIGHT, "words")
        for given in _strings(phrases, "words"):
            phrase = _phrase(given, "words")
            if seen.setdefault(phrase, weight) != weight:
                raise ValueError(
                    f"{_shown(phrase)} has two weights in 'words', {seen[phrase]:g} and {weight:g}"
                )
            yield phrase, weight


def _weighted_names(table: Mapping[str, Any]) -> Iterator[tuple[tuple[str, EntityKind | None], float]]:
    """Yield names by kind from `3 = [...]` (of any kind) and from `organisation.3 = [...]`."""
    kinds: dict[EntityKind, Any] = {kind: table[kind] for kind in _KINDS if kind in table}
    weights: list[tuple[EntityKind | None, Any]] = [
        (None, {key: names for key, names in table.items() if key not in kinds}),
        *kinds.items(),
    ]
    seen: dict[tuple[str, EntityKind | None], float] = {}
    for kind, lists in weights:
        if not isinstance(lists, dict):
            raise ValueError(
                f'\'entities.{kind}\' must be a table of weights, as in: 3 = ["First", "Second"]'
            )
        for key, names in lists.items():
            if isinstance(names, dict):
                raise ValueError(f"{_shown(key)} is no kind of entity; there are {', '.join(_KINDS)}")
            weight = _number(key, "weight", MAX_WEIGHT, "entities")
            for given in _strings(names, "entities"):
                name = _bounded(given, "entities")
                if name.islower() and not any(character.isdigit() for character in name):
                    raise ValueError(
                        f"{_shown(name)} in 'entities' has no capital: write it as it is printed"
                    )
                if seen.setdefault((name, kind), weight) != weight:
                    raise ValueError(f"{_shown(name)} has two weights in 'entities'")
                yield (name, kind), weight


def _strings(value: Any, key: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ValueError(f"{key!r} must be lists of words in quotes")
    return value


def _phrase(given: str, key: str) -> str:
    phrase = _bounded(given, key).lower()
    stem, star, rest = phrase.partition("*")
    if star and (rest or key != "words" or not stem.isalnum() or len(stem) < SHORTEST_STEM):
        raise ValueError(
            f"{_shown(given)} in {key!r}: a star may only end a single word of 'words' "
            f'after {SHORTEST_STEM} letters or more, as in "vaccin*"'
        )
    return phrase


def _bounded(given: str, key: str) -> str:
    phrase = " ".join(given.split())
    if not any(character.isalnum() for character in phrase):
        raise ValueError(f"{_shown(given)} in {key!r} has no letter and no digit")
    if len(phrase) > MAX_PHRASE or len(phrase.split()) > MAX_PHRASE_WORDS:
        raise ValueError(
            f"{_shown(given)} in {key!r} is too long: "
            f"{MAX_PHRASE_WORDS} words and {MAX_PHRASE} characters are the most"
        )
    return phrase


def _number(value: Any, what: str, most: float, key: str = "") -> float:
    where = f" in {key!r}" if key else ""
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if math.isnan(number):
        raise ValueError(f"the {what} {_shown(value)}{where} is not a number")
    if not 0 < number <= most:
        raise ValueError(
            f"the {what} {_shown(value, quoted=False)}{where} is not above zero and at most {most:,}"
        )
    return number


def _shown(value: object, *, quoted: bool = True) -> str:
    """Return a value as a message quotes it: its beginning, when it is long."""
    text = repr(value) if quoted or not isinstance(value, str) else value
    return text if len(text) <= 50 else f"{text[:47]}..."
