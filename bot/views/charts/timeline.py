"""A timeline as a picture: a line from top to bottom, a dot for a day, a bar for a month or year."""

from __future__ import annotations

import calendar
import itertools
from dataclasses import dataclass
from datetime import date

from bot.models import Answer, Finding
from bot.views.charts.lettering import cut, printable, width_of, wrapped
from bot.views.charts.paper import INK, LINE, QUIET, SOFT, WIDTH, Paper, mixed, rgb
from bot.views.layout import KIND_COLOURS
from bot.views.phrases import readable_day

FEWEST = 5
"""Events; fewer are seen at a glance in the text."""
MOST = 10
"""Events; a picture of more would be shown too small to be read."""
SPACIOUS = 6
"""Up to so many events, each gets two lines."""

_MARGIN = 40
_AXIS = 84
_TEXT = 128
_TITLE, _SUBTITLE, _DAY, _SAID, _SMALL = 34, 24, 29, 27, 23
"""Sizes of letters, in pixels."""
_HEAD = 122
_LINE_HEIGHT = 36
_DAY_HEIGHT = 36
_AIR = 26
_LANE = 24
"""Between bars that lie beside each other."""
_LONG_GAP = 60
"""Days without an event from which on the line is broken."""


@dataclass(frozen=True, slots=True)
class _Row:
    finding: Finding
    first: date
    last: date
    """The same as `first` but for what is dated to a month or a year."""
    lines: tuple[str, ...]
    leads: bool
    """It answers the question."""
    top: float
    bottom: float

    @property
    def dot(self) -> float:
        return self.top + 22


def timeline_picture(answer: Answer) -> bytes | None:
    """Return the timeline of an answer as a PNG, or None when it has too few dated events."""
    every = _dated(answer)
    if len(every) < FEWEST:
        return None
    rows = _rows(_main(answer, every), answer)
    paper = Paper(round(rows[-1].bottom + _MARGIN - _AIR / 2))
    _write_head(paper, answer, rows, len(every))
    _draw_axis(paper, answer, rows)
    for before, row in zip([None, *rows], rows, strict=False):
        _write_row(paper, answer, before, row)
    return paper.png()


def timeline_description(answer: Answer) -> str:
    """Return what the picture shows, in words."""
    events = [f"{_day(each)}: {_said(each)}" for each in _main(answer, _dated(answer))]
    return f"A timeline of {len(events)} events. {' '.join(events)}"


# --- what is shown -----------------------------------------------------------------------------------------


def _dated(answer: Answer) -> list[Finding]:
    """Return the findings that are dated events: the words that date them stand in their sentences."""
    findings = answer.findings[1:] if answer.kind == "story" else answer.findings
    return [
        each for each in findings if each.day is not None and each.quotes and each.text in each.quotes[0].text
    ]


def _main(answer: Answer, events: list[Finding]) -> list[Finding]:
    """Return the events to show, in order of time: if there are too many, those of many sources first."""
    leading = _leading(answer)

    def weight(event: Finding) -> tuple[bool, int, bool, date]:
        return event is leading, len(event.also_in), event.precision == "day", event.day or date.min

    kept = sorted(events, key=weight, reverse=True)[:MOST]
    return sorted(kept, key=lambda each: (each.day, -"day month year".index(each.precision)))


def _leading(answer: Answer) -> Finding | None:
    """Return the finding that answers a question: the one that stands first out of order."""
    if answer.kind == "story" or len(answer.findings) < 2:
        return None
    days = [each.day for each in answer.findings if each.day is not None]
    return answer.findings[0] if days != sorted(days) else None


def _rows(events: list[Finding], answer: Answer) -> list[_Row]:
    most = 2 if len(events) <= SPACIOUS else 1
    leading = _leading(answer)
    rows: list[_Row] = []
    top = float(_HEAD)
    for event in events:
        lines = wrapped(_said(event), _SAID, WIDTH - _TEXT - _MARGIN, most)
        bottom = top + _DAY_HEIGHT + len(lines) * _LINE_HEIGHT + _AIR
        first, last = _span(event)
        rows.append(_Row(event, first, last, tuple(lines), event is leading, top, bottom))
        top = bottom
    return rows


def _span(event: Finding) -> tuple[date, date]:
    day = event.day or date.min
    if event.precision == "year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    if event.precision == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day, day


def _said(event: Finding) -> str:
    return printable(event.quotes[0].text)


