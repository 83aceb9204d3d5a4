"""How long and how often: "three years", "the past decade", "a five-day", "every Tuesday", "annual"."""

from __future__ import annotations

import re

from bot.reading.dates.grammar import DIGITS, Reading, rule
from bot.reading.dates.lexicon import (
    APPROXIMATE_WORDS,
    APPROXIMATELY,
    NUMBER,
    NUMBER_WORDS,
    PARTS_OF_DAY,
    SEASONS,
    UNIT,
    UNITS,
    VAGUE_NUMBER,
    WEEKDAYS,
    choice,
    number_of,
    unit_of,
)
from bot.reading.dates.values import duration, quarter_value

_LEAD = (
    r"(?:(?:the|its|his|her|their|these|those) )?"
    r"(?:past|last|next|previous|coming|following|first|final|latest|preceding|subsequent|another|recent)"
)
_LEAD_OPENS = (
    "the its his her their these those past last next previous coming following first final latest preceding"
    " subsequent another recent"
).split()
_BETWEEN_NUMBER_AND_UNIT = (
    r"(?:(?:straight|consecutive|successive|trading|working|business|full|whole|more|additional|extra"
    r"|calendar"
    r"|long|solid|fiscal) ?)?"
)
_PLURALS = {"centuries": "century"} | {unit + "s": unit for unit in UNITS if unit != "century"}
_ONE_WORD_LONG = {
    "daylong": "day",
    "weeklong": "week",
    "monthlong": "month",
    "yearlong": "year",
    "decadelong": "decade",
}
_FREQUENCIES = {
    "hourly": "PT1H",
    "daily": "P1D",
    "weekly": "P1W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "quarterly": "P1Q",
    "yearly": "P1Y",
    "annually": "P1Y",
    "annual": "P1Y",
    "per annum": "P1Y",
}
_SPEED_BEFORE = re.compile(r"(?:miles|kilomet(?:er|re)s|kms?|knots|met(?:er|re)s) $")
_ENERGY_BEFORE = re.compile(r"(?:watt|wh|man|amp|person|working|labou?r)[ -]$")
_MINUTES_OF_A_MEETING = re.compile(r" (?:of|from) (?:its|the|their|a|last)\b[^.\n]{0,30} meeting")
_HOURS_OF_THE_DAY = re.compile(r"(?:early|small|opening|office|rush|peak|business) $")
_HABIT_CUE = re.compile(r"(?<!\w)(?:on|at|during) $")
_BEASTS = re.compile(
    r" of the (?:rat|ox|tiger|rabbit|dragon|snake|horse|goat|sheep|monkey|rooster|dog|pig|woman|child)\b"
)
_NOUN_AFTER = re.compile(r" (?!and\b|or\b|of\b|in\b|at\b|on\b|to\b|by\b|for\b)[a-z]{3,}")
_FROZEN = re.compile(r"-(?:to-|by-|in-|long\b|end\b|round\b|ahead)|(?:to|by) (?:day|week|month|year)\b")
_NEVER_PLURAL_TIME = ("second", "quarter")


def _counted(match: re.Match[str], reading: Reading) -> str | None:
    number, unit = number_of(match["number"]), unit_of(match["unit"])
    if unit == "quarter" and not match["lead"]:
        return None
    plural, hyphen = bool(match["plural"]), match["join"] == "-"
    one = match["number"] in ("one", "1", "a", "an")
    # "a two minute silence", as some papers write it
    describes = unit not in _NEVER_PLURAL_TIME and _NOUN_AFTER.match(reading.folded, match.end())
    if not (plural or hyphen or one or match["tail"] or describes):
        return None
    if unit == "second" and not plural and not hyphen:
        return None
    if number == "1" and not hyphen and _FROZEN.match(reading.folded, match.end()):
        return None
    return duration(number, unit)


def _range(match: re.Match[str], reading: Reading) -> str | None:
    """Give "two to three years" the first number: the least that is claimed."""
    return duration(number_of(match["number"]), unit_of(match["unit"]))


