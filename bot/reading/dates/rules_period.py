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
_VERBS_TOO = ("may", "march", "mar", "mar.")
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
    r"|jobs?|men|women|children|soldiers?|troops?|workers?|employees?|homes?|houses?|years?|days?|hours?|minutes?"
    r"|times|votes?|others|block|gmt|utc|hrs|students?|families|units?|members?|seats?|cars?|vehicles?|index)\b"
)
_OLDEST_BARE_YEAR = 1900
"""Older ones are numbers, unless a word such as "in" says otherwise."""
_LAST_BARE_YEAR = 2099
_OLDEST_YEAR_AFTER_CUE = 1400

_DECADE_WORDS = "twenties thirties forties fifties sixties seventies eighties nineties".split()
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_WHOSE_YEAR = rf"(?:(?:of )?(?P<year>{YEAR})|(?:of )?(?P<which>last|this|next) year|of (?P<the>the) year)"
_STEP = {"last": -1, "this": 0, "next": 1}


def _named_year(match: re.Match[str], reading: Reading) -> int | None:
    """Return the year that stands behind ("of 2012", "last year"), or None when none does."""
    if match["year"]:
        return int(match["year"])
    if match["the"]:
        return reading.published.year
    return reading.published.year + _STEP[match["which"]] if match["which"] else None


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
    if which == "last":
        year -= ahead >= 0
    elif which == "next":
        year += ahead <= 0
    elif which != "this":
        direction = reading.direction(match)
        until = reading.before(match.start(), 7).endswith(("by ", "until "))
        if ahead > 0 and (
            direction == "past" or (ahead > _NEAR_MONTHS_AHEAD and direction is None and not until)
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


def _quarter(match: re.Match[str], reading: Reading) -> str | None:
    quarter = _QUARTERS[match["ordinal"]]
    named = _named_year(match, reading)
    if named is not None:
        return quarter_value(named, quarter)
    ahead = quarter - quarter_of(reading.published)
    direction = reading.direction(match)
    gone = ahead > 0 and (direction == "past" or (ahead > 1 and direction is None))
    return quarter_value(reading.published.year - gone, quarter)


def _half(match: re.Match[str], reading: Reading) -> str | None:
    year = _named_year(match, reading)
    return f"{year:04d}-H{1 if match['ordinal'] == 'first' else 2}" if year else None


def _season(match: re.Match[str], reading: Reading) -> str | None:
    year = _named_year(match, reading) or reading.published.year
    step = match["step"]
    if step == "last" and reading.published.month < (12 if match["season"] == "winter" else 9):
        year -= 1
    elif step == "next" and reading.published.month > 6:
        year += 1
    return f"{year:04d}-{SEASONS[match['season']]}" if 0 < year <= 9999 else None


def _year(match: re.Match[str], reading: Reading) -> str | None:
    year, before = int(match["year"]), reading.before(match.start(), 12)
    if _COUNTED_AFTER.match(reading.folded, match.end()):
        return None
    if not match["part"] and _NO_YEAR_BEFORE.search(before) and not _LEADING_PART.search(before):
        return None
    oldest = _OLDEST_YEAR_AFTER_CUE if match["part"] or _YEAR_CUE.search(before) else _OLDEST_BARE_YEAR
    return match["year"] if oldest <= year <= _LAST_BARE_YEAR else None


def _short_year(match: re.Match[str], reading: Reading) -> str | None:
    year = int(match["year"])
    return str(year + (1900 if year > (reading.published.year + 10) % 100 else 2000))


def _decade(match: re.Match[str], reading: Reading) -> str | None:
    if match["word"]:
        return f"19{_DECADE_WORDS.index(match['word']) + 2}"
    if match["long"]:
        return match["long"]
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
        rf"(?P<step>last|this|next) (?P<season>{choice(SEASONS)})(?P<year>)(?P<which>)(?P<the>)",
        _season,
    ),
    rule((*PART_WORDS, DIGITS), rf"{_PART}(?:fiscal (?:year )?)?(?P<year>{YEAR})", _year),
    rule(("fiscal",), rf"(?P<part>fiscal (?:year )?)(?P<year>{YEAR})", _year),
    rule(("'",), r"'(?P<year>[0-9]{2})(?!-)", _short_year),
    rule(
        ("the", "early", "mid", "late", "'", DIGITS, *_DECADE_WORDS),
        r"(?P<the>the )?(?:early|mid|late)?[ -]?"
        rf"(?:(?P<long>1[5-9][0-9]|20[0-9])0'?s|(?P<mark>')?(?P<short>[0-9])0'?s|(?P<word>{choice(_DECADE_WORDS)}))",
        _decade,
    ),
    rule(
        ("the", DIGITS, "early", "mid", "late"),
        r"(?:the )?(?:(?:early|mid|late)[ -])?(?:(?P<number>[0-9]{1,2})(?:st|nd|rd|th)"
        r"|(?P<word>eighteenth|nineteenth|twentieth|twenty-first))[ -]century",
        _century,
    ),
)
