"""Lines of a file or of standard input, whatever bytes are in them."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bot.errors import SourceError

LONGEST_LINE = 10_000_000
"""Bytes. The longest article that is read, with each of its letters escaped, is half of it."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def input_lines(file: str) -> Iterator[str]:
    """Yield the lines that are not blank, one at a time; "-" is standard input.

    Raises :class:`SourceError` when the file cannot be read.
    """
    for _, line in numbered_lines(file, longest=sys.maxsize - 1):
        yield (line or b"").decode("utf-8", "replace")


def numbered_lines(file: str, *, longest: int = LONGEST_LINE) -> Iterator[tuple[int, bytes | None]]:
    """Yield number (from 1) and bytes of each line that is not blank; None for one longer than `longest`.

    "-" is standard input. A line is held once and one at a time, too long ones never whole. Raises
    :class:`SourceError` when the file cannot be read.
    """
    try:
        with _opened(file) as lines:
            number = 0
            while line := lines.readline(longest + 1):
                number += 1
                if len(line) > longest and not line.endswith(b"\n"):
                    _skip_rest(lines)
                    yield number, None
                    continue
                if number == 1:
                    line = line.removeprefix(_BYTE_ORDER_MARK)
                if line.strip():
                    yield number, line
    except (OSError, ValueError) as error:
        # ValueError: a name with a NUL in it
        reason = error.strerror if isinstance(error, OSError) else error
        raise SourceError(f"{file} cannot be read: {reason}.") from error


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file != "-":
        with Path(file).open("rb") as lines:
            yield lines
        return
    try:
        # a buffer of its own: a thread that waits in sys.stdin's would break the interpreter's end
        with open(sys.stdin.fileno(), "rb", closefd=False) as lines:
            yield lines
    except io.UnsupportedOperation:
        yield sys.stdin.buffer


def _skip_rest(lines: BinaryIO) -> None:
    while (rest := lines.readline(1 << 16)) and not rest.endswith(b"\n"):
        pass
