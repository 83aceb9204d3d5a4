"""Documents as lines of JSON: one object a line.

``title``, ``text`` and ``published`` (a date with or without a time; ISO or as in an article file) must be
there; ``source``, ``url``, ``byline``, ``topics`` (a list, or a text with commas) and ``language`` may be;
other keys, as ``id``, are left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from bot.models import Document
from bot.sources.article_file import language_name, topic_names, web_address
from bot.sources.date_line import parse_date_line
from bot.sources.failures import DocumentError
from bot.sources.plain_text import clean_line, clean_text


def read_jsonl_file(path: Path, *, max_line_bytes: int) -> Iterator[Document | DocumentError]:
    """Yield each line's document, or what is wrong with the line; a file that cannot be read is one error."""
    try:
        with path.open("rb") as file:
            yield from read_jsonl(file, origin=str(path), max_line_bytes=max_line_bytes)
    except OSError as error:
        yield DocumentError(str(path), f"it cannot be read: {error.strerror or error}.")


def read_jsonl(file: BinaryIO, *, origin: str, max_line_bytes: int) -> Iterator[Document | DocumentError]:
    """Yield each line's document, or what is wrong with the line, naming it "origin:number".

    Holds one line at a time; longer ones than `max_line_bytes` are refused unread. Blank lines are skipped.
    """
    number = 0
    while line := file.readline(max_line_bytes + 1):
        number += 1
        place = f"{origin}:{number}"
        if len(line) > max_line_bytes and not line.endswith(b"\n"):
            _skip_rest(file)
            yield DocumentError(place, f"the line is longer than {max_line_bytes / 1_000_000:.3g} MB.")
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            try:
                yield parse_json_line(line, origin=place)
            except DocumentError as error:
                yield error


def parse_json_line(line: bytes, *, origin: str) -> Document:
    """Return the document of one line.

    Raises :class:`bot.errors.SourceError`, which begins with `origin`, when there is none in it.
    """
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DocumentError(origin, "the line is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(origin, f"the line is not JSON: {error}.") from error
    if not isinstance(fields, dict):
        raise DocumentError(origin, "the line is not a JSON object.")
    headline = clean_line(_needed(fields, "title", origin))
    text = clean_text(_needed(fields, "text", origin))
    if not headline or not any(letter.isalnum() for letter in text):
        raise DocumentError(origin, 'there are no words in "title" or in "text".')
    return Document(
        headline=headline,
        text=text,
        published=_moment(fields.get("published"), origin),
        byline=_line_or_none(fields, "byline"),
        source=_line_or_none(fields, "source"),
        url=web_address(_line_or_none(fields, "url") or ""),
        topics=_topics(fields.get("topics")),
        language=language_name(_line_or_none(fields, "language") or "") or "en",
        origin=origin,
    )


def _skip_rest(file: BinaryIO) -> None:
    while (rest := file.readline(1 << 16)) and not rest.endswith(b"\n"):
        pass


def _needed(fields: Mapping[str, Any], key: str, origin: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value.strip():
        raise DocumentError(origin, f'there is no text in "{key}".')
    return value


def _line_or_none(fields: Mapping[str, Any], key: str) -> str | None:
    value = fields.get(key)
    return clean_line(value) or None if isinstance(value, str) else None


def _topics(value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(
        dict.fromkeys(
            name for each in names if isinstance(each, str) for name in topic_names(clean_line(each))
        )
    )


def _moment(value: object, origin: str) -> datetime:
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            dated = parse_date_line(" ".join(value.split()))
            if dated is not None:
                return dated.published
        else:
            try:
                return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
            except OverflowError:
                pass
    raise DocumentError(origin, '"published" must be a date, as in "2024-10-09" or "2024-10-09T14:30:00Z".')