def _half(match: re.Match[str], reading: Reading) -> str | None:
    unit = match["unit"]
    return {"hour": "PT30M", "day": "PT12H", "year": "P6M", "decade": "P5Y", "century": "P50Y"}[unit]


def _one_and_a_half(match: re.Match[str], reading: Reading) -> str | None:
    return duration("1.5", match["unit"])


def _one(match: re.Match[str], reading: Reading) -> str | None:
    if reading.capitalised(match.start("unit")) and _BEASTS.match(reading.folded, match.end()):
        return None
    if match["unit"] in ("hour", "minute") and _SPEED_BEFORE.search(reading.before(match.start(), 16)):
        return None
    if _FROZEN.match(reading.folded, match.end()):
        return None
    return duration("1", match["unit"])


def _past_one(match: re.Match[str], reading: Reading) -> str | None:
    # "the next day" is a date, and "the last day" is nobody's duration
    unsuited = match["unit"] == "day" and match["which"] in ("last", "next")
    return None if unsuited else duration("1", match["unit"])


def _some(match: re.Match[str], reading: Reading) -> str | None:
    unit = _PLURALS[match["unit"]]
    if unit in _NEVER_PLURAL_TIME and not match["lead"]:
        return None
    if unit == "hour" and _ENERGY_BEFORE.search(reading.before(match.start(), 12)):
        return None
    if unit == "hour" and _HOURS_OF_THE_DAY.search(reading.before(match.start(), 12)):
        return None
    if unit == "minute" and _MINUTES_OF_A_MEETING.match(reading.folded, match.end()):
        return None
    return duration("X", unit)


def _long(match: re.Match[str], reading: Reading) -> str | None:
    word = match[0]
    if word in _ONE_WORD_LONG:
        return duration("1", _ONE_WORD_LONG[word])
    unit = word.removesuffix("-long")
    return duration("X", _PLURALS[unit]) if unit in _PLURALS else duration("1", unit)


def _first_months(match: re.Match[str], reading: Reading) -> str | None:
    """Read "the first three months of 2012" as the quarter; more or fewer months stay a length."""
    number = number_of(match["number"])
    if number != "3":
        return duration(number, "month")
    year = int(match["year"]) if match["year"] else reading.published.year - bool(match["last"])
    return quarter_value(year, 1)


def _every(match: re.Match[str], reading: Reading) -> str | None:
    word = match["what"]
    if word in WEEKDAYS:
        part = match["part"]
        return f"XXXX-WXX-{WEEKDAYS[word] + 1}" + (f"T{PARTS_OF_DAY[part]}" if part else "")
    if word in PARTS_OF_DAY:
        return f"XXXX-XX-XXT{PARTS_OF_DAY[word]}"
    if word in SEASONS:
        return f"XXXX-{SEASONS[word]}"
    if word == "weekend":
        return "XXXX-WXX-WE"
    number = number_of(match["number"]) if match["number"] else "2" if match["other"] else "1"
    return duration(number, word)


def _times_a(match: re.Match[str], reading: Reading) -> str | None:
    return duration("1", match["unit"])


def _plural_weekday(match: re.Match[str], reading: Reading) -> str | None:
    if not reading.capitalised(match.start()):
        return None
    part = match["part"]
    return f"XXXX-WXX-{WEEKDAYS[match['day']] + 1}" + (f"T{PARTS_OF_DAY[part]}" if part else "")


def _weekends(match: re.Match[str], reading: Reading) -> str | None:
    return "XXXX-WXX-WE" if _HABIT_CUE.search(reading.before(match.start(), 8)) else None


def _frequency(match: re.Match[str], reading: Reading) -> str | None:
    """Take "daily" and the like, but not a newspaper's name ("the Daily Mail")."""
    after = match.end()
    named = reading.capitalised(match.start()) and reading.capitalised(after + 1)
    return None if named else _FREQUENCIES[match[0]]


_LONG_UNIT = r"(?:day|week|fortnight|month|year|decade|century)"
_LONG_DAYS = choice([day for day in WEEKDAYS if day.endswith("day")])
_QUANTITY_OPENS = (DIGITS, *NUMBER_WORDS, *APPROXIMATE_WORDS, *_LEAD_OPENS)
_QUANTITY = rf"(?:(?P<lead>{_LEAD}) |{APPROXIMATELY} )?"

