"""Days by their name: "October 7", "Tuesday, Oct. 8, 2024", "2024-10-08", "on Tuesday", "Christmas Eve"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.reading.dates.grammar import DIGITS, Reading, always, rule
from bot.reading.dates.lexicon import (
    DAY_OF_MONTH,
    MONTH,
    MONTHS,
    NUMBERS,
    ORDINALS,
    RANGE,
    RANGE_OR_PAIR,
    SP,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    YEAR_STEPS,
    choice,
)
from bot.reading.dates.values import make_day

_CLEARLY_AHEAD = 7
"""Days: beyond these, "it happened on <month day>" cannot mean the coming one."""
_LEAP_DAYS_APART = 8
"""Years, at most (1896 to 1904)."""
_CLEARLY_BEHIND = 60
"""Days: beyond these, "it will happen on <month day>" cannot mean the one gone by."""
_ANNIVERSARY_SLACK = 45
"""Days between an anniversary and the article that writes of it."""

_YEARS_BACK = re.compile(
    rf"(?:(?P<number>{choice(NUMBERS)}|{choice(ORDINALS)}|[0-9]{{1,3}}(?:st|nd|rd|th)?)"
    r"(?:[ -]years?)?|(?<!\w)year)(?:"
    r"[ -]anniversary of"
    r"|[ -]long [^.,\n]{0,100}(?:following|since|after|began|begun|started|triggered|sparked)"
    r"| (?:after|since|on from)) (?:(?! said | told | announced )[^.,\n]){0,120}$"
)
_YEARS_BACK_CUE = re.compile(r"anniversary of|year-long|years? (?:after|since|on from)")
_TERROR_ATTACKS = re.compile(r" (?:terror|terrorist|hijack|suicide|al-qaeda|qaeda)?[ -]?(?:attack|hijack)")
_NOT_A_MONTH_DAY = r"(?![,.:/][0-9]|%| percent| per cent| million| billion| (?:a|p)\.?m\b)"
_AMBIGUOUS_WORDS = ("may", "mar", "march", "dec", "sun", "sat", "wed", "jan", "jun", "august")
_TITLES_AFTER = re.compile(
    r" (?:times|post|herald|telegraph|mirror|mail|express|star|tribune|business post|project"
    r"|murder club|addams|night (?:live|football|lights|fever|boys))\b"
)
_NAMES_BEFORE = re.compile(r"(?<!\w)(?:bloody|black|cyber|super|giving|freaky|ruby|girl|man|sheffield) $")
"""With a weekday behind them these name something else, or a day that no rule finds."""

_MONTH_DAY = (
    rf"(?P<month>{MONTH}){SP}(?P<day>{DAY_OF_MONTH})"
    # the year behind a range ("October 7 to 9, 2023") tells that of its first day
    rf"(?:(?={RANGE}(?:(?P<last_month>{MONTH}){SP})?{DAY_OF_MONTH},?{SP}(?P<later_year>{YEAR}))|,?{SP}(?P<year>{YEAR})"
    rf"|,? (?P<which>last|this|next) year|{_NOT_A_MONTH_DAY})"
)
_DAY_MONTH = (
    rf"(?:the {{1,2}})?(?P<day>{DAY_OF_MONTH})"
    rf"(?:(?:{SP}of)?{SP}(?P<month>{MONTH})(?:,?{SP}(?P<year>{YEAR})|,? (?P<which>last|this|next) year)?"
    rf"|(?={RANGE_OR_PAIR}{DAY_OF_MONTH}(?:{SP}of)?{SP}(?P<later_month>{MONTH})"
    rf"(?:,?{SP}(?P<later_year>{YEAR}))?))"
)


def month_number(word: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation."""
    return MONTHS[word.rstrip(".")]


def weekday_day(name: str, match: re.Match[str], reading: Reading) -> date:
    """Return the nearest such weekday behind the publish day, or ahead of it where the clause looks ahead.

    The weekday that ends a range follows the one that begins it.
    """
    begun = reading.range_start(match.start())
    if begun and begun.precision == "day":
        return _clamped(begun.first, (WEEKDAYS[name.rstrip(".")] - begun.first.weekday()) % 7)
    back = (reading.published.weekday() - WEEKDAYS[name.rstrip(".")]) % 7
    ahead = back and reading.direction(match) == "future"
    return _clamped(reading.published, 7 - back if ahead else -back)


