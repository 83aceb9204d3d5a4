"""Times of day: "7 p.m. on Friday", "18:00 UTC", "Monday evening", "tonight", "this morning"."""

from __future__ import annotations

import re
from datetime import date

from bot.reading.dates.grammar import DIGITS, Reading, rule
from bot.reading.dates.lexicon import PARTS_OF_DAY, SP, WEEKDAY, WEEKDAYS, choice
from bot.reading.dates.rules_day import weekday_day
from bot.reading.dates.values import add_days

_ZONE = (
    r"(?: ?\(?(?P<zone>gmt|utc|local time|eastern time|pacific time|[ecmp][sd]?t|cest|cet|bst|ist|jst)\b"
    r"(?P<offset> ?[+-][0-9]{1,2})?\)?)?"
)
_DAY_BEHIND = rf"(?:,? (?:on |late |early )?(?P<day>{WEEKDAY}|yesterday|today|tomorrow|tonight))?"
_CLOCK_CUE = re.compile(
    r"(?<!\w)(?:at|by|around|about|until|till|from|to|between|since|before|after|,|\() ?$"
)
_SHOWS_AFTER = re.compile(r" (?:live|lights|football|fever)\b")
_DAY_STEPS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}


def _day_of(match: re.Match[str], reading: Reading) -> date | None:
    """Return the day that stands with the time, else the one of the sentence."""
    word = match["day"]
    if not word:
        return reading.sentence_day(match.start())
    if word in _DAY_STEPS:
        return add_days(reading.published, _DAY_STEPS[word])
    return weekday_day(word, match, reading)


def _value(day: date | None, time: str) -> str | None:
    return f"{day.isoformat()}T{time}" if day else None


def _twelve_hours(match: re.Match[str], reading: Reading) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return None
    hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
    return _value(_day_of(match, reading), f"{hour:02d}:{minute:02d}{_zulu(match)}")


def _twenty_four_hours(match: re.Match[str], reading: Reading) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    certain = match["zone"] or match["day"] or _CLOCK_CUE.search(reading.before(match.start(), 10))
    if hour > 24 or minute > 59 or not certain:
        return None
    return _value(_day_of(match, reading), f"{hour:02d}:{minute:02d}{_zulu(match)}")


def _zulu(match: re.Match[str]) -> str:
    return "Z" if match["zone"] in ("utc", "gmt") and not match["offset"] else ""


def _noon(match: re.Match[str], reading: Reading) -> str | None:
    return _value(_day_of(match, reading), "12:00" if match["hour"] == "noon" else "24:00")


def _part_of_named_day(match: re.Match[str], reading: Reading) -> str | None:
    if match["day"] in WEEKDAYS and not reading.capitalised(match.start("day")):
        return None
    if _SHOWS_AFTER.match(reading.folded, match.end()):
        return None
    return _value(_day_of(match, reading), PARTS_OF_DAY[match["part"]])


def _part_of_day(match: re.Match[str], reading: Reading) -> str | None:
    which, part = match["which"], PARTS_OF_DAY[match["part"]]
    if which == "this":
        return _value(reading.published, part)
    if which == "last":
        return _value(add_days(reading.published, -1), part)
    story_day = reading.story_day(match.start())
    step = {"that": 0, "the same": 0, "the next": 1, "the following": 1, "the previous": -1}[which]
    return _value(add_days(story_day, step), part)


def _tonight(match: re.Match[str], reading: Reading) -> str | None:
    return _value(reading.published, "NI")


def _bare_part(match: re.Match[str], reading: Reading) -> str | None:
    return _value(reading.story_day(match.start()), PARTS_OF_DAY[match["part"]])


_PART = rf"(?P<part>{choice(PARTS_OF_DAY)})"

RULES = (
    rule(
        (DIGITS,),
        r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?[ -]?(?P<half>[ap](?:\.m\.?|m\b))"
        rf"{_ZONE}{_DAY_BEHIND}",
        _twelve_hours,
    ),
    rule(
        (DIGITS,),
        rf"(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?![:.][0-9]){_ZONE}{_DAY_BEHIND}",
        _twenty_four_hours,
    ),
    rule(
        (DIGITS,),
        r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2}) ?(?P<zone>gmt|utc)(?P<offset> ?[+-][0-9]{1,2})?(?P<day>)",
        _twenty_four_hours,
    ),
    rule(("noon", "midnight"), rf"(?P<hour>noon|midnight){_ZONE}{_DAY_BEHIND}", _noon),
    rule(
        (*WEEKDAYS, "yesterday", "tomorrow", "early", "late"),
        rf"(?:(?:early|late){SP})?(?P<day>{WEEKDAY}|yesterday|tomorrow) {_PART}",
        _part_of_named_day,
    ),
    rule(
        ("this", "last", "the", "that", "late", "early", "earlier", "later"),
        r"(?:(?:early|late|earlier|later) )?(?P<which>this|last|that|the (?:same|next|following|previous))"
        rf" {_PART}",
        _part_of_day,
    ),
    rule(("tonight",), r"tonight", _tonight),
    rule(
        ("the",),
        r"the (?P<part>morning|afternoon|evening)(?! (?:of|after|before|news|show|post|star|standard))",
        _bare_part,
    ),
    rule(("morning", "afternoon"), r"(?P<part>morning|afternoon)(?= trad(?:e|ing)\b)", _bare_part),
)