RULES = (
    rule(
        _QUANTITY_OPENS,
        rf"{_QUANTITY}(?P<number>{NUMBER}|{VAGUE_NUMBER})(?P<join> {{1,2}}|-){_BETWEEN_NUMBER_AND_UNIT}"
        rf"(?P<unit>{UNIT})(?P<plural>s)?(?P<tail>[ -]old|-long)?s?",
        _counted,
    ),
    rule(
        _QUANTITY_OPENS,
        rf"{_QUANTITY}(?P<number>{NUMBER})(?: to | or |-)(?:{NUMBER})[ -](?P<unit>{UNIT})s?"
        r"(?:[ -]old|-long)?",
        _range,
    ),
    rule(
        ("the",),
        rf"the (?P<number>{NUMBER}) (?P<unit>{UNIT})s"
        r"(?= (?:ended|ending|to|through|since|before|after|until|of)\b)",
        _range,
    ),
    rule(
        ("half", *APPROXIMATE_WORDS, "a"),
        rf"(?:{APPROXIMATELY} )?(?:half an?|a half)[ -](?P<unit>hour|day|year|decade|century)",
        _half,
    ),
    rule(
        ("a", "an", *APPROXIMATE_WORDS),
        rf"(?:{APPROXIMATELY} )?an? (?P<unit>{UNIT}) and a half",
        _one_and_a_half,
    ),
    rule(
        ("a", "an", *APPROXIMATE_WORDS),
        rf"(?:{APPROXIMATELY} )?an? (?:(?:full|whole|single|further) )?(?P<unit>minute|hour|{_LONG_UNIT})",
        _one,
    ),
    rule(
        ("the", "past", "this"),
        rf"(?:the|this(?= past)) (?P<which>past|coming|last(?! \w{{1,9}} of)|next) (?P<unit>{_LONG_UNIT}"
        rf"|quarter)",
        _past_one,
    ),
    rule(("weekends",), r"weekends", _weekends),
    rule(
        (*_LEAD_OPENS, *_PLURALS),
        rf"(?P<lead>{_LEAD} )?(?P<unit>{choice(_PLURALS)})(?!-)",
        _some,
    ),
    rule(
        (*_ONE_WORD_LONG, *UNITS, *_PLURALS),
        rf"{choice(_ONE_WORD_LONG)}|(?:{_LONG_UNIT}|{choice(_PLURALS)})-long",
        _long,
    ),
    rule(
        ("the", "first"),
        rf"(?:the )?first (?P<number>{NUMBER}) months (?:of |in )?"
        r"(?:(?P<year>[0-9]{4})|(?:this|the) year|(?P<last>last) year)",
        _first_months,
    ),
    rule(
        ("every", "each"),
        rf"(?:every|each)(?: (?P<other>other)| (?P<number>{NUMBER}))?"
        rf" (?P<what>day|week|weekend|month|quarter|year|decade|{choice(SEASONS)}"
        rf"|{choice(PARTS_OF_DAY)}|{_LONG_DAYS})s?(?: (?P<part>{choice(PARTS_OF_DAY)}))?",
        _every,
    ),
    rule(
        (*"once twice three four five six seven eight nine ten several many".split(), DIGITS),
        r"(?:once|twice|(?:three|four|five|six|seven|eight|nine|ten|several|many|[0-9]{1,3}) times)"
        r" (?:a|an|every|each|per)"
        rf" (?P<unit>hour|{_LONG_UNIT})",
        _times_a,
    ),
    rule(
        [word for day in WEEKDAYS for word in (day, f"{day}s")],
        rf"(?P<day>{_LONG_DAYS})(?:s|s? (?P<part>{choice(PARTS_OF_DAY)})s)",
        _plural_weekday,
    ),
    rule([word.split()[0] for word in _FREQUENCIES], choice(_FREQUENCIES), _frequency),
)
