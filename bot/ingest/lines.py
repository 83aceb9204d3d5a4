"""An article a line in, what was found in it a line out: what a worker does for `nutgraf read --jsonl`.

The line's JSON is read in the worker too, within the article's limits of time and memory.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot.errors import ReadingError
from bot.ingest.worker import DocumentReader
from bot.models import Document
from bot.reading.findings import findings_to_json

LONGEST_SHOWN = 100
"""Code points of an error's own words; the JSON parser's may hold the whole line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was read, without a byte order mark."""

    number: int
    """From 1, blank lines counted."""
    content: bytes

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"line {self.number}"


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """The line to print, without its end, and whether the article was read."""

    text: str
    good: bool


def read_line(reader: DocumentReader, line: Line) -> LineAnswer:
    """Return what the reader found in a line's article, or what is wrong with the line, as a line of JSON."""
    try:
        fields = _fields(line)
        article = reader.read(_document(fields, line))
        answer = {
            "id": fields.get("id"),
            "language": article.document.language,
            **findings_to_json(article, reader.label(article)),
        }
        return LineAnswer(_to_json(answer), good=True)
    except ReadingError as error:
        return refuse_line(line, str(error))


def refuse_line(line: Line, reason: str) -> LineAnswer:
    """Return the answer for a line that no worker could read, or that none was given."""
    try:
        name = _fields(line, errors="replace").get("id")
    except ReadingError:
        name = None
    reason = reason.removeprefix(f"{line.name}: ")
    return LineAnswer(_to_json({"id": name, "error": f"{line.name.capitalize()}: {reason}"}), good=False)


def _fields(line: Line, errors: str = "strict") -> dict[str, Any]:
    try:
        # NaN and Infinity are no JSON, but what some programs write for nothing
        fields = json.loads(line.content.decode("utf-8", errors), parse_constant=lambda _: None)
    except UnicodeDecodeError as error:
        raise ReadingError(f"it is not UTF-8 (byte {error.start + 1}).") from error
    except RecursionError as error:
        raise ReadingError("its JSON is nested too deeply.") from error
    except ValueError as error:
        raise ReadingError(f"it is not JSON: {str(error)[:LONGEST_SHOWN]}.") from error
    if not isinstance(fields, dict):
        raise ReadingError("it is not a JSON object.")
    return fields


def _document(fields: dict[str, Any], line: Line) -> Document:
    text = fields.get("text")
    if text is None:
        raise ReadingError('there is no "text".')
    if not isinstance(text, str):
        raise ReadingError('"text" is not a string.')
    title, published = fields.get("title"), fields.get("published")
    day = _day(published) if isinstance(published, str) else None
    moment = datetime.now(UTC) if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Document(
        headline=title if isinstance(title, str) else "",
        text=text,
        published=moment,
        published_guessed=day is None,
        origin=line.name,
    )


def _day(published: str) -> date | None:
    try:
        return date.fromisoformat(published.strip()[:10])
    except ValueError:
        # what the article says can be told all the same
        return None


def _to_json(answer: dict[str, Any]) -> str:
    """Return one line; lone surrogates are escaped, and an id that JSON cannot hold is null."""
    try:
        line = json.dumps(answer, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        line = json.dumps({**answer, "id": None}, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(json.loads(line))
    return line