def _clamped(day: date, amount: int) -> date:
    try:
        return day + timedelta(days=amount)
    except OverflowError:
        return day


def _years_back(reading: Reading, at: int) -> int:
    """Return how many years ago the clause before puts its day ("the one-year anniversary of …"), or 0."""
    clause = reading.before(at, 300)
    if not _YEARS_BACK_CUE.search(clause):
        return 0
    matches = list(_YEARS_BACK.finditer(clause))
    if not matches:
        return 0
    word = matches[-1]["number"] or "one"
    return NUMBERS.get(word) or ORDINALS.get(word) or int(re.sub("[a-z]", "", word) or 0)


def nearest_day(month: int, day: int, match: re.Match[str], reading: Reading) -> date | None:
    """Return the month and day in the year that fits best, the one that the article itself gave it first."""
    given = reading.years_given.get((month, day))
    if given is not None:
        return make_day(given, month, day)
    reach = _LEAP_DAYS_APART if (month, day) == (2, 29) else 1
    return nearest_of(lambda year: make_day(year, month, day), match, reading, reach)


def nearest_of(
    find: Callable[[int], date | None], match: re.Match[str], reading: Reading, reach: int = 1
) -> date | None:
    """Return the day that comes once a year in the year that fits best.

    In this order: the year in which it ends the range just begun; the year of an anniversary; the year that
    lies nearest to publication, unless the tense contradicts.
    """
    published = reading.published
    years = range(published.year - reach, published.year + reach + 1)
    days = [found for year in years if (found := find(year))]
    if not days:
        return None
    begun = reading.range_start(match.start())
    if begun and (ending := [found for found in days if found > begun.first]):
        return ending[0]
    nearest = min(days, key=lambda found: abs((found - published).days))
    distance = (nearest - published).days
    if abs(distance) <= _ANNIVERSARY_SLACK and (years_back := _years_back(reading, match.start())):
        return find(nearest.year - years_back) or nearest
    if distance > _CLEARLY_AHEAD and reading.direction(match) == "past" and reading.tells_directly(match):
        return max((found for found in days if found < published), default=nearest)
    if distance < -_CLEARLY_BEHIND and reading.direction(match) == "future":
        return min((found for found in days if found > published), default=nearest)
    return nearest


def _month_day(match: re.Match[str], reading: Reading) -> str | None:
    named = "month" if match["month"] else "later_month"
    word, given = match[named].rstrip("."), match["year"] or match["later_year"]
    if match["which"]:
        given = str(reading.published.year + YEAR_STEPS[match["which"]])
    if word in _AMBIGUOUS_WORDS and not reading.capitalised(match.start(named)):
        return None
    month, day = MONTHS[word], int(re.sub("[a-z]", "", match["day"]))
    if given:
        last_month = match.groupdict().get("last_month")
        year_turns = last_month is not None and month_number(last_month) < month
        found = make_day(int(given) - year_turns, month, day)
        if found:
            reading.years_given[(month, day)] = found.year
    elif (month, day) == (9, 11) and (
        _TERROR_ATTACKS.match(reading.folded, match.end())
        or reading.before(match.start(), 5).endswith(("post-", "pre-"))
    ):
        found = date(2001, 9, 11)
    elif "weekday" in match.re.groupindex:
        found = _matching_weekday(month, day, match, reading)
    else:
        found = nearest_day(month, day, match, reading)
    return found.isoformat() if found else None


def _matching_weekday(month: int, day: int, match: re.Match[str], reading: Reading) -> date | None:
    """Return the nearest such month and day that falls on the weekday that stands before it."""
    weekday = WEEKDAYS[match["weekday"].rstrip(".")]
    near = (make_day(reading.published.year + step, month, day) for step in (0, -1, 1, -2))
    fitting = [found for found in near if found and found.weekday() == weekday]
    if not fitting:
        return nearest_day(month, day, match, reading)
    return min(fitting, key=lambda found: abs((found - reading.published).days))


def _iso_day(match: re.Match[str], reading: Reading) -> str | None:
    found = make_day(int(match["year"]), int(match["month"]), int(match["day"]))
    if found is None or not match["hour"]:
        return found.isoformat() if found else None
    zulu = "Z" if match["zone"] and match["zone"].strip() in ("z", "utc", "gmt") else ""
    return f"{found.isoformat()}T{match['hour']}:{match['minute']}{zulu}"


