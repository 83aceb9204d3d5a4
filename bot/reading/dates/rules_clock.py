"""Times of day: "7 p.m. on Friday", "18:00 UTC", "Monday evening", "tonight", "this morning"."""

from __future__ import annotations

import re
from datetime import date

from bot.reading.dates.grammar import DIGITS, Reading, rule
from bot.reading.dates.lexicon import (
    DAY_OF_MONTH,
    MONTH,
    NUMBERS,
    PARTS_OF_DAY,
    RANGE_OR_PAIR,
    SP,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    YEAR_STEPS,
    choice,
)
from bot.reading.dates.rules_day import month_number, nearest_day, weekday_day
from bot.reading.dates.values import add_days, make_day

_ZONE = (
    r"(?: ?\(?(?P<zone>gmt|utc|local time|(?:eastern|central|mountain|pacific)(?: (?:standard "
    r"|daylight )?time)?"
    r"|[ecmp][sd]?t|cest|cet|eest|eet|bst|ist|jst|kst|hkt|sgt|pkt|a[ec][ds]?t|nz[sd]t|msk|sast|wat|eat|wib)\b"
    r"(?P<offset> ?[+-][0-9]{1,2})?\)?)?"
)
_MONTH_DAY = (
    rf"(?:(?P<month>{MONTH}){SP}(?P<month_day>{DAY_OF_MONTH})|(?:the )?(?P<day_month>{DAY_OF_MONTH})"
    rf"(?: of)? (?P<month_behind>{MONTH}))(?:,?{SP}(?P<year>{YEAR})|,? (?P<which_year>last|this|next) year)?"
)
_DAY_BEHIND = (
    rf"(?:,? (?:on |of )(?:{WEEKDAY},? )?{_MONTH_DAY}"
    rf"|,? (?:on |late |early )?(?P<day>{WEEKDAY}|yesterday|today|tomorrow|tonight)"
    r"(?: (?P<when>morning|afternoon|evening|night)(?!s))?)?"
)
_ENDING = re.compile(
    rf"{RANGE_OR_PAIR}[0-9]{{1,2}}(?:[:.][0-9]{{2}})?[ -]?(?:[ap]\.?m\.?)?{_DAY_BEHIND}(?!\w)"
)
"""The time that ends a range: its day is that of the first ("1 p.m. to 3 p.m. on Friday")."""
_DAY_AHEAD = re.compile(rf"[^.!?\n]{{0,60}}? on (?P<day>{WEEKDAY})(?!\w)")
_CLOCK_CUE = re.compile(
    r"(?<!\w)(?:at|by|around|about|until|till|from|to|between|since|before|after|,|\() ?$"
)
_SHOWS_AFTER = re.compile(r" (?:live|lights|football|fever|boys)\b")
_HOUR_CUE = re.compile(
    r"(?<!\w)(?:at|by|around|about|until|till|from|to|past|between|since|before|after|near|nearly|almost"
    r"|was|is|,)"
    r"(?: about| around| exactly| a)? $"
)
_NO_NIGHT = re.compile(
    r" (?:success|sensation|hit|star|fame|celebrity|stay|stays|bag|bags|train|trains|bus|flight|flights"
    r"|delivery"
    r"|shipping|parking|guest|guests|camp|camping|visit|visits|ferry|lending|index|rate|rates|trip|trips)\b"
)
_FIGURATIVE = re.compile(r"(?:almost|nearly|practically|virtually|not|n't [a-z]{1,12}|cannot [a-z]{1,12}) $")
HOUR_WORDS = tuple(
    word for word, number in NUMBERS.items() if number <= 12 and word not in ("a", "an", "dozen")
)
_HOUR = rf"(?:{choice(HOUR_WORDS)}|1[0-2]|[1-9])"
_MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_RECENT_DAYS = 10
_NEXT_SENTENCE = 150
"""Code points: this close, "the morning" is still that of the day just named."""
_DAY_STEPS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}


def _day_of(match: re.Match[str], reading: Reading) -> date | None:
    """Return the day that stands with the time, else the one of the sentence."""
    word = match["day"]
    if "month" in match.re.groupindex and (month := match["month"] or match["month_behind"]):
        number = int(re.sub("[a-z]", "", match["month_day"] or match["day_month"]))
        if match["year"]:
            return make_day(int(match["year"]), month_number(month), number)
        if match["which_year"]:
            year = reading.published.year + YEAR_STEPS[match["which_year"]]
            return make_day(year, month_number(month), number)
        return nearest_day(month_number(month), number, match, reading)
    if not word:
        ending = _ENDING.match(reading.folded, match.end())
        if ending and (ending["day"] or ending["month"] or ending["month_behind"]):
            return _day_of(ending, reading)
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
    half = match["half"]
    if half is None:
        # "from 11 to 2 p.m." begins in the other half of the day
        later, half = int(match["later_hour"]) % 12, match["later_half"]
        half = half if hour % 12 < later else "a" if half.startswith("p") else "p"
    hour = hour % 12 + (12 if half.startswith("p") else 0)
    return _value(_day_of(match, reading), f"{hour:02d}:{minute:02d}{_zulu(match)}")


