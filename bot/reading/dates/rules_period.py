"""Longer stretches by their name: months, seasons, quarters, halves, years, decades, centuries."""

from __future__ import annotations

import re

from bot.reading.dates.grammar import DIGITS, Reading, rule
from bot.reading.dates.lexicon import (
    MONTH,
    MONTHS,
    ORDINALS,
    PART_OF_PERIOD,
    PART_WORDS,
    SEASONS,
    SP,
    YEAR,
    YEAR_STEPS,
    choice,
)
from bot.reading.dates.rules_day import month_number
from bot.reading.dates.values import add_days, make_day, month_value, quarter_of, quarter_value, week_value

_MONTH_CUE = re.compile(
    r"(?<!\w)(?:in|since|by|until|till|last|this|next|early|mid|late|during|from|through|before|after|between"
    r"|of|to|for|and|or|past|following)[ -]$"
)
_FIRM_CUE = re.compile(r"(?<!\w)(?:in|since|until|till|during|early|mid|late|this|next|last)[ -]$")
_SPEECH_AFTER = re.compile(
    r"(?:'s (?:government|cabinet|deal))?,? (?:said|says|told|has|is|was|did|had|would|will)\b"
)
_DAY_BEFORE = re.compile(r"(?<!\w)[0-9]{1,2}(?:st|nd|rd|th)?(?: of)? $")
"""A month behind a number is a date, and an impossible one where no rule for dates took it."""
_FIRST_NAMES = ("april", "june", "august", "jan", "jan.")
_KIN_BEFORE = re.compile(
    r"(?<!\w)(?:sister|brother|daughter|son|mother|wife|aunt|uncle|niece|cousin|friend|widow|mrs|mrs\."
    r"|ms|ms\.|miss"
    r"|dr|dr\.|lady|queen|actress|singer|author|called|named) $"
)
_VERBS_TOO = ("may", "march", "mar", "mar.")
_UP_TO = re.compile(r" (?:by|until|till) $")
_HALF_A_YEAR = 6
_NEAR_MONTHS_AHEAD = 2
"""Months: without any tense, a month this close ahead is taken for the coming one."""

_YEAR_CUE = re.compile(
    r"(?<!\w)(?:in|since|by|of|during|from|until|till|before|after|through|late|early|mid|and|to|between"
    r"|circa)[ -]$"
)
_NO_YEAR_BEFORE = re.compile(
    r"[$£€#¥/.,\w]$|[$£€#¥] $|(?<![0-9]{4})-$"
    r"|(?:no\.|number|route|highway|flight|room|model|about|around|some|over|than|nearly) $"
)
_LEADING_PART = re.compile(r"(?:mid|pre|post|early|late)-$|[.,] $")
_COUNTED_AFTER = re.compile(
    r"[,.:][0-9]|-[0-9]{1,2}-|%"
    r"| ?(?:percent|per cent|people|persons?|points?|shares?|million|billion|tons?|tonnes?|miles?"
    r"|feet|foot|ft|met(?:er|re)s?|kilomet(?:er|re)s?|km|kg|pounds?|dollars?|euros?"
    r"|jobs?|men|women|children|soldiers?|troops?|workers?|employees?|homes?|houses?|years?|days?|hours?"
    r"|minutes?"
    r"|times|votes?|others|block|gmt|utc|hrs|students?|families|units?|members?|seats?|cars?|vehicles?"
    r"|index)\b"
)
_OLDEST_BARE_YEAR = 1900
"""Older ones are numbers, unless a word such as "in" says otherwise."""
_LAST_BARE_YEAR = 2099
_OLDEST_YEAR_AFTER_CUE = 1400