def _slashed_day(match: re.Match[str], reading: Reading) -> str | None:
    """Month first, as American news writes it, unless that cannot be."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if len(match["year"]) == 2:
        year += 1900 if year > (reading.published.year + 10) % 100 else 2000
    day_first = make_day(year, second, first)
    found = day_first if match["mark"] == "." else make_day(year, first, second) or day_first
    return found.isoformat() if found else None


def _weekday(match: re.Match[str], reading: Reading) -> str | None:
    name = match["weekday"]
    if not reading.capitalised(match.start("weekday")) or _TITLES_AFTER.match(reading.folded, match.end()):
        return None
    if _NAMES_BEFORE.search(reading.before(match.start(), 10)) and reading.capitalised_before(match.start()):
        return None
    if not name.endswith("day") and (not name.endswith(".") or name in ("sun.", "sat.")):
        return None
    back = (reading.published.weekday() - WEEKDAYS[name.rstrip(".")]) % 7
    which = (match["which"] or "").strip()
    if which.startswith("the "):
        return _beside_story(name, which, match, reading).isoformat()
    if match["behind"]:
        weeks = 2 if match["behind"].endswith("fortnight") else 1
        return _clamped(reading.published, 7 * weeks + ((7 - back) % 7 or 7)).isoformat()
    if which in ("last", "this past"):
        found = _clamped(reading.published, -(back or 7))
    elif which == "next":
        found = _clamped(reading.published, 7 - back)
    elif which in ("this", "this coming"):
        found = _clamped(reading.published, (7 - back) % 7)
    else:
        found = weekday_day(name, match, reading)
    return found.isoformat()


def _beside_story(name: str, which: str, match: re.Match[str], reading: Reading) -> date:
    """Return "the following Tuesday": the first one after, or before, the day that the story is at."""
    story_day = reading.story_day(match.start())
    back = (story_day.weekday() - WEEKDAYS[name.rstrip(".")]) % 7
    return _clamped(story_day, -(back or 7) if which.startswith("the prev") else 7 - back)


def _week_from_weekday(match: re.Match[str], reading: Reading) -> str | None:
    """Read "a week ago Monday" and "a week on Monday", counted from the weekday nearest to publication."""
    if not reading.capitalised(match.start("weekday")):
        return None
    back = (reading.published.weekday() - WEEKDAYS[match["weekday"].rstrip(".")]) % 7
    ago = match["side"].startswith("ago")
    return _clamped(reading.published, -back - 7 if ago else 14 - back).isoformat()


_WEEKDAY_LEAD = rf"(?P<weekday>{WEEKDAY}),?{SP}"

RULES = (
    rule(MONTHS, _MONTH_DAY, _month_day),
    rule((DIGITS, "the"), _DAY_MONTH, _month_day),
    rule(WEEKDAYS, _WEEKDAY_LEAD + _MONTH_DAY, _month_day),
    rule(WEEKDAYS, _WEEKDAY_LEAD + _DAY_MONTH, _month_day),
    rule(
        (DIGITS,),
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9-])"
        r"(?:[t ](?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
        r"(?P<zone> ?z| ?utc| ?gmt|[+-][0-9]{2}:?[0-9]{2})?)?",
        _iso_day,
    ),
    rule(
        (DIGITS, *WEEKDAYS),
        rf"(?:{_WEEKDAY_LEAD})?"
        r"(?P<first>[0-9]{1,2})(?P<mark>[/.])(?P<second>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})(?![/.][0-9])",
        _slashed_day,
    ),
    rule((DIGITS,), r"9/11(?!/)", always("2001-09-11")),
    rule(
        (*WEEKDAYS, "last", "next", "this", "early", "late", "earlier", "later", "the"),
        rf"(?P<which>(?:this (?:past|coming)|the (?:following|previous|preceding)|last|next|this|early|late"
        rf"|earlier|later){SP})?(?P<weekday>{WEEKDAY})"
        r"(?P<behind> (?:week|fortnight)(?= ?[,.;:!?)]| ?$| (?:to|in|at|for|and|before|after|when|with)\b))?",
        _weekday,
    ),
    rule(
        ("a",),
        rf"a week (?P<side>ago(?: on)?|on|from|after(?: next)?) (?P<weekday>{WEEKDAY})",
        _week_from_weekday,
    ),
)
