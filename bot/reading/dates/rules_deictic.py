"""Expressions that count from somewhere: "yesterday", "last month", "the previous day", "two weeks ago"."""

from __future__ import annotations

import re
from datetime import date

from bot.reading.dates.grammar import DIGITS, Reading, always, rule
from bot.reading.dates.lexicon import (
    APPROXIMATE_WORDS,
    APPROXIMATELY,
    NUMBER,
    NUMBER_WORDS,
    ORDINALS,
    PART_OF_PERIOD,
    PART_WORDS,
    UNIT,
    VAGUE_NUMBER,
    choice,
    number_of,
    unit_of,
)
from bot.reading.dates.values import duration, period_of, shift

_NEAR_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_STEPS = {
    "this": 0,
    "last": -1,
    "next": 1,
    "the current": 0,
    "the present": 0,
    "the previous": -1,
    "the prior": -1,
    "the preceding": -1,
    "the following": 1,
    "the next": 1,
    "the subsequent": 1,
    "that same": 0,
    "the same": 0,
    "that": 0,
}
_FROM_PUBLICATION = ("this", "last", "next", "the current", "the present")
_PERIODS = r"(?:day|weekend|week|month|quarter|(?:fiscal |financial |calendar |school )?year|decade|century)"
_COARSENESS = "second minute hour day week fortnight weekend month quarter year decade century".split()
_PER_YEAR = {"month": 12, "quarter": 4, "year": 1}
_ENDS_THERE = re.compile(r"[.,;:!?)\"']|$|\n| (?:and|but|when|as|in|at|to|with|for|by|on)\b")
_REPORT_OF_THE_DAY = re.compile(r"(?<!\w)(?:for|end|ended|ending|in|during|closed|finished|on) $")
_BY_THEN = re.compile(r"(?<!\w)(?:by|at|before|until|till|since|from) $")
_STRETCH_CUE = re.compile(r"(?<!\w)(?:in|over|during|for|within|of|throughout|across) $")
_SUMMED_UP = re.compile(
    r"(?<!\w)(?:percent|per cent|%|points?|higher|lower|up|down|so far|ended|finished|closed|[a-z]{2,12}ed)"
    r"(?: (?:for|in|on|during|over))? $"
)
_FIRST_OF = re.compile(
    r"(?<!\w)(?:first|second|third|last|final|[a-z]{2,10}est|most|rest|half|part|months|weeks|days|quarters)"
    r"(?: [a-z'-]{1,16}){0,3} $"
)
_WEEKEND_GONE = (0, 1, 2)
"""Monday to Wednesday, when "this weekend" in the past tense is the one gone by."""


def _near_day(match: re.Match[str], reading: Reading) -> str | None:
    word = match["day"]
    if reading.before(match.start(), 4) == "usa " and reading.capitalised(match.start("day")):
        return None
    return shift(reading.published, _NEAR_DAYS[word], "day")


def _day_beyond(match: re.Match[str], reading: Reading) -> str | None:
    return shift(reading.published, -2 if match["side"].startswith("before") else 2, "day")


def _anchor(unit: str, reading: Reading, at: int) -> date:
    """Return where "the previous <unit>" counts from: the period last named, unless that is coarser."""
    if unit == "day":
        return reading.story_day(at)
    last = reading.last_period(at)
    if last is None or _COARSENESS.index(last.precision) > _COARSENESS.index(unit):
        return reading.published
    return last.first


def _stepped(match: re.Match[str], reading: Reading) -> str | None:
    which, unit = match["which"], match["unit"].split()[-1]
    if unit == "day" and (which in _FROM_PUBLICATION[:2] or (which == "next" and match["part"])):
        return None
    if which in ("last", "next") and reading.before(match.start("which"), 4) == "the ":
        return None
    if which in ("the same", "that") and unit != "day" and reading.last_period(match.start()) is None:
        return None
    counts_from_story = which not in _FROM_PUBLICATION or unit == "day"
    anchor = _anchor(unit, reading, match.start()) if counts_from_story else reading.published
    step = _STEPS[which]
    if unit == "weekend":
        step = _weekend_step(which, match, reading)
    return shift(anchor, step, unit)