def _day(event: Finding) -> str:
    return readable_day(event.day or date.min, event.precision)


# --- how it is drawn ---------------------------------------------------------------------------------------


def _write_head(paper: Paper, answer: Answer, rows: list[_Row], every: int) -> None:
    title = printable(answer.about) or "Timeline"
    room = WIDTH - 2 * _MARGIN
    paper.text(_MARGIN, 58, cut(title[:1].upper() + title[1:], _TITLE, room), _TITLE, INK, bold=True)
    shown = f"{len(rows)} events" if len(rows) == every else f"{len(rows)} of {every} events"
    span = f"{_day(rows[0].finding)} to {_day(rows[-1].finding)}"
    paper.text(_MARGIN, 94, f"{shown} · {span}", _SUBTITLE, QUIET)


def _draw_axis(paper: Paper, answer: Answer, rows: list[_Row]) -> None:
    accent = rgb(KIND_COLOURS[answer.kind])
    for row, after in itertools.pairwise(rows):
        if (after.first - row.last).days > _LONG_GAP:
            _break(paper, row.dot, after.dot)
        else:
            paper.upright(_AXIS, row.dot, after.dot, LINE, 4)
    lanes: list[date] = []
    for place, row in enumerate(rows):
        if row.last == row.first:
            continue
        inside = [each for each in rows[place + 1 :] if each.first <= row.last]
        lane = _free_lane(lanes, row, beside=bool(inside))
        x = _AXIS - _LANE * lane
        end = inside[-1].dot + 14 if inside else row.dot + 30
        paper.box((x - 9, row.dot - 14, x + 9, end), 9, mixed(accent, 0.35), accent, 2.5)
    for row in rows:
        if row.last != row.first:
            continue
        if row.leads:
            paper.dot(_AXIS, row.dot, 19, mixed(accent, 0.35))
        paper.dot(_AXIS, row.dot, 12, accent)
        if not row.leads:
            paper.dot(_AXIS, row.dot, 6, mixed(accent, 0.25))


def _break(paper: Paper, top: float, bottom: float) -> None:
    """Draw the line in dots: much time goes by."""
    steps = max(2, round((bottom - top) / 12))
    for step in range(steps + 1):
        paper.dot(_AXIS, top + (bottom - top) * step / steps, 2, LINE)


def _free_lane(lanes: list[date], row: _Row, *, beside: bool) -> int:
    """Return how far left of the line a bar lies: on it when it holds no other day, else in a free lane."""
    if not beside:
        return 0
    for lane, taken_until in enumerate(lanes):
        if taken_until < row.first:
            lanes[lane] = row.last
            return lane + 1
    lanes.append(row.last)
    return min(len(lanes), 2)


def _write_row(paper: Paper, answer: Answer, before: _Row | None, row: _Row) -> None:
    accent = rgb(KIND_COLOURS[answer.kind])
    baseline = row.top + 32
    bright = mixed(accent, 0.75, INK) if row.leads else INK
    x = _TEXT + paper.text(_TEXT, baseline, _day(row.finding), _DAY, bright, bold=True)
    later = _later(before, row) if before else ""
    paper.text(WIDTH - _MARGIN, baseline, later, _SMALL, QUIET, anchor="rs")
    room = WIDTH - _MARGIN - width_of(later, _SMALL) - 24 - x
    paper.text(x + 14, baseline, cut(_told_by(answer, row.finding), _SMALL, room - 14), _SMALL, QUIET)
    for number, line in enumerate(row.lines):
        paper.text(_TEXT, baseline + _LINE_HEIGHT * (number + 1) + 2, line, _SAID, SOFT)


def _told_by(answer: Answer, event: Finding) -> str:
    citation = answer.citations.get(event.quotes[0].article)
    outlet = printable(citation.source or "") if citation else ""
    more = f"+{len(event.also_in)}" if event.also_in else ""
    told = " ".join(part for part in (outlet, more) if part)
    return f"· {told}" if told else ""


def _later(before: _Row, row: _Row) -> str:
    """Return how much later than the one before, as roughly as the days are known."""
    days = (row.first - before.first).days
    exact = row.first == row.last and before.first == before.last
    if days >= 730:
        return f"{round(days / 365.25)} years later"
    if days >= 60:
        return f"{round(days / 30.44)} months later"
    if days < 1 or not exact:
        return ""
    return "1 day later" if days == 1 else f"{days} days later"
