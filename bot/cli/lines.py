"""Lines of a file or of standard input, whatever bytes are in them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.errors import SourceError


def input_lines(file: str) -> Iterator[str]:
    """Yield the lines that are not blank, one at a time; "-" is standard input.

    Raises :class:`SourceError` when the file cannot be read.
    """
    if file == "-":
        yield from _decoded(sys.stdin.buffer)
        return
    try:
        with Path(file).open("rb") as lines:
            yield from _decoded(lines)
    except (OSError, ValueError) as error:
        # ValueError: a name with a NUL in it
        reason = error.strerror if isinstance(error, OSError) else error
        raise SourceError(f"{file} cannot be read: {reason}.") from error


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines):
        text = line.decode("utf-8-sig" if number == 0 else "utf-8", "replace")
        if text.strip():
            yield text
