"""Sets of articles with gold answers: a folder of JSON lines, a file a set.

A file's first word is its task. A line is ``{"id", "title" or null, "text", "published" or null, "gold"}``,
the gold of

- fivews: ``{"who": [text], "what": [text], "when": ["YYYY-MM-DD"]}``, any of which may be empty;
- dates: ``[{"start", "end", "value"}]``, TIMEX3 as in TempEval-3;
- entities: ``[{"start", "end", "kind"}]``, the kind a person, an organisation or a place;
- summaries: a text, a sentence a line.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.models import Document

UNDATED = datetime(2024, 10, 9, tzinfo=UTC)
"""When an article without a date is taken to be published: a fixed day, so that a run can be repeated."""

_TASK = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Example:
    """An article with what should be found in it."""

    id: str
    title: str | None
    text: str
    published: str | None
    """"YYYY-MM-DD"."""
    gold: Any
    """In the shape of its task."""

    @property
    def half(self) -> int:
        """0 or 1, by a hash of the id: what is chosen on one half is checked on the other."""
        return hashlib.sha256(self.id.encode()).digest()[0] % 2

    def document(self) -> Document:
        """Return the article as a source would hand it over."""
        published = moment_of(self.published)
        return Document(
            headline=self.title or "",
            text=self.text,
            published=published or UNDATED,
            published_guessed=published is None,
            origin=self.id,
        )


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """The articles of one file."""

    name: str
    examples: tuple[Example, ...]

    @property
    def task(self) -> str:
        """The first word of the name."""
        found = _TASK.match(self.name)
        return found[0] if found else ""


def moment_of(published: object) -> datetime | None:
    """Return the publish day of a line, None when it gives none."""
    try:
        return datetime.fromisoformat(str(published)[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None


def load_sets(folder: Path) -> list[EvaluationSet]:
    """Return the sets of a folder, by name.

    Raises :class:`OSError` when it cannot be read, :class:`ValueError` when a line has another shape.
    """
    return [
        EvaluationSet(path.stem, tuple(_examples(path)))
        for path in sorted(folder.iterdir())
        if path.suffix == ".jsonl"
    ]


def _examples(path: Path) -> list[Example]:
    examples: dict[str, Example] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            example = Example(
                str(value["id"]), value.get("title"), value["text"], value.get("published"), value["gold"]
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"{path}:{number} is no line of an evaluation set: {error!r}.") from error
        examples[example.id] = example
    return list(examples.values())