def _next(match: re.Match[str], reading: Reading) -> str | None:
    """Read "the next year" as the one after the story's, but not in "over the next year", a length."""
    if match["unit"] != "day":
        told = reading.last_period(match.start())
        if (
            told is None
            or told.first >= reading.published
            or _STRETCH_CUE.search(reading.before(match.start()))
        ):
            return None
    return _stepped(match, reading)


def _weekend_step(which: str, match: re.Match[str], reading: Reading) -> int:
    """Return which ISO week's end is meant, counted from the week of publication."""
    if which in ("next", "the next", "the following"):
        return 1
    direction, weekday = reading.direction(match), reading.published.weekday()
    if which == "last":
        return -1
    if which == "this":
        return -1 if direction == "past" and weekday in _WEEKEND_GONE else 0
    return -1 if weekday < 5 else 0


def _the_weekend(match: re.Match[str], reading: Reading) -> str | None:
    ahead = reading.direction(match) == "future" or reading.published.weekday() >= 5
    return shift(reading.published, 0 if ahead else -1, "weekend")


def _whole_period(match: re.Match[str], reading: Reading) -> str | None:
    """Give "the end of the year", "the entire week" … a value: the one last named, else the present one."""
    unit = match["unit"]
    return shift(_anchor(unit, reading, match.start()), 0, unit)


def _the_day(match: re.Match[str], reading: Reading) -> str | None:
    """Take "the day" for a date only where a market report or a chronicle would."""
    before = reading.before(match.start(), 14)
    if not _REPORT_OF_THE_DAY.search(before):
        return None
    if not _ENDS_THERE.match(reading.folded, match.end()):
        return None
    return reading.story_day(match.start()).isoformat()


def _the_stretch(match: re.Match[str], reading: Reading) -> str | None:
    """Take "the year" for a date where a report sums up: "down 2 percent for the year"."""
    before = reading.before(match.start(), 40)
    if before.endswith(" of "):
        if not _FIRST_OF.search(before.removesuffix("of ")):
            return None
    elif not _SUMMED_UP.search(before) or not _ENDS_THERE.match(reading.folded, match.end()):
        return None
    unit = match["unit"]
    return shift(_anchor(unit, reading, match.start()), 0, unit)


def _consecutive(match: re.Match[str], reading: Reading) -> str | None:
    unit = match["unit"]
    return shift(reading.sentence_day(match.start()) if unit == "day" else reading.published, 0, unit)


def _beside(match: re.Match[str], reading: Reading) -> str | None:
    """Read "the day before" where the sentence does not go on to say before what."""
    if not _ENDS_THERE.match(reading.folded, match.end()):
        return None
    unit = match["unit"]
    return shift(_anchor(unit, reading, match.start()), -1 if match["side"] == "before" else 1, unit)


def _year_end(match: re.Match[str], reading: Reading) -> str | None:
    return f"{reading.published.year:04d}" if _BY_THEN.search(reading.before(match.start(), 8)) else None


def _ago(match: re.Match[str], reading: Reading) -> str | None:
    return _shifted(match, reading, reading.published, -1)


def _earlier_or_later(match: re.Match[str], reading: Reading) -> str | None:
    """Count from what the story last named: "two days later", "a year earlier"."""
    word, unit = match["side"], unit_of(match["unit"])
    if word in ("before", "after") and not _ENDS_THERE.match(reading.folded, match.end()):
        return None
    sign = -1 if word in ("earlier", "before", "previously") else 1
    last = reading.last_period(match.start())
    if unit == "year" and last is not None and last.precision in ("quarter", "month"):
        return _shifted(match, reading, last.first, sign, last.precision)
    value = _shifted(match, reading, _anchor(unit, reading, match.start()), sign)
    told = period_of(value) if value else None
    if sign > 0 and (last is None or (told and told.first > reading.published >= last.first)):
        # news tells what came later up to now: beyond that, it counts from something that was never dated
        return duration(number_of(match["number"]), unit)
    return value