_NO_DECADE_BEFORE = re.compile(
    r"(?<!\w)(?:(?:his|her|their|my|your|our|are|were|is|was|aged|over|under) (?:early |mid |late |mid-)?"
    r"|(?:temperatures?|highs?|lows?|degrees|thermometers?|scored|shot|carded)\b[^.\n]{0,30})$"
)
_SEASON_BEGINS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_SEASON_CUE = re.compile(r"(?<!\w)(in|since|until|till|by|during|from|for|over|through) $")
_SEASON_OF = re.compile(
    r" (?:of|water|rolls?|onions?|games|olympics|sports?|coat|camp|school|break|semester|term|line|from"
    r"|into|for)\b"
)
_COUNTING_BEFORE = re.compile(
    r"(?<!\w)(?:with|has|had|have|having|employs|employed|employing|sold|killed|least|most|only|just|all"
    r"|another"
    r"|other|these|those) $"
)
_PLURAL_AFTER = re.compile(r" (?:[a-z]{2,14} )?[a-z]{2,14}s\b")
_REPORT_BEFORE = re.compile(r"(?<!\w)(?:in|for|of|during|since|by|the|its|early|late) $")
_REPORT_AFTER = re.compile(
    r" (?:results?|earnings|profits?|revenues?|sales|guidance|numbers|report|loss|losses|growth|gdp|net"
    r"|figures|call"
    r"|deliveries|forecast|outlook|trading)\b"
)
_DECADE_WORDS = "twenties thirties forties fifties sixties seventies eighties nineties".split()
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_WHOSE_YEAR = (
    rf"(?:(?:of )?(?P<year>{YEAR})|(?:of )?(?P<which>last|this|next) year|of (?P<the>the) year"
    r"|of (?P<that>that(?: same)?) year|(?:of )?'(?P<short>[0-9]{2})(?!-))"
)


def _named_year(match: re.Match[str], reading: Reading) -> int | None:
    """Return the year that stands behind ("of 2012", "last year"), or None when none does."""
    if match["year"]:
        return int(match["year"])
    if match["the"]:
        return reading.published.year
    if match["short"]:
        return _four_digits(int(match["short"]), reading)
    if match["that"]:
        last = reading.last_period(match.start())
        return last.first.year if last else None
    return reading.published.year + YEAR_STEPS[match["which"]] if match["which"] else None


def _month_of_year(match: re.Match[str], reading: Reading) -> str | None:
    month = month_number(match["month"])
    if not reading.capitalised(match.start("month")):
        return None
    year = _named_year(match, reading)
    return month_value(year, month) if year else None


def _is_month_name(match: re.Match[str], reading: Reading) -> bool:
    """Tell the month from the verb, the surname and the first name."""
    word = match["month"]
    if not reading.capitalised(match.start("month")):
        return False
    if match["part"] or match["which"]:
        return True
    before = reading.before(match.start(), 12)
    if _DAY_BEFORE.search(before):
        return False
    after_end = match.end()
    if word in _VERBS_TOO:
        return bool(_MONTH_CUE.search(before)) and (
            bool(_FIRM_CUE.search(before)) or not _SPEECH_AFTER.match(reading.folded, after_end)
        )
    if word in _FIRST_NAMES and _KIN_BEFORE.search(reading.before(match.start(), 14)):
        return False
    named_person = reading.text[after_end : after_end + 1] == " " and reading.capitalised(after_end + 1)
    if _FIRM_CUE.search(before) or (_MONTH_CUE.search(before) and not named_person):
        return True
    if word in _FIRST_NAMES:
        return not named_person and not _SPEECH_AFTER.match(reading.folded, after_end)
    return len(word) > 3 or word.endswith(".")


def _month_alone(match: re.Match[str], reading: Reading) -> str | None:
    if not _is_month_name(match, reading):
        return None
    month, published = month_number(match["month"]), reading.published
    year = published.year
    which = (match["which"] or "").strip()
    ahead = month - published.month
    begun = reading.range_start(match.start())
    if begun and begun.precision != "year" and not which:
        year = begun.first.year + (month < begun.first.month)
    elif which == "last":
        year -= ahead >= 0
    elif which == "next":
        year += ahead <= 0
    elif which != "this":
        direction = reading.direction(match)
        until = ahead <= _HALF_A_YEAR and _UP_TO.search(reading.before(match.start(), 8))
        if (
            ahead > 0
            and not until
            and (direction == "past" or (ahead > _NEAR_MONTHS_AHEAD and direction is None))
        ):
            year -= 1
        elif ahead < -1 and direction == "future":
            year += 1
    return month_value(year, month)


