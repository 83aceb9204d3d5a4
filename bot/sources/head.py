"""What stands above an article's body: caption, headline, byline and date line, told apart by their shape."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.sources.date_line import DateLine, parse_byline, parse_date_line
from bot.sources.plain_text import LONGEST_MARGIN, join_lines, to_blocks

MAX_HEAD_LINES = 12
"""A date line stands among the first so many lines that are not blank."""
MAX_HEAD_LINE = 500
"""A longer line belongs to the body, so no date line comes after it."""
SHORT_LINE = 120
"""Where no date line marks it, a headline is at most so many characters long."""
MAX_CREDITED_CAPTION = 400


@dataclass(slots=True)
class Head:
    """The parts above the body that were found."""

    headline: str | None = None
    caption: str | None = None
    byline: str | None = None
    date: DateLine | None = None
    standfirst: list[str] = field(default_factory=list)
    """Sentences between headline and date line: the publisher's own first paragraph."""


def take_head(lines: Sequence[str]) -> tuple[Head, Sequence[str]]:
    """Return what stands above the body, and the body's lines."""
    place = _find_date_line(lines)
    if place is None:
        head, body = _take_undated(lines)
    else:
        number, dated = place
        head, body = _take_dated(lines[:number], dated, lines[number + 1 :])
    body = _take_byline(head, body)
    return head, _take_credited_caption(head, body)


def _find_date_line(lines: Sequence[str]) -> tuple[int, DateLine] | None:
    seen = 0
    for number, line in enumerate(lines):
        if not line:
            continue
        seen += 1
        if seen > MAX_HEAD_LINES or len(line) > MAX_HEAD_LINE:
            return None
        dated = parse_date_line(line)
        if dated is not None:
            return number, dated
    return None


# --- with a date line ---------------------------------------------------------------------------------------

_INITIALISM_END = re.compile(r"\b(?:(?:[A-Z]\.){1,4}|(?:Inc|Corp|Co|Ltd|Jr|Sr|Dr|St|vs|etc|No)\.)$")
_STATEMENT_END = re.compile(r"""(?<!\.\.)\.["'”’)]?$""")


def _take_dated(above: Sequence[str], dated: DateLine, below: Sequence[str]) -> tuple[Head, Sequence[str]]:
    dated, below = _take_more_dates(dated, below)
    units = _to_units(above)
    if not units:
        # the date stands first: an article without one follows
        head, below = _take_undated(below)
    else:
        head = Head()
        _take_byline_above(head, units)
        _name_units(head, units)
    head.date = dated
    return head, below


def _take_more_dates(dated: DateLine, lines: Sequence[str]) -> tuple[DateLine, Sequence[str]]:
    """Take further date lines ("Updated …") that follow the first."""
    for number, line in enumerate(lines):
        further = parse_date_line(line) if line else None
        if line and further is None:
            return dated, lines[number:]
        if further is not None and dated.updated and not further.updated:
            dated = further
    return dated, []


def _to_units(lines: Sequence[str]) -> list[str]:
    """Return the caption, the headline and so on, each joined to one line."""
    blocks = list(to_blocks(lines))
    if len(blocks) != 1:
        return [join_lines(block) for block in blocks]
    runs = []
    rest: Sequence[str] = blocks[0]
    while rest:
        size = _first_run(rest)
        runs.append(join_lines(rest[:size]))
        rest = rest[size:]
    return runs


def _take_byline_above(head: Head, units: list[str]) -> None:
    for number in range(len(units) - 1, -1, -1):
        name = parse_byline(units[number])
        if name is not None and len(units) > 1:
            head.byline = name
            del units[number]
            return


def _name_units(head: Head, units: Sequence[str]) -> None:
    """Tell headline from caption and standfirst.

    The headline comes last, but for sentences longer than it that stand between it and the date.
    """
    last = len(units) - 1
    place = next((n for n in range(last, -1, -1) if not _is_statement(units[n])), last)
    if any(len(unit) <= len(units[place]) for unit in units[place + 1 :]):
        place = last
    head.headline = units[place]
    head.caption = " ".join(units[:place]) or None
    head.standfirst = list(units[place + 1 :])


def _is_statement(line: str) -> bool:
    return bool(_STATEMENT_END.search(line)) and not _INITIALISM_END.search(line)


# --- without one --------------------------------------------------------------------------------------------


def _take_undated(lines: Sequence[str]) -> tuple[Head, Sequence[str]]:
    """Take the first short line for the headline; a long one above it that is no sentence is a caption."""
    head = Head()
    rest = lines
    for _ in range(2):
        unit, rest = _take_unit(rest)
        if not unit or len(unit) > MAX_HEAD_LINE:
            break
        if len(unit) <= SHORT_LINE:
            head.headline = unit
            return head, rest
        if _is_statement(unit):
            break
        head.caption = unit
    return Head(), lines


def _take_unit(lines: Sequence[str]) -> tuple[str, Sequence[str]]:
    start = next((number for number, line in enumerate(lines) if line), len(lines))
    block = next(to_blocks(lines[start:]), [])
    size = _first_run(block) if block else 0
    return join_lines(block[:size]), lines[start + size :]


# --- lines that a margin parted -----------------------------------------------------------------------------

_CONTINUED = re.compile(
    r"(?:[,;–—-]|\b(?:a|an|and|as|at|but|by|for|from|in|into|of|on|or|over|than|the|to|with|after|before))$",
    re.IGNORECASE,
)


def _first_run(block: Sequence[str]) -> int:
    """Return how many lines at the start of a block are one line that a margin parted."""
    if _is_wrapped(block):
        return len(block)
    size = 1
    while size < len(block) and (block[size][0].islower() or _CONTINUED.search(block[size - 1])):
        size += 1
    return size


def _is_wrapped(block: Sequence[str]) -> bool:
    """Tell whether three or more lines were parted by one margin: no line had room for the next word."""
    width = max(map(len, block))
    if len(block) < 3 or width > LONGEST_MARGIN:
        return False
    return all(
        len(line) + 1 + len(after.split(" ", 1)[0]) > width for line, after in itertools.pairwise(block)
    )


# --- below the headline -------------------------------------------------------------------------------------

_CREDIT = re.compile(
    r"""(?x)
    (?i: (?:photo|image|picture|caption) \s? : .*
       | .* [\[(|] [^\])]* \b(?:photo|photograph|image|images|picture)\b [^\])]* [\])]?
       | .* \b(?:file\sphoto|getty\simages|reuters/[\w\s]+|(?:photo|image|picture)\s?(?:by|:)\s?[^.]+) \.? )
    """
)


def _take_byline(head: Head, lines: Sequence[str]) -> Sequence[str]:
    number = next((number for number, line in enumerate(lines) if line), None)
    if head.byline is not None or number is None or len(lines[number]) > SHORT_LINE:
        return lines
    head.byline = parse_byline(lines[number])
    return lines if head.byline is None else lines[number + 1 :]


def _take_credited_caption(head: Head, lines: Sequence[str]) -> Sequence[str]:
    """Take a caption that stands below the headline, when the picture's credit gives it away."""
    block = next(to_blocks(lines), [])
    line = join_lines(block)
    if head.caption is not None or not 0 < len(line) <= MAX_CREDITED_CAPTION or not _CREDIT.fullmatch(line):
        return lines
    head.caption = line
    start = next(number for number, each in enumerate(lines) if each)
    return lines[start + len(block) :]