def _twenty_four_hours(match: re.Match[str], reading: Reading) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    certain = match["zone"] or match["day"] or _CLOCK_CUE.search(reading.before(match.start(), 10))
    if hour > 24 or minute > 59 or not certain:
        return None
    if hour < 12 and match.groupdict().get("when") in ("afternoon", "evening", "night"):
        hour += 12
    return _value(_day_of(match, reading), f"{hour:02d}:{minute:02d}{_zulu(match)}")


def _spoken_hour(match: re.Match[str], reading: Reading) -> str | None:
    if match["part"] is not None or match["night"] is not None:
        # "three in the afternoon session" may be people: the hour needs its preposition
        bare = match["part"] == ""
        if not bare and not _HOUR_CUE.search(reading.before(match.start(), 24)):
            return None
    return _value(_day_of(match, reading), f"{_hour_of(match):02d}:00")


def _hour_of(match: re.Match[str]) -> int:
    """Return the hour that a word names, on the half of the day that stands with it; else before noon."""
    word = match["hour"]
    hour = int(word) if word.isdigit() else NUMBERS[word]
    if match["part"] in ("afternoon", "evening") or (match["night"] and hour >= 6):
        return hour % 12 + 12
    return hour % 12 if match["part"] or match["night"] else hour


def _past_the_hour(match: re.Match[str], reading: Reading) -> str | None:
    minutes, hour = _MINUTES[match["minutes"]], _hour_of(match)
    if match["side"] == "to":
        if minutes == 30 or not _HOUR_CUE.search(reading.before(match.start(), 24)):
            return None
        hour, minutes = (hour - 1) % 24 or 12, 60 - minutes
    return _value(_day_of(match, reading), f"{hour:02d}:{minutes:02d}")


def _overnight(match: re.Match[str], reading: Reading) -> str | None:
    """Take the night before publication, or the one ahead where the clause looks ahead."""
    if _NO_NIGHT.match(reading.folded, match.end()) or _FIGURATIVE.search(reading.before(match.start(), 20)):
        return None
    if match["day"]:
        return _value(weekday_day(match["day"], match, reading), "NI")
    step = 0 if reading.direction(match) == "future" else -1
    return _value(add_days(reading.published, step), "NI")


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


def _part_of_that_day(match: re.Match[str], reading: Reading) -> str | None:
    named = next(name for name in ("day", "month", "month_behind") if match[name])
    if not reading.capitalised(match.start(named)):
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
    """Read "the morning": that of the sentence's day ("… on Wednesday"), or of a day that is still news."""
    at = match.start()
    ahead = _DAY_AHEAD.match(reading.folded, match.end())
    day = reading.sentence_day(at)
    if day == reading.published and ahead:
        day = weekday_day(ahead["day"], ahead, reading)
    elif day == reading.published:
        story_day = reading.story_day(at)
        still_news = abs((story_day - reading.published).days) <= _RECENT_DAYS
        day = story_day if still_news or reading.said_day_within(at, _NEXT_SENTENCE) else day
    return _value(day, PARTS_OF_DAY[match["part"]])


_PART = rf"(?P<part>{choice(PARTS_OF_DAY)})"

RULES = (
    rule(
        (DIGITS,),
        r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?[ -]?"
        r"(?:(?P<half>[ap](?:\.m\.?|m\b))(?: (?=\())?"
        rf"|(?={RANGE_OR_PAIR}(?P<later_hour>[0-9]{{1,2}})(?:[:.][0-9]{{2}})?["
        rf" -]?(?P<later_half>[ap])(?:\.?m\b)))"
        rf"{_ZONE}{_DAY_BEHIND}",
        _twelve_hours,
    ),
    rule(
        (*HOUR_WORDS, DIGITS),
        rf"(?P<hour>{_HOUR})(?: o'clock)? (?:in the (?P<part>morning|afternoon|evening)|at (?P<night>night))"
        rf"(?! (?:attack|raid|shift|rush|paper|show)s?\b){_DAY_BEHIND}",
        _spoken_hour,
    ),
    rule(
        (*HOUR_WORDS, DIGITS), rf"(?P<hour>{_HOUR}) o'clock(?P<part>)(?P<night>){_DAY_BEHIND}", _spoken_hour
    ),
    rule(
        ("half", "quarter", "ten", "twenty", "five"),
        rf"(?P<minutes>half|quarter|five|ten|twenty(?:-five)?) (?P<side>past"
        rf"|to) (?P<hour>{choice(HOUR_WORDS)})"
        rf"(?: in the (?P<part>morning|afternoon|evening)| at (?P<night>night))?{_DAY_BEHIND}",
        _past_the_hour,
    ),
    rule(
        ("overnight",),
        rf"overnight(?: (?:on |from )?(?P<day>{WEEKDAY})(?: night)?)?",
        _overnight,
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
    rule(
        ("the", *PARTS_OF_DAY),
        rf"(?:the )?(?:early |late )?{_PART} of (?:(?:{WEEKDAY},? )?{_MONTH_DAY}|(?P<day>{WEEKDAY}))",
        _part_of_that_day,
    ),
    rule(("morning", "afternoon"), r"(?P<part>morning|afternoon)(?= trad(?:e|ing)\b)", _bare_part),
)