def _week_of_month(match: re.Match[str], reading: Reading) -> str | None:
    month = month_number(match["month"])
    year = int(match["year"]) if match["year"] else reading.published.year
    if not match["year"] and month > reading.published.month and reading.direction(match) != "future":
        year -= 1
    first = make_day(year, month, 1)
    if first is None:
        return None
    if match["ordinal"] == "last":
        after = make_day(year + month // 12, month % 12 + 1, 1)
        day = add_days(after, -7) if after else None
    else:
        day = add_days(first, 7 * (ORDINALS[match["ordinal"]] - 1) + (7 - first.weekday()) % 7)
    return week_value(day) if day else None


def _short_stretch(match: re.Match[str], reading: Reading) -> str | None:
    """Read "Q3 2024", "H1", "1H 2024": without a year only where a report speaks of them."""
    named = "letter" if match["letter"] else "behind"
    if not reading.capitalised(match.start(named)):
        return None
    year = _named_year(match, reading)
    number = int(match["number"] or match["front"])
    if year is None:
        at = match.start()
        if not (
            _REPORT_BEFORE.search(reading.before(at, 12)) or _REPORT_AFTER.match(reading.folded, match.end())
        ):
            return None
        year = reading.published.year
        if match[named] == "q":
            return _nearest_quarter(number, match, reading)
    if match[named] == "h":
        return f"{year:04d}-H{number}" if number <= 2 else None
    return quarter_value(year, number)


def _nearest_quarter(quarter: int, match: re.Match[str], reading: Reading) -> str | None:
    ahead = quarter - quarter_of(reading.published)
    direction = reading.direction(match)
    gone = ahead > 0 and (direction == "past" or (ahead > 1 and direction is None))
    return quarter_value(reading.published.year - gone, quarter)


def _quarter(match: re.Match[str], reading: Reading) -> str | None:
    quarter = _QUARTERS[match["ordinal"]]
    named = _named_year(match, reading)
    if named is not None:
        return quarter_value(named, quarter)
    return _nearest_quarter(quarter, match, reading)


def _half(match: re.Match[str], reading: Reading) -> str | None:
    year = _named_year(match, reading)
    return f"{year:04d}-H{1 if match['ordinal'] == 'first' else 2}" if year else None


def _season(match: re.Match[str], reading: Reading) -> str | None:
    published, step, season = reading.published, match["step"], match["season"]
    year = _named_year(match, reading) or published.year
    begins = _SEASON_BEGINS[season]
    if step == "last":
        year -= published.month < begins + 3
    elif step == "next":
        year += published.month >= begins
    return f"{year:04d}-{SEASONS[match['season']]}" if 0 < year <= 9999 else None


def _season_alone(match: re.Match[str], reading: Reading) -> str | None:
    """Read "in the spring" and "early summer" as the nearest that the tense allows."""
    if _SEASON_OF.match(reading.folded, match.end()):
        return None
    cue = _SEASON_CUE.search(reading.before(match.start(), 10))
    if not match["part"] and not cue:
        return None
    published, begins = reading.published, _SEASON_BEGINS[match["season"]]
    direction, year = reading.direction(match), published.year
    if cue and cue[1] in ("until", "till", "by", "for", "through"):
        direction = "future"
    if direction == "past":
        year -= published.month < begins
    elif direction == "future":
        year += published.month >= begins + 3
    return f"{year:04d}-{SEASONS[match['season']]}" if 0 < year <= 9999 else None


def _year(match: re.Match[str], reading: Reading) -> str | None:
    year, before = int(match["year"]), reading.before(match.start(), 12)
    if _COUNTED_AFTER.match(reading.folded, match.end()):
        return None
    if _COUNTING_BEFORE.search(before) and _PLURAL_AFTER.match(reading.folded, match.end()):
        return None
    if not match["part"] and _NO_YEAR_BEFORE.search(before) and not _LEADING_PART.search(before):
        return None
    oldest = _OLDEST_YEAR_AFTER_CUE if match["part"] or _YEAR_CUE.search(before) else _OLDEST_BARE_YEAR
    return match["year"] if oldest <= year <= _LAST_BARE_YEAR else None


def _short_year(match: re.Match[str], reading: Reading) -> str | None:
    return str(_four_digits(int(match["year"]), reading))


def _four_digits(year: int, reading: Reading) -> int:
    """Return the year that its last two digits stand for: at most ten years ahead of publication."""
    return year + (1900 if year > (reading.published.year + 10) % 100 else 2000)


def _decade(match: re.Match[str], reading: Reading) -> str | None:
    if match["word"]:
        return f"19{_DECADE_WORDS.index(match['word']) + 2}"
    if match["long"]:
        # "the 1600s" are a century; "the 2000s", so far, a decade
        whole = match["long"].endswith("0") and match["long"] != "200"
        return match["long"][:2] if whole else match["long"]
    before = reading.before(match.start())
    if before.endswith("-") or _NO_DECADE_BEFORE.search(before):
        return None
    tens = int(match["short"])
    return f"{19 if tens >= 3 else 20}{tens}" if match["mark"] or match["the"] or tens >= 2 else None


def _century(match: re.Match[str], reading: Reading) -> str | None:
    words = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}
    number = words.get(match["word"] or "") or int(match["number"] or 0)
    return f"{number - 1:02d}" if 0 < number <= 99 else None