def _shifted(
    match: re.Match[str], reading: Reading, anchor: date, sign: int, as_unit: str | None = None
) -> str | None:
    number, unit = number_of(match["number"]), unit_of(match["unit"])
    if number == "X":
        return "PAST_REF" if sign < 0 else "FUTURE_REF"
    if unit in ("second", "minute", "hour"):
        return duration(number, unit)
    if "." in number:
        half_year = unit == "year" and number.endswith(".5")
        return shift(anchor, sign * round(float(number) * 12), "month") if half_year else None
    if as_unit:
        return shift(anchor, sign * int(number) * _PER_YEAR[as_unit], as_unit)
    return shift(anchor, sign * int(number), unit)


def _year_ago(match: re.Match[str], reading: Reading) -> str | None:
    """Read "the year-ago quarter", "year-earlier": a year before the quarter last named."""
    last = reading.last_period(match.start())
    quarter = "quarter" in match[0] or (last is not None and last.precision == "quarter")
    anchor = last.first if last is not None and last.precision == "quarter" else reading.published
    return shift(anchor, -4, "quarter") if quarter else shift(anchor, -1, "year")


def _same_period(match: re.Match[str], reading: Reading) -> str | None:
    """Read "the same period last year" as the period last named, in the year that is said."""
    year = int(match["year"]) if match["year"] else reading.published.year - 1
    last = reading.last_period(match.start())
    unit: str = match["unit"]
    if unit not in _PER_YEAR:
        unit = last.precision if last is not None and last.precision in _PER_YEAR else "year"
    anchor = last.first if last is not None else reading.published
    return shift(anchor, (year - anchor.year) * _PER_YEAR[unit], unit)


def _that_time(match: re.Match[str], reading: Reading) -> str | None:
    last = reading.last_period(match.start())
    return last.first.isoformat() if last is not None and last.precision == "day" else "PAST_REF"


def _from_now(match: re.Match[str], reading: Reading) -> str | None:
    return _shifted(match, reading, reading.published, 1)


def _present(match: re.Match[str], reading: Reading) -> str | None:
    after = reading.folded[match.end() : match.end() + 5]
    return None if after.startswith(("-", " that")) and match[0] == "now" else "PRESENT_REF"


_QUANTITY = rf"(?:{APPROXIMATELY} )?(?P<number>{NUMBER}|an?|{VAGUE_NUMBER})[ -](?P<unit>{UNIT})s?"
_QUANTITY_OPENS = (DIGITS, *NUMBER_WORDS, *APPROXIMATE_WORDS)
_STEP_OPENS = ("this", "last", "next", "the", "that", *PART_WORDS, "earlier", "later", "sometime")
_WHEN_IN_PERIOD = rf"(?P<part>(?:earlier|later|sometime|early|late|{PART_OF_PERIOD}) ?)?"

