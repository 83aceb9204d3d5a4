"""The one door to what ships with the program, whether it runs from a checkout or from an installed wheel."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.errors import ConfigError
from bot.models import Topic
from bot.topic_file import parse_topics


def _shipped(folder: str) -> Traversable:
    """Return a shipped folder: inside the package of a wheel, beside it in a checkout."""
    packaged = files("bot") / "_data" / folder
    return packaged if packaged.is_dir() else files("bot") / ".." / folder


def default_config() -> str:
    """Return the text of the commented default configuration."""
    return (_shipped("config") / "nutgraf.toml").read_text(encoding="utf-8")


def starter_feeds() -> bytes:
    """Return the list of well-known outlets' feeds, as OPML, its groups named after the built-in topics."""
    return (_shipped("config") / "feeds.opml").read_bytes()


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


def countries() -> list[tuple[str, ...]]:
    """Return the names of each country, then what its people and things are called: "France", "French"."""
    table = (files("bot") / "reading" / "entities" / "data" / "countries.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return [tuple(name for field in row for name in field.split("|") if name) for row in rows]


def load_topics(path: Path | None = None) -> Mapping[str, Topic]:
    """Return the topics by name, in the file's order: the built-in ones, or those of `path`.

    Raises :class:`ConfigError` naming the file, the topic and what is wrong with it.
    """
    name = str(path or "the built-in topics")
    try:
        text = (path or _shipped("config") / "topics.toml").read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name}: not valid TOML: it is not UTF-8 text: {error}.") from error
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {error.strerror}.") from error
    return parse_topics(text, name)
