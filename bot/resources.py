"""The one door to what ships with the program, whether it runs from a checkout or from an installed wheel."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from bot.errors import ConfigError
from bot.models import Topic

_TOPIC_NAME = re.compile(r"[a-z][a-z0-9-]{1,30}")
_TOPIC_KEYS = {"title", "description", "emoji", "words", "excluded", "threshold"}


def _shipped(folder: str) -> Traversable:
    """Return a shipped folder: inside the package of a wheel, beside it in a checkout."""
    packaged = files("bot") / "_data" / folder
    return packaged if packaged.is_dir() else files("bot") / ".." / folder


def default_config() -> str:
    """Return the text of the commented default configuration."""
    return (_shipped("config") / "nutgraf.toml").read_text(encoding="utf-8")


def samples() -> list[Traversable]:
    """Return the sample articles' files, in the order of their names, which begin with their dates."""
    found = (item for item in _shipped("seeds").iterdir() if item.name.endswith(".txt"))
    return sorted(found, key=lambda item: item.name)


def migrations() -> list[tuple[int, str]]:
    """Return the index's migrations as (number, SQL), ascending."""
    scripts = (
        item for item in (files("bot") / "index" / "migrations").iterdir() if item.name.endswith(".sql")
    )
    return sorted((int(item.name.split("_")[0]), item.read_text(encoding="utf-8")) for item in scripts)


def load_topics(path: Path | None = None) -> Mapping[str, Topic]:
    """Return the topics by name, in the file's order: the built-in ones, or those of `path`.

    Raises :class:`ConfigError` naming the topic and what is wrong with it.
    """
    name = str(path or "the built-in topics")
    try:
        text = (path or _shipped("config") / "topics.toml").read_text(encoding="utf-8")
        tables: dict[str, Any] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name}: not valid TOML: {error}.") from error
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {error.strerror}.") from error
    if not tables:
        raise ConfigError(f"{name}: there is no topic in it.")
    return {key: _topic(key, table, name) for key, table in tables.items()}


def _topic(name: str, table: Any, file: str) -> Topic:
    if not _TOPIC_NAME.fullmatch(name) or name == "all":
        raise ConfigError(f"{file}: {name!r} cannot name a topic: use a to z, digits and dashes.")
    try:
        if unknown := set(table) - _TOPIC_KEYS:
            raise ValueError(f"{min(unknown)!r} is no part of a topic")
        weighted = {
            word: _positive(weight, "weight")
            for weight, words in table["words"].items()
            for word in _phrases(words, "words")
        }
        return Topic(
            name=name,
            title=str(table["title"]),
            description=str(table["description"]),
            emoji=str(table["emoji"]),
            words=weighted,
            excluded=_phrases(table.get("excluded", []), "excluded"),
            threshold=_positive(table.get("threshold", 1.0), "threshold"),
        )
    except KeyError as error:
        raise ConfigError(f"{file}: the topic {name} lacks {error}.") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise ConfigError(
            f"{file}: the topic {name} is not written as the built-in ones are: {error}."
        ) from error


def _phrases(value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ValueError(f"{key!r} must be lists of words in quotes")
    return tuple(word.lower() for word in value)


def _positive(value: Any, what: str) -> float:
    number = float(value)
    if not 0 < number < math.inf:
        raise ValueError(f"the {what} {value} is not above zero")
    return number