RULES = (
    rule(
        ("yesterday", "today", "tomorrow", "earlier", "later", "early", "late"),
        r"(?:(?:earlier|later|early|late) )?(?P<day>yesterday|today|tomorrow)",
        _near_day,
    ),
    rule(("the",), r"the day (?P<side>before yesterday|after tomorrow)", _day_beyond),
    rule(
        _STEP_OPENS,
        rf"{_WHEN_IN_PERIOD}(?P<which>this|last|next) (?P<unit>{_PERIODS})(?!-(?:old|long))",
        _stepped,
    ),
    rule(
        ("the", "that", "earlier", "later", *PART_WORDS),
        r"(?P<part>(?:earlier|later|early|late|(?:the )?(?:end|start|beginning|middle) of) )?"
        r"(?P<which>the (?:current|present|previous|prior|preceding|following|subsequent)"
        rf"|that same|the same|that) (?P<unit>{_PERIODS})",
        _stepped,
    ),
    rule(("the",), r"(?P<part>)(?P<which>the next) (?P<unit>day|week|month|year)(?! of)", _next),
    rule(("the", "over"), r"the weekend", _the_weekend),
    rule(
        ("the", "end", "beginning", "start", "middle", "rest", "mid", "later", "earlier"),
        r"(?:the (?:end|beginning|start|middle|rest|remainder|close) of the|the (?:entire|whole|full)"
        r"|(?:later|earlier) in the(?! day)) (?P<unit>day|week|month|quarter|year|decade|century)(?! of)",
        _whole_period,
    ),
    rule(("the",), r"the day(?! (?:of|before|after))", _the_day),
    rule(("the",), r"the (?P<unit>week|month|quarter|year)(?! (?:of|to|ago|earlier))", _the_stretch),
    rule(
        ("a", "the", "for"),
        rf"(?:a|the) {choice(ORDINALS)} (?:consecutive|straight|successive)"
        r" (?P<unit>day|week|month|quarter|year)",
        _consecutive,
    ),
    rule(_QUANTITY_OPENS, rf"{_QUANTITY} ago", _ago),
    rule(
        (*_QUANTITY_OPENS, "the"),
        rf"{_QUANTITY} (?P<side>earlier|later|before|after|previously)(?! (?:this|today|on)\b)",
        _earlier_or_later,
    ),
    rule(
        _QUANTITY_OPENS,
        rf"(?:{APPROXIMATELY} )?(?P<number>{NUMBER}) (?:or|to) {NUMBER} (?P<unit>{UNIT})s ago",
        _ago,
    ),
    rule(("the", "year"), r"(?:the )?year[- ]end", _year_end),
    rule(("the",), r"the (?P<unit>day|week|month|year) (?P<side>before|after)", _beside),
    rule(_QUANTITY_OPENS, rf"{_QUANTITY} from now", _from_now),
    rule(
        ("years", "months", "weeks", "days", "decades", "centuries"),
        r"(?:years|months|weeks|days|decades|centuries) (?:ago|earlier)",
        always("PAST_REF"),
    ),
    rule(("the", "year"), r"(?:the )?year[ -](?:ago|earlier)(?: (?:quarter|period))?", _year_ago),
    rule(
        ("the",),
        r"the same (?P<unit>period|time|month|quarter|week|three months|months) (?:(?:of |in )?last year"
        r"|a year (?:ago|earlier|before)|(?:the )?previous year|(?:in |of )?(?P<year>[0-9]{4}))",
        _same_period,
    ),
    rule(("that",), r"that time", _that_time),
    rule(("now", "currently", "nowadays", "presently"), r"now|currently|nowadays|presently", _present),
    rule(
        ("right", "at", "these"),
        r"right now|at present|at the moment(?! of)|at this time(?! of)|these days",
        _present,
    ),
    rule(
        ("current",),
        # not the one in a wire or a river
        r"current(?= [a-z])(?! (?:is|was|are|were|of|in|that|which|and(?! former)|or|at|from|to|carried"
        r"|ran|took|pulled|runs|can"
        r"|will|has|had|farther|further|account)\b)",
        always("PRESENT_REF"),
    ),
    rule(("recently", "more", "lately", "most"), r"(?:(?:more|most) )?recently|lately", always("PAST_REF")),
    rule(("recent",), r"recent", always("PAST_REF")),
    rule(("the",), r"the (?:distant |recent )?past(?=[.,;!?)\"]|$| and\b| to\b)", always("PAST_REF")),
    rule(
        ("the",),
        r"the (?:near |immediate |foreseeable |not too distant )?future(?! of)",
        always("FUTURE_REF"),
    ),
)
