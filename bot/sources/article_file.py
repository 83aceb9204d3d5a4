"""One news article in a plain-text file, as a page reads when it is pasted into an editor.

From top to bottom, all but headline and body at will: ``Key: value`` lines, the picture's caption, the
headline, a byline, the date line, paragraphs parted by blank lines, and a trailer such as ``More News``.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from bot.models import Document
from bot.sources.date_line import parse_byline, parse_date_line
from bot.sources.failures import DocumentError, UnsettledFileError
from bot.sources.head import SHORT_LINE, take_head
from bot.sources.plain_text import clean_lines, decode_text, to_paragraphs
from bot.sources.trailer import take_trailer

MAX_URL = 2_000
_CHUNK = 1 << 20

Opener = Callable[[Path], BinaryIO]


@dataclass(slots=True)
class _Header:
    """The ``Key: value`` lines."""

    source: str | None = None
    url: str | None = None
    byline: str | None = None
    topics: list[str] = field(default_factory=list)
    date: datetime | None = None
    language: str | None = None


def parse_article(data: bytes, *, origin: str, modified: datetime) -> Document:
    """Return the article of a file's bytes.

    `origin` names the file; `modified`, an aware datetime, stands in for a missing date.
    Raises :class:`bot.errors.SourceError`, which names the file, when there is no article in it.
    """
    header, rest = _take_header(clean_lines(decode_text(data, origin=origin)))
    rest, trailer = take_trailer(rest)
    head, body = take_head(rest)
    paragraphs = [*head.standfirst, *to_paragraphs(body)]
    if not any(letter.isalnum() for paragraph in paragraphs for letter in paragraph):
        raise DocumentError(origin, "there is no body text in it, only a headline or less.")
    published = header.date or (head.date.published if head.date else None)
    return Document(
        headline=head.headline or _first_words(paragraphs[0]),
        text="\n\n".join(paragraphs),
        published=published or modified.astimezone(UTC),
        published_guessed=published is None,
        caption=head.caption,
        byline=header.byline or head.byline or (head.date.byline if head.date else None),
        source=header.source,
        url=header.url,
        topics=tuple(dict.fromkeys(header.topics)),
        trailer=trailer,
        language=header.language or "en",
        origin=origin,
    )


def web_address(text: str) -> str | None:
    """Return the text when it is an http(s) address that can be shown as a link, else None."""
    if len(text) > MAX_URL or re.search(r"[\s<>\"`\\^{|}]", text) or not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        return None
    return text if parts.scheme.lower() in ("http", "https") and parts.hostname and port_is_good else None


def language_name(text: str) -> str | None:
    """Return a language tag ("en", "en-GB") in lower case, None when it is none."""
    return text.lower() if _LANGUAGE.fullmatch(text) else None


def topic_names(text: str) -> list[str]:
    """Return the names of a comma-separated list."""
    return [name for part in re.split(r"[,;]", text) if (name := part.strip(" #"))]


# --- Key: value lines ---------------------------------------------------------------------------------------

_KEY_LINE = re.compile(r"(?i)(source|url|byline|topics?|date|language)\s*:\s*(.*)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)


def _take_header(lines: Sequence[str]) -> tuple[_Header, Sequence[str]]:
    header = _Header()
    rest = 0
    for number, line in enumerate(lines):
        match = _KEY_LINE.fullmatch(line)
        if match is None:
            if line:
                break
            continue
        _set_key(header, match[1].lower(), match[2])
        rest = number + 1
    return header, lines[rest:]


def _set_key(header: _Header, key: str, value: str) -> None:
    match key:
        case "source":
            header.source = header.source or value or None
        case "url":
            header.url = header.url or web_address(value)
        case "byline":
            header.byline = header.byline or parse_byline(value) or value or None
        case "date":
            dated = parse_date_line(value)
            header.date = header.date or (dated.published if dated else None)
        case "language":
            header.language = header.language or language_name(value)
        case _:
            header.topics += topic_names(value)


def _first_words(paragraph: str) -> str:
    """Return the beginning of a body that has no headline, in its own words."""
    if len(paragraph) <= SHORT_LINE:
        return paragraph
    return paragraph[: SHORT_LINE - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


# --- the file -----------------------------------------------------------------------------------------------

_KINDS = {
    stat.S_IFDIR: "this is a folder, not a file.",
    stat.S_IFIFO: "this is a pipe, not a file.",
    stat.S_IFSOCK: "this is a socket, not a file.",
    stat.S_IFCHR: "this is a device, not a file.",
    stat.S_IFBLK: "this is a device, not a file.",
}

_REASONS = {
    errno.ENOENT: "there is no such file, or it was removed.",
    errno.ELOOP: "this link leads in a circle.",
    errno.EACCES: "it may not be read: give the program the right to read it.",
    errno.EPERM: "it may not be read: give the program the right to read it.",
    errno.ENAMETOOLONG: "the name is too long.",
}


def _open_file(path: Path) -> BinaryIO:
    # a pipe that took the file's place must not block the program
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags), "rb", buffering=0)


def read_article_file(path: Path, *, max_bytes: int, opener: Opener = _open_file) -> Document:
    """Return the article in a file of at most `max_bytes`.

    Raises :class:`bot.errors.SourceError`, which names the file: whatever is wrong with it or in it;
    :class:`UnsettledFileError` when it changed meanwhile and is worth another look.
    """
    origin = str(path)
    try:
        _require_regular(path.stat(), origin)
        with opener(path) as file:
            data, before = _read_bounded(file, origin, max_bytes)
        after = path.stat()
    except (OSError, ValueError) as error:
        # ValueError: a name with a NUL in it
        raise DocumentError(origin, _reason(error)) from error
    if _stamp(before) != _stamp(after) or len(data) != after.st_size:
        raise UnsettledFileError(origin, "it was being written while it was read.")
    return parse_article(data, origin=origin, modified=datetime.fromtimestamp(before.st_mtime, UTC))


def _read_bounded(file: BinaryIO, origin: str, max_bytes: int) -> tuple[bytes, os.stat_result]:
    status = os.fstat(file.fileno())
    _require_regular(status, origin)
    if status.st_size > max_bytes:
        raise _too_big(origin, max_bytes)
    data = bytearray()
    while chunk := file.read(_CHUNK):
        data += chunk
        if len(data) > max_bytes:
            raise _too_big(origin, max_bytes)
    return bytes(data), status


def _require_regular(status: os.stat_result, origin: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(origin, _KINDS.get(stat.S_IFMT(status.st_mode), "this is not a file."))


def _too_big(origin: str, max_bytes: int) -> DocumentError:
    return DocumentError(origin, f"the file is larger than {max_bytes / 1_000_000:.3g} MB.")


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0, f"it cannot be read: {error.strerror or error}.")
    return "this cannot be a file's name."
