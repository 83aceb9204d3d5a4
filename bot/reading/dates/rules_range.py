"""The second end of a range that does not repeat its month or century: "Oct. 7 to 9", "2019-21"."""

from __future__ import annotations

import re

from bot.reading.dates.grammar import DIGITS, Reading, rule
from bot.reading.dates.lexicon import DAY_OF_MONTH, MONTH, RANGE_OR_PAIR, SP, YEAR
from bot.reading.dates.values import make_day

_MONTH_DAY_BEFORE = re.compile(
    rf"(?<!\w){MONTH}{SP}[0-9]{{1,2}}(?:st|nd|rd|th)?(?:,?{SP}[0-9]{{4}})?{RANGE_OR_PAIR}$"
)
_YEAR_BEFORE = re.compile(r"(?<![\w-])(?P<century>1[4-9]|20)(?P<year>[0-9]{2})[-/]$")
_ENDS_THERE = re.compile(
    r"$|[.,;:!?)\"'](?![0-9])|\n| --? | (?:in|at|on|for|with|by|and|as|when|to|of|but|before|after"
    r"|during|inclusive"
    r"|was|were|is|are|will|would|has|had|that|which|the|near|off|from|under|over|because|while|due)\b"
)
"""What follows a number that counts nothing."""


def _last_day(match: re.Match[str], reading: Reading) -> str | None:
    at = match.start()
    if not _MONTH_DAY_BEFORE.search(reading.before(at)) or not _ENDS_THERE.match(reading.folded, match.end()):
        return None
    begun = reading.just_named(at)
    if begun is None or begun.precision != "day":
        return None
    year = int(match["year"]) if match["year"] else begun.first.year
    found = make_day(year, begun.first.month, int(re.sub("[a-z]", "", match["day"])))
    return found.isoformat() if found and found > begun.first else None


def _last_year(match: re.Match[str], reading: Reading) -> str | None:
    at = match.start()
    before = _YEAR_BEFORE.search(reading.before(at, 8))
    begun = reading.just_named(at)
    if before is None or begun is None or begun.precision != "year":
        return None
    return before["century"] + match["year"] if match["year"] > before["year"] else None


RULES = (
    rule((DIGITS, "the"), rf"(?:the )?(?P<day>{DAY_OF_MONTH})(?:,?{SP}(?P<year>{YEAR}))?", _last_day),
    rule((DIGITS,), r"(?P<year>[0-9]{2})(?![-/,.:][0-9]|%)", _last_year),
)