_PART = rf"(?P<part>{PART_OF_PERIOD})?"
_HALF_OPENS = ("the", "first", "second")
_QUARTER_OPENS = (*_QUARTERS, "the", DIGITS, "fiscal")

RULES = (
    rule((*MONTHS, *PART_WORDS), rf"{PART_OF_PERIOD}?(?P<month>{MONTH}),? {_WHOSE_YEAR}", _month_of_year),
    rule(
        (*MONTHS, *PART_WORDS, "last", "next", "this"),
        rf"{_PART}(?P<which>(?:last|next|this){SP})?(?P<month>{MONTH})(?! {{1,2}}[0-9]{{1,4}}(?!\w))",
        _month_alone,
    ),
    rule(
        ("the",),
        rf"the (?P<ordinal>last|first|second|third|fourth) week (?:of|in) (?P<month>{MONTH})"
        rf"(?:,? (?P<year>{YEAR}))?",
        _week_of_month,
    ),
    rule(
        _QUARTER_OPENS,
        rf"(?:the )?(?:fiscal )?(?P<ordinal>{choice(_QUARTERS)})(?:[ -]fiscal)?[ -]quarter"
        rf"(?:,? {_WHOSE_YEAR})?",
        _quarter,
    ),
    rule(_HALF_OPENS, rf"(?:the )?(?P<ordinal>first|second) half {_WHOSE_YEAR}", _half),
    rule(
        ("the", *SEASONS),
        rf"(?P<step>)(?:the )?(?:(?P<season>{choice(SEASONS)}),? {_WHOSE_YEAR})",
        _season,
    ),
    rule(
        ("last", "this", "next"),
        rf"(?P<step>last|this"
        rf"|next) (?P<season>{choice(SEASONS)})(?P<year>)(?P<which>)(?P<the>)(?P<that>)(?P<short>)",
        _season,
    ),
    rule(
        ("early", "mid", "late", "the", *SEASONS),
        rf"(?P<part>(?:early|mid|late)[ -])?(?:the )?(?P<season>{choice(SEASONS)})",
        _season_alone,
    ),
    rule(
        ("q1", "q2", "q3", "q4", "h1", "h2", DIGITS),
        r"(?:(?P<letter>[qh])(?P<number>[1-4])|(?P<front>[1-4])(?P<behind>[qh]))"
        rf"(?:(?: in)?(?: |/|, ){_WHOSE_YEAR})?",
        _short_stretch,
    ),
    rule((*PART_WORDS, DIGITS), rf"{_PART}(?:fiscal (?:year )?)?(?P<year>{YEAR})", _year),
    rule(("fiscal",), rf"(?P<part>fiscal (?:year )?)(?P<year>{YEAR})", _year),
    rule(("'",), r"'(?P<year>[0-9]{2})(?!-)", _short_year),
    rule(
        ("the", "early", "mid", "late", "'", DIGITS, *_DECADE_WORDS),
        r"(?P<the>the )?(?:early|mid|late)?[ -]?"
        rf"(?:(?P<long>1[5-9][0-9]|20[0-9])0'?s|(?P<mark>')?(?P<short>[0-9])0'?s"
        rf"|(?P<word>{choice(_DECADE_WORDS)}))",
        _decade,
    ),
    rule(
        ("the", DIGITS, "early", "mid", "late"),
        r"(?:the )?(?:(?:early|mid|late)[ -])?(?:(?P<number>[0-9]{1,2})(?:st|nd|rd|th)"
        r"|(?P<word>eighteenth|nineteenth|twentieth|twenty-first))[ -]century",
        _century,
    ),
)
